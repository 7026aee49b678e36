package svg

import (
	"strconv"
	"unicode"
	"unicode/utf8"

	"reportmail/render/font"
	"reportmail/render/page"
)

// Proportions of a style that the face has not, the same as in the PDF.
const (
	fakeBold = 0.03   // width of the stroke around the outlines, in em
	fakeSkew = 0.2126 // tangent of 12 degrees
)

// plane is the first character of the private plane whose characters are glyphs.
const plane = 0xF0000

// glyphs writes a run as one text element with a place for every glyph: a browser breaks, kerns and joins nothing.
func (d *drawer) glyphs(g *page.Glyphs) {
	if len(g.Glyphs) == 0 || g.Font == nil || g.Size <= 0 {
		return
	}
	scale := g.Scale
	if scale <= 0 {
		scale = 1
	}
	x, y := g.X, g.Y
	moved := scale != 1 || g.Font.FakeItalic
	d.str("<text")
	if moved {
		x, y = 0, 0
		d.str(` transform="matrix(`)
		skew := 0.0
		if g.Font.FakeItalic {
			skew = -fakeSkew
		}
		for i, v := range [6]float64{scale, 0, skew, 1, g.X, g.Y} {
			if i > 0 {
				d.b = append(d.b, ' ')
			}
			d.b = appendFine(d.b, v)
		}
		d.str(`)"`)
	}
	d.places(g, x, y, scale)
	u := d.fonts.use(g.Font)
	d.attr("font-family", u.name)
	d.num("font-size", g.Size)
	d.color("fill", g.Color)
	if g.Font.FakeBold {
		d.color("stroke", g.Color)
		d.num("stroke-width", g.Size*fakeBold)
	}
	d.mark(g.From)
	d.str(">")
	for i := range g.Glyphs {
		d.b = appendText(d.b, string(u.code(&g.Glyphs[i], g.RTL)))
	}
	d.str("</text>\n")
}

// places writes the x of every glyph, and their y where one is raised.
func (d *drawer) places(g *page.Glyphs, x, y, scale float64) {
	d.str(` x="`)
	at, raised := x, false
	for i := range g.Glyphs {
		if i > 0 {
			d.b = append(d.b, ' ')
		}
		d.b = appendNum(d.b, at+g.Glyphs[i].DX/scale)
		at += g.Glyphs[i].Advance / scale
		raised = raised || g.Glyphs[i].DY != 0
	}
	d.str(`"`)
	if !raised {
		d.num("y", y)
		return
	}
	d.str(` y="`)
	for i := range g.Glyphs {
		if i > 0 {
			d.b = append(d.b, ' ')
		}
		d.b = appendNum(d.b, y+g.Glyphs[i].DY)
	}
	d.str(`"`)
}

// appendFine writes a number of a matrix.
func appendFine(b []byte, v float64) []byte {
	return strconv.AppendFloat(b, float64(int64(v*10000+half(v)))/10000, 'g', -1, 64)
}

func half(v float64) float64 {
	if v < 0 {
		return -0.5
	}
	return 0.5
}

// code is the character that draws a glyph: its own where it has one that a browser neither reorders, joins nor takes
// from another font, else that of the private plane.
func (u *use) code(g *page.Glyph, rtl bool) rune {
	r, n := utf8.DecodeRuneInString(g.Runes)
	if r == ' ' { // browsers drop blanks at the ends of texts
		r = nbsp
		if blank, ok := u.sel.Face.Glyph(' '); ok && blank == g.ID {
			u.note(r, g.ID, g.Runes)
			return r
		}
	}
	if r == nbsp && u.spaced(g.ID) {
		n = 0
	}
	if !rtl && n > 0 && n == len(g.Runes) && plain(r) {
		if own, ok := u.sel.Face.Glyph(r); ok && own == g.ID {
			u.note(r, g.ID, g.Runes)
			return r
		}
	}
	r = plane + rune(g.ID)
	u.note(r, g.ID, g.Runes)
	return r
}

const nbsp = '\u00A0'

// spaced tells whether a no-break space has another glyph than a blank, whose character it is.
func (u *use) spaced(g font.GID) bool {
	blank, ok := u.sel.Face.Glyph(' ')
	return ok && blank != g
}

// simple are characters that stand alone in every script run: no marks, no joined or right-to-left scripts, no
// pictures.
var simple = &unicode.RangeTable{
	R16: []unicode.Range16{
		{Lo: 0x0021, Hi: 0x007E, Stride: 1}, {Lo: 0x00A0, Hi: 0x00AC, Stride: 1}, {Lo: 0x00AE, Hi: 0x02AF, Stride: 1},
		{Lo: 0x0370, Hi: 0x052F, Stride: 1}, {Lo: 0x1E00, Hi: 0x1FFF, Stride: 1}, {Lo: 0x2010, Hi: 0x2027, Stride: 1},
		{Lo: 0x2030, Hi: 0x205E, Stride: 1}, {Lo: 0x20A0, Hi: 0x20CF, Stride: 1}, {Lo: 0x2116, Hi: 0x2116, Stride: 1},
		{Lo: 0x3001, Hi: 0x3029, Stride: 1}, {Lo: 0x3041, Hi: 0x3096, Stride: 1}, {Lo: 0x30A1, Hi: 0x30FA, Stride: 1},
		{Lo: 0x4E00, Hi: 0x9FFF, Stride: 1}, {Lo: 0xAC00, Hi: 0xD7A3, Stride: 1},
	},
	LatinOffset: 2,
}

func plain(r rune) bool {
	return unicode.Is(simple, r) && !unicode.Is(unicode.M, r) && r != '\u203C' && r != '\u2049' // two that browsers draw as pictures
}
