package merge

import (
	"slices"
	"strings"

	"reportmail/render/doc"
)

// textStep is a control bound to a column that shows as text.
type textStep struct {
	ctl      *doc.Control
	b        *binding
	shell    shell
	look     look
	link     *linkLook // the column is one of addresses (X_Url)
	hideZero bool
	rich     richKind
}

// look is the format of filled-in text.
type look struct {
	style string
	props *doc.RunProps
	src   doc.Source // of the run that the format was taken from
}

// coloured tells whether a character style sets a colour: a layout that has one for its links has chosen their look.
func (c *compiler) coloured(style string) bool {
	st := c.plan.doc.Styles
	if style == "" || st == nil || st.ByID[style] == nil {
		return false
	}
	run := st.ByID[style].Run
	return run != nil && run.Color.Set && !run.Color.V.Auto
}

// text compiles a bound text control. Format and paragraph are those of the control's first text; the rest of its
// content gives way (ECMA-376-1 17.5.2.6 has a bound control show its data, whatever it holds).
func (c *compiler) text(ctl *doc.Control, b *binding, v verbs) step {
	s := &textStep{ctl: ctl, b: b, shell: shellOf(ctl), look: lookOf(ctl), hideZero: c.hideZero, rich: v.rich}
	if strings.HasSuffix(b.column, urlSuffix) {
		if s.link = c.plan.looks.link(s.look); c.coloured(s.look.style) {
			s.link = &linkLook{s.look}
		}
	}
	return s
}

// lookOf is the format that a control's text takes: that of its first run; of placeholder text, or without a run, the
// format in the control's properties (w:sdtPr/w:rPr).
func lookOf(ctl *doc.Control) look {
	l := look{style: ctl.Style, props: ctl.Props}
	if r := firstRun(ctl.Content); r != nil && !ctl.Placeholder {
		l = look{style: r.Style, props: r.Props, src: r.Src}
	}
	return l
}

func firstRun(content []doc.Node) (first *doc.Run) {
	doc.Walk(content, func(n doc.Node) bool {
		if r, ok := n.(*doc.Run); ok && first == nil {
			first = r
		}
		return first == nil
	})
	return first
}

func (s *textStep) run(x *exec) {
	stored := s.b.value(x)
	value := stored
	if s.hideZero && isZero(value) {
		value = ""
	}
	if s.rich != plain {
		s.runRich(x, value)
		return
	}
	base := len(x.stack)
	switch {
	case value == "":
	case s.link != nil:
		s.pushLink(x, value)
	default:
		x.push(x.text(s.look, value, x.origin(s.b)))
	}
	inlines := x.cut(base)
	filled := s.shell.fill(x, inlines)
	filled.Apart = !plainly(inlines, stored)
	x.push(filled)
}

// plainly tells whether inlines show a value as it stands, and nothing else.
func plainly(inlines []doc.Node, value string) bool {
	if len(inlines) == 0 {
		return value == ""
	}
	r, ok := inlines[0].(*doc.Run)
	return ok && len(inlines) == 1 && r.Text == lines(value)
}

// text is a run of column text.
func (x *exec) text(l look, value string, from *doc.Origin) *doc.Run {
	r := &take(&x.runs, 1)[0]
	r.Style, r.Props, r.Src, r.From = l.style, l.props, l.src, from
	r.Text = lines(value)
	return r
}

// lines turns the line ends of reports into those of doc.Run.
func lines(s string) string {
	if strings.IndexByte(s, '\r') >= 0 {
		s = strings.ReplaceAll(strings.ReplaceAll(s, "\r\n", "\n"), "\r", "\n")
	}
	return s
}

// shell is what is around the text of a control, on any level: from the control's content down to the paragraph that
// takes the text.
type shell struct {
	ctl    *doc.Control
	levels []level        // outermost first
	para   *doc.Paragraph // nil: the control stands among runs
}

// level is one node on the way down, with what stays beside the next one.
type level struct {
	node          doc.Node // nil for the control itself
	before, after []doc.Node
}

func shellOf(ctl *doc.Control) shell {
	s := shell{ctl: ctl}
	if ctl.Level == doc.InlineLevel {
		return s
	}
	if !s.descend(nil, ctl.Content) {
		s.levels, s.para = []level{{}}, &doc.Paragraph{}
	}
	return s
}

// descend finds the first paragraph below node. Beside it other paragraphs give way; tables, rows and cells stay.
func (s *shell) descend(node doc.Node, content []doc.Node) bool {
	for i, n := range content {
		l := level{node: node, before: stay(content[:i]), after: stay(content[i+1:])}
		switch n := n.(type) {
		case *doc.Paragraph:
			s.levels, s.para = append(s.levels, l), n
			return true
		case *doc.Table, *doc.Row, *doc.Cell, *doc.Control:
			s.levels = append(s.levels, l)
			if s.descend(n, doc.Children(n)) {
				return true
			}
			s.levels = s.levels[:len(s.levels)-1]
		}
	}
	return false
}

func stay(content []doc.Node) []doc.Node {
	return slices.DeleteFunc(slices.Clone(content), func(n doc.Node) bool {
		_, gone := n.(*doc.Paragraph)
		return gone
	})
}

// fill puts inlines into the shell.
func (s *shell) fill(x *exec, inlines []doc.Node) *doc.Control {
	if s.para == nil {
		return x.control(s.ctl, inlines)
	}
	return s.blocks(x, x.one(x.paragraph(s.para, inlines)))
}

// blocks puts blocks into the place of the shell's paragraph.
func (s *shell) blocks(x *exec, content []doc.Node) *doc.Control {
	for i := len(s.levels) - 1; i >= 0; i-- {
		l := &s.levels[i]
		if len(l.before)+len(l.after) > 0 {
			content = slices.Concat(l.before, content, l.after)
		}
		switch n := l.node.(type) {
		case nil:
			return x.control(s.ctl, content)
		case *doc.Table:
			t := *n
			t.Content = content
			content = x.one(&t)
		case *doc.Row:
			r := *n
			r.Content = content
			content = x.one(&r)
		case *doc.Cell:
			content = x.one(x.cell(n, content))
		case *doc.Control:
			content = x.one(x.control(n, content))
		}
	}
	return x.control(s.ctl, content)
}

// one is a list of one node.
func (x *exec) one(n doc.Node) []doc.Node {
	out := take(&x.nodes, 1)
	out[0] = n
	return out
}

func firstParagraph(content []doc.Node) (p *doc.Paragraph) {
	doc.Walk(content, func(n doc.Node) bool {
		if q, ok := n.(*doc.Paragraph); ok && p == nil {
			p = q
		}
		return p == nil
	})
	return p
}
