package doc

import "iter"

// through yields nodes of a list, looking through controls (and formatted text) to what they hold.
func through(content []Node, yield func(Node) bool) bool {
	for _, n := range content {
		switch n := n.(type) {
		case *Control:
			if !through(n.Content, yield) {
				return false
			}
		case *HTML:
			if !through(n.Content, yield) {
				return false
			}
		default:
			if !yield(n) {
				return false
			}
		}
	}
	return true
}

// Nodes yields the nodes of content, looking through controls.
func Nodes(content []Node) iter.Seq[Node] {
	return func(yield func(Node) bool) { through(content, yield) }
}

// Rows yields the rows of a table, looking through controls.
func (t *Table) Rows() iter.Seq[*Row] { return of[*Row](t.Content) }

// Cells yields the cells of a row, looking through controls.
func (r *Row) Cells() iter.Seq[*Cell] { return of[*Cell](r.Content) }

func of[T Node](content []Node) iter.Seq[T] {
	return func(yield func(T) bool) {
		through(content, func(n Node) bool {
			if t, ok := n.(T); ok {
				return yield(t)
			}
			return true
		})
	}
}

// Walk visits every node of content in document order, controls too, and goes into a node's children when visit
// returns true. Field results, text boxes and the members of groups are visited; headers and footers are not part of
// content.
func Walk(content []Node, visit func(Node) bool) {
	for _, n := range content {
		if !visit(n) {
			continue
		}
		Walk(Children(n), visit)
		if d, ok := n.(*Drawing); ok && d.Shape != nil {
			for _, member := range d.Shape.Children {
				Walk([]Node{member}, visit)
			}
		}
	}
}

// Children are the nodes directly inside n. The members of a group are not among them: they stand in their shape.
func Children(n Node) []Node {
	switch n := n.(type) {
	case *Paragraph:
		return n.Content
	case *Table:
		return n.Content
	case *Row:
		return n.Content
	case *Cell:
		return n.Content
	case *Control:
		return n.Content
	case *Link:
		return n.Content
	case *Field:
		return n.Result
	case *HTML:
		return n.Content
	case *Drawing:
		if n.Shape != nil {
			return n.Shape.Text
		}
	}
	return nil
}
