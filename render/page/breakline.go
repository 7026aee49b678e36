package page

import "reportmail/render/doc"

// slack is how far text may go over the edge before it breaks: less than the rounding of twips.
const slack = 0.02

// breaker fills one line.
type breaker struct {
	e           *engine
	p           *para
	left, right float64
	tabs        tabState
	from        int32
	brk         int32 // where the line may end; from when nowhere yet
	soft        bool  // … with a hyphen
}

// breakLine fills a line from glyph from on. It takes at least one glyph, so that it always gets on.
func (e *engine) breakLine(p *para, from int32, left, right float64, first bool) *line {
	b := breaker{e: e, p: p, left: left, right: right, from: from, brk: from}
	b.tabs.reset(left)
	l := e.mem.lines.one()
	*l = line{g0: from, from: left, left: left, right: right, first: first}
	s := p.spanOf(from)
	l.s0 = s
	if first && p.decimalCell() {
		b.tabs.start(p.f.Tabs[0].Pos.Points(), doc.TabDecimal, -1)
	}
	l.g1, l.kind = b.fill(int(s))
	l.hyphen = b.soft && l.kind == endSoft && l.g1 == b.brk
	l.last = l.kind == endPara
	b.settle(l)
	e.measureLine(p, l)
	return l
}

// fill walks the glyphs until the line is full and tells where it ends and why.
func (b *breaker) fill(s int) (int32, lineEnd) {
	p := b.p
	n := int32(len(p.glyphs))
	for g := b.from; g < n; g++ {
		for g >= p.spans[s].g1 {
			s++
		}
		sp := &p.spans[s]
		switch sp.kind {
		case spanLine:
			return g + 1, endLine
		case spanPage:
			return g + 1, endPage
		case spanColumn:
			return g + 1, endColumn
		case spanClear:
			return g + 1, endClear
		case spanAnchor:
			continue
		case spanTab, spanPosTab:
			if !b.tab(g, sp) {
				return b.stop(g)
			}
			b.allow(g, false)
			continue
		}
		m, w := p.marks[g], p.glyphs[g].Advance
		if m&markSpace == 0 && g > b.from && b.tabs.after(w) > b.limit()+slack {
			return b.stop(g)
		}
		b.tabs.add(w, p.glyphs[g].Runes, b.e)
		if m&markBreak != 0 {
			b.allow(g, m&markSoft != 0)
		}
	}
	return n, endPara
}

// allow notes that the line may end after glyph g.
func (b *breaker) allow(g int32, soft bool) {
	if soft {
		sp := &b.p.spans[b.p.spanOf(g)]
		_, w, _ := sp.face.glyph('-')
		if b.tabs.after(w*sp.size) > b.limit()+slack {
			return
		}
	}
	b.brk, b.soft = g+1, soft
}

// stop ends the line before glyph g, at the last place where it may end, or right there when there is none.
func (b *breaker) stop(g int32) (int32, lineEnd) {
	if b.brk > b.from {
		return b.brk, endSoft
	}
	for g < int32(len(b.p.glyphs)) && (g == b.from || b.p.glyphs[g].Runes == "" && b.p.spans[b.p.spanOf(g)].kind == spanText) {
		g++ // never inside a cluster
	}
	if g == int32(len(b.p.glyphs)) {
		return g, endPara
	}
	return g, endSoft
}

// limit is how far the line goes: to the right edge, or to a right tab stop beyond it.
func (b *breaker) limit() float64 {
	if b.tabs.align != doc.TabLeft && b.tabs.stop > b.right {
		return b.tabs.stop
	}
	return b.right
}

// settle fixes the width of the last tab, and measures what shows.
func (b *breaker) settle(l *line) {
	p := b.p
	l.end = l.g1
	for l.end > l.g0 && (p.marks[l.end-1]&markSpace != 0 || p.blank(l.end-1)) {
		l.end--
	}
	x := b.left
	if b.tabs.glyph >= l.end {
		b.tabs.glyph = -2
	}
	seg := 0.0
	for g := l.g0; g < l.end; g++ {
		if g == b.tabs.glyph {
			seg = 0
			continue
		}
		seg += p.glyphs[g].Advance
	}
	if b.tabs.glyph >= 0 {
		b.tabs.seg = seg
		p.glyphs[b.tabs.glyph].Advance = b.tabs.width()
	} else if b.tabs.glyph == -1 && b.tabs.align == doc.TabDecimal {
		b.tabs.seg = seg
		l.left += max(b.tabs.width(), 0)
		x = l.left
	}
	for g := l.g0; g < l.end; g++ {
		x += p.glyphs[g].Advance
	}
	l.width = x - l.left
}

// blank tells whether glyph g is a break or the place of an anchor, which show nothing.
func (p *para) blank(g int32) bool {
	k := p.spans[p.spanOf(g)].kind
	return k >= spanLine && k <= spanClear || k == spanAnchor
}

// spanOf is the index of the span that has glyph g.
func (p *para) spanOf(g int32) int32 {
	lo, hi := 0, len(p.spans)
	for lo < hi {
		mid := (lo + hi) / 2
		if p.spans[mid].g1 <= g {
			lo = mid + 1
		} else {
			hi = mid
		}
	}
	return int32(lo)
}
