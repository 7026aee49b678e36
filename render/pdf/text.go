package pdf

import (
	"math"
	"slices"

	"reportmail/render/diag"
	"reportmail/render/font"
	"reportmail/render/page"
)

// Proportions of a style that the face has not, as GDI makes them.
const (
	fakeBold = 0.03   // width of the stroke around the outlines, in em
	fakeSkew = 0.2126 // tangent of 12 degrees
)

// Glyphs shows a run. A viewer moves on by the widths in the file; where the layout says another advance (kerning,
// justification, spacing) the difference is written between the glyphs.
func (n *native) Glyphs(g *page.Glyphs) {
	if len(g.Glyphs) == 0 || g.Font == nil || g.Size <= 0 {
		return
	}
	n.prepare(true)
	n.setAlpha(255)
	u := n.use(g.Font)
	n.setText(u, g)
	n.moveTo(g)
	r := run{native: n, use: u, sel: g.Font, size: g.Size, unit: 1000 / (g.Size * n.page.scale)}
	r.spacing(g.Glyphs)
	for i := 0; i < len(g.Glyphs); {
		j := i + 1
		for j < len(g.Glyphs) && g.Glyphs[j].Runes == "" {
			j++
		}
		r.cluster(g.Glyphs[i:j])
		i = j
	}
	r.end()
	if r.rise != 0 {
		n.content = append(n.content, "0 Ts\n"...)
	}
}

// use is the font of the document for a selection.
func (n *native) use(sel *font.Selection) *fontUse {
	u := n.fontOf[sel]
	if u == nil {
		for _, o := range n.fonts {
			if o.sel.SameFont(sel) {
				u = o
				break
			}
		}
		if u == nil {
			u = newFontUse(sel, n.file.number())
			n.fonts = append(n.fonts, u)
		}
		n.fontOf[sel] = u
		n.selected = append(n.selected, sel)
	}
	if !slices.Contains(n.page.fonts, u) {
		n.page.fonts = append(n.page.fonts, u)
	}
	return u
}

// setText sets font, size, horizontal scale, colour and the stroke that makes a face bold.
func (n *native) setText(u *fontUse, g *page.Glyphs) {
	p := n.page
	if p.font != u || p.size != g.Size {
		p.font, p.size = u, g.Size
		b := append(appendInt(append(n.content, "/F"...), u.object), ' ')
		n.content = append(appendNumber(b, g.Size, 2), " Tf\n"...)
	}
	scale := g.Scale
	if scale <= 0 {
		scale = 1
	}
	if p.scale != scale {
		p.scale = scale
		n.content = append(appendNumber(n.content, scale*100, 2), " Tz\n"...)
	}
	n.setFill(g.Color)
	if p.bold != g.Font.FakeBold {
		p.bold = g.Font.FakeBold
		mode := "0 Tr\n"
		if p.bold {
			mode = "2 Tr\n"
		}
		n.content = append(n.content, mode...)
	}
	if p.bold {
		n.setStroke(g.Color)
		n.setLine(g.Size*fakeBold, nil, false)
	}
}

// moveTo sets the start of the run. Positions are relative to the start of the run before, rounded as they are
// written, so that rounding does not add up.
func (n *native) moveTo(g *page.Glyphs) {
	p := n.page
	x, y := round(g.X, 2), round(p.height-g.Y, 2)
	skew := 0.0
	if g.Font.FakeItalic {
		skew = fakeSkew
	}
	switch {
	case skew != 0 || p.skew != 0:
		b := append(n.content, "1 0 "...)
		b = append(appendNumber(b, skew, 4), " 1 "...)
		b = append(appendScaled(b, x, 2), ' ')
		n.content = append(appendScaled(b, y, 2), " Tm\n"...)
	default:
		b := append(appendScaled(n.content, x-p.x, 2), ' ')
		n.content = append(appendScaled(b, y-p.y, 2), " Td\n"...)
	}
	p.x, p.y, p.skew = x, y, skew
}

// run writes the glyphs of one Glyphs item as one or more TJ or Tj operators.
type run struct {
	native *native
	use    *fontUse
	sel    *font.Selection
	size   float64
	unit   float64 // thousandths of an em in a point
	extra  float64 // Tc, in 1/1000 em
	at     float64 // where the viewer's pen is, in 1/1000 em from the start of the run
	want   float64 // where the layout's is
	rise   float64
	open   bool // inside < >
	began  bool
}

// spacing sets character spacing when all advances differ from the font's by the same.
func (r *run) spacing(glyphs []page.Glyph) {
	n := r.native
	first := 0.0
	for i := range glyphs {
		g := &glyphs[i]
		d := g.Advance*r.unit - r.use.width(g.ID, g.Runes)
		if g.ID == 0 || g.DX != 0 || i > 0 && math.Abs(d-first) > 0.5 {
			first = 0
			break
		}
		if i == 0 {
			first = d
		}
	}
	if math.Abs(first) < 1 || len(glyphs) < 3 {
		first = 0
	}
	// Tc is not scaled by the font size, but by Tz (ISO 32000-1 9.4.4).
	points := float64(round(first*r.size/1000, 3)) / 1000
	if n.page.spacing != points {
		n.page.spacing = points
		n.content = append(appendNumber(n.content, points, 3), " Tc\n"...)
	}
	r.extra = points * 1000 / r.size
}

// cluster shows glyphs that stand for characters together. Where each is the plain glyph of one of them, it says that
// one; else they say their text once, around all of them (ISO 32000-1 14.9.4).
func (r *run) cluster(glyphs []page.Glyph) {
	if len(glyphs) == 1 {
		r.glyph(&glyphs[0], glyphs[0].Runes)
		return
	}
	text := r.sel.Text(glyphs[0].Runes)
	if each := r.apart(glyphs, []rune(text)); each != nil {
		for i := range glyphs {
			r.glyph(&glyphs[i], string(each[i]))
		}
		return
	}
	r.end()
	n := r.native
	n.content = appendText(append(n.content, "/Span<</ActualText"...), clean(text))
	n.content = append(n.content, ">>BDC\n"...)
	for i := range glyphs {
		r.glyph(&glyphs[i], glyphs[i].Runes)
	}
	r.end()
	n.content = append(n.content, "EMC\n"...)
}

// apart tells which character each glyph of a cluster is, in the order of the text or, right to left, against it; nil
// when glyphs and characters do not pair.
func (r *run) apart(glyphs []page.Glyph, runes []rune) []rune {
	if len(glyphs) != len(runes) {
		return nil
	}
	for range 2 {
		pairs := true
		for i, c := range runes {
			g, ok := r.sel.Face.Glyph(c)
			pairs = pairs && ok && g == glyphs[i].ID
		}
		if pairs {
			return runes
		}
		slices.Reverse(runes)
	}
	return nil
}

// glyph shows a glyph that says text.
func (r *run) glyph(g *page.Glyph, text string) {
	code := uint16(0)
	if g.ID != 0 {
		code = r.use.code(g.ID, r.sel.Text(text))
	}
	if code == 0 {
		r.missing(g)
		return
	}
	if g.DY != r.rise {
		r.end()
		r.rise = g.DY
		r.native.content = append(appendNumber(r.native.content, -g.DY, 2), " Ts\n"...)
	}
	dx := g.DX * r.unit
	r.to(r.want + dx)
	r.show(code)
	r.at += r.use.widths[code] + r.extra
	r.want += g.Advance * r.unit
}

// missing leaves the place of a glyph that the font has not: .notdef may not be shown (ISO 19005-3 6.2.11.8).
func (r *run) missing(g *page.Glyph) {
	r.want += g.Advance * r.unit
	r.native.o.Findings.Warn("glyph-missing", diag.Where{Page: r.native.page.number + 1}, "", "a glyph for %q is not in the font %q", g.Runes, r.sel.Family)
}

// to moves the pen to where the next glyph stands, when it is off by a thousandth of an em or more.
func (r *run) to(x float64) {
	off := math.Round(x - r.at)
	if off == 0 {
		return
	}
	r.begin()
	b := r.native.content
	if r.open {
		b = append(b, '>')
		r.open = false
	}
	r.native.content = appendInt(b, int(-off))
	r.at += off
}

func (r *run) begin() {
	if !r.began {
		r.began = true
		r.native.content = append(r.native.content, '[')
	}
}

func (r *run) show(code uint16) {
	r.begin()
	b := r.native.content
	if !r.open {
		b = append(b, '<')
		r.open = true
	}
	r.native.content = appendHex16(b, code)
}

// end closes the array of strings and numbers.
func (r *run) end() {
	if !r.began {
		return
	}
	b := r.native.content
	if r.open {
		b = append(b, '>')
	}
	r.native.content = append(b, "]TJ\n"...)
	r.open, r.began = false, false
}
