package merge

import (
	"strings"

	"reportmail/render/dataset"
	"reportmail/render/diag"
)

// checkReport compares the dataset's report with the one that the layout was made for. Shipped layouts carry stale ids,
// so another id is a warning; it is an error when no binding finds its data item.
func (p *Plan) checkReport(ds *dataset.Dataset, f *diag.List) {
	other := p.skeleton.id != "" && ds.ID != "" && p.skeleton.id != ds.ID
	binds := len(p.uses) == 0
	for name := range p.uses {
		if name != "BCReportInformation" && ds.Root.Has(name) {
			binds = true
			break
		}
	}
	if binds && !other {
		return
	}
	finding := diag.Finding{ID: "other-report", Severity: diag.Warning}
	switch {
	case other:
		finding.Message = "the data is of report " + reportName(ds.Report, ds.ID) + ", the layout of report " + reportName(p.skeleton.report, p.skeleton.id)
	default:
		finding.Message = "no binding of the layout finds its data item in the data"
	}
	if !binds {
		finding.Severity = diag.Error
		finding.Hint = "the data has the data items " + strings.Join(ds.Items(), ", ")
	}
	f.Add(finding)
}

func reportName(name, id string) string {
	switch {
	case name == "":
		return id
	case id == "":
		return name
	}
	return id + " (" + name + ")"
}
