package page

import (
	"math"

	"reportmail/render/doc"
)

// floating is a block that stands outside of the flow: a table with w:tblpPr or paragraphs with w:framePr.
type floating struct {
	frame *doc.Frame
	float *doc.Float
	table *table
	flow  *flow
}

// floatPart is a floating thing that was placed. It stands at x, y of its column, or of the page where fixed says so.
type floatPart struct {
	x, y, w, h     float64
	fixedX, fixedY bool
	col            *column // what is inside
	drawing        *anchored
	behind         bool
}

// floating places a floating table or a frame, or the part of it that the page has room for.
func (f *filler) floating(b *floating) columnEnd {
	inner := cursor{}
	if f.cur.part {
		inner = f.cur.cells[0]
	}
	w, least := b.size(f.e, f.reg.w)
	col, next := f.e.fill(b.flow, inner, region{w: w, h: endless, started: true})
	p := placement{e: f.e, reg: f.reg, y: f.y + f.lead(), w: w, h: max(col.ink, least), cell: f.fl.cell}
	if b.frame != nil && b.frame.HeightRule == doc.HeightExact {
		p.h = b.frame.Height.Points()
	}
	b.place(&p, f.cur.part)
	part := &floatPart{x: p.x, y: p.y, w: w, h: p.h, fixedX: p.fixedX, fixedY: p.fixedY, col: col}
	if b.table != nil && !math.IsInf(f.reg.h, 1) {
		var ok bool
		if next, ok = f.cutFloat(b, part, inner, next); !ok {
			return f.overflow(f.afterKeepNext())
		}
	}
	f.col.items = append(f.col.items, placed{y: f.y, float: part, at: f.cur, holes: f.reg.holes.count(), keep: f.afterKeepNext()})
	b.hole(f, part)
	if part.col.end != endDone {
		f.cur.part, f.cur.cells = true, []cursor{next}
		return endFull
	}
	f.next()
	return endDone
}

// cutFloat keeps of a floating table what the page has room for, and tells where it goes on; false when nothing of it
// fits and it belongs on the next page.
func (f *filler) cutFloat(b *floating, part *floatPart, inner, next cursor) (cursor, bool) {
	top := part.y
	if part.fixedY {
		top -= f.reg.y
	}
	room := f.reg.h - top
	if part.h <= room+fits {
		return next, true
	}
	first := len(f.col.items) == 0 && f.reg.top
	col, next := f.e.fill(b.flow, inner, region{w: part.w, h: room, started: true, force: first && room > 0 || top <= fits})
	if len(col.items) == 0 {
		if !first {
			return next, false
		}
		col, next = f.e.fill(b.flow, inner, region{w: part.w, h: endless, started: true})
	}
	part.col, part.h = col, col.ink
	return next, true
}

// lead is the space between what was placed last and the paragraph that a floating block is anchored to.
func (f *filler) lead() float64 {
	for _, b := range f.fl.blocks[f.cur.block+1:] {
		if p, ok := b.(*para); ok {
			return f.gapAbove(p)
		}
		if _, ok := b.(*floating); !ok {
			break
		}
	}
	return 0
}

// size is the width of the block, and the least height of a frame.
func (b *floating) size(e *engine, avail float64) (w, h float64) {
	if b.table != nil {
		b.table.layout(e, avail, true)
		return b.table.width(), 0
	}
	w = b.frame.Width.Points()
	if w <= 0 {
		_, w = e.extent(b.flow)
		w = min(w+slack, avail)
	}
	if b.frame.HeightRule != doc.HeightAuto {
		h = b.frame.Height.Points()
	}
	return w, h
}

// place finds the block's position.
func (b *floating) place(p *placement, rest bool) {
	if b.table != nil {
		t := b.float
		p.horizontal(t.HAnchor, t.XAlign, t.X.Points())
		if rest { // what goes on from the page before stands at the top
			p.y, p.fixedY = 0, false
			return
		}
		p.vertical(t.VAnchor, t.YAlign, t.Y.Points())
		return
	}
	fr := b.frame
	p.horizontal(fr.HAnchor, fr.XAlign, fr.X.Points())
	p.vertical(fr.VAnchor, fr.YAlign, fr.Y.Points())
}

// hole keeps text away from the placed block.
func (b *floating) hole(f *filler, part *floatPart) {
	x, y := part.x, part.y
	if !part.fixedX {
		x += f.reg.x
	}
	if !part.fixedY {
		y += f.reg.y
	}
	o := hole{x0: x, y0: y, x1: x + part.w, y1: y + part.h}
	if t := b.float; t != nil {
		o.x0, o.x1, o.y0, o.y1 = o.x0-t.Left.Points(), o.x1+t.Right.Points(), o.y0-t.Top.Points(), o.y1+t.Bottom.Points()
	} else {
		fr := b.frame
		o.x0, o.x1, o.y0, o.y1 = o.x0-fr.HSpace.Points(), o.x1+fr.HSpace.Points(), o.y0-fr.VSpace.Points(), o.y1+fr.VSpace.Points()
		o.full = fr.Wrap == "notBeside"
		if fr.Wrap == "none" {
			o.full = true
		}
	}
	f.reg.holes.add(o)
}
