package page

import (
	"fmt"
	"strconv"
	"strings"

	"reportmail/render/doc"
)

// The notation of test documents, a block a line:
//
//	section w=300 h=200 margin=20 cols=2 gap=10 start=continuous title
//	header | footer … end        also "first" and "even" as a word after it
//	p align=right before=10 line=exact:20 tabs=l:50,r:200. | text
//	table w=100% grid=50,100 fixed border … row h=20 … cell w=50 … end
//	tags                         shows the tag tree, too
//
// In text: \t tab, \n line break, {pb} page break, {cb} column break, {page} {pages} {date dddd} fields,
// {img 50x40} {img 50x40 square page 100 100} pictures, {link URL text}, {b text} bold, {size 20 text}.
// Lengths are points.

type notation struct {
	doc   *doc.Document
	stack []*[]doc.Node
	table []*doc.Table
	style map[string]*doc.Style
}

func twips(pt float64) doc.Twips { return doc.Twips(pt*20 + 0.5) }

func parseDocument(text string) (*doc.Document, error) {
	n := &notation{doc: &doc.Document{
		Styles: &doc.Styles{
			DefaultPara: "Normal", ByID: map[string]*doc.Style{"Normal": {ID: "Normal", Name: "Normal"}, "Other": {ID: "Other", Name: "Other"}},
			Numbering: &doc.Numbering{Lists: map[int32]*doc.List{1: list()}},
			DocRun:    &doc.RunProps{Font: doc.Some("Arial"), Size: doc.Some(doc.HalfPoints(20))},
		},
		Settings: doc.Settings{DefaultTab: 720, CompatibilityMode: 15},
		Props:    doc.Properties{Title: "Test", Language: "en-US"},
	}}
	n.section(attributes(""))
	for i, line := range strings.Split(text, "\n") {
		line = strings.TrimSpace(line)
		if line == "" || line == "tags" {
			continue
		}
		if err := n.line(line); err != nil {
			return nil, fmt.Errorf("line %d: %w", i+1, err)
		}
	}
	return n.doc, nil
}

type attrs map[string]string

func attributes(s string) attrs {
	a := attrs{}
	for _, f := range strings.Fields(s) {
		k, v, _ := strings.Cut(f, "=")
		a[k] = v
	}
	return a
}

func (a attrs) num(key string, def float64) float64 {
	if v, err := strconv.ParseFloat(a[key], 64); err == nil {
		return v
	}
	return def
}

func (a attrs) has(key string) bool { _, ok := a[key]; return ok }

func (a attrs) list(key string) []float64 {
	var out []float64
	for _, s := range strings.Split(a[key], ",") {
		if v, err := strconv.ParseFloat(s, 64); err == nil {
			out = append(out, v)
		}
	}
	return out
}

func (n *notation) line(s string) error {
	head, text, _ := strings.Cut(s, "|")
	word, rest, _ := strings.Cut(strings.TrimSpace(head), " ")
	a := attributes(rest)
	switch word {
	case "section":
		if last := n.last(); len(last.Content) == 0 {
			n.doc.Sections = n.doc.Sections[:len(n.doc.Sections)-1]
		}
		n.section(a)
	case "settings":
		n.doc.Settings.EvenAndOddHeaders = a.has("even")
		n.doc.Settings.CompatibilityMode = int(a.num("mode", 15))
		n.doc.Settings.MirrorMargins = a.has("mirror")
		n.doc.Settings.AddSpacing = a.has("add")
	case "header", "footer":
		n.story(word, a)
	case "p":
		n.add(paragraph(a, strings.TrimSpace(text)))
	case "frame":
		p := paragraph(a, strings.TrimSpace(text))
		p.Props.Frame = &doc.Frame{Width: twips(a.num("w", 0)), X: twips(a.num("x", 0)), Y: twips(a.num("y", 0)), HAnchor: "page", VAnchor: "page", Wrap: "around"}
		n.add(p)
	case "table":
		t := tableOf(a)
		n.add(t)
		n.table = append(n.table, t)
		n.stack = append(n.stack, nil)
	case "row":
		n.close()
		t := n.table[len(n.table)-1]
		t.Content = append(t.Content, rowOf(a))
	case "cell":
		n.close()
		t := n.table[len(n.table)-1]
		r := t.Content[len(t.Content)-1].(*doc.Row)
		c := cellOf(a)
		r.Content = append(r.Content, c)
		n.stack[len(n.stack)-1] = &c.Content
		if text = strings.TrimSpace(text); text != "" {
			n.add(paragraph(a, text))
		}
	case "end":
		n.close()
		n.stack = n.stack[:len(n.stack)-1]
		if len(n.table) > 0 {
			n.table = n.table[:len(n.table)-1]
		}
	default:
		return fmt.Errorf("unknown word %q", word)
	}
	return nil
}

// close ends an open cell, which always ends in a paragraph.
func (n *notation) close() {
	if len(n.table) == 0 {
		return
	}
	if c := n.stack[len(n.stack)-1]; c != nil {
		if k := len(*c); k == 0 {
			*c = append(*c, &doc.Paragraph{})
		} else if _, ok := (*c)[k-1].(*doc.Paragraph); !ok {
			*c = append(*c, &doc.Paragraph{})
		}
	}
}

func (n *notation) last() *doc.Section { return n.doc.Sections[len(n.doc.Sections)-1] }

func (n *notation) add(b doc.Node) {
	list := &n.last().Content
	if k := len(n.stack); k > 0 && n.stack[k-1] != nil {
		list = n.stack[k-1]
	}
	*list = append(*list, b)
}

var starts = map[string]doc.SectionStart{"continuous": doc.Continuous, "even": doc.EvenPage, "odd": doc.OddPage}

func (n *notation) section(a attrs) {
	m := twips(a.num("margin", 20))
	s := &doc.Section{Headers: map[doc.HeaderType]*doc.HeaderFooter{}, Footers: map[doc.HeaderType]*doc.HeaderFooter{}}
	s.Page = doc.PageSetup{Width: twips(a.num("w", 300)), Height: twips(a.num("h", 200)), Top: m, Left: m, Right: m, Bottom: m, Header: 200, Footer: 200,
		Start: starts[a["start"]], TitlePage: a.has("title"), ColumnLine: a.has("rule")}
	for range int(a.num("cols", 1)) {
		if a.has("cols") {
			s.Page.Columns = append(s.Page.Columns, doc.Column{Space: twips(a.num("gap", 10))})
		}
	}
	if a.has("number") {
		s.Page.PageNumberStart = doc.Some(int32(a.num("number", 1)))
	}
	if a.has("border") {
		b := doc.Some(border(a["border"]))
		s.Page.Borders = doc.Borders{Top: b, Left: b, Bottom: b, Right: b}
	}
	switch a["valign"] {
	case "center":
		s.Page.VAlign = doc.VCenter
	case "bottom":
		s.Page.VAlign = doc.VBottom
	}
	if len(n.doc.Sections) > 0 {
		s.Headers, s.Footers = n.last().Headers, n.last().Footers
	}
	n.doc.Sections = append(n.doc.Sections, s)
}

func (n *notation) story(word string, a attrs) {
	kind := doc.DefaultPages
	if a.has("first") {
		kind = doc.FirstPage
	}
	if a.has("even") {
		kind = doc.EvenPages
	}
	h := &doc.HeaderFooter{Part: "word/" + word + ".xml"}
	if word == "header" {
		n.last().Headers[kind] = h
	} else {
		n.last().Footers[kind] = h
	}
	n.stack = append(n.stack, &h.Content)
}

var aligns = map[string]doc.Align{"left": doc.AlignLeft, "center": doc.AlignCenter, "right": doc.AlignRight, "both": doc.AlignBoth}

func paragraph(a attrs, text string) *doc.Paragraph {
	pr := &doc.ParaProps{}
	for key, opt := range map[string]*doc.Opt[doc.Twips]{"left": &pr.Left, "right": &pr.Right, "first": &pr.FirstLine, "before": &pr.Before, "after": &pr.After} {
		if a.has(key) {
			*opt = doc.Some(doc.Twips(a.num(key, 0) * 20))
		}
	}
	if a.has("align") {
		pr.Align = doc.Some(aligns[a["align"]])
	}
	for key, opt := range map[string]*doc.Opt[bool]{"keepnext": &pr.KeepNext, "keeplines": &pr.KeepLines, "pagebreak": &pr.PageBreak, "contextual": &pr.Contextual, "rtl": &pr.Bidi} {
		if a.has(key) {
			*opt = doc.Some(true)
		}
	}
	if a.has("valign") {
		pr.TextAlign = doc.Some(a["valign"])
	}
	if a.has("nowidow") {
		pr.WidowControl = doc.Some(false)
	}
	if a.has("outline") {
		pr.Outline = doc.Some(int8(a.num("outline", 1) - 1))
	}
	lineSpacing(pr, a["line"])
	pr.Tabs = tabStops(a["tabs"])
	if a.has("border") {
		b := doc.Some(border(a["border"]))
		pr.Borders = doc.Borders{Top: b, Left: b, Bottom: b, Right: b}
	}
	if a.has("shade") {
		pr.Shading = doc.Some(doc.Shading{Fill: doc.Color{R: 200, G: 200, B: 200}})
	}
	if a.has("num") {
		pr.Num = doc.Some(doc.NumRef{ID: 1, Level: int32(a.num("num", 0))})
	}
	p := &doc.Paragraph{Props: pr, Style: a["style"]}
	if a.has("size") {
		p.Mark = &doc.RunProps{Size: doc.Some(doc.HalfPoints(2 * a.num("size", 10)))}
	}
	p.Content = inlines(text, p.Mark)
	return p
}

// list numbers its first level 1., its second a), and has bullets on the third.
func list() *doc.List {
	level := func(format, text string, left doc.Twips) doc.ListLevel {
		return doc.ListLevel{Start: 1, Format: format, Text: text, Para: &doc.ParaProps{Left: doc.Some(left), FirstLine: doc.Some(doc.Twips(-300))}}
	}
	l := &doc.List{}
	l.Levels[0], l.Levels[1], l.Levels[2] = level("decimal", "%1.", 400), level("lowerLetter", "%2)", 800), level("bullet", "•", 1200)
	l.Levels[1].Align = doc.AlignRight
	return l
}

func lineSpacing(pr *doc.ParaProps, s string) {
	rule, value, ok := strings.Cut(s, ":")
	if !ok {
		if v, err := strconv.ParseFloat(s, 64); err == nil {
			pr.Line = doc.Some(int32(v * 240))
		}
		return
	}
	v, _ := strconv.ParseFloat(value, 64)
	pr.Line, pr.LineRule = doc.Some(int32(v*20)), doc.Some(doc.LineAtLeast)
	if rule == "exact" {
		pr.LineRule = doc.Some(doc.LineExact)
	}
}

func tabStops(s string) []doc.TabStop {
	var out []doc.TabStop
	for _, f := range strings.Split(s, ",") {
		kind, pos, ok := strings.Cut(f, ":")
		if !ok {
			continue
		}
		t := doc.TabStop{Align: map[string]doc.TabAlign{"l": doc.TabLeft, "r": doc.TabRight, "c": doc.TabCenter, "d": doc.TabDecimal, "b": doc.TabBar}[kind]}
		if strings.HasSuffix(pos, ".") {
			t.Leader, pos = doc.LeaderDot, strings.TrimSuffix(pos, ".")
		}
		v, _ := strconv.ParseFloat(pos, 64)
		t.Pos = twips(v)
		out = append(out, t)
	}
	return out
}

func border(s string) doc.Border {
	w, err := strconv.ParseFloat(s, 64)
	if err != nil {
		w = 1
	}
	return doc.Border{Style: "single", Width: doc.EighthPoints(w * 8), Space: 1}
}

func measure(s string) doc.Measure {
	if strings.HasSuffix(s, "%") {
		v, _ := strconv.ParseFloat(strings.TrimSuffix(s, "%"), 64)
		return doc.Measure{Kind: doc.Percent, Value: int32(v * 50)}
	}
	v, _ := strconv.ParseFloat(s, 64)
	return doc.Measure{Kind: doc.Dxa, Value: int32(v * 20)}
}

func tableOf(a attrs) *doc.Table {
	pr := &doc.TableProps{}
	if a.has("w") {
		pr.Width = doc.Some(measure(a["w"]))
	}
	if a.has("indent") {
		pr.Indent = doc.Some(measure(a["indent"]))
	}
	if a.has("fixed") {
		pr.Fixed = doc.Some(true)
	}
	if a.has("align") {
		pr.Align = doc.Some(aligns[a["align"]])
	}
	if a.has("border") {
		b := doc.Some(border(a["border"]))
		pr.Borders = doc.Borders{Top: b, Left: b, Bottom: b, Right: b, InsideH: b, InsideV: b}
	}
	if a.has("float") {
		pr.Float = &doc.Float{HAnchor: "page", VAnchor: "page", X: twips(a.num("x", 0)), Y: twips(a.num("y", 0))}
		if a["float"] == "text" {
			pr.Float.VAnchor = "text"
		}
	}
	if a.has("spacing") {
		pr.Spacing = doc.Some(measure(a["spacing"]))
	}
	t := &doc.Table{Props: pr}
	for _, g := range a.list("grid") {
		t.Grid = append(t.Grid, twips(g))
	}
	return t
}

func rowOf(a attrs) *doc.Row {
	pr := &doc.RowProps{GridBefore: int32(a.num("before", 0)), GridAfter: int32(a.num("after", 0))}
	if a.has("h") {
		pr.Height, pr.HeightRule = doc.Some(twips(a.num("h", 0))), doc.HeightAtLeast
	}
	if a.has("exact") {
		pr.HeightRule = doc.HeightExact
	}
	if a.has("header") {
		pr.Header = doc.Some(true)
	}
	if a.has("cant") {
		pr.CantSplit = doc.Some(true)
	}
	if a.has("align") {
		pr.Align = doc.Some(aligns[a["align"]])
	}
	return &doc.Row{Props: pr}
}

func cellOf(a attrs) *doc.Cell {
	pr := &doc.CellProps{Span: int32(a.num("span", 0))}
	if a.has("w") {
		pr.Width = doc.Some(measure(a["w"]))
	}
	switch a["merge"] {
	case "start":
		pr.VMerge = doc.MergeStart
	case "more":
		pr.VMerge = doc.MergeContinue
	}
	pr.VAlign = doc.Some(map[string]doc.VAlign{"center": doc.VCenter, "bottom": doc.VBottom}[a["valign"]])
	if a.has("turn") {
		pr.Direction = doc.Some(doc.BottomToTop)
	}
	if a.has("fill") {
		pr.Shading = doc.Some(doc.Shading{Fill: doc.Color{R: 255}})
	}
	if a.has("hidemark") {
		pr.HideMark = doc.Some(true)
	}
	if a.has("pad") {
		pad := doc.Some(twips(a.num("pad", 0)))
		pr.Margins.Top, pr.Margins.Bottom = pad, pad
	}
	if a.has("cellborder") {
		b := doc.Some(border(a["cellborder"]))
		pr.Borders = doc.Borders{Top: b, Left: b, Bottom: b, Right: b}
	}
	return &doc.Cell{Props: pr}
}
