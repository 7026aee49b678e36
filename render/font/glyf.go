package font

import "encoding/binary"

// outline is a glyph of a TrueType font without its instructions, and the glyphs it is made of.
type outline struct {
	data  []byte
	parts []part
}

// part is a component of a composite glyph: its number and where it stands in data.
type part struct {
	glyph GID
	at    int
}

// Flags of simple and composite glyphs (OpenType 1.9, glyf).
const (
	simpleXShort = 0x02
	simpleYShort = 0x04
	simpleRepeat = 0x08
	simpleXSame  = 0x10
	simpleYSame  = 0x20

	compWords    = 0x0001
	compXY       = 0x0002
	compScale    = 0x0008
	compMore     = 0x0020
	compXYScale  = 0x0040
	compTwoByTwo = 0x0080
	compInstr    = 0x0100
)

// maxParts bounds the components of one glyph; the most in a known font are some twenty.
const maxParts = 256

// outline is the stripped outline of a glyph; made once, then remembered. Several goroutines may make it at once,
// they make the same.
func (f *Face) outline(g GID) *outline {
	if int(g) >= len(f.glyphs) {
		return &outline{}
	}
	if o := f.glyphs[g].Load(); o != nil {
		return o
	}
	o := stripGlyph(f.glyphData(int(g)))
	f.glyphs[g].Store(o)
	return o
}

func (f *Face) glyphData(g int) view {
	var from, to int
	if f.longLoc {
		from, to = f.loca.u32(4*g), f.loca.u32(4*g+4)
	} else {
		from, to = 2*f.loca.u16(2*g), 2*f.loca.u16(2*g+2)
	}
	if to <= from {
		return nil
	}
	return f.glyf.part(from, to-from)
}

// stripGlyph takes the instructions out of a glyph; a glyph that does not hold together becomes an empty one.
func stripGlyph(v view) *outline {
	if len(v) < 10 {
		return &outline{}
	}
	if contours := v.i16(0); contours >= 0 {
		return &outline{data: stripSimple(v, contours)}
	}
	return stripComposite(v)
}

func stripSimple(v view, contours int) []byte {
	at := 10 + 2*contours // of the instruction length
	instructions := v.u16(at)
	points := 0
	if contours > 0 {
		points = v.u16(at-2) + 1
	}
	start := at + 2 + instructions
	p, size := start, 0
	for k := 0; k < points; {
		if p >= len(v) {
			return nil
		}
		flag, repeat := v.u8(p), 1
		p++
		if flag&simpleRepeat != 0 {
			repeat += v.u8(p)
			p++
		}
		if k+repeat > points {
			return nil
		}
		size += repeat * (coordinate(flag, simpleXShort, simpleXSame) + coordinate(flag, simpleYShort, simpleYSame))
		k += repeat
	}
	end := p + size
	if end > len(v) {
		return nil
	}
	out := make([]byte, 0, end-instructions)
	out = append(out, v[:at]...)
	out = append(out, 0, 0)
	return append(out, v[start:end]...)
}

// coordinate is how many bytes one coordinate of a point takes.
func coordinate(flag, short, same int) int {
	switch {
	case flag&short != 0:
		return 1
	case flag&same != 0:
		return 0
	}
	return 2
}

func stripComposite(v view) *outline {
	o := &outline{data: append([]byte(nil), v...)}
	for p := 10; ; {
		if p+4 > len(v) || len(o.parts) >= maxParts {
			return &outline{}
		}
		flag := v.u16(p)
		o.parts = append(o.parts, part{GID(v.u16(p + 2)), p + 2})
		binary.BigEndian.PutUint16(o.data[p:], uint16(flag&^compInstr))
		p += 4 + partSize(flag)
		if p > len(v) {
			return &outline{}
		}
		if flag&compMore == 0 {
			o.data = o.data[:p]
			return o
		}
	}
}

// partSize is how many bytes follow a component's flags and glyph.
func partSize(flag int) int {
	n := 2
	if flag&compWords != 0 {
		n = 4
	}
	switch {
	case flag&compScale != 0:
		n += 2
	case flag&compXYScale != 0:
		n += 4
	case flag&compTwoByTwo != 0:
		n += 8
	}
	return n
}
