// Package dataset holds report data: an immutable tree of items (rows) with columns, as a report delivers it to a
// Word layout.
//
// It reads three forms and tells them apart by itself: the custom XML part of a Word layout (root
// NavWordReportXmlPart), the report's own export ("Send to XML", root ReportDataSet) and JSON. It writes the first
// form. Names are XML local names throughout, whatever form the data came in, because a layout's bindings are.
//
// It does not know layouts, and it formats nothing but the columns that an export marks with a decimalformatter.
package dataset

import (
	"iter"
	"strings"
)

// Form is the form in which a dataset was read.
type Form uint8

const (
	WordPart Form = iota // NavWordReportXmlPart
	Export               // ReportDataSet
	JSON
)

// String is the form's name in messages.
func (f Form) String() string {
	return [...]string{"NavWordReportXmlPart", "ReportDataSet", "JSON"}[f]
}

// Dataset is the data of one report run. It is immutable once read and may be shared by goroutines.
type Dataset struct {
	Form         Form
	Report       string // report name as the data has it; "" when it does not say
	ID           string // report id, e.g. 1306
	Language     string // LCID (1033) or language tag, as the data has it
	FormatRegion string // culture name, e.g. en-GB
	MergeItem    string // the data item that starts a document per row (WordMergeDataItem); "" when the data does not say

	// Root holds BCReportInformation, Labels and the rows of the top-level data items as its items. Columns of Root
	// itself exist in JSON only: values outside of any data item.
	Root *Item

	// Envelope is the envelope beside the data in JSON, as its JSON text after as many line breaks as are before it in the
	// file, so that faults in it have their lines; "" for none.
	Envelope string
}

const (
	rootName   = "NavWordReportXmlPart"
	infoName   = "BCReportInformation"
	labelsName = "Labels"
)

// Info is the BCReportInformation block, or nil.
func (d *Dataset) Info() *Item { return d.block(infoName) }

// Labels are the captions and labels that stand outside of data items, or nil.
func (d *Dataset) Labels() *Item { return d.block(labelsName) }

// block is a block of the root that is no data item; one that is empty does not count.
func (d *Dataset) block(name string) *Item {
	for _, it := range d.Root.Items {
		if it.Name == name {
			return it
		}
	}
	return nil
}

// Rows yields the rows of the top-level data items, in order: everything in Root but report information and labels.
func (d *Dataset) Rows() iter.Seq[*Item] {
	return func(yield func(*Item) bool) {
		for _, it := range d.Root.Items {
			if it.Name != infoName && it.Name != labelsName && !yield(it) {
				return
			}
		}
	}
}

// With is the dataset with one row of a top-level data item instead of all of that item's: what one document of several
// was made from.
func (d *Dataset) With(row *Item) *Dataset {
	out := *d
	out.Root = &Item{Name: d.Root.Name, shape: d.Root.shape, values: d.Root.values}
	for _, it := range d.Root.Items {
		if it == row || it.Name != row.Name {
			out.Root.Items = append(out.Root.Items, it)
		}
	}
	return &out
}

// Only is the dataset with one row of a top-level data item and no other row.
func (d *Dataset) Only(row *Item) *Dataset {
	out := *d
	out.Root = &Item{Name: d.Root.Name, shape: d.Root.shape, values: d.Root.values, Items: []*Item{row}}
	return &out
}

// Items lists the names of the top-level data items in the order of their first rows.
func (d *Dataset) Items() []string {
	var names []string
	last := ""
	for it := range d.Rows() {
		if it.Name != last && !contains(names, it.Name) {
			names = append(names, it.Name)
		}
		last = it.Name
	}
	return names
}

func contains(list []string, s string) bool {
	for _, x := range list {
		if x == s {
			return true
		}
	}
	return false
}

// Lookup is the value at a path of local names, such as Header/DocumentNo or Header/Line[2]/No. Steps without an
// index take the first row. The path may begin with a slash and with the root's own name. A path of one step that is no
// column of the root names a column of the first top-level row. ok is false when there is no such column.
func (d *Dataset) Lookup(path string) (value string, ok bool) {
	steps, err := ParsePath(path)
	if err != nil || len(steps) == 0 {
		return "", false
	}
	if steps[0].Name == rootName {
		steps = steps[1:]
	}
	if value, ok = d.Root.lookup(steps); ok || len(steps) != 1 {
		return value, ok
	}
	for it := range d.Rows() {
		return it.Column(steps[0].Name)
	}
	return "", false
}

// fillHead takes report name, id, language and region from the report information where nothing else gave them.
func (d *Dataset) fillHead() {
	info := d.Info()
	if info == nil {
		return
	}
	meta, req := info.First("ReportMetadata"), info.First("ReportRequest")
	d.Report = first(meta.Value("ReportName"), d.Report)
	d.ID = first(d.ID, meta.Value("ReportId"))
	d.Language = first(d.Language, req.Value("Language"))
	d.FormatRegion = first(d.FormatRegion, req.Value("FormatRegion"))
}

func first(values ...string) string {
	for _, v := range values {
		if v = strings.TrimSpace(v); v != "" {
			return v
		}
	}
	return ""
}

// Replace is the dataset with another row in the place of one of a top-level data item.
func (d *Dataset) Replace(row, by *Item) *Dataset {
	out := *d
	out.Root = &Item{Name: d.Root.Name, shape: d.Root.shape, values: d.Root.values}
	for _, it := range d.Root.Items {
		if it == row {
			it = by
		}
		out.Root.Items = append(out.Root.Items, it)
	}
	return &out
}
