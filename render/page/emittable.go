package page

import "reportmail/render/doc"

// table puts consecutive rows of one table on the page: shading first, then content, then borders.
func (m *emitter) table(items []placed, x, y float64) {
	t := items[0].row.row.table
	x += t.left
	ground := m.ground
	for _, it := range items {
		for i := range it.row.cells {
			c := &it.row.cells[i]
			if c.cell.f.Shading.Set && !c.cell.f.Shading.V.Auto {
				x0, x1 := t.edgesOf(c.cell)
				r := m.e.mem.rects.one()
				*r = Rect{X: x + x0 + t.space, Y: y + it.y + t.space, W: x1 - x0 - 2*t.space, H: c.h - 2*t.space, Fill: c.cell.f.Shading.V, Alpha: 255}
				m.add(r)
			}
		}
	}
	tags := m.tableTag(t)
	for _, it := range items {
		for i := range it.row.cells {
			c := &it.row.cells[i]
			if c.cell.f.Shading.Set {
				m.ground = c.cell.f.Shading
			}
			m.cell(it.row, c, x, y+it.y, tags)
			m.ground = ground
		}
	}
	m.tableBorders(t, items, x, y)
}

// edgesOf are the left and right edges of a cell, from the table's left.
func (t *table) edgesOf(c *cell) (float64, float64) {
	shift := c.row.shift
	return shift + t.edges[c.col], shift + t.edges[c.col+c.span]
}

// cell puts the content of a cell on the page; x is the table's left edge, y the top of the row.
func (m *emitter) cell(part *rowPart, c *cellPart, x, y float64, tags *tableTags) {
	if c.col == nil {
		return
	}
	x0, _ := part.row.table.edgesOf(c.cell)
	x0 += x + c.cell.f.Margins.Left.Points() + part.row.table.space
	artifact := m.artifact
	m.artifact = artifact || part.repeated
	var tag *Tag
	if tags != nil && !m.artifact {
		tag = tags.cell(m.e, c.cell)
	}
	draw := func() { m.column(c.col, x0, y+c.y) }
	switch {
	case c.col.turned > 0:
		draw = func() { m.turned(c, x, y) }
	case c.clip:
		inner := draw
		draw = func() {
			m.group(&Group{A: 1, D: 1, Clip: &Clip{X: -14400, Y: y, W: 28800, H: c.h}}, inner)
		}
	}
	m.within(tag, draw)
	m.artifact = artifact
}

// turned puts rotated text into its cell (ECMA-376-1 17.4.72).
func (m *emitter) turned(c *cellPart, x, y float64) {
	t := c.cell.row.table
	x0, x1 := t.edgesOf(c.cell)
	mg := c.cell.f.Margins
	spare := x1 - x0 - mg.Left.Points() - mg.Right.Points() - c.col.across
	shift := 0.0
	switch c.cell.f.VAlign {
	case doc.VCenter:
		shift = spare / 2
	case doc.VBottom:
		shift = spare
	}
	if c.cell.f.Direction == doc.BottomToTop {
		g := &Group{A: 0, B: -1, C: 1, D: 0, E: x + x0 + mg.Left.Points() + shift, F: y + c.h - c.cell.row.bottom}
		m.group(g, func() { m.column(c.col, 0, 0) })
		return
	}
	g := &Group{A: 0, B: 1, C: -1, D: 0, E: x + x1 - mg.Right.Points() - shift, F: y + c.cell.row.top}
	m.group(g, func() { m.column(c.col, 0, 0) })
}

// rule is a border along a straight stretch.
type rule struct {
	b              doc.Border
	x1, y1, x2, y2 float64
}

// tableBorders draws the borders of rows; equal ones that follow each other are one line.
func (m *emitter) tableBorders(t *table, items []placed, x, y float64) {
	var rules []rule
	add := func(b doc.Border, x1, y1, x2, y2 float64) {
		if !b.Drawn() {
			return
		}
		for i := len(rules) - 1; i >= 0 && i >= len(rules)-2*t.cols-2; i-- {
			r := &rules[i]
			switch {
			case r.b != b:
			case r.y1 == r.y2 && y1 == y2 && near(r.y1, y1) && near(r.x2, x1):
				r.x2 = x2
				return
			case r.x1 == r.x2 && x1 == x2 && near(r.x1, x1) && near(r.y2, y1):
				r.y2 = y2
				return
			}
		}
		rules = append(rules, rule{b, x1, y1, x2, y2})
	}
	for i, it := range items {
		for _, c := range it.row.row.cells {
			t.rules(c, &items[i], x, y, i == 0, i == len(items)-1, add)
		}
	}
	if t.spaced() {
		m.tableOutline(t, items, x, y)
	}
	for _, r := range rules {
		m.border(r.b, r.x1, r.y1, r.x2, r.y2)
	}
}

// tableOutline draws the table's own border around cells that stand apart.
func (m *emitter) tableOutline(t *table, items []placed, x, y float64) {
	b := t.f.Borders
	last := items[len(items)-1]
	top, bottom, right := y+items[0].y, y+last.y+last.h, x+t.width()
	for _, e := range []rule{{b.Top.V, x, top, right, top}, {b.Bottom.V, x, bottom, right, bottom}, {b.Left.V, x, top, x, bottom}, {b.Right.V, right, top, right, bottom}} {
		if e.b.Drawn() {
			m.border(e.b, e.x1, e.y1, e.x2, e.y2)
		}
	}
}

// rules gives the borders of one cell in one row part to add. first and last are set for the ends of the table on this
// page.
func (t *table) rules(c *cell, it *placed, x, y float64, first, last bool, add func(b doc.Border, x1, y1, x2, y2 float64)) {
	r := it.row.row
	top, bottom := y+it.y, y+it.y+it.row.h
	x0, x1 := t.edgesOf(c)
	x0, x1 = x0+x, x1+x
	if t.spaced() {
		x0, x1, top, bottom = x0+t.space, x1-t.space, top+t.space, bottom-t.space
	}
	switch {
	case c.tops != nil && !first:
		for i, b := range c.tops {
			at := top + strokeWidth(b)/2
			add(b, x+r.shift+t.edges[c.col+i], at, x+r.shift+t.edges[c.col+i+1], at)
		}
	case c.start == nil || first:
		half := strokeWidth(c.borders.top) / 2
		add(t.upper(c, first), x0, top+half, x1, top+half)
	}
	if b := t.lower(c, last); b.Drawn() {
		at := bottom + strokeWidth(b)/2
		if c.bare == nil || last {
			add(b, x0, at, x1, at)
		} else {
			for _, k := range c.bare {
				add(b, x+r.shift+t.edges[k], at, x+r.shift+t.edges[k+1], at)
			}
		}
	}
	add(c.borders.left, x0, top, x0, bottom)
	if t.spaced() || c.col+c.span >= t.cols-r.after || !t.sharesRight(c) {
		add(c.borders.right, x1, top, x1, bottom)
	}
}

func near(a, b float64) bool { return a-b < 0.01 && b-a < 0.01 }

// upper is the border above a cell. The first row on a later page shows the table's upper edge (Word).
func (t *table) upper(c *cell, first bool) doc.Border {
	if first && c.row.index > 0 && !c.borders.top.Drawn() {
		if b := c.f.Borders.Top; b.Set {
			return b.V
		}
		return doc.Border{}
	}
	return c.borders.top
}

// lower is the border below a cell: its own, where the cell below does not draw it.
func (t *table) lower(c *cell, last bool) doc.Border {
	if c.last > c.row.index && !last {
		return doc.Border{}
	}
	if last && !c.borders.bottom.Drawn() {
		return c.low
	}
	return c.borders.bottom
}

// sharesRight tells whether a neighbour draws the border to the right of c as its left one.
func (t *table) sharesRight(c *cell) bool {
	for _, o := range c.row.cells {
		if o.col == c.col+c.span {
			return true
		}
	}
	return false
}
