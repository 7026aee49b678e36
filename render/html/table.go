package html

import (
	"reportmail/render/diag"
	"reportmail/render/doc"
)

// table adds a table. One without rows, which a merge with no data leaves, is nothing.
func (b *builder) table(s *stack, t *doc.Table, at place) {
	if tb := b.buildTable(t, at); tb != nil {
		s.add(block{kind: tableBlock, table: tb}, 0, 0, nil)
	}
}

func (b *builder) buildTable(t *doc.Table, at place) *table {
	b.tables++
	g := grid{b: b, t: t, at: at, number: b.tables}
	g.fmt = b.st.Table(t, nil)
	g.rows = g.collect(g.rows, t.Content, false)
	if len(g.rows) == 0 {
		return nil
	}
	tb := &table{fmt: g.fmt, rows: make([]row, len(g.rows))}
	tb.width, tb.indent = tableWidth(g.fmt, g.natural(), at.width)
	tb.share = g.shares()
	if g.fmt.Spacing.Kind == doc.Dxa {
		tb.gap = pxOf(doc.Twips(2 * g.fmt.Spacing.Value)) // half of it belongs to each neighbour
	}
	inner := tb.inside(at.width)
	n := 0
	for _, r := range g.rows {
		n += len(r.cells) + 2
	}
	arena := make([]cell, 0, n)
	for i := range g.rows {
		from := len(arena)
		arena = g.row(&tb.rows[i], arena, i, inner)
		tb.rows[i].cells = arena[from:len(arena):len(arena)]
	}
	g.merge(tb)
	g.edges(tb)
	tb.repeats()
	tb.header = tb.headers()
	return tb
}

// inside is the width of the table in a column of avail pixels.
func (t *table) inside(avail px) px {
	switch {
	case t.width.percent > 0:
		return px(float64(avail-t.indent) * t.width.percent / 100)
	case t.width.px > 0:
		return t.width.px
	}
	return avail
}

// grid is a table while it is built.
type grid struct {
	b      *builder
	t      *doc.Table
	fmt    *doc.TableFormat
	at     place
	rows   []gridRow
	number int
	ncols  int       // see cols
	widths []float64 // see twips
}

// gridRow is a row with its cells and whether a repeater made it.
type gridRow struct {
	row    *doc.Row
	fmt    *doc.TableFormat // with the row's exceptions
	cells  []*doc.Cell
	repeat bool
}

// collect adds the rows of content, looking through controls.
func (g *grid) collect(rows []gridRow, content []doc.Node, repeat bool) []gridRow {
	for _, n := range content {
		switch n := n.(type) {
		case *doc.Row:
			if n.Props != nil && n.Props.Hidden.V {
				g.b.f.Info("hidden-row", g.where(len(rows), -1), "", "hidden row left out")
				continue
			}
			r := gridRow{row: n, fmt: g.fmt, repeat: repeat}
			if n.Exceptions != nil {
				r.fmt = g.b.st.Table(g.t, n)
			}
			if rows == nil {
				rows = make([]gridRow, 0, len(content))
			}
			for c := range n.Cells() {
				r.cells = append(r.cells, c)
			}
			if len(r.cells) > 0 {
				rows = append(rows, r)
			}
		case *doc.Control:
			rows = g.collect(rows, n.Content, repeat || n.Kind == doc.Repeater)
		}
	}
	return rows
}

func (g *grid) where(row, cell int) diag.Where {
	return diag.Where{Part: g.at.where.Part, Table: g.number, Row: row + 1, Cell: cell + 1}
}

// row builds row i and appends its cells to arena.
func (g *grid) row(out *row, arena []cell, i int, inner px) []cell {
	r := &g.rows[i]
	p := r.row.Props
	out.repeat, out.blank = r.repeat, true
	col, used := 0, 0
	for _, c := range r.cells {
		used += span1(c)
	}
	before, after := 0, 0
	if p != nil {
		out.header = p.Header.V
		if p.HeightRule != doc.HeightAuto || p.Height.Set {
			out.height = pxOf(p.Height.V)
		}
		before, after = int(p.GridBefore), int(p.GridAfter)
		if rest := g.cols() - used - before; p.Align.V == doc.AlignRight && before == 0 && rest > 0 {
			before, after = rest, 0 // a narrower row at the right edge
		}
	}
	if before > 0 && before <= maxColumns {
		arena = append(arena, cell{col: 0, cols: before, rows: 1, filler: true})
		col = before
	}
	for j, c := range r.cells {
		arena = append(arena, g.cell(c, r, i, j, col, inner))
		last := &arena[len(arena)-1]
		out.blank = out.blank && !hasText(last.blocks)
		col += last.cols
	}
	if rest := g.cols() - col; after > 0 || rest > 0 && len(r.cells) > 0 && rest < maxColumns {
		if n := max(rest, 0); n > 0 {
			arena = append(arena, cell{col: col, cols: n, rows: 1, filler: true})
		}
	}
	return arena
}

// cell builds a cell of row i.
func (g *grid) cell(c *doc.Cell, r *gridRow, i, j, col int, inner px) cell {
	b := g.b
	conds := r.fmt.Conditions(doc.Place{Row: i, Rows: len(g.rows), Col: col, Cols: g.cols(), Span: span1(c)})
	f := b.st.Cell(c, r.fmt, conds)
	out := cell{fmt: f, key: c.Props, col: col, cols: span1(c), rows: 1, fill: f.Shading}
	out.pad = [4]px{pxOf(f.Margins.Top), pxOf(f.Margins.Right), pxOf(f.Margins.Bottom), pxOf(f.Margins.Left)}
	if f.VMerge == doc.MergeContinue {
		return out
	}
	at := place{cell: doc.CellContext{Table: r.fmt.Style, Conds: conds}, fill: g.at.fill, depth: g.at.depth + 1, where: g.where(i, j)}
	if f.Shading.Set {
		at.fill = f.Shading
	}
	at.width = max(g.colWidth(col, out.cols, inner)-out.pad[left]-out.pad[right], 16)
	out.blocks, out.tail = b.blocks(c.Content, at)
	if f.Direction != doc.Horizontal {
		b.f.Info("text-upright", at.where, "", "turned text is shown upright")
	}
	return out
}

// merge turns vertical merges into cells of several rows and takes the continued cells away.
func (g *grid) merge(tb *table) {
	for i := range tb.rows {
		cells := tb.rows[i].cells
		kept := cells[:0:len(cells)]
		for _, c := range cells {
			if c.fmt != nil && c.fmt.VMerge == doc.MergeContinue {
				if start := tb.startOf(i, c.col); start != nil {
					start.rows++
					continue
				}
			}
			kept = append(kept, c)
		}
		tb.rows[i].cells = kept
	}
}

// startOf is the cell above row i that a continued cell at col belongs to.
func (t *table) startOf(i, col int) *cell {
	for r := i - 1; r >= 0; r-- {
		for k := range t.rows[r].cells {
			c := &t.rows[r].cells[k]
			if c.col == col && c.fmt != nil && c.fmt.VMerge == doc.MergeStart && r+c.rows == i {
				return c
			}
		}
	}
	return nil
}

func span1(c *doc.Cell) int {
	if c.Props != nil && c.Props.Span > 1 {
		return min(int(c.Props.Span), maxColumns)
	}
	return 1
}
