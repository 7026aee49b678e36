package page

import "reportmail/render/doc"

// label is the number or bullet of a list paragraph (ECMA-376-1 17.9).
type label struct {
	text  string
	level *doc.ListLevel
	list  int32
	depth int32
}

// number counts the paragraph in its list.
func (e *engine) number(p *para) {
	ref := p.f.Num.Or(doc.NumRef{})
	if ref.ID == 0 || e.counter == nil {
		return
	}
	if text, level := e.counter.Next(ref); level != nil {
		p.label = &label{text: text, level: level, list: ref.ID, depth: ref.Level}
	}
}

// label puts the number in front of the text, with the tab or space that follows it (17.9.28). It stands at the
// indent; a right or centred one is moved back from there (17.9.7).
func (c *collector) label() {
	l := c.p.label
	if l == nil {
		return
	}
	t := c.e.textStyle(c.e.styles.Label(c.p.src, l.level, c.p.cell))
	if t.f.Hidden {
		return
	}
	from := len(c.p.glyphs)
	c.styled(t, l.text)
	if l.level.Align == doc.AlignRight || l.level.Align == doc.AlignCenter {
		w := 0.0
		for _, g := range c.p.glyphs[from:] {
			w += g.Advance
		}
		if l.level.Align == doc.AlignCenter {
			w /= 2
		}
		c.p.labelBack = w
	}
	defer func() { c.p.labelGlyphs = int32(len(c.p.glyphs)) }()
	switch l.level.Suffix {
	case "nothing":
	case "space":
		c.styled(t, " ")
	default:
		c.single(span{kind: spanTab, style: t}, '\t')
	}
}
