package font

import (
	"encoding/binary"
	"math/bits"
)

// maxSubset bounds the glyphs of a subset; glyph numbers have 16 bits.
const maxSubset = 0xFFFF

// subsetTags are the tables of a subset, sorted as the directory must be. A PDF needs no more of a TrueType font whose
// glyphs are addressed by number (ISO 32000-1 9.9); hinting is dropped with its instructions.
var subsetTags = [...]string{"glyf", "head", "hhea", "hmtx", "loca", "maxp"}

// subsetHead is the length of a subset's table directory.
const subsetHead = 12 + 16*len(subsetTags)

// IsCFF tells whether the face has CFF outlines: AppendCFF embeds it, not AppendTrueType.
func (f *Face) IsCFF() bool { return len(f.glyf) == 0 }

// AppendTrueType appends a font program that holds the given glyphs, numbered in that order; the first must be 0.
// The parts of composite glyphs follow them. A glyph is as wide as widths says, in font units; widths may be nil or
// shorter. It answers with all the glyphs of the program.
func (f *Face) AppendTrueType(dst []byte, glyphs []GID, widths []uint16) ([]byte, []GID) {
	all := f.withParts(glyphs)
	base := len(dst)
	dst = append(dst, make([]byte, subsetHead)...)
	loca := make([]uint32, 1, len(all)+1)
	var newOf map[GID]uint16
	for i, tag := range subsetTags {
		start := len(dst)
		switch tag {
		case "glyf":
			for _, g := range all {
				o := f.outline(g)
				at := len(dst)
				dst = append(dst, o.data...)
				if len(o.parts) > 0 {
					if newOf == nil {
						newOf = numbers(all)
					}
					for _, p := range o.parts {
						binary.BigEndian.PutUint16(dst[at+p.at:], newOf[p.glyph])
					}
				}
				if (len(dst)-start)&1 != 0 {
					dst = append(dst, 0)
				}
				loca = append(loca, uint32(len(dst)-start))
			}
		case "head":
			dst = append(dst, f.tab["head"][:54]...)
			binary.BigEndian.PutUint32(dst[start+8:], 0)
			binary.BigEndian.PutUint16(dst[start+50:], locaFormat(loca))
		case "hhea":
			dst = append(dst, f.tab["hhea"][:36]...)
			binary.BigEndian.PutUint16(dst[start+34:], uint16(len(all)))
		case "hmtx":
			dst = f.appendHmtx(dst, all, widths)
		case "loca":
			dst = appendLoca(dst, loca)
		case "maxp":
			dst = f.appendMaxp(dst, len(all))
		}
		tableRecord(dst[base:], i, start-base, len(dst)-start)
		for (len(dst)-base)&3 != 0 {
			dst = append(dst, 0)
		}
	}
	finishSubset(dst[base:])
	return dst, all
}

// withParts adds the parts of composite glyphs, and the parts of those.
func (f *Face) withParts(glyphs []GID) []GID {
	all, known := glyphs, 0
	var has map[GID]uint16
	for known < len(all) {
		o := f.outline(all[known])
		known++
		for _, p := range o.parts {
			if has == nil {
				has = numbers(all)
				all = append([]GID(nil), all...)
			}
			if _, ok := has[p.glyph]; !ok && len(all) < maxSubset {
				has[p.glyph] = uint16(len(all))
				all = append(all, p.glyph)
			}
		}
	}
	return all
}

func numbers(glyphs []GID) map[GID]uint16 {
	m := make(map[GID]uint16, len(glyphs))
	for i, g := range glyphs {
		m[g] = uint16(i)
	}
	return m
}

func locaFormat(loca []uint32) uint16 {
	if loca[len(loca)-1] > 2*0xFFFF {
		return 1
	}
	return 0
}

func appendLoca(dst []byte, loca []uint32) []byte {
	long := locaFormat(loca) == 1
	for _, l := range loca {
		if long {
			dst = binary.BigEndian.AppendUint32(dst, l)
		} else {
			dst = binary.BigEndian.AppendUint16(dst, uint16(l/2))
		}
	}
	return dst
}

func (f *Face) appendHmtx(dst []byte, all []GID, widths []uint16) []byte {
	hmtx, long := f.tab["hmtx"], f.tab["hhea"].u16(34)
	for i, g := range all {
		w := uint16(f.Advance(g))
		if i < len(widths) {
			w = widths[i]
		}
		lsb := hmtx.u16(4*int(g) + 2)
		if int(g) >= long {
			lsb = hmtx.u16(4*long + 2*(int(g)-long))
		}
		dst = binary.BigEndian.AppendUint16(dst, w)
		dst = binary.BigEndian.AppendUint16(dst, uint16(lsb))
	}
	return dst
}

// appendMaxp writes a version 1.0 table; a font that only has version 0.5 gets generous limits.
func (f *Face) appendMaxp(dst []byte, n int) []byte {
	start := len(dst)
	if old := f.tab["maxp"]; len(old) >= 32 && old.u32(0) == 0x00010000 {
		dst = append(dst, old[:32]...)
	} else {
		dst = append(dst, 0, 1, 0, 0, 0, 0, 0xFF, 0xFF, 0, 0xFF, 0xFF, 0xFF, 0, 0xFF, 0, 2)
		dst = append(dst, make([]byte, 12)...)
		dst = append(dst, 0, 0xFF, 0, 16)
	}
	binary.BigEndian.PutUint16(dst[start+4:], uint16(n))
	binary.BigEndian.PutUint16(dst[start+26:], 0) // no glyph has instructions
	return dst
}

// tableRecord writes a table's place into the directory.
func tableRecord(file []byte, i, offset, length int) {
	r := file[12+16*i:]
	copy(r, subsetTags[i])
	binary.BigEndian.PutUint32(r[8:], uint32(offset))
	binary.BigEndian.PutUint32(r[12:], uint32(length))
}

// finishSubset writes the file's header and checksums (OpenType 1.9, "Calculating checksums").
func finishSubset(file []byte) {
	n := len(subsetTags)
	e := bits.Len(uint(n)) - 1
	binary.BigEndian.PutUint32(file, 0x00010000)
	binary.BigEndian.PutUint16(file[4:], uint16(n))
	binary.BigEndian.PutUint16(file[6:], uint16(16<<e))
	binary.BigEndian.PutUint16(file[8:], uint16(e))
	binary.BigEndian.PutUint16(file[10:], uint16(16*n-16<<e))
	head, total := 0, uint32(0)
	for i, tag := range subsetTags {
		r := file[12+16*i:]
		off, length := binary.BigEndian.Uint32(r[8:]), binary.BigEndian.Uint32(r[12:])
		sum := checksum(file[off : off+(length+3)&^3])
		binary.BigEndian.PutUint32(r[4:], sum)
		total += sum
		if tag == "head" {
			head = int(off)
		}
	}
	total += checksum(file[:subsetHead])
	binary.BigEndian.PutUint32(file[head+8:], 0xB1B0AFBA-total)
}

func checksum(b []byte) (sum uint32) {
	for ; len(b) >= 4; b = b[4:] {
		sum += binary.BigEndian.Uint32(b)
	}
	return sum
}
