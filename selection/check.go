package selection

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"reportmail/internal/nearest"
	"reportmail/internal/yamlread"
)

// check finds faults that the YAML alone does not show, in the order of the file.
func (t *Table) check(file string, layouts func(string) (LayoutKind, error)) []error {
	out := t.checkOwn(file)
	layouts = remembered(layouts)
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

func (s Selection) checkLayouts(add func(hint, format string, args ...any), layouts func(string) (LayoutKind, error)) {
	known := func(name, role string, not LayoutKind) {
		if name == "" {
			add("", "%s names no layout", role)
			return
		}
		if layouts == nil {
			return
		}
		switch kind, err := layouts(name); {
		case err != nil:
			add("", "%s %s", role, err)
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
