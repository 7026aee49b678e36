package page

import (
	"reportmail/render/doc"
	"reportmail/render/font"
)

// textStyle is a run format made ready for layout: fonts found, sizes in points.
type textStyle struct {
	f          *doc.RunFormat
	style      font.Style
	latin      *face
	high       *face
	asia, cs   *face // found when first needed
	full       float64
	size       float64 // points; reduced for superscript and subscript
	rise       float64 // points, upwards
	scale      float64
	spacing    float64
	shape      bool // kerning or ligatures are asked for
	underline  bool
	decoration bool // anything to draw beside the glyphs
}

// Superscript and subscript as Word sets them: two thirds of the size, raised by a third or lowered by a seventh.
const (
	scriptSize = 0.65
	superRise  = 0.34
	subDrop    = 0.14
	smallCap   = 0.8
)

// textStyle makes f ready, once.
func (e *engine) textStyle(f *doc.RunFormat) *textStyle {
	if t := e.text[f]; t != nil {
		return t
	}
	style := font.Style{Bold: f.Bold, Italic: f.Italic}
	t := &textStyle{
		f: f, style: style, latin: e.face(f.Font, style), full: f.Size.Points(), scale: float64(f.Scale) / 100,
		spacing: f.Spacing.Points(), rise: f.Position.Points(),
	}
	t.high = t.latin
	if f.FontHigh != f.Font {
		t.high = e.face(f.FontHigh, style)
	}
	if t.scale <= 0 {
		t.scale = 1
	}
	t.size = t.full
	switch f.VertAlign {
	case doc.Superscript:
		t.size, t.rise = t.full*scriptSize, t.rise+t.full*superRise
	case doc.Subscript:
		t.size, t.rise = t.full*scriptSize, t.rise-t.full*subDrop
	}
	t.shape = f.Kern > 0 && f.Size >= f.Kern || f.Ligatures
	t.underline = f.Underline.Style != "none" && f.Underline.Style != ""
	t.decoration = t.underline || f.Strike || f.DStrike || f.Highlight.Set || f.Shading.Set || f.Border.Drawn()
	e.text[f] = t
	return t
}

// asiaFace is the font of East Asian characters.
func (e *engine) asiaFace(t *textStyle) *face {
	if t.asia == nil {
		t.asia = e.face(t.f.FontAsia, t.style)
	}
	return t.asia
}

// complexFace is the font of complex scripts.
func (e *engine) complexFace(t *textStyle) *face {
	if t.cs == nil {
		t.cs = e.face(t.f.FontCS, t.style)
	}
	return t.cs
}

// fallback is a font that has r, or nil.
func (e *engine) fallback(r rune, style font.Style) *face {
	sel := e.opt.Fonts.Fallback(r, style)
	if sel == nil {
		return nil
	}
	if f := e.fall[sel]; f != nil {
		return f
	}
	f := newFace(sel)
	e.fall[sel] = f
	return f
}
