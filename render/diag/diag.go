// Package diag holds findings: what a reader, a merge or a writer has to say about a layout or its data.
//
// A finding is a value with a stable id, a place and a remedy. Nothing in render drops layout content or data
// without one. Errors that stop a render are ordinary Go errors; findings never are, unless the caller asks for
// strictness.
package diag

import (
	"fmt"
	"strings"
)

// Severity orders findings; only Error makes a layout check fail.
type Severity uint8

const (
	Info    Severity = iota // worth knowing, nothing is lost
	Warning                 // the output differs from what the layout or the data say
	Error                   // the layout is wrong and must be mended
)

// String is the severity's name in messages and JSON.
func (s Severity) String() string { return [...]string{"info", "warning", "error"}[s] }

// MarshalText writes the severity's name.
func (s Severity) MarshalText() ([]byte, error) { return []byte(s.String()), nil }

// Where says where in the layout or the dataset a finding was made. Row and Cell count from 1 inside Table, which
// counts from 1 inside Part; zero means "not inside one".
type Where struct {
	Part    string `json:"part,omitempty"`    // package part, e.g. word/document.xml
	Table   int    `json:"table,omitempty"`   // table number in the part
	Row     int    `json:"row,omitempty"`     // row number in the table
	Cell    int    `json:"cell,omitempty"`    // cell number in the row
	Control string `json:"control,omitempty"` // title of the content control
	Column  string `json:"column,omitempty"`  // dataset path
	Page    int    `json:"page,omitempty"`    // page of the output
}

// String writes the place as a person says it, outermost part first.
func (w Where) String() string {
	var b []string
	add := func(format string, v any, set bool) {
		if set {
			b = append(b, fmt.Sprintf(format, v))
		}
	}
	add("%s", w.Part, w.Part != "")
	add("table %d", w.Table, w.Table != 0)
	add("row %d", w.Row, w.Row != 0)
	add("cell %d", w.Cell, w.Cell != 0)
	add("control %q", w.Control, w.Control != "")
	add("column %s", w.Column, w.Column != "")
	add("page %d", w.Page, w.Page != 0)
	return strings.Join(b, ", ")
}

// Finding is one thing to report.
type Finding struct {
	ID       string   `json:"id"` // stable, kebab-case: missing-column, font-substituted, picture-unreadable …
	Severity Severity `json:"severity"`
	Message  string   `json:"message"`        // lower case, no full stop
	Where    Where    `json:"where,omitzero"` //
	Hint     string   `json:"hint,omitempty"` // what to do: "did you mean CustomerName?"
	Count    int      `json:"count"`          // how often it was met; 1 for a single one
}

// String writes the finding on one line: severity, message, place, hint, id.
func (f Finding) String() string {
	s := f.Severity.String() + ": " + f.Message
	if w := f.Where.String(); w != "" {
		s += " (" + w + ")"
	}
	if f.Count > 1 {
		s += fmt.Sprintf(" ×%d", f.Count)
	}
	if f.Hint != "" {
		s += "; " + f.Hint
	}
	return s + " [" + f.ID + "]"
}

// List collects findings in the order they were made and counts repeated ones. The zero value is ready to use.
// A List belongs to one goroutine.
type List struct {
	items []Finding
	seen  map[Finding]int
}

// Add appends f, or counts it when the same finding at the same place is there already.
func (l *List) Add(f Finding) {
	f.Count = 0
	if i, ok := l.seen[f]; ok {
		l.items[i].Count++
		return
	}
	if l.seen == nil {
		l.seen = make(map[Finding]int)
	}
	l.seen[f] = len(l.items)
	f.Count = 1
	l.items = append(l.items, f)
}

// Warn adds a warning.
func (l *List) Warn(id string, w Where, hint, format string, args ...any) {
	l.Add(Finding{ID: id, Severity: Warning, Message: fmt.Sprintf(format, args...), Where: w, Hint: hint})
}

// Info adds a finding that loses nothing.
func (l *List) Info(id string, w Where, hint, format string, args ...any) {
	l.Add(Finding{ID: id, Severity: Info, Message: fmt.Sprintf(format, args...), Where: w, Hint: hint})
}

// Append adds every finding of other, keeping its counts.
func (l *List) Append(other []Finding) {
	for _, f := range other {
		n := f.Count
		l.Add(f)
		key := f
		key.Count = 0
		l.items[l.seen[key]].Count += n - 1
	}
}

// AppendNew adds the findings of other that are not there yet: of two looks at the same thing.
func (l *List) AppendNew(other []Finding) {
	for _, f := range other {
		key := f
		key.Count = 0
		if _, there := l.seen[key]; !there {
			l.Append([]Finding{f})
		}
	}
}

// Items are the findings in the order they were first made.
func (l *List) Items() []Finding { return l.items }
