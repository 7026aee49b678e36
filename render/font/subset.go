package font

import (
	"encoding/binary"
	"math"
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
func (f *Face) IsCFF() bool { return f.cff != nil }

// Fit says how the glyphs of a subset are fitted to advances that are not the font's: each gets its Width, is scaled
// by Ratio horizontally and stands in the middle of what is left.
type Fit struct {
	Widths []uint16 // font units, by the glyph's place in the subset
	Ratio  float64
}

// AppendTrueType appends a font program that holds the given glyphs, numbered in that order; the first must be 0.
// The parts of composite glyphs follow them. fit may be nil.
func (f *Face) AppendTrueType(dst []byte, glyphs []GID, fit *Fit) []byte {
	s := subset{face: f, fit: fit, base: len(dst), out: append(dst, make([]byte, subsetHead)...)}
	s.collect(glyphs)
	for i, tag := range subsetTags {
		start := len(s.out)
		switch tag {
		case "glyf":
			s.glyf()
		case "head":
			s.out = append(s.out, f.tab["head"][:54]...)
			binary.BigEndian.PutUint32(s.out[start+8:], 0)
			binary.BigEndian.PutUint16(s.out[start+50:], locaFormat(s.loca))
		case "hhea":
			s.out = append(s.out, f.tab["hhea"][:36]...)
			binary.BigEndian.PutUint16(s.out[start+34:], uint16(len(s.glyphs)))
		case "hmtx":
			s.hmtx()
		case "loca":
			s.out = appendLoca(s.out, s.loca)
		case "maxp":
			s.maxp()
		}
		tableRecord(s.out[s.base:], i, start-s.base, len(s.out)-start)
		for (len(s.out)-s.base)&3 != 0 {
			s.out = append(s.out, 0)
		}
	}
	finishSubset(s.out[s.base:])
	return s.out
}

// subset is a font program being written.
type subset struct {
	face   *Face
	fit    *Fit
	base   int
	out    []byte
	glyphs []GID // all of them; from bare on those that only others are made of
	bare   int
	partOf map[GID]uint16 // numbers of the parts
	loca   []uint32
}

// collect adds the parts of composite glyphs, and the parts of those; a fitted glyph is made of the glyph as it was.
func (s *subset) collect(glyphs []GID) {
	s.glyphs, s.bare = glyphs, len(glyphs)
	for i := 0; i < len(s.glyphs); i++ {
		if s.fitted(i) {
			s.part(s.glyphs[i])
			continue
		}
		for _, p := range s.face.outline(s.glyphs[i]).parts {
			s.part(p.glyph)
		}
	}
	s.loca = make([]uint32, 1, len(s.glyphs)+1)
}

func (s *subset) part(g GID) {
	if s.partOf == nil {
		s.partOf = make(map[GID]uint16)
		s.glyphs = append([]GID(nil), s.glyphs...)
		if s.fit == nil {
			for i, g := range s.glyphs {
				s.partOf[g] = uint16(i)
			}
		}
	}
	if _, ok := s.partOf[g]; !ok && len(s.glyphs) < maxSubset {
		s.partOf[g] = uint16(len(s.glyphs))
		s.glyphs = append(s.glyphs, g)
	}
}

// fitted tells whether the i-th glyph is drawn through a composite that scales and moves it.
func (s *subset) fitted(i int) bool {
	return s.fit != nil && i > 0 && i < s.bare && len(s.face.outline(s.glyphs[i]).data) > 0
}

func (s *subset) glyf() {
	start := len(s.out)
	for i, g := range s.glyphs {
		if s.fitted(i) {
			s.fittedGlyph(i, g)
		} else {
			o := s.face.outline(g)
			at := len(s.out)
			s.out = append(s.out, o.data...)
			for _, p := range o.parts {
				binary.BigEndian.PutUint16(s.out[at+p.at:], s.partOf[p.glyph])
			}
		}
		if (len(s.out)-start)&1 != 0 {
			s.out = append(s.out, 0)
		}
		s.loca = append(s.loca, uint32(len(s.out)-start))
	}
}

// fittedGlyph writes a composite of one part.
func (s *subset) fittedGlyph(i int, g GID) {
	box := view(s.face.outline(g).data)
	x := func(v int) uint16 { return uint16(int16(math.Round(float64(v)*s.fit.Ratio)) + int16(s.shift(i))) }
	b := binary.BigEndian.AppendUint16(s.out, 0xFFFF) // composite
	b = binary.BigEndian.AppendUint16(b, x(box.i16(2)))
	b = binary.BigEndian.AppendUint16(b, uint16(box.i16(4)))
	b = binary.BigEndian.AppendUint16(b, x(box.i16(6)))
	b = binary.BigEndian.AppendUint16(b, uint16(box.i16(8)))
	b = binary.BigEndian.AppendUint16(b, compWords|compXY|compXYScale)
	b = binary.BigEndian.AppendUint16(b, s.partOf[g])
	b = binary.BigEndian.AppendUint16(b, uint16(int16(s.shift(i))))
	b = binary.BigEndian.AppendUint16(b, 0)
	b = binary.BigEndian.AppendUint16(b, uint16(int16(math.Round(s.fit.Ratio*(1<<14))))) // F2DOT14
	s.out = binary.BigEndian.AppendUint16(b, 1<<14)
}

// shift moves a fitted glyph to the middle of its advance.
func (s *subset) shift(i int) int {
	own := float64(s.face.Advance(s.glyphs[i])) * s.fit.Ratio
	return int(math.Round((float64(s.width(i)) - own) / 2))
}

func (s *subset) width(i int) uint16 {
	if s.fit != nil && i < min(s.bare, len(s.fit.Widths)) {
		return s.fit.Widths[i]
	}
	return uint16(s.face.Advance(s.glyphs[i]))
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

func (s *subset) hmtx() {
	hmtx, long := s.face.tab["hmtx"], s.face.tab["hhea"].u16(34)
	for i, g := range s.glyphs {
		lsb := hmtx.u16(4*int(g) + 2)
		if int(g) >= long {
			lsb = hmtx.u16(4*long + 2*(int(g)-long))
		}
		if s.fitted(i) {
			lsb = int(math.Round(float64(int16(lsb))*s.fit.Ratio)) + s.shift(i)
		}
		s.out = binary.BigEndian.AppendUint16(s.out, s.width(i))
		s.out = binary.BigEndian.AppendUint16(s.out, uint16(lsb))
	}
}

// maxp writes a version 1.0 table; a font that only has version 0.5 gets generous limits.
func (s *subset) maxp() {
	start := len(s.out)
	if old := s.face.tab["maxp"]; len(old) >= 32 && old.u32(0) == 0x00010000 {
		s.out = append(s.out, old[:32]...)
	} else {
		s.out = append(s.out, 0, 1, 0, 0, 0, 0, 0xFF, 0xFF, 0, 0xFF, 0xFF, 0xFF, 0, 0xFF, 0, 2)
		s.out = append(s.out, make([]byte, 12)...)
		s.out = append(s.out, 0, 0xFF, 0, 16)
	}
	t := s.out[start:]
	binary.BigEndian.PutUint16(t[4:], uint16(len(s.glyphs)))
	binary.BigEndian.PutUint16(t[26:], 0) // no glyph has instructions
	if s.fit != nil {
		binary.BigEndian.PutUint16(t[28:], max(1, binary.BigEndian.Uint16(t[28:])))
		binary.BigEndian.PutUint16(t[30:], 1+binary.BigEndian.Uint16(t[30:]))
	}
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
