// Package svg draws finished pages as SVG 1.1, for browsers: what the PDF shows, at the same places, with the same
// glyphs.
//
// Text stays text where a character and its glyph belong to each other; a glyph that stands for something else (a
// ligature, a joined letter) is a character of plane 15 whose number is the glyph's, U+F0000 and up. Fonts makes the
// web fonts that draw both. A page is text of one element a line, so that two versions of it can be compared line by
// line. The package draws nothing that a frame does not have and reads no files.
package svg

import (
	"encoding/base64"
	"strconv"

	"reportmail/render/doc"
	"reportmail/render/page"
)

// maxDepth bounds how deep groups nest, as in a PDF (ISO 19005-3 6.1.13).
const maxDepth = 24

// Options say how a page is drawn.
type Options struct {
	Picture func(*doc.Image) string // the address of a picture; nil puts its bytes in (data:)
	Label   string                  // what the picture is, for assistive technology
	Mark    func(*doc.Origin) int   // the number of a value, for its data-value attribute; nil marks nothing
}

// Page draws a page. The fonts that it needs are noted in fonts.
func Page(p *page.Page, fonts *Fonts, o Options) []byte {
	if o.Picture == nil {
		o.Picture = DataURI
	}
	d := drawer{fonts: fonts, o: &o, b: make([]byte, 0, 16<<10)}
	d.str(`<svg xmlns="http://www.w3.org/2000/svg" role="img"`)
	d.attr("aria-label", o.Label)
	d.num("width", p.Width)
	d.num("height", p.Height)
	d.str(` viewBox="0 0 `)
	d.b = appendNum(append(appendNum(d.b, p.Width), ' '), p.Height)
	d.str("\">\n")
	d.items(p.Items, 0)
	d.str("</svg>\n")
	return d.b
}

// DataURI is a picture as an address that holds it.
func DataURI(img *doc.Image) string {
	return "data:" + img.ContentType + ";base64," + base64.StdEncoding.EncodeToString(img.Data)
}

// drawer writes one page.
type drawer struct {
	fonts *Fonts
	o     *Options
	b     []byte
}

// mark says where the element in work came from.
func (d *drawer) mark(from *doc.Origin) {
	if d.o.Mark != nil && from != nil {
		d.attr("data-value", strconv.Itoa(d.o.Mark(from)))
	}
}

func (d *drawer) str(s string) { d.b = append(d.b, s...) }

// num writes an attribute with a length in points.
func (d *drawer) num(name string, v float64) {
	d.str(" " + name + `="`)
	d.b = append(appendNum(d.b, v), '"')
}

// attr writes an attribute with a text; an empty one is left out.
func (d *drawer) attr(name, v string) {
	if v == "" {
		return
	}
	d.str(" " + name + `="`)
	d.b = append(appendText(d.b, v), '"')
}

// color writes an attribute with a colour; automatic is black.
func (d *drawer) color(name string, c doc.Color) {
	if c.Auto {
		c = doc.Color{}
	}
	const hex = "0123456789abcdef"
	d.str(" " + name + `="#`)
	for _, v := range [3]uint8{c.R, c.G, c.B} {
		d.b = append(d.b, hex[v>>4], hex[v&15])
	}
	d.b = append(d.b, '"')
}

// appendNum writes a number with at most two decimals.
func appendNum(b []byte, v float64) []byte {
	start := len(b)
	b = strconv.AppendFloat(b, v, 'f', 2, 64)
	for b[len(b)-1] == '0' {
		b = b[:len(b)-1]
	}
	if b[len(b)-1] == '.' {
		b = b[:len(b)-1]
	}
	if string(b[start:]) == "-0" {
		b = append(b[:start], '0')
	}
	return b
}

// appendText escapes s for text and attributes.
func appendText(b []byte, s string) []byte {
	for _, r := range s {
		switch {
		case r == '&':
			b = append(b, "&amp;"...)
		case r == '<':
			b = append(b, "&lt;"...)
		case r == '>':
			b = append(b, "&gt;"...)
		case r == '"':
			b = append(b, "&quot;"...)
		case r < ' ', r == 0xFFFE, r == 0xFFFF: // not in XML 1.0
			b = append(b, ' ')
		default:
			b = append(b, string(r)...)
		}
	}
	return b
}
