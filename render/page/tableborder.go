package page

import "reportmail/render/doc"

// settleBorders finds the borders that show, and what room they take. Between two cells the wider border wins, then
// the darker one (ECMA-376-1 17.4.66); a cell's own border wins over the table's.
func (t *table) settleBorders() {
	grid := make([][]*cell, len(t.rows))
	for i, r := range t.rows {
		grid[i] = make([]*cell, t.cols)
		for _, c := range r.cells {
			for k := c.col; k < c.col+c.span; k++ {
				grid[i][k] = c
			}
			c.borders = t.own(c)
			c.low = c.borders.bottom
		}
	}
	if t.spaced() {
		t.spaceRows()
		return
	}
	for i, r := range t.rows {
		for _, c := range r.cells {
			if c.col > 0 {
				if left := grid[i][c.col-1]; left != nil {
					b := stronger(left.borders.right, c.borders.left)
					left.borders.right, c.borders.left = b, b
				}
			}
			if i > 0 && c.start == nil && t.rows[i-1].aligned() == r.aligned() {
				t.settleAbove(grid[i-1], c)
			}
		}
	}
	for i, r := range t.rows {
		if i+1 < len(t.rows) && t.rows[i+1].aligned() == r.aligned() {
			bareBelow(r, grid[i+1])
		}
		for _, c := range r.cells {
			if c.start == nil {
				r.above = max(r.above, strokeWidth(c.borders.top))
			}
			if i == len(t.rows)-1 {
				r.below = max(r.below, strokeWidth(c.borders.bottom))
			}
		}
	}
}

// spaceRows makes room for cells that stand apart, each with borders of its own.
func (t *table) spaceRows() {
	for _, r := range t.rows {
		for _, c := range r.cells {
			r.above = max(r.above, strokeWidth(c.borders.top))
			r.under = max(r.under, strokeWidth(c.borders.bottom))
		}
		r.above, r.under = r.above+t.space, r.under+t.space
	}
}

// settleAbove settles the border between c and the cells above it. Where those are several, each has its own stretch.
func (t *table) settleAbove(above []*cell, c *cell) {
	own, best := c.borders.top, c.borders.top
	same := true
	for k := c.col; k < c.col+c.span; k++ {
		b := own
		if a := above[k]; a != nil {
			b = stronger(a.borders.bottom, own)
		}
		if k == c.col {
			best = b
		}
		same = same && b == best
		best = stronger(best, b)
	}
	if c.borders.top = best; same {
		return
	}
	c.tops = make([]doc.Border, c.span)
	for i := range c.tops {
		c.tops[i] = own
		if a := above[c.col+i]; a != nil {
			c.tops[i] = stronger(a.borders.bottom, own)
		}
	}
}

// bareBelow notes which columns of each cell have no cell below them: only there a cell draws its lower border, all
// others are drawn once, by the cell below.
func bareBelow(r *row, below []*cell) {
	for _, c := range r.cells {
		n := 0
		for k := c.col; k < c.col+c.span; k++ {
			if below[k] == nil {
				n++
			}
		}
		if n == c.span {
			continue
		}
		for k := c.col; n > 0 && k < c.col+c.span; k++ {
			if below[k] == nil {
				c.bare = append(c.bare, k)
			}
		}
		if n == 0 {
			c.borders.bottom = doc.Border{}
		}
	}
}

// own are the borders that a cell has by itself: its own ones, else the table's outer or inner ones.
func (t *table) own(c *cell) edges {
	tb, cb := c.row.f.Borders, c.f.Borders
	pick := func(own doc.Opt[doc.Border], outer bool, out, in doc.Opt[doc.Border]) doc.Border {
		if own.Set {
			return own.V
		}
		if outer && !t.spaced() {
			return out.V
		}
		return in.V
	}
	return edges{
		top:    pick(cb.Top, c.row.index == 0, tb.Top, tb.InsideH),
		bottom: pick(cb.Bottom, c.last == len(t.rows)-1 || c.row.index == len(t.rows)-1, tb.Bottom, tb.InsideH),
		left:   pick(cb.Left, c.col == 0 || c.col == c.row.before, tb.Left, tb.InsideV),
		right:  pick(cb.Right, c.col+c.span >= t.cols-c.row.after, tb.Right, tb.InsideV),
	}
}

// stronger is the border that shows of two that meet.
func stronger(a, b doc.Border) doc.Border {
	switch {
	case !a.Drawn():
		return b
	case !b.Drawn():
		return a
	}
	wa, wb := strokeWidth(a), strokeWidth(b)
	if wa != wb {
		if wa > wb {
			return a
		}
		return b
	}
	if darkness(b.Color) > darkness(a.Color) {
		return b
	}
	return a
}

func darkness(c doc.Color) int {
	if c.Auto {
		return 3 * 255
	}
	return 3*255 - int(c.R) - int(c.G) - int(c.B)
}

// strokeWidth is the width that a border takes, in points.
func strokeWidth(b doc.Border) float64 {
	if !b.Drawn() {
		return 0
	}
	w := max(b.Width.Points(), 0.25)
	switch b.Style {
	case "double":
		return 3 * w
	case "triple":
		return 5 * w
	case "thick":
		return max(w, 1.5)
	}
	return w
}
