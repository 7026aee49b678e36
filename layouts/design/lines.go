package design

import "reportmail/layouts/build"

// column is one column of a table of rows: heading and value by their columns, width in millimetres.
type column struct {
	heading, value string // paths from the root item; no heading leaves the heading empty
	width          float64
	align          build.Align
}

// cells are the heading row and the row of a table. The first and last column stand flush with the text.
func (p page) cells(columns []column, style string, above, below build.Border, pad build.Twips) (widths []build.Twips, head, row build.Row) {
	head.Header = true
	for i, c := range columns {
		edge := build.Pad{Top: pad, Bottom: pad, Right: 60, Left: 60}
		if i == 0 {
			edge.Left = 0
		}
		if i == len(columns)-1 {
			edge.Right = 0
		}
		widths = append(widths, build.MM(c.width))
		var heading []build.Inline
		if c.heading != "" {
			heading = append(heading, p.field(c.heading))
		}
		head.Cells = append(head.Cells, build.Cell{Below: above, Pad: edge, VAlign: "bottom", Content: []build.Block{build.P(tableHead, heading...).Aligned(c.align)}})
		cell := build.Cell{Below: below, Pad: edge}
		if c.value != "" {
			cell.Content = []build.Block{build.P(style, p.field(c.value).Multi()).Aligned(c.align)}
		}
		row.Cells = append(row.Cells, cell)
	}
	return widths, head, row
}

// rowTable is a table with a heading and a row for each row of an item, and more rows below each.
func (p page) rowTable(item, alt string, columns []column, below ...build.Line) build.Table {
	widths, head, row := p.cells(columns, tableText, rule, hairline, 62)
	row.Split = true // a description can be longer than a page
	rows := build.Rows{Item: p.root + "/" + item, Rows: append([]build.Line{row}, below...)}
	return build.Table{Columns: widths, Alt: alt, Rows: []build.Line{head, rows}}
}

// lineColumns are columns of the line item with the captions that it has for them.
func (p page) lineColumns(item string, columns []column) []column {
	var out []column
	for _, c := range columns {
		c.value = item + "/" + c.value
		if !p.has(c.value) {
			continue
		}
		if c.heading == "" {
			c.heading = p.caption(c.value)
		}
		if !p.has(c.heading) {
			c.heading = ""
		}
		out = append(out, c)
	}
	return out
}

// below are the rows under a line: where its goods were shipped, what they were assembled from.
func (p page) below(item string, columns int) []build.Line {
	var out []build.Line
	for _, d := range []struct{ item, a, b, quantity string }{
		{"ShipmentLine", "DocumentNo_ShipmentLine", "PostingDate_ShipmentLine", "Quantity_ShipmentLine"},
		{"AssemblyLine", "LineNo_AssemblyLine", "Description_AssemblyLine", "Quantity_AssemblyLine"},
	} {
		path := item + "/" + d.item
		if !p.hasItem(path) {
			continue
		}
		pad := build.Pad{Top: 30, Bottom: 30, Right: 60, Left: 60}
		row := build.Row{Cells: []build.Cell{
			{Below: hairline},
			{Below: hairline, Pad: pad, Content: []build.Block{build.P(tableNote, p.field(path+"/"+d.a), build.Text("  "), p.field(path+"/"+d.b))}},
			{Below: hairline, Pad: pad, Content: []build.Block{build.P(tableNote, p.field(path+"/"+d.quantity)).Aligned(build.Right)}},
		}}
		if columns > 3 {
			row.Cells = append(row.Cells, build.Cell{Below: hairline, Span: columns - 3})
		}
		out = append(out, build.Rows{Item: p.root + "/" + path, Rows: []build.Line{row}})
	}
	return out
}

// sums is a table of captions and amounts; rows whose amount is empty go away, the last row is the total.
func (p page) sums(width build.Twips, list []build.Line, total pair) build.Table {
	last := build.MM(30)
	t := build.Table{Columns: []build.Twips{width - last, last}, Alt: "Totals", Rows: list}
	t.Rows = append(t.Rows, p.sum(totalText, total, rule, build.Wash))
	return t
}

// sum is one row of a table of sums.
func (p page) sum(style string, s pair, above build.Border, fill build.Colour) build.Row {
	pad := build.Pad{Top: 50, Bottom: 50, Left: 80}
	if fill != build.Inherit {
		pad = build.Pad{Top: 90, Bottom: 90, Left: 80, Right: 60}
	}
	right := pad
	right.Left = 0
	f := p.field(s.column)
	if fill == build.Inherit {
		f = f.OrHide()
	}
	return build.Row{Cells: []build.Cell{
		{Above: above, Fill: fill, Pad: pad, Content: []build.Block{build.P(style, p.field(s.caption))}},
		{Above: above, Fill: fill, Pad: right, VAlign: "bottom", Content: []build.Block{build.P(style, f).Aligned(build.Right)}},
	}}
}

// atRight is a table of sums with nothing at its left.
func atRight(sums build.Table) build.Block {
	sums.Align = build.Right
	return sums
}

// beside puts a small table at the left of the sums.
func beside(left build.Twips, small, sums build.Table) build.Block {
	return build.Table{Columns: []build.Twips{left, paper().Text() - left}, Rows: []build.Line{build.Row{Cells: []build.Cell{
		{Content: []build.Block{small}}, {Content: []build.Block{sums}},
	}}}}
}

// smallTable is a table in small type, with a hairline under its headings.
func (p page) smallTable(item, alt string, columns []column) build.Table {
	widths, head, row := p.cells(columns, tableNote, hairline, build.Border{}, 40)
	head.Header = false
	return build.Table{Columns: widths, Alt: alt, Rows: []build.Line{head, build.Rows{Item: p.root + "/" + item, Rows: []build.Line{row}}}}
}
