package design_test

import (
	"testing"

	"reportmail/layouts/design"
	"reportmail/render/diag"
	"reportmail/render/docx"
	"reportmail/render/merge"
)

// Every layout is one that the engine reads and binds without a remark.
func TestEntries_compileWithoutFindings(t *testing.T) {
	ids := map[string]bool{}
	for _, e := range design.Entries() {
		if ids[e.ID] {
			t.Errorf("layout %s twice", e.ID)
		}
		ids[e.ID] = true
		l, err := e.Layout()
		if err != nil {
			t.Fatal(err)
		}
		data, err := l.Docx()
		if err != nil {
			t.Fatal(err)
		}
		var f diag.List
		pkg, err := docx.Read(data, &f)
		if err != nil {
			t.Fatal(err)
		}
		var parts []merge.Part
		for _, p := range pkg.Custom {
			parts = append(parts, merge.Part(*p))
		}
		plan := merge.Compile(pkg.Document, parts, &f)
		if !plan.Bound() {
			t.Errorf("layout %s has no bindings", e.ID)
		}
		for _, x := range f.Items() {
			t.Errorf("layout %s: %s %s", e.ID, x.ID, x.Message)
		}
	}
}

// A document has headers and footers, a body has none: mail programs have no pages.
func TestEntries_headers(t *testing.T) {
	for _, e := range design.Entries() {
		l, err := e.Layout()
		if err != nil {
			t.Fatal(err)
		}
		if has := l.FirstHeader != nil && l.Header != nil && l.FirstFooter != nil && l.Footer != nil; has != (e.Kind == design.Document) {
			t.Errorf("layout %s, a %s: headers and footers %v", e.ID, e.Kind, has)
		}
	}
}
