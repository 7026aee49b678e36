package page

import (
	"math"

	"reportmail/render/doc"
)

// kappa places the control points of a quarter ellipse drawn as a cubic curve.
const kappa = 0.5522847498

// presets are the shape geometries that are drawn as what they are (ECMA-376-1 20.1.10.56); all others as rectangles.
var presets = map[string]func(x, y, w, h float64) []Segment{
	"rect": rectangle, "": rectangle, "flowChartProcess": rectangle,
	"roundRect": roundRectangle, "flowChartAlternateProcess": roundRectangle,
	"ellipse":    ellipse,
	"triangle":   func(x, y, w, h float64) []Segment { return polygon(x+w/2, y, x+w, y+h, x, y+h) },
	"rtTriangle": func(x, y, w, h float64) []Segment { return polygon(x, y, x+w, y+h, x, y+h) },
	"diamond":    func(x, y, w, h float64) []Segment { return polygon(x+w/2, y, x+w, y+h/2, x+w/2, y+h, x, y+h/2) },
	"parallelogram": func(x, y, w, h float64) []Segment {
		d := min(w, h) / 4
		return polygon(x+d, y, x+w, y, x+w-d, y+h, x, y+h)
	},
	"rightArrow": rightArrow, "leftArrow": leftArrow, "upArrow": upArrow, "downArrow": downArrow,
	"upDownArrow": upDownArrow, "leftRightArrow": leftRightArrow, "homePlate": homePlate, "chevron": chevron,
	"heart": heart, "cloud": cloud, "donut": donut, "frame": frame,
	"trapezoid": func(x, y, w, h float64) []Segment {
		d := min(w, h) / 4
		return polygon(x+d, y, x+w-d, y, x+w, y+h, x, y+h)
	},
	"plus": func(x, y, w, h float64) []Segment {
		d := min(w, h) / 4
		return polygon(x+d, y, x+w-d, y, x+w-d, y+d, x+w, y+d, x+w, y+h-d, x+w-d, y+h-d, x+w-d, y+h, x+d, y+h, x+d, y+h-d, x, y+h-d, x, y+d, x+d, y+d)
	},
	"octagon": func(x, y, w, h float64) []Segment {
		d := min(w, h) * 0.29289
		return polygon(x+d, y, x+w-d, y, x+w, y+d, x+w, y+h-d, x+w-d, y+h, x+d, y+h, x, y+h-d, x, y+d)
	},
	"star5": star, "flowChartDecision": func(x, y, w, h float64) []Segment { return polygon(x+w/2, y, x+w, y+h/2, x+w/2, y+h, x, y+h/2) },
	"flowChartTerminator": terminator, "pentagon": pentagon,
	"hexagon": func(x, y, w, h float64) []Segment {
		d := min(w, h) / 4
		return polygon(x+d, y, x+w-d, y, x+w, y+h/2, x+w-d, y+h, x+d, y+h, x, y+h/2)
	},
}

// outline draws fill and line of a shape.
func (m *emitter) outline(s *doc.Shape, x, y, w, h float64, tag *Tag) {
	var stroke doc.Opt[doc.Color]
	width := 0.0
	if s.Line.Set && s.Line.V.Drawn() {
		stroke, width = doc.Some(m.color(s.Line.V.Color)), max(s.Line.V.Width.Points(), 0.25)
	}
	switch s.Preset {
	case "line", "straightConnector1":
		if stroke.Set {
			x1, y1, x2, y2 := x, y, x+w, y+h
			if s.FlipV != s.FlipH {
				y1, y2 = y2, y1
			}
			m.add(&Line{X1: x1, Y1: y1, X2: x2, Y2: y2, Width: width, Color: stroke.V, Tag: tag})
		}
		return
	}
	if !s.Fill.Set && !stroke.Set {
		return
	}
	draw := presets[s.Preset]
	if draw == nil {
		m.e.warn("shape-simplified", "", "a shape %q is drawn as a rectangle", s.Preset)
		draw = rectangle
	}
	if s.Fill.Set && !stroke.Set && (s.Preset == "rect" || s.Preset == "") {
		m.add(&Rect{X: x, Y: y, W: w, H: h, Fill: s.Fill.V, Alpha: s.FillAlpha, Tag: tag})
		return
	}
	m.add(&Path{Segments: draw(x, y, w, h), Fill: s.Fill, Stroke: stroke, Width: width, Tag: tag})
}

// star is a star of five points in the box (the preset's default depth).
func star(x, y, w, h float64) []Segment {
	var xy []float64
	for i := range 10 {
		r := 1.0
		if i%2 == 1 {
			r = 0.381966
		}
		sin, cos := math.Sincos(math.Pi * float64(i) / 5)
		xy = append(xy, x+w/2+r*sin*w/1.902113, y+h*0.552786-r*cos*h/1.809017)
	}
	return polygon(xy...)
}

// pentagon stands on its base (the preset's default size).
func pentagon(x, y, w, h float64) []Segment {
	return polygon(x, y+h*0.381966, x+w/2, y, x+w, y+h*0.381966, x+w*0.809017, y+h, x+w*0.190983, y+h)
}

func polygon(xy ...float64) []Segment {
	var out []Segment
	for i := 0; i+1 < len(xy); i += 2 {
		op := byte('L')
		if i == 0 {
			op = 'M'
		}
		out = append(out, Segment{Op: op, X: xy[i], Y: xy[i+1]})
	}
	return append(out, Segment{Op: 'Z'})
}

func rectangle(x, y, w, h float64) []Segment { return polygon(x, y, x+w, y, x+w, y+h, x, y+h) }

func ellipse(x, y, w, h float64) []Segment { return rounded(x, y, w, h, w/2, h/2) }

// roundRectangle has corners of a sixth of the shorter side, the preset's default.
func roundRectangle(x, y, w, h float64) []Segment {
	r := min(w, h) * 0.16667
	return rounded(x, y, w, h, r, r)
}

// rounded is a rectangle whose corners are quarter ellipses.
func rounded(x, y, w, h, rx, ry float64) []Segment {
	kx, ky := rx*(1-kappa), ry*(1-kappa)
	curve := func(x1, y1, x2, y2, x, y float64) Segment {
		return Segment{Op: 'C', X1: x1, Y1: y1, X2: x2, Y2: y2, X: x, Y: y}
	}
	return []Segment{
		{Op: 'M', X: x + rx, Y: y},
		{Op: 'L', X: x + w - rx, Y: y}, curve(x+w-kx, y, x+w, y+ky, x+w, y+ry),
		{Op: 'L', X: x + w, Y: y + h - ry}, curve(x+w, y+h-ky, x+w-kx, y+h, x+w-rx, y+h),
		{Op: 'L', X: x + rx, Y: y + h}, curve(x+kx, y+h, x, y+h-ky, x, y+h-ry),
		{Op: 'L', X: x, Y: y + ry}, curve(x, y+ky, x+kx, y, x+rx, y),
		{Op: 'Z'},
	}
}
