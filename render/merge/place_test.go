package merge

import (
	"maps"
	"slices"
	"strings"
	"testing"

	"reportmail/render/diag"
	"reportmail/render/doc"
)

// Merge fields and placeholders say where they stand, as bound controls do: table in the part, row, cell, header.
func TestPlaced(t *testing.T) {
	field := func(name string) *doc.Paragraph {
		return para(&doc.Field{Name: "MERGEFIELD", Args: []string{name}}, text("{{"+name+"}}"))
	}
	d := document(
		field("Top"),
		table(
			row(cell(field("A")), cell(field("B"), table(row(cell(field("Nested")))), field("After"))),
			ctl(doc.RowLevel, "", row(cell(para()), cell(field("C")))),
		),
		para(&doc.Drawing{Shape: &doc.Shape{Text: []doc.Node{table(row(cell(field("Box"))))}}}),
		table(row(cell(field("D")))),
	)
	d.Sections[0].Headers = map[doc.HeaderType]*doc.HeaderFooter{doc.DefaultPages: {Part: "word/header1.xml", Content: []doc.Node{table(row(cell(field("Head"))))}}}
	want := map[string]string{
		"Top": "", "A": ", table 1, row 1, cell 1", "B": ", table 1, row 1, cell 2", "Nested": ", table 2, row 1, cell 1", "After": ", table 1, row 1, cell 2",
		"C": ", table 1, row 2, cell 2", "Box": ", table 3, row 1, cell 1", "D": ", table 4, row 1, cell 1", "Head": ", table 1, row 1, cell 1",
	}
	part := func(name string) string {
		if name == "Head" {
			return "word/header1.xml"
		}
		return "word/document.xml"
	}
	places := placesOf(d)
	if got := slices.Sorted(maps.Keys(places)); len(got) != len(want) {
		t.Errorf("placeholders %v", got)
	}
	var f diag.List
	plan := Compile(d, nil, &f)
	if len(plan.fields) != len(want) {
		t.Errorf("%d fields", len(plan.fields))
	}
	for _, s := range plan.fields {
		if full := part(s.name) + want[s.name] + ", column " + s.name; s.where.String() != full || places[s.name].String() != full {
			t.Errorf("%s: field at %q, placeholder at %q; want %q", s.name, s.where, places[s.name], full)
		}
	}
	for _, c := range Check(plan, data(t, `{"Hdr": {"Topp": "x"}}`)) {
		if c.ID == "missing-column" && c.Where.Column == "Top" && (!strings.Contains(c.Hint, "Topp") || c.Where.Part == "") {
			t.Errorf("%v", c)
		}
	}
}
