package page

import "reportmail/render/doc"

// para puts the lines items[from:to] of one paragraph on the page: shading, borders, text. w is the column's width.
func (m *emitter) para(items []placed, from, to int, x, y, w float64) {
	p := items[from].para
	tag := m.paraTag(p)
	if p.f.Shading.Set || bordered(p.f) {
		m.paraBox(items, from, to, x, y, w)
	}
	for _, it := range items[from:to] {
		m.line(p, it.line, x, y+it.y, tag)
	}
	m.barTabs(p, items[from:to], x, y)
}

// paraBox draws the shading and the borders of a paragraph's lines. Joined neighbours in the same column share them.
func (m *emitter) paraBox(items []placed, from, to int, x, y, w float64) {
	p := items[from].para
	f := p.f
	first, last := items[from].line, items[to-1].line
	top, bottom := y+items[from].y, y+items[to-1].y+items[to-1].h
	joinAbove := p.joinPrev && first.first && from > 0 && items[from-1].para != nil
	joinBelow := p.joinNext && !p.more(last) && to < len(items) && items[to].para != nil
	if joinBelow {
		bottom = y + items[to].y - items[to].para.edgeAbove()
	}
	if first.first {
		top -= p.edgeAbove()
	}
	left := x + (f.Left + min(f.FirstLine, 0)).Points()
	right := x + w - f.Right.Points()
	if f.LeftEdge.Drawn() {
		left -= float64(f.LeftEdge.Space) + strokeWidth(f.LeftEdge)/2
	}
	if f.RightEdge.Drawn() {
		right += float64(f.RightEdge.Space) + strokeWidth(f.RightEdge)/2
	}
	if f.Shading.Set {
		m.add(&Rect{X: left, Y: top, W: right - left, H: bottom - top, Fill: f.Shading.V, Alpha: 255})
	}
	if f.LeftEdge.Drawn() {
		m.border(f.LeftEdge, left, top, left, bottom)
	}
	if f.RightEdge.Drawn() {
		m.border(f.RightEdge, right, top, right, bottom)
	}
	switch {
	case !joinAbove && first.first && f.Top.Drawn():
		m.border(f.Top, left, top+strokeWidth(f.Top)/2, right, top+strokeWidth(f.Top)/2)
	case joinAbove && f.Between.Drawn():
		m.border(f.Between, left, top+strokeWidth(f.Between)/2, right, top+strokeWidth(f.Between)/2)
	}
	if !joinBelow && !p.more(last) && f.Bottom.Drawn() {
		h := strokeWidth(f.Bottom) / 2
		m.border(f.Bottom, left, bottom-h, right, bottom-h)
	}
}

// barTabs draws the vertical rules of bar tab stops (ECMA-376-1 17.18.84).
func (m *emitter) barTabs(p *para, items []placed, x, y float64) {
	for _, t := range p.f.Tabs {
		if t.Align == doc.TabBar {
			at := x + t.Pos.Points()
			last := items[len(items)-1]
			m.add(&Line{X1: at, Y1: y + items[0].y, X2: at, Y2: y + last.y + last.h, Width: 0.5})
		}
	}
}

// border draws one border along a line.
func (m *emitter) border(b doc.Border, x1, y1, x2, y2 float64) {
	w := max(b.Width.Points(), 0.25)
	line := m.e.mem.strokes.one()
	*line = Line{X1: x1, Y1: y1, X2: x2, Y2: y2, Width: w, Color: m.color(b.Color)}
	dx, dy := 0.0, 1.0
	if x1 == x2 {
		dx, dy = 1, 0
	}
	several := func(offsets ...float64) {
		for _, o := range offsets {
			l := m.e.mem.strokes.one()
			*l = *line
			l.X1, l.X2, l.Y1, l.Y2 = l.X1+o*dx, l.X2+o*dx, l.Y1+o*dy, l.Y2+o*dy
			m.add(l)
		}
	}
	switch b.Style {
	case "double":
		several(-w, w)
		return
	case "triple":
		several(-2*w, 0, 2*w)
		return
	case "dotted":
		line.Dash = []float64{w, w}
	case "dashed":
		line.Dash = []float64{4 * w, 4 * w}
	case "dashSmallGap":
		line.Dash = []float64{4 * w, 2 * w}
	case "dotDash":
		line.Dash = []float64{4 * w, 2 * w, w, 2 * w}
	case "dotDotDash":
		line.Dash = []float64{4 * w, 2 * w, w, 2 * w, w, 2 * w}
	case "thick":
		line.Width = strokeWidth(b)
	case "single":
	default:
		m.e.warn("border-simplified", "", "a border of style %q is drawn as a plain line", b.Style)
	}
	m.add(line)
}
