package page

import "math"

// heart is the preset of that name (ECMA-376-1 20.1.9).
func heart(x, y, w, h float64) []Segment {
	near, far := w*10/48, w*49/48
	cx, dip, above := x+w/2, y+h/4, y-h/3
	return []Segment{
		{Op: 'M', X: cx, Y: dip},
		{Op: 'C', X1: cx + near, Y1: above, X2: cx + far, Y2: dip, X: cx, Y: y + h},
		{Op: 'C', X1: cx - far, Y1: dip, X2: cx - near, Y2: above, X: cx, Y: dip},
		{Op: 'Z'},
	}
}

// donut is a ring, a quarter of the shorter side thick. The hole turns the other way round, so that it stays empty.
func donut(x, y, w, h float64) []Segment {
	d := min(w, h) / 4
	return append(ellipse(x, y, w, h), reversed(ellipse(x+d, y+d, w-2*d, h-2*d))...)
}

// frame is a rectangle with a rectangular hole, an eighth of the shorter side thick.
func frame(x, y, w, h float64) []Segment {
	d := min(w, h) / 8
	return append(rectangle(x, y, w, h), reversed(rectangle(x+d, y+d, w-2*d, h-2*d))...)
}

// terminator has sides that are half ellipses.
func terminator(x, y, w, h float64) []Segment { return rounded(x, y, w, h, w*3475/21600, h/2) }

// reversed is a closed outline in the other direction.
func reversed(s []Segment) []Segment {
	body := s[:len(s)-1] // without the closing
	last := body[len(body)-1]
	out := []Segment{{Op: 'M', X: last.X, Y: last.Y}}
	for i := len(body) - 1; i > 0; i-- {
		from := body[i]
		from.X1, from.Y1, from.X2, from.Y2 = from.X2, from.Y2, from.X1, from.Y1
		from.X, from.Y = body[i-1].X, body[i-1].Y
		out = append(out, from)
	}
	return append(out, Segment{Op: 'Z'})
}

// arc is a stretch of an ellipse: its radii, and where it starts and how far it turns in 1/60,000 degrees.
type arc struct{ rx, ry, start, sweep float64 }

// puffs are the arcs of the cloud in a square of 43,200 (ECMA-376-1 20.1.9).
var puffs = [...]arc{
	{6753, 9190, -11429249, 7426832}, {5333, 7267, -8646143, 5396714}, {4365, 5945, -8748475, 5983381},
	{4857, 6595, -7859164, 7034504}, {5333, 7273, -4722533, 6541615}, {6775, 9220, -2776035, 7816140},
	{5785, 7867, 37501, 6842000}, {6752, 9215, 1347096, 6910353}, {7720, 10543, 3974558, 4542661},
	{4360, 5918, -16496525, 8804134}, {4345, 5945, -14809710, 9151131},
}

// cloud is the preset's outline, without the strokes inside.
func cloud(x, y, w, h float64) []Segment {
	const side = 43200
	px, py := 3900.0, 14370.0
	sx, sy := w/side, h/side
	out := []Segment{{Op: 'M', X: x + px*sx, Y: y + py*sy}}
	for _, a := range puffs {
		for _, s := range a.curves(px, py) {
			px, py = s.X, s.Y
			s.X1, s.Y1, s.X2, s.Y2, s.X, s.Y = x+s.X1*sx, y+s.Y1*sy, x+s.X2*sx, y+s.Y2*sy, x+s.X*sx, y+s.Y*sy
			out = append(out, s)
		}
	}
	return append(out, Segment{Op: 'Z'})
}

// curves is the arc from x, y on as cubic curves of at most a quarter turn.
func (a arc) curves(x, y float64) []Segment {
	from, to := a.param(a.start), a.param(a.start+a.sweep)
	for to < from {
		to += 2 * math.Pi
	}
	sin, cos := math.Sincos(from)
	cx, cy := x-a.rx*cos, y-a.ry*sin
	n := math.Ceil((to - from) / (math.Pi / 2))
	step := (to - from) / n
	k := 4.0 / 3 * math.Tan(step/4)
	var out []Segment
	for i := 0.0; i < n; i++ {
		s0, c0 := math.Sincos(from + i*step)
		s1, c1 := math.Sincos(from + (i+1)*step)
		out = append(out, Segment{Op: 'C', X1: cx + a.rx*(c0-k*s0), Y1: cy + a.ry*(s0+k*c0),
			X2: cx + a.rx*(c1+k*s1), Y2: cy + a.ry*(s1-k*c1), X: cx + a.rx*c1, Y: cy + a.ry*s1})
	}
	return out
}

// param is the angle of the circle behind the ellipse: DrawingML measures angles as they are seen.
func (a arc) param(angle float64) float64 {
	sin, cos := math.Sincos(angle / 60000 * math.Pi / 180)
	return math.Atan2(sin*a.rx, cos*a.ry)
}
