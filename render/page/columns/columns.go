// Package columns finds the widths of a table's columns from what its cells ask for, as Word does it.
//
// ECMA-376-1 17.4.63 (w:tblW), 17.4.71 (w:tcW) and 17.18.87 (w:tblLayout) say what the wishes are; how they are
// weighed against each other is not standardised, and follows Word: a fixed table takes its preferred widths as they
// are; an automatic one takes them too, but never makes a column narrower than its longest word while another one can
// give. It knows numbers only, all in points.
package columns

// Table is what a table and its cells ask for.
type Table struct {
	Columns   int
	Grid      []float64 // stored widths; may be shorter than Columns
	Cells     []Cell
	Width     float64 // preferred width of the table; 0 for none
	Available float64 // space that the table stands in
	Fixed     bool
}

// Cell is what one cell asks for.
type Cell struct {
	Column, Span int
	Preferred    float64 // 0 for none
	Share        float64 // preferred share of the table's width; 0 for none
	Min, Max     float64 // narrowest and widest content, margins included
}

// column is what the cells of one column ask for together.
type column struct {
	pref, share, min, max float64
	grid                  float64
}

// Widths are the widths of all columns. They are never negative, and never zero for all.
func Widths(t Table) []float64 {
	if t.Columns <= 0 {
		return nil
	}
	cols := gather(t)
	if t.Fixed {
		return fixed(t, cols)
	}
	return auto(t, cols)
}

// Extent is the narrowest and the widest that the table can be.
func Extent(t Table) (least, most float64) {
	for _, c := range gather(t) {
		w := max(c.min, c.pref)
		if t.Fixed && c.pref == 0 {
			w = c.grid
		}
		if t.Fixed {
			least, most = least+w, most+w
			continue
		}
		if c.pref == 0 {
			w = max(w, c.max)
		}
		least, most = least+c.min, most+w
	}
	return least, max(least, most)
}

// gather joins the wishes of the cells of each column, then those of cells that span several.
func gather(t Table) []column {
	cols := make([]column, t.Columns)
	for i := range min(len(t.Grid), len(cols)) {
		cols[i].grid = max(t.Grid[i], 0)
	}
	widest := 1
	for _, c := range t.Cells {
		if !valid(t, c) {
			continue
		}
		if c.Span > 1 {
			widest = max(widest, c.Span)
			continue
		}
		k := &cols[c.Column]
		k.pref, k.share = max(k.pref, c.Preferred), max(k.share, c.Share)
		k.min, k.max = max(k.min, c.Min), max(k.max, c.Max)
	}
	for span := 2; span <= widest; span++ {
		for _, c := range t.Cells {
			if c.Span == span && valid(t, c) {
				spread(cols[c.Column:c.Column+c.Span], c)
			}
		}
	}
	capShares(cols)
	return cols
}

// capShares leaves no more than the whole: what the columns before took is not there for those after them, as in Word.
func capShares(cols []column) {
	left := 1.0
	for i := range cols {
		cols[i].share = min(cols[i].share, left)
		left -= cols[i].share
	}
}

func valid(t Table, c Cell) bool { return c.Column >= 0 && c.Span > 0 && c.Column+c.Span <= t.Columns }

// spread gives the columns under a spanning cell what they lack for it, in proportion to their stored widths.
func spread(cols []column, c Cell) {
	var pref, share, least, most, open, grid float64
	for i := range cols {
		k := &cols[i]
		pref, share, least, most, grid = pref+k.pref, share+k.share, least+k.min, most+k.max, grid+k.grid
		if k.pref == 0 && k.share == 0 {
			open += weight(k)
		}
	}
	for i := range cols {
		k := &cols[i]
		part := 1 / float64(len(cols))
		if grid > 0 {
			part = k.grid / grid
		}
		if least < c.Min {
			k.min += (c.Min - least) * part
		}
		if most < c.Max {
			k.max += (c.Max - most) * part
		}
		last := open == 0 && i == len(cols)-1
		if last && share == 0 && c.Preferred > pref { // what a wide cell asks for beyond its columns, the last one gets (Word)
			k.pref += c.Preferred - pref
		}
		if k.pref == 0 && k.share == 0 && open > 0 {
			if c.Preferred > pref {
				k.pref = (c.Preferred - pref) * weight(k) / open
			}
			if c.Share > share {
				k.share = (c.Share - share) * weight(k) / open
			}
		}
	}
}

func weight(k *column) float64 { return k.grid + 0.001 }

// fixed takes preferred widths, shares of the table's width, or the stored grid; where they do not add up to the table's
// own width, Word scales them. No cell is narrower than its margins and a point.
func fixed(t Table, cols []column) []float64 {
	whole := t.Width
	if whole <= 0 {
		whole = t.Available
	}
	out := make([]float64, len(cols))
	for i, c := range cols {
		switch {
		case c.pref > 0:
			out[i] = c.pref
		case c.share > 0:
			out[i] = c.share * whole
		default:
			out[i] = c.grid
		}
	}
	if t.Width > 0 {
		scale(out, t.Width)
	}
	widen(out, cols)
	return something(out, whole)
}

// widen gives narrow columns their least width; the others give it in proportion to what they have above theirs.
func widen(out []float64, cols []column) {
	var lack float64
	for i, c := range cols {
		if out[i] > 0 && out[i] < c.min {
			lack += c.min - out[i]
			out[i] = c.min
		}
	}
	if lack > 0 {
		shrink(out, cols, lack)
	}
}

// scale makes the widths add up to whole.
func scale(out []float64, whole float64) {
	sum := 0.0
	for _, w := range out {
		sum += w
	}
	if sum <= 0 {
		return
	}
	for i := range out {
		out[i] *= whole / sum
	}
}

// something makes sure that not all columns are without width.
func something(out []float64, whole float64) []float64 {
	for _, w := range out {
		if w > 0 {
			return out
		}
	}
	for i := range out {
		out[i] = max(whole, 1) / float64(len(out))
	}
	return out
}
