package svg

import (
	"strings"

	"reportmail/render/doc"
	"reportmail/render/page"
)

func (d *drawer) items(items []page.Item, depth int) {
	for _, it := range items {
		switch it := it.(type) {
		case *page.Glyphs:
			d.glyphs(it)
		case *page.Rect:
			d.rect(it)
		case *page.Line:
			d.line(it)
		case *page.Path:
			d.path(it)
		case *page.Image:
			d.image(it)
		case *page.Link:
			d.link(it)
		case *page.Group:
			if depth < maxDepth {
				d.group(it, depth)
			}
		}
	}
}

func (d *drawer) rect(r *page.Rect) {
	d.str("<rect")
	d.box(r.X, r.Y, r.W, r.H)
	d.color("fill", r.Fill)
	if r.Alpha != 255 {
		d.num("fill-opacity", float64(r.Alpha)/255)
	}
	d.str("/>\n")
}

func (d *drawer) box(x, y, w, h float64) {
	d.num("x", x)
	d.num("y", y)
	d.num("width", max(w, 0))
	d.num("height", max(h, 0))
}

func (d *drawer) line(l *page.Line) {
	d.str("<line")
	d.num("x1", l.X1)
	d.num("y1", l.Y1)
	d.num("x2", l.X2)
	d.num("y2", l.Y2)
	d.stroke(l.Color, l.Width, l.Dash)
	if l.Round {
		d.attr("stroke-linecap", "round")
	}
	d.str("/>\n")
}

func (d *drawer) stroke(c doc.Color, width float64, dash []float64) {
	d.color("stroke", c)
	d.num("stroke-width", width)
	if len(dash) == 0 {
		return
	}
	d.str(` stroke-dasharray="`)
	for i, v := range dash {
		if i > 0 {
			d.b = append(d.b, ' ')
		}
		d.b = appendNum(d.b, v)
	}
	d.str(`"`)
}

func (d *drawer) path(p *page.Path) {
	if len(p.Segments) == 0 {
		return
	}
	d.str(`<path d="`)
	for i, s := range p.Segments {
		op := s.Op
		if i == 0 {
			op = 'M' // a path begins with a point (SVG 1.1 8.3.2)
		}
		d.b = append(d.b, op)
		switch op {
		case 'C':
			d.numbers(s.X1, s.Y1, s.X2, s.Y2, s.X, s.Y)
		case 'M', 'L':
			d.numbers(s.X, s.Y)
		}
	}
	d.str(`"`)
	if p.Fill.Set {
		d.color("fill", p.Fill.V)
	} else {
		d.attr("fill", "none")
	}
	if p.EvenOdd {
		d.attr("fill-rule", "evenodd")
	}
	if p.Stroke.Set {
		d.stroke(p.Stroke.V, p.Width, p.Dash)
	}
	d.str("/>\n")
}

func (d *drawer) numbers(list ...float64) {
	for i, v := range list {
		if i > 0 {
			d.b = append(d.b, ' ')
		}
		d.b = appendNum(d.b, v)
	}
}

// unit is the side of the square that a picture is drawn in before it is cropped and put into its box: crops are in
// 1/100,000.
const unit = 100000

func (d *drawer) image(i *page.Image) {
	if i.Image == nil || i.W <= 0 || i.H <= 0 {
		return
	}
	c := i.Crop
	if unit-c.Left-c.Right < 100 || unit-c.Top-c.Bottom < 100 { // cropped to nothing: shown whole, as in the PDF
		c = doc.Crop{}
	}
	x, y, mirrored := i.X, i.Y, i.FlipH || i.FlipV
	if mirrored {
		a, e, f, g := 1.0, 0.0, 1.0, 0.0
		if i.FlipH {
			a, e = -1, 2*i.X+i.W
		}
		if i.FlipV {
			f, g = -1, 2*i.Y+i.H
		}
		d.transform(a, 0, 0, f, e, g)
	}
	d.str("<svg")
	d.box(x, y, i.W, i.H)
	d.str(` preserveAspectRatio="none" viewBox="`)
	d.numbers(float64(c.Left), float64(c.Top), float64(unit-c.Left-c.Right), float64(unit-c.Top-c.Bottom))
	d.str(`"><image width="100000" height="100000" preserveAspectRatio="none"`)
	if i.Tag != nil {
		d.attr("aria-label", i.Tag.Alt)
	}
	d.mark(i.Image.Origin())
	d.attr("href", d.o.Picture(i.Image))
	d.str("/></svg>\n")
	if mirrored {
		d.str("</g>\n")
	}
}

// schemes are those that a document's links may have.
var schemes = []string{"https://", "http://", "mailto:", "tel:"}

func (d *drawer) link(l *page.Link) {
	for _, s := range schemes {
		if !strings.HasPrefix(strings.ToLower(l.URL), s) {
			continue
		}
		d.str("<a")
		d.attr("href", l.URL)
		d.str("><rect")
		d.box(l.X, l.Y, l.W, l.H)
		d.str(` fill-opacity="0"/></a>` + "\n")
		return
	}
}

func (d *drawer) transform(a, b, c, dd, e, f float64) {
	d.str(`<g transform="matrix(`)
	for i, v := range [6]float64{a, b, c, dd, e, f} {
		if i > 0 {
			d.b = append(d.b, ' ')
		}
		d.b = appendFine(d.b, v)
	}
	d.str(")\">\n")
}

// group moves what it holds, and clips it to a rectangle by a picture inside the picture.
func (d *drawer) group(g *page.Group, depth int) {
	d.transform(g.A, g.B, g.C, g.D, g.E, g.F)
	if c := g.Clip; c != nil {
		if c.W > 0 && c.H > 0 {
			d.str("<svg")
			d.box(c.X, c.Y, c.W, c.H)
			d.str(` viewBox="`)
			d.numbers(c.X, c.Y, c.W, c.H)
			d.str("\">\n")
			d.items(g.Items, depth+1)
			d.str("</svg>\n")
		}
	} else {
		d.items(g.Items, depth+1)
	}
	d.str("</g>\n")
}
