package font

import "fmt"

// cffIndex is an INDEX of a CFF table (Adobe Technical Note 5176, 5): count items between offsets.
type cffIndex struct {
	at, count, offSize int
	data               int // where offset 0 would be
	end                int
}

// operators of a Top DICT that are read here (5176, table 9).
const (
	opCharset     = 15
	opCharStrings = 17
	opROS         = 12<<8 | 30
)

// endchar alone draws nothing (Adobe Technical Note 5177, 4.3).
const endchar = 14

// AppendCFF appends the face's CFF table with the outlines of all glyphs but the given ones emptied; glyphs keep their
// numbers. ISO 32000-1 9.9 calls this a CIDFontType0C program.
func (f *Face) AppendCFF(dst []byte, glyphs []GID) ([]byte, error) {
	v := f.cff
	_, chars, err := f.cffTop()
	if err != nil {
		return dst, err
	}
	keep := make(map[int]bool, len(glyphs)+1)
	keep[0] = true
	for _, g := range glyphs {
		keep[int(g)] = true
	}
	base := len(dst)
	dst = append(dst, v...)
	out := dst[base:]
	clear(out[chars.at:chars.end])
	copy(out[chars.at:], v[chars.at:chars.at+3])
	offsets, p := chars.at+3, chars.data+1
	put := func(i int) {
		for k, off := 0, p-chars.data; k < chars.offSize; k++ {
			out[offsets+i*chars.offSize+chars.offSize-1-k] = byte(off)
			off >>= 8
		}
	}
	for g := range chars.count {
		put(g)
		item := chars.item(v, g)
		if !keep[g] || len(item) == 0 {
			item = view{endchar}
		}
		if p+len(item) > chars.end {
			return dst[:base], fmt.Errorf("subset font: %w: glyph outlines overlap", ErrCorrupt)
		}
		p += copy(out[p:], item)
	}
	put(chars.count)
	return dst, nil
}

// CID is the number by which a PDF addresses a glyph of a CFF face: its own, or that of the character collection the
// font was made for (ISO 32000-1 9.7.4.2).
func (f *Face) CID(g GID) uint16 {
	top, _, err := f.cffTop()
	if err != nil {
		return uint16(g)
	}
	if _, cid := top[opROS]; !cid {
		return uint16(g)
	}
	off := top[opCharset]
	if len(off) == 0 || off[0] <= 2 {
		return uint16(g)
	}
	return cffCharset(f.cff.from(off[0]), int(g))
}

// cffCharset looks one glyph up (5176, 13).
func cffCharset(v view, g int) uint16 {
	if g == 0 {
		return 0
	}
	switch v.u8(0) {
	case 0:
		return uint16(v.u16(1 + 2*(g-1)))
	case 1, 2:
		size := 2 + v.u8(0)
		for i, at := 1, 1; at+size <= len(v); at += size {
			left := v.u8(at + 2)
			if size == 4 {
				left = v.u16(at + 2)
			}
			if g <= i+left {
				return uint16(v.u16(at) + g - i)
			}
			i += left + 1
		}
	}
	return uint16(g)
}

// cffTop reads the Top DICT and finds the outlines.
func (f *Face) cffTop() (map[int][]int, cffIndex, error) {
	v := f.cff
	names, ok := readIndex(v, v.u8(2))
	tops, ok2 := readIndex(v, names.end)
	if !ok || !ok2 || tops.count < 1 {
		return nil, cffIndex{}, fmt.Errorf("read CFF outlines: %w", ErrCorrupt)
	}
	top := readDict(tops.item(v, 0))
	at := top[opCharStrings]
	if len(at) == 0 {
		return nil, cffIndex{}, fmt.Errorf("read CFF outlines: %w: no CharStrings", ErrCorrupt)
	}
	chars, ok := readIndex(v, at[0])
	if !ok || chars.count == 0 {
		return nil, cffIndex{}, fmt.Errorf("read CFF outlines: %w: CharStrings", ErrCorrupt)
	}
	return top, chars, nil
}

func readIndex(v view, at int) (cffIndex, bool) {
	x := cffIndex{at: at, count: v.u16(at), offSize: v.u8(at + 2)}
	if at < 0 || at+2 > len(v) {
		return x, false
	}
	if x.count == 0 {
		x.end = at + 2
		return x, true
	}
	if x.offSize < 1 || x.offSize > 4 {
		return x, false
	}
	x.data = at + 3 + (x.count+1)*x.offSize - 1
	x.end = x.data + x.offset(v, x.count)
	return x, x.data < len(v) && x.end > x.data && x.end <= len(v)
}

func (x cffIndex) offset(v view, i int) (n int) {
	for k := range x.offSize {
		n = n<<8 | v.u8(x.at+3+i*x.offSize+k)
	}
	return n
}

func (x cffIndex) item(v view, i int) view {
	from, to := x.offset(v, i), x.offset(v, i+1)
	if from < 1 || to < from || x.data+to > x.end {
		return nil
	}
	return v.part(x.data+from, to-from)
}

// readDict reads the integers of a DICT by operator; reals, which no offset is, count as 0 (5176, 4).
func readDict(v view) map[int][]int {
	d := make(map[int][]int)
	var stack []int
	for p := 0; p < len(v); {
		b := v.u8(p)
		p++
		switch {
		case b == 12:
			d[12<<8|v.u8(p)] = stack
			stack = nil
			p++
		case b <= 21:
			d[b] = stack
			stack = nil
		case b == 28:
			stack = append(stack, v.i16(p))
			p += 2
		case b == 29:
			stack = append(stack, int(int32(v.u32(p))))
			p += 4
		case b == 30:
			for p < len(v) && v.u8(p)&0xF != 0xF && v.u8(p)>>4 != 0xF {
				p++
			}
			p++
			stack = append(stack, 0)
		case b >= 32 && b <= 246:
			stack = append(stack, b-139)
		case b >= 247 && b <= 250:
			stack = append(stack, (b-247)*256+v.u8(p)+108)
			p++
		case b >= 251 && b <= 254:
			stack = append(stack, -(b-251)*256-v.u8(p)-108)
			p++
		}
	}
	return d
}
