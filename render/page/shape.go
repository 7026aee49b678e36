package page

import (
	"slices"

	"reportmail/render/font"
)

// shape replaces the glyphs of span s by shaped ones: kerned, ligated, joined. They stay in logical order; runes from
// first on are the span's characters.
func (c *collector) shape(s *span, first int) {
	p, e := c.p, c.e
	f := s.style.f
	feat := font.Features{Kerning: f.Kern > 0 && f.Size >= f.Kern, Ligatures: f.Ligatures}
	dir := font.LeftToRight
	if rightToLeft(s.text) {
		dir = font.RightToLeft
	}
	shaped := font.Shape(s.face.sel, s.text, feat, dir)
	if dir == font.RightToLeft {
		slices.Reverse(shaped)
	}
	p.glyphs = p.glyphs[:s.g0]
	scale := s.size * s.style.scale / 1000
	at, byteAt := first, 0
	for _, g := range shaped {
		out := Glyph{ID: g.ID, Advance: g.Advance * scale, DX: g.DX * scale, DY: -g.DY * s.size / 1000, Runes: g.Runes}
		if g.Runes != "" {
			out.Advance += s.style.spacing
		}
		p.glyphs = append(p.glyphs, out)
		byteAt += len(g.Runes)
	}
	if byteAt == 0 {
		s.g1 = int32(len(p.glyphs))
		return
	}
	// The characters of a cluster belong to its last glyph.
	g := int(s.g0)
	for g < len(p.glyphs) && at < len(e.owner) {
		end := g
		for end+1 < len(p.glyphs) && p.glyphs[end+1].Runes == "" {
			end++
		}
		for range []rune(p.glyphs[g].Runes) {
			if at < len(e.owner) {
				e.owner[at] = int32(end)
				at++
			}
		}
		g = end + 1
	}
	s.g1 = int32(len(p.glyphs))
}
