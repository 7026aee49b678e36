package font

import "math"

// Descriptor is what a PDF's font descriptor says of a face (ISO 32000-1 9.8), in 1/1000 em.
type Descriptor struct {
	BBox                       [4]int // left, bottom, right, top
	Ascent, Descent, CapHeight int    // Descent is negative
	StemV                      int
	ItalicAngle                float64 // degrees, negative leans right
	FixedPitch                 bool
}

// Descriptor describes the face. The thickness of stems is estimated from the weight, which no table gives.
func (f *Face) Descriptor() Descriptor {
	em := func(v int) int { return int(math.Round(float64(v) * f.scale)) }
	head, hhea, post := f.tab["head"], f.tab["hhea"], f.tab["post"]
	d := Descriptor{Ascent: em(hhea.i16(4)), Descent: em(hhea.i16(6)), CapHeight: em(f.metrics.CapHeight)}
	for i := range d.BBox {
		d.BBox[i] = em(head.i16(36 + 2*i))
	}
	d.StemV = 10 + 220*(max(f.os2.weight, 50)-50)/900
	d.ItalicAngle = float64(int32(post.u32(4))) / 65536
	if d.ItalicAngle < -90 || d.ItalicAngle > 90 {
		d.ItalicAngle = 0
	}
	d.FixedPitch = post.u32(12) != 0
	return d
}

// Rune is a character that the face draws with glyph g; false when there is none.
func (f *Face) Rune(g GID) (rune, bool) {
	if g == 0 {
		return 0, false
	}
	for hi, p := range f.cmap.pages {
		if p == nil {
			continue
		}
		for lo, v := range p {
			if v == g {
				return rune(hi<<8 | lo), true
			}
		}
	}
	for _, r := range f.cmap.ranges {
		if d := int(g) - r.glyph; d >= 0 && d <= int(r.last-r.first) {
			return r.first + rune(d), true
		}
	}
	return 0, false
}
