package page

import (
	"reportmail/render/doc"
	"reportmail/render/page/columns"
)

// layout finds the columns of the table for the space that it has. floats is set for a floating table, which has no
// indent.
func (t *table) layout(e *engine, avail float64, floats bool) {
	if t.avail == avail {
		return
	}
	t.avail = avail
	in := columns.Table{Columns: t.cols, Grid: t.grid, Available: avail, Fixed: t.f.Fixed, Width: t.preferred(avail)}
	for _, r := range t.rows {
		r.part = nil
		for _, c := range r.cells {
			c.whole = nil
			in.Cells = append(in.Cells, t.measure(e, c, avail))
		}
		if p := r.src.Props; p != nil {
			if p.WidthBefore.Set && r.before > 0 {
				in.Cells = append(in.Cells, columns.Cell{Column: 0, Span: r.before, Preferred: points(p.WidthBefore.V, avail)})
			}
			if p.WidthAfter.Set && r.after > 0 && len(r.cells) > 0 {
				lc := r.cells[len(r.cells)-1]
				if at := lc.col + lc.span; at < t.cols {
					in.Cells = append(in.Cells, columns.Cell{Column: at, Span: min(r.after, t.cols-at), Preferred: points(p.WidthAfter.V, avail)})
				}
			}
		}
	}
	t.edges = make([]float64, t.cols+1)
	for i, w := range columns.Widths(in) {
		t.edges[i+1] = t.edges[i] + w
	}
	t.place(e, avail, floats)
	for _, r := range t.rows {
		r.place(avail)
	}
}

// aligned is how the row stands: as its table, or in its own way.
func (r *row) aligned() doc.Align { return r.align.Or(r.table.f.Align) }

// place moves a row that has an alignment of its own (ECMA-376-1 17.4.27).
func (r *row) place(avail float64) {
	t := r.table
	r.shift = 0
	if r.aligned() == t.f.Align || len(r.cells) == 0 {
		return
	}
	last := r.cells[len(r.cells)-1]
	from, to := t.edges[r.cells[0].col], t.edges[last.col+last.span]
	switch r.align.V {
	case doc.AlignRight:
		r.shift = avail - t.left - to
	case doc.AlignCenter:
		r.shift = (avail-(to-from))/2 - t.left - from
	}
}

// preferred is the table's own width, or 0 when it has none.
func (t *table) preferred(avail float64) float64 { return points(t.f.Width, avail) }

// points is a measure in points; shares are of whole. Automatic ones are 0.
func points(m doc.Measure, whole float64) float64 {
	switch m.Kind {
	case doc.Dxa:
		return doc.Twips(m.Value).Points()
	case doc.Percent:
		return float64(m.Value) / 5000 * whole
	}
	return 0
}

// leastCell is the room that Word leaves between the margins of the narrowest cell.
const leastCell = 1.0

// measure is what a cell asks of its columns.
func (t *table) measure(e *engine, c *cell, avail float64) columns.Cell {
	out := columns.Cell{Column: c.col, Span: c.span}
	switch c.f.Width.Kind {
	case doc.Dxa:
		out.Preferred = doc.Twips(c.f.Width.Value).Points()
	case doc.Percent:
		out.Share = float64(c.f.Width.Value) / 5000
	}
	if t.f.Fixed {
		out.Min = c.f.Margins.Left.Points() + c.f.Margins.Right.Points() + leastCell
		return out
	}
	if !c.measured {
		c.measured = true
		if c.start == nil {
			c.nMin, c.nMax = e.extent(c.flow)
			if c.f.Direction != doc.Horizontal {
				c.nMin, c.nMax = 0, 0
			}
		}
		m := c.f.Margins
		c.nMin += m.Left.Points() + m.Right.Points() + 2*t.space
		c.nMax += m.Left.Points() + m.Right.Points() + 2*t.space
		if c.f.NoWrap && c.f.Width.Kind != doc.Dxa {
			c.nMin = c.nMax
		}
	}
	out.Min, out.Max = c.nMin, c.nMax
	return out
}

// place finds the table's left edge (ECMA-376-1 17.4.51). Since compatibility mode 15 the edge of the table stands at
// the indent; before, its text did.
func (t *table) place(e *engine, avail float64, floats bool) {
	t.left = 0
	w := t.width()
	switch t.f.Align {
	case doc.AlignCenter:
		t.left = (avail - w) / 2
		return
	case doc.AlignRight:
		t.left = avail - w
		return
	}
	if floats {
		return
	}
	t.left = points(t.f.Indent, avail)
	if e.doc.Settings.CompatibilityMode < 15 && len(t.rows) > 0 && len(t.rows[0].cells) > 0 {
		t.left -= t.rows[0].cells[0].f.Margins.Left.Points()
	}
}

// extent is the narrowest and the widest that the content of a flow can be without breaking words, and lines.
func (e *engine) extent(fl *flow) (least, most float64) {
	for _, b := range fl.blocks {
		var lo, hi float64
		switch b := b.(type) {
		case *para:
			lo, hi = e.paraExtent(b)
		case *table:
			lo, hi = e.tableExtent(b)
		case *floating:
			if b.table != nil {
				lo, hi = e.tableExtent(b.table)
			} else {
				lo, hi = e.extent(b.flow)
			}
		}
		least, most = max(least, lo), max(most, hi)
	}
	return least, most
}

func (e *engine) paraExtent(p *para) (least, most float64) {
	e.collect(p)
	indent := max(p.f.Left.Points(), 0) + max(p.f.Right.Points(), 0)
	word, line := 0.0, max(p.f.FirstLine.Points(), 0)
	hang := 0.0 // spaces at the end so far
	for s := range p.spans {
		sp := &p.spans[s]
		for g := sp.g0; g < sp.g1; g++ {
			w := p.glyphs[g].Advance
			switch {
			case sp.kind == spanTab:
				w = 0
				line += e.doc.Settings.DefaultTab.Points()
			case sp.kind >= spanLine && sp.kind <= spanClear:
				most, least, line, word, hang = max(most, line), max(least, word), 0, 0, 0
				continue
			case p.marks[g]&markSpace != 0:
				hang += w
				if p.marks[g]&markBreak != 0 {
					least, word = max(least, word), 0
				}
				continue
			}
			line, word = line+hang+w, word+w
			hang = 0
			if p.marks[g]&markBreak != 0 {
				least, word = max(least, word), 0
			}
		}
	}
	return max(least, word) + indent, max(most, line) + indent
}

// tableExtent is what a nested table asks of the cell around it.
func (e *engine) tableExtent(t *table) (least, most float64) {
	if w := points(t.f.Width, 0); w > 0 && t.f.Width.Kind == doc.Dxa {
		return w, w
	}
	in := columns.Table{Columns: t.cols, Grid: t.grid, Fixed: t.f.Fixed}
	for _, r := range t.rows {
		for _, c := range r.cells {
			in.Cells = append(in.Cells, t.measure(e, c, 0))
		}
	}
	return columns.Extent(in)
}
