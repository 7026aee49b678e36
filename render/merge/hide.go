package merge

import "reportmail/render/doc"

// hideStep is a control whose content may go, or take its row, table or column with it.
type hideStep struct {
	ctl        *doc.Control
	body       step
	conds      []condition
	hideRow    bool
	hideTable  bool
	columns    uint64
	columnPath *binding
	zero       bool       // zero counts as empty
	repeats    bool       // there is a repeater inside
	cells      []doc.Node // what stays of a control around cells
}

func (s *hideStep) run(x *exec) {
	for i := range s.conds {
		if !s.conds[i].holds(x) {
			x.stack = append(x.stack, s.cells...)
			return
		}
	}
	base, rows := len(x.stack), x.repeated
	if s.body != nil {
		s.body.run(x)
	}
	empty := !visible(x.stack[base:])
	if s.columns != 0 && x.table != nil {
		used := !empty
		if s.columnPath != nil {
			used = s.columnPath.any(x, s.zero)
		}
		if used {
			x.table.used |= s.columns
		}
	}
	if s.hideTable {
		s.table(x, base, empty, !s.repeats || x.repeated > rows)
	}
	if s.hideRow && empty {
		if x.row == nil { // around rows, or outside of a table: what is inside goes
			x.stack = x.stack[:base]
			return
		}
		x.row.hide = true
	}
}

// table hides the table around when the content is empty wherever the control stands in it, or the tables inside of
// the control when their repeaters gave no rows.
func (s *hideStep) table(x *exec, base int, empty, repeated bool) {
	switch {
	case s.ctl.Level == doc.BlockLevel && holdsTable(s.ctl.Content):
		if empty || !repeated {
			x.stack = x.stack[:base]
		}
		if x.table != nil { // a table in a cell: the one around is not meant
			x.table.shown = true
		}
	case x.table != nil:
		x.table.shown = x.table.shown || !empty
	case empty:
		x.stack = x.stack[:base]
	}
}

func holdsTable(content []doc.Node) bool {
	for n := range doc.Nodes(content) {
		if _, ok := n.(*doc.Table); ok {
			return true
		}
	}
	return false
}

// visible tells whether content shows anything: text, a picture, a shape or a field.
func visible(content []doc.Node) bool {
	for _, n := range content {
		switch n := n.(type) {
		case *doc.Run:
			if n.Text != "" {
				return true
			}
		case *doc.Drawing:
			if n.Picture != nil && n.Picture.Image != nil || n.Shape != nil {
				return true
			}
		case *doc.Field:
			return true
		default:
			if visible(doc.Children(n)) {
				return true
			}
		}
	}
	return false
}
