package merge

import (
	"strings"
	"testing"

	"reportmail/render/dataset"
	"reportmail/render/diag"
	"reportmail/render/doc"
)

// What a finding says leads to the remedy: the kind of the data, the address, the spelling of the manual.
func TestRun_findingsNameWhatToMend(t *testing.T) {
	for name, c := range map[string]struct {
		control    doc.Node
		json, want string
	}{
		"a list":            {col("H/Desc"), `{"data":{"H":{"No":"1","Desc":["x"]}}}`, "the data has a list or an object at /H/Desc, not a value"},
		"an object":         {col("H/Desc"), `{"data":{"H":{"No":"1","Desc":{"x":"y"}}}}`, "the data has a list or an object at /H/Desc, not a value"},
		"a refused address": {tagged(col("H/Md"), "#RM:Markdown"), `{"data":{"H":{"Md":"[a **b**](javascript:x)"}}}`, `the address "javascript:x" is refused`},
		"a verb":            {tagged(col("H/No"), "#RM:HideIfZreo"), `{"data":{"H":{"No":"1"}}}`, "did you mean #RM:HideIfZero?"},
	} {
		ds, err := dataset.Read("d.json", []byte(c.json))
		if err != nil {
			t.Fatal(err)
		}
		var f diag.List
		plan := Compile(&doc.Document{Sections: []*doc.Section{{Content: []doc.Node{para(c.control)}}}}, nil, &f)
		for range plan.Documents(ds, Options{}, &f) {
			continue
		}
		var said []string
		for _, i := range f.Items() {
			said = append(said, i.Message+"; "+i.Hint)
		}
		if !strings.Contains(strings.Join(said, "\n"), c.want) || len(said) != 1 {
			t.Errorf("%s: %q", name, said)
		}
	}
}
