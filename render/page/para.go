package page

import "reportmail/render/doc"

// para is a paragraph on its way to the page: its format, its glyphs (which do not depend on width) and its lines.
type para struct {
	src         *doc.Paragraph
	f           *doc.ParaFormat
	cell        doc.CellContext
	label       *label
	labelBack   float64 // how far the label stands in front of the indent
	labelGlyphs int32   // glyphs of the label, at the start
	labelTag    *Tag

	collected  bool
	dynamic    bool // shows page numbers; its glyphs hold for one page only
	shownPage  int
	shownTotal int
	mark       *textStyle
	spans      []span
	glyphs     []Glyph
	marks      []mark
	anchors    []*anchored
	bidi       bool // has right-to-left text

	lines []*line

	hideMark bool // an empty paragraph that takes no height
	inCell   bool
	joinPrev bool // borders join those of the paragraph before, which has the same ones (ECMA-376-1 17.3.1.24)
	joinNext bool
	gap      float64 // space between what stands before and the first line or its border
	before   float64 // the paragraph's own space before and after
	after    float64
	tag      *Tag
}

// line is one line of a paragraph. Horizontal measures are from the left edge of the column.
type line struct {
	g0, g1, end  int32   // glyphs; those from end on are spaces that hang
	s0           int32   // span of g0
	from, right  float64 // the edges it was broken between
	left         float64 // where the text starts when it is flush left
	width        float64 // of the glyphs up to end
	asc, desc    float64
	height, base float64 // height that it takes and the baseline from its top
	kind         lineEnd
	hyphen       bool // show a hyphen at the end
	first, last  bool // of the paragraph
	keep         bool // must stand on the same page as the line before
	clip         bool // taller than its exact height
}

// lineEnd is why a line ends.
type lineEnd uint8

const (
	endSoft lineEnd = iota
	endPara
	endLine
	endPage
	endColumn
	endClear
)

// line is line i of the paragraph, which starts at glyph g between left and right. Lines are broken one by one as they
// are needed and remembered as long as they are asked for with the same measures.
func (e *engine) line(p *para, i int, g int32, left, right float64) *line {
	if i < len(p.lines) {
		if l := p.lines[i]; l.g0 == g && l.from == left && l.right == right {
			return l
		}
	}
	l := e.breakLine(p, g, left, right, i == 0)
	l.keep = i > 0 && (p.f.KeepLines || p.f.WidowControl && !p.inCell && (i == 1 || l.last)) // no widow control in cells, as in Word
	if i > 0 && i <= len(p.lines) {
		if k := p.lines[i-1].kind; k == endPage || k == endColumn {
			l.keep = false
		}
	}
	if p.lines == nil {
		p.lines = e.mem.lists.list(1) // most paragraphs have one line
	}
	p.lines = append(p.lines[:min(i, len(p.lines))], l)
	return l
}

// more tells whether the paragraph goes on after line l. After a line or column break at its end the paragraph mark takes
// a line of its own; after a page break it does not (ECMA-376-1 17.15.3.10 is off since Word 2007).
func (p *para) more(l *line) bool {
	return !l.last && (int(l.g1) < len(p.glyphs) || l.kind != endPage)
}

// empty tells whether the paragraph shows nothing at all.
func (p *para) empty() bool { return len(p.glyphs) == 0 }
