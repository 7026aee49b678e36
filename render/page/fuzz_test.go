package page

import (
	"math"
	"math/rand/v2"
	"testing"
	"time"

	"reportmail/render/diag"
	"reportmail/render/doc"
)

// tree builds a document out of fuzzed bytes: every byte is a decision, lengths are often extreme.
type tree struct {
	data  []byte
	depth int
	size  int
}

func (t *tree) byte() byte {
	if len(t.data) == 0 {
		return 0
	}
	b := t.data[0]
	t.data = t.data[1:]
	return b
}

func (t *tree) pick(n int) int { return int(t.byte()) % n }

func (t *tree) flag() bool { return t.byte()&1 == 1 }

// length is a length in twips: small, huge, zero or negative.
func (t *tree) length() doc.Twips {
	v := doc.Twips(t.byte())
	return []doc.Twips{v, 20 * v, 200 * v, -v, -200 * v, 0, math.MaxInt32 >> 4, 1}[t.pick(8)]
}

func maybe[T any](t *tree, v T) doc.Opt[T] { return doc.Opt[T]{V: v, Set: t.flag()} }

func (t *tree) blocks() []doc.Node {
	var out []doc.Node
	if t.depth++; t.depth < 6 {
		for n := t.pick(4); n >= 0 && t.size < 200; n-- {
			t.size++
			if t.pick(3) == 0 {
				out = append(out, t.table())
			} else {
				out = append(out, t.paragraph())
			}
		}
	}
	t.depth--
	return append(out, t.paragraph())
}

func (t *tree) paragraph() *doc.Paragraph {
	pr := &doc.ParaProps{
		Align: maybe(t, doc.Align(t.pick(5))), Left: maybe(t, t.length()), Right: maybe(t, t.length()), FirstLine: maybe(t, t.length()),
		Before: maybe(t, t.length()), After: maybe(t, t.length()), Line: maybe(t, int32(t.length())), LineRule: maybe(t, doc.LineRule(t.pick(3))),
		KeepNext: maybe(t, t.flag()), KeepLines: maybe(t, t.flag()), PageBreak: maybe(t, t.pick(8) == 0), Contextual: maybe(t, t.flag()), Bidi: maybe(t, t.flag()),
	}
	if t.flag() {
		pr.Tabs = []doc.TabStop{{Pos: t.length(), Align: doc.TabAlign(t.pick(6)), Leader: doc.TabLeader(t.pick(5))}}
	}
	if t.pick(6) == 0 {
		pr.Frame = &doc.Frame{Width: t.length(), Height: t.length(), X: t.length(), Y: t.length(), HAnchor: "page", VAnchor: "text", Wrap: "around", HSpace: t.length()}
	}
	p := &doc.Paragraph{Props: pr}
	for n := t.pick(4); n > 0; n-- {
		p.Content = append(p.Content, t.inline())
	}
	return p
}

var fuzzTexts = []string{"word and more words to fill the line with", "\t\t", "\n\n", "Donaudampfschifffahrtsgesellschaft", "שלום עולם 123 abc", "請求書の合計", "a\u00adb\u200bc", "e\u0301🙂", "", "  "}

func (t *tree) inline() doc.Node {
	props := &doc.RunProps{Size: maybe(t, doc.HalfPoints(t.length())), Spacing: maybe(t, t.length()), Scale: maybe(t, int32(t.byte())), Position: maybe(t, doc.HalfPoints(t.length())), Caps: maybe(t, t.flag()), SmallCaps: maybe(t, t.flag())}
	switch t.pick(8) {
	case 0:
		return &doc.Break{Kind: doc.BreakKind(t.pick(3)), Props: props}
	case 1:
		d := &doc.Drawing{Width: doc.EMU(t.length()) * 635, Height: doc.EMU(t.length()) * 635, Picture: &doc.Picture{Image: &doc.Image{}}}
		if t.flag() {
			d.Anchor = &doc.Anchor{Wrap: doc.Wrap(t.pick(4)), H: doc.Position{Base: "column", Offset: doc.EMU(t.length()) * 635}, V: doc.Position{Base: []string{"page", "paragraph"}[t.pick(2)], Offset: doc.EMU(t.length()) * 635}}
		}
		if t.pick(4) == 0 {
			d.Picture, d.Shape = nil, &doc.Shape{Preset: "rect", Text: t.blocks(), TextDirection: doc.TextDirection(t.pick(3)), AutoFit: t.flag()}
		}
		return d
	case 2:
		return &doc.Field{Name: []string{"PAGE", "NUMPAGES", "SECTIONPAGES", "DATE"}[t.pick(4)], Props: props}
	case 3:
		return &doc.PosTab{Align: doc.TabAlign(t.pick(3)), Props: props}
	}
	return &doc.Run{Text: fuzzTexts[t.pick(len(fuzzTexts))], Props: props}
}

func (t *tree) measure() doc.Measure {
	return doc.Measure{Kind: doc.MeasureKind(t.pick(4)), Value: int32(t.length())}
}

func (t *tree) table() *doc.Table {
	b := maybe(t, doc.Border{Style: "single", Width: doc.EighthPoints(t.byte())})
	tb := &doc.Table{Props: &doc.TableProps{Width: maybe(t, t.measure()), Indent: maybe(t, t.measure()), Fixed: maybe(t, t.flag()), Align: maybe(t, doc.Align(t.pick(3))), Spacing: maybe(t, t.measure()),
		Borders: doc.Borders{Top: b, Left: b, Bottom: b, Right: b, InsideH: b, InsideV: b}}}
	if t.pick(5) == 0 {
		tb.Props.Float = &doc.Float{X: t.length(), Y: t.length(), HAnchor: "page", VAnchor: []string{"page", "text", "margin"}[t.pick(3)], Left: t.length(), Right: t.length()}
	}
	for n := t.pick(4); n > 0; n-- {
		tb.Grid = append(tb.Grid, t.length())
	}
	for n := t.pick(4) + 1; n > 0; n-- {
		r := &doc.Row{Props: &doc.RowProps{Height: maybe(t, t.length()), HeightRule: doc.HeightRule(t.pick(3)), CantSplit: maybe(t, t.flag()), Header: maybe(t, t.flag()),
			GridBefore: int32(t.pick(3)), GridAfter: int32(t.pick(3)), Align: maybe(t, doc.Align(t.pick(3)))}}
		for k := t.pick(4); k > 0; k-- {
			r.Content = append(r.Content, &doc.Cell{Content: t.blocks(), Props: &doc.CellProps{Width: maybe(t, t.measure()), Span: int32(t.pick(4)), VMerge: doc.VMerge(t.pick(3)),
				VAlign: maybe(t, doc.VAlign(t.pick(4))), Direction: maybe(t, doc.TextDirection(t.pick(3))), NoWrap: maybe(t, t.flag()), HideMark: maybe(t, t.flag()),
				Margins: doc.Margins{Left: maybe(t, t.length()), Top: maybe(t, t.length())}}})
		}
		tb.Content = append(tb.Content, r)
	}
	return tb
}

func (t *tree) document() *doc.Document {
	d := &doc.Document{Styles: &doc.Styles{}, Settings: doc.Settings{DefaultTab: t.length(), CompatibilityMode: 12 + t.pick(4)}}
	for n := t.pick(3); n >= 0; n-- {
		s := &doc.Section{Content: t.blocks(), Headers: map[doc.HeaderType]*doc.HeaderFooter{}, Footers: map[doc.HeaderType]*doc.HeaderFooter{}}
		s.Page = doc.PageSetup{Width: 2000 + t.length(), Height: 2000 + t.length(), Top: t.length(), Bottom: t.length(), Left: t.length(), Right: t.length(), Header: t.length(), Footer: t.length(),
			Start: doc.SectionStart(t.pick(5)), VAlign: doc.VAlign(t.pick(4))}
		for k := t.pick(4); k > 1; k-- {
			s.Page.Columns = append(s.Page.Columns, doc.Column{Width: t.length(), Space: t.length()})
		}
		if t.flag() {
			s.Headers[doc.DefaultPages] = &doc.HeaderFooter{Content: t.blocks()}
			s.Footers[doc.DefaultPages] = &doc.HeaderFooter{Content: t.blocks()}
		}
		d.Sections = append(d.Sections, s)
	}
	return d
}

// limit is how long a fuzzed document may take on a busy machine.
const limit = 10 * time.Second

func FuzzLayout(f *testing.F) {
	lib := library(f)
	for i := range 64 {
		seed := make([]byte, 300+40*i)
		x := uint32(i*7919 + 1)
		for k := range seed {
			x = x*1664525 + 1013904223
			seed[k] = byte(x >> 24)
		}
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		tr := &tree{data: data}
		d := tr.document()
		start := time.Now()
		var finds diag.List
		pages, err := Layout([]*doc.Document{d}, Options{Fonts: lib, Now: testNow}, &finds)
		if err != nil {
			t.Fatal(err)
		}
		if took := time.Since(start); took > limit {
			t.Errorf("took %v for %d pages", took, len(pages.Pages))
		}
		for _, p := range pages.Pages {
			finite(t, p.Items)
		}
	})
}

// Random documents, the same ones in every run, with everything that layout knows and with extreme lengths.
func TestLayout_randomDocuments(t *testing.T) {
	lib := library(t)
	random := rand.New(rand.NewPCG(1, 2))
	for range 400 {
		data := make([]byte, 200+random.IntN(3000))
		for i := range data {
			data[i] = byte(random.UintN(256))
		}
		tr := &tree{data: data}
		var finds diag.List
		pages, err := Layout([]*doc.Document{tr.document()}, Options{Fonts: lib, Now: testNow}, &finds)
		if err != nil {
			t.Fatal(err)
		}
		if len(pages.Pages) == 0 || len(pages.Pages) > 2000 {
			t.Errorf("%d blocks make %d pages", tr.size, len(pages.Pages))
		}
		for _, p := range pages.Pages {
			finite(t, p.Items)
		}
	}
}

// finite fails when something stands nowhere.
func finite(t *testing.T, items []Item) {
	t.Helper()
	for _, it := range items {
		var v []float64
		switch it := it.(type) {
		case *Glyphs:
			v = []float64{it.X, it.Y, it.Size, it.Scale}
			for _, g := range it.Glyphs {
				v = append(v, g.Advance, g.DX, g.DY)
			}
		case *Rect:
			v = []float64{it.X, it.Y, it.W, it.H}
		case *Line:
			v = []float64{it.X1, it.Y1, it.X2, it.Y2, it.Width}
		case *Image:
			v = []float64{it.X, it.Y, it.W, it.H}
		case *Link:
			v = []float64{it.X, it.Y, it.W, it.H}
		case *Group:
			v = []float64{it.A, it.B, it.C, it.D, it.E, it.F}
			finite(t, it.Items)
		}
		for _, x := range v {
			if math.IsNaN(x) || math.IsInf(x, 0) {
				t.Fatalf("%T has a place that is no number: %+v", it, it)
			}
		}
	}
}
