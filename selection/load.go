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
	t := &Table{}
	if strings.TrimSpace(string(data)) == "" {
		return t, nil
	}
	var faults []error
	if err := yamlread.Load(file, data, t); err != nil {
		faults = append(faults, err)
	}
	var root yaml.Node
	if yaml.Load(data, &root) == nil {
		t.mark(&root)
	}
	faults = append(faults, t.check(file, layouts)...)
	t.settle()
	return t, errors.Join(faults...)
}

// LayoutKind is what a layout can become.
type LayoutKind uint8

const (
	AnyLayout   LayoutKind = iota
	BodyOnly               // made to be a mail body
	PagesOnly              // nothing of it is for a body
	DraftLayout            // not approved yet
)

// mark notes at which line each selection stands.
func (t *Table) mark(root *yaml.Node) {
	if len(root.Content) == 0 {
		return
	}
	top := root.Content[0]
	t.lines = map[string]int{}
	for _, key := range []string{"usages", "reports"} {
		if n := yamledit.Value(top, key); n != nil && n.Kind == yaml.MappingNode {
			for i := 0; i+1 < len(n.Content); i += 2 {
				t.lines[key+"/"+n.Content[i].Value] = n.Content[i].Line
			}
		}
	}
	markRows(yamledit.Value(top, "selections"), t.Selections)
	for key, parties := range map[string]map[string]map[string]Selection{"customers": t.Customers, "vendors": t.Vendors} {
		for no, rows := range parties {
			markRows(yamledit.Value(yamledit.Value(top, key), no), rows)
		}
	}
}

func markRows(n *yaml.Node, rows map[string]Selection) {
	for usage, s := range rows {
		if k := keyNode(n, usage); k != nil {
			s.line = k.Line
			rows[usage] = s
		}
	}
}

func keyNode(n *yaml.Node, key string) *yaml.Node {
	if n == nil || n.Kind != yaml.MappingNode {
		return nil
	}
	for i := 0; i+1 < len(n.Content); i += 2 {
		if n.Content[i].Value == key {
			return n.Content[i]
		}
	}
	return nil
}

// settle puts every selection under the name of its usage: names are compared without regard to case.
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
			if u, ok := t.usage(name); ok && u.ID != name {
				delete(rows, name)
				if _, there := rows[u.ID]; !there {
					rows[u.ID] = s
				}
			}
		}
	}
}
