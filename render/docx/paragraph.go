package docx

import (
	"reportmail/render/doc"
)

// paragraph reads a w:p (ECMA-376-1 17.3.1.22).
func (s *story) paragraph(e *element, b *blocks) {
	pr := e.kid("w:pPr")
	mark := pr.kid("w:rPr")
	p := &doc.Paragraph{
		Style: attrOf(pr.kid("w:pStyle")), Props: s.props.para(pr), Mark: s.props.run(mark), MarkSty: attrOf(mark.kid("w:rStyle")), Src: s.source(e),
	}
	if pr != nil {
		p.Src.Open = pr.end
	}
	in := &inlines{frames: make([]frame, 1, 4)}
	s.inlines(e, in)
	p.Content = in.finish(s)
	b.add(p)
	if sectPr := pr.kid("w:sectPr"); sectPr != nil {
		if b.section != nil {
			b.section(sectPr)
		} else {
			s.find.Warn("section-in-control", s.where(), "", "a section break inside a table, control or text box has no effect")
		}
	}
}

// inlines collects the content of one paragraph. Its frames are what is open: the paragraph, around it containers
// (links, controls) and complex fields.
type inlines struct{ frames []frame }

type frame struct {
	nodes []doc.Node
	field *openField // nil: the paragraph or a container
	ended int        // fields outside of a container whose end stood in it
}

func (in *inlines) top() *frame { return &in.frames[len(in.frames)-1] }

// add adds a node where content goes. Inside a field's instruction nothing shows.
func (in *inlines) add(n doc.Node) {
	if f := in.top(); f.field == nil || f.field.result {
		f.nodes = append(f.nodes, n)
	}
}

// push opens a container.
func (in *inlines) push() { in.frames = append(in.frames, frame{}) }

// pop closes a container, and the fields that were opened in it and not closed; it gives the content.
func (in *inlines) pop(s *story) []doc.Node {
	for in.top().field != nil {
		in.spill()
	}
	f := *in.top()
	in.frames = in.frames[:len(in.frames)-1]
	for ; f.ended > 0; f.ended-- {
		s.endField(in, nil, nil)
	}
	return f.nodes
}

// spill takes the innermost open field away and leaves its result as plain content.
func (in *inlines) spill() {
	f := *in.top()
	in.frames = in.frames[:len(in.frames)-1]
	for _, n := range f.nodes {
		in.add(n)
	}
}

// finish closes the paragraph. Complex fields that go on are kept for the next paragraph: what they hold counts as
// plain content, as a table of contents does.
func (in *inlines) finish(s *story) []doc.Node {
	for i := range in.frames {
		if f := in.frames[i].field; f != nil {
			if len(f.inner) > 0 {
				s.find.Warn("field-kept", s.where(), "put the whole field into one paragraph", "field %s goes over several paragraphs: it is not worked out and shows what Word stored last", parseInstruction(f.instr.String()).Name)
			}
			s.open = append(s.open, f)
		}
	}
	for len(in.frames) > 1 {
		in.spill()
	}
	return in.frames[0].nodes
}

// inlines reads inline content by table. What no table knows is reported.
func (s *story) inlines(e *element, in *inlines) {
	for _, k := range e.kids {
		read, known := s.tables.inline[k.name]
		switch {
		case read != nil:
			read(s, k, in)
		case !known && !isMark(k.name):
			s.unknownInline(k, in)
		}
	}
}

func (s *story) unknownInline(e *element, in *inlines) {
	s.notShown(s.where(), what(e))
	in.add(&doc.Unknown{Name: e.name, Src: s.source(e)})
}

// hyperlink reads a w:hyperlink (ECMA-376-1 17.16.22).
func (s *story) hyperlink(e *element, in *inlines) {
	l := &doc.Link{Anchor: e.attr("w:anchor"), Tooltip: e.attr("w:tooltip"), Src: s.source(e)}
	if rel, ok := s.rels.byID(e.attr("r:id")); ok && rel.external {
		l.URL = rel.target
	}
	in.push()
	s.inlines(e, in)
	l.Content = in.pop(s)
	in.add(l)
}
