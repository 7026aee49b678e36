package scenario

import (
	"errors"
	"strings"
	"testing"

	"go.yaml.in/yaml/v4"

	"reportmail/send/account"
)

// The resolution table of Business Central, row by row.
func TestResolve_table(t *testing.T) {
	accounts := []account.Account{{Name: "A"}, {Name: "B"}}
	for _, c := range []struct{ own, def, want string }{
		{"", "", ""},
		{"gone", "", ""},
		{"", "gone", ""},
		{"", "A", "A"},
		{"A", "", "A"},
		{"A", "B", "A"},
		{"gone", "B", "B"},
		{"A", "gone", "A"},
	} {
		m := Assignments{}
		if c.own != "" {
			m["Sales Invoice"] = c.own
		}
		if c.def != "" {
			m[Default] = c.def
		}
		a, err := Resolve("Sales Invoice", m, accounts)
		if a.Name != c.want || (err != nil) != (c.want == "") || err != nil && !errors.Is(err, ErrNoAccount) {
			t.Errorf("scenario %q, default %q: %q, %v; want %q", c.own, c.def, a.Name, err, c.want)
		}
	}
}

func TestResolve_markedDefault(t *testing.T) {
	marked := []account.Account{{Name: "A"}, {Name: "B", Default: true}}
	for _, c := range []struct {
		m        Assignments
		accounts []account.Account
		want     string
	}{
		{nil, marked, "B"},
		{Assignments{"Reminder": "A"}, marked, "B"},
		{Assignments{"Default": "A"}, marked, "A"},
		{Assignments{"sales invoice": "a"}, marked, "A"},
		{Assignments{"Default": "gone"}, marked, ""},
		{nil, []account.Account{{Name: "Only"}}, "Only"},
		{nil, nil, ""},
	} {
		if a, _ := Resolve("Sales Invoice", c.m, c.accounts); a.Name != c.want {
			t.Errorf("%v: %q, want %q", c.m, a.Name, c.want)
		}
	}
}

func TestCatalogue_usages(t *testing.T) {
	c := Builtin()
	for usage, want := range map[string]string{
		"S.Quote": "Sales Quote", "S.Order": "Sales Order", "S.Invoice": "Sales Invoice", "S.Cr.Memo": "Sales Credit Memo",
		"P.Quote": "Purchase Quote", "P.Order": "Purchase Order", "Reminder": "Reminder", "Fin.Charge": "Finance Charge",
		"SM.Quote": "Service Quote", "SM.Order": "Service Order", "SM.Invoice": "Service Invoice", "SM.Credit Memo": "Service Credit Memo",
		"P.V.Remit.": "Posted Vendor Remittance", "C.Statement": "Customer Statement", "V.Remittance": "Vendor Remittance",
		"S.Invoice Draft": Default, "Pro Forma S. Invoice": Default, "S.Shipment": Default, "JQ": Default, "": Default,
	} {
		got := c.ForUsage(usage)
		if got != want {
			t.Errorf("%s: %s, want %s", usage, got, want)
		}
		if _, ok := c.Lookup(got); !ok {
			t.Errorf("%s: scenario %s is not in the catalogue", usage, got)
		}
	}
	numbers := map[int]bool{}
	for _, s := range c.All() {
		if numbers[s.Number] {
			t.Errorf("%s: number %d is used twice", s.Name, s.Number)
		}
		numbers[s.Number] = true
	}
	if all := c.All(); len(all) != 28 || all[0].Name != Default {
		t.Errorf("%d scenarios, first %s", len(all), all[0].Name)
	}
}

func setup(t *testing.T, text string) (*Setup, error) {
	t.Helper()
	var root yaml.Node
	if err := yaml.Load([]byte(text), &root); err != nil {
		t.Fatal(err)
	}
	return Load("reportmail.yaml", &root, []account.Account{{Name: "Billing"}, {Name: "Collections"}})
}

func TestLoad_setup(t *testing.T) {
	s, err := setup(t, `
Sales Invoice: billing
reminder:
  account: Collections
  attachments: [terms.pdf, {file: more/brochure.pdf, default: false}]
Warranty Card:
  account: Billing
  usages: [S.Warranty, S.Shipment]
  attachments: [terms.pdf]
`)
	if err != nil {
		t.Fatal(err)
	}
	if got := s.Assignments.Of("Billing"); strings.Join(got, ",") != "Sales Invoice,Warranty Card" {
		t.Errorf("Billing serves %v", got)
	}
	if s.Catalogue.ForUsage("S.Warranty") != "Warranty Card" || s.Catalogue.ForUsage("S.Shipment") != "Warranty Card" || s.Catalogue.ForUsage("S.Invoice") != "Sales Invoice" {
		t.Error("the usages of a workspace's own scenario are not mapped")
	}
	if a := s.Attach("REMINDER"); len(a) != 1 || a[0].File != "terms.pdf" {
		t.Errorf("attached to a reminder: %v", a)
	}
	if a := s.Offer("Reminder"); len(a) != 2 {
		t.Errorf("offered for a reminder: %v", a)
	}
	if a := s.Offer(Default); len(a) != 2 {
		t.Errorf("Default offers those of all scenarios, each once: %v", a)
	}
	if a := s.Attach("Sales Invoice"); a != nil {
		t.Errorf("attached to an invoice: %v", a)
	}
	if Builtin().ForUsage("S.Warranty") != Default {
		t.Error("a workspace changed the built-in catalogue")
	}
}

func TestLoad_faults(t *testing.T) {
	_, err := setup(t, `Sales Invoce: Billing
Sales: Billing
Reminder: Nobody
Notification:
  acount: Billing
  attachments: [/etc/passwd, ../x, {fil: y}]
Sales Order: [Billing]
`)
	want := []string{
		`:1: unknown scenario "Sales Invoce"; reportmail scenarios lists them`,
		`:2: unknown scenario "Sales"; did you mean Sales Advance Letter?`,
		`:3: scenario Reminder: there is no account "Nobody"; accounts are Billing, Collections`,
		`:5: scenario Notification: unknown key "acount"`,
		`:6: scenario Notification: attachment "/etc/passwd" is not possible`,
		`:6: scenario Notification: attachment "../x" is not possible`,
		`:6: scenario Notification: an attachment cannot be read`,
		`:7: scenario Sales Order: expected an account`,
	}
	if err == nil {
		t.Fatal("no faults")
	}
	got := strings.Split(err.Error(), "\n")
	for _, w := range want {
		if !strings.Contains(err.Error(), "reportmail.yaml"+w) {
			t.Errorf("missing %s in:\n%v", w, err)
		}
	}
	if len(got) < len(want) {
		t.Errorf("%d faults, want %d", len(got), len(want))
	}
}

func TestAssignments_dangling(t *testing.T) {
	m := Assignments{"Reminder": "gone", "Sales Invoice": "A"}
	if d := m.Dangling([]account.Account{{Name: "A"}}); len(d) != 1 || d[0] != "Reminder" {
		t.Errorf("dangling: %v", d)
	}
	if !m.Assigned("Reminder") || m.Assigned("Sales Order") {
		t.Error("Assigned looks at the assignment alone")
	}
}
