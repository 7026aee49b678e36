package selection

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"reportmail/internal/nearest"
	"reportmail/internal/yamledit"
	"reportmail/internal/yamlread"
)

// faults are what is wrong with a file.
type faults struct {
	file string
	list []*yamlread.Error
}

// report adds a fault at a line.
type report func(line int, hint, format string, args ...any)

// of reports what is wrong with a row.
func (f *faults) of(r row) report {
	return func(line int, hint, format string, args ...any) {
		f.list = append(f.list, &yamlread.Error{File: f.file, Line: line, Msg: r.who + r.usage + ": " + fmt.Sprintf(format, args...), Hint: hint})
	}
}

// sorted are the faults in the order of the file.
func (f *faults) sorted() []error {
	slices.SortStableFunc(f.list, func(a, b *yamlread.Error) int { return cmp.Or(cmp.Compare(a.Line, b.Line), cmp.Compare(a.Msg, b.Msg)) })
	out := make([]error, len(f.list))
	for i, e := range f.list {
		out[i] = e
	}
	return out
}

// row is a selection as it stands in the file.
type row struct {
	Selection
	who   string // "customer 10000: ", "" for a generic row
	party Party
	usage string
	among map[string]Selection
}

// rows are all rows of a table, in no order.
func (t *Table) rows() (out []row) {
	each := func(who string, party Party, among map[string]Selection) {
		for usage, s := range among {
			out = append(out, row{s, who, party, usage, among})
		}
	}
	each("", Nobody, t.Selections)
	for no, rows := range t.Customers {
		each("customer "+no+": ", Customer, rows)
	}
	for no, rows := range t.Vendors {
		each("vendor "+no+": ", Vendor, rows)
	}
	return out
}

// at is the line of what stands in a row under keys and indexes, or of what is nearest above it.
func (s Selection) at(path ...any) int {
	n, line := s.node, s.line
	for _, step := range path {
		switch step := step.(type) {
		case string:
			n = yamledit.Value(n, step)
		case int:
			n = itemOf(n, step)
		}
		if n == nil {
			return line
		}
		line = n.Line
	}
	return line
}

// check finds faults that the YAML alone does not show.
func (t *Table) check(file string, layouts func(string) (LayoutKind, error)) *faults {
	f := &faults{file, t.checkOwn(file)}
	layouts = remembered(layouts)
	for _, r := range t.rows() {
		add := f.of(r)
		u, ok := t.usage(r.usage)
		if _, twice := r.among[u.ID]; ok && u.ID != r.usage && twice {
			add(r.line, "keep one of them", "the usage is there twice, as %s", u.ID)
		}
		if !ok {
			add(r.line, nearest.Hint(r.usage, t.usageIDs()), "unknown usage")
		}
		if r.Body == nil && len(r.Attachments) == 0 && (r.who == "" || r.empty()) {
			add(r.line, "name a body or an attachment layout", "neither body nor attachment")
		}
		r.checkLayouts(add, layouts)
		r.checkTemplates(add)
		r.checkAddresses(add)
	}
	return f
}

// remembered asks for each layout once: tables name the same ones in thousands of rows.
func remembered(layouts func(string) (LayoutKind, error)) func(string) (LayoutKind, error) {
	if layouts == nil {
		return nil
	}
	type answer struct {
		kind LayoutKind
		err  error
	}
	known := map[string]answer{}
	return func(name string) (LayoutKind, error) {
		a, ok := known[name]
		if !ok {
			a.kind, a.err = layouts(name)
			known[name] = a
		}
		return a.kind, a.err
	}
}

// empty tells whether a row of an account replaces nothing.
func (s Selection) empty() bool {
	return len(s.SendTo)+len(s.Cc)+len(s.Bcc)+len(s.ReplyTo)+len(s.Subject) == 0
}

// template is a text of a row that may name fields, and where it stands.
type template struct {
	text string
	line int
}

// checkTemplates finds names that no template knows. Columns of the dataset are known when there is one.
func (s Selection) checkTemplates(add report) {
	for _, t := range s.templates() {
		for part := range parts(t.text) {
			if _, ok := (Document{}).field(part.text); part.field && !ok && !isPath(part.text) {
				add(t.line, "", "%s", unknownField(part.text))
			}
		}
	}
}

// templates are all texts of a row that may name fields.
func (s Selection) templates() []template {
	list := s.rules()
	texts := func(t Text, path ...any) {
		for language, text := range t {
			list = append(list, template{text, s.at(append(path, language)...)})
		}
	}
	texts(s.Subject, "subject")
	for i, a := range s.Attachments {
		texts(a.Name, "attachments", i, "name")
	}
	return list
}

// rules are all that say where a message goes.
func (s Selection) rules() (list []template) {
	rules := func(of []string, path ...any) {
		for i, rule := range of {
			list = append(list, template{rule, s.at(append(path, i)...)})
		}
	}
	rules(s.SendTo, "send_to")
	rules(s.Cc, "cc")
	rules(s.Bcc, "bcc")
	rules(s.ReplyTo, "reply_to")
	for i, a := range s.Attachments {
		rules(a.SendTo, "attachments", i, "send_to")
	}
	return list
}

// checkAddresses finds addresses that are none.
func (s Selection) checkAddresses(add report) {
	for _, rule := range s.rules() {
		if strings.Contains(rule.text, "{{") {
			continue
		}
		for _, a := range SplitAddresses(rule.text) {
			if err := CheckAddress(a); err != nil {
				add(rule.line, "", "%s", err)
			}
		}
	}
}

func (s Selection) checkLayouts(add report, layouts func(string) (LayoutKind, error)) {
	known := func(name, role string, not LayoutKind, line int) {
		if name == "" {
			add(line, "", "%s names no layout", role)
			return
		}
		if layouts == nil {
			return
		}
		switch kind, err := layouts(name); {
		case err != nil:
			add(line, "", "%s %s", role, err)
		case kind == DraftLayout:
			add(line, "reportmail layouts approve "+name, "layout %q is a draft", name)
		case kind == not:
			add(line, "choose a layout made for it", "layout %q can not be used as %s", name, role)
		}
	}
	if b := s.Body; b != nil && (b.Layout != "" || len(b.TextBefore)+len(b.TextAfter) == 0) {
		known(b.Layout, "body", PagesOnly, s.at("body", "layout"))
	}
	for i, a := range s.Attachments {
		known(a.Layout, "attachment", BodyOnly, s.at("attachments", i, "layout"))
		if a.Format != "" && a.Format != "pdf" && a.Format != "docx" {
			add(s.at("attachments", i, "format"), "pdf or docx", "attachment format %q", a.Format)
		}
	}
}
