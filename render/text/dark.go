package text

import (
	"fmt"

	"reportmail/render/doc"
)

// Colours of dark mode where a theme names none.
var (
	DarkGround = doc.Color{R: 0x1f, G: 0x1f, B: 0x1f}
	DarkText   = doc.Color{R: 0xe8, G: 0xe8, B: 0xe8}
	DarkLink   = doc.Color{R: 0x8a, G: 0xb4, B: 0xf8}
)

var white = doc.Color{R: 255, G: 255, B: 255}

// InkIn is a text colour as dark mode shows it on the palette's grounds: light for dark, of the same hue, and about as
// strong there as it is on white.
func (p Palette) InkIn(c doc.Color) doc.Color {
	text, ground := p.Text.Or(DarkText), p.GroundIn()
	if c == (doc.Color{}) {
		return text
	}
	from := doc.Color{R: 255 - c.R, G: 255 - c.G, B: 255 - c.B}
	if lo, hi := min(c.R, c.G, c.B), max(c.R, c.G, c.B); hi-lo > 24 { // a colour keeps its hue
		from = c.Mix(white, 0.35)
	}
	want := min(max(doc.Contrast(c, white), 4.5), doc.Contrast(text, ground))
	for share := 0.0; share < 1; share += 0.05 {
		if m := from.Mix(white, share); doc.Contrast(m, ground) >= want {
			return m
		}
	}
	return text
}

// GroundIn is a pale ground as dark mode shows it: a little lighter than the body's.
func (p Palette) GroundIn() doc.Color { return p.Background.Or(DarkGround).Mix(white, 0.09) }

// Pale tells whether a ground is light and greyish, so that dark mode turns it dark. Strong colours stay.
func Pale(c doc.Color) bool {
	lo, hi := min(c.R, c.G, c.B), max(c.R, c.G, c.B)
	return c.Luminance() > 0.55 || c.Luminance() > 0.3 && hi-lo < 40
}

// darkened is what dark mode makes of a rule's colours; ok is false when it changes nothing. A rule with a strong ground
// of its own keeps both.
func (p Palette) darkened(r rule) (out rule, ok bool) {
	out = rule{media: darkMedia, selectors: r.selectors}
	for _, d := range r.decls {
		c, known := parseColor(d.value)
		switch {
		case !known:
		case d.name == "background-color" && !Pale(c):
			return rule{}, false
		case d.name == "background-color":
			out.decls = append(out.decls, decl{d.name, hex(p.GroundIn())})
		case d.name == "color" && doc.Contrast(c, p.Background.Or(DarkGround)) < 4.5:
			out.decls = append(out.decls, decl{d.name, hex(p.InkIn(c))})
		}
	}
	return out, len(out.decls) > 0
}

func hex(c doc.Color) string { return fmt.Sprintf("#%02x%02x%02x", c.R, c.G, c.B) }
