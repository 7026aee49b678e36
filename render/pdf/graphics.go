package pdf

import (
	"slices"

	"reportmail/render/doc"
	"reportmail/render/page"
)

func (n *native) Rect(r *page.Rect) {
	n.prepare(false)
	n.occupy(r.X, r.Y, r.W, r.H)
	n.setFill(r.Fill)
	n.setAlpha(r.Alpha)
	n.content = append(n.appendRect(n.content, r.X, r.Y, r.W, r.H), "re f\n"...)
}

func (n *native) Line(l *page.Line) {
	n.prepare(false)
	n.setStroke(l.Color)
	n.setAlpha(255)
	n.setLine(l.Width, l.Dash, l.Round)
	h := n.page.height
	b := append(appendNumbers(n.content, 2, l.X1, h-l.Y1), "m "...)
	n.content = append(appendNumbers(b, 2, l.X2, h-l.Y2), "l S\n"...)
}

func (n *native) Path(p *page.Path) {
	if len(p.Segments) == 0 || !p.Fill.Set && !p.Stroke.Set {
		return
	}
	n.prepare(false)
	n.setAlpha(255)
	if p.Fill.Set {
		n.setFill(p.Fill.V)
	}
	if p.Stroke.Set {
		n.setStroke(p.Stroke.V)
		n.setLine(p.Width, p.Dash, false)
	}
	n.occupyPath(p)
	n.content = append(n.appendSegments(n.content, p.Segments), paint(p)...)
}

func (n *native) appendSegments(b []byte, segments []page.Segment) []byte {
	h := n.page.height
	for i, s := range segments {
		op := s.Op
		if i == 0 {
			op = 'M' // a path begins with a point (ISO 32000-1 8.5.2)
		}
		switch op {
		case 'M':
			b = append(appendNumbers(b, 2, s.X, h-s.Y), "m "...)
		case 'L':
			b = append(appendNumbers(b, 2, s.X, h-s.Y), "l "...)
		case 'C':
			b = append(appendNumbers(b, 2, s.X1, h-s.Y1, s.X2, h-s.Y2, s.X, h-s.Y), "c "...)
		case 'Z':
			b = append(b, "h "...)
		}
	}
	return b
}

// paint is the operator that fills and strokes a path (ISO 32000-1 table 60).
func paint(p *page.Path) string {
	switch {
	case p.Fill.Set && p.Stroke.Set && p.EvenOdd:
		return "B*\n"
	case p.Fill.Set && p.Stroke.Set:
		return "B\n"
	case p.Fill.Set && p.EvenOdd:
		return "f*\n"
	case p.Fill.Set:
		return "f\n"
	}
	return "S\n"
}

func (n *native) setFill(c doc.Color) {
	c = ink(c)
	if n.page.fill != c {
		n.page.fill = c
		n.content = appendColor(n.content, c, "rg\n", "g\n")
	}
}

func (n *native) setStroke(c doc.Color) {
	c = ink(c)
	if n.page.stroke != c {
		n.page.stroke = c
		n.content = appendColor(n.content, c, "RG\n", "G\n")
	}
}

// ink is the colour that is drawn: automatic is black, which the zero Color is too, as a page begins with it.
func ink(c doc.Color) doc.Color {
	if c.Auto {
		return doc.Color{}
	}
	return c
}

func appendColor(b []byte, c doc.Color, rgb, gray string) []byte {
	if c.R == c.G && c.G == c.B {
		return append(append(appendNumber(b, float64(c.R)/255, 3), ' '), gray...)
	}
	return append(appendNumbers(b, 3, float64(c.R)/255, float64(c.G)/255, float64(c.B)/255), rgb...)
}

// setAlpha sets the opacity of everything that follows. A Rect that says nothing (0) would be invisible: it is kept,
// as a layout may ask for that.
func (n *native) setAlpha(a uint8) {
	p := n.page
	if p.alpha == a {
		return
	}
	p.alpha = a
	if n.alphas == nil {
		n.alphas = make(map[uint8]int)
	}
	if n.alphas[a] == 0 {
		obj := n.file.number()
		n.alphas[a] = obj
		n.file.object(obj)
		v := appendNumber(nil, float64(a)/255, 3)
		b := append(append(n.file.objects, "<</Type/ExtGState/ca "...), v...)
		n.file.objects = append(append(append(b, "/CA "...), v...), ">>"...)
	}
	if !slices.Contains(p.alphas, a) {
		p.alphas = append(p.alphas, a)
	}
	n.content = append(appendInt(append(n.content, "/A"...), int(a)), " gs\n"...)
}

func (n *native) setLine(width float64, dash []float64, round bool) {
	p := n.page
	if p.lineWidth != width {
		p.lineWidth = width
		n.content = append(appendNumbers(n.content, 3, width), "w\n"...)
	}
	if p.roundCap != round {
		p.roundCap = round
		if round {
			n.content = append(n.content, "1 J\n"...)
		} else {
			n.content = append(n.content, "0 J\n"...)
		}
	}
	if len(dash) > 0 || p.dashed {
		p.dashed = len(dash) > 0
		b := append(n.content, '[')
		for i, d := range dash {
			if i > 0 {
				b = append(b, ' ')
			}
			b = appendNumber(b, max(d, 0), 2)
		}
		n.content = append(b, "]0 d\n"...)
	}
}
