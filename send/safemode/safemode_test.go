package safemode

import (
	"context"
	"errors"
	"strings"
	"testing"

	"go.yaml.in/yaml/v4"

	"reportmail/internal/yamledit"
	"reportmail/send/connector"
)

func load(t *testing.T, text string) (Mode, error) {
	t.Helper()
	var root yaml.Node
	if err := yaml.Load([]byte(text), &root); err != nil {
		t.Fatal(err)
	}
	return Load("reportmail.yaml", yamledit.Value(yamledit.Resolved(&root), "safe_mode"))
}

func TestMode_permits(t *testing.T) {
	for text, want := range map[string][4]bool{ // a@test.example, A@Test.Example, b@test.example, c@customer.example
		"other: 1":                              {true, true, true, true},
		"safe_mode: off":                        {true, true, true, true},
		"safe_mode: false":                      {true, true, true, true},
		"safe_mode: folder":                     {},
		"safe_mode: {redirect: a@test.example}": {true, true, false, false},
		"safe_mode: {allow: [Test.example]}":    {true, true, true, false},
		`safe_mode: {allow: ["@test.example"]}`: {true, true, true, false},
		"safe_mode: {allow: [a@test.example, c@customer.example]}": {true, true, false, true},
		"safe_mode:\n  allow: customer.example":                    {false, false, false, true},
	} {
		m, err := load(t, text)
		if err != nil {
			t.Errorf("%s: %v", text, err)
		}
		for i, a := range []string{"a@test.example", "A@Test.Example", "b@test.example", "c@customer.example"} {
			if m.Permits(a) != want[i] {
				t.Errorf("%s: %s is %v", text, a, !want[i])
			}
		}
		// What is written is read as the same mode.
		top := yamledit.Mapping()
		yamledit.Put(top, "safe_mode", m.Node())
		again, err := Load("x", yamledit.Value(top, "safe_mode"))
		if err != nil || again.String() != m.String() || again.On() != m.On() {
			t.Errorf("%s: written and read again: %v, %v", text, again, err)
		}
	}
}

// A mode that cannot be read is the strictest one: whoever wrote it meant to be careful.
func TestLoad_faults(t *testing.T) {
	for _, text := range []string{"safe_mode: on", "safe_mode: {redirect: nobody}", "safe_mode: {redirect: [a@b.example, c@d.example]}", "safe_mode: {allow: []}", "safe_mode: {allow: [localhost]}", "safe_mode: [folder]", "safe_mode: {}"} {
		m, err := load(t, text)
		if err == nil || m.Kind != Folder || !strings.Contains(err.Error(), "reportmail.yaml:1") {
			t.Errorf("%s: %v, %v", text, m, err)
		}
	}
}

func TestMode_check(t *testing.T) {
	m, _ := New(Allow, "test.example")
	err := m.Check([]string{"a@test.example", "b@x.example", "c@y.example"})
	if !errors.Is(err, ErrRefused) || !strings.Contains(err.Error(), "b@x.example, c@y.example are not allowed") {
		t.Error(err)
	}
	if err := m.Check([]string{"a@test.example"}); err != nil {
		t.Error(err)
	}
}

type counting struct {
	connector.Connector
	sends int
}

func (c *counting) Send(context.Context, connector.Delivery, connector.Handover) (connector.Receipt, error) {
	c.sends++
	return connector.Receipt{}, nil
}

func TestGuard_holds(t *testing.T) {
	inner := &counting{}
	m, _ := New(Redirect, "a@test.example")
	g := Guard(inner, m)
	_, err := g.Send(t.Context(), connector.Delivery{Envelope: connector.Envelope{To: []string{"a@test.example", "c@customer.example"}}}, nil)
	if connector.ClassOf(err) != connector.Account || inner.sends != 0 || !errors.Is(err, ErrRefused) {
		t.Errorf("%v, %d sends", err, inner.sends)
	}
	if _, err := g.Send(t.Context(), connector.Delivery{Envelope: connector.Envelope{To: []string{"a@test.example"}}}, nil); err != nil || inner.sends != 1 {
		t.Errorf("%v, %d sends", err, inner.sends)
	}
	if Guard(inner, Mode{}) != connector.Connector(inner) {
		t.Error("without safe mode there is no guard")
	}
}
