package diag

import (
	"encoding/json"
	"testing"
)

func TestList_countsRepeatedFindings(t *testing.T) {
	var l List
	for range 3 {
		l.Warn("missing-column", Where{Column: "Header/X"}, "did you mean Y?", "column %s is not in the dataset", "X")
	}
	l.Warn("missing-column", Where{Column: "Header/Z"}, "", "column Z is not in the dataset")
	got := l.Items()
	if len(got) != 2 || got[0].Count != 3 || got[1].Count != 1 {
		t.Fatalf("%+v", got)
	}
	var sum List
	sum.Append(got)
	sum.Append(got)
	if got = sum.Items(); got[0].Count != 6 || got[1].Count != 2 {
		t.Errorf("after two appends: %+v", got)
	}
}

func TestFinding_lineAndJSON(t *testing.T) {
	f := Finding{ID: "font-substituted", Severity: Warning, Message: "Segoe UI is not there", Where: Where{Part: "word/document.xml", Table: 2, Row: 1, Control: "X"}, Hint: "add --font-dir", Count: 2}
	if got, want := f.String(), `warning: Segoe UI is not there (word/document.xml, table 2, row 1, control "X") ×2; add --font-dir [font-substituted]`; got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
	b, err := json.Marshal(f)
	if want := `{"id":"font-substituted","severity":"warning","message":"Segoe UI is not there","where":{"part":"word/document.xml","table":2,"row":1,"control":"X"},"hint":"add --font-dir","count":2}`; err != nil || string(b) != want {
		t.Errorf("%s %v", b, err)
	}
}

func TestList_AppendNew(t *testing.T) {
	var l List
	l.Warn("a", Where{}, "", "one")
	l.AppendNew([]Finding{{ID: "a", Severity: Warning, Message: "one", Count: 3}, {ID: "b", Severity: Info, Message: "two", Count: 2}})
	if got := l.Items(); len(got) != 2 || got[0].Count != 1 || got[1].Count != 2 {
		t.Errorf("%+v", got)
	}
}
