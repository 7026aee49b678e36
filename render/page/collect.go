package page

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"reportmail/render/doc"
)

// collector turns a paragraph's content into spans and glyphs.
type collector struct {
	e      *engine
	p      *para
	link   *linkTarget
	from   *doc.Origin // of the run in work
	nested int
}

// collect makes p's glyphs, once, and anew when it shows page numbers that have changed.
func (e *engine) collect(p *para) {
	if p.collected && (!p.dynamic || p.shownPage == e.pageNumber() && p.shownTotal == e.total.pages) {
		return
	}
	p.collected, p.shownPage, p.shownTotal = true, e.pageNumber(), e.total.pages
	p.lines, p.anchors = nil, nil
	p.spans, p.glyphs = e.spans[:0], e.glyphs[:0] // gathered where there is room, kept as long as they are
	e.runes, e.owner = e.runes[:0], e.owner[:0]
	c := e.mem.collects.one()
	c.e, c.p = e, p
	p.mark = e.textStyle(e.styles.MarkFormat(p.src, p.cell))
	c.label()
	c.nodes(p.src.Content)
	e.spans, e.glyphs = p.spans, p.glyphs
	p.spans, p.glyphs = e.mem.spans.copied(p.spans), e.mem.glyphs.copied(p.glyphs)
	e.resolveBidi(p)
	e.markGlyphs(p)
}

// markGlyphs finds out where lines may end.
func (e *engine) markGlyphs(p *para) {
	if cap(e.breaks) < len(e.runes) {
		e.breaks = make([]lineBreak, len(e.runes), 2*len(e.runes))
	}
	e.breaks = e.breaks[:len(e.runes)]
	e.finder.Mark(e.runes, e.breaks)
	p.marks = e.mem.marks.list(len(p.glyphs))[:len(p.glyphs)]
	for i, r := range e.runes {
		g := e.owner[i]
		if g < 0 {
			continue
		}
		if r == ' ' || r >= 0x2000 && r <= 0x200A && r != 0x2007 || r == 0x3000 {
			p.marks[g] |= markSpace
		}
		switch e.breaks[i] {
		case mayBreak:
			p.marks[g] |= markBreak
		case softBreak:
			p.marks[g] |= markBreak | markSoft
		}
	}
}

func (c *collector) nodes(content []doc.Node) {
	for n := range doc.Nodes(content) {
		switch n := n.(type) {
		case *doc.Run:
			c.from = n.From
			c.run(n.Style, n.Props, n.Text)
			c.from = nil
		case *doc.Break:
			c.lineEnd(n)
		case *doc.PosTab:
			c.single(span{kind: spanPosTab, style: c.format(n.Style, n.Props), tab: n}, '\t')
		case *doc.Field:
			c.field(n)
		case *doc.Link:
			c.hyperlink(n)
		case *doc.Drawing:
			c.drawing(n)
		case *doc.Paragraph: // formatted text in an inline control
			if c.nested++; c.nested < maxDepth {
				if len(c.p.glyphs) > 0 {
					c.single(span{kind: spanLine, style: c.p.mark}, '\u2028')
				}
				c.nodes(n.Content)
			}
			c.nested--
		case *doc.Table:
			c.e.warn("table-in-text", "", "a table inside of a line of text is not shown")
		}
	}
}

// format is the text style of a run in this paragraph.
func (c *collector) format(style string, props *doc.RunProps) *textStyle {
	return c.e.textStyle(c.e.styles.Run(c.p.src, style, props, c.p.cell))
}

func (c *collector) run(style string, props *doc.RunProps, text string) {
	t := c.format(style, props)
	if !t.f.Hidden {
		c.styled(t, text)
	}
}

// styled adds text with its tabs and line breaks.
func (c *collector) styled(t *textStyle, text string) {
	for text != "" {
		i := strings.IndexAny(text, "\t\n")
		if i < 0 {
			c.cased(t, text)
			return
		}
		if i > 0 {
			c.cased(t, text[:i])
		}
		if text[i] == '\t' {
			c.single(span{kind: spanTab, style: t}, '\t')
		} else {
			c.single(span{kind: spanLine, style: t}, '\u2028')
		}
		text = text[i+1:]
	}
}

// cased adds text as capitals or small capitals where the format says so (ECMA-376-1 17.3.2.5, 17.3.2.33).
func (c *collector) cased(t *textStyle, text string) {
	switch {
	case t.f.Caps:
		c.text(t, strings.ToUpper(text), t.size)
	case t.f.SmallCaps:
		for text != "" {
			r, _ := utf8.DecodeRuneInString(text)
			lower := unicode.IsLower(r)
			n := strings.IndexFunc(text, func(r rune) bool { return unicode.IsLower(r) != lower })
			if n < 0 {
				n = len(text)
			}
			size := t.size
			if lower {
				size *= smallCap
			}
			c.text(t, strings.ToUpper(text[:n]), size)
			text = text[n:]
		}
	default:
		c.text(t, text, t.size)
	}
}

// single adds a span of one glyph without a shape.
func (c *collector) single(s span, r rune) {
	p := c.p
	s.face, s.size, s.link = s.style.latin, s.style.size, c.link
	if s.kind != spanObject {
		s.asc, s.desc = s.face.asc*s.style.full, s.face.desc*s.style.full
	}
	s.g0 = int32(len(p.glyphs))
	s.g1 = s.g0 + 1
	p.glyphs = append(p.glyphs, Glyph{})
	c.e.runes, c.e.owner = append(c.e.runes, r), append(c.e.owner, s.g0)
	p.spans = append(p.spans, s)
}

func (c *collector) lineEnd(b *doc.Break) {
	s := span{kind: spanPage, style: c.format(b.Style, b.Props)}
	switch b.Kind {
	case doc.ColumnBreak:
		s.kind = spanColumn
	case doc.ClearBreak:
		s.kind = spanClear
	}
	c.single(s, '\u2028')
}

func (c *collector) hyperlink(l *doc.Link) {
	outer := c.link
	if l.URL != "" {
		c.link = &linkTarget{url: l.URL, text: l.Tooltip}
	}
	if c.nested++; c.nested < maxDepth {
		c.nodes(l.Content)
	}
	c.nested--
	c.link = outer
}
