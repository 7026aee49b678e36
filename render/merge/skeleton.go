package merge

import (
	"strings"

	"reportmail/render/dataset"
	"reportmail/render/diag"
)

// skeleton is what a layout's own data part says: the report it is for, and its data items and columns.
type skeleton struct {
	part       *Part // nil: none
	parts      []Part
	report, id string
	schema     *dataset.Schema
}

const (
	wordRoot = "NavWordReportXmlPart"
	// extended marks the part that holds types and tool tips for the add-in; no binding means it.
	extended = "/internal/extended/"
)

// readSkeleton finds the data part by its root, not by its name or store id. Of several the first one counts.
func readSkeleton(parts []Part, f *diag.List) *skeleton {
	s := &skeleton{parts: parts}
	for i := range parts {
		p := &parts[i]
		if p.Root != wordRoot || strings.Contains(p.Namespace, extended) {
			continue
		}
		if s.part != nil {
			f.Info("second-data-part", diag.Where{Part: p.Name}, "", "the layout has a second data part; bindings go by path, whichever part they name")
			continue
		}
		s.part = p
		ds, err := dataset.Read(p.Name, p.XML)
		if err != nil {
			f.Warn("data-part-unreadable", diag.Where{Part: p.Name}, "", "the layout's data part cannot be read: %v", err)
			continue
		}
		s.schema = ds.Schema()
		if s.report, s.id = dataset.ReportOf(p.Namespace); s.id == "" { // elsewhere a skeleton has its own element names as values
			s.report = ""
		}
	}
	return s
}
