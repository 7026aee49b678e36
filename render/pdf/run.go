package pdf

import (
	"math"
	"slices"

	"reportmail/render/diag"
	"reportmail/render/font"
	"reportmail/render/page"
)

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
	off := float64(round(x-r.at, 0))
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
