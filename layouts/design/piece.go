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

// pair is a caption and a value, by their columns.
type pair struct{ caption, column string }

// field is a control on a column of the root item, or of an item below it: Totals/TotalText.
func (p page) field(column string) build.Field { return build.F(p.root + "/" + column) }

func (p page) has(column string) bool { return p.Has(p.root + "/" + column) }

// hasItem tells whether the root item has this item below it.
func (p page) hasItem(item string) bool { return p.Item(p.root+"/"+item) != nil }

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

// pairs are columns with their captions; columns that the report lacks, or has no caption for, are left out.
func (p page) pairs(columns ...string) []pair {
	var out []pair
	for _, c := range columns {
		if caption := p.caption(c); caption != "" && p.has(c) {
			out = append(out, pair{caption, c})
		}
	}
	return out
}

// para is a paragraph with one column of the report, or nothing when the report does not have it.
func (p page) para(style, column string) []build.Block {
	if column == "" || !p.has(column) {
		return nil
	}
	return []build.Block{build.P(style, p.field(column).Multi())}
}

// space is an empty paragraph of a style that only makes room.
func space(style string) build.Block { return build.P(style) }

// stack is one column of lines; a line whose column is empty goes away.
func (p page) stack(width build.Twips, style string, columns ...string) build.Table {
	t := build.Table{Columns: []build.Twips{width}}
	for _, c := range columns {
		if p.has(c) {
			t.Rows = append(t.Rows, single(build.P(style, p.field(c).Multi().OrHide())))
		}
	}
	return closed(t)
}

// closed is a table whose rows may all go away, with a last row that stays: a table without rows is no valid Word file,
// and not every program that hides rows takes the table away, too.
func closed(t build.Table) build.Table {
	t.Rows = append(t.Rows, build.Row{Cells: []build.Cell{{Span: len(t.Columns), Content: []build.Block{space(end)}}}})
	return t
}

// single is a row of one cell.
func single(content ...build.Block) build.Row {
	return build.Row{Cells: []build.Cell{{Content: content}}}
}

// address is an address block; lines that are empty go away. The caption above it goes with its first line.
func (p page) address(width build.Twips, caption string, lines []string) build.Table {
	t := build.Table{Columns: []build.Twips{width}}
	for i, c := range lines {
		f := p.field(c).Multi().OrHide()
		var content []build.Block
		if i == 0 {
			content = p.para(label, caption)
			f = f.In(strong)
		}
		t.Rows = append(t.Rows, single(append(content, build.P(value, f))...))
	}
	return closed(t)
}

// numbered are the columns prefix1 to prefixN.
func numbered(prefix string, n int) []string {
	out := make([]string, n)
	for i := range out {
		out[i] = prefix + strconv.Itoa(i+1)
	}
	return out
}

// facts is a list of captions and values side by side; a fact whose value is empty goes away.
func (p page) facts(style string, left, right build.Twips, pairs []pair) build.Table {
	t := build.Table{Columns: []build.Twips{left, right}}
	for _, f := range pairs {
		t.Rows = append(t.Rows, build.Row{Cells: []build.Cell{
			{Pad: build.Pad{Right: 80}, Content: []build.Block{build.P(style, p.field(f.caption).In(soft))}},
			{Content: []build.Block{build.P(style, p.field(f.column).Multi().OrHide())}},
		}})
	}
	return closed(t)
}

// fact is a tinted cell with a caption over a value.
func (p page) fact(f pair, style string, pad build.Pad) build.Cell {
	content := p.para(label, f.caption)
	if f.column != "" {
		content = append(content, build.P(style, p.field(f.column)))
	}
	return build.Cell{Fill: build.Wash, Pad: pad, VAlign: "bottom", Content: content}
}

// columnsOf splits a width into n columns of the same width, the last taking the rest.
func columnsOf(width build.Twips, n int) []build.Twips {
	out := make([]build.Twips, n)
	for i := range out {
		out[i] = width / build.Twips(n)
	}
	out[n-1] += width - width/build.Twips(n)*build.Twips(n)
	return out
}

// hasServices tells whether the report offers links of payment services.
func (p page) hasServices() bool { return p.has("PaymentReportingArgument/PaymentServiceText_Url") }
