package page

import (
	"math"

	"reportmail/render/doc"
)

// floating puts a floating thing on the page; x, y is the corner of its column.
func (m *emitter) floating(f *floatPart, x, y float64) {
	if f.fixedX {
		x = 0
	}
	if f.fixedY {
		y = 0
	}
	x, y = x+f.x, y+f.y
	if f.drawing == nil {
		m.column(f.col, x, y)
		return
	}
	layer := m.layer
	if m.layer = layerFront; f.behind {
		m.layer = layerBehind
	}
	d := f.drawing
	m.drawing(d.drawing, d.box, x, y, f.w, f.h, nil)
	if d.link != nil {
		m.add(&Link{X: x, Y: y, W: f.w, H: f.h, URL: d.link.url, Text: d.link.text, Tag: m.child(TagLink)})
	}
	m.layer = layer
}

// object draws a picture or shape that stands in a line.
func (m *emitter) object(s *span, x, base float64, tag *Tag) {
	o := s.object
	m.drawing(o.drawing, o.box, x, base-s.style.rise-o.h, o.w, o.h, tag)
}

// drawing draws a picture or a shape in its box.
func (m *emitter) drawing(d *doc.Drawing, box *shapeBox, x, y, w, h float64, parent *Tag) {
	if p := d.Picture; p != nil {
		m.picture(d, p, x, y, w, h, parent)
		return
	}
	s := d.Shape
	if s == nil {
		return
	}
	if s.Rotation != 0 {
		g := rotation(s.Rotation, x+w/2, y+h/2)
		m.group(g, func() { m.shape(d, s, box, x, y, w, h, parent) })
		return
	}
	m.shape(d, s, box, x, y, w, h, parent)
}

func (m *emitter) picture(d *doc.Drawing, p *doc.Picture, x, y, w, h float64, parent *Tag) {
	if p.Image == nil {
		return
	}
	img := &Image{X: x, Y: y, W: w, H: h, Image: p.Image, Crop: p.Crop, FlipH: p.FlipH, FlipV: p.FlipV, Tag: m.figure(d, parent)}
	draw := func() {
		m.add(img)
		if p.Border.Set && p.Border.V.Drawn() {
			m.box(p.Border.V, x, y, w, h)
		}
	}
	if p.Rotation != 0 {
		m.group(rotation(p.Rotation, x+w/2, y+h/2), draw)
		return
	}
	draw()
}

func (m *emitter) box(b doc.Border, x, y, w, h float64) {
	m.border(b, x, y, x+w, y)
	m.border(b, x, y+h, x+w, y+h)
	m.border(b, x, y, x, y+h)
	m.border(b, x+w, y, x+w, y+h)
}

// rotation turns clockwise about cx, cy by 1/60,000 degrees.
func rotation(angle int32, cx, cy float64) *Group {
	sin, cos := math.Sincos(float64(angle) / 60000 * math.Pi / 180)
	return &Group{A: cos, B: sin, C: -sin, D: cos, E: cx - cos*cx + sin*cy, F: cy - sin*cx - cos*cy}
}

// shape draws the geometry and the text of a shape.
func (m *emitter) shape(d *doc.Drawing, s *doc.Shape, box *shapeBox, x, y, w, h float64, parent *Tag) {
	var tag *Tag
	if box == nil && d.Alt != "" {
		tag = m.figure(d, parent)
	}
	m.outline(s, x, y, w, h, tag)
	for _, c := range s.Children {
		cx, cy := x, y
		if c.Anchor != nil {
			cx, cy = x+c.Anchor.H.Offset.Points(), y+c.Anchor.V.Offset.Points()
		}
		m.drawing(c, m.e.shapeText(c), cx, cy, c.Width.Points(), c.Height.Points(), parent)
	}
	if box == nil {
		return
	}
	ground := m.ground
	if s.Fill.Set {
		m.ground = s.Fill
	}
	m.shapeText(s, box, x, y, w, h)
	m.ground = ground
}

// shapeText draws the text inside of a shape, rotated where the shape says so.
func (m *emitter) shapeText(s *doc.Shape, box *shapeBox, x, y, w, h float64) {
	in := textBox(s, w, h)
	l, t, r, b := in.l, in.t, in.r, in.b
	spare := h - t - b - box.col.height
	if s.TextDirection != doc.Horizontal {
		spare = w - l - r - box.col.height
	}
	shift := 0.0
	switch s.VAlign {
	case doc.VCenter:
		shift = spare / 2
	case doc.VBottom:
		shift = spare
	}
	switch s.TextDirection {
	case doc.BottomToTop:
		m.group(&Group{B: -1, C: 1, E: x + l + shift, F: y + h - b}, func() { m.column(box.col, 0, 0) })
	case doc.TopToBottom:
		m.group(&Group{B: 1, C: -1, E: x + w - r - shift, F: y + t}, func() { m.column(box.col, 0, 0) })
	default:
		m.column(box.col, x+l, y+t+shift)
	}
}
