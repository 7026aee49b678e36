package html

import (
	"reportmail/render/diag"
	"reportmail/render/doc"
)

// Limits of a body. A layout beyond them is none that a person made.
const (
	maxDepth = 40 // tables and boxes inside each other; the reader allows no more either
	cutTries = 12 // rounds of cutting before a body over its limit is given up
)

// builder turns documents into the flow.
type builder struct {
	o       *Options
	f       *diag.List
	body    body
	d       *doc.Document
	st      *doc.Styles
	count   *doc.Counter
	atoms   []atom  // slab: paragraphs take pieces of it
	slab    []block // lists of blocks take pieces of it
	scratch [maxDepth + 1][]block
	nodes   []doc.Node // stack of flattened content
	images  images
	faces   map[string]typeface
	seen    map[colorPair]doc.Color
	tables  int     // tables met, for findings
	floats  []block // anchored drawings of the paragraph in work
	lastRun runMemo
}

// colorPair is text on a ground.
type colorPair struct {
	text, ground doc.Color
	large        bool
}

// place is where a paragraph stands.
type place struct {
	cell  doc.CellContext
	fill  doc.Opt[doc.Color] // ground; unset is the body's own
	width px                 // of the column of text
	where diag.Where
	depth int
}

func newBuilder(o *Options, f *diag.List) *builder {
	return &builder{o: o, f: f, faces: make(map[string]typeface, 8)}
}

// document appends one document to the body.
func (b *builder) document(d *doc.Document) {
	b.d, b.st = d, d.Styles
	b.count = doc.NewCounter(d.Styles.Numbering)
	b.reportHeaders(d)
	if b.body.width == 0 {
		b.body.width = textWidth(d, b.o)
		b.body.lang = language(d, b.o)
	}
	var blocks []block
	var above px
	for _, s := range d.Sections {
		list, tail := b.blocks(s.Content, place{width: b.body.width})
		if len(list) > 0 && len(blocks) > 0 {
			list[0].above += above
		}
		blocks, above = append(blocks, list...), tail
	}
	b.body.parts = append(b.body.parts, part{blocks: blocks, ground: d.Settings.BackgroundColor})
}

// finish settles what only the whole body tells: the prevailing look, headings and the title.
func (b *builder) finish() *body {
	b.body.base, b.body.line = b.prevailing()
	title := ""
	for i, p := range b.body.parts {
		t := headings(p.blocks, b.body.base.size, i == 0)
		if title == "" {
			title = t
		}
	}
	b.body.title = b.title(title)
	return &b.body
}

// title is the title of the page: what the caller or the layout says, else the first heading.
func (b *builder) title(heading string) string {
	for _, t := range []string{b.o.Title, heading, b.d0Title(), wordsFor(b.body.lang).document} {
		if t = oneLine(t, maxTitle); t != "" {
			return t
		}
	}
	return ""
}

func (b *builder) d0Title() string {
	if b.d == nil {
		return ""
	}
	return b.d.Props.Title
}

// minWidth and maxWidth bound the column of text. Mail programs show 600 to 700 pixels beside their lists; a landscape
// page may take what a window has.
const (
	minWidth px = 320
	maxWidth px = 960
)

// textWidth is the width of the body: the theme's, or the text width of the layout's pages.
func textWidth(d *doc.Document, o *Options) px {
	if o.Theme != nil && o.Theme.Width > 0 {
		return px(o.Theme.Width)
	}
	if len(d.Sections) == 0 {
		return 640
	}
	p := d.Sections[0].Page
	w := pxOf(p.Width - p.Left - p.Right - p.Gutter)
	if w <= 0 {
		return 640
	}
	return min(max(w, minWidth), maxWidth)
}

// reportHeaders says which page headers and footers the body leaves out.
func (b *builder) reportHeaders(d *doc.Document) {
	for i, s := range d.Sections {
		for _, kind := range []struct {
			name string
			all  map[doc.HeaderType]*doc.HeaderFooter
		}{{"header", s.Headers}, {"footer", s.Footers}} {
			for t := doc.DefaultPages; t <= doc.EvenPages; t++ {
				h := kind.all[t]
				if h == nil || t == doc.FirstPage && !s.Page.TitlePage || t == doc.EvenPages && !d.Settings.EvenAndOddHeaders || !hasInk(h.Content) {
					continue
				}
				if i > 0 && (h == d.Sections[i-1].Headers[t] || h == d.Sections[i-1].Footers[t]) {
					continue
				}
				b.f.Info("header-left-out", diag.Where{Part: h.Part}, "the attached PDF shows it", "an e-mail body has no pages: page %s left out", kind.name)
			}
		}
	}
}

// hasInk tells whether header or footer content shows anything.
func hasInk(content []doc.Node) (ink bool) {
	doc.Walk(content, func(n doc.Node) bool {
		switch n := n.(type) {
		case *doc.Run:
			ink = ink || visible(n.Text)
		case *doc.Field, *doc.Drawing:
			ink = true
		}
		return !ink
	})
	return ink
}
