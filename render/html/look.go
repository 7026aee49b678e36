package html

import "reportmail/render/doc"

// runMemo is the last run format that the cascade gave: most runs repeat it.
type runMemo struct {
	style, para string
	direct      *doc.RunProps
	cell        doc.CellContext
	fill        doc.Opt[doc.Color]
	look        look
	height      float64 // of a single line, in pixels
	hidden      bool
	ok          bool
}

// run is the look of a run in p.
func (b *builder) run(p *doc.Paragraph, style string, direct *doc.RunProps, at place) *runMemo {
	m := &b.lastRun
	if m.ok && m.style == style && m.para == p.Style && m.direct == direct && m.cell == at.cell && m.fill == at.fill {
		return m
	}
	f := b.st.Run(p, style, direct, at.cell)
	*m = runMemo{style: style, para: p.Style, direct: direct, cell: at.cell, fill: at.fill, hidden: f.Hidden, ok: true}
	m.look, m.height = b.lookOf(f, at)
	return m
}

// lookOf is what a body shows of a run format, and the height of a single line of it.
func (b *builder) lookOf(f *doc.RunFormat, at place) (look, float64) {
	t, ok := b.faces[f.Font]
	if !ok {
		t = face(f.Font)
		b.faces[f.Font] = t
	}
	l := look{
		stack: t.stack, size: pxHalf(f.Size), color: f.Color, bold: f.Bold, italic: f.Italic, caps: f.Caps,
		smallCaps: f.SmallCaps && !f.Caps, strike: f.Strike || f.DStrike, vert: f.VertAlign, spacing: f.Spacing,
		under: f.Underline.Style != "" && f.Underline.Style != "none",
	}
	switch {
	case f.Highlight.Set:
		l.fill = f.Highlight
	case f.Shading.Set:
		l.fill = f.Shading
	}
	ground := at.fill
	if l.fill.Set {
		ground = l.fill
	}
	l.color = b.textColor(l, ground, at)
	return l, float64(f.Size) * 2 / 3 * t.line
}

// pxHalf rounds a font size to whole pixels.
func pxHalf(h doc.HalfPoints) px { return max(px((h*2+1)/3), 1) }

// textColor is the colour of text on ground: an automatic one only where the ground is the body's own, so that dark
// mode may change both.
func (b *builder) textColor(l look, ground doc.Opt[doc.Color], at place) doc.Color {
	if l.color.Auto {
		if ground.Set {
			return ink(ground.V)
		}
		return l.color
	}
	g := ground.Or(b.ground())
	pair := colorPair{l.color, g, l.size >= 24 || l.bold && l.size >= 19}
	if c, ok := b.seen[pair]; ok {
		return c
	}
	if b.seen == nil {
		b.seen = make(map[colorPair]doc.Color, 8)
	}
	c := b.checkContrast(pair, at)
	b.seen[pair] = c
	return c
}

// checkContrast darkens text that is hard to read, unless the options keep it, and reports it (WCAG 2.1 1.4.3: 4.5, or
// 3 for text from 24 pixels on, 19 when bold).
func (b *builder) checkContrast(p colorPair, at place) doc.Color {
	want := 4.5
	if p.large {
		want = 3
	}
	have := doc.Contrast(p.text, p.ground)
	if have >= want {
		return p.text
	}
	const hint = "choose colours that differ more in the layout"
	if c, ok := readable(p.text, p.ground, want); ok && !b.o.KeepColors {
		b.f.Info("contrast-raised", at.where, hint, "text colour %s on %s has a contrast of %.1f: shown as %s", appendColor(nil, p.text), appendColor(nil, p.ground), have, appendColor(nil, c))
		return c
	}
	b.f.Warn("contrast-low", at.where, hint, "text colour %s on %s has a contrast of %.1f, under %.1f", appendColor(nil, p.text), appendColor(nil, p.ground), have, want)
	return p.text
}

// ground is the body's own background in light mode.
func (b *builder) ground() doc.Color {
	if b.o.Theme != nil && b.o.Theme.Light.Background.Set {
		return b.o.Theme.Light.Background.V
	}
	return white
}

// weigh counts n bytes of text for look l. A fifth look of a paragraph does not become its prevailing one.
func (in *inlines) weigh(l look, n int) {
	l = l.plain()
	for i := range in.sizes {
		s := &in.sizes[i]
		if s.n == 0 {
			s.look = l
		}
		if s.look == l {
			s.n += n
			return
		}
	}
}

// plain is the look without what only single words have: what a paragraph as a whole may say.
func (l look) plain() look {
	l.under, l.strike, l.vert, l.fill, l.spacing = false, false, doc.Baseline, doc.Opt[doc.Color]{}, 0
	return l
}

// prevailing is the look of most of the paragraph's text, or that of its mark.
func (in *inlines) prevailing(mark look) look {
	best := 0
	l := mark.plain()
	for _, s := range in.sizes {
		if s.n > best {
			best, l = s.n, s.look
		}
	}
	return l
}
