package docx

import (
	"strconv"
	"strings"

	"reportmail/render/doc"
)

// openField is a complex field between its begin and its end (ECMA-376-1 17.16.18).
type openField struct {
	instr  strings.Builder
	marked strings.Builder // instr, with marks for the fields in it
	inner  []doc.Node      // fields in the instruction
	result bool            // past the separator
	whole  bool            // begins with the first piece of its run
	src    doc.Source
	box    string // the mark of a FORMCHECKBOX field, which has no result
	style  string
	props  *doc.RunProps
}

// maxFields bounds fields and links inside each other; Word shows twenty.
const maxFields = 100

// maxInstruction bounds a field's instruction; Word's own limit is far lower.
const maxInstruction = 64 << 10

// fieldChar reads a w:fldChar.
func (s *story) fieldChar(e *element, r *runState) {
	r.flush()
	switch e.attr("w:fldCharType") {
	case "begin":
		if len(r.in.frames) > maxFields {
			return
		}
		f := &openField{style: r.style, props: r.props, whole: firstPiece(r.e) == e, src: doc.Source{Part: s.index, Start: r.e.start}, box: checkBox(e)}
		r.in.frames = append(r.in.frames, frame{field: f})
	case "separate":
		if f := r.in.top().field; f != nil {
			f.result, f.src.Open = true, r.e.end
		} else if n := len(s.open); n > 0 {
			s.open[n-1].result = true
		}
	case "end":
		s.endField(r.in, e, r)
	}
}

// firstPiece is the first thing in a run behind its properties.
func firstPiece(run *element) *element {
	for _, k := range run.kids {
		if k.name != "w:rPr" {
			return k
		}
	}
	return nil
}

// instruction reads a w:instrText.
func (s *story) instruction(e *element, r *runState) {
	if f := r.in.top().field; f != nil && !f.result && f.instr.Len()+len(e.text) < maxInstruction {
		f.instr.WriteString(e.text)
		f.marked.WriteString(unmarked(e.text))
	}
	r.flush()
}

// ghost tells whether content is inside the instruction of a field that began in an earlier paragraph.
func (s *story) ghost(in *inlines) bool {
	n := len(s.open)
	return n > 0 && !s.open[n-1].result && len(in.frames) == 1
}

// endField closes the innermost field. e and r are nil when its end stood inside a container that has closed since.
func (s *story) endField(in *inlines, e *element, r *runState) {
	top := in.top()
	if top.field == nil {
		switch {
		case len(in.frames) > 1:
			top.ended++ // the field is outside of this container
		case len(s.open) > 0:
			s.open = s.open[:len(s.open)-1] // it began in an earlier paragraph
		}
		return
	}
	f := *top
	in.frames = in.frames[:len(in.frames)-1]
	src := doc.Source{}
	if f.field.whole && r != nil && r.e.kids[len(r.e.kids)-1] == e {
		src = f.field.src
		src.Close, src.End = r.e.start, r.e.end
		switch {
		case src.Start == r.e.start: // all in one run
			src.Open, src.Close = firstPiece(r.e).start, e.end
		case !f.field.result || src.Open > src.Close: // no result between two runs
			src.Open = src.Close
		}
	}
	if len(f.nodes) == 0 {
		f.nodes = f.field.sign()
	}
	in.field(f.field.node(f.nodes, src))
}

// node is the field with its result.
func (f *openField) node(result []doc.Node, src doc.Source) doc.Node {
	n := makeField(f.instr.String(), result, src, f.style, f.props)
	if len(f.inner) == 0 {
		return n
	}
	i := parseInstruction(f.marked.String())
	inner := &doc.Inner{Args: i.Args, Switch: i.Switch, Fields: f.inner}
	switch n := n.(type) {
	case *doc.Field:
		n.Inner = inner
	case *doc.Link:
		n.Inner = inner
	}
	return n
}

// field adds a field, to the instruction of the field around it if that is still open.
func (in *inlines) field(n doc.Node) {
	outer := in.top().field
	if outer == nil || outer.result {
		in.add(n)
		return
	}
	outer.instr.WriteString(plainText(doc.Children(n)))
	if len(outer.inner) < doc.MaxInner {
		outer.marked.WriteRune(doc.InnerMark(len(outer.inner)))
		outer.inner = append(outer.inner, n)
	}
}

// unmarked is text without the characters that stand for fields.
func unmarked(text string) string {
	return strings.Map(func(r rune) rune {
		if _, mark := doc.InnerField(r); mark {
			return -1
		}
		return r
	}, text)
}

// checkBox is the mark of a form's check box (ECMA-376-1 17.16.7); "" for other fields.
func checkBox(begin *element) string {
	box := begin.path("w:ffData", "w:checkBox")
	if box == nil {
		return ""
	}
	state := box.kid("w:checked")
	if state == nil {
		state = box.kid("w:default")
	}
	if state != nil && on(state) {
		return "☒"
	}
	return "☐"
}

// sign is what a field shows that stores no result: a check box, or a SYMBOL field's character (ECMA-376-1
// 17.16.5.62).
func (f *openField) sign() []doc.Node {
	text, props := f.box, f.props
	if i := parseInstruction(f.instr.String()); i.Name == "SYMBOL" && len(i.Args) > 0 {
		code, err := strconv.ParseUint(i.Args[0], 0, 16)
		if err != nil {
			return nil
		}
		text = string(rune(code))
		for _, sw := range i.Switch {
			if u, ok := symbol(sw.Arg, rune(code)); sw.Name == "f" && ok {
				text = string(u)
			}
		}
	}
	if text == "" {
		return nil
	}
	return []doc.Node{&doc.Run{Style: f.style, Props: props, Text: text}}
}

// simpleField reads a w:fldSimple (ECMA-376-1 17.16.19).
func (s *story) simpleField(e *element, in *inlines) {
	in.push()
	s.inlines(e, in)
	result := in.pop(s)
	in.field(makeField(e.attr("w:instr"), result, s.source(e), "", nil))
}

// makeField makes the node of a field; a HYPERLINK field becomes the link that it is.
func makeField(instr string, result []doc.Node, src doc.Source, style string, props *doc.RunProps) doc.Node {
	f := parseInstruction(instr)
	f.Result, f.Src, f.Style, f.Props = result, src, style, props
	if st, p, ok := firstFormat(result); ok {
		f.Style, f.Props = st, p
	}
	if f.Name != "HYPERLINK" {
		return f
	}
	l := &doc.Link{Content: result, Src: src}
	if len(f.Args) > 0 {
		l.URL = f.Args[0]
	}
	for _, sw := range f.Switch {
		switch sw.Name {
		case "l":
			l.Anchor = sw.Arg
		case "o":
			l.Tooltip = sw.Arg
		}
	}
	return l
}

// firstFormat is the format of the first run in content.
func firstFormat(content []doc.Node) (style string, props *doc.RunProps, ok bool) {
	doc.Walk(content, func(n doc.Node) bool {
		if r, is := n.(*doc.Run); is && !ok {
			style, props, ok = r.Style, r.Props, true
		}
		return !ok
	})
	return style, props, ok
}

// plainText is the text of inline content.
func plainText(content []doc.Node) string {
	var b strings.Builder
	doc.Walk(content, func(n doc.Node) bool {
		if r, ok := n.(*doc.Run); ok && b.Len() < maxInstruction {
			b.WriteString(r.Text)
		}
		return true
	})
	return b.String()
}
