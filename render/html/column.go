package html

import "reportmail/render/doc"

// maxColumns bounds the grid; Word allows 63 columns (ECMA-376-1 17.4.49 has no limit of its own).
const maxColumns = 128

// cols is the number of grid columns: of the widest row, as rows may end before or after the grid does.
func (g *grid) cols() int {
	if g.ncols > 0 {
		return g.ncols
	}
	n := 0
	for i := range g.rows {
		w := 0
		if p := g.rows[i].row.Props; p != nil {
			w = int(p.GridBefore)
		}
		for _, c := range g.rows[i].cells {
			w += span1(c)
		}
		n = max(n, w)
	}
	g.ncols = min(max(n, 1), maxColumns)
	return g.ncols
}

// twips are the widths that the layout gives its columns: the preferred widths of cells where there are any, else the
// grid, which Word writes as it last laid the table out.
func (g *grid) twips() []float64 {
	if g.widths != nil {
		return g.widths
	}
	n := g.cols()
	g.widths = make([]float64, n)
	for i := range g.rows {
		col := 0
		if p := g.rows[i].row.Props; p != nil {
			col = int(p.GridBefore)
		}
		for _, c := range g.rows[i].cells {
			span := span1(c)
			if span == 1 && col < n && g.widths[col] == 0 && c.Props != nil {
				switch w := c.Props.Width.V; w.Kind {
				case doc.Dxa:
					g.widths[col] = float64(max(w.Value, 0))
				case doc.Percent:
					g.widths[col] = float64(max(w.Value, 0)) / 5000 * g.total()
				}
			}
			col += span
		}
	}
	for c := range g.widths {
		if g.widths[c] == 0 && c < len(g.t.Grid) {
			g.widths[c] = float64(max(g.t.Grid[c], 0))
		}
	}
	return g.widths
}

// total is the width that percentages of cells refer to, in twips.
func (g *grid) total() float64 {
	sum := 0.0
	for _, w := range g.t.Grid {
		sum += float64(w)
	}
	if sum <= 0 {
		sum = float64(g.at.width) * 15
	}
	return sum
}

// natural is the sum of the column widths in pixels; 0 when the layout gives none.
func (g *grid) natural() px {
	sum := 0.0
	for _, w := range g.twips() {
		sum += w
	}
	return pxOf(doc.Twips(sum))
}

// shares are the columns' parts of the table; nil when the layout leaves them to the content.
func (g *grid) shares() []float64 {
	w := g.twips()
	sum := 0.0
	for _, x := range w {
		if x == 0 {
			return nil
		}
		sum += x
	}
	out := make([]float64, len(w))
	for i, x := range w {
		out[i] = x / sum
	}
	return out
}

// colWidth is the width of n columns from col on, in a table of inner pixels.
func (g *grid) colWidth(col, n int, inner px) px {
	w := g.twips()
	sum, part := 0.0, 0.0
	for i, x := range w {
		sum += x
		if i >= col && i < col+n {
			part += x
		}
	}
	if sum == 0 {
		return inner * px(n) / px(len(w))
	}
	return px(float64(inner) * part / sum)
}

// narrow is the widest table, in pixels, that keeps its width on a telephone; wider ones shrink with their column.
const narrow px = 300

// tableWidth is how wide a table stands in a column of avail pixels. natural is the sum of its columns.
func tableWidth(f *doc.TableFormat, natural, avail px) (width, px) {
	indent := px(0)
	if f.Indent.Kind == doc.Dxa && f.Indent.Value >= 120 && f.Align == doc.AlignLeft { // less is the cells' own margin
		indent = min(pxOf(doc.Twips(f.Indent.Value)), avail/2)
	}
	w := natural
	switch f.Width.Kind {
	case doc.Percent:
		if f.Width.Value > 0 {
			return width{percent: min(float64(f.Width.Value)/50, 100)}, indent
		}
	case doc.Dxa:
		if f.Width.Value > 0 {
			w = pxOf(doc.Twips(f.Width.Value))
		}
	}
	switch room := avail - indent; {
	case w <= 0:
		return width{}, indent
	case w >= room*95/100:
		return width{percent: 100}, indent
	case w > narrow:
		return width{percent: float64(w*1000/room) / 10}, indent
	}
	return width{px: w}, indent
}
