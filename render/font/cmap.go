package font

import "sort"

// cmap maps characters to glyphs. The basic plane is a table of pages, the rest ranges.
type cmap struct {
	pages  [256]*[256]GID
	ranges []cmapRange // beyond U+FFFF, sorted
	symbol bool        // a (3,0) table: characters stand at U+F000 and up
}

type cmapRange struct {
	first, last rune
	glyph       int
}

func (c *cmap) glyph(r rune) GID {
	if r < 0 {
		return 0
	}
	if r < 0x10000 {
		if p := c.pages[r>>8]; p != nil {
			if g := p[r&0xFF]; g != 0 {
				return g
			}
		}
		if c.symbol && r < 0x100 {
			if p := c.pages[0xF0]; p != nil {
				return p[r]
			}
		}
		return 0
	}
	i := sort.Search(len(c.ranges), func(i int) bool { return c.ranges[i].last >= r })
	if i < len(c.ranges) && r >= c.ranges[i].first {
		return GID(c.ranges[i].glyph + int(r-c.ranges[i].first))
	}
	return 0
}

func (c *cmap) set(r, g, glyphs int) {
	if g <= 0 || g >= glyphs || r < 0 || r > 0xFFFF {
		return
	}
	p := c.pages[r>>8]
	if p == nil {
		p = new([256]GID)
		c.pages[r>>8] = p
	}
	p[r&0xFF] = GID(g)
}

// parseCmap reads the best subtable of a cmap table: full Unicode, then the basic plane, then symbol, then the old
// Macintosh ones (OpenType 1.9, cmap).
func parseCmap(t view, glyphs int) cmap {
	best, rank := -1, 0
	var c cmap
	for i := range min(t.u16(2), maxTables) {
		rec := t.part(4+8*i, 8)
		r := subtableRank(rec.u16(0), rec.u16(2), t.from(rec.u32(4)).u16(0))
		if r > rank {
			best, rank = rec.u32(4), r
			c.symbol = rec.u16(0) == 3 && rec.u16(2) == 0
		}
	}
	if best < 0 {
		return c
	}
	s := t.from(best)
	switch s.u16(0) {
	case 0:
		for r := range 256 {
			c.set(r, s.u8(6+r), glyphs)
		}
	case 4:
		c.format4(s, glyphs)
	case 6:
		first := s.u16(6)
		for i := range s.u16(8) {
			c.set(first+i, s.u16(10+2*i), glyphs)
		}
	case 12:
		c.format12(s, glyphs)
	}
	return c
}

// subtableRank orders subtables by how much of Unicode they cover; 0 is a subtable that is not read.
func subtableRank(platform, encoding, format int) int {
	unicode := platform == 0 || platform == 3 && (encoding == 1 || encoding == 10)
	switch {
	case format == 12 && unicode:
		return 6
	case format == 4 && unicode:
		return 5
	case format == 6 && unicode:
		return 4
	case format == 4 && platform == 3 && encoding == 0:
		return 3
	case (format == 0 || format == 4 || format == 6 || format == 12) && (platform == 1 || platform == 3 && encoding == 0):
		return 2
	}
	return 0
}

// format4 reads segments; they must ascend, which also bounds the work.
func (c *cmap) format4(s view, glyphs int) {
	n := s.u16(6) / 2
	ends, starts, deltas, offsets := s.from(14), s.from(16+2*n), s.from(16+4*n), s.from(16+6*n)
	next := 0
	for i := range n {
		first, last, delta, off := max(starts.u16(2*i), next), ends.u16(2*i), deltas.u16(2*i), offsets.u16(2*i)
		next = max(next, last+1)
		for r := first; r <= last && r < 0xFFFF; r++ {
			if off == 0 {
				c.set(r, (r+delta)&0xFFFF, glyphs)
				continue
			}
			if g := offsets.u16(2*i + off + 2*(r-starts.u16(2*i))); g != 0 {
				c.set(r, (g+delta)&0xFFFF, glyphs)
			}
		}
	}
}

// format12 reads groups; they must ascend, which also bounds the work.
func (c *cmap) format12(s view, glyphs int) {
	next := 0
	for i := range min(s.u32(12), len(s)/12) {
		g := s.from(16 + 12*i)
		first, last, glyph := g.u32(0), min(g.u32(4), 0x10FFFF), g.u32(8)
		if first < next || last < first {
			continue
		}
		next = last + 1
		r := first
		for ; r <= min(last, 0xFFFF); r++ {
			c.set(r, glyph+r-first, glyphs)
		}
		if r <= last && glyph+r-first < glyphs {
			end := min(last, first+glyphs-1-glyph)
			c.ranges = append(c.ranges, cmapRange{rune(r), rune(end), glyph + r - first})
		}
	}
}
