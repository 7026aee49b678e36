package selection

import (
	"errors"
	"maps"
	"strings"

	"go.yaml.in/yaml/v4"

	"reportmail/internal/yamledit"
	"reportmail/internal/yamlread"
)

// Load reads a report-selection table from YAML. All faults are reported at once, as *yamlread.Error values joined. layouts
// tells what a layout can become, or why it cannot be used; nil accepts every name.
func Load(file string, data []byte, layouts func(name string) (LayoutKind, error)) (*Table, error) {
	t, err := read(file, data)
	err = errors.Join(append([]error{err}, t.check(file, layouts).sorted()...)...)
	t.settle()
	return t, err
}

// read is the table as it stands in the file, with the places of its rows.
func read(file string, data []byte) (*Table, error) {
	t := &Table{}
	if strings.TrimSpace(string(data)) == "" {
		return t, nil
	}
	root, err := yamlread.Tree(file, data, t)
	t.mark(root)
	return t, err
}

// LayoutKind is what a layout can become.
type LayoutKind uint8

const (
	AnyLayout   LayoutKind = iota
	BodyOnly               // made to be a mail body
	PagesOnly              // nothing of it is for a body
	DraftLayout            // not approved yet
)

// mark notes where each selection stands.
func (t *Table) mark(root *yaml.Node) {
	if len(root.Content) == 0 {
		return
	}
	t.lines = map[string]int{}
	for key, n := range yamledit.Pairs(root.Content[0]) {
		switch key.Value {
		case "selections":
			markRows(n, t.Selections)
		case "customers":
			markParties(n, t.Customers)
		case "vendors":
			markParties(n, t.Vendors)
		case "usages", "reports":
			for k := range yamledit.Pairs(n) {
				t.lines[key.Value+"/"+k.Value] = k.Line
			}
		}
	}
}

func markParties(n *yaml.Node, parties map[string]map[string]Selection) {
	for no, rows := range yamledit.Pairs(n) {
		markRows(rows, parties[no.Value])
	}
}

func markRows(n *yaml.Node, rows map[string]Selection) {
	for usage, row := range yamledit.Pairs(n) {
		if s, ok := rows[usage.Value]; ok {
			s.line, s.node = usage.Line, row
			rows[usage.Value] = s
		}
	}
}

// settle puts every selection under the name of its usage: names are compared without regard to case. The tree of the
// file is let go.
func (t *Table) settle() {
	tables := []map[string]Selection{t.Selections}
	for _, rows := range t.Customers {
		tables = append(tables, rows)
	}
	for _, rows := range t.Vendors {
		tables = append(tables, rows)
	}
	for _, rows := range tables {
		for name, s := range maps.Clone(rows) {
			s.node = nil
			rows[name] = s
			if u, ok := t.usage(name); ok && u.ID != name {
				delete(rows, name)
				if _, there := rows[u.ID]; !there {
					rows[u.ID] = s
				}
			}
		}
	}
}
