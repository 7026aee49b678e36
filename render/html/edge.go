package html

import "reportmail/render/doc"

// Borders between cells belong to both neighbours; only one line is drawn (ECMA-376-1 17.4.66). A border that a cell
// has for itself goes before one that the table gives; then a line before none, the wider before the narrower, the
// darker before the lighter. Each line is written once, at the cell above or to the left.

// claim is what one cell wants at one of its sides.
type claim struct {
	border doc.Border
	own    bool // the cell's or its style's own, not the table's
}

// wins tells whether c is drawn where it meets d. Of equals the first is.
func (c claim) wins(d claim) bool {
	if c.own != d.own {
		return c.own
	}
	if x, y := c.border.Drawn(), d.border.Drawn(); x != y {
		return x
	}
	if c.border.Width != d.border.Width {
		return c.border.Width > d.border.Width
	}
	return c.border.Color.Luminance() <= d.border.Color.Luminance()
}

// edges settles the borders of all cells.
func (g *grid) edges(tb *table) {
	cols := g.cols()
	over := make([]claim, cols) // bottoms of the cells above, by column
	var owner []*cell           // and whose they are
	owner = make([]*cell, cols)
	until := make([]int, cols) // first row below the owner
	spaced := tb.gap > 0
	for i := range tb.rows {
		cells := tb.rows[i].cells
		for k := range cells {
			c := &cells[k]
			if c.filler {
				continue
			}
			up := g.claim(c, i, top)
			g.upper(c, i, up, over, owner, until, spaced)
			lf := g.claim(c, i, left)
			n := leftOf(cells, k)
			if n == nil && c.col > 0 && c.col <= cols && until[c.col-1] > i {
				n = owner[c.col-1] // a cell of several rows
			}
			if n == nil || spaced {
				c.edges[left] = g.edge(lf)
			} else if r := g.claim(n, i, right); !r.wins(lf) {
				n.edges[right] = edge{}
				c.edges[left] = g.edge(lf)
			}
			c.edges[right] = g.edge(g.claim(c, i, right))
		}
		for k := range cells {
			c := &cells[k]
			if c.filler {
				continue
			}
			down := g.claim(c, i+c.rows-1, bottom)
			c.edges[bottom] = g.edge(down)
			for col := c.col; col < min(c.col+c.cols, cols); col++ {
				over[col], owner[col], until[col] = down, c, i+c.rows
			}
		}
	}
}

// upper settles the line between a cell and the ones above it.
func (g *grid) upper(c *cell, i int, up claim, over []claim, owner []*cell, until []int, spaced bool) {
	wins := true // the line above is drawn by the cells there
	any := false
	for col := c.col; col < min(c.col+c.cols, len(over)); col++ {
		if owner[col] == nil || until[col] != i {
			wins = false
			continue
		}
		any = true
		wins = wins && over[col].wins(up)
	}
	if wins && any && !spaced {
		return
	}
	c.edges[top] = g.edge(up)
	if !any || spaced {
		return
	}
	for col := c.col; col < min(c.col+c.cols, len(over)); col++ {
		if o := owner[col]; o != nil && until[col] == i && up.wins(over[col]) && o.col >= c.col && o.col+o.cols <= c.col+c.cols {
			o.edges[bottom] = edge{}
		}
	}
}

// leftOf is the cell that ends where cell k of a row begins.
func leftOf(cells []cell, k int) *cell {
	if k == 0 || cells[k-1].filler || cells[k-1].col+cells[k-1].cols != cells[k].col {
		return nil
	}
	return &cells[k-1]
}

// claim is what cell c, at row i for this side, wants there.
func (g *grid) claim(c *cell, i, side int) claim {
	own := c.fmt.Borders
	t := g.rows[min(i, len(g.rows)-1)].fmt.Borders
	var b, outer, inner doc.Opt[doc.Border]
	atEdge := false
	switch side {
	case top:
		b, outer, inner, atEdge = own.Top, t.Top, t.InsideH, i == 0
	case bottom:
		b, outer, inner, atEdge = own.Bottom, t.Bottom, t.InsideH, i == len(g.rows)-1
	case left:
		b, outer, inner, atEdge = own.Left, t.Left, t.InsideV, c.col == 0
	default:
		b, outer, inner, atEdge = own.Right, t.Right, t.InsideV, c.col+c.cols >= g.cols()
	}
	if !b.Set && !atEdge { // insideH and insideV of a conditional part
		b = own.InsideH
		if side == left || side == right {
			b = own.InsideV
		}
	}
	switch {
	case b.Set:
		return claim{b.V, true}
	case atEdge:
		return claim{outer.V, false}
	}
	return claim{inner.V, false}
}

func (g *grid) edge(c claim) edge { return edgeOf(c.border, g.b) }

// edgeOf is a border in pixels.
func edgeOf(br doc.Border, b *builder) edge {
	if !br.Drawn() {
		return edge{}
	}
	w := max(px(br.Width.Points()*4/3+0.5), 1)
	style := solid
	switch br.Style {
	case "double", "triple", "thinThickSmallGap", "thickThinSmallGap", "doubleWave":
		style, w = double, max(w, 3)
	case "dotted":
		style = dotted
	case "dashed", "dashSmallGap", "dotDash", "dotDotDash", "dashDotStroked":
		style = dashed
	}
	return edge{width: w, style: style, color: br.Color}
}
