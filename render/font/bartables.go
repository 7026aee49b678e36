package font

import (
	"encoding/binary"
	"slices"
	"unicode/utf16"
)

// barTables puts the font together.
func barTables(k barcodeKey, glyphs []barGlyph, glyf []byte, loca []uint32, hmtx []byte, ascent, descent int) []byte {
	n := len(loca) - 1
	head := appendInt16s(nil, 1, 0, 1, 0, 0, 0, 0x5F0F, 0x3CF5-0x10000, 0, barUnits, 0, 0, 0, 0, 0, 0, 0, 0, 0, -descent, 4*barUnits, ascent, 0, 8, 2, 1, 0)
	hhea := appendInt16s(nil, 1, 0, ascent, -descent, 0, 4*barUnits, 0, 0, 4*barUnits, 1, 0, 0, 0, 0, 0, 0, 0, n)
	maxp := appendInt16s(nil, 1, 0, n, 2000, 500, 2000, 500, 2, 0, 0, 0, 0, 0, 0, 8, 1)
	var locaTable []byte
	for _, l := range loca {
		locaTable = binary.BigEndian.AppendUint32(locaTable, l)
	}
	os2 := make([]byte, 96)
	binary.BigEndian.PutUint16(os2, 4)
	binary.BigEndian.PutUint16(os2[4:], 400)
	binary.BigEndian.PutUint16(os2[6:], 5)
	binary.BigEndian.PutUint16(os2[68:], uint16(ascent))
	binary.BigEndian.PutUint16(os2[70:], uint16(int16(-descent)))
	binary.BigEndian.PutUint16(os2[74:], uint16(ascent))
	binary.BigEndian.PutUint16(os2[76:], uint16(descent))
	post := make([]byte, 32)
	binary.BigEndian.PutUint32(post, 0x00030000)
	return assemble(map[string][]byte{
		"OS/2": os2, "cmap": barCmap(glyphs), "glyf": glyf, "head": head, "hhea": hhea, "hmtx": hmtx, "loca": locaTable, "maxp": maxp,
		"name": barNames("Bars of " + k.symbology.name), "post": post,
	})
}

// barCmap writes a segment for each character (format 4).
func barCmap(glyphs []barGlyph) []byte {
	type pair struct {
		r rune
		g int
	}
	var pairs []pair
	for i := range glyphs {
		for _, r := range glyphs[i].runes {
			pairs = append(pairs, pair{r, i})
		}
	}
	slices.SortFunc(pairs, func(a, b pair) int { return int(a.r - b.r) })
	n := len(pairs) + 1
	var ends, starts, deltas, offsets []byte
	for _, p := range pairs {
		ends = appendInt16s(ends, int(p.r))
		starts = appendInt16s(starts, int(p.r))
		deltas = appendInt16s(deltas, p.g-int(p.r))
		offsets = appendInt16s(offsets, 0)
	}
	ends, starts, deltas, offsets = appendInt16s(ends, -1), appendInt16s(starts, -1), appendInt16s(deltas, 1), appendInt16s(offsets, 0)
	b := appendInt16s(nil, 0, 1, 3, 1, 0, 12, 4, 16+8*n, 0, 2*n, 0, 0, 0)
	b = append(append(b, ends...), 0, 0)
	return append(append(append(b, starts...), deltas...), offsets...)
}

// barNames writes family, style and PostScript name.
func barNames(family string) []byte {
	names := []struct {
		id int
		s  string
	}{{1, family}, {2, "Regular"}, {4, family}, {6, "Bars"}}
	b := appendInt16s(nil, 0, len(names), 6+12*len(names))
	var text []byte
	for _, n := range names {
		u := utf16.Encode([]rune(n.s))
		b = appendInt16s(b, 3, 1, 0x409, n.id, 2*len(u), len(text))
		for _, c := range u {
			text = binary.BigEndian.AppendUint16(text, c)
		}
	}
	return append(b, text...)
}
