package pdf

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"reportmail/render/diag"
	"reportmail/render/doc"
	"reportmail/render/font"
	"reportmail/render/page"
	"reportmail/render/pdf/pdfcheck"
)

// write makes a PDF and holds it against the rules.
func write(t testing.TB, p *page.Pages, o Options) []byte {
	t.Helper()
	o.Time = testTime
	b, err := Write(p, o)
	if err != nil {
		t.Fatal(err)
	}
	list, err := pdfcheck.Check(b)
	if err != nil {
		t.Fatal(err)
	}
	for _, v := range list {
		t.Errorf("%v", v)
	}
	return b
}

func TestWrite_keepsTheRules(t *testing.T) {
	for name, p := range map[string]*page.Pages{
		"invoice":   invoice(newComposer(t), 12),
		"two pages": invoice(newComposer(t), 80),
		"sampler":   sampler(newComposer(t)),
		"empty":     newComposer(t).pages,
		"no tags":   {Pages: []*page.Page{{Width: 100, Height: 100}}},
	} {
		t.Run(name, func(t *testing.T) {
			b := write(t, p, Options{})
			checkWithQpdf(t, b)
		})
	}
}

// checkWithQpdf runs qpdf --check where it is installed.
func checkWithQpdf(t *testing.T, b []byte) {
	t.Helper()
	tool, err := exec.LookPath("qpdf")
	if err != nil {
		t.Log("qpdf is not here: the file's syntax is checked by pdfcheck only")
		return
	}
	path := filepath.Join(t.TempDir(), "a.pdf")
	if err := os.WriteFile(path, b, 0o600); err != nil {
		t.Fatal(err)
	}
	if out, err := exec.Command(tool, "--check", path).CombinedOutput(); err != nil {
		t.Errorf("qpdf: %v\n%s", err, out)
	}
}

func TestWrite_makesTablesRegular(t *testing.T) {
	c := newComposer(t)
	table := c.tag(c.root, page.TagTable)
	for i, spans := range [][][2]int{{{1, 1}, {3, 2}}, {{1, 9}}, {{1, 1}}, {}, {{1, 3}, {1, 1}, {1000000, -4}}} {
		row := c.tag(table, page.TagTR)
		for k, s := range spans {
			cell := c.tag(row, page.TagTD)
			cell.ColSpan, cell.RowSpan = s[0], s[1]
			if k == 0 {
				c.text(cell, "Calibri", font.Style{}, 10, 20, 20+20*float64(i), "cell")
			}
		}
	}
	write(t, c.pages, Options{})
}

func TestWrite_reports(t *testing.T) {
	c := newComposer(t)
	p := invoice(c, 3)
	inner := &page.Group{A: 1, D: 1}
	for range 40 {
		inner = &page.Group{A: 1, D: 1, Items: []page.Item{inner}}
	}
	c.add(inner)
	for _, e := range []Engine{Native, Gofpdf} {
		var found diag.List
		if _, err := Write(p, Options{Engine: e, Findings: &found}); err != nil {
			t.Fatal(err)
		}
		count := make(map[string]int)
		for _, f := range found.Items() {
			if count[f.ID]++; f.Count != 1 {
				t.Errorf("%v is reported more than once", f)
			}
		}
		if count["font-substituted"] != 4 || count["too-deep"] != 1 {
			t.Errorf("%s: %v", e, found.Items())
		}
	}
}

func TestWrite_sameBytes(t *testing.T) {
	p := sampler(newComposer(t))
	o := Options{Time: testTime}
	first, err := Write(p, o)
	if err != nil {
		t.Fatal(err)
	}
	for range 5 {
		again, err := Write(sampler(newComposer(t)), o)
		if err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(first, again) {
			t.Fatal("the same pages give other bytes")
		}
	}
}

// TestWrite_concurrently writes different documents at once: what one leaves behind must not show in another.
func TestWrite_concurrently(t *testing.T) {
	o := Options{Time: testTime}
	docs := []*page.Pages{sampler(newComposer(t)), invoice(newComposer(t), 3), invoice(newComposer(t), 40)}
	var want [][]byte
	for _, p := range docs {
		b, err := Write(p, o)
		if err != nil {
			t.Fatal(err)
		}
		want = append(want, b)
	}
	var wg sync.WaitGroup
	for g := range 6 {
		wg.Go(func() {
			for i := range 6 {
				k := (g + i) % len(docs)
				if b, err := Write(docs[k], o); err != nil || !bytes.Equal(b, want[k]) {
					t.Errorf("document %d differs when others are written beside it (%v)", k, err)
				}
			}
		})
	}
	wg.Wait()
}

func TestWrite_invoiceIsSmall(t *testing.T) {
	b := write(t, invoice(newComposer(t), 12), Options{})
	if len(b) > 40<<10 {
		t.Errorf("a page of an invoice has %d bytes, more than 40 KB", len(b))
	}
}

func TestWrite_attachments(t *testing.T) {
	xml := []byte("<rsm:CrossIndustryInvoice/>")
	files := []Attachment{
		{Name: "factur-x.xml", MIME: "text/xml", Relationship: Alternative, Description: "Invoice data", Data: xml, Profile: "EN 16931"},
		{Name: "Anlage Größe.txt", Data: []byte("x")},
	}
	b := write(t, invoice(newComposer(t), 1), Options{Attachments: files})
	if !bytes.Contains(b, []byte("<fx:ConformanceLevel>EN 16931</fx:ConformanceLevel>")) {
		t.Error("the metadata does not say that there is an invoice inside")
	}
	for _, bad := range [][]Attachment{{{Name: ""}}, {{Name: "a/b"}}, {{Name: "a", Relationship: "Twin"}}, {{Name: "a"}, {Name: "a"}}} {
		if _, err := Write(newComposer(t).pages, Options{Attachments: bad}); err == nil {
			t.Errorf("%+v was attached", bad)
		}
	}
}

func TestWrite_refusesDangerousLinks(t *testing.T) {
	c := newComposer(t)
	for _, u := range []string{"javascript:alert(1)", "file:///etc/passwd", "", "::"} {
		c.add(&page.Link{X: 1, Y: 1, W: 10, H: 10, URL: u})
	}
	var found diag.List
	b := write(t, c.pages, Options{Findings: &found})
	if n := len(found.Items()); n != 4 {
		t.Errorf("%d findings for four links: %v", n, found.Items())
	}
	if bytes.Contains(b, []byte("javascript")) {
		t.Error("a script is in the file")
	}
}

func TestWrite_neverDrawsNotdef(t *testing.T) {
	c := newComposer(t)
	sel := c.lib.Select("Carlito", font.Style{})
	tag := c.tag(c.root, page.TagP)
	c.add(&page.Glyphs{X: 10, Y: 20, Font: sel, Size: 10, Scale: 1, Tag: tag, Glyphs: []page.Glyph{{ID: 0, Advance: 5, Runes: "?"}, {ID: 65535, Advance: 5, Runes: "!"}}})
	var found diag.List
	write(t, c.pages, Options{Findings: &found})
	if len(found.Items()) != 2 {
		t.Errorf("missing glyphs are not reported: %v", found.Items())
	}
}

func TestWrite_textComesBack(t *testing.T) {
	tool, err := exec.LookPath("pdftotext")
	if err != nil {
		t.Skip("pdftotext is not here")
	}
	b := write(t, sampler(newComposer(t)), Options{})
	cmd := exec.Command(tool, "-raw", "-", "-")
	cmd.Stdin = bytes.NewReader(b)
	out, err := cmd.Output()
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range samplerTexts {
		if !strings.Contains(string(out), want) {
			t.Errorf("%q does not come back from\n%s", want, out)
		}
	}
}

var samplerTexts = []string{"Gedrehter", "Stempel", "Kursiv und fett", "titfi AVATo", "Weit gesperrt", "Jose\u0301 a\u0323\u0302 q\u0301x", "breit", "hochgestellt"}

// sampler uses every item and every way of setting text.
func sampler(c *composer) *page.Pages {
	h3 := c.tag(c.root, page.TagH3) // a layout that begins with the wrong level
	c.text(h3, "Arial", font.Style{Bold: true}, 14, 50, 60, "Überschrift")
	c.text(c.tag(c.root, page.TagH2), "Arial", font.Style{}, 12, 50, 80, "Zweite")
	para := c.tag(c.root, page.TagP)
	c.text(para, "Segoe UI Light", font.Style{Bold: true, Italic: true}, 12, 50, 100, "Kursiv und fett")
	c.text(para, "Libre Barcode 128", font.Style{Bold: true, Italic: true}, 12, 50, 112, "FAKE")
	c.shaped(c.tag(c.root, page.TagP), "Carlito", "titfi AVATo", font.Features{Kerning: true, Ligatures: true}, font.LeftToRight, 50, 130)
	c.shaped(c.tag(c.root, page.TagP), "Arial", "שלום", font.Features{}, font.RightToLeft, 50, 150)
	c.shaped(c.tag(c.root, page.TagP), "DejaVu Sans", "Jose\u0301 a\u0323\u0302 q\u0301x", font.Features{}, font.LeftToRight, 50, 170)
	wide, _ := c.glyphs(c.tag(c.root, page.TagP), c.lib.Select("Calibri", font.Style{}), 11, 50, 190, "Weit gesperrt")
	for i := range wide.Glyphs {
		wide.Glyphs[i].Advance += 0.8
	}
	c.add(wide)
	half, _ := c.glyphs(c.tag(c.root, page.TagP), c.lib.Select("Calibri", font.Style{}), 11, 50, 210, "50 % breit")
	half.Scale = 0.5
	for i := range half.Glyphs {
		half.Glyphs[i].Advance *= 0.5
	}
	half.LangTag = "de-AT"
	c.add(half)
	high, _ := c.glyphs(c.tag(c.root, page.TagP), c.lib.Select("Calibri", font.Style{}), 7, 50, 230, "hochgestellt")
	for i := range high.Glyphs {
		high.Glyphs[i].DY, high.Glyphs[i].DX = -3, 0.5
	}
	c.add(high)
	c.text(c.tag(c.root, page.TagP), "Calibri", font.Style{}, 11, 50, 250, "Emoji 😀 漢字 → ≈ ✓ \u00a0|")
	c.shapes()
	c.groups()
	list := c.tag(c.root, page.TagList)
	item := c.tag(list, page.TagItem)
	c.text(c.tag(item, page.TagLabel), "Symbol", font.Style{}, 10, 50, 500, "\uF0B7")
	body := c.tag(item, page.TagLBody)
	c.text(body, "Calibri", font.Style{}, 10, 60, 500, "Ein Punkt")
	c.add(&page.Link{X: 60, Y: 490, W: 40, H: 12, URL: "mailto:a@example.com", Tag: body})
	c.add(&page.Link{X: 60, Y: 800, W: 40, H: 12, URL: "https://example.com/kopf"})
	// A paragraph that goes on over the page.
	over := c.tag(c.root, page.TagP)
	c.text(over, "Calibri", font.Style{}, 10, 50, 800, "Anfang auf der ersten")
	c.newPage()
	c.text(nil, "Calibri", font.Style{}, 10, 50, 40, "Kopfzeile")
	c.text(over, "Calibri", font.Style{}, 10, 50, 60, "und Ende auf der zweiten Seite")
	stray := &page.Tag{Kind: page.TagP} // in no tree
	c.text(stray, "Calibri", font.Style{}, 10, 50, 80, "Verirrt")
	return c.pages
}

func (c *composer) shaped(tag *page.Tag, family, text string, f font.Features, d font.Direction, x, y float64) {
	sel := c.lib.Select(family, font.Style{})
	const size = 12
	g := &page.Glyphs{X: x, Y: y, Font: sel, Size: size, Scale: 1, Text: text, Tag: tag, RTL: d == font.RightToLeft}
	for _, s := range font.Shape(sel, text, f, d) {
		g.Glyphs = append(g.Glyphs, page.Glyph{ID: s.ID, Advance: s.Advance * size / 1000, DX: s.DX * size / 1000, DY: -s.DY * size / 1000, Runes: s.Runes})
	}
	c.add(g)
}

// TestGlyphs_clusterSaysItsTextOnce sets three glyphs that stand for two characters.
func TestGlyphs_clusterSaysItsTextOnce(t *testing.T) {
	c := newComposer(t)
	g, _ := c.glyphs(c.tag(c.root, page.TagP), c.lib.Select("Carlito", font.Style{}), 10, 20, 20, "abcd")
	g.Glyphs[0].Runes, g.Glyphs[1].Runes, g.Glyphs[2].Runes = "§9", "", ""
	c.add(g)
	if got := words(t, write(t, c.pages, Options{})); len(got) == 0 || !strings.HasPrefix(got[0].text, "§9") || strings.Contains(got[0].text, "b") {
		t.Errorf("words: %+v", got)
	}
}

func (c *composer) shapes() {
	c.add(&page.Line{X1: 50, Y1: 270, X2: 300, Y2: 270, Width: 1, Dash: []float64{3, 2}})
	c.add(&page.Line{X1: 50, Y1: 280, X2: 300, Y2: 280, Width: 2, Dash: []float64{0, 4}, Round: true, Color: doc.Color{R: 200}})
	c.add(&page.Line{X1: 50, Y1: 290, X2: 300, Y2: 290, Width: 0.25, Color: doc.Color{Auto: true}})
	c.add(&page.Rect{X: 50, Y: 300, W: 60, H: 20, Fill: doc.Color{G: 180}, Alpha: 128})
	drawing := c.tag(c.root, page.TagFigure)
	c.add(&page.Path{Segments: []page.Segment{{Op: 'M', X: 150, Y: 300}, {Op: 'L', X: 200, Y: 320}, {Op: 'C', X1: 210, Y1: 300, X2: 230, Y2: 340, X: 250, Y: 300}, {Op: 'Z'}},
		Fill: doc.Some(doc.Color{B: 200}), Stroke: doc.Some(doc.Color{}), Width: 1.5, Dash: []float64{4, 1}, EvenOdd: true, Tag: drawing})
	c.add(&page.Path{Segments: []page.Segment{{Op: 'L', X: 150, Y: 330}, {Op: 'L', X: 200, Y: 330}}, Stroke: doc.Some(doc.Color{R: 9})})
	c.add(&page.Path{})
}

func (c *composer) groups() {
	stamp := rotation(-90, 500, 500)
	stamp.Clip = &page.Clip{X: 0, Y: -20, W: 200, H: 40}
	g, _ := c.glyphs(c.tag(c.root, page.TagP), c.lib.Select("Arial", font.Style{}), 14, 0, 0, "Gedrehter Stempel")
	figure := c.tag(c.root, page.TagFigure)
	figure.Alt = "gedreht"
	inner := rotation(30, 20, 20)
	inner.Items = []page.Item{&page.Image{X: 0, Y: 0, W: 40, H: 16, Image: testLogo(false), FlipH: true, Crop: doc.Crop{Left: 25000, Bottom: 10000}, Tag: figure}}
	stamp.Items = []page.Item{g, inner, &page.Link{X: 0, Y: -12, W: 100, H: 14, URL: "https://example.com", Tag: c.tag(c.tag(c.root, page.TagP), page.TagLink)}}
	c.add(stamp)
	c.add(&page.Image{X: 300, Y: 300, W: 50, H: 20, Image: testLogo(true), FlipV: true})
	c.add(&page.Image{X: 300, Y: 330, W: 50, H: 20, Image: &doc.Image{Name: "broken", Data: []byte("no picture")}})
}
