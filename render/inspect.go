package render

import (
	"reportmail/render/dataset"
	"reportmail/render/diag"
	"reportmail/render/merge"
)

// Uses lists what the layout takes from the data: bound controls, repeaters, conditions, merge fields, placeholders.
func (l *Layout) Uses() []merge.Use {
	uses := l.plan.Uses()
	if l.plain != nil {
		for _, name := range l.plain.layout.Names() {
			uses = append(uses, merge.Use{Path: name, Shows: merge.ShowsField, Where: l.plain.layout.Where(name)})
		}
	}
	return uses
}

// CheckBindings holds the layout's bindings against its own data part and against ds, which may be nil: the part of
// Check that renders nothing.
func (l *Layout) CheckBindings(ds *dataset.Dataset) []diag.Finding { return merge.Check(l.plan, ds) }

// Slots are the titles of the controls that a reusable text may take the place of.
func (l *Layout) Slots() []string { return l.plan.Slots() }
