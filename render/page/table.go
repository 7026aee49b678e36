package page

import "reportmail/render/doc"

// table is a table on its way to the page. Its grid is laid out for a width, its rows one by one.
type table struct {
	src     *doc.Table
	f       *doc.TableFormat
	rows    []*row
	cols    int
	grid    []float64 // w:tblGrid, points
	gap     float64   // space above it: the space after of the paragraph before
	headers int       // rows at the top that repeat on every page
	space   float64   // around each cell (w:tblCellSpacing)
	data    bool      // a table of data, not of layout: it gets table tags

	avail float64   // width that it was laid out for; -1 for none
	edges []float64 // left edge of each column and the right edge of the last, from the table's left
	left  float64   // the table's left edge in its column
	tags  *tableTags
}

// row is a table row.
type row struct {
	table    *table
	src      *doc.Row
	f        *doc.TableFormat // the table's, with the row's exceptions
	index    int
	cells    []*cell
	before   int // grid columns left out in front
	after    int
	height   float64
	rule     doc.HeightRule
	cant     bool // it must not break over pages
	keepNext bool
	align    doc.Opt[doc.Align] // of this row alone
	above    float64            // width of the border above it
	below    float64            // and below it, on the last row
	under    float64            // room that cells which stand apart leave below themselves
	top      float64            // the largest margins above and below the content of its cells, which hold for all of them
	bottom   float64
	shift    float64 // of a row with an alignment of its own, from the table's left
	part     *rowPart
}

// cell is a table cell.
type cell struct {
	row       *row
	src       *doc.Cell
	f         *doc.CellFormat
	col, span int
	last      int   // index of the last row that it reaches down to
	start     *cell // of the vertical merge that it continues; nil for none
	flow      *flow
	whole     *column // content of a merged cell from wholeAt on, for the present widths
	wholeAt   cursor
	borders   edges
	tops      []doc.Border // what its upper edge shows over each column, where cells above it differ
	bare      []int        // columns without a cell below, when others have one
	low       doc.Border   // what its lower edge shows where the cell below is on another page
	tag       *Tag
	nMin      float64 // narrowest and widest content, margins included; measured once
	nMax      float64
	measured  bool
}

// edges are the four borders of a cell as they are drawn, conflicts settled.
type edges struct{ top, left, bottom, right doc.Border }

// newTable builds a table with its rows, cells and their blocks, in document order.
func (e *engine) newTable(src *doc.Table) *table {
	t := &table{src: src, f: e.styles.Table(src, nil), avail: -1, data: dataTable(src)}
	for _, g := range src.Grid {
		t.grid = append(t.grid, g.Points())
	}
	var rows []*doc.Row
	for r := range src.Rows() {
		if r.Props == nil || !r.Props.Hidden.V {
			rows = append(rows, r)
		}
	}
	if t.f.Spacing.Kind == doc.Dxa {
		t.space = max(doc.Twips(t.f.Spacing.Value).Points(), 0)
	}
	t.cols = min(len(t.grid), maxColumns)
	for _, r := range rows {
		t.cols = max(t.cols, gridWidth(r))
	}
	for t.headers < len(rows) && rows[t.headers].Props != nil && rows[t.headers].Props.Header.V {
		t.headers++
	}
	for i, r := range rows {
		t.rows = append(t.rows, e.newRow(t, r, i, len(rows)))
	}
	t.merge()
	t.settleBorders()
	if t.headers == len(t.rows) {
		t.headers = 0 // nothing would be left to repeat them over
	}
	return t
}

// maxColumns bounds the grid of a table: Word allows 63 columns.
const maxColumns = 1024

// gridWidth is the number of grid columns that a row takes.
func gridWidth(r *doc.Row) int {
	n := 0
	if r.Props != nil {
		n = int(max(r.Props.GridBefore, 0) + max(r.Props.GridAfter, 0))
	}
	for c := range r.Cells() {
		span := 1
		if c.Props != nil {
			span = int(max(c.Props.Span, 1))
		}
		n += span
	}
	return min(n, maxColumns)
}

func (e *engine) newRow(t *table, src *doc.Row, index, count int) *row {
	r := e.mem.rows.one()
	r.table, r.src, r.f, r.index = t, src, t.f, index
	if src.Exceptions != nil {
		r.f = e.styles.Table(t.src, src)
	}
	p := e.styles.Row(src, r.f, t.f.Conditions(doc.Place{Row: index, Rows: count, Cols: t.cols, HeaderRows: t.headers}))
	r.before, r.after = int(max(p.GridBefore, 0)), int(max(p.GridAfter, 0))
	r.cant = p.CantSplit.V
	r.align = p.Align
	if p.Height.Set {
		r.height, r.rule = p.Height.V.Points(), p.HeightRule
		if r.rule == doc.HeightAuto {
			r.rule = doc.HeightAtLeast
		}
	}
	col := min(r.before, maxColumns)
	for c := range src.Cells() {
		if col >= t.cols {
			break
		}
		r.cells = append(r.cells, e.newCell(r, c, col, count))
		col += r.cells[len(r.cells)-1].span
	}
	for _, c := range r.cells {
		r.top, r.bottom = max(r.top, c.f.Margins.Top.Points()), max(r.bottom, c.f.Margins.Bottom.Points())
	}
	for _, c := range r.cells {
		if p := c.flow.firstPara(); p != nil {
			r.keepNext = p.f.KeepNext
			break
		}
	}
	r.hideMarks()
	return r
}

// hideMarks takes the height of the marks away from a row of empty cells that all ask for it (ECMA-376-1 17.4.21). One
// cell with content, or without the wish, keeps them ([MS-DOC] 2.9.26).
func (r *row) hideMarks() {
	for _, c := range r.cells {
		if p := c.flow.lastPara(); !c.f.HideMark || len(c.flow.blocks) != 1 || p == nil || !p.bare() {
			return
		}
	}
	for _, c := range r.cells {
		c.flow.lastPara().collapse()
	}
}

// bare tells whether nothing stands in the paragraph.
func (p *para) bare() bool {
	for n := range doc.Nodes(p.src.Content) {
		if r, ok := n.(*doc.Run); !ok || r.Text != "" {
			return false
		}
	}
	return p.label == nil
}

// margins are those above and below the cell's content: Word takes the largest ones of the row for all its cells.
func (c *cell) margins() float64 { return c.row.top + c.row.table.rows[c.last].bottom }

func (e *engine) newCell(r *row, src *doc.Cell, col, count int) *cell {
	t := r.table
	span := 1
	if src.Props != nil {
		span = int(max(src.Props.Span, 1))
	}
	span = min(span, t.cols-col)
	place := doc.Place{Row: r.index, Rows: count, Col: col, Cols: t.cols, Span: span, HeaderRows: t.headers}
	conds := t.f.Conditions(place)
	c := e.mem.cells.one()
	c.row, c.src, c.col, c.span, c.last, c.f = r, src, col, span, r.index, e.styles.Cell(src, r.f, conds)
	c.flow = e.build(src.Content, doc.CellContext{Table: t.f.Style, Conds: conds}, true)
	return c
}

func (fl *flow) firstPara() *para {
	for _, b := range fl.blocks {
		if p, ok := b.(*para); ok {
			return p
		}
	}
	return nil
}

func (fl *flow) lastPara() *para {
	if n := len(fl.blocks); n > 0 {
		p, _ := fl.blocks[n-1].(*para)
		return p
	}
	return nil
}

// merge ties cells that continue a vertical merge to the cell that starts it (ECMA-376-1 17.4.84).
func (t *table) merge() {
	open := make([]*cell, t.cols+1)
	for _, r := range t.rows {
		for _, c := range r.cells {
			switch c.f.VMerge {
			case doc.MergeStart:
				open[c.col] = c
				continue
			case doc.MergeContinue:
				if s := open[c.col]; s != nil && s.last == r.index-1 && s.span == c.span {
					c.start, s.last = s, r.index
					continue
				}
			}
			open[c.col] = nil
		}
	}
}

// spaced tells whether the cells stand apart from each other.
func (t *table) spaced() bool { return t.space > 0 }

func (t *table) width() float64 { return t.edges[len(t.edges)-1] }

// dataTable tells whether a table holds data: it has header rows, or rows that repeat under a row of headings.
func dataTable(t *doc.Table) bool {
	for r := range t.Rows() {
		if r.Props != nil && r.Props.Header.V {
			return true
		}
		break
	}
	for i, n := range t.Content {
		if c, ok := n.(*doc.Control); ok && c.Kind == doc.Repeater && i > 0 {
			return true
		}
	}
	return false
}
