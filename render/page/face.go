package page

import "reportmail/render/font"

// face is a font as layout uses it: glyphs and widths of ASCII text without a call, vertical measures in em.
type face struct {
	sel       *font.Selection
	asc, desc float64 // em; the line gap is part of asc, as Word leaves it above the text
	ascii     [128]asciiGlyph
	bold      bool
	italic    bool
}

type asciiGlyph struct {
	adv float64 // em
	id  font.GID
	has bool
	set bool
}

type faceKey struct {
	family string
	style  font.Style
}

// face is the font that stands for a family.
func (e *engine) face(family string, style font.Style) *face {
	key := faceKey{family, style}
	if f := e.faces[key]; f != nil {
		return f
	}
	f := newFace(e.opt.Fonts.Select(family, style))
	e.faces[key] = f
	return f
}

func newFace(sel *font.Selection) *face {
	asc, desc, gap := sel.Metrics()
	return &face{sel: sel, asc: (asc + gap) / 1000, desc: desc / 1000}
}

// glyph is the glyph of a character and its width in em.
func (f *face) glyph(r rune) (id font.GID, adv float64, ok bool) {
	if r >= 128 {
		id, ok = f.sel.Glyph(r)
		if !ok {
			return 0, 0, false
		}
		return id, f.sel.Advance(r, id) / 1000, true
	}
	a := &f.ascii[r]
	if !a.set {
		a.set = true
		if a.id, a.has = f.sel.Glyph(r); a.has {
			a.adv = f.sel.Advance(r, a.id) / 1000
		}
	}
	return a.id, a.adv, a.has
}
