package page

import (
	"math"

	"reportmail/render/doc"
	"reportmail/render/font"
)

// piece is the part of a span that stands on one line.
type piece struct {
	span   int
	g0, g1 int32
	level  uint8
	trail  bool // the space behind it is said, too: the line ends between two words
}

// line puts the text of one line on the page; y is the top of the line.
func (m *emitter) line(p *para, l *line, x, y float64, tag *Tag) {
	if l.clip {
		m.group(&Group{A: 1, D: 1, Clip: &Clip{X: -14400, Y: y, W: 28800, H: l.height}}, func() { m.text(p, l, x, y, tag) })
		return
	}
	m.text(p, l, x, y, tag)
}

// ink is one line being put on the page.
type ink struct {
	m         *emitter
	p         *para
	l         *line
	x         float64 // where the next piece stands
	top, base float64
	stretch   float64 // of each space from glyph after on
	after     int32
	tag       *Tag
}

func (m *emitter) text(p *para, l *line, x, y float64, tag *Tag) {
	var buf [16]piece
	pieces := p.pieces(l, buf[:0])
	if p.bidi {
		reorder(pieces)
	}
	k := ink{m: m, p: p, l: l, x: x + l.left, top: y, base: y + l.base, after: l.g0, tag: tag}
	k.align()
	for _, pc := range pieces {
		k.piece(pc)
	}
	if l.hyphen && len(pieces) > 0 {
		m.hyphen(&p.spans[pieces[len(pieces)-1].span], k.x, k.base, tag)
	}
}

// align finds where the line starts and how far its spaces stretch (ECMA-376-1 17.3.1.13).
func (k *ink) align() {
	p, l := k.p, k.l
	extra := l.right - l.left - l.width
	switch p.f.Align {
	case doc.AlignRight:
		k.x += extra
	case doc.AlignCenter:
		k.x += extra / 2
	case doc.AlignBoth, doc.AlignDistribute:
		if l.kind != endPara && l.kind != endPage || p.f.Align == doc.AlignDistribute {
			k.stretch, k.after = p.stretch(l, extra)
		}
		if k.stretch == 0 && p.f.Bidi {
			k.x += extra
		}
	}
}

// pieces are the parts of spans on line l, in logical order.
func (p *para) pieces(l *line, out []piece) []piece {
	for s := int(l.s0); s < len(p.spans) && p.spans[s].g0 < l.end; s++ {
		sp := &p.spans[s]
		pc := piece{span: s, g0: max(sp.g0, l.g0), g1: min(sp.g1, l.end), level: sp.level}
		if pc.g0 < pc.g1 {
			pc.trail = l.kind == endSoft && pc.g1 == l.end && pc.g1 < min(sp.g1, l.g1) && p.marks[pc.g1]&markSpace != 0 && sp.level%2 == 0
			out = append(out, pc)
		}
	}
	return out
}

// stretch is what each space of a justified line gets, and the glyph from which on spaces stretch: after the last tab.
func (p *para) stretch(l *line, extra float64) (float64, int32) {
	from := l.g0
	for s := int(l.s0); s < len(p.spans) && p.spans[s].g0 < l.end; s++ {
		if k := p.spans[s].kind; k == spanTab || k == spanPosTab {
			from = p.spans[s].g1
		}
	}
	n := 0
	for g := from; g < l.end; g++ {
		if p.marks[g]&markSpace != 0 {
			n++
		}
	}
	if n == 0 || extra <= 0 {
		return 0, from
	}
	return extra / float64(n), from
}

// piece draws one piece and goes on behind it.
func (k *ink) piece(pc piece) {
	m, p, s := k.m, k.p, &k.p.spans[pc.span]
	glyphs := k.glyphs(s, pc)
	w := 0.0
	for i := range glyphs[:pc.g1-pc.g0] {
		w += glyphs[i].Advance
	}
	line := k.base
	k.base += k.p.raise(k.l, s)
	defer func() { k.base = line }()
	tag := k.tag
	if pc.g0 < p.labelGlyphs && p.labelTag != nil {
		tag = p.labelTag
	}
	tag = m.linkTag(s, tag)
	switch s.kind {
	case spanText:
		m.decorationBehind(s, k.x, k.base, k.l, w)
		m.glyphs(s, p.textOf(s, pc), glyphs, k.x, k.base, tag)
		m.decoration(s, k.x, k.base, w)
	case spanTab, spanPosTab:
		m.decorationBehind(s, k.x, k.base, k.l, w)
		m.decoration(s, k.x, k.base, w)
		m.leader(s, k.x, k.base, w)
	case spanObject:
		m.object(s, k.x, k.base, tag)
	}
	if s.link != nil && w > 0 {
		m.add(&Link{X: k.x, Y: k.base - s.asc, W: w, H: s.asc + s.desc, URL: s.link.url, Text: s.link.text, Tag: s.link.tag})
	}
	k.x += w
}

// glyphs are those of a piece, with the spaces of a justified line stretched.
func (k *ink) glyphs(s *span, pc piece) []Glyph {
	if pc.trail {
		pc.g1++
	}
	glyphs := k.p.glyphs[pc.g0:pc.g1:pc.g1]
	if k.stretch == 0 || s.kind != spanText {
		return glyphs
	}
	glyphs = k.m.e.mem.glyphs.copied(glyphs)
	for i := range glyphs {
		if g := pc.g0 + int32(i); g >= k.after && k.p.marks[g]&markSpace != 0 {
			glyphs[i].Advance += k.stretch
		}
	}
	return glyphs
}

// textOf is what a piece of a span says.
func (p *para) textOf(s *span, pc piece) string {
	if pc.trail {
		pc.g1++
	}
	if pc.g0 == s.g0 && pc.g1 == s.g1 {
		return s.text
	}
	from := 0
	for g := s.g0; g < pc.g0; g++ {
		from += len(p.glyphs[g].Runes)
	}
	to := from
	for g := pc.g0; g < pc.g1; g++ {
		to += len(p.glyphs[g].Runes)
	}
	return s.text[min(from, len(s.text)):min(to, len(s.text))]
}

// glyphs adds a run of glyphs; right-to-left ones in the order in which they are seen.
func (m *emitter) glyphs(s *span, text string, glyphs []Glyph, x, base float64, tag *Tag) {
	rtl := s.level%2 == 1
	if rtl {
		other := make([]Glyph, len(glyphs))
		for i, g := range glyphs {
			other[len(glyphs)-1-i] = g
		}
		glyphs = other
	}
	lang := s.style.f.Lang
	if lang == m.e.out.Lang {
		lang = ""
	}
	g := m.e.mem.texts.one()
	*g = Glyphs{X: x, Y: base - s.style.rise, Font: s.face.sel, Size: s.size, Scale: s.style.scale, Color: m.textColor(s),
		Glyphs: glyphs, Text: text, RTL: rtl, Tag: tag, LangTag: lang, From: s.from}
	m.add(g)
}

// textColor is the colour of the glyphs; automatic text on a dark ground is white.
func (m *emitter) textColor(s *span) doc.Color {
	c := s.style.f.Color
	if !c.Auto {
		return c
	}
	ground := s.style.f.Shading
	if !ground.Set {
		ground = m.ground
	}
	if ground.Set && dark(ground.V) {
		return doc.Color{R: 255, G: 255, B: 255}
	}
	return doc.Color{}
}

// dark tells whether automatic text on c is white: Word's limit is a luminance of a quarter.
func dark(c doc.Color) bool {
	return !c.Auto && 0.299*float64(c.R)+0.587*float64(c.G)+0.114*float64(c.B) < 60
}

// hyphen draws the hyphen of a word broken at a soft one.
func (m *emitter) hyphen(s *span, x, base float64, tag *Tag) {
	if s.kind != spanText {
		return
	}
	if id, adv, ok := s.face.glyph('-'); ok {
		m.glyphs(s, "\u00ad", []Glyph{{ID: id, Advance: adv * s.size, Runes: "\u00ad"}}, x, base, tag)
	}
}

// leader fills a tab with dots, hyphens or a rule (ECMA-376-1 17.18.72).
func (m *emitter) leader(s *span, x, base, w float64) {
	var r rune
	switch s.leader {
	case doc.LeaderDot:
		r = '.'
	case doc.LeaderHyphen:
		r = '-'
	case doc.LeaderMiddleDot:
		r = '·'
	case doc.LeaderUnderscore:
		r = '_'
	default:
		return
	}
	id, adv, ok := s.face.glyph(r)
	if adv *= s.size; !ok || adv <= 0 {
		return
	}
	from := math.Ceil((x+0.001)/adv) * adv // leaders of all lines stand under each other
	n := int((x + w - from) / adv)
	if n <= 0 || n > 5000 {
		return
	}
	glyphs := make([]Glyph, n)
	text := make([]rune, n)
	for i := range glyphs {
		glyphs[i], text[i] = Glyph{ID: id, Advance: adv, Runes: string(r)}, r
	}
	m.add(&Glyphs{X: from, Y: base, Font: s.face.sel, Size: s.size, Scale: 1, Color: m.textColor(s), Glyphs: glyphs, Text: string(text)})
}

// faceMetrics are measures in em.
func faceMetrics(sel *font.Selection) (m font.Metrics, em float64) {
	return sel.Face.Metrics(), 1 / float64(sel.Face.UnitsPerEm())
}
