package page

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"reportmail/render/diag"
	"reportmail/render/doc"
	"reportmail/render/font"
	"reportmail/render/page/linebreak"
)

type lineBreak = linebreak.Break

const (
	mayBreak  = linebreak.May
	softBreak = linebreak.Soft
)

// text adds text of one size, a span for each font that it needs.
func (c *collector) text(t *textStyle, s string, size float64) {
	e, p := c.e, c.p
	open := span{style: t, size: size, link: c.link, from: c.from, g0: int32(len(p.glyphs)), g1: -1}
	first, complexText := len(e.runes), t.shape
	start := 0
	scale := size * t.scale
	for i := 0; i < len(s); {
		r, n := rune(s[i]), 1
		if r >= utf8.RuneSelf {
			r, n = utf8.DecodeRuneInString(s[i:])
		}
		if ignorable(r) {
			e.runes, e.owner = append(e.runes, r), append(e.owner, int32(len(p.glyphs)-1))
			open.dropped = true
			complexText = complexText || r == 0x200C || r == 0x200D
			i += n
			continue
		}
		f := t.latin
		if r >= 0x80 {
			f = c.scriptFace(t, r)
			complexText = complexText || complexScript(r)
		}
		id, adv, ok := f.glyph(r)
		if !ok {
			f, id, adv = c.missing(t, f, r)
		}
		if f != open.face && open.face != nil {
			c.close(open, s[start:i], first, complexText)
			open.g0, start, first, complexText, open.dropped = int32(len(p.glyphs)), i, len(e.runes), t.shape || complexScript(r), false
		}
		open.face = f
		e.runes, e.owner = append(e.runes, r), append(e.owner, int32(len(p.glyphs)))
		p.glyphs = append(p.glyphs, Glyph{ID: id, Advance: adv*scale + t.spacing, Runes: s[i : i+n]})
		i += n
	}
	if open.face != nil {
		c.close(open, s[start:], first, complexText)
	}
}

// close ends a span of text; runes from first on are its characters.
func (c *collector) close(s span, text string, first int, shape bool) {
	s.text = text
	full := s.style.full
	if s.size < s.style.size { // small capitals keep the line height of the run
		full = s.style.full
	}
	s.asc, s.desc = s.face.asc*full, s.face.desc*full
	if s.style.f.VertAlign != doc.Baseline || s.style.rise != 0 {
		s.asc, s.desc = s.face.asc*s.size+s.style.rise, s.face.desc*s.size-s.style.rise
	}
	s.g1 = int32(len(c.p.glyphs))
	switch {
	case shape:
		c.shape(&s, first)
	case s.dropped:
		s.text = joinRunes(c.p.glyphs[s.g0:s.g1])
	}
	c.p.spans = append(c.p.spans, s)
}

// joinRunes is what glyphs say.
func joinRunes(glyphs []Glyph) string {
	var b strings.Builder
	for i := range glyphs {
		b.WriteString(glyphs[i].Runes)
	}
	return b.String()
}

// ignorable characters have no shape and no width of their own.
func ignorable(r rune) bool {
	switch {
	case r < 0x20, r == 0x7F, r == 0xAD, r >= 0x200B && r <= 0x200F, r >= 0x2028 && r <= 0x202E,
		r >= 0x2060 && r <= 0x206F, r == 0xFEFF, r >= 0xFE00 && r <= 0xFE0F, r == 0x061C, r >= 0x80 && r < 0xA0:
		return true
	}
	return false
}

// scriptFace is the run's font for a character beyond ASCII (ECMA-376-1 17.3.2.26).
func (c *collector) scriptFace(t *textStyle, r rune) *face {
	switch {
	case t.f.CS || t.f.RTL, r >= 0x0590 && r < 0x1100, r >= 0x1780 && r < 0x1800, r >= 0xFB1D && r < 0xFE00, r >= 0xFE70 && r < 0xFEFF:
		if r >= 0x0590 && r < 0x1E00 || r >= 0xFB1D {
			return c.e.complexFace(t)
		}
		return t.high
	case r >= 0x1100 && r < 0x1200, r >= 0x2E80 && r < 0xD7FF, r >= 0xF900 && r < 0xFB00, r >= 0xFE30 && r < 0xFE50, r >= 0xFF00 && r < 0xFFF0, r >= 0x20000 && r < 0x40000:
		return c.e.asiaFace(t)
	}
	return t.high
}

// complexScript tells whether r needs shaping: its glyph depends on its neighbours.
func complexScript(r rune) bool {
	switch {
	case r < 0x0300:
		return false
	case r < 0x0370, r >= 0x0590 && r < 0x0E00 && r != 0x0589, r >= 0x0E00 && r < 0x1100, r >= 0x1700 && r < 0x1CFF,
		r >= 0x1F1E6 && r <= 0x1F1FF, r >= 0x1F3FB && r <= 0x1F3FF, r >= 0xFB1D && r < 0xFE00, r >= 0xFE20 && r < 0xFE30, r >= 0xFE70 && r < 0xFEFF:
		return true
	}
	return false
}

// folded are characters that a font may lack, and what they look like.
var folded = map[rune]rune{0xA0: ' ', 0x202F: ' ', 0x2007: ' ', 0x2010: '-', 0x2011: '-', 0x2000: ' ', 0x2001: ' ', 0x2002: ' ', 0x2003: ' ',
	0x2004: ' ', 0x2005: ' ', 0x2006: ' ', 0x2008: ' ', 0x2009: ' ', 0x200A: ' ', 0x3000: ' ', 0x2212: '-', 0x2015: 0x2014}

// missing finds a glyph for a character that the run's font f does not have.
func (c *collector) missing(t *textStyle, f *face, r rune) (*face, font.GID, float64) {
	if as, ok := folded[r]; ok {
		if id, adv, ok := f.glyph(as); ok {
			return f, id, adv
		}
	}
	if fb := c.e.fallback(r, t.style); fb != nil {
		if id, adv, ok := fb.glyph(r); ok {
			return fb, id, adv
		}
	}
	c.e.finds.Add(diag.Finding{ID: "glyph-missing", Severity: diag.Warning, Message: fmt.Sprintf("no font has the character U+%04X", r),
		Where: diag.Where{Part: c.e.part}, Hint: "add a font that has it with --font-dir"})
	for _, stand := range []rune{0xFFFD, '?'} {
		if id, adv, ok := f.glyph(stand); ok {
			return f, id, adv
		}
	}
	return f, 0, 0
}
