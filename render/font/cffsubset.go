package font

import "encoding/binary"

// AppendCFF appends a CFF font program that holds the given glyphs, numbered in that order; the first must be 0. It is
// CID-keyed, as a PDF's CIDFontType0C is (ISO 32000-1 9.9), with glyph numbers as CIDs. Subroutines that no glyph calls
// are emptied; those that are called keep their numbers.
func (f *Face) AppendCFF(dst []byte, glyphs []GID) []byte {
	use := newSubrUse(f.cff)
	for _, g := range glyphs {
		use.glyph(int(g))
	}
	w := &cffWriter{font: f.cff, use: use, glyphs: glyphs}
	return append(dst, w.write()...)
}

// cffWriter puts a CFF table together. Offsets in the top dictionary have a fixed length, so that it can be written
// when they are known.
type cffWriter struct {
	font   *cffFont
	use    *subrUse
	glyphs []GID
}

func (w *cffWriter) write() []byte {
	b := []byte{1, 0, 4, 4}                        // version 1.0, header of four bytes
	b = appendIndex(b, [][]byte{[]byte("Subset")}) // names
	topAt := len(b)
	b = appendIndex(b, [][]byte{w.top(0, 0, 0, 0)})
	b = appendIndex(b, [][]byte{[]byte("Adobe"), []byte("Identity")}) // strings 391 and 392
	b = w.appendSubrs(b, w.font.global, w.use.global)
	charset := len(b)
	b = append(b, 2, 0, 1) // one range from CID 1 on
	b = binary.BigEndian.AppendUint16(b, uint16(max(len(w.glyphs)-2, 0)))
	fdSelect := len(b)
	b = append(b, 0)
	for _, g := range w.glyphs {
		b = append(b, byte(w.font.font(int(g))))
	}
	chars := len(b)
	items := make([][]byte, len(w.glyphs))
	for i, g := range w.glyphs {
		if items[i] = w.font.chars.item(w.font.data, int(g)); len(items[i]) == 0 {
			items[i] = []byte{csEndchar}
		}
	}
	b = appendIndex(b, items)
	dicts := make([][]byte, len(w.font.fonts))
	for i := range w.font.fonts {
		p := &w.font.fonts[i]
		at := len(b)
		private := keepEntries(nil, p.private, func(op int) bool { return op != opSubrs })
		if p.subrs.count > 0 {
			private = appendOffset(private, len(private)+6, opSubrs)
		}
		b = append(b, private...)
		if p.subrs.count > 0 {
			b = w.appendSubrs(b, p.subrs, w.use.local[i])
		}
		dicts[i] = keepEntries(nil, p.dict, func(op int) bool { return op == opFontMatrix })
		dicts[i] = appendNumber29(dicts[i], len(private))
		dicts[i] = appendOffset(dicts[i], at, opPrivate)
	}
	fdArray := len(b)
	b = appendIndex(b, dicts)
	// The top dictionary again, with the offsets; it is as long as before.
	appendIndex(b[:topAt], [][]byte{w.top(charset, fdSelect, chars, fdArray)})
	return b
}

func (w *cffWriter) top(charset, fdSelect, chars, fdArray int) []byte {
	const firstString = 391 // 5176, appendix A
	b := appendNumber29(nil, firstString)
	b = appendNumber29(b, firstString+1)
	b = appendOffset(b, 0, opROS) // supplement 0
	b = keepEntries(b, w.font.top, func(op int) bool { return op == opFontBBox || op == opFontMatrix })
	b = appendOffset(b, len(w.glyphs), opCIDCount)
	b = appendOffset(b, charset, opCharset)
	b = appendOffset(b, fdSelect, opFDSelect)
	b = appendOffset(b, chars, opCharStrings)
	return appendOffset(b, fdArray, opFDArray)
}

// appendSubrs writes an INDEX of subroutines in which those that nobody calls are empty.
func (w *cffWriter) appendSubrs(b []byte, subrs cffIndex, used []bool) []byte {
	items := make([][]byte, subrs.count)
	for i := range items {
		if used[i] || w.use.all {
			items[i] = subrs.item(w.font.data, i)
		}
	}
	return appendIndex(b, items)
}

// appendIndex writes an INDEX with the shortest offsets that do.
func appendIndex(b []byte, items [][]byte) []byte {
	b = binary.BigEndian.AppendUint16(b, uint16(len(items)))
	if len(items) == 0 {
		return b
	}
	total := 1
	for _, it := range items {
		total += len(it)
	}
	size := 1
	for total>>(8*size) > 0 {
		size++
	}
	b = append(b, byte(size))
	at := 1
	put := func() {
		for k := size - 1; k >= 0; k-- {
			b = append(b, byte(at>>(8*k)))
		}
	}
	put()
	for _, it := range items {
		at += len(it)
		put()
	}
	for _, it := range items {
		b = append(b, it...)
	}
	return b
}

// appendNumber29 writes an operand in the five-byte form.
func appendNumber29(b []byte, n int) []byte {
	return binary.BigEndian.AppendUint32(append(b, 29), uint32(int32(n)))
}

// appendOffset writes an operand and an operator.
func appendOffset(b []byte, n, op int) []byte {
	b = appendNumber29(b, n)
	if op > 0xFF {
		b = append(b, byte(op>>8))
	}
	return append(b, byte(op))
}

func keepEntries(b []byte, d []dictEntry, keep func(op int) bool) []byte {
	for _, e := range d {
		if keep(e.op) {
			b = append(b, e.raw...)
		}
	}
	return b
}
