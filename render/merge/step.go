package merge

import "reportmail/render/doc"

// step makes the merged form of one or several nodes and pushes it.
type step interface{ run(x *exec) }

// list is the content of a node, compiled.
type list []step

// fixed are nodes that no dataset changes.
type fixed []doc.Node

func (s fixed) run(x *exec) { x.stack = append(x.stack, s...) }

// nodes is the merged content.
func (l list) nodes(x *exec) []doc.Node {
	base := len(x.stack)
	for _, s := range l {
		s.run(x)
	}
	return x.cut(base)
}

// cut takes the nodes from base on off the stack.
func (x *exec) cut(base int) []doc.Node {
	x.made += len(x.stack) - base
	out := take(&x.nodes, len(x.stack)-base)
	copy(out, x.stack[base:])
	x.stack = x.stack[:base]
	return out
}

func (x *exec) push(n doc.Node) { x.stack = append(x.stack, n) }

// take cuts n elements off a slab. Slabs are made anew in growing pieces; a merged document is few allocations.
func take[T any](s *slab[T], n int) []T {
	if n == 0 {
		return nil
	}
	if len(s.free) < n {
		s.size = min(max(2*s.size, 8), 1024)
		s.free = make([]T, max(n, s.size))
	}
	out := s.free[:n:n]
	s.free = s.free[n:]
	return out
}

type slab[T any] struct {
	free []T
	size int
}

type paragraphStep struct {
	node *doc.Paragraph
	body list
}

func (s *paragraphStep) run(x *exec) { x.push(x.paragraph(s.node, s.body.nodes(x))) }

// paragraph is p with other content.
func (x *exec) paragraph(p *doc.Paragraph, content []doc.Node) *doc.Paragraph {
	out := &take(&x.paragraphs, 1)[0]
	*out = *p
	out.Content = content
	return out
}

type cellStep struct {
	node *doc.Cell
	body list
}

func (s *cellStep) run(x *exec) { x.push(x.cell(s.node, s.body.nodes(x))) }

// cell is c with other content, closed by a paragraph as every cell must be (ECMA-376-1 17.4.65).
func (x *exec) cell(c *doc.Cell, content []doc.Node) *doc.Cell {
	if !endsInParagraph(content) {
		content = append(content[:len(content):len(content)], x.spare(c.Content))
	}
	out := &take(&x.cells, 1)[0]
	*out = *c
	out.Content = content
	return out
}

func endsInParagraph(content []doc.Node) bool {
	for i := len(content) - 1; i >= 0; i-- {
		switch n := content[i].(type) {
		case *doc.Paragraph:
			return true
		case *doc.Control:
			if len(n.Content) > 0 {
				return endsInParagraph(n.Content)
			}
		case *doc.HTML:
			if len(n.Content) > 0 {
				return endsInParagraph(n.Content)
			}
		default:
			return false
		}
	}
	return false
}

// spare is an empty paragraph in the format of the first one of what was there before.
func (x *exec) spare(content []doc.Node) *doc.Paragraph {
	p := firstParagraph(content)
	if p == nil {
		return &doc.Paragraph{}
	}
	return x.paragraph(&doc.Paragraph{Style: p.Style, Props: p.Props, Mark: p.Mark, MarkSty: p.MarkSty}, nil)
}

type linkStep struct {
	node *doc.Link
	body list
}

func (s *linkStep) run(x *exec) {
	out := *s.node
	out.Content = s.body.nodes(x)
	x.push(&out)
}

type resultStep struct { // a field whose result holds something bound
	node *doc.Field
	body list
}

func (s *resultStep) run(x *exec) {
	out := *s.node
	out.Result = s.body.nodes(x)
	x.push(&out)
}

// shapeStep is a text box, or a group of shapes, with something bound inside.
type shapeStep struct {
	node     *doc.Drawing
	text     list
	dynamic  bool // the text is
	children []*shapeStep
}

func (s *shapeStep) run(x *exec) { x.push(s.drawing(x)) }

func (s *shapeStep) drawing(x *exec) *doc.Drawing {
	out, shape := *s.node, *s.node.Shape
	if s.dynamic {
		if shape.Text = s.text.nodes(x); len(shape.Text) == 0 {
			shape.Text = []doc.Node{x.spare(s.node.Shape.Text)}
		}
	}
	if s.children != nil {
		shape.Children = append([]*doc.Drawing(nil), shape.Children...)
		for i, c := range s.children {
			if c != nil {
				shape.Children[i] = c.drawing(x)
			}
		}
	}
	out.Shape = &shape
	return &out
}

// wrapStep is a control that holds something bound, but is not bound itself.
type wrapStep struct {
	node *doc.Control
	body list
}

func (s *wrapStep) run(x *exec) { x.push(x.control(s.node, s.body.nodes(x))) }

// control is ctl, filled.
func (x *exec) control(ctl *doc.Control, content []doc.Node) *doc.Control {
	out := &take(&x.controls, 1)[0]
	*out = *ctl
	out.Content, out.Placeholder = content, false
	return out
}
