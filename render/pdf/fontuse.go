package pdf

import (
	"math"
	"sync"

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
}

// glyphText is a glyph that was drawn for other characters than its first use: it gets a second code, so that the text
// can be told from the file.
type glyphText struct {
	glyph font.GID
	text  string
}

// fontUsePool keeps the tables of glyphs, emptied.
var fontUsePool = sync.Pool{New: func() any { return new(fontUse) }}

func newFontUse(sel *font.Selection, object int) *fontUse {
	u := fontUsePool.Get().(*fontUse)
	u.face, u.sel, u.cff, u.object = sel.Face, sel, sel.Face.IsCFF(), object
	if n := sel.Face.NumGlyphs(); n > cap(u.codeOf) {
		u.codeOf = make([]uint16, n)
	} else {
		u.codeOf = u.codeOf[:n]
	}
	u.glyphs, u.texts = append(u.glyphs, 0), append(u.texts, "")
	u.widths = append(u.widths, u.width(0, ""))
	return u
}

// release empties the tables: of the codes only those that were set.
func (u *fontUse) release() {
	for _, g := range u.glyphs {
		u.codeOf[g] = 0
	}
	clear(u.texts)
	*u = fontUse{codeOf: u.codeOf, glyphs: u.glyphs[:0], texts: u.texts[:0], widths: u.widths[:0]}
	fontUsePool.Put(u)
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
