package pdf

import (
	"fmt"
	"math"
	"unicode/utf8"

	"reportmail/render/diag"
	"reportmail/render/font"
	"reportmail/render/page"
)

// plainFont is a font registered with gofpdf.
type plainFont struct {
	name string
	sel  *font.Selection // what is drawn with
}

// Glyphs writes runs of characters for as long as gofpdf's advances, which are whole thousandths of an em, keep to the
// layout's; then it starts anew at the layout's place.
func (p *plain) Glyphs(g *page.Glyphs) {
	if len(g.Glyphs) == 0 || g.Font == nil || g.Size <= 0 {
		return
	}
	u := p.font(g.Font)
	if u == nil {
		return
	}
	p.f.SetFont(u.name, "", g.Size)
	c := ink(g.Color)
	p.f.SetTextColor(int(c.R), int(c.G), int(c.B))
	scale := g.Scale
	if scale <= 0 {
		scale = 1
	}
	if g.Font.FakeBold {
		p.stroke(g.Color, g.Size*fakeBold, nil, false)
		p.f.SetTextRenderingMode(2)
		defer p.f.SetTextRenderingMode(0)
	}
	if _, real := u.sel.RealWidths(); real {
		p.stretched(u, g, scale)
		return
	}
	var text []byte
	start, pen, x := g.X, g.X, g.X
	y := g.Y
	flush := func() {
		if len(text) > 0 {
			p.show(string(text), start, y, scale, g.Font.FakeItalic)
		}
		text = text[:0]
	}
	for i := range g.Glyphs {
		gl := &g.Glyphs[i]
		if off := pen - x; math.Abs(off) > g.Size*0.004 || gl.DX != 0 || gl.DY != 0 || len(text) == 0 {
			flush()
			start, pen, y = x+gl.DX, x+gl.DX, g.Y+gl.DY
		}
		for _, r := range gl.Runes {
			r = p.drawable(u, r)
			text = utf8.AppendRune(text, r)
			pen += u.advance(r) * g.Size / 1000 * scale
		}
		x += gl.Advance
	}
	flush()
}

// advance is what gofpdf moves on by, in 1/1000 em.
func (u *plainFont) advance(r rune) float64 {
	id, _ := u.sel.Face.Glyph(r)
	return math.Round(float64(u.sel.Face.Advance(id)) * 1000 / float64(u.sel.Face.UnitsPerEm()))
}

// stretched draws each character as wide as the layout's advance, where that is the one of another font.
func (p *plain) stretched(u *plainFont, g *page.Glyphs, scale float64) {
	x := g.X
	for i := range g.Glyphs {
		gl := &g.Glyphs[i]
		own := 0.0
		var text []byte
		for _, r := range gl.Runes {
			r = p.drawable(u, r)
			text = utf8.AppendRune(text, r)
			own += u.advance(r) * g.Size / 1000
		}
		if own > 0 {
			p.show(string(text), x+gl.DX, g.Y+gl.DY, min(max(gl.Advance/own, scale/2), scale*2), g.Font.FakeItalic)
		}
		x += gl.Advance
	}
}

// show draws text; colours, scale and slant are set around it.
func (p *plain) show(text string, x, y, scale float64, italic bool) {
	if scale == 1 && !italic {
		p.f.Text(x, y, text)
		return
	}
	p.f.TransformBegin()
	if italic {
		p.f.TransformSkewX(math.Atan(fakeSkew)*180/math.Pi, x, y)
	}
	if scale != 1 {
		p.f.TransformScaleX(scale*100, x, y)
	}
	p.f.Text(x, y, text)
	p.f.TransformEnd()
}

// drawable is r, or what stands for it when gofpdf fails on it or the font has not got it.
func (p *plain) drawable(u *plainFont, r rune) rune {
	r = u.sel.Rune(r)
	if _, ok := u.sel.Face.Glyph(r); ok && r <= 0xFFFF {
		return r
	}
	p.o.Findings.Warn("glyph-missing", diag.Where{Page: p.number}, "use the native engine", "gofpdf cannot draw the character %q (%U)", r, r)
	if _, ok := u.sel.Face.Glyph(utf8.RuneError); ok {
		return utf8.RuneError
	}
	return '?'
}

// font registers the font of a selection, or of what stands in for it: gofpdf reads TrueType outlines only.
func (p *plain) font(sel *font.Selection) *plainFont {
	if u, ok := p.fonts[sel]; ok {
		return u
	}
	p.used = append(p.used, sel)
	u := &plainFont{sel: sel}
	if u.name = p.face(sel.Face); u.name == "" {
		if p.stand == nil {
			p.stand, _ = font.NewLibrary(font.Options{}) // fails for directories only
		}
		u.sel = p.stand.Select("Liberation Sans", sel.Style)
		u.name = p.face(u.sel.Face)
		p.o.Findings.Warn("font-substituted", diag.Where{Page: p.number}, "use the native engine", "gofpdf cannot read the font %q; %s stands in", sel.Family, u.sel.Family)
	}
	if u.name == "" {
		u = nil
	}
	p.fonts[sel] = u
	return u
}

// face registers a face once; "" is one that gofpdf does not read. It prints and goes on where it should answer with
// an error, so what it cannot read is kept from it.
func (p *plain) face(face *font.Face) (name string) {
	if name, ok := p.faces[face]; ok {
		return name
	}
	defer func() {
		if recover() != nil {
			name = ""
		}
		p.faces[face] = name
	}()
	data := face.TrueType()
	if data == nil || !face.HasUnicodeSegments() {
		return ""
	}
	name = fmt.Sprintf("f%d", len(p.faces))
	p.f.AddUTF8FontFromBytes(name, "", data)
	if p.f.SetFont(name, "", 10); p.f.Err() {
		p.f.ClearError()
		return ""
	}
	return name
}
