package font

import (
	"strings"
	"unicode/utf8"
)

// Style picks a face of a family.
type Style struct{ Bold, Italic bool }

// Selection is what a Library answers for a family and style: the face to draw with and how it stands in. A library
// answers the same question with the same pointer.
type Selection struct {
	Face        *Face
	Requested   string // family asked for
	Family      string // family of Face
	Style       Style  // style asked for
	Substituted bool
	FakeBold    bool // the face is not bold: draw it with a stroke
	FakeItalic  bool // the face is not slanted: draw it skewed

	widths *widths     // real advances of the family asked for
	lines  *lineHeight // real vertical measures of the family asked for
	symbol *symbolMap  // the family asked for is a symbol font and Face is not

	barcode  string // the kind of barcode that Face draws the bars of
	unusable error  // the family is there but cannot be used
}

// Advance is the width of r drawn with glyph g in 1/1000 em. Where Face stands in for a font whose real widths are
// known, it is the real width, so that lines break where Word breaks them.
func (s *Selection) Advance(r rune, g GID) float64 {
	own := float64(s.Face.Advance(g)) * s.Face.scale
	if s.widths == nil {
		return own
	}
	return s.widths.advance(r, own)
}

// Metrics are the vertical measures to lay out with, in 1/1000 em. A line is ascent + descent + lineGap high; the gap
// stands above the ascent.
func (s *Selection) Metrics() (ascent, descent, lineGap float64) {
	if s.lines != nil {
		return s.lines.ascent, s.lines.descent, s.lines.gap
	}
	m, k := &s.Face.metrics, s.Face.scale
	return float64(m.Ascent) * k, float64(m.Descent) * k, float64(m.LineGap) * k
}

// Glyph is the glyph that draws r, which may be a character of a symbol font (Rune); false when the face has none.
func (s *Selection) Glyph(r rune) (GID, bool) {
	if s.symbol != nil {
		r = s.symbol.rune(r)
	}
	return s.Face.Glyph(r)
}

// Rune is the Unicode character that r says: in a layout that uses Symbol or Wingdings the code U+F0B7 is a bullet.
// With any other font it is r.
func (s *Selection) Rune(r rune) rune {
	if s.symbol != nil {
		return s.symbol.rune(r)
	}
	return r
}

// Text is what a string of the layout says: that of Rune for each of its characters.
func (s *Selection) Text(text string) string {
	if s.symbol == nil {
		return text
	}
	return strings.Map(s.symbol.rune, text)
}

// Width is the advance of glyph g that stands for text, in 1/1000 em: that of Advance for a single character.
func (s *Selection) Width(text string, g GID) float64 {
	if s.widths != nil && text != "" {
		if r, n := utf8.DecodeRuneInString(text); n == len(text) {
			return s.Advance(r, g)
		}
	}
	return float64(s.Face.Advance(g)) * s.Face.scale
}

// RealWidths tells whether advances are those of the font asked for instead of the face's, and how much wider that
// font is on average.
func (s *Selection) RealWidths() (ratio float64, ok bool) {
	if s.widths == nil {
		return 1, false
	}
	return s.widths.ratio, true
}

// SameFont tells whether text of both can share one font program of a PDF: the same face with the same advances.
func (s *Selection) SameFont(o *Selection) bool { return s.Face == o.Face && s.widths == o.widths }
