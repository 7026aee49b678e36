package pdf

import (
	"bytes"
	"fmt"
	"image"
	"image/color"
	"image/png"
	"math"
	"testing"
	"time"

	"reportmail/render/doc"
	"reportmail/render/font"
	"reportmail/render/page"
)

// testTime is the clock of these tests.
var testTime = time.Date(2026, 1, 23, 10, 30, 0, 0, time.UTC)

func testLibrary(t testing.TB, o font.Options) *font.Library {
	t.Helper()
	l, err := font.NewLibrary(o)
	if err != nil {
		t.Fatal(err)
	}
	return l
}

// composer makes frames by hand.
type composer struct {
	lib   *font.Library
	pages *page.Pages
	page  *page.Page
	root  *page.Tag
}

func newComposer(t testing.TB) *composer {
	root := &page.Tag{Kind: page.TagDocument}
	c := &composer{lib: testLibrary(t, font.Options{}), root: root, pages: &page.Pages{Tags: root, Title: "Rechnung 103021 – Größe", Lang: "de-DE", Author: "CRONUS & Co"}}
	c.newPage()
	return c
}

func (c *composer) newPage() {
	c.page = &page.Page{Width: 595.3, Height: 841.9}
	c.pages.Pages = append(c.pages.Pages, c.page)
}

func (c *composer) add(it page.Item) { c.page.Items = append(c.page.Items, it) }

func (c *composer) tag(parent *page.Tag, kind page.TagKind) *page.Tag {
	t := &page.Tag{Kind: kind}
	parent.Children = append(parent.Children, t)
	return t
}

// glyphs sets a run and answers with it and its width.
func (c *composer) glyphs(tag *page.Tag, sel *font.Selection, size, x, y float64, text string) (*page.Glyphs, float64) {
	g := &page.Glyphs{X: x, Y: y, Font: sel, Size: size, Scale: 1, Text: text, Tag: tag}
	w := 0.0
	for i, r := range text {
		_, id, _ := c.lib.Resolve(sel, r)
		a := sel.Advance(r, id) * size / 1000
		g.Glyphs = append(g.Glyphs, page.Glyph{ID: id, Advance: a, Runes: text[i : i+len(string(r))]})
		w += a
	}
	return g, w
}

func (c *composer) text(tag *page.Tag, family string, s font.Style, size, x, y float64, text string) float64 {
	g, w := c.glyphs(tag, c.lib.Select(family, s), size, x, y, text)
	c.add(g)
	return w
}

func testLogo(alpha bool) *doc.Image {
	m := image.NewNRGBA(image.Rect(0, 0, 200, 80))
	for y := range 80 {
		for x := range 200 {
			a := uint8(255)
			if alpha {
				a = uint8(255 * x / 199)
			}
			m.SetNRGBA(x, y, color.NRGBA{uint8(x), uint8(3 * y), 128, a})
		}
	}
	var b bytes.Buffer
	if err := png.Encode(&b, m); err != nil {
		panic(err)
	}
	return &doc.Image{Name: "logo", ContentType: "image/png", Data: b.Bytes(), Width: 200, Height: 80}
}

// invoice is a page like a posted invoice: four fonts, a table of the given lines, a logo, a link, a rotated stamp.
func invoice(c *composer, lines int) *page.Pages {
	figure := c.tag(c.root, page.TagFigure)
	figure.Alt = "CRONUS logo"
	c.add(&page.Image{X: 420, Y: 40, W: 120, H: 48, Image: testLogo(true), Tag: figure})
	c.text(c.tag(c.root, page.TagH1), "Segoe UI", font.Style{}, 20, 56, 100, "Rechnung 103021 – Größe €")
	for i, s := range []string{"Adatum Corporation", "Station Road 21", "1000 Brüssel", "Zahlbar bis 31.01.2026"} {
		c.text(c.tag(c.root, page.TagP), "Calibri", font.Style{Bold: i == 3}, 11, 56, 130+14*float64(i), s)
	}
	table := c.tag(c.root, page.TagTable)
	head, body := c.tag(table, page.TagTHead), c.tag(table, page.TagTBody)
	row := func(section *page.Tag, kind page.TagKind, y float64, cells ...string) {
		tr := c.tag(section, page.TagTR)
		for i, s := range cells {
			cell := c.tag(tr, kind)
			c.text(c.tag(cell, page.TagP), "Cambria", font.Style{Bold: kind == page.TagTH}, 9, 56+100*float64(i), y, s)
		}
		c.add(&page.Line{X1: 56, Y1: y + 4, X2: 540, Y2: y + 4, Width: 0.5, Color: doc.Color{R: 120, G: 120, B: 120}})
	}
	y := 220.0
	row(head, page.TagTH, y, "Nr.", "Beschreibung", "Menge", "Betrag")
	for i := range lines {
		y += 16
		if y > 780 {
			c.newPage()
			y = 60
		}
		c.add(&page.Rect{X: 56, Y: y - 10, W: 484, H: 14, Fill: doc.Color{R: 240, G: 244, B: 250}, Alpha: 255})
		row(body, page.TagTD, y, fmt.Sprint(1000+i), fmt.Sprintf("ATHENS Schreibtisch %d", i), "2", fmt.Sprintf("1.%03d,80", 100+i))
	}
	para := c.tag(c.root, page.TagP)
	link := c.tag(para, page.TagLink)
	w := c.text(link, "Arial", font.Style{}, 10, 56, y+30, "Online bezahlen")
	c.add(&page.Link{X: 56, Y: y + 20, W: w, H: 13, URL: "https://pay.example/103021?a=(1)&b=ü", Text: "Online bezahlen", Tag: link})
	return c.pages
}

func rotation(degrees, x, y float64) *page.Group {
	s, k := math.Sincos(degrees * math.Pi / 180)
	return &page.Group{A: k, B: s, C: -s, D: k, E: x, F: y}
}
