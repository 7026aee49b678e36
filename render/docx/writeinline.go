package docx

import (
	"slices"
	"strings"

	"reportmail/render/doc"
)

// verbatim copies an unchanged node from the layout. It fails for fields that do not stand alone in their runs, which
// have no source.
func (s *storyWriter) verbatim(n doc.Node) bool {
	e, src := s.x.element(n), sourceOf(n)
	if e == nil {
		return false
	}
	switch {
	case e.name != "w:r":
		if c, ok := n.(*doc.Control); ok && (s.options.Unwrapped || s.plain > 0) {
			s.nodes(c.Content, e.kid("w:sdtContent"), c.Src.Close)
			return true
		}
		s.b.WriteString(s.raw(e))
	case src.End > e.end: // a complex field, from run to run
		s.b.WriteString(s.span(src.Start, src.End, s.siblings(e, src.End)))
	default:
		s.piece(e, src)
	}
	return true
}

// siblings are an element and those behind it that end by end.
func (s *storyWriter) siblings(e *element, end int32) []*element {
	all := s.x.parent[e].kids
	from := slices.Index(all, e)
	to := from
	for to < len(all) && all[to].end <= end {
		to++
	}
	return all[from:to]
}

// piece writes one piece of a run as a run of its own.
func (s *storyWriter) piece(e *element, src doc.Source) {
	var kids []*element
	for _, k := range e.kids {
		if k.start >= src.Open && k.end <= src.Close {
			kids = append(kids, k)
		}
	}
	s.b.WriteString(s.x.text[e.start:e.open] + s.raw(e.kid("w:rPr")) + s.span(src.Open, src.Close, kids) + closeTag(s.x.text, e))
}

// inline writes an inline that a merge made or changed.
func (s *storyWriter) inline(n doc.Node) {
	switch n := n.(type) {
	case *doc.Run:
		s.run(n)
	case *doc.Link:
		s.link(n)
	case *doc.Field:
		s.field(n)
	case *doc.Drawing:
		s.drawing(n)
	case *doc.Break:
		kind := map[doc.BreakKind]string{doc.PageBreak: ` %type="page"`, doc.ColumnBreak: ` %type="column"`, doc.ClearBreak: ` %clear="all"`}[n.Kind]
		s.b.WriteString(s.p("<%r>") + s.runProps(n.Style, n.Props) + s.p("<%br"+kind+"/></%r>"))
	case *doc.PosTab:
		s.b.WriteString(s.p("<%r>") + s.runProps(n.Style, n.Props) + s.p("<%tab/></%r>"))
	}
}

// run writes filled-in text. A run that took the format of one of the layout's has that one's properties as they stand.
func (s *storyWriter) run(n *doc.Run) {
	s.b.WriteString(s.p("<%r>") + s.format(n) + s.text(n.Text) + s.p("</%r>"))
}

func (s *storyWriter) format(n *doc.Run) string {
	e := s.x.element(n)
	own, _ := s.x.nodes[n.Src].(*doc.Run)
	if e == nil || own == nil || e.name != "w:r" || own.Props != n.Props || own.Style != n.Style {
		return s.runProps(n.Style, n.Props)
	}
	raw := s.raw(e.kid("w:rPr"))
	if raw != "" && (own.Props == nil || !own.Props.Font.Set) && strings.Contains(raw, "rFonts") {
		return s.runProps(n.Style, n.Props) // a symbol font that reading took off
	}
	return raw
}

// textMarkup are the characters of doc.Run that are elements in a w:r.
var textMarkup = map[rune]string{'\t': "<%tab/>", '\n': "<%br/>", '\u2011': "<%noBreakHyphen/>", '\u00AD': "<%softHyphen/>"}

// text is the content of a run. Empty text is an empty w:t, for a control must hold something.
func (s *storyWriter) text(text string) string {
	var b strings.Builder
	text = fit(text)
	rest := text
	for rest != "" || text == "" {
		n := strings.IndexFunc(rest, func(r rune) bool { return textMarkup[r] != "" })
		if n < 0 {
			n = len(rest)
		}
		if n > 0 || text == "" {
			b.WriteString(s.p(`<%t xml:space="preserve">`) + textEscaper.Replace(rest[:n]) + s.p("</%t>"))
		}
		rest = rest[n:]
		for r, markup := range textMarkup {
			if after, ok := strings.CutPrefix(rest, string(r)); ok {
				b.WriteString(s.p(markup))
				rest = after
				break
			}
		}
		if text == "" {
			break
		}
	}
	return b.String()
}

// link writes a w:hyperlink: that of the layout around changed text, or a new one.
func (s *storyWriter) link(n *doc.Link) {
	e := s.x.element(n)
	if e != nil && e.name == "w:hyperlink" {
		s.b.WriteString(s.tag(e))
		s.nodes(n.Content, e, e.close)
	} else {
		s.b.WriteString(s.linkTag(n))
		s.nodes(n.Content, nil, 0)
	}
	s.b.WriteString(s.p("</%hyperlink>"))
}

func (s *storyWriter) linkTag(n *doc.Link) string {
	tag := "<" + s.w + ":hyperlink"
	if n.URL != "" {
		tag += " " + s.r + `:id="` + s.relate("hyperlink", n.URL, true) + `"`
	}
	if n.Anchor != "" {
		tag += " " + s.w + `:anchor="` + escapeAttr(n.Anchor) + `"`
	}
	if n.Tooltip != "" {
		tag += " " + s.w + `:tooltip="` + escapeAttr(n.Tooltip) + `"`
	}
	return tag + ">"
}

// field writes a complex field of the model.
func (s *storyWriter) field(n *doc.Field) {
	props := s.runProps(n.Style, n.Props)
	char := func(kind string) {
		s.b.WriteString(s.p("<%r>") + props + s.p(`<%fldChar %fldCharType="`+kind+`"/></%r>`))
	}
	char("begin")
	s.b.WriteString(s.p("<%r>") + props + s.p(`<%instrText xml:space="preserve">`) + escapeText(s.instruction(n)) + s.p("</%instrText></%r>"))
	char("separate")
	s.nodes(n.Result, nil, 0)
	char("end")
}

// instruction is the instruction that a field is written with.
func (s *storyWriter) instruction(n *doc.Field) string {
	if s.ownPages {
		return pagesOfSection(instructionText(n))
	}
	return instructionText(n)
}

// instructionText is a field's instruction, as parseInstruction reads it.
func instructionText(n *doc.Field) string {
	quote := func(v string) string {
		if v != "" && !strings.ContainsAny(v, " \t\r\n\"\\\u00A0") {
			return v
		}
		return `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`).Replace(v) + `"`
	}
	words := []string{n.Name}
	for _, a := range n.Args {
		words = append(words, quote(a))
	}
	for _, sw := range n.Switch {
		words = append(words, `\`+sw.Name)
		if sw.Arg != "" {
			words = append(words, quote(sw.Arg))
		}
	}
	return " " + strings.Join(words, " ") + " "
}
