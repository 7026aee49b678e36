package page

import "reportmail/render/doc"

// textRect is the box in a shape that its text stands in: how far it keeps from the shape's edges.
type textRect struct{ l, t, r, b float64 }

// inset keeps as far from opposite edges.
func inset(x, y float64) textRect { return textRect{x, y, x, y} }

// roundInset is how much of a corner's radius text keeps away from.
const roundInset = 0.29289

// textRects are the text boxes of presets of default size that are smaller than the shape (ECMA-376-1 20.1.9, the
// "rect" of each preset).
var textRects = map[string]func(w, h float64) textRect{
	"roundRect":                 func(w, h float64) textRect { d := min(w, h) * 0.16667 * roundInset; return inset(d, d) },
	"flowChartAlternateProcess": func(w, h float64) textRect { d := min(w, h) / 6 * roundInset; return inset(d, d) },
	"ellipse":                   func(w, h float64) textRect { return inset(w*roundInset/2, h*roundInset/2) },
	"donut":                     func(w, h float64) textRect { return inset(w*roundInset/2, h*roundInset/2) },
	"triangle":                  func(w, h float64) textRect { return textRect{w / 4, h / 2, w / 4, 0} },
	"rtTriangle":                func(w, h float64) textRect { return textRect{w / 12, h * 7 / 12, w * 5 / 12, h / 12} },
	"diamond":                   func(w, h float64) textRect { return inset(w/4, h/4) },
	"flowChartDecision":         func(w, h float64) textRect { return inset(w/4, h/4) },
	"parallelogram": func(w, h float64) textRect {
		q := (1 + 5*0.25*min(w, h)/max(w, 1)) / 12
		return inset(q*w, q*h)
	},
	"trapezoid": func(w, h float64) textRect {
		q := 0.5 * min(w, h) / max(w, 1) / 3
		return textRect{q * w, q * h, q * w, 0}
	},
	"hexagon": func(w, h float64) textRect { q := (1 + min(w, h)/max(w, 1)) / 12; return inset(q*w, q*h) },
	"octagon": func(w, h float64) textRect { d := min(w, h) * 0.29289 / 2; return inset(d, d) },
	"plus": func(w, h float64) textRect {
		d := min(w, h) / 4
		if w > h {
			return inset(0, d)
		}
		return inset(d, 0)
	},
	"pentagon": func(w, h float64) textRect { return textRect{w * 0.190983, h * 0.236068, w * 0.190983, 0} },
	"star5":    func(w, h float64) textRect { return textRect{w * 0.309017, h * 0.381966, w * 0.309017, h * 0.236068} },
	"heart":    func(w, h float64) textRect { return textRect{w / 6, h / 4, w / 6, h / 3} },
	"cloud": func(w, h float64) textRect {
		return textRect{w * 2977 / 21600, h * 3262 / 21600, w * 4513 / 21600, h * 4263 / 21600}
	},
	"flowChartTerminator": func(w, h float64) textRect { return inset(w*1018/21600, h*3163/21600) },
	"frame":               func(w, h float64) textRect { d := min(w, h) / 8; return inset(d, d) },
	"homePlate":           func(w, h float64) textRect { return textRect{0, 0, min(w, h) / 4, 0} },
	"chevron": func(w, h float64) textRect {
		if d := min(w, h) / 2; w > 2*d {
			return inset(d, 0)
		}
		return textRect{}
	},
	"rightArrow":     func(w, h float64) textRect { return textRect{0, h / 4, min(w, h) / 4, h / 4} },
	"leftArrow":      func(w, h float64) textRect { return textRect{min(w, h) / 4, h / 4, 0, h / 4} },
	"upArrow":        func(w, h float64) textRect { return textRect{w / 4, min(w, h) / 4, w / 4, 0} },
	"downArrow":      func(w, h float64) textRect { return textRect{w / 4, 0, w / 4, min(w, h) / 4} },
	"upDownArrow":    func(w, h float64) textRect { return inset(w/4, min(w, h)/4) },
	"leftRightArrow": func(w, h float64) textRect { return inset(min(w, h)/4, h/4) },
}

// textBox is how far text keeps from the edges of a shape of size w × h: the insets that it asks for, and the place that
// its outline leaves.
func textBox(s *doc.Shape, w, h float64) textRect {
	out := textRect{s.InsetL.Points(), s.InsetT.Points(), s.InsetR.Points(), s.InsetB.Points()}
	if f := textRects[s.Preset]; f != nil && w > 0 && h > 0 {
		in := f(w, h)
		out.l, out.t, out.r, out.b = out.l+in.l, out.t+in.t, out.r+in.r, out.b+in.b
	}
	return out
}
