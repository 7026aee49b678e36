package font

import (
	"encoding/binary"
	"slices"
)

// TrueType is the face as a file of its own, for programs that read no collections; nil when it has CFF outlines.
func (f *Face) TrueType() []byte {
	if f.IsCFF() {
		return nil
	}
	if view(f.data).u32(0) != 0x74746366 { // not a collection
		return f.data
	}
	t := make(map[string][]byte, len(f.tab))
	for tag, data := range f.tab {
		t[tag] = data
	}
	return assemble(t)
}

// assemble writes a TrueType file of tables.
func assemble(tables map[string][]byte) []byte {
	var tags []string
	for tag := range tables {
		tags = append(tags, tag)
	}
	slices.Sort(tags)
	out := make([]byte, 12+16*len(tags))
	binary.BigEndian.PutUint32(out, 0x00010000)
	binary.BigEndian.PutUint16(out[4:], uint16(len(tags)))
	for i, tag := range tags {
		start := len(out)
		out = append(out, tables[tag]...)
		for len(out)&3 != 0 {
			out = append(out, 0)
		}
		r := out[12+16*i:]
		copy(r, tag)
		binary.BigEndian.PutUint32(r[4:], checksum(out[start:]))
		binary.BigEndian.PutUint32(r[8:], uint32(start))
		binary.BigEndian.PutUint32(r[12:], uint32(len(tables[tag])))
	}
	return out
}

// HasUnicodeSegments tells whether the face's characters stand in a segment table of the basic plane (cmap format 4),
// the only one that old programs read.
func (f *Face) HasUnicodeSegments() bool {
	t := f.tab["cmap"]
	for i := range min(t.u16(2), maxTables) {
		rec := t.part(4+8*i, 8)
		if p, e := rec.u16(0), rec.u16(2); (p == 3 && e == 1 || p == 0) && t.from(rec.u32(4)).u16(0) == 4 {
			return true
		}
	}
	return false
}
