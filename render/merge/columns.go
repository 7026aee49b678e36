package merge

import (
	"math/bits"

	"reportmail/render/doc"
)

type tableChange struct {
	table *doc.TableProps
	first *doc.Twips // identity of the grid
	hide  uint64
}

type cellChange struct {
	base        *doc.CellProps
	span        int32
	share, from int64 // widths grow from..share
}

// withoutColumns is a merged table without some of its grid columns; their width goes to the columns that stay. nil
// when none stays.
func (l *looks) withoutColumns(t *doc.Table, hide uint64) *doc.Table {
	grid := t.Grid
	cols := len(grid)
	if cols == 0 {
		for r := range t.Rows() {
			cols = max(cols, bits.Len64(rowColumns(r)))
		}
	}
	if all := columnSet(0, cols); all&^hide == 0 {
		return nil
	}
	d := dropper{looks: l, hide: hide}
	if len(grid) > 0 {
		out := *t
		out.Grid = once(&l.mu, l.tables, tableChange{t.Props, &grid[0], hide}, func() []doc.Twips { return narrowed(grid, hide) })
		d.from, d.share = widths(grid, hide)
		t = &out
	}
	t.Content = d.rows(t.Content)
	if !hasRow(t.Content) {
		return nil
	}
	return t
}

func rowColumns(r *doc.Row) (set uint64) {
	for _, s := range spansOf(r) {
		set |= s
	}
	return set
}

// widths are the total width of the columns that stay, and of all.
func widths(grid []doc.Twips, hide uint64) (stay, all int64) {
	for i, w := range grid {
		all += int64(w)
		if i > 63 || hide&(1<<i) == 0 {
			stay += int64(w)
		}
	}
	return stay, all
}

func narrowed(grid []doc.Twips, hide uint64) []doc.Twips {
	stay, all := widths(grid, hide)
	var out []doc.Twips
	for i, w := range grid {
		if i <= 63 && hide&(1<<i) != 0 {
			continue
		}
		if stay > 0 {
			w = doc.Twips(int64(w) * all / stay)
		}
		out = append(out, w)
	}
	return out
}

// dropper takes columns out of rows.
type dropper struct {
	looks       *looks
	hide        uint64
	from, share int64 // widths grow by share/from
}

func (d *dropper) rows(content []doc.Node) []doc.Node {
	out := make([]doc.Node, 0, len(content))
	for _, n := range content {
		switch n := n.(type) {
		case *doc.Row:
			r := *n
			col := 0
			if n.Props != nil {
				col = int(n.Props.GridBefore)
			}
			if r.Content = d.cells(n.Content, &col); len(r.Content) > 0 {
				out = append(out, &r)
			}
		case *doc.Control:
			ctl := *n
			ctl.Content = d.rows(n.Content)
			out = append(out, &ctl)
		default:
			out = append(out, n)
		}
	}
	return out
}

func (d *dropper) cells(content []doc.Node, col *int) []doc.Node {
	out := make([]doc.Node, 0, len(content))
	for _, n := range content {
		switch n := n.(type) {
		case *doc.Cell:
			span := cellSpan(n)
			set := columnSet(*col, span)
			*col += span
			left := span - bits.OnesCount64(set&d.hide)
			if left == 0 {
				continue
			}
			c := *n
			c.Props = d.props(n.Props, int32(left))
			out = append(out, &c)
		case *doc.Control:
			ctl := *n
			if ctl.Content = d.cells(n.Content, col); len(ctl.Content) > 0 {
				out = append(out, &ctl)
			}
		default:
			out = append(out, n)
		}
	}
	return out
}

// props are a cell's properties with another span and a wider width.
func (d *dropper) props(base *doc.CellProps, span int32) *doc.CellProps {
	if base == nil {
		return nil
	}
	return once(&d.looks.mu, d.looks.cells, cellChange{base, span, d.share, d.from}, func() *doc.CellProps {
		p := *base
		if p.Span > 1 {
			p.Span = span
		}
		if w := &p.Width; w.Set && w.V.Kind != doc.Auto && d.from > 0 {
			w.V.Value = int32(int64(w.V.Value) * d.share / d.from)
		}
		return &p
	})
}
