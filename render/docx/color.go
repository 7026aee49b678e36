package docx

import (
	"math"
	"strconv"
	"strings"

	"reportmail/render/doc"
)

// hexColor is an ST_HexColor (ECMA-376-1 17.18.38).
func hexColor(s string) (doc.Color, bool) {
	if s == "auto" {
		return doc.Color{Auto: true}, true
	}
	s = strings.TrimPrefix(s, "#")
	if len(s) != 6 {
		return doc.Color{}, false
	}
	n, err := strconv.ParseUint(s, 16, 32)
	return doc.Color{R: uint8(n >> 16), G: uint8(n >> 8), B: uint8(n)}, err == nil
}

// wordColor is the colour of an element that has a literal value in one attribute and perhaps a theme colour with
// tint and shade in others (ECMA-376-1 17.3.2.6). The theme counts, as in Word.
func (t *theme) wordColor(e *element, value, themed, tint, shade string) (doc.Color, bool) {
	if name := e.attr(themed); name != "" && name != "none" {
		if c, ok := t.scheme(name); ok {
			if s := e.attr(tint); s != "" {
				c = lightness(c, hexShare(s), true)
			}
			if s := e.attr(shade); s != "" {
				c = lightness(c, hexShare(s), false)
			}
			return c, true
		}
	}
	return hexColor(e.attr(value))
}

func hexShare(s string) float64 {
	n, err := strconv.ParseUint(s, 16, 8)
	if err != nil {
		return 1
	}
	return float64(n) / 255
}

// lightness scales a colour's lightness: a shade towards black, a tint towards white (ECMA-376-1 17.3.2.6).
func lightness(c doc.Color, share float64, tint bool) doc.Color {
	h, s, l := toHSL(c)
	l *= share
	if tint {
		l += 1 - share
	}
	return fromHSL(h, s, l)
}

func toHSL(c doc.Color) (h, s, l float64) {
	r, g, b := float64(c.R)/255, float64(c.G)/255, float64(c.B)/255
	hi, lo := max(r, g, b), min(r, g, b)
	l = (hi + lo) / 2
	d := hi - lo
	if d == 0 {
		return 0, 0, l
	}
	s = d / (1 - math.Abs(2*l-1))
	switch hi {
	case r:
		h = math.Mod((g-b)/d+6, 6)
	case g:
		h = (b-r)/d + 2
	default:
		h = (r-g)/d + 4
	}
	return h, s, l
}

func fromHSL(h, s, l float64) doc.Color {
	s, l = max(0, min(s, 1)), max(0, min(l, 1))
	c := (1 - math.Abs(2*l-1)) * s
	x := c * (1 - math.Abs(math.Mod(h, 2)-1))
	m := l - c/2
	var r, g, b float64
	switch int(h) % 6 {
	case 0:
		r, g = c, x
	case 1:
		r, g = x, c
	case 2:
		g, b = c, x
	case 3:
		g, b = x, c
	case 4:
		r, b = x, c
	default:
		r, b = c, x
	}
	byteOf := func(v float64) uint8 { return uint8(math.Round((v + m) * 255)) }
	return doc.Color{R: byteOf(r), G: byteOf(g), B: byteOf(b)}
}

// color is the first DrawingML colour inside e, with its transforms, and its opacity (ECMA-376-1 20.1.2.3).
func (t *theme) color(e *element) (c doc.Color, alpha uint8, ok bool) {
	if e == nil {
		return c, 255, false
	}
	for _, k := range e.kids {
		switch k.name {
		case "a:srgbClr":
			c, ok = hexColor(k.attr("val"))
		case "a:sysClr":
			if c, ok = hexColor(k.attr("lastClr")); !ok {
				c, ok = systemColors[k.attr("val")]
			}
		case "a:schemeClr":
			c, ok = t.scheme(k.attr("val"))
		case "a:prstClr":
			c, ok = presetColors[k.attr("val")]
		case "a:scrgbClr":
			c, ok = doc.Color{R: linear(k.attr("r")), G: linear(k.attr("g")), B: linear(k.attr("b"))}, true
		case "a:hslClr":
			c, ok = fromHSL(share(k.attr("hue"))*100000/60000/60, share(k.attr("sat")), share(k.attr("lum"))), true
		default:
			continue
		}
		if ok {
			c, alpha = transform(c, k)
			return c, alpha, true
		}
	}
	return c, 255, false
}

// gradient is the mean colour of an a:gradFill, and its mean opacity: text on it stays readable where the first colour
// might hide it.
func (t *theme) gradient(e *element) (doc.Opt[doc.Color], uint8) {
	var r, g, b, a, n int
	for _, k := range kids(e.kid("a:gsLst")) {
		if c, alpha, ok := t.color(k); ok {
			r, g, b, a, n = r+int(c.R), g+int(c.G), b+int(c.B), a+int(alpha), n+1
		}
	}
	if n == 0 {
		return doc.Opt[doc.Color]{}, 255
	}
	return doc.Some(doc.Color{R: uint8(r / n), G: uint8(g / n), B: uint8(b / n)}), uint8(a / n)
}

// share is a percentage in 1/1,000 percent, or with a sign, as a fraction.
func share(s string) float64 {
	if p, ok := strings.CutSuffix(s, "%"); ok {
		f, _ := strconv.ParseFloat(p, 64)
		return f / 100
	}
	return float64(number(s)) / 100000
}

// linear is a channel of a linear RGB colour as sRGB.
func linear(s string) uint8 {
	v := max(0, min(share(s), 1))
	if v <= 0.0031308 {
		v *= 12.92
	} else {
		v = 1.055*math.Pow(v, 1/2.4) - 0.055
	}
	return uint8(math.Round(v * 255))
}

// transform applies the colour transforms in their order (ECMA-376-1 20.1.2.3).
func transform(c doc.Color, e *element) (doc.Color, uint8) {
	alpha := uint8(255)
	for _, k := range e.kids {
		v := share(k.attr("val"))
		h, s, l := toHSL(c)
		switch k.name {
		case "a:lumMod":
			c = fromHSL(h, s, l*v)
		case "a:lumOff":
			c = fromHSL(h, s, l+v)
		case "a:satMod":
			c = fromHSL(h, s*v, l)
		case "a:tint": // QUIRK: Office tints the channels of linear RGB; the difference is below what shows on lines and fills
			c = mix(c, doc.Color{R: 255, G: 255, B: 255}, v)
		case "a:shade":
			c = mix(c, doc.Color{}, v)
		case "a:alpha":
			alpha = uint8(math.Round(max(0, min(v, 1)) * 255))
		}
	}
	return c, alpha
}

// mix is v of a over 1-v of b.
func mix(a, b doc.Color, v float64) doc.Color {
	v = max(0, min(v, 1))
	m := func(x, y uint8) uint8 { return uint8(math.Round(float64(x)*v + float64(y)*(1-v))) }
	return doc.Color{R: m(a.R, b.R), G: m(a.G, b.G), B: m(a.B, b.B)}
}

var systemColors = map[string]doc.Color{"windowText": {}, "window": {R: 255, G: 255, B: 255}}

// presetColors are the names that drawings use in practice (ECMA-376-1 20.1.10.48), and the highlight colours
// (17.18.40), which are of the same kind.
var presetColors = map[string]doc.Color{
	"black": {}, "white": {R: 255, G: 255, B: 255}, "red": {R: 255}, "lime": {G: 255}, "blue": {B: 255}, "yellow": {R: 255, G: 255},
	"cyan": {G: 255, B: 255}, "aqua": {G: 255, B: 255}, "magenta": {R: 255, B: 255}, "fuchsia": {R: 255, B: 255},
	"green": {G: 128}, "maroon": {R: 128}, "navy": {B: 128}, "olive": {R: 128, G: 128}, "purple": {R: 128, B: 128}, "teal": {G: 128, B: 128},
	"gray": {R: 128, G: 128, B: 128}, "grey": {R: 128, G: 128, B: 128}, "silver": {R: 192, G: 192, B: 192}, "orange": {R: 255, G: 165},
}

// highlights are the colours of w:highlight (ECMA-376-1 17.18.40).
var highlights = map[string]doc.Color{
	"black": {}, "blue": {B: 255}, "cyan": {G: 255, B: 255}, "green": {G: 255}, "magenta": {R: 255, B: 255}, "red": {R: 255},
	"yellow": {R: 255, G: 255}, "white": {R: 255, G: 255, B: 255}, "darkBlue": {B: 128}, "darkCyan": {G: 128, B: 128}, "darkGreen": {G: 128},
	"darkMagenta": {R: 128, B: 128}, "darkRed": {R: 128}, "darkYellow": {R: 128, G: 128}, "darkGray": {R: 128, G: 128, B: 128},
	"lightGray": {R: 192, G: 192, B: 192},
}
