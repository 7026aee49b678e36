package font

import (
	"encoding/binary"
	"math"
	"slices"
)

// Measures of a barcode font, in em.
const (
	barUnits   = 2048               // per em
	barText    = 0.6                // size of the text under the bars
	barScale   = 6 * (1 << 14) / 10 // the same as F2DOT14
	barOverlap = 0.016
	barDrop    = barUnits * 53 / 100 // from the foot of the bars to the text's baseline, in font units
	matrixDrop = 0.22                // how far a matrix reaches below the baseline
)

// rectangle is a dark area, in font units.
type rectangle struct{ x0, y0, x1, y1 int }

// barGlyph is a glyph of a barcode font.
type barGlyph struct {
	runes   []rune
	advance int
	rects   []rectangle
	text    string
}

// makeBarcodeFont makes a TrueType font of bars. A font for text under the bars has the glyphs of Liberation Sans for
// it, as parts of its own glyphs.
func makeBarcodeFont(k barcodeKey) []byte {
	glyphs := barGlyphs(k)
	letters, letterOf := barLetters(glyphs)
	var glyf []byte
	loca := []uint32{0}
	var hmtx []byte
	end := func(advance int) {
		left := 0
		if last := int(loca[len(loca)-1]); last < len(glyf) {
			left = view(glyf).i16(last + 2)
		}
		hmtx = appendInt16s(hmtx, advance, left)
		for len(glyf)&3 != 0 {
			glyf = append(glyf, 0)
		}
		loca = append(loca, uint32(len(glyf)))
	}
	n := len(glyphs)
	boxes := make([]rectangle, 0, n)
	for i := range glyphs {
		g := &glyphs[i]
		boxes = append(boxes, bounds(g.rects))
		if g.text == "" {
			glyf = appendRects(glyf, g.rects)
		} else {
			glyf = appendBarComposite(glyf, g, n+i, func(r rune) (int, int) { return n + len(glyphs) + letterOf[r], letters[letterOf[r]].advance })
		}
		end(g.advance)
	}
	for i := range glyphs { // the bars of glyphs that have a text too
		if glyphs[i].text != "" {
			glyf = appendRects(glyf, glyphs[i].rects)
		}
		end(0)
	}
	for _, l := range letters {
		glyf = append(glyf, l.data...)
		end(l.advance)
	}
	ascent, descent := barBounds(k, boxes)
	return barTables(k, glyphs, glyf, loca, hmtx, ascent, descent)
}

// barGlyphs lists the glyphs, .notdef first and the others in the order of their characters.
func barGlyphs(k barcodeKey) []barGlyph {
	list := []barGlyph{{advance: barUnits / 2, rects: []rectangle{{100, 0, barUnits/2 - 100, barUnits / 2}}}}
	patterns := k.symbology.patterns()
	var runes []rune
	for r := range patterns {
		runes = append(runes, r)
	}
	slices.Sort(runes)
	for _, r := range runes {
		p := patterns[r]
		g := k.bars(p)
		if p.column != "" {
			g = k.matrix(p)
		}
		g.runes = []rune{r}
		if k.readable {
			g.text = p.text
		}
		list = append(list, g)
	}
	return list
}

// bars draws a row of bars and spaces.
func (k barcodeKey) bars(p pattern) barGlyph {
	module := k.symbology.module * barUnits
	var g barGlyph
	x := 0.0
	bottom := 0
	if p.long && k.readable {
		bottom = -barUnits * 3 / 10
	}
	for i, c := range p.widths {
		w := float64(c-'0') * module
		if i%2 == 0 && w > 0 && c != ';' {
			g.rects = append(g.rects, rectangle{int(math.Round(x)), bottom, int(math.Round(x + w)), int(k.height * module)})
		}
		x += w
	}
	g.advance = int(math.Round(x))
	return g
}

// matrix draws a column of modules. Each dark one is a little larger, so that viewers leave no seam between two.
func (k barcodeKey) matrix(p pattern) barGlyph {
	module := k.symbology.module * barUnits
	height := 4 * module
	w := module
	if p.narrow {
		w /= 2
	}
	g := barGlyph{advance: int(math.Round(w))}
	over := int(barOverlap * module)
	cell := height / float64(len(p.column))
	top := height - matrixDrop*barUnits
	for i := 0; i < len(p.column); i++ {
		if p.column[i] != '1' {
			continue
		}
		j := i
		for j+1 < len(p.column) && p.column[j+1] == '1' {
			j++
		}
		g.rects = append(g.rects, rectangle{-over, int(math.Round(top-float64(j+1)*cell)) - over, g.advance + over, int(math.Round(top-float64(i)*cell)) + over})
		i = j
	}
	return g
}

func bounds(rects []rectangle) (b rectangle) {
	for i, r := range rects {
		if i == 0 {
			b = r
			continue
		}
		b = rectangle{min(b.x0, r.x0), min(b.y0, r.y0), max(b.x1, r.x1), max(b.y1, r.y1)}
	}
	return b
}

// barBounds are ascent and descent of the font: a line is as high as what stands in it, and lines of a matrix meet.
func barBounds(k barcodeKey, boxes []rectangle) (ascent, descent int) {
	if k.symbology.name == "matrix" {
		height := 4 * k.symbology.module * barUnits
		return int(math.Round(height - matrixDrop*barUnits)), int(math.Round(matrixDrop * barUnits))
	}
	for _, b := range boxes[1:] {
		ascent = max(ascent, b.y1)
	}
	descent = barUnits / 10
	if k.readable {
		descent = barUnits * 7 / 10
	}
	return ascent, descent
}

// appendRects writes a simple glyph of rectangles.
func appendRects(b []byte, rects []rectangle) []byte {
	if len(rects) == 0 {
		return b
	}
	box := bounds(rects)
	b = appendInt16s(b, len(rects), box.x0, box.y0, box.x1, box.y1)
	for i := range rects {
		b = appendInt16s(b, 4*i+3)
	}
	b = appendInt16s(b, 0) // no instructions
	for range 4 * len(rects) {
		b = append(b, 1) // on the curve
	}
	last := 0
	for _, r := range rects {
		b = appendInt16s(b, r.x0-last, 0, r.x1-r.x0, 0)
		last = r.x1
	}
	last = 0
	for _, r := range rects {
		b = appendInt16s(b, r.y0-last, r.y1-r.y0, 0, r.y0-r.y1)
		last = r.y0
	}
	return b
}

func appendInt16s(b []byte, vs ...int) []byte {
	for _, v := range vs {
		b = binary.BigEndian.AppendUint16(b, uint16(int16(v)))
	}
	return b
}

// appendBarComposite writes a glyph that is made of bars, when it has some, and of the letters of a text in the middle
// below them.
func appendBarComposite(b []byte, g *barGlyph, bars int, letter func(rune) (glyph, advance int)) []byte {
	width := 0
	for _, r := range g.text {
		_, a := letter(r)
		width += a
	}
	x := (float64(g.advance) - barText*float64(width)) / 2
	y := -barDrop
	box := bounds(g.rects)
	b = appendInt16s(b, -1, min(box.x0, int(math.Round(x))), y, max(box.x1, g.advance), max(box.y1, 0))
	if len(g.rects) > 0 {
		b = appendInt16s(b, compWords|compXY|compMore, bars, 0, 0)
	}
	runes := []rune(g.text)
	for i, r := range runes {
		glyph, a := letter(r)
		flags := compWords | compXY | compScale
		if i < len(runes)-1 {
			flags |= compMore
		}
		b = appendInt16s(b, flags, glyph, int(math.Round(x)), y, int(barScale))
		x += barText * float64(a)
	}
	return b
}

// barLetter is a glyph of Liberation Sans, which has as many units in an em.
type barLetter struct {
	data    []byte
	advance int
}

// barLetters are the letters that stand under bars, with the number of each.
func barLetters(glyphs []barGlyph) ([]barLetter, map[rune]int) {
	of := make(map[rune]int)
	var list []barLetter
	sans, err := embedded().families[familyKey("Liberation Sans")][0].src.get()
	for i := range glyphs {
		for _, r := range glyphs[i].text {
			if _, ok := of[r]; ok || err != nil {
				continue
			}
			id, _ := sans.Glyph(r)
			of[r] = len(list)
			l := barLetter{advance: sans.Advance(id)}
			if o := sans.outline(id); len(o.parts) == 0 {
				l.data = o.data
			}
			list = append(list, l)
		}
	}
	return list, of
}
