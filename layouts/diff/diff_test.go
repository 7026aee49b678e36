package diff

import (
	"slices"
	"testing"

	"reportmail/layouts/build"
	"reportmail/layouts/report"
)

func layout(t *testing.T, change func(*build.Layout)) []byte {
	t.Helper()
	l := &build.Layout{
		ID: "x", Report: &report.Report{ID: 1, Name: "R", Items: []*report.Item{{Name: "Header", Columns: []string{"A", "B"}, Items: []*report.Item{{Name: "Line", Columns: []string{"C"}}}}}},
		Theme:  build.Theme{Name: "t", Ink: "111111", Quiet: "666666", Paper: "FFFFFF", Wash: "EEEEEE", Accent: "0B6B6B", Heading: "Calibri", Text: "Calibri"},
		Styles: []build.Style{{ID: "T", Name: "Text"}, {ID: "End", Name: "End", Size: 1}},
		Page:   build.A4(1000, 1000, 1000, 500, 500),
		Body:   []build.Block{build.P("T", build.Text("Number "), build.F("Header/A")), build.Repeat{Item: "Header/Line", Blocks: []build.Block{build.P("T", build.F("Header/Line/C"))}}, build.P("T", build.Text("End"))},
	}
	if change != nil {
		change(l)
	}
	data, err := l.Docx()
	if err != nil {
		t.Fatal(err)
	}
	return data
}

func TestLayouts_same(t *testing.T) {
	r, err := Layouts(layout(t, nil), layout(t, func(l *build.Layout) { l.ID = "y" }))
	if err != nil || !r.Same() {
		t.Errorf("%+v, %v", r, err)
	}
}

func TestLayouts_changes(t *testing.T) {
	for name, c := range map[string]struct {
		change func(*build.Layout)
		of     func(Result) []Change
		want   []Change
	}{
		"text": {func(l *build.Layout) { l.Body[2] = build.P("T", build.Text("The end")) }, func(r Result) []Change { return r.Text }, []Change{{"body", "End", "The end"}}},
		"field": {func(l *build.Layout) { l.Body[0] = build.P("T", build.Text("Number "), build.F("Header/B")) },
			func(r Result) []Change { return r.Text }, []Change{{"body", "Number [Header/A]", "Number [Header/B]"}}},
		"binding": {func(l *build.Layout) { l.Body[0] = build.P("T", build.F("Header/B")) },
			func(r Result) []Change { return r.Bindings }, []Change{{"binding", "Header/A", ""}, {"binding", "", "Header/B"}}},
		"paragraph": {func(l *build.Layout) { l.Body = append([]build.Block{build.P("T", build.Text("New"))}, l.Body...) },
			func(r Result) []Change { return r.Text }, []Change{{"body", "", "New"}}},
		"repeater": {func(l *build.Layout) { l.Body = slices.Delete(l.Body, 1, 2) },
			func(r Result) []Change { return r.Text }, []Change{{"body", "for each Header/Line", ""}, {"body", "[Header/Line/C]", ""}}},
		"style": {func(l *build.Layout) {
			l.Styles = []build.Style{{ID: "T", Name: "Text", Size: 12, Bold: true}, l.Styles[1]}
		},
			func(r Result) []Change { return r.Styles }, []Change{{"style Text", "10 pt, not bold", "12 pt, bold"}}},
		"theme colour": {func(l *build.Layout) { l.Theme.Ink = "222222" },
			func(r Result) []Change { return r.Styles[:1] }, []Change{{"style Default Paragraph Font", "colour #111111", "colour #222222"}}},
		"page": {func(l *build.Layout) { l.Page.Top = 1100 },
			func(r Result) []Change { return r.Pages }, []Change{{"page", "595.3 pt × 841.9 pt, margins 50 pt 50 pt 50 pt 50 pt, header 25 pt, footer 25 pt", "595.3 pt × 841.9 pt, margins 55 pt 50 pt 50 pt 50 pt, header 25 pt, footer 25 pt"}}},
		"report": {func(l *build.Layout) { r := *l.Report; r.ID = 2; l.Report = &r },
			func(r Result) []Change { return r.Report }, []Change{{"report", "urn:microsoft-dynamics-nav/reports/R/1/", "urn:microsoft-dynamics-nav/reports/R/2/"}}},
		"footer": {func(l *build.Layout) { l.Footer = []build.Block{build.P("T", build.Text("Foot"))} },
			func(r Result) []Change { return r.Text }, []Change{{"footer", "", "Foot"}}},
	} {
		r, err := Layouts(layout(t, nil), layout(t, c.change))
		if err != nil {
			t.Fatal(err)
		}
		if got := c.of(r); !slices.Equal(got, c.want) {
			t.Errorf("%s: %+v, want %+v", name, got, c.want)
		}
	}
}

func TestLines_common(t *testing.T) {
	got := lines("x", []string{"a", "b", "c", "d"}, []string{"a", "c", "x", "d", "e"})
	want := []Change{{"x", "b", ""}, {"x", "", "x"}, {"x", "", "e"}}
	if !slices.Equal(got, want) {
		t.Errorf("%+v", got)
	}
	if got := lines("x", make([]string, most+1), []string{"a"}); len(got) != most+1 {
		t.Errorf("%d changes of a long list", len(got))
	}
}

func TestLayouts_noLayout(t *testing.T) {
	if _, err := Layouts([]byte("x"), layout(t, nil)); err == nil {
		t.Error("no error")
	}
	if _, err := Layouts(layout(t, nil), nil); err == nil {
		t.Error("no error")
	}
}
