package page

import "math"

// filler fills one region from a flow.
type filler struct {
	e   *engine
	fl  *flow
	reg region
	col *column
	cur cursor
	y   float64

	merged []mergeCursor // merged cells that go on from the region before
}

var endless = math.Inf(1)

// fits is how much a line may reach over the end of a region: rounding, nothing else.
const fits = 0.05

// fill places blocks of fl from cur on in reg. It tells what stands where and where the next region goes on; col.end
// is endDone when nothing is left. At least one thing is placed when reg.force is set.
func (e *engine) fill(fl *flow, cur cursor, reg region) (*column, cursor) {
	f := filler{e: e, fl: fl, reg: reg, cur: cur, col: e.mem.columns.one(), merged: cur.merge}
	f.col.width = reg.w
	f.col.items = e.mem.placed.list(min(len(fl.blocks)-cur.block, 4)) // most cells hold a line or two
	for f.cur.block < len(fl.blocks) {
		var end columnEnd
		switch b := fl.blocks[f.cur.block].(type) {
		case *para:
			end = f.para(b)
		case *table:
			end = f.table(b)
		case *floating:
			end = f.floating(b)
		}
		if end != endDone {
			f.col.end = end
			f.finish()
			return f.col, f.cur
		}
	}
	f.finish()
	return f.col, f.cur
}

// finish measures the column.
func (f *filler) finish() {
	f.finishMerges()
	c := f.col
	for i := range c.items {
		if it := &c.items[i]; it.float == nil {
			c.ink = max(c.ink, it.y+it.h)
		}
	}
	c.height = c.ink
	if c.end == endDone && len(c.items) > 0 {
		if p := c.items[len(c.items)-1].para; p != nil {
			c.height += p.after
		}
	}
}

// para places the lines of a paragraph that the region has room for.
func (f *filler) para(p *para) columnEnd {
	e := f.e
	e.collect(p)
	if f.cur.line == 0 {
		if p.f.PageBreak && !(len(f.col.items) == 0 && f.reg.top) && !math.IsInf(f.reg.h, 1) {
			return endPageBreak
		}
		f.anchors(p)
	}
	for {
		l, y := f.nextLine(p)
		if y+min(l.height, l.base+l.desc) > f.reg.h+fits { // the space that a multiple leaves below may hang over

			if f.textPlaced() || !f.reg.force {
				return f.overflow(f.keeps(p, l))
			}
		}
		below := 0.0
		if !p.more(l) {
			below = p.edgeBelow()
		}
		f.place(placed{y: y, h: l.height + below, para: p, line: l, keep: f.keeps(p, l)})
		if p.more(l) {
			f.cur.line, f.cur.glyph = f.cur.line+1, l.g1
		} else {
			f.next()
		}
		switch l.kind {
		case endPage:
			return f.broken(endPageBreak)
		case endColumn:
			return f.broken(endColumnBreak)
		case endClear:
			f.clear()
		}
		if !p.more(l) {
			return endDone
		}
	}
}

// broken ends the region by a break that the author set, unless it is a box that cannot break.
func (f *filler) broken(end columnEnd) columnEnd {
	if math.IsInf(f.reg.h, 1) || f.fl.cell {
		return endDone
	}
	return end
}

// nextLine is the next line of p and where its top stands.
func (f *filler) nextLine(p *para) (*line, float64) {
	y := f.y
	if f.cur.line == 0 {
		y += f.gapAbove(p) + p.edgeAbove()
	}
	left, right := p.f.Left.Points(), f.reg.w-p.f.Right.Points()
	if f.cur.line == 0 {
		left += p.f.FirstLine.Points() - p.labelBack
	}
	if f.reg.holes.none() {
		return f.e.line(p, f.cur.line, f.cur.glyph, left, right), y
	}
	return f.lineAround(p, y, left, right)
}

// gapAbove is the space above the first line of p where it stands now.
func (f *filler) gapAbove(p *para) float64 {
	if len(f.col.items) > 0 {
		return p.gap
	}
	if f.reg.started || !f.reg.top {
		return p.before
	}
	return 0 // Word leaves the space before away at the top of a page that it broke itself
}

// textPlaced tells whether anything but floating things was placed.
func (f *filler) textPlaced() bool {
	for i := len(f.col.items) - 1; i >= 0; i-- {
		if f.col.items[i].float == nil {
			return true
		}
	}
	return false
}

// keeps tells whether the next line must stand on the same page as what is before it: the line before, a floating thing
// anchored at it, or a paragraph that is kept with the next.
func (f *filler) keeps(p *para, l *line) bool {
	if f.cur.line > 0 {
		return l != nil && l.keep
	}
	if n := len(f.col.items); n > 0 && f.col.items[n-1].float != nil {
		return true
	}
	return f.afterKeepNext()
}

// afterKeepNext tells whether the block before asks to stand on the same page as the next one.
func (f *filler) afterKeepNext() bool {
	for i := f.cur.block - 1; i >= 0; i-- {
		switch b := f.fl.blocks[i].(type) {
		case *para:
			return b.f.KeepNext
		case *table:
			return b.rows[len(b.rows)-1].keepNext
		}
	}
	return false
}

func (f *filler) place(p placed) {
	p.at, p.holes = f.cur, f.reg.holes.count()
	f.col.items = append(f.col.items, p)
	f.y = p.y + p.h
}

// next goes to the next block.
func (f *filler) next() { f.cur = cursor{block: f.cur.block + 1} }

// overflow ends the region because the next thing does not fit: at the last place where a break is allowed, or right
// here when keeping everything together would leave the region empty.
func (f *filler) overflow(keep bool) columnEnd {
	items := f.col.items
	cut := len(items)
	for cut > 0 && keep {
		cut--
		keep = items[cut].keep
	}
	if cut == 0 && (keep || f.reg.top || f.reg.force) {
		cut = len(items)
		for cut > 1 && items[cut-1].float != nil && items[cut-1].at.block == f.cur.block {
			cut--
		}
	}
	if cut < len(items) {
		f.cur = items[cut].at
		f.reg.holes.cut(items[cut].holes)
		f.col.items = items[:cut]
	}
	return endFull
}
