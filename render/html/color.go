package html

import (
	"math"

	"reportmail/render/doc"
)

var (
	black = doc.Color{}
	white = doc.Color{R: 255, G: 255, B: 255}
)

const hexDigits = "0123456789abcdef"

// appendHex appends c as six hexadecimal digits; an automatic colour is black.
func appendHex(b []byte, c doc.Color) []byte {
	if c.Auto {
		c = black
	}
	for _, v := range [3]uint8{c.R, c.G, c.B} {
		b = append(b, hexDigits[v>>4], hexDigits[v&15])
	}
	return b
}

// appendColor appends c as #rrggbb.
func appendColor(b []byte, c doc.Color) []byte { return appendHex(append(b, '#'), c) }

// luminance is the relative luminance of c (WCAG 2.1, definitions).
func luminance(c doc.Color) float64 {
	lin := func(v uint8) float64 {
		x := float64(v) / 255
		if x <= 0.04045 {
			return x / 12.92
		}
		return math.Pow((x+0.055)/1.055, 2.4)
	}
	return 0.2126*lin(c.R) + 0.7152*lin(c.G) + 0.0722*lin(c.B)
}

// contrast is the contrast ratio of two colours, 1 to 21 (WCAG 2.1 1.4.3).
func contrast(a, b doc.Color) float64 {
	x, y := luminance(a), luminance(b)
	if x < y {
		x, y = y, x
	}
	return (x + 0.05) / (y + 0.05)
}

// ink is the colour of automatic text on fill: black, or white where black would be hard to read.
func ink(fill doc.Color) doc.Color {
	if contrast(black, fill) >= contrast(white, fill) {
		return black
	}
	return white
}

// mix is c moved towards to by share.
func mix(c, to doc.Color, share float64) doc.Color {
	m := func(a, b uint8) uint8 { return uint8(math.Round(float64(a) + (float64(b)-float64(a))*share)) }
	return doc.Color{R: m(c.R, to.R), G: m(c.G, to.G), B: m(c.B, to.B)}
}

// readable is c moved away from ground, the way it differs already, just so far that the contrast is at least ratio. Light
// text on a ground of middling brightness may not get there: it stays light, as dark text would be another design.
func readable(c, ground doc.Color, ratio float64) (doc.Color, bool) {
	to := black
	if luminance(c) > luminance(ground) {
		to = white
	}
	for share := 0.0; share <= 1; share += 0.02 {
		if m := mix(c, to, share); contrast(m, ground) >= ratio {
			return m, true
		}
	}
	return c, false
}

// pale tells whether a fill is a light, greyish ground that dark mode turns dark. Strong colours stay.
func pale(c doc.Color) bool {
	lo, hi := min(c.R, c.G, c.B), max(c.R, c.G, c.B)
	return luminance(c) > 0.55 || luminance(c) > 0.3 && hi-lo < 40
}
