package selection

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"reportmail/internal/nearest"
	"reportmail/internal/yamlread"
)

// A workspace may have document usages and reports of its own, beside those of Business Central's base application:
// those of a country, of an app, or of the company.

// OwnUsage is a usage of a workspace.
type OwnUsage struct {
	Account Party `yaml:"account"` // customer, vendor, or neither
	Type    Text  `yaml:"type"`    // type text: "Delivery Reminder"; empty is the usage's id
	Plural  Text  `yaml:"plural"`
	Short   Text  `yaml:"short"`
}

// usage finds a usage: one of the workspace's own, else Business Central's. Names are compared without regard to case.
func (t *Table) usage(id string) (Usage, bool) {
	for own, u := range t.Usages {
		if strings.EqualFold(own, id) {
			kind := u.Type
			if len(kind) == 0 {
				kind = Text{"": own}
			}
			return Usage{ID: own, Kind: u.Account, Type: kind, Plural: u.Plural, Short: u.Short}, true
		}
	}
	return UsageByID(id)
}

// usageIDs are the names of all usages.
func (t *Table) usageIDs() []string {
	ids := slices.Concat(slices.Collect(maps.Keys(usages)), slices.Collect(maps.Keys(t.Usages)))
	slices.Sort(ids)
	return ids
}

// definition finds what is known of a report's dataset: the workspace's word wins.
func (t *Table) definition(report int) (Definition, bool) {
	if d, ok := t.Reports[report]; ok {
		d.Report = report
		return d, true
	}
	return DefinitionByReport(report)
}

// as puts a document under a usage.
func (d Document) as(u Usage) Document {
	d.Usage, d.kind = u.ID, &u
	return d
}

// usage is the document's usage; the zero Usage when it is unknown.
func (d Document) usage() Usage {
	if d.kind != nil && strings.EqualFold(d.kind.ID, d.Usage) {
		return *d.kind
	}
	u, _ := UsageByID(d.Usage)
	return u
}

// checkOwn finds faults in the workspace's own usages and reports.
func (t *Table) checkOwn(file string) (out []*yamlread.Error) {
	add := func(line int, hint, format string, args ...any) {
		out = append(out, &yamlread.Error{File: file, Line: line, Msg: fmt.Sprintf(format, args...), Hint: hint})
	}
	for id, u := range t.Usages {
		line := t.lines["usages/"+id]
		if _, known := UsageByID(id); known {
			add(line, "choose another name", "usages: %s is Business Central's", id)
		}
		if u.Account != Customer && u.Account != Vendor && u.Account != Nobody {
			add(line, "customer or vendor", "usages: %s: account %q", id, u.Account)
		}
	}
	for report, d := range t.Reports {
		line := t.lines[fmt.Sprintf("reports/%d", report)]
		if _, ok := t.usage(d.Usage); !ok {
			add(line, nearest.Hint(d.Usage, t.usageIDs()), "reports: %d: unknown usage %q", report, d.Usage)
		}
		if len(d.Number) == 0 {
			add(line, "number: Header/DocumentNo", "reports: %d does not say where the document number stands", report)
		}
		for _, p := range d.paths() {
			if !isPath(p) {
				add(line, "a path from below the root, such as Header/DocumentNo", "reports: %d: %q is no path", report, p)
			}
		}
	}
	return out
}
