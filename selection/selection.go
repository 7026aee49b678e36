// Package selection decides everything about a posted document before it is rendered: which layouts make its body and
// its attachments, to whom the message goes, its subject and the names of its files.
//
// It follows Business Central's report selections (table 77), the document layouts of customers and vendors (table
// 9657), its recipient rules, subjects and file names, and lifts their limits: several attachments in one message,
// integer order, templates for every text. The package is pure: it reads bytes and answers with values. It knows
// neither how a layout is rendered nor how a message is sent.
package selection

import (
	"maps"
	"slices"

	"go.yaml.in/yaml/v4"
)

// Table is a report-selection table: for each document usage the layouts and texts of its message, and the rows of
// customers and vendors that replace them.
type Table struct {
	Selections map[string]Selection            `yaml:"selections"`
	Customers  map[string]map[string]Selection `yaml:"customers"`
	Vendors    map[string]map[string]Selection `yaml:"vendors"`
	Usages     map[string]OwnUsage             `yaml:"usages"`  // of the workspace
	Reports    map[int]Definition              `yaml:"reports"` // whose datasets need no envelope beside them

	lines map[string]int // of usages and reports
}

// Selection is what a usage is sent as.
type Selection struct {
	Report      int          `yaml:"report"`      // number of the report whose dataset the layouts are bound to; 0 is any
	Body        *Body        `yaml:"body"`        // nil: no body of its own
	Attachments []Attachment `yaml:"attachments"` // in the order in which they are attached
	Split       bool         `yaml:"split"`       // one message for each attachment, as Business Central does
	Subject     Text         `yaml:"subject"`     // template; empty is Business Central's
	SendTo      []string     `yaml:"send_to"`     // replaces the document's recipients; addresses, or templates that name where they stand
	Cc          []string     `yaml:"cc"`
	Bcc         []string     `yaml:"bcc"`
	ReplyTo     []string     `yaml:"reply_to"`

	line int
	node *yaml.Node // of the row, while it is checked
}

// Body names the layout that becomes the HTML body, and reusable texts around it.
type Body struct {
	Layout     string            `yaml:"layout"`      // empty: the texts alone are the body
	TextBefore []string          `yaml:"text_before"` // names of reusable texts
	TextAfter  []string          `yaml:"text_after"`
	Controls   map[string]string `yaml:"controls"` // title of an unbound control → text that takes its place
}

// Attachment names a layout that becomes a file of the message.
type Attachment struct {
	Layout string   `yaml:"layout"`
	Name   Text     `yaml:"name"`    // file name template without extension; empty is Business Central's
	Format string   `yaml:"format"`  // pdf (default) or docx
	SendTo []string `yaml:"send_to"` // with split: recipients of this message
}

// Text is a template, one for all languages or one for each. In YAML it is a string, or a map from language to string.
type Text map[string]string

// For is the text in a language: nl-BE falls back to nl, then to the text for all languages, then to English.
func (t Text) For(language string) string {
	for _, l := range fallbacks(language) {
		if s, ok := t[l]; ok {
			return s
		}
	}
	return ""
}

// all are the templates of a text, by language.
func (t Text) all() []string {
	var list []string
	for _, language := range slices.Sorted(maps.Keys(t)) {
		list = append(list, t[language])
	}
	return list
}

// UnmarshalYAML reads a string or a map.
func (t *Text) UnmarshalYAML(load func(any) error) error {
	var s string
	if load(&s) == nil {
		*t = Text{"": s}
		return nil
	}
	m := map[string]string{}
	if err := load(&m); err != nil {
		return err
	}
	*t = m
	return nil
}
