package selection

import (
	"cmp"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"go.yaml.in/yaml/v4"

	"reportmail/internal/nearest"
	"reportmail/internal/yamledit"
	"reportmail/internal/yamlread"
)

// Load reads a report-selection table from YAML. All faults are reported at once, as *yamlread.Error values joined. layouts
// tells whether a layout name is known and what it can become; nil accepts every name.
func Load(file string, data []byte, layouts func(name string) (LayoutKind, bool)) (*Table, error) {
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
	PagesOnly              // made to be pages: it has no use as a body
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

// check finds faults that the YAML alone does not show, in the order of the file.
func (t *Table) check(file string, layouts func(string) (LayoutKind, bool)) []error {
	out := t.checkOwn(file)
	each := func(where string, rows map[string]Selection) {
		for usage, s := range rows {
			add := func(hint, format string, args ...any) {
				out = append(out, &yamlread.Error{File: file, Line: s.line, Msg: where + usage + ": " + fmt.Sprintf(format, args...), Hint: hint})
			}
			u, ok := t.usage(usage)
			if _, twice := rows[u.ID]; ok && u.ID != usage && twice {
				add("keep one of them", "the usage is there twice, as %s", u.ID)
			}
			if !ok {
				add(nearest.Hint(usage, t.usageIDs()), "unknown usage")
			}
			if s.Body == nil && len(s.Attachments) == 0 && (where == "" || s.empty()) {
				add("name a body or an attachment layout", "neither body nor attachment")
			}
			s.checkLayouts(add, layouts)
			s.checkTemplates(add)
			s.checkAddresses(add)
		}
	}
	each("", t.Selections)
	for no, rows := range t.Customers {
		each("customer "+no+": ", rows)
	}
	for no, rows := range t.Vendors {
		each("vendor "+no+": ", rows)
	}
	slices.SortStableFunc(out, func(a, b *yamlread.Error) int { return cmp.Or(cmp.Compare(a.Line, b.Line), cmp.Compare(a.Msg, b.Msg)) })
	faults := make([]error, len(out))
	for i, e := range out {
		faults[i] = e
	}
	return faults
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

// empty tells whether a row of an account replaces nothing.
func (s Selection) empty() bool {
	return len(s.SendTo)+len(s.Cc)+len(s.Bcc)+len(s.ReplyTo)+len(s.Subject) == 0
}

// checkTemplates finds names that no template knows. Columns of the dataset are known when there is one.
func (s Selection) checkTemplates(add func(hint, format string, args ...any)) {
	for _, t := range s.templates() {
		for part := range parts(t) {
			if _, ok := (Document{}).field(part.text); part.field && !ok && !isPath(part.text) {
				add("", "%s", unknownField(part.text))
			}
		}
	}
}

// templates are all texts of a row that may name fields, in an order that stays.
func (s Selection) templates() []string {
	list := slices.Concat(s.Subject.all(), s.rules())
	for _, a := range s.Attachments {
		list = append(list, a.Name.all()...)
	}
	return list
}

// rules are all that say where a message goes.
func (s Selection) rules() []string {
	list := slices.Concat(s.SendTo, s.Cc, s.Bcc, s.ReplyTo)
	for _, a := range s.Attachments {
		list = append(list, a.SendTo...)
	}
	return list
}

// checkAddresses finds addresses that are none.
func (s Selection) checkAddresses(add func(hint, format string, args ...any)) {
	for _, rule := range s.rules() {
		if strings.Contains(rule, "{{") {
			continue
		}
		for _, a := range SplitAddresses(rule) {
			if err := CheckAddress(a); err != nil {
				add("", "%s", err)
			}
		}
	}
}

func (s Selection) checkLayouts(add func(hint, format string, args ...any), layouts func(string) (LayoutKind, bool)) {
	known := func(name, role string, not LayoutKind) {
		if name == "" {
			add("", "%s names no layout", role)
			return
		}
		if layouts == nil {
			return
		}
		switch kind, ok := layouts(name); {
		case !ok:
			add("see reportmail layouts list", "%s layout %q is not there", role, name)
		case kind == DraftLayout:
			add("reportmail layouts approve "+name, "layout %q is a draft", name)
		case kind == not:
			add("choose a layout made for it", "layout %q can not be used as %s", name, role)
		}
	}
	if b := s.Body; b != nil && (b.Layout != "" || len(b.TextBefore)+len(b.TextAfter) == 0) {
		known(b.Layout, "body", PagesOnly)
	}
	for _, a := range s.Attachments {
		known(a.Layout, "attachment", BodyOnly)
		if a.Format != "" && a.Format != "pdf" && a.Format != "docx" {
			add("pdf or docx", "attachment format %q", a.Format)
		}
	}
}
