// Package report knows the datasets of Business Central's document reports: their data items and columns, by name.
//
// A Word layout binds to these names, so they are what a built-in layout is made against and what an imported layout
// is checked against. The package holds names only; values come from render/dataset.
package report

import (
	"fmt"
	"strings"
)

// Report is one report of the base application and the shape of its dataset.
type Report struct {
	ID    int
	Name  string  // as in the name space of its Word part: Standard_Sales_Invoice
	Items []*Item // root data items
}

// Item is a data item: its columns in the order of the Word part, then the items below it.
type Item struct {
	Name    string
	Columns []string
	Items   []*Item
}

// Namespace is the name space of the report's Word part.
func (r *Report) Namespace() string {
	return fmt.Sprintf("urn:microsoft-dynamics-nav/reports/%s/%d/", r.Name, r.ID)
}

// Item finds a data item by its path, root first: Header/Line. It is nil when the report has none.
func (r *Report) Item(path string) *Item {
	items := r.Items
	var found *Item
	for name := range strings.SplitSeq(path, "/") {
		if found = child(items, name); found == nil {
			return nil
		}
		items = found.Items
	}
	return found
}

// Has tells whether path names a column of the report: Header/Line/Description_Line.
func (r *Report) Has(path string) bool {
	at := strings.LastIndexByte(path, '/')
	if at < 0 {
		return false
	}
	item := r.Item(path[:at])
	return item != nil && item.Has(path[at+1:])
}

// Has tells whether the item has a column of this name.
func (i *Item) Has(column string) bool {
	for _, c := range i.Columns {
		if c == column {
			return true
		}
	}
	return false
}

// captions are the spellings that the base application uses for the caption of a column, most frequent first.
var captions = []string{"_Lbl", "Lbl", "__Lbl", "Caption"}

// Caption is the path of the column that carries the caption of the column at path, or "" when there is none.
// QUIRK: the reports spell it in four ways, sometimes two in one report.
func (r *Report) Caption(path string) string {
	for _, suffix := range captions {
		if r.Has(path + suffix) {
			return path + suffix
		}
	}
	return ""
}

func child(items []*Item, name string) *Item {
	for _, i := range items {
		if i.Name == name {
			return i
		}
	}
	return nil
}
