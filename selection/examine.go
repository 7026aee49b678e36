package selection

import (
	"cmp"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"reportmail/internal/nearest"
)

// Names answer for what a table names outside of itself.
type Names struct {
	Layout   func(name string) (LayoutKind, error) // what it can become, or why it cannot be used
	Report   func(layout string) int               // that it is bound to; 0 for none
	Controls func(layout string) ([]string, error) // titles of controls that a text may take the place of
	Text     func(name string) error               // why a reusable text cannot be used
}

// Examine looks closer at a table than Load: also at the texts and controls that it names, at rows that never apply,
// and at layouts of other reports, which are the warnings. All are *yamlread.Error values, in the order of the file.
func Examine(file string, data []byte, names Names) (warnings []error, err error) {
	t, err := read(file, data)
	wrong, odd := t.check(file, names.Layout), &faults{file: file}
	for _, r := range t.rows() {
		t.checkParty(wrong.of(r), r)
		r.checkTexts(wrong.of(r), names)
		t.checkReports(odd.of(r), r, names)
	}
	return odd.sorted(), errors.Join(append([]error{err}, wrong.sorted()...)...)
}

// checkParty finds rows that never apply: those of a customer for documents of vendors, and the other way round.
func (t *Table) checkParty(add report, r row) {
	if u, ok := t.usage(r.usage); ok && r.party != Nobody && u.Kind != Nobody && u.Kind != r.party {
		add(r.line, "take it away", "the row never applies: documents of the usage are those of a %s", u.Kind)
	}
}

// checkTexts finds texts that are not there, and controls that the body's layout has not.
func (s Selection) checkTexts(add report, names Names) {
	if s.Body == nil {
		return
	}
	text := func(name string, path ...any) {
		if err := names.Text(name); err != nil {
			add(s.at(path...), "", "%s", err)
		}
	}
	for i, name := range s.Body.TextBefore {
		text(name, "body", "text_before", i)
	}
	for i, name := range s.Body.TextAfter {
		text(name, "body", "text_after", i)
	}
	if len(s.Body.Controls) == 0 {
		return
	}
	titles, err := names.Controls(s.Body.Layout)
	for _, title := range slices.Sorted(maps.Keys(s.Body.Controls)) {
		text(s.Body.Controls[title], "body", "controls", title)
		if err == nil && !slices.Contains(titles, title) {
			add(s.at("body", "controls", title), nearest.Hint(title, titles), "layout %q has no unbound control with the title %q", s.Body.Layout, title)
		}
	}
}

// checkReports finds layouts that are bound to a report which is not one of the usage's.
func (t *Table) checkReports(add report, r row, names Names) {
	own := t.reportsOf(r)
	look := func(layout string, path ...any) {
		if n := names.Report(layout); n != 0 && len(own) > 0 && !slices.Contains(own, n) {
			add(r.at(path...), "", "layout %q is made for report %d, and not for the usage's %s", layout, n, strings.Trim(fmt.Sprint(own), "[]"))
		}
	}
	if r.Body != nil {
		look(r.Body.Layout, "body", "layout")
	}
	for i, a := range r.Attachments {
		look(a.Layout, "attachments", i, "layout")
	}
}

// reportsOf are the reports whose datasets a row may get: the one that it names, else those of its usage.
func (t *Table) reportsOf(r row) (list []int) {
	if n := cmp.Or(r.Report, t.Selections[r.usage].Report); n != 0 {
		return []int{n}
	}
	u, _ := t.usage(r.usage)
	if u.Report != 0 {
		list = append(list, u.Report)
	}
	for _, d := range Definitions() {
		if d.Usage == u.ID {
			list = append(list, d.Report)
		}
	}
	for n, d := range t.Reports {
		if strings.EqualFold(d.Usage, u.ID) {
			list = append(list, n)
		}
	}
	slices.Sort(list)
	return slices.Compact(list)
}
