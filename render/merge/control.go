package merge

import (
	"slices"

	"reportmail/render/doc"
)

// control compiles a content control: what its tag asks for, around what its kind and binding make of it.
func (c *compiler) control(ctl *doc.Control) (step, bool) {
	v := c.verbs(ctl)
	if v.comment {
		return c.removed(ctl), true
	}
	conds := v.conditions
	for i := range conds {
		conds[i].bound = c.bind(ctl, conditionBinding, conds[i].path, byTag)
	}
	zero := c.hideZero
	c.hideZero = zero || v.hideZero
	bound := len(c.plan.bindings)
	s, dynamic := c.content(ctl, v)
	repeats := slices.ContainsFunc(c.plan.bindings[bound:], func(b *binding) bool { return b.kind == repeaterBinding })
	c.hideZero = zero
	if len(conds) == 0 && !v.hideRow && !v.hideTable && !v.hideColumn {
		return s, dynamic
	}
	if !dynamic {
		s = fixed{ctl}
	}
	h := &hideStep{ctl: ctl, body: s, conds: conds, hideRow: v.hideRow, hideTable: v.hideTable, zero: zero || v.hideZero, repeats: repeats, cells: c.emptyCells(ctl)}
	if v.hideColumn {
		h.columns = c.columnsOf(ctl)
		if path := relative(v.columnPath); path != nil {
			h.columnPath = c.bind(ctl, conditionBinding, path, byTag)
		}
	}
	if c.table != nil {
		c.table.hidable = c.table.hidable || v.hideTable
		c.table.columns |= h.columns
	}
	return h, true
}

// content compiles a control by its kind and binding.
func (c *compiler) content(ctl *doc.Control, v verbs) (step, bool) {
	path, origin, foreign := pathOf(ctl, v)
	switch {
	case foreign: // document properties and the like: not report data
		return nil, false
	case ctl.Kind == doc.Repeater || v.repeat && path != nil:
		return c.repeater(ctl, path, origin)
	case ctl.Kind == doc.RepeaterItem || ctl.Kind == doc.Group || ctl.Kind == doc.DocPart:
		return c.wrap(ctl)
	case path == nil:
		own, dynamic := c.wrap(ctl)
		if ctl.Title == "" || ctl.Kind == doc.PictureControl {
			return own, dynamic
		}
		return c.slot(ctl, own, dynamic)
	case ctl.Kind == doc.PictureControl:
		return c.picture(ctl, c.bind(ctl, columnBinding, path, origin)), true
	}
	return c.text(ctl, c.bind(ctl, columnBinding, path, origin), v), true
}

// wrap compiles a control that is not bound itself.
func (c *compiler) wrap(ctl *doc.Control) (step, bool) {
	body, dynamic := c.list(ctl.Content)
	if !dynamic {
		return nil, false
	}
	return &wrapStep{ctl, body}, true
}

// removed is the step for a control that goes in every document. Cells must stay for the sake of the grid.
func (c *compiler) removed(ctl *doc.Control) step {
	if cells := c.emptyCells(ctl); cells != nil {
		return fixed(cells)
	}
	return nil
}

// emptyCells are the cells of a control around cells, emptied; nil for other controls.
func (c *compiler) emptyCells(ctl *doc.Control) []doc.Node {
	var out []doc.Node
	for n := range doc.Nodes(ctl.Content) {
		cell, ok := n.(*doc.Cell)
		if !ok {
			return nil
		}
		x := exec{}
		out = append(out, x.cell(cell, nil))
	}
	return out
}

// columnsOf are the grid columns of the cell around a control, or of the cells inside of it.
func (c *compiler) columnsOf(ctl *doc.Control) uint64 {
	if c.span != 0 {
		return c.span
	}
	var set uint64
	for n := range doc.Nodes(ctl.Content) {
		if cell, ok := n.(*doc.Cell); ok {
			set |= c.spans[cell]
		}
	}
	return set
}
