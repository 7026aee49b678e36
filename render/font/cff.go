package font

import "fmt"

// cffFont is a CFF table taken apart as far as subsetting needs (Adobe Technical Note 5176).
type cffFont struct {
	data    view
	top     []dictEntry
	strings cffIndex
	global  cffIndex
	chars   cffIndex
	cid     bool
	fonts   []cffPrivate // one, or those of a CID-keyed font
	fontOf  view         // FDSelect of a CID-keyed font
}

// cffPrivate is a Private DICT with its subroutines, and the font dictionary it belongs to.
type cffPrivate struct {
	dict    []dictEntry // of the font, in a CID-keyed font
	private []dictEntry
	subrs   cffIndex
}

// Operators of DICTs (5176, tables 9, 10 and 23).
const (
	opFontBBox    = 5
	opCharStrings = 17
	opPrivate     = 18
	opSubrs       = 19
	opFontMatrix  = 12<<8 | 7
	opROS         = 12<<8 | 30
	opCIDCount    = 12<<8 | 34
	opFDArray     = 12<<8 | 36
	opFDSelect    = 12<<8 | 37
	opCharset     = 15
)

// maxCFFFonts bounds the font dictionaries of a CID-keyed font, which one byte numbers.
const maxCFFFonts = 256

func parseCFF(v view) (*cffFont, error) {
	bad := func(what string) (*cffFont, error) {
		return nil, fmt.Errorf("read CFF outlines: %w: %s", ErrCorrupt, what)
	}
	names, ok := readIndex(v, v.u8(2))
	if !ok {
		return bad("names")
	}
	tops, ok := readIndex(v, names.end)
	if !ok || tops.count < 1 {
		return bad("top dictionary")
	}
	c := &cffFont{data: v, top: readDict(tops.item(v, 0))}
	if c.strings, ok = readIndex(v, tops.end); !ok {
		return bad("strings")
	}
	if c.global, ok = readIndex(v, c.strings.end); !ok {
		return bad("global subroutines")
	}
	at, _ := lookup(c.top, opCharStrings)
	if c.chars, ok = readIndex(v, at.int(0)); !ok || c.chars.count == 0 {
		return bad("outlines")
	}
	if _, c.cid = lookup(c.top, opROS); !c.cid {
		c.fonts = []cffPrivate{c.readPrivate(c.top)}
		return c, nil
	}
	array, _ := lookup(c.top, opFDArray)
	fonts, ok := readIndex(v, array.int(0))
	if !ok || fonts.count == 0 || fonts.count > maxCFFFonts {
		return bad("font dictionaries")
	}
	for i := range fonts.count {
		d := readDict(fonts.item(v, i))
		p := c.readPrivate(d)
		p.dict = d
		c.fonts = append(c.fonts, p)
	}
	sel, _ := lookup(c.top, opFDSelect)
	c.fontOf = v.from(sel.int(0))
	return c, nil
}

func (c *cffFont) readPrivate(dict []dictEntry) (p cffPrivate) {
	e, ok := lookup(dict, opPrivate)
	if !ok {
		return p
	}
	size, at := e.int(0), e.int(1)
	p.private = readDict(c.data.part(at, size))
	if s, ok := lookup(p.private, opSubrs); ok {
		if x, ok := readIndex(c.data, at+s.int(0)); ok {
			p.subrs = x
		}
	}
	return p
}

// font is the number of the font dictionary that a glyph belongs to (5176, 19).
func (c *cffFont) font(g int) int {
	if !c.cid {
		return 0
	}
	n := 0
	switch v := c.fontOf; v.u8(0) {
	case 0:
		n = v.u8(1 + g)
	case 3:
		low, high := 0, v.u16(1)-1 // ranges in ascending order
		for low < high {
			mid := (low + high + 1) / 2
			if v.u16(3+3*mid) <= g {
				low = mid
			} else {
				high = mid - 1
			}
		}
		n = v.u8(3 + 3*low + 2)
	}
	if n >= len(c.fonts) {
		return 0
	}
	return n
}

// cffIndex is an INDEX (5176, 5): items between offsets.
type cffIndex struct {
	at, count, offSize int
	data               int // where offset 0 would be
	end                int
}

func readIndex(v view, at int) (cffIndex, bool) {
	x := cffIndex{at: at, count: v.u16(at), offSize: v.u8(at + 2)}
	if at <= 0 || at+2 > len(v) {
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
	if i < 0 || i >= x.count {
		return nil
	}
	from, to := x.offset(v, i), x.offset(v, i+1)
	if from < 1 || to < from || x.data+to > x.end {
		return nil
	}
	return v.part(x.data+from, to-from)
}

// dictEntry is an operator of a DICT with its operands, also as the bytes they are written with (5176, 4).
type dictEntry struct {
	op       int
	operands []int // reals, which no offset is, count as 0
	raw      view
}

func (e dictEntry) int(i int) int {
	if i >= len(e.operands) {
		return 0
	}
	return e.operands[i]
}

func lookup(d []dictEntry, op int) (dictEntry, bool) {
	for _, e := range d {
		if e.op == op {
			return e, true
		}
	}
	return dictEntry{}, false
}

func readDict(v view) []dictEntry {
	var d []dictEntry
	var stack []int
	start := 0
	for p := 0; p < len(v); {
		b := v.u8(p)
		p++
		switch {
		case b <= 21:
			op := b
			if b == 12 {
				op = 12<<8 | v.u8(p)
				p++
			}
			d = append(d, dictEntry{op, stack, v.part(start, p-start)})
			stack, start = nil, p
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
