package selection

import (
	"fmt"
	"slices"
)

// Uses lists the selections that name a layout, as a person says them.
func (t *Table) Uses(layout string) []string {
	var out []string
	each := func(who string, rows map[string]Selection) {
		for usage, s := range rows {
			if s.names(layout) {
				out = append(out, who+usage)
			}
		}
	}
	each("", t.Selections)
	for no, rows := range t.Customers {
		each(fmt.Sprintf("customer %s ", no), rows)
	}
	for no, rows := range t.Vendors {
		each(fmt.Sprintf("vendor %s ", no), rows)
	}
	slices.Sort(out)
	return out
}

func (s Selection) names(layout string) bool {
	return s.Body != nil && s.Body.Layout == layout || slices.ContainsFunc(s.Attachments, func(a Attachment) bool { return a.Layout == layout })
}

// RenameLayout gives a layout another name wherever a table names it, in the YAML itself: everything else, comments
// too, stays as it is. It answers how many places changed.
func RenameLayout(file string, data []byte, from, to string) ([]byte, int, error) {
	doc, err := parse(file, data)
	if err != nil {
		return nil, 0, err
	}
	n := 0
	for _, layout := range doc.values("layout") {
		if layout.Value == from {
			doc.replace(layout, to)
			n++
		}
	}
	return doc.bytes(), n, nil
}
