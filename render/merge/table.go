package merge

import "reportmail/render/doc"

type tableStep struct {
	node    *doc.Table
	body    list
	hidable bool   // a control inside asks for hiding the table
	columns uint64 // grid columns that controls inside ask to hide
}

// tableFrame is a table while its content is merged.
type tableFrame struct {
	shown bool   // a control that may hide the table was not empty
	used  uint64 // grid columns that a control which may hide them was not empty in
}

func (s *tableStep) run(x *exec) {
	outer, row := x.table, x.row
	frame := tableFrame{}
	x.table, x.row = &frame, nil
	content := s.body.nodes(x)
	x.table, x.row = outer, row
	if s.hidable && !frame.shown || !hasRow(content) {
		return
	}
	out := &take(&x.tables, 1)[0]
	*out = *s.node
	out.Content = content
	if hide := s.columns &^ frame.used; hide != 0 {
		if out = x.plan.looks.withoutColumns(out, hide); out == nil {
			return
		}
	}
	x.push(out)
}

func hasRow(content []doc.Node) bool {
	for _, n := range content {
		switch n := n.(type) {
		case *doc.Row:
			return true
		case *doc.Control:
			if hasRow(n.Content) {
				return true
			}
		}
	}
	return false
}

type rowStep struct {
	node *doc.Row
	body list
}

// rowFrame is a row while its content is merged.
type rowFrame struct{ hide bool }

func (s *rowStep) run(x *exec) {
	outer := x.row
	frame := rowFrame{}
	x.row = &frame
	content := s.body.nodes(x)
	x.row = outer
	if frame.hide || len(content) == 0 {
		return
	}
	out := &take(&x.rowNodes, 1)[0]
	*out = *s.node
	out.Content = content
	x.push(out)
}
