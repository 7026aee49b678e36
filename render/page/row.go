package page

import "reportmail/render/doc"

// rowPart is a row, or the part of one, as it stands in a region.
type rowPart struct {
	row      *row
	h        float64
	cells    []cellPart
	repeated bool // header row at the top of a later page
	rest     bool // goes on from the region before
	goesOn   bool // goes on in the next region
}

// cellPart is what of a cell stands in a row part. y is the content's top, from the top of the row.
type cellPart struct {
	cell *cell
	col  *column
	y    float64
	h    float64 // height of the cell, which may reach over rows below
	clip bool    // content is higher than the cell
}

// mergeCursor is where a vertically merged cell goes on.
type mergeCursor struct {
	cell *cell
	at   cursor
}

// whole is the row laid out without a limit of height, once.
func (r *row) whole(e *engine) *rowPart {
	if r.part == nil || r.dynamic() {
		r.part = r.fill(e, nil, endless, false)
	}
	return r.part
}

// dynamic tells whether a paragraph of the row shows page numbers.
func (r *row) dynamic() bool {
	for _, c := range r.cells {
		if c.flow.dynamic() {
			return true
		}
	}
	return false
}

func (fl *flow) dynamic() bool {
	for _, b := range fl.blocks {
		switch b := b.(type) {
		case *para:
			if b.dynamic {
				return true
			}
		case *table:
			for _, r := range b.rows {
				if r.dynamic() {
					return true
				}
			}
		case *floating:
			if b.flow.dynamic() {
				return true
			}
		}
	}
	return false
}

// fill lays the cells of a row out from their cursors on, in a height. Cells that continue a vertical merge, or reach
// over rows below, do not count for the row's height here.
func (r *row) fill(e *engine, from []cursor, room float64, force bool) *rowPart {
	part := e.mem.parts.one()
	part.row, part.cells, part.rest = r, e.mem.cellsIn.list(len(r.cells)), from != nil
	t := r.table
	content := 0.0
	for i, c := range r.cells {
		if c.start != nil {
			continue
		}
		cp := cellPart{cell: c}
		if c.last == r.index {
			at := cursor{}
			if from != nil {
				at = from[i]
			}
			h := room - r.above - r.under - c.margins()
			cp.col = e.fillCell(t, c, at, h, force)
			content = max(content, cp.col.height+c.margins())
		}
		part.cells = append(part.cells, cp)
	}
	part.h = r.heightFor(content, from != nil)
	part.place()
	return part
}

// fillCell lays a cell's content out.
func (e *engine) fillCell(t *table, c *cell, at cursor, room float64, force bool) *column {
	if c.f.Direction != doc.Horizontal {
		return e.fillRotated(c)
	}
	w := t.edges[c.col+c.span] - t.edges[c.col] - c.f.Margins.Left.Points() - c.f.Margins.Right.Points() - 2*t.space
	reg := region{w: max(w, 1), h: room, started: at.block == 0 && at.line == 0, force: force, holes: e.mem.holes.one()}
	col, next := e.fill(c.flow, at, reg)
	col.next = next
	return col
}

// heightFor is the height of a row whose content is that high (ECMA-376-1 17.4.80). A border above takes its width.
//
// The least height is one of the content: margins and the border above come on top of it, as Word has it (LibreOffice
// does so too since 24.8, under MIN_ROW_HEIGHT_INCL_BORDER). Room around cells that stand apart counts as part of it.
func (r *row) heightFor(content float64, rest bool) float64 {
	h := content + r.above + r.under
	switch r.rule {
	case doc.HeightExact:
		return r.height
	case doc.HeightAtLeast:
		if !rest {
			return max(h, r.height+r.top+r.bottom+r.above-r.table.space)
		}
	}
	return h
}

// place aligns the content of the cells in the height of the row (ECMA-376-1 17.4.83).
func (p *rowPart) place() {
	for i := range p.cells {
		c := &p.cells[i]
		if c.col == nil {
			continue
		}
		if c.h == 0 || c.cell.last == p.row.index {
			c.h = p.h
		}
		c.align(p.row.above)
	}
}

// align puts the content at the top, the middle or the bottom of the cell.
func (c *cellPart) align(above float64) {
	inner := c.h - above - c.cell.row.under - c.cell.margins()
	c.y = above + c.cell.row.top
	spare := inner - c.col.height
	c.clip = spare < -slack && c.cell.row.rule == doc.HeightExact
	if spare <= 0 {
		return
	}
	switch c.cell.f.VAlign {
	case doc.VCenter:
		c.y += spare / 2
	case doc.VBottom:
		c.y += spare
	}
}

// fillRotated lays the content of a cell with rotated text out: its lines are as wide as the row is high, or as wide
// as they want to be.
func (e *engine) fillRotated(c *cell) *column {
	w := c.row.height - c.margins()
	if c.row.rule == doc.HeightAuto || w <= 0 {
		_, w = e.extent(c.flow)
		w += slack
	}
	col, next := e.fill(c.flow, cursor{}, region{w: max(w, 1), h: endless, started: true, holes: e.mem.holes.one()})
	col.next, col.across = next, col.height
	col.height = 0
	if c.row.rule == doc.HeightAuto {
		col.height = w
	}
	col.turned = w
	return col
}
