// Package font parses fonts, finds them by family and style, says what stands in for one that is not there, and makes
// the subsets that a PDF embeds.
//
// It reads TrueType and OpenType files and collections (OpenType 1.9) with its own parser, which never reads beyond a
// table and never panics; shaping, where a document asks for it, is go-text's (Shape). It rasterises nothing, reads no
// bitmap, colour or variable outlines, and writes no font but subsets.
package font

import (
	"fmt"
	"strings"
	"sync"
	"sync/atomic"
)

// GID is a glyph's number in its font.
type GID uint16

// Face is one parsed font, immutable and shared by goroutines.
type Face struct {
	data    []byte
	index   int
	tab     map[string]view
	upm     int
	scale   float64 // 1000 / upm
	adv     []uint16
	cmap    cmap
	names   naming
	os2     os2
	metrics Metrics
	loca    view // TrueType outlines;
	glyf    view
	longLoc bool
	cff     *cffFont // or OpenType-CFF ones
	glyphs  []atomic.Pointer[outline]
	shaping sync.Once
	shaper  *shaper
}

// Parse reads a TrueType or OpenType font; index picks a font of a collection. It keeps data, which must not change.
func Parse(data []byte, index int) (*Face, error) {
	t, err := tables(data, index)
	if err != nil {
		return nil, fmt.Errorf("parse font: %w", err)
	}
	head, hhea, maxp := t["head"], t["hhea"], t["maxp"]
	f := &Face{data: data, index: index, tab: t, upm: head.u16(18), glyf: t["glyf"], loca: t["loca"]}
	if len(head) < 54 || len(hhea) < 36 || len(maxp) < 6 {
		return nil, fmt.Errorf("parse font: %w: head, hhea or maxp is missing or too short", ErrCorrupt)
	}
	if f.upm < 16 || f.upm > 16384 {
		return nil, fmt.Errorf("parse font: %w: %d units per em", ErrCorrupt, f.upm)
	}
	n := maxp.u16(4)
	if n == 0 {
		return nil, fmt.Errorf("parse font: %w: no glyphs", ErrCorrupt)
	}
	if err := f.parseOutlines(); err != nil {
		return nil, fmt.Errorf("parse font: %w", err)
	}
	f.scale = 1000 / float64(f.upm)
	f.longLoc = head.u16(50) != 0
	f.adv = parseAdvances(t["hmtx"], hhea.u16(34), n)
	f.cmap = parseCmap(t["cmap"], n)
	f.names = parseNames(t["name"])
	f.os2 = parseOS2(t["OS/2"], head)
	f.metrics = parseMetrics(hhea, t["OS/2"], t["post"], f.upm, f.cff != nil)
	f.glyphs = make([]atomic.Pointer[outline], n)
	return f, nil
}

// parseOutlines looks for TrueType outlines, then for CFF ones.
func (f *Face) parseOutlines() (err error) {
	switch cff := f.tab["CFF "]; {
	case len(f.glyf) > 0:
	case len(cff) > 0:
		f.cff, err = parseCFF(cff)
	default:
		err = ErrNoOutlines
	}
	return err
}

// parseAdvances reads n advances of an hmtx table whose last long one is repeated for the rest.
func parseAdvances(hmtx view, long, n int) []uint16 {
	adv := make([]uint16, n)
	last := uint16(0)
	for i := range adv {
		if i < long {
			last = uint16(hmtx.u16(4 * i))
		}
		adv[i] = last
	}
	return adv
}

// Glyph is the glyph of a character; false when the font has none.
func (f *Face) Glyph(r rune) (GID, bool) {
	g := f.cmap.glyph(r)
	return g, g != 0
}

// NumGlyphs is how many glyphs the font has.
func (f *Face) NumGlyphs() int { return len(f.adv) }

// Advance is a glyph's width in font units.
func (f *Face) Advance(g GID) int {
	if int(g) >= len(f.adv) {
		return 0
	}
	return int(f.adv[g])
}

// UnitsPerEm is the number of font units in an em.
func (f *Face) UnitsPerEm() int { return f.upm }

// Metrics are the face's vertical measures.
func (f *Face) Metrics() Metrics { return f.metrics }

// Family is the face's family; the typographic one where the font has one.
func (f *Face) Family() string {
	if len(f.names.typo) > 0 {
		return f.names.typo[0]
	}
	if len(f.names.families) > 0 {
		return f.names.families[0]
	}
	return ""
}

// PostScriptName is the face's name in a PDF: name 6 reduced to the characters that a PDF name needs no escape for.
func (f *Face) PostScriptName() string {
	s := strings.Map(func(r rune) rune {
		switch {
		case r >= 'a' && r <= 'z', r >= 'A' && r <= 'Z', r >= '0' && r <= '9', r == '-', r == '_':
			return r
		}
		return -1
	}, f.names.postscript)
	if s == "" {
		return "Font"
	}
	return s[:min(len(s), 63)] // OpenType 1.9, name 6: at most 63 characters
}

// Weight is the usWeightClass: 400 regular, 700 bold.
func (f *Face) Weight() int { return f.os2.weight }

// Italic tells whether the face is slanted.
func (f *Face) Italic() bool { return f.os2.italic }

// Embeddable tells whether the font's licence bits let a document carry it (OpenType 1.9, OS/2 fsType: 2 is
// restricted, unless a weaker bit is set too).
func (f *Face) Embeddable() bool { return f.os2.embedding&0xF != 2 }
