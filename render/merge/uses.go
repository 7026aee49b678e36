package merge

import (
	"reportmail/render/diag"
)

// Use is one place of a layout that takes something from the data.
type Use struct {
	Path  string // schema path without positions: /Header/Line/Description_Line; of a merge field its name
	Shows Shows
	Where diag.Where
	XPath string // of the control's binding, as written; "" when the path comes from title or tag
}

// Shows tells what a use makes of its path.
type Shows string

// The kinds of uses.
const (
	ShowsColumn    Shows = "column"
	ShowsRows      Shows = "rows" // a repeater
	ShowsCondition Shows = "condition"
	ShowsField     Shows = "merge field"
)

var showsOf = [...]Shows{columnBinding: ShowsColumn, repeaterBinding: ShowsRows, conditionBinding: ShowsCondition}

// Uses lists what a layout takes from the data, in document order, merge fields last.
func (p *Plan) Uses() []Use {
	var out []Use
	for _, b := range p.bindings {
		u := Use{Shows: showsOf[b.kind], Where: b.where()}
		for _, s := range b.path {
			u.Path += "/" + s.Name
		}
		if b.origin == byXPath && b.ctl.Binding != nil {
			u.XPath = b.ctl.Binding.XPath
		}
		out = append(out, u)
	}
	for _, f := range p.fields {
		out = append(out, Use{Path: f.name, Shows: ShowsField, Where: f.where})
	}
	return out
}
