package html

import "reportmail/render/doc"

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

// ink is the colour of automatic text on fill: black, or white where black would be hard to read.
func ink(fill doc.Color) doc.Color {
	if doc.Contrast(black, fill) >= doc.Contrast(white, fill) {
		return black
	}
	return white
}

// readable is c moved away from ground, the way it differs already, just so far that the contrast is at least ratio. Light
// text on a ground of middling brightness may not get there: it stays light, as dark text would be another design.
func readable(c, ground doc.Color, ratio float64) (doc.Color, bool) {
	to := black
	if c.Luminance() > ground.Luminance() {
		to = white
	}
	for share := 0.0; share <= 1; share += 0.02 {
		if m := c.Mix(to, share); doc.Contrast(m, ground) >= ratio {
			return m, true
		}
	}
	return c, false
}
