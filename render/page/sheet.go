package page

import "reportmail/render/doc"

// sheet is a page being filled: its geometry and what was placed on it. All measures are points from the top left
// corner of the page.
type sheet struct {
	number                  int // as PAGE shows it
	section                 int // of the document, from 0
	setup                   *doc.PageSetup
	sect                    *doc.Section
	first                   bool // first page of its section
	width, height           float64
	left, right             float64 // text margins
	marginTop, marginBottom float64 // as the layout sets them
	top, bottom             float64 // of the body: margins, or pushed by header and footer
	header, footer          *story
	holes                   *holes
	body                    []bodyColumn
	rules                   []columnRule
}

// bodyColumn is a column of body text that stands on the sheet.
type bodyColumn struct {
	col  *column
	x, y float64
}

// columnRule is the line between two columns.
type columnRule struct{ x, y0, y1 float64 }

// story is a header or footer.
type story struct {
	src   *doc.HeaderFooter
	flow  *flow
	col   *column
	y     float64
	width float64
	holes []hole
}

func (e *engine) pageNumber() int {
	if e.sheet == nil {
		return 1
	}
	return e.sheet.number
}

func (e *engine) sectionNumber() int {
	if e.sheet == nil {
		return 1
	}
	return e.sheet.section + 1
}

func (e *engine) sheetFormat() string {
	if e.sheet == nil {
		return ""
	}
	return e.sheet.setup.PageNumberFormat
}

// geometry are the measures of a page of a section, mended where they leave no room for text.
func (s *sheet) geometry(set doc.Settings) {
	p := s.setup
	s.width, s.height = p.Width.Points(), p.Height.Points()
	if s.width < leastPage || s.width > mostPage {
		s.width = 612
	}
	if s.height < leastPage || s.height > mostPage {
		s.height = 792
	}
	s.left, s.right = p.Left.Points(), s.width-p.Right.Points()
	if set.MirrorMargins && s.number%2 == 0 {
		s.left, s.right = p.Right.Points(), s.width-p.Left.Points()
	}
	s.marginTop, s.marginBottom = abs(p.Top.Points()), s.height-abs(p.Bottom.Points())
	switch {
	case set.GutterAtTop:
		s.marginTop += p.Gutter.Points()
	case set.MirrorMargins && s.number%2 == 0:
		s.right -= p.Gutter.Points()
	default:
		s.left += p.Gutter.Points()
	}
	if s.right-s.left < leastText {
		s.left, s.right = 0, s.width
	}
	if s.marginBottom-s.marginTop < leastText {
		s.marginTop, s.marginBottom = 0, s.height
	}
	s.top, s.bottom = s.marginTop, s.marginBottom
}

// shift is how far the body moves down for the section's vertical alignment (ECMA-376-1 17.6.22). Justified pages stand
// at the top.
func (s *sheet) shift() float64 {
	bottom := s.top
	for _, b := range s.body {
		bottom = max(bottom, b.y+b.col.ink)
	}
	spare := max(s.bottom-bottom, 0)
	switch s.setup.VAlign {
	case doc.VCenter:
		return spare / 2
	case doc.VBottom:
		return spare
	}
	return 0
}

// Bounds of a page: a layout outside of them is broken, and a PDF page is at most 14,400 points (ISO 32000-1 C.2).
const (
	leastPage = 10.0
	mostPage  = 14400.0
	leastText = 5.0
)

func abs(v float64) float64 { return max(v, -v) }
