package pdf

import (
	"math"

	"reportmail/render/font"
)

// fontUse is a font of the document and the glyphs that were drawn with it. Codes are numbered in the order of their
// first use: a TrueType subset is made in that order, so the content can be written before the subset is.
type fontUse struct {
	face   *font.Face
	sel    *font.Selection // any selection of this face and these widths
	cff    bool
	codeOf []uint16 // by glyph; 0: not used yet
	others map[glyphText]uint16
	glyphs []font.GID // by code, from 0
	texts  []string   // by code: the characters it stands for
	widths []float64  // by code, in 1/1000 em
	object int
	subset []byte
}

// glyphText is a glyph that was drawn for other characters than its first use: it gets a second code, so that the text
// can be told from the file.
type glyphText struct {
	glyph font.GID
	text  string
}

func newFontUse(sel *font.Selection, object int) *fontUse {
	return &fontUse{
		face: sel.Face, sel: sel, cff: sel.Face.IsCFF(), object: object,
		codeOf: make([]uint16, sel.Face.NumGlyphs()),
		glyphs: make([]font.GID, 1, 64), texts: make([]string, 1, 64),
		widths: append(make([]float64, 0, 64), float64(sel.Face.Advance(0))*1000/float64(sel.Face.UnitsPerEm())),
	}
}

// code is the number that shows glyph g standing for text.
func (u *fontUse) code(g font.GID, text string) uint16 {
	if int(g) >= len(u.codeOf) {
		return 0
	}
	c := u.codeOf[g]
	if c != 0 && (u.texts[c] == text || text == "") {
		return c
	}
	if c != 0 {
		if u.texts[c] == "" {
			u.texts[c] = text
			return c
		}
		if o, ok := u.others[glyphText{g, text}]; ok {
			return o
		}
	}
	if len(u.glyphs) > math.MaxUint16 {
		return c
	}
	n := uint16(len(u.glyphs))
	u.glyphs = append(u.glyphs, g)
	u.texts = append(u.texts, text)
	u.widths = append(u.widths, u.width(g, text))
	if c == 0 {
		u.codeOf[g] = n
		return n
	}
	if u.others == nil {
		u.others = make(map[glyphText]uint16)
	}
	u.others[glyphText{g, text}] = n
	return n
}

// width is the width that the file says of a glyph. Outlines of a CFF program say their own widths, so real ones of
// another font cannot be put into it; they are made up for between the glyphs.
func (u *fontUse) width(g font.GID, text string) float64 {
	if u.cff {
		return float64(u.face.Advance(g)) * 1000 / float64(u.face.UnitsPerEm())
	}
	return u.sel.Width(text, g)
}
