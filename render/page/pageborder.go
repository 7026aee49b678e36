package page

// pageBorders draws the borders of the page (ECMA-376-1 17.6.10).
func (m *emitter) pageBorders() {
	s := m.sheet
	b := s.setup.Borders
	l, t, r, bt := b.Left.V, b.Top.V, b.Right.V, b.Bottom.V
	x0, y0, x1, y1 := float64(l.Space), float64(t.Space), s.width-float64(r.Space), s.height-float64(bt.Space)
	if s.setup.BordersFromText {
		x0, y0, x1, y1 = s.left-float64(l.Space), s.marginTop-float64(t.Space), s.right+float64(r.Space), s.marginBottom+float64(bt.Space)
	}
	if t.Drawn() {
		m.border(t, x0, y0, x1, y0)
	}
	if bt.Drawn() {
		m.border(bt, x0, y1, x1, y1)
	}
	if l.Drawn() {
		m.border(l, x0, y0, x0, y1)
	}
	if r.Drawn() {
		m.border(r, x1, y0, x1, y1)
	}
}
