package merge

import (
	"fmt"
	"strings"
	"testing"

	"reportmail/render/diag"
	"reportmail/render/doc"
)

func TestPlan_Uses(t *testing.T) {
	content := []doc.Node{
		para(col("Header/No"), &doc.Field{Name: "MERGEFIELD", Args: []string{"City"}}),
		table(repeat(doc.RowLevel, "Header/Line", row(colCell("Header/Line/Text")))),
	}
	p := Compile(&doc.Document{Styles: &doc.Styles{}, Sections: []*doc.Section{{Content: content}}}, nil, new(diag.List))
	var got []string
	for _, u := range p.Uses() {
		got = append(got, fmt.Sprintf("%s %s", u.Path, u.Shows))
	}
	want := "/Header/No column, /Header/Line rows, /Header/Line/Text column, City merge field"
	if s := strings.Join(got, ", "); s != want {
		t.Errorf("got  %s\nwant %s", s, want)
	}
}
