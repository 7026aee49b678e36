package docx

import (
	"strconv"
	"strings"

	"reportmail/render/doc"
)

// nodes writes content of any level. container is the element that the layout's content stood in, for the marks and
// wrappers between the nodes; nil when there is none. Marks behind limit belong to what is written later.
func (s *storyWriter) nodes(content []doc.Node, container *element, limit int32) {
	marks := s.between(container, limit)
	var last doc.Source
	for i := 0; i < len(content); i++ {
		n := content[i]
		src := sourceOf(n)
		if w := s.wrapper(n, container); w != nil {
			marks = s.passed(marks, w.start)
			inside := s.inside(w, content[i:], container)
			s.wrapped(w, inside)
			i += len(inside) - 1
			continue
		}
		if e := s.x.element(n); e != nil && s.x.parent[e] == container {
			marks = s.passed(marks, e.start)
		}
		if src != (doc.Source{}) && src == last && s.x.same[n] {
			continue // one element that gave several nodes
		}
		last = src
		s.node(n)
	}
	s.passed(marks, limit)
}

// node writes one node: as it stands in the layout when it was not changed.
func (s *storyWriter) node(n doc.Node) {
	if n != doc.Node(s.closing) && s.x.same[n] && s.verbatim(n) {
		return
	}
	switch n := n.(type) {
	case *doc.Paragraph:
		s.paragraph(n)
	case *doc.Table:
		s.table(n)
	case *doc.Row:
		s.row(n)
	case *doc.Cell:
		s.cell(n)
	case *doc.Control:
		s.control(n)
	case *doc.HTML:
		s.nodes(n.Content, nil, 0)
	default:
		s.inline(n)
	}
}

// passed writes the marks that stand before at.
func (s *storyWriter) passed(marks []*element, at int32) []*element {
	for len(marks) > 0 && marks[0].start < at {
		s.b.WriteString(s.raw(marks[0]))
		marks = marks[1:]
	}
	return marks
}

func (s *storyWriter) paragraph(n *doc.Paragraph) {
	e := s.x.element(n)
	own, _ := s.x.nodes[n.Src].(*doc.Paragraph)
	var props *element
	if e == nil {
		s.b.WriteString(s.p("<%p>"))
	} else {
		s.b.WriteString(s.tag(e))
		props = e.kid("w:pPr")
	}
	if e != nil && own != nil && own.Props == n.Props && own.Style == n.Style && own.Mark == n.Mark {
		s.b.WriteString(s.withSection(n, s.raw(props), props))
	} else {
		s.b.WriteString(s.withSection(n, s.paraProps(n), nil))
	}
	limit := int32(0)
	if e != nil {
		limit = e.close
	}
	s.nodes(n.Content, e, limit)
	s.b.WriteString(s.p("</%p>"))
}

// withSection is a w:pPr with the section properties that the closing paragraph carries.
func (s *storyWriter) withSection(n *doc.Paragraph, props string, from *element) string {
	if n != s.closing || s.closing == nil {
		return props
	}
	if props == "" || strings.HasSuffix(props, "/>") {
		return s.p("<%pPr>") + s.closingSect + s.p("</%pPr>")
	}
	at := strings.LastIndex(props, "</")
	if from.kid("w:pPrChange") != nil {
		at = strings.LastIndex(props, "<"+s.w+":pPrChange")
	}
	return props[:at] + s.closingSect + props[at:]
}

func (s *storyWriter) table(n *doc.Table) {
	e := s.x.element(n)
	own, _ := s.x.nodes[n.Src].(*doc.Table)
	outer := s.grid
	defer func() { s.grid = outer }()
	s.grid = len(n.Grid)
	if e == nil || own == nil {
		return // merge makes no tables; without grid and properties there is nothing to write
	}
	s.b.WriteString(s.tag(e) + s.raw(e.kid("w:tblPr")))
	if grid := e.kid("w:tblGrid"); len(own.Grid) == len(n.Grid) {
		s.b.WriteString(s.raw(grid))
	} else {
		s.b.WriteString(s.p("<%tblGrid>"))
		for _, w := range n.Grid {
			s.b.WriteString(s.p(`<%gridCol %w="`) + strconv.Itoa(int(w)) + `"/>`)
		}
		s.b.WriteString(s.p("</%tblGrid>"))
	}
	s.nodes(n.Content, e, e.close)
	s.b.WriteString(s.p("</%tbl>"))
}

// row writes a w:tr. A row that lost cells is brought into step with the grid by columns left out behind it.
func (s *storyWriter) row(n *doc.Row) {
	e := s.x.element(n)
	if e == nil {
		return
	}
	s.b.WriteString(s.tag(e) + s.raw(e.kid("w:tblPrEx")))
	props := s.raw(e.kid("w:trPr"))
	own, _ := s.x.nodes[n.Src].(*doc.Row)
	if missing := s.grid - gridColumns(n); own != nil && missing > 0 && gridColumns(own) > gridColumns(n) {
		after := int32(missing)
		if n.Props != nil {
			after += n.Props.GridAfter
		}
		props = s.gridAfter(props, e.kid("w:trPr"), after)
	}
	s.b.WriteString(props)
	s.nodes(n.Content, e, e.close)
	s.b.WriteString(s.p("</%tr>"))
}

// gridColumns is the number of grid columns that a row takes up.
func gridColumns(r *doc.Row) int {
	n := 0
	if r.Props != nil {
		n = int(r.Props.GridBefore + r.Props.GridAfter)
	}
	for c := range r.Cells() {
		n += int(spanOf(c))
	}
	return n
}

func (s *storyWriter) gridAfter(props string, e *element, n int32) string {
	tag := s.p(`<%gridAfter %val="`) + strconv.Itoa(int(n)) + `"/>`
	switch k := e.kid("w:gridAfter"); {
	case e == nil:
		return s.p("<%trPr>") + tag + s.p("</%trPr>")
	case k != nil:
		return strings.Replace(props, s.x.text[k.start:k.end], tag, 1)
	}
	at := strings.IndexByte(props, '>') + 1
	if strings.HasSuffix(props[:at], "/>") {
		return openTag(props) + tag + s.p("</%trPr>")
	}
	return props[:at] + tag + props[at:]
}

func (s *storyWriter) cell(n *doc.Cell) {
	e := s.x.element(n)
	if e == nil {
		return
	}
	s.b.WriteString(s.tag(e))
	props := e.kid("w:tcPr")
	if own, _ := s.x.nodes[n.Src].(*doc.Cell); props != nil && own != nil && own.Props != n.Props && n.Props != nil {
		var edits []edit
		text := s.x.text
		if w := props.kid("w:tcW"); w != nil && n.Props.Width.V.Kind == doc.Dxa {
			edits = append(edits, edit{w.start, w.open, setAttr(setAttr(text[w.start:w.open], s.w+":w", strconv.Itoa(int(n.Props.Width.V.Value))), s.w+":type", "dxa")})
		}
		if span := props.kid("w:gridSpan"); span != nil {
			edits = append(edits, edit{span.start, span.open, setAttr(text[span.start:span.open], s.w+":val", strconv.Itoa(int(max(n.Props.Span, 1))))})
		}
		s.b.WriteString(edited(text, props.start, props.end, edits))
	} else {
		s.b.WriteString(s.raw(props))
	}
	s.nodes(n.Content, e, e.close)
	if len(n.Content) == 0 {
		s.b.WriteString(s.p("<%p/>"))
	}
	s.b.WriteString(s.p("</%tc>"))
}
