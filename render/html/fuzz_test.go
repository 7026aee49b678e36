package html_test

import (
	"strings"
	"testing"

	nethtml "golang.org/x/net/html"

	"reportmail/render/diag"
	"reportmail/render/doc"
	"reportmail/render/html"
	"reportmail/render/text"
)

// tree builds a document out of arbitrary bytes: each byte says what comes next.
type tree struct {
	data []byte
	text string
}

func (f *tree) next() byte {
	if len(f.data) == 0 {
		return 0
	}
	b := f.data[0]
	f.data = f.data[1:]
	return b
}

func (f *tree) blocks(depth int) []doc.Node {
	var out []doc.Node
	for range 1 + int(f.next()%4) {
		switch k := f.next() % 8; {
		case k < 4 || depth > 6:
			out = append(out, f.paragraph(depth))
		case k == 4:
			out = append(out, &doc.Control{Title: f.text, Content: f.blocks(depth + 1)})
		default:
			out = append(out, f.table(depth+1))
		}
	}
	return out
}

func (f *tree) paragraph(depth int) *doc.Paragraph {
	p := &doc.Paragraph{Props: &doc.ParaProps{
		Align: doc.Some(doc.Align(f.next() % 5)), Left: doc.Some(doc.Twips(int8(f.next())) * 40), After: doc.Some(doc.Twips(f.next()) * 10),
		Outline: doc.Some(int8(f.next()%4) - 1), Bidi: doc.Some(f.next()%7 == 0),
	}}
	if f.next()%3 == 0 {
		p.Props.Tabs = []doc.TabStop{{Pos: doc.Twips(f.next()) * 40, Align: doc.TabAlign(f.next() % 4)}}
	}
	if f.next()%5 == 0 {
		p.Props.Borders.Top = doc.Some(doc.Border{Style: "single", Width: 4})
		p.Props.Frame = &doc.Frame{Width: doc.Twips(f.next()) * 50, HAnchor: "page", VAnchor: "page"}
	}
	for range f.next() % 4 {
		props := &doc.RunProps{Font: doc.Some(f.text), Size: doc.Some(doc.HalfPoints(f.next() % 80)), Bold: doc.Some(f.next()%2 == 0), Color: doc.Some(doc.Color{R: f.next(), G: f.next(), Auto: f.next()%2 == 0})}
		r := &doc.Run{Text: f.text, Props: props}
		switch f.next() % 6 {
		case 0:
			p.Content = append(p.Content, &doc.Link{URL: f.text, Content: []doc.Node{r}})
		case 1:
			p.Content = append(p.Content, &doc.Link{URL: "https://" + f.text, Content: []doc.Node{r}})
		case 2:
			p.Content = append(p.Content, &doc.Drawing{Width: doc.EMU(f.next()) * 50000, Height: 952500, Alt: f.text, Name: f.text,
				Picture: &doc.Picture{Image: &doc.Image{Name: f.text, ContentType: "image/png", Data: []byte("x"), Width: 1, Height: 1}}})
		case 3:
			if depth < 5 {
				p.Content = append(p.Content, &doc.Drawing{Width: 1905000, Shape: &doc.Shape{Text: f.blocks(depth + 1)}, Anchor: &doc.Anchor{}})
			}
		default:
			p.Content = append(p.Content, r)
		}
	}
	return p
}

func (f *tree) table(depth int) *doc.Table {
	t := &doc.Table{Props: &doc.TableProps{Width: doc.Some(doc.Measure{Kind: doc.MeasureKind(f.next() % 4), Value: int32(f.next()) * 60}), Align: doc.Some(doc.Align(f.next() % 3))}}
	if f.next()%4 == 0 {
		t.Props.Float = &doc.Float{X: doc.Twips(f.next()) * 50, HAnchor: "margin"}
	}
	for range f.next() % 4 {
		r := &doc.Row{Props: &doc.RowProps{GridBefore: int32(f.next() % 3), Height: doc.Some(doc.Twips(f.next()) * 8), Header: doc.Some(f.next()%4 == 0)}}
		for range 1 + f.next()%3 {
			r.Content = append(r.Content, &doc.Cell{Content: f.blocks(depth), Props: &doc.CellProps{
				Span: int32(f.next() % 4), VMerge: doc.VMerge(f.next() % 3), Shading: doc.Some(doc.Shading{Fill: doc.Color{R: f.next()}}),
				Width: doc.Some(doc.Measure{Kind: doc.Dxa, Value: int32(f.next()) * 20}),
			}})
		}
		t.Content = append(t.Content, r)
	}
	return t
}

// Whatever a document says, its body has balanced tags, no element and no attribute that the writer does not know, and
// no address with another scheme.
func FuzzWrite(f *testing.F) {
	f.Add([]byte{3, 1, 2, 3, 4, 5, 6, 7, 8, 9, 2, 4, 6}, `<b onclick="x">&amp;" javascript:`)
	f.Add([]byte{2, 7, 1, 60, 1, 1, 2, 1, 0, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 1, 1, 1, 1, 2, 2, 2}, "a\tb\nc  d")
	f.Add([]byte("many bytes make many blocks, and these make tables and boxes"), "مرحبا -->]]><![endif]-->")
	theme := text.Default()
	f.Fuzz(func(t *testing.T, data []byte, s string) {
		if len(data) > 300 || len(s) > 300 {
			return
		}
		tr := &tree{data: data, text: s}
		d := page(tr.blocks(0)...)
		d.Props.Title = s
		out := html.Write([]*doc.Document{d, page(tr.blocks(0)...)}, html.Options{Lang: s, Theme: theme, BodyLimit: 5000}, new(diag.List))
		checkTags(t, "fuzz", out.HTML)
		checkKnown(t, out.HTML)
	})
}

var knownTags = setOf("html head meta title style body table thead tbody tr td th p br a b i u s sup sub span img h1 h2 h3 h4 h5 h6")

var knownAttrs = setOf("lang dir charset name content style class role width height cellpadding cellspacing border bgcolor align valign colspan rowspan scope nowrap href src alt hspace")

func setOf(words string) map[string]bool {
	m := map[string]bool{}
	for _, w := range strings.Fields(words) {
		m[w] = true
	}
	return m
}

func checkKnown(t *testing.T, page []byte) {
	t.Helper()
	z := nethtml.NewTokenizer(strings.NewReader(string(page)))
	for {
		switch z.Next() {
		case nethtml.ErrorToken:
			return
		case nethtml.CommentToken:
			if c := z.Token().Data; !strings.HasPrefix(c, "[if ") && c != "<![endif]" {
				t.Errorf("comment %q", c)
			}
		case nethtml.StartTagToken, nethtml.SelfClosingTagToken:
			tok := z.Token()
			if !knownTags[tok.Data] {
				t.Errorf("element %s", tok.Data)
			}
			for _, a := range tok.Attr {
				if !knownAttrs[a.Key] {
					t.Errorf("attribute %s in %s", a.Key, tok)
				}
				if a.Key == "href" {
					if _, ok := text.SafeURL(a.Val); !ok {
						t.Errorf("address %q", a.Val)
					}
				}
				if a.Key == "style" && strings.ContainsAny(a.Val, "<>{}@\\\"") {
					t.Errorf("style %q", a.Val)
				}
			}
		}
	}
}
