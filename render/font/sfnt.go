package font

import (
	"errors"
	"fmt"
)

// Errors of parsing.
var (
	ErrNotFont    = errors.New("not a TrueType or OpenType font")
	ErrCorrupt    = errors.New("font is corrupt")
	ErrNoOutlines = errors.New("font has no outlines that can be embedded")
	ErrRestricted = errors.New("font's licence forbids embedding")
)

// Limits on what a file may claim; real fonts stay far below.
const (
	maxFile   = 256 << 20 // the largest CJK collections have some 120 MB
	maxTables = 256       // a font has 10 to 30
	maxFaces  = 1024      // of a collection; the largest known has 45
)

// view is a piece of a font file. Reading beyond its end gives zero, so a corrupt font cannot do more than look wrong.
type view []byte

func (v view) u8(o int) int {
	if o < 0 || o >= len(v) {
		return 0
	}
	return int(v[o])
}

func (v view) u16(o int) int {
	if o < 0 || o+2 > len(v) {
		return 0
	}
	return int(v[o])<<8 | int(v[o+1])
}

func (v view) i16(o int) int { return int(int16(v.u16(o))) }

func (v view) u32(o int) int {
	if o < 0 || o+4 > len(v) {
		return 0
	}
	return int(v[o])<<24 | int(v[o+1])<<16 | int(v[o+2])<<8 | int(v[o+3])
}

// from is the view from o on; empty when o is outside.
func (v view) from(o int) view {
	if o < 0 || o > len(v) {
		return nil
	}
	return v[o:]
}

// part is n bytes from o on; cut at the end of the view.
func (v view) part(o, n int) view {
	v = v.from(o)
	if n < 0 {
		return nil
	}
	return v[:min(n, len(v))]
}

// tables finds the tables of one font of a file (OpenType 1.9, "Organization of an OpenType font").
func tables(data []byte, index int) (map[string]view, error) {
	if len(data) > maxFile {
		return nil, fmt.Errorf("%w: %d bytes are too many", ErrCorrupt, len(data))
	}
	v := view(data)
	offsets, err := faceOffsets(v)
	if err != nil {
		return nil, err
	}
	if index < 0 || index >= len(offsets) {
		return nil, fmt.Errorf("%w: no font %d in a collection of %d", ErrNotFont, index, len(offsets))
	}
	dir := v.from(offsets[index])
	switch dir.u32(0) {
	case 0x00010000, 0x4F54544F, 0x74727565: // 1.0, OTTO, true
	default:
		return nil, ErrNotFont
	}
	n := dir.u16(4)
	if n == 0 || n > maxTables {
		return nil, fmt.Errorf("%w: %d tables", ErrCorrupt, n)
	}
	t := make(map[string]view, n)
	for i := range n {
		r := dir.part(12+16*i, 16)
		if len(r) < 16 {
			return nil, fmt.Errorf("%w: table directory is cut off", ErrCorrupt)
		}
		off, length := r.u32(8), r.u32(12)
		if off > len(v) {
			continue
		}
		t[string(r[:4])] = v.part(off, length)
	}
	return t, nil
}

// honest tells whether the directory's tables lie within the file and do not claim it many times over: what reads a
// font by its directory's word can be trusted with it.
func honest(data []byte, index int) bool {
	v := view(data)
	offsets, err := faceOffsets(v)
	if err != nil || index >= len(offsets) {
		return false
	}
	dir, sum := v.from(offsets[index]), 0
	for i := range dir.u16(4) {
		r := dir.part(12+16*i, 16)
		off, length := r.u32(8), r.u32(12)
		sum += length
		if off+length > len(data) || sum > 4*len(data) {
			return false
		}
	}
	return true
}

// faceOffsets are where the fonts of a file begin: one, or those of a collection.
func faceOffsets(v view) ([]int, error) {
	if len(v) < 12 {
		return nil, ErrNotFont
	}
	if v.u32(0) != 0x74746366 { // ttcf
		return []int{0}, nil
	}
	n := v.u32(8)
	if n == 0 || n > maxFaces {
		return nil, fmt.Errorf("%w: collection of %d fonts", ErrCorrupt, n)
	}
	offsets := make([]int, n)
	for i := range offsets {
		offsets[i] = v.u32(12 + 4*i)
	}
	return offsets, nil
}
