package merge

import (
	"reportmail/render/diag"
	"reportmail/render/doc"
)

// compiler goes through a layout. Its place in it is in the fields that are set on the way down and put back.
type compiler struct {
	plan  *Plan
	find  *diag.List
	scope *scope
	outer doc.Node // the field, outside of all others, that is being compiled

	hideZero bool                 // inside of a HideIfZero wrapper
	table    *tablePlace          // the table around
	span     uint64               // grid columns of the cell around
	spans    map[*doc.Cell]uint64 // of the cells of the row around
}

// tablePlace collects what controls inside of a table ask of it.
type tablePlace struct {
	hidable bool
	columns uint64
}

// list compiles content. dynamic tells whether a dataset changes any of it.
func (c *compiler) list(content []doc.Node) (out list, dynamic bool) {
	var still fixed
	flush := func() {
		if len(still) > 0 {
			out = append(out, still)
			still = nil
		}
	}
	for _, n := range content {
		s, changes := c.node(n)
		if !changes {
			still = append(still, n)
			continue
		}
		dynamic = true
		flush()
		if s != nil {
			out = append(out, s)
		}
	}
	flush()
	return out, dynamic
}

// node compiles one node. A dynamic node without a step is removed.
func (c *compiler) node(n doc.Node) (s step, dynamic bool) {
	switch n := n.(type) {
	case *doc.Control:
		return c.control(n)
	case *doc.Field:
		return c.field(n)
	case *doc.Link:
		return c.link(n)
	case *doc.Drawing:
		if s := c.shape(n); s != nil {
			return s, true
		}
		return nil, false
	case *doc.Table:
		return c.tableNode(n)
	case *doc.Row:
		return c.row(n)
	case *doc.Cell:
		outer := c.span
		c.span = c.spans[n]
		defer func() { c.span = outer }()
	}
	body, dynamic := c.list(doc.Children(n))
	if !dynamic {
		return nil, false
	}
	switch n := n.(type) {
	case *doc.Paragraph:
		return &paragraphStep{n, body}, true
	case *doc.Cell:
		return &cellStep{n, body}, true
	}
	return nil, false
}

func (c *compiler) tableNode(t *doc.Table) (step, bool) {
	outer, span, spans := c.table, c.span, c.spans
	place := tablePlace{}
	c.table, c.span, c.spans = &place, 0, nil
	body, dynamic := c.list(t.Content)
	c.table, c.span, c.spans = outer, span, spans
	if !dynamic {
		return nil, false
	}
	return &tableStep{node: t, body: body, hidable: place.hidable, columns: place.columns}, true
}

func (c *compiler) row(r *doc.Row) (step, bool) {
	outer := c.spans
	c.spans = spansOf(r)
	body, dynamic := c.list(r.Content)
	c.spans = outer
	if !dynamic {
		return nil, false
	}
	return &rowStep{r, body}, true
}

// spansOf gives the grid columns of each cell as a set. A Word table has at most 63 columns.
func spansOf(r *doc.Row) map[*doc.Cell]uint64 {
	spans := map[*doc.Cell]uint64{}
	col := 0
	if r.Props != nil {
		col = int(r.Props.GridBefore)
	}
	for cell := range r.Cells() {
		n := cellSpan(cell)
		spans[cell] = columnSet(col, n)
		col += n
	}
	return spans
}

func cellSpan(c *doc.Cell) int {
	if c.Props == nil {
		return 1
	}
	return int(max(c.Props.Span, 1))
}

func columnSet(from, n int) (set uint64) {
	for i := max(from, 0); i < min(from+n, 64); i++ {
		set |= 1 << i
	}
	return set
}

// shape compiles a text box or a group; nil when nothing in it is bound.
func (c *compiler) shape(d *doc.Drawing) *shapeStep {
	if d.Shape == nil {
		return nil
	}
	s := &shapeStep{node: d}
	s.text, s.dynamic = c.list(d.Shape.Text)
	for i, child := range d.Shape.Children {
		if cs := c.shape(child); cs != nil {
			if s.children == nil {
				s.children = make([]*shapeStep, len(d.Shape.Children))
			}
			s.children[i] = cs
		}
	}
	if !s.dynamic && s.children == nil {
		return nil
	}
	return s
}
