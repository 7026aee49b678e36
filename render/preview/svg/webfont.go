package svg

import (
	"encoding/binary"
	"slices"

	"reportmail/render/font"
)

// webfont makes a file of a subset that browsers accept (OpenType 1.9): a PDF's subset lacks the tables that tie
// characters to glyphs and name the font.
type webfont struct {
	face   *font.Face
	fit    *font.Fit
	glyphs []font.GID // 0 first
	chars  []char     // by rising character
}

// char is a character and the place of its glyph in the subset.
type char struct {
	r     rune
	glyph uint16
}

type table struct {
	tag  string
	data []byte
}

var be = binary.BigEndian

func (w *webfont) file() []byte {
	version := uint32(0x00010000)
	var tables []table
	if w.face.IsCFF() {
		version = 0x4F54544F // OTTO
		tables = append(w.metrics(), table{"CFF ", w.face.AppendCFF(nil, w.glyphs)})
	} else {
		tables = directory(w.face.AppendTrueType(nil, w.glyphs, w.fit))
	}
	tables = append(tables, table{"cmap", w.cmap()}, table{"name", names("preview")}, table{"OS/2", w.os2()}, table{"post", post()})
	return assemble(version, tables)
}

// directory takes a font file apart.
func directory(file []byte) []table {
	var out []table
	for i := range int(be.Uint16(file[4:])) {
		r := file[12+16*i:]
		off, n := be.Uint32(r[8:]), be.Uint32(r[12:])
		out = append(out, table{string(r[:4]), file[off : off+n]})
	}
	return out
}

// assemble writes a font file. Its checksums are right for every table but head, which nobody checks in a browser.
func assemble(version uint32, tables []table) []byte {
	slices.SortFunc(tables, func(a, b table) int { return slices.Compare([]byte(a.tag), []byte(b.tag)) })
	n := len(tables)
	e := 0
	for 2<<e <= n {
		e++
	}
	out := be.AppendUint32(nil, version)
	for _, v := range []int{n, 16 << e, e, 16*n - 16<<e} {
		out = be.AppendUint16(out, uint16(v))
	}
	out = append(out, make([]byte, 16*n)...)
	for i, t := range tables {
		start := len(out)
		out = append(out, t.data...)
		for len(out)&3 != 0 {
			out = append(out, 0)
		}
		r := out[12+16*i:]
		copy(r, t.tag)
		be.PutUint32(r[4:], checksum(out[start:]))
		be.PutUint32(r[8:], uint32(start))
		be.PutUint32(r[12:], uint32(len(t.data)))
	}
	return out
}

func checksum(b []byte) (sum uint32) {
	for ; len(b) >= 4; b = b[4:] {
		sum += be.Uint32(b)
	}
	return sum
}

// cmap maps the characters by format 12, a group for each run of characters whose glyphs follow each other.
func (w *webfont) cmap() []byte {
	type group struct{ from, to, glyph uint32 }
	var groups []group
	for _, c := range w.chars {
		if n := len(groups) - 1; n >= 0 && groups[n].to+1 == uint32(c.r) && groups[n].glyph+uint32(c.r)-groups[n].from == uint32(c.glyph) {
			groups[n].to++
			continue
		}
		groups = append(groups, group{uint32(c.r), uint32(c.r), uint32(c.glyph)})
	}
	b := be.AppendUint16(be.AppendUint16(nil, 0), 1)                // version, one encoding:
	b = be.AppendUint32(append(b, 0, 3, 0, 10), 12)                 // Windows, full Unicode, at 12
	b = append(b, 0, 12, 0, 0)                                      // format 12
	b = be.AppendUint32(b, uint32(16+12*len(groups)))               // length
	b = be.AppendUint32(be.AppendUint32(b, 0), uint32(len(groups))) // any language
	for _, g := range groups {
		b = be.AppendUint32(be.AppendUint32(be.AppendUint32(b, g.from), g.to), g.glyph)
	}
	return b
}

// names is a name table that calls the font name, whatever is asked for.
func names(name string) []byte {
	ids := []uint16{1, 2, 4, 6}
	var text []byte
	for _, r := range name {
		text = append(text, 0, byte(r))
	}
	b := be.AppendUint16(be.AppendUint16(be.AppendUint16(nil, 0), uint16(len(ids))), uint16(6+12*len(ids)))
	for _, id := range ids {
		b = append(b, 0, 3, 0, 1, 4, 9) // Windows, Unicode, English
		b = be.AppendUint16(b, id)
		b = be.AppendUint16(be.AppendUint16(b, uint16(len(text))), 0)
	}
	return append(b, text...)
}

// os2 is a version 4 table with the few values that browsers look at.
func (w *webfont) os2() []byte {
	m := w.face.Metrics()
	b := make([]byte, 96)
	put := func(at, v int) { be.PutUint16(b[at:], uint16(int16(v))) }
	put(0, 4)
	put(2, w.face.Advance(0))
	put(4, 400)
	put(6, 5)
	put(62, 0x40) // regular
	put(64, 0x20)
	put(66, 0xFFFF)
	put(68, m.Ascent)
	put(70, -m.Descent)
	put(74, m.Ascent)
	put(76, m.Descent)
	put(86, m.XHeight)
	put(88, m.CapHeight)
	put(92, 0x20)
	return b
}

// post is a version 3 table: glyphs have no names.
func post() []byte { return append([]byte{0, 3, 0, 0}, make([]byte, 28)...) }

// metrics are head, hhea, hmtx and maxp of a font whose subset is a bare CFF program.
func (w *webfont) metrics() []table {
	m, box, n := w.face.Metrics(), w.face.Descriptor().BBox, len(w.glyphs)
	upm := w.face.UnitsPerEm()
	head := make([]byte, 54)
	be.PutUint32(head, 0x00010000)
	be.PutUint32(head[12:], 0x5F0F3CF5)
	be.PutUint16(head[18:], uint16(upm))
	for i, v := range box {
		be.PutUint16(head[36+2*i:], uint16(int16(v*upm/1000)))
	}
	be.PutUint16(head[48:], 2)
	hhea := make([]byte, 36)
	be.PutUint32(hhea, 0x00010000)
	be.PutUint16(hhea[4:], uint16(int16(m.Ascent)))
	be.PutUint16(hhea[6:], uint16(int16(-m.Descent)))
	be.PutUint16(hhea[34:], uint16(n))
	var hmtx []byte
	for _, g := range w.glyphs {
		hmtx = be.AppendUint16(be.AppendUint16(hmtx, uint16(w.face.Advance(g))), 0)
	}
	maxp := be.AppendUint16([]byte{0, 0, 0x50, 0}, uint16(n))
	return []table{{"head", head}, {"hhea", hhea}, {"hmtx", hmtx}, {"maxp", maxp}}
}
