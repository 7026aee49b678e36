package doc

import "math"

// Luminance is the relative luminance of c, 0 to 1 (WCAG 2.1, definitions). An automatic colour counts as black.
func (c Color) Luminance() float64 {
	if c.Auto {
		return 0
	}
	lin := func(v uint8) float64 {
		x := float64(v) / 255
		if x <= 0.04045 {
			return x / 12.92
		}
		return math.Pow((x+0.055)/1.055, 2.4)
	}
	return 0.2126*lin(c.R) + 0.7152*lin(c.G) + 0.0722*lin(c.B)
}

// Contrast is the contrast ratio of two colours, 1 to 21 (WCAG 2.1 1.4.3).
func Contrast(a, b Color) float64 {
	x, y := a.Luminance(), b.Luminance()
	if x < y {
		x, y = y, x
	}
	return (x + 0.05) / (y + 0.05)
}

// Mix is c moved towards to by share, 0 to 1.
func (c Color) Mix(to Color, share float64) Color {
	m := func(a, b uint8) uint8 { return uint8(math.Round(float64(a) + (float64(b)-float64(a))*share)) }
	return Color{R: m(c.R, to.R), G: m(c.G, to.G), B: m(c.B, to.B)}
}
