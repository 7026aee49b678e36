package page

import "math"

// Vertically merged cells reach over several rows (ECMA-376-1 17.4.84). Their content stands in the first of them that
// is in the region, and makes the last one higher when the rows together are too low for it.

// mergeNeed is the height that row r, the next one, must have for the merged cells that end in it.
func (f *filler) mergeNeed(r *row) float64 {
	need := 0.0
	for _, c := range r.cells {
		s := c.start
		if s == nil || s.last != r.index {
			continue
		}
		top, ok := f.mergeTop(s)
		if !ok {
			top = f.y
		}
		col := f.e.fillMerged(s, f.mergeAt(s), endless)
		need = max(need, col.height+s.margins()+s.row.above-(f.y-top))
	}
	return need
}

// fillMerged lays the content of a merged cell out. What was asked for last without a limit of height is remembered:
// every level of nesting asks twice.
func (e *engine) fillMerged(c *cell, at cursor, room float64) *column {
	if !math.IsInf(room, 1) || c.flow.dynamic() {
		return e.fillCell(c.row.table, c, at, room, false)
	}
	if c.whole == nil || !c.wholeAt.equal(at) {
		c.whole, c.wholeAt = e.fillCell(c.row.table, c, at, room, false), at
	}
	return c.whole
}

// mergeTop is the top of the first row in this column that cell c reaches over.
func (f *filler) mergeTop(c *cell) (float64, bool) {
	for i := range f.col.items {
		it := &f.col.items[i]
		if it.row != nil && !it.row.repeated && it.row.row.table == c.row.table && it.row.row.index >= c.row.index && it.row.row.index <= c.last {
			return it.y, true
		}
	}
	return 0, false
}

// mergeAt is where the content of merged cell c goes on in this column.
func (f *filler) mergeAt(c *cell) cursor {
	for _, m := range f.merged {
		if m.cell == c {
			return m.at
		}
	}
	return cursor{}
}

// finishMerges places the content of merged cells, whose heights are known now that the column is full, and notes
// where those go on that reach into the next region.
func (f *filler) finishMerges() {
	var rest []mergeCursor
	items := f.col.items
	for i := range items {
		it := &items[i]
		if it.row == nil {
			continue
		}
		r := it.row.row
		for k := range r.cells {
			c := r.cells[k]
			s := c
			if c.start != nil {
				s = c.start
			}
			if s.last == s.row.index {
				continue
			}
			if top, ok := f.mergeTop(s); !it.row.repeated && (!ok || top != it.y) {
				continue
			}
			f.placeMerged(it, s, i, &rest)
		}
	}
	if f.col.end != endDone {
		f.cur.merge = rest
	}
}

// placeMerged puts the content of s into the row part of item it, the first that it reaches over here.
func (f *filler) placeMerged(it *placed, s *cell, i int, rest *[]mergeCursor) {
	items := f.col.items
	bottom, end := it.y+it.h, it.row.row.index
	for _, o := range items[i+1:] {
		if o.row == nil || o.row.row.table != s.row.table || o.row.row.index > s.last || o.row.repeated != it.row.repeated {
			break
		}
		bottom, end = o.y+o.h, o.row.row.index
	}
	part := *it.row
	part.cells = append([]cellPart(nil), part.cells...)
	cp := cellPart{cell: s, h: bottom - it.y}
	room := endless
	if end < s.last {
		room = cp.h - s.margins() - s.row.above
	}
	cp.col = f.e.fillMerged(s, f.mergeAt(s), room)
	if cp.col.end != endDone && end < s.last {
		*rest = append(*rest, mergeCursor{s, cp.col.next})
	} else if end < s.last {
		*rest = append(*rest, mergeCursor{s, cursor{block: len(s.flow.blocks)}})
	}
	cp.align(part.row.above)
	replaced := false
	for k := range part.cells {
		if part.cells[k].cell == s {
			part.cells[k], replaced = cp, true
		}
	}
	if !replaced {
		part.cells = append(part.cells, cp)
	}
	it.row = &part
}
