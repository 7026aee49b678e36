package pdf

import (
	"bytes"
	"math"
	"os/exec"
	"regexp"
	"strconv"
	"testing"

	"reportmail/render/diag"
	"reportmail/render/page"
)

// word is a word of a page and its box.
type word struct {
	text           string
	page           int
	x0, y0, x1, y1 float64
}

var (
	pageTag = regexp.MustCompile(`<page `)
	wordTag = regexp.MustCompile(`<word xMin="([^"]+)" yMin="([^"]+)" xMax="([^"]+)" yMax="([^"]+)">([^<]*)</word>`)
)

// words are what pdftotext reads from a file.
func words(t *testing.T, b []byte) []word {
	t.Helper()
	tool, err := exec.LookPath("pdftotext")
	if err != nil {
		t.Skip("pdftotext is not here")
	}
	cmd := exec.Command(tool, "-bbox", "-", "-")
	cmd.Stdin = bytes.NewReader(b)
	out, err := cmd.Output()
	if err != nil {
		t.Fatal(err)
	}
	var list []word
	for n, part := range pageTag.Split(string(out), -1) {
		for _, m := range wordTag.FindAllStringSubmatch(part, -1) {
			num := func(i int) float64 {
				v, _ := strconv.ParseFloat(m[i], 64)
				return v
			}
			list = append(list, word{m[5], n, num(1), num(2), num(3), num(4)})
		}
	}
	return list
}

// TestEngines_agree holds both engines against each other, word by word.
func TestEngines_agree(t *testing.T) {
	for name, p := range map[string]*page.Pages{"invoice": invoice(newComposer(t), 60), "sampler": plainSampler(newComposer(t))} {
		t.Run(name, func(t *testing.T) {
			a, err := Write(p, Options{Time: testTime})
			if err != nil {
				t.Fatal(err)
			}
			b, err := Write(p, Options{Time: testTime, Engine: Gofpdf})
			if err != nil {
				t.Fatal(err)
			}
			one, two := words(t, a), words(t, b)
			if len(one) != len(two) || len(one) == 0 {
				t.Fatalf("native has %d words, gofpdf %d", len(one), len(two))
			}
			for i, w := range one {
				v := two[i]
				if w.text != v.text || w.page != v.page {
					t.Errorf("word %d: native %q on page %d, gofpdf %q on page %d", i, w.text, w.page, v.text, v.page)
				}
				// Widths of gofpdf are whole thousandths of an em, its places hundredths of a point.
				for _, d := range []float64{w.x0 - v.x0, w.x1 - v.x1, (w.y0+w.y1)/2 - (v.y0+v.y1)/2} {
					if math.Abs(d) > 1.5 {
						t.Errorf("%q: native %.2f %.2f %.2f %.2f, gofpdf %.2f %.2f %.2f %.2f", w.text, w.x0, w.y0, w.x1, w.y1, v.x0, v.y0, v.x1, v.y1)
						break
					}
				}
			}
		})
	}
}

// plainSampler is the sampler without what gofpdf cannot do: shaped runs and characters that no font has.
func plainSampler(c *composer) *page.Pages {
	p := sampler(c)
	for _, pg := range p.Pages {
		var kept []page.Item
		for _, it := range pg.Items {
			if g, ok := it.(*page.Glyphs); ok && (g.Text == "titfi AVATo" || g.RTL || g.Font.Family == "DejaVu Sans" || bytes.ContainsRune([]byte(g.Text), '😀') || g.Scale == 0.5) {
				continue
			}
			kept = append(kept, it)
		}
		pg.Items = kept
	}
	return p
}

// TestPlain_goesOnWhereGofpdfFails is about what makes gofpdf give a document up: characters beyond the basic plane.
func TestPlain_goesOnWhereGofpdfFails(t *testing.T) {
	var found diag.List
	b, err := Write(sampler(newComposer(t)), Options{Time: testTime, Engine: Gofpdf, Findings: &found})
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.HasPrefix(b, []byte("%PDF-")) {
		t.Error("no PDF")
	}
	ids := make(map[string]bool)
	for _, f := range found.Items() {
		ids[f.ID] = true
	}
	if !ids["glyph-missing"] || !ids["picture-unreadable"] {
		t.Errorf("what is lost is not reported: %v", found.Items())
	}
}

func TestPlain_sameBytes(t *testing.T) {
	o := Options{Time: testTime, Engine: Gofpdf}
	first, err := Write(invoice(newComposer(t), 20), o)
	if err != nil {
		t.Fatal(err)
	}
	for range 5 {
		if again, err := Write(invoice(newComposer(t), 20), o); err != nil || !bytes.Equal(first, again) {
			t.Fatalf("gofpdf writes other bytes for the same pages (%v)", err)
		}
	}
}

func TestWrite_unknownEngine(t *testing.T) {
	if _, err := Write(newComposer(t).pages, Options{Engine: "none"}); err == nil {
		t.Error("an engine that is none writes")
	}
	if _, err := Write(&page.Pages{}, Options{}); err == nil {
		t.Error("no pages are written")
	}
}
