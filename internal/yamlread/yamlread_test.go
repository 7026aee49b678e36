package yamlread

import (
	"fmt"
	"strings"
	"testing"
	"time"
)

type row struct {
	Name  string            `yaml:"name"`
	Split bool              `yaml:"split"`
	Count int               `yaml:"count"`
	Rate  float64           `yaml:"rate"`
	Wait  time.Duration     `yaml:"wait"`
	Part  *part             `yaml:"part"`
	Parts []part            `yaml:"parts"`
	Text  map[string]string `yaml:"text"`
}

type part struct {
	Layout string `yaml:"layout"`
	Format string `yaml:"format"`
}

// Every fault is named at its line, in words that are not the decoder's.
func TestLoad_faults(t *testing.T) {
	for name, c := range map[string]struct {
		in   string
		want []string
	}{
		"unknown key":     {"name: x\nsplitt: true\n", []string{"f.yaml:2: unknown key splitt; did you mean split?"}},
		"far from all":    {"part: {zzzzzzzzzz: 1}\n", []string{"f.yaml:1: unknown key zzzzzzzzzz; there are layout, format"}},
		"twice":           {"name: x\ncount: 1\nname: y\n", []string{"f.yaml:3: key name is there twice, first at line 1; keep one of them"}},
		"text for a list": {"parts: x\n", []string{`f.yaml:1: parts: "x" stands where a list is expected`}},
		"many at once": {"split: maybe\ncount: abc\nrate: [1]\npart: x\ntext: [a]\nwait: soon\n", []string{
			`f.yaml:1: split: "maybe" stands where true or false is expected`, `f.yaml:2: count: "abc" stands where a whole number is expected`,
			`f.yaml:3: rate: a list stands where a number is expected`, `f.yaml:4: part: "x" stands where a mapping of layout, format is expected`,
			`f.yaml:5: text: a list stands where a mapping is expected`, `f.yaml:6: wait: "soon" stands where a time such as 30s or 5m is expected`,
		}},
		"no YAML":  {"name: [x\n", []string{"f.yaml:2: ", "the file is no YAML from there on"}},
		"a tab":    {"part:\n\tlayout: x\n", []string{"f.yaml:2: "}},
		"no UTF-8": {"name: \xff\xfe\xfd\n", []string{"f.yaml: "}},
	} {
		var r row
		err := Load("f.yaml", []byte(c.in), &r)
		if err == nil {
			t.Errorf("%s: no error", name)
			continue
		}
		for _, want := range c.want {
			if !strings.Contains(err.Error(), want) {
				t.Errorf("%s: no %q in\n%v", name, want, err)
			}
		}
		if strings.Contains(err.Error(), "yamlread.") || strings.Contains(err.Error(), "!!") {
			t.Errorf("%s: a word of the decoder: %v", name, err)
		}
	}
}

// A file without content is an empty one; keys are found twice at any depth, and in thousands without effort.
func TestTree(t *testing.T) {
	for _, blank := range []string{"", " \n", "# a comment\n", "---\n"} {
		var r row
		if root, err := Tree("f.yaml", []byte(blank), &r); err != nil || r.Name != "" || root == nil {
			t.Errorf("%q: %v", blank, err)
		}
	}
	var many strings.Builder
	many.WriteString("text:\n")
	for i := range 50_000 {
		fmt.Fprintf(&many, "  k%d: x\n", i)
	}
	many.WriteString("  k7: y\nparts:\n  - {layout: a, layout: b}\n")
	var r row
	err := Load("f.yaml", []byte(many.String()), &r)
	for _, want := range []string{"f.yaml:50002: key k7 is there twice, first at line 9; keep one of them", "f.yaml:50004: key layout is there twice, first at line 50004"} {
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("no %q in %v", want, err)
		}
	}
	if len(r.Text) != 50_000 {
		t.Errorf("%d read", len(r.Text))
	}
}
