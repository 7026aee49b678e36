package preview

import (
	"fmt"
	"math"
	"regexp"
	"strconv"
)

// Mail programs that force dark mode keep hue and chroma of a colour and turn its lightness round, so that white paper
// becomes dark and black ink light. The scale is Oklab's (CSS Color 4, 10.2), whose lightness is even to the eye.

var (
	colorPlace = regexp.MustCompile(`(?:style|bgcolor)="[^"]*"`)
	hexColor   = regexp.MustCompile(`#[0-9a-fA-F]{6}\b`)
)

// darkest is the lightness that white gets: mail programs use dark grey, not black.
const darkest = 0.22

// turned is a body whose colours are turned round.
func turned(page []byte) []byte {
	page = colorPlace.ReplaceAllFunc(page, func(place []byte) []byte {
		return hexColor.ReplaceAllFunc(place, func(hex []byte) []byte {
			n, _ := strconv.ParseUint(string(hex[1:]), 16, 32)
			r, g, b := turn(uint8(n>>16), uint8(n>>8), uint8(n))
			return fmt.Appendf(nil, "#%02x%02x%02x", r, g, b)
		})
	})
	return regexp.MustCompile(`</head>`).ReplaceAll(page, []byte(`<style>html{background:#1c1c1c;color:#fff}</style></head>`))
}

func turn(r, g, b uint8) (uint8, uint8, uint8) {
	l, m, s := cube(0.4122214708, 0.5363325363, 0.0514459929, r, g, b), cube(0.2119034982, 0.6806995451, 0.1073969566, r, g, b), cube(0.0883024619, 0.2817188376, 0.6299787005, r, g, b)
	light := 0.2104542553*l + 0.7936177850*m - 0.0040720468*s
	ca := 1.9779984951*l - 2.4285922050*m + 0.4505937099*s
	cb := 0.0259040371*l + 0.7827717662*m - 0.8086757660*s
	light = 1 - light*(1-darkest)
	l, m, s = light+0.3963377774*ca+0.2158037573*cb, light-0.1055613458*ca-0.0638541728*cb, light-0.0894841775*ca-1.2914855480*cb
	l, m, s = l*l*l, m*m*m, s*s*s
	return encoded(4.0767416621*l - 3.3077115913*m + 0.2309699292*s), encoded(-1.2684380046*l + 2.6097574011*m - 0.3413193965*s), encoded(-0.0041960863*l - 0.7034186147*m + 1.7076147010*s)
}

// cube is the cube root of a weighted sum of linear light.
func cube(wr, wg, wb float64, r, g, b uint8) float64 {
	return math.Cbrt(wr*linear(r) + wg*linear(g) + wb*linear(b))
}

// linear is the light of a byte of sRGB.
func linear(v uint8) float64 {
	c := float64(v) / 255
	if c <= 0.04045 {
		return c / 12.92
	}
	return math.Pow((c+0.055)/1.055, 2.4)
}

func encoded(c float64) uint8 {
	switch {
	case c <= 0:
		return 0
	case c <= 0.0031308:
		c *= 12.92
	default:
		c = 1.055*math.Pow(c, 1/2.4) - 0.055
	}
	return uint8(math.Round(min(c, 1) * 255))
}
