package page

// holes are the places on a page (or in a cell) that text runs around: floating tables, frames and shapes.
type holes struct{ list []hole }

// hole is one of them, with the distance that text keeps from it.
type hole struct {
	x0, y0, x1, y1 float64
	full           bool // no text beside it
}

// leastBeside is the narrowest space beside a floating object that Word still puts text into: one inch.
const leastBeside = 72.0

func (h *holes) none() bool { return h == nil || len(h.list) == 0 }

func (h *holes) count() int {
	if h == nil {
		return 0
	}
	return len(h.list)
}

// cut forgets the holes from n on.
func (h *holes) cut(n int) {
	if h != nil && n < len(h.list) {
		h.list = h.list[:n]
	}
}

func (h *holes) add(o hole) {
	if h != nil && o.x1 > o.x0 && o.y1 > o.y0 {
		h.list = append(h.list, o)
	}
}

// free finds the first space for a line of height h between x0 and x1 at y or below, not wider than least if no more
// is there. It gives the edges and the line's top.
func (h *holes) free(y, height, x0, x1, least float64) (left, right, top float64) {
	least = min(least, x1-x0)
	for range 2*len(h.list) + 1 {
		left, right = x0, x1
		next := endless
		blocked := false
		for moved := true; moved; {
			moved = false
			for _, o := range h.list {
				if o.y1 <= y+slack || o.y0 >= y+height-slack || o.x1 <= left+slack || o.x0 >= right-slack {
					continue
				}
				next = min(next, o.y1)
				switch {
				case o.full:
					blocked = true
				case o.x0-left >= least:
					right = min(right, o.x0)
				default:
					left, right, moved = o.x1, x1, true
				}
			}
		}
		if !blocked && right-left >= least-slack {
			return left, right, y
		}
		y = next
	}
	return x0, x1, y
}

// clear is the first y from which on no hole without text beside it is in the way of something that high.
func (h *holes) clear(y, height, x0, x1 float64) float64 {
	for range h.list {
		for _, o := range h.list {
			if o.full && o.y1 > y+slack && o.y0 < y+height-slack && o.x1 > x0+slack && o.x0 < x1-slack {
				y = o.y1
			}
		}
	}
	return y
}

// below is the first y from which on nothing stands between x0 and x1.
func (h *holes) below(y, x0, x1 float64) float64 {
	if h == nil {
		return y
	}
	for _, o := range h.list {
		if o.y1 > y && o.x1 > x0+slack && o.x0 < x1-slack {
			y = o.y1
		}
	}
	return y
}

// lineAround is the next line of p in the space that floating objects leave.
func (f *filler) lineAround(p *para, y, left, right float64) (*line, float64) {
	r := f.reg
	height := p.mark.full * (p.mark.latin.asc + p.mark.latin.desc)
	if f.cur.line == 0 { // the space before goes below what has no text beside it, together with the line
		gap := y - f.y
		y = gap + r.holes.clear(r.y+f.y, gap+height, r.x+left, r.x+right) - r.y
	}
	for range 4 {
		x0, x1, top := r.holes.free(r.y+y, height, r.x+left, r.x+max(right, left+1), leastBeside)
		l := f.e.line(p, f.cur.line, f.cur.glyph, x0-r.x, x1-r.x)
		y = top - r.y
		if l.height <= height+slack {
			return l, y
		}
		height = l.height
	}
	return f.e.line(p, f.cur.line, f.cur.glyph, left, right), y
}

// clear goes below what floats, as a line break with w:clear asks (ECMA-376-1 17.18.3).
func (f *filler) clear() {
	f.y = f.reg.holes.below(f.reg.y+f.y, f.reg.x, f.reg.x+f.reg.w) - f.reg.y
}
