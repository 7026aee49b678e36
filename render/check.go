package render

import (
	"reportmail/render/dataset"
	"reportmail/render/diag"
	"reportmail/render/docx"
	"reportmail/render/merge"
)

// Check finds everything that is wrong with a layout, or that its outputs will not show: bindings held against the
// layout's own data part and against ds (which may be nil), constructs that a body or a PDF leaves out, fonts and what
// stands in for them.
func (l *Layout) Check(ds *dataset.Dataset) ([]diag.Finding, error) {
	var f diag.List
	f.Append(l.Findings)
	f.Append(merge.Check(l.plan, ds))
	out, err := l.Render(ds, Options{HTML: true, PDF: true})
	if err != nil {
		return f.Items(), err
	}
	f.AppendNew(out.Findings)
	return f.Items(), nil
}

// Repair rewrites the bindings of a layout to the store id and name space of the data part that the file holds. It
// answers the repaired file and what was changed or could not be.
func Repair(layout []byte) ([]byte, []diag.Finding, error) { return docx.Repair(layout, nil) }
