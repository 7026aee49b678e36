package design

import (
	"strconv"

	"reportmail/layouts/build"
	"reportmail/layouts/report"
)

// page is the report that a layout is made for, with the pieces that layouts are put together from. Pieces leave out
// what the report does not have.
type page struct {
	*report.Report
	root string // root data item
}

// field is a control on a column of the root item, or of an item below it: Totals/TotalText.
func (p page) field(column string) build.Field { return build.F(p.root + "/" + column) }

func (p page) has(column string) bool { return p.Has(p.root + "/" + column) }

// first is the first of these columns that the report has, "" when it has none.
func (p page) first(columns ...string) string {
	for _, c := range columns {
		if p.has(c) {
			return c
		}
	}
	return ""
}

// caption is the column with the caption of column, "" when there is none.
func (p page) caption(column string) string {
	path := p.Caption(p.root + "/" + column)
	if path == "" {
		return ""
	}
	return path[len(p.root)+1:]
}

// para is a paragraph with one column of the report, or nothing when the report does not have it.
func (p page) para(style, column string) []build.Block {
	if column == "" || !p.has(column) {
		return nil
	}
	return []build.Block{build.P(style, p.field(column))}
}

// gapRow is the style of the paragraphs that only make room.
func space(style string) build.Block { return build.P(style) }

// stack is one column of lines; a line whose column is empty goes away.
func (p page) stack(width build.Twips, style string, columns ...string) build.Table {
	t := build.Table{Columns: []build.Twips{width}}
	for _, c := range columns {
		if p.has(c) {
			t.Rows = append(t.Rows, build.Row{Cells: []build.Cell{{Content: []build.Block{build.P(style, p.field(c).OrHide())}}}})
		}
	}
	return t
}

// address is an address block of eight lines: prefix1 to prefix8. The caption above it goes with its first line.
func (p page) address(width build.Twips, caption, prefix string) build.Table {
	t := build.Table{Columns: []build.Twips{width}}
	for i := range 8 {
		c := prefix + strconv.Itoa(i+1)
		if !p.has(c) {
			continue
		}
		f := p.field(c).OrHide()
		var content []build.Block
		if i == 0 {
			content = p.para(label, caption)
			f = f.In(strong)
		}
		content = append(content, build.P(value, f))
		t.Rows = append(t.Rows, build.Row{Cells: []build.Cell{{Content: content}}})
	}
	return t
}

// facts is a list of captions and values in two columns; a fact whose value is empty goes away.
func (p page) facts(left, right build.Twips, columns ...string) build.Table {
	t := build.Table{Columns: []build.Twips{left, right}}
	for _, c := range columns {
		caption := p.caption(c)
		if !p.has(c) || caption == "" {
			continue
		}
		t.Rows = append(t.Rows, build.Row{Cells: []build.Cell{
			{Pad: build.Pad{Right: 100}, Content: []build.Block{build.P(fact, p.field(caption).In(soft))}},
			{Content: []build.Block{build.P(fact, p.field(c).OrHide())}},
		}})
	}
	return t
}

// fact is a cell with a caption over a value.
func (p page) fact(caption, column, style string, pad build.Pad) build.Cell {
	return build.Cell{Fill: build.Wash, Pad: pad, VAlign: "bottom", Content: append(p.para(label, caption), build.P(style, p.field(column)))}
}
