package pdf

import (
	"math"
	"testing"

	"reportmail/render/doc"
	"reportmail/render/font"
	"reportmail/render/page"
	"reportmail/render/pdf/pdfcheck"
)

// FuzzWrite draws with any numbers and any text: the file keeps the rules.
func FuzzWrite(f *testing.F) {
	f.Add(10.0, 20.0, 11.0, 1.0, 5.0, "Größe", "https://example.com", uint8(255))
	f.Add(math.Inf(1), math.NaN(), 1e300, -1.0, math.Inf(-1), "\x00\xff(\\)\uFEFF😀\u0301", "mailto:a@b?c=(d", uint8(0))
	f.Add(0.0, 0.0, 0.0, 0.0, 0.0, "", "", uint8(7))
	lib := testLibrary(f, font.Options{})
	f.Fuzz(func(t *testing.T, x, y, size, scale, advance float64, text, url string, alpha uint8) {
		c := &composer{lib: lib, root: &page.Tag{Kind: page.TagDocument}}
		c.pages = &page.Pages{Tags: c.root, Title: text, Author: text, Subject: url, Lang: "en"}
		c.newPage()
		tag := c.tag(c.root, page.TagH4)
		tag.Title, tag.Lang = text, "de"
		sel := lib.Select("Segoe UI", font.Style{Italic: alpha&1 != 0})
		g := &page.Glyphs{X: x, Y: y, Font: sel, Size: size, Scale: scale, Text: text, Tag: tag}
		for _, r := range text {
			_, id, _ := lib.Resolve(sel, r)
			g.Glyphs = append(g.Glyphs, page.Glyph{ID: id, Advance: advance, DX: y, DY: scale, Runes: string(r)})
		}
		c.add(g)
		figure := c.tag(c.root, page.TagFigure)
		figure.Alt = text
		c.add(&page.Rect{X: x, Y: y, W: size, H: scale, Fill: doc.Color{R: alpha}, Alpha: alpha, Tag: figure})
		c.add(&page.Line{X1: x, Y1: y, X2: size, Y2: scale, Width: advance, Dash: []float64{x, y}})
		c.add(&page.Group{A: x, B: y, C: size, D: scale, E: advance, F: x, Clip: &page.Clip{X: x, Y: y, W: size, H: scale},
			Items: []page.Item{&page.Link{X: x, Y: y, W: size, H: scale, URL: url, Text: text, Tag: tag}}})
		b, err := Write(c.pages, Options{Time: testTime, Title: text})
		if err != nil {
			t.Fatal(err)
		}
		list, err := pdfcheck.Check(b)
		if err != nil || len(list) != 0 {
			t.Errorf("%v %v", list, err)
		}
	})
}
