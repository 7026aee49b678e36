package svg

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"reportmail/render/doc"
	"reportmail/render/font"
	"reportmail/render/page"
)

func library(t testing.TB, o font.Options) *font.Library {
	t.Helper()
	l, err := font.NewLibrary(o)
	if err != nil {
		t.Fatal(err)
	}
	return l
}

// glyphs lays a text out in one line, each character with its own glyph.
func glyphs(t testing.TB, sel *font.Selection, text string, x, y, size float64) *page.Glyphs {
	t.Helper()
	g := &page.Glyphs{X: x, Y: y, Font: sel, Size: size, Scale: 1, Text: text}
	for _, r := range text {
		id, ok := sel.Glyph(r)
		if !ok {
			t.Fatalf("no glyph for %q", r)
		}
		g.Glyphs = append(g.Glyphs, page.Glyph{ID: id, Advance: sel.Advance(r, id) * size / 1000, Runes: string(r)})
	}
	return g
}

func TestPage_elements(t *testing.T) {
	red, img := doc.Color{R: 255}, &doc.Image{ContentType: "image/png", Data: []byte("x")}
	for _, c := range []struct {
		name string
		item page.Item
		want string
	}{
		{"rectangle", &page.Rect{X: 1, Y: 2.005, W: 3, H: 4.126, Fill: red, Alpha: 255}, `<rect x="1" y="2" width="3" height="4.13" fill="#ff0000"/>`},
		{"see-through", &page.Rect{W: 1, H: 1, Fill: red, Alpha: 51}, `<rect x="0" y="0" width="1" height="1" fill="#ff0000" fill-opacity="0.2"/>`},
		{"line", &page.Line{X1: 1, X2: 9, Y1: 5, Y2: 5, Width: 0.5, Color: doc.Color{Auto: true}, Dash: []float64{2, 1}, Round: true}, `<line x1="1" y1="5" x2="9" y2="5" stroke="#000000" stroke-width="0.5" stroke-dasharray="2 1" stroke-linecap="round"/>`},
		{"path", &page.Path{Segments: []page.Segment{{Op: 'L', X: 1, Y: 1}, {Op: 'C', X1: 1, Y1: 2, X2: 3, Y2: 4, X: 5, Y: 6}, {Op: 'Z'}}, Fill: doc.Some(red), EvenOdd: true}, `<path d="M1 1C1 2 3 4 5 6Z" fill="#ff0000" fill-rule="evenodd"/>`},
		{"cropped picture", &page.Image{X: 1, Y: 2, W: 30, H: 40, Image: img, Crop: doc.Crop{Left: 25000}, Tag: &page.Tag{Alt: `a "logo"`}}, `<svg x="1" y="2" width="30" height="40" preserveAspectRatio="none" viewBox="25000 0 75000 100000"><image width="100000" height="100000" preserveAspectRatio="none" aria-label="a &quot;logo&quot;" href="data:image/png;base64,eA=="/></svg>`},
		{"mirrored picture", &page.Image{X: 1, Y: 2, W: 30, H: 40, Image: img, FlipH: true}, `<g transform="matrix(-1 0 0 1 32 0)">`},
		{"link", &page.Link{W: 5, H: 6, URL: "https://a.example/?a=1&b"}, `<a href="https://a.example/?a=1&amp;b"><rect x="0" y="0" width="5" height="6" fill-opacity="0"/></a>`},
		{"dangerous link", &page.Link{W: 5, H: 6, URL: "javascript:alert(1)"}, ""},
		{"clip", &page.Group{A: 1, D: 1, E: 7, Clip: &page.Clip{X: 1, Y: 2, W: 3, H: 4}, Items: []page.Item{&page.Rect{W: 9, H: 9, Alpha: 255}}}, "<g transform=\"matrix(1 0 0 1 7 0)\">\n<svg x=\"1\" y=\"2\" width=\"3\" height=\"4\" viewBox=\"1 2 3 4\">\n<rect x=\"0\" y=\"0\" width=\"9\" height=\"9\" fill=\"#000000\"/>\n</svg>\n</g>"},
	} {
		got := string(Page(&page.Page{Width: 100, Height: 50, Items: []page.Item{c.item}}, new(Fonts), Options{}))
		_, got, _ = strings.Cut(got, "\n")
		got = strings.TrimSuffix(got, "</svg>\n")
		if !strings.HasPrefix(got, c.want) || c.want == "" && got != "" {
			t.Errorf("%s:\ngot  %s\nwant %s", c.name, got, c.want)
		}
	}
}

func TestPage_nestingEnds(t *testing.T) {
	var item page.Item = &page.Rect{W: 1, H: 1, Alpha: 255}
	for range 500 {
		item = &page.Group{A: 1, D: 1, Items: []page.Item{item}}
	}
	got := string(Page(&page.Page{Items: []page.Item{item}}, new(Fonts), Options{}))
	if n := strings.Count(got, "<g "); n != maxDepth {
		t.Errorf("%d groups", n)
	}
}

// Text is text where that is safe in a browser, and glyphs by number elsewhere.
func TestPage_text(t *testing.T) {
	sel := library(t, font.Options{}).Select("Calibri", font.Style{})
	g := glyphs(t, sel, "A <é", 10, 20, 12)
	joined := *g
	joined.Glyphs = []page.Glyph{{ID: g.Glyphs[0].ID, Advance: 5, Runes: "fi"}}
	rtl := *g
	rtl.RTL = true
	for _, c := range []struct {
		name string
		g    *page.Glyphs
		want string
	}{
		{"characters", g, ">A\u00a0&lt;é</text>"},
		{"a ligature", &joined, ">" + string(plane+rune(g.Glyphs[0].ID)) + "</text>"},
		{"right to left", &rtl, ">" + string(plane+rune(g.Glyphs[0].ID))},
	} {
		got := string(Page(&page.Page{Items: []page.Item{c.g}}, new(Fonts), Options{}))
		if !strings.Contains(got, c.want) || !strings.Contains(got, `<text x="10`) || !strings.Contains(got, `font-family="Carlito`) {
			t.Errorf("%s: %s", c.name, got)
		}
	}
}

// A web font gives the characters of its pages the glyphs and widths that the pages have, whatever is asked of it.
func TestFonts_filesParse(t *testing.T) {
	l := library(t, font.Options{})
	for _, family := range []string{"Calibri", "Segoe UI", "Cambria"} {
		t.Run(family, func(t *testing.T) { webFont(t, l.Select(family, font.Style{Bold: true})) })
	}
	dir := "/usr/share/fonts/opentype"
	if found, _ := filepath.Glob(dir + "/*/*.otf"); len(found) == 0 {
		t.Log("no CFF font on this machine: their web fonts are not tested")
		return
	}
	t.Run("CFF", func(t *testing.T) {
		found, _ := filepath.Glob(dir + "/*/*.otf")
		data, err := os.ReadFile(found[0])
		if err != nil {
			t.Fatal(err)
		}
		face, err := font.Parse(data, 0)
		if err != nil || !face.IsCFF() {
			t.Skipf("%s: %v", found[0], err)
		}
		webFont(t, &font.Selection{Face: face, Requested: "x", Family: "x"})
	})
}

func webFont(t *testing.T, sel *font.Selection) {
	t.Helper()
	var f Fonts
	g := glyphs(t, sel, "Ab 1é", 0, 0, 10)
	g.Glyphs = append(g.Glyphs, page.Glyph{ID: g.Glyphs[1].ID, Advance: 5, Runes: "xyz"})
	Page(&page.Page{Items: []page.Item{g}}, &f, Options{})
	if !f.Want(f.Names()[0], "Z") || f.Want("other", "Z") {
		t.Error("fonts are not known by their names")
	}
	face, err := font.Parse(f.uses[0].file(), 0)
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range []rune{'A', 'b', '\u00a0', '1', 'é', 'Z', plane + rune(g.Glyphs[1].ID)} {
		id, ok := face.Glyph(r)
		if !ok {
			t.Errorf("%U has no glyph", r)
			continue
		}
		if r < plane && r != '\u00a0' {
			own, _ := sel.Face.Glyph(r)
			want := sel.Width(string(r), own)
			if got := float64(face.Advance(id)) * 1000 / float64(face.UnitsPerEm()); got < want-1 || got > want+1 {
				t.Errorf("%c is %.1f wide, not %.1f", r, got, want)
			}
		}
	}
	if !strings.Contains(string(f.CSS()), "@font-face{font-family:") {
		t.Error("no rule")
	}
}

func TestFonts_Merge(t *testing.T) {
	sel := library(t, font.Options{}).Select("Calibri", font.Style{})
	var a, b Fonts
	Page(&page.Page{Items: []page.Item{glyphs(t, sel, "a", 0, 0, 10)}}, &a, Options{})
	Page(&page.Page{Items: []page.Item{glyphs(t, sel, "b", 0, 0, 10)}}, &b, Options{})
	a.Merge(&b)
	face, err := font.Parse(a.uses[0].file(), 0)
	if err != nil || len(a.uses) != 1 {
		t.Fatal(err, len(a.uses))
	}
	if _, ok := face.Glyph('b'); !ok {
		t.Error("the other's characters are not in the font")
	}
}

// Values are numbered in the order in which they are drawn; what the layout itself says has no number.
func TestPage_marksValues(t *testing.T) {
	sel := library(t, font.Options{}).Select("Calibri", font.Style{})
	own, value := glyphs(t, sel, "No.", 0, 0, 10), glyphs(t, sel, "1001", 20, 0, 10)
	value.From = &doc.Origin{Column: "/Header/No"}
	logo := &page.Image{W: 10, H: 10, Image: &doc.Image{Name: "Logo", ContentType: "image/png", Data: []byte{1}}}
	part := &page.Image{W: 10, H: 10, Image: &doc.Image{Name: "word/media/image1.png", ContentType: "image/png", Data: []byte{1}}}
	p := &page.Page{Items: []page.Item{own, &page.Group{A: 1, D: 1, Items: []page.Item{value}}, logo, part}}
	var columns []string
	got := string(Page(p, new(Fonts), Options{Mark: func(o *doc.Origin) int { columns = append(columns, o.Column); return len(columns) - 1 }}))
	if strings.Join(columns, " ") != "/Header/No Logo" || strings.Count(got, "data-value=") != 2 || !strings.Contains(got, `data-value="0">1001</text>`) {
		t.Errorf("%q\n%s", columns, got)
	}
	if plain := string(Page(p, new(Fonts), Options{})); strings.Contains(plain, "data-value") {
		t.Errorf("marks that nobody asked for:\n%s", plain)
	}
}
