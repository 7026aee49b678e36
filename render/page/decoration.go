package page

import "reportmail/render/doc"

// decorationBehind paints highlight and shading of a run behind its text, as high as the line.
func (m *emitter) decorationBehind(s *span, x, base float64, l *line, w float64) {
	f := s.style.f
	fill := f.Highlight
	if !fill.Set {
		fill = f.Shading
	}
	if fill.Set && !fill.V.Auto && w > 0 {
		m.add(&Rect{X: x, Y: base - l.asc, W: w, H: l.asc + l.desc, Fill: fill.V, Alpha: 255})
	}
	if f.Border.Drawn() && w > 0 {
		y0, y1 := base-s.asc, base+s.desc
		m.border(f.Border, x, y0, x+w, y0)
		m.border(f.Border, x, y1, x+w, y1)
		m.border(f.Border, x, y0, x, y1)
		m.border(f.Border, x+w, y0, x+w, y1)
	}
}

// decoration draws underlines and strikes of a run (ECMA-376-1 17.3.2.40, 17.3.2.37, 17.3.2.9).
func (m *emitter) decoration(s *span, x, base, w float64) {
	if !s.style.decoration || w <= 0 {
		return
	}
	f := s.style.f
	met, em := faceMetrics(s.face.sel)
	size := s.style.size
	thick := max(float64(met.Underline)*em*size, size*0.04)
	color := m.textColor(s)
	if s.style.underline {
		at := base - s.style.rise - float64(met.UnderlinePos)*em*size
		m.underline(f.Underline, x, at, w, thick, color)
	}
	strike := base - s.style.rise - float64(met.StrikePos)*em*size
	if met.StrikePos == 0 {
		strike = base - s.style.rise - 0.26*size
	}
	switch {
	case f.DStrike:
		m.add(&Line{X1: x, Y1: strike - thick, X2: x + w, Y2: strike - thick, Width: thick, Color: color})
		m.add(&Line{X1: x, Y1: strike + thick, X2: x + w, Y2: strike + thick, Width: thick, Color: color})
	case f.Strike:
		m.add(&Line{X1: x, Y1: strike, X2: x + w, Y2: strike, Width: thick, Color: color})
	}
}

// underlines are how the kinds of underline are drawn: dashes in multiples of the thickness, how many lines, how thick.
var underlines = map[string]struct {
	dash  []float64
	lines int
	thick float64
}{
	"single": {nil, 1, 1}, "words": {nil, 1, 1}, "double": {nil, 2, 1}, "thick": {nil, 1, 2},
	"dotted": {[]float64{1, 1}, 1, 1}, "dottedHeavy": {[]float64{1, 1}, 1, 2},
	"dash": {[]float64{4, 2}, 1, 1}, "dashedHeavy": {[]float64{4, 2}, 1, 2},
	"dashLong": {[]float64{8, 3}, 1, 1}, "dashLongHeavy": {[]float64{8, 3}, 1, 2},
	"dotDash": {[]float64{4, 2, 1, 2}, 1, 1}, "dashDotHeavy": {[]float64{4, 2, 1, 2}, 1, 2},
	"dotDotDash": {[]float64{4, 2, 1, 2, 1, 2}, 1, 1}, "dashDotDotHeavy": {[]float64{4, 2, 1, 2, 1, 2}, 1, 2},
}

func (m *emitter) underline(u doc.Underline, x, y, w, thick float64, color doc.Color) {
	kind, ok := underlines[u.Style]
	if !ok {
		m.e.warn("underline-simplified", "", "an underline of style %q is drawn as a plain line", u.Style)
		kind = underlines["single"]
	}
	if u.Color.Set && !u.Color.V.Auto {
		color = u.Color.V
	}
	thick *= kind.thick
	l := Line{X1: x, Y1: y, X2: x + w, Y2: y, Width: thick, Color: color}
	for _, d := range kind.dash {
		l.Dash = append(l.Dash, d*thick)
	}
	m.add(&l)
	if kind.lines == 2 {
		other := l
		other.Y1, other.Y2 = y+2*thick, y+2*thick
		m.add(&other)
	}
}
