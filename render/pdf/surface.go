package pdf

import (
	"reportmail/render/diag"
	"reportmail/render/page"
)

// Surface is what pages are drawn on. Coordinates are points from the top left corner, y downwards, in the space that
// Transform has set up. A surface collects what went wrong and says so in Finish.
type Surface interface {
	BeginPage(width, height float64)
	EndPage()

	// Tag says which structure element the following items belong to; nil is an artifact. lang is the language when it
	// is not the document's.
	Tag(t *page.Tag, lang string)

	Save()
	Restore()
	Transform(m Matrix)
	Clip(c page.Clip)

	Glyphs(g *page.Glyphs)
	Rect(r *page.Rect)
	Line(l *page.Line)
	Path(p *page.Path)
	Image(i *page.Image)
	Link(l *page.Link)

	Finish() ([]byte, error)
}

// Matrix is a transform: x' = A·x + C·y + E, y' = B·x + D·y + F (ISO 32000-1 8.3.3).
type Matrix struct{ A, B, C, D, E, F float64 }

// identity changes nothing.
var identity = Matrix{A: 1, D: 1}

// Then is the transform that does m first and n after it.
func (m Matrix) Then(n Matrix) Matrix {
	return Matrix{
		A: m.A*n.A + m.B*n.C, B: m.A*n.B + m.B*n.D,
		C: m.C*n.A + m.D*n.C, D: m.C*n.B + m.D*n.D,
		E: m.E*n.A + m.F*n.C + n.E, F: m.E*n.B + m.F*n.D + n.F,
	}
}

// Box is the smallest upright rectangle around a transformed one.
func (m Matrix) Box(x, y, w, h float64) (x0, y0, x1, y1 float64) {
	for i, p := range [4][2]float64{{x, y}, {x + w, y}, {x, y + h}, {x + w, y + h}} {
		px, py := m.A*p[0]+m.C*p[1]+m.E, m.B*p[0]+m.D*p[1]+m.F
		if i == 0 {
			x0, y0, x1, y1 = px, py, px, py
			continue
		}
		x0, y0, x1, y1 = min(x0, px), min(y0, py), max(x1, px), max(y1, py)
	}
	return x0, y0, x1, y1
}

// maxDepth bounds how deep groups nest; layouts nest text boxes two or three deep, and ISO 19005-3 6.1.13 allows 28
// saved states.
const maxDepth = 24

// driver walks pages in paint order.
type driver struct {
	surface  Surface
	findings *diag.List
	page     int // from 1
}

func draw(s Surface, pages *page.Pages, findings *diag.List) {
	d := driver{surface: s, findings: findings}
	for _, p := range pages.Pages {
		d.page++
		s.BeginPage(p.Width, p.Height)
		d.items(p.Items, 0)
		s.EndPage()
	}
}

func (d *driver) items(items []page.Item, depth int) {
	s := d.surface
	for _, it := range items {
		switch it := it.(type) {
		case *page.Glyphs:
			s.Tag(it.Tag, it.LangTag)
			s.Glyphs(it)
		case *page.Rect:
			s.Tag(it.Tag, "")
			s.Rect(it)
		case *page.Line:
			s.Tag(it.Tag, "")
			s.Line(it)
		case *page.Path:
			s.Tag(it.Tag, "")
			s.Path(it)
		case *page.Image:
			s.Tag(it.Tag, "")
			s.Image(it)
		case *page.Link:
			s.Link(it)
		case *page.Group:
			if depth >= maxDepth {
				d.findings.Warn("too-deep", diag.Where{Page: d.page}, "", "shapes nest more than %d deep; the innermost are not drawn", maxDepth)
				continue
			}
			d.group(it, depth)
		}
	}
}

func (d *driver) group(g *page.Group, depth int) {
	s := d.surface
	s.Save()
	s.Transform(Matrix{g.A, g.B, g.C, g.D, g.E, g.F})
	if g.Clip != nil {
		s.Clip(*g.Clip)
	}
	d.items(g.Items, depth+1)
	s.Restore()
}
