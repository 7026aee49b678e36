package page

import (
	"math"

	"reportmail/render/doc"
)

// table places the rows of a table that the region has room for.
func (f *filler) table(t *table) columnEnd {
	e := f.e
	t.layout(e, f.reg.w, false)
	if f.cur.row == 0 && f.cur.cells == nil {
		if len(f.col.items) > 0 {
			f.y += t.gap
		}
		if !f.reg.holes.none() {
			f.beside(t)
		}
	} else if !f.holdsTable(t) {
		f.repeatHeaders(t)
	}
	for f.cur.row < len(t.rows) {
		r := t.rows[f.cur.row]
		part := f.rowPart(r)
		if f.y+part.h <= f.reg.h+fits {
			f.placeRow(part)
			continue
		}
		if end, done := f.splitRow(r, part); done {
			return end
		}
	}
	f.next()
	return endDone
}

// rowPart is the next row, or what is left of it, with room for merged cells that end in it.
func (f *filler) rowPart(r *row) *rowPart {
	var part *rowPart
	if f.cur.cells != nil {
		part = r.fill(f.e, f.cur.cells, endless, false)
	} else {
		part = r.whole(f.e)
	}
	if grow := f.mergeNeed(r) - part.h; grow > slack && r.rule != doc.HeightExact {
		other := *part
		other.cells = append([]cellPart(nil), part.cells...)
		other.h += grow
		other.place()
		part = &other
	}
	return part
}

func (f *filler) placeRow(part *rowPart) {
	r := part.row
	f.place(placed{y: f.y, h: part.h + f.closing(r), row: part, keep: f.keepsRow(r)})
	f.cur.row, f.cur.cells = r.index+1, nil
}

// closing is the height of the border below the last row.
func (f *filler) closing(r *row) float64 {
	if r.index == len(r.table.rows)-1 {
		return r.below
	}
	return 0
}

// keepsRow tells whether the row must stand on the same page as what is before it.
func (f *filler) keepsRow(r *row) bool {
	switch {
	case f.cur.cells != nil:
		return false
	case r.index == 0:
		return f.afterKeepNext() || len(f.col.items) > 0 && f.col.items[len(f.col.items)-1].float != nil
	case r.index <= r.table.headers:
		return true
	}
	return r.table.rows[r.index-1].keepNext
}

// holdsTable tells whether the column has a row of t already.
func (f *filler) holdsTable(t *table) bool {
	for _, it := range f.col.items {
		if it.row != nil && it.row.row.table == t {
			return true
		}
	}
	return false
}

// repeatHeaders puts the header rows on top of the rest of the table, where they leave room (ECMA-376-1 17.4.49).
func (f *filler) repeatHeaders(t *table) {
	if t.headers == 0 || f.cur.row < t.headers || len(f.col.items) > 0 {
		return
	}
	h := 0.0
	for _, r := range t.rows[:t.headers] {
		h += r.whole(f.e).h
	}
	if h > f.reg.h/2 {
		return
	}
	at := f.cur
	for _, r := range t.rows[:t.headers] {
		part := *r.whole(f.e)
		part.repeated = true
		f.col.items = append(f.col.items, placed{y: f.y, h: part.h, row: &part, at: at, keep: true})
		f.y += part.h
	}
}

// splitRow deals with a row that does not fit: it breaks the row where that is allowed and useful, or ends the region.
func (f *filler) splitRow(r *row, whole *rowPart) (columnEnd, bool) {
	alone := !f.textPlaced() || f.onlyHeaders()
	room := f.reg.h - f.y
	fresh := alone && f.reg.force
	mayBreak := r.rule != doc.HeightExact && (!r.cant || fresh) && !math.IsInf(f.reg.h, 1)
	if mayBreak && room > 0 {
		from := f.cur.cells
		if from == nil {
			from = make([]cursor, len(r.cells))
		}
		part := r.fill(f.e, from, room, fresh)
		part.rest = f.cur.cells != nil
		if next, ok := part.split(r, fresh); ok && (f.y+part.h <= f.reg.h+fits || fresh) {
			part.goesOn = true
			part.h = max(part.h, min(room, whole.h))
			part.place()
			f.place(placed{y: f.y, h: part.h, row: part, keep: f.keepsRow(r)})
			f.cur.row, f.cur.cells = r.index, next
			return endFull, true
		}
	}
	if fresh { // it can never fit: it goes over the edge
		f.placeRow(whole)
		return endDone, false
	}
	return f.overflow(f.keepsRow(r)), true
}

// onlyHeaders tells whether nothing but repeated header rows was placed.
func (f *filler) onlyHeaders() bool {
	for _, it := range f.col.items {
		if it.float == nil && (it.row == nil || !it.row.repeated) {
			return false
		}
	}
	return true
}

// split tells where the cells go on after a row part; false when breaking there is of no use: a cell shows nothing of
// its content, or nothing is left but space after the last paragraphs.
func (p *rowPart) split(r *row, force bool) ([]cursor, bool) {
	next := make([]cursor, len(r.cells))
	left, shown := false, false
	for i, c := range r.cells {
		for _, cp := range p.cells {
			if cp.cell != c || cp.col == nil {
				continue
			}
			next[i] = cp.col.next
			if cp.col.end != endDone {
				left = true
				if len(cp.col.items) == 0 && !force {
					return nil, false
				}
			}
			shown = shown || len(cp.col.items) > 0
		}
	}
	return next, left && shown
}

// beside moves a table below floating objects that leave no room for it.
func (f *filler) beside(t *table) {
	x := f.reg.x + t.left
	top := f.reg.y + f.y
	for _, o := range f.reg.holes.list {
		if o.y1 > top && o.y0 < top+1 && o.x1 > x+slack && o.x0 < x+t.width()-slack {
			top = f.reg.holes.below(top, x, x+t.width())
			break
		}
	}
	f.y = top - f.reg.y
}
