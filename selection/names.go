package selection

import (
	"fmt"
	"iter"
	"maps"
	"slices"
	"strings"
	"unicode/utf8"

	"reportmail/internal/nearest"
)

// subjectLimit is the longest subject in characters (spec/reports 2.7).
const subjectLimit = 250

// Templates of Business Central: the subject of one document, of a statement, and the name of an attachment
// (spec/reports 2.7 and 2.8).
const (
	defaultSubject   = "{{company}} - {{type}} {{number}}"
	statementSubject = "{{company}} - {{name}}"
	defaultFileName  = "{{type}} {{number}}"
	statementName    = "{{type}} for {{name}} as of {{date}}"
)

// Columns gives the value of a dataset's column at its path; nil has none.
type Columns func(path string) (string, bool)

// fill writes a template: {{field}} is a field of the envelope, {{Header/Column}} a column of the dataset. What is
// neither is answered in unknown.
func fill(template string, d Document, columns Columns) (text string, unknown []string) {
	var b strings.Builder
	for part := range parts(template) {
		if !part.field {
			b.WriteString(part.text)
			continue
		}
		v, ok := d.field(part.text)
		if isPath(part.text) && columns != nil {
			v, ok = columns(part.text)
		}
		if !ok {
			unknown = append(unknown, part.text)
		}
		b.WriteString(v)
	}
	return strings.Join(strings.Fields(b.String()), " "), unknown
}

// part is a piece of a template: text as it stands, or the name of a field.
type part struct {
	text  string
	field bool
}

// parts are the pieces of a template. Braces without an end are text.
func parts(template string) iter.Seq[part] {
	return func(yield func(part) bool) {
		for template != "" {
			head, rest, opened := strings.Cut(template, "{{")
			name, tail, closed := strings.Cut(rest, "}}")
			if !opened || !closed {
				yield(part{text: template})
				return
			}
			if !yield(part{text: head}) || !yield(part{strings.TrimSpace(name), true}) {
				return
			}
			template = tail
		}
	}
}

// isPath tells the path of a column from the name of an envelope's field.
func isPath(name string) bool { return strings.Contains(name, "/") }

// fields are what a template may name of the envelope.
var fields = map[string]func(Document) string{
	"company": func(d Document) string { return d.Company }, "number": func(d Document) string { return d.Number },
	"type": func(d Document) string { return in(d.usage().Type, d.Language) }, "types": func(d Document) string { return in(d.usage().Plural, d.Language) },
	"short": func(d Document) string { return in(d.usage().Short, d.Language) },
	"name":  func(d Document) string { return d.Account.Name }, "account": func(d Document) string { return d.Account.No },
	"total": func(d Document) string { return d.Total }, "currency": func(d Document) string { return d.Currency },
	"date": func(d Document) string { return d.Date }, "due": func(d Document) string { return d.DueDate },
	"reference": func(d Document) string { return d.Reference }, "language": func(d Document) string { return d.Language },
	"usage":              func(d Document) string { return d.Usage },
	"addresses.document": func(d Document) string { return d.Addresses.Document }, "addresses.order": func(d Document) string { return d.Addresses.Order },
	"addresses.contact": func(d Document) string { return d.Addresses.Contact }, "addresses.card": func(d Document) string { return d.Addresses.Card },
}

func (d Document) field(name string) (string, bool) {
	get, ok := fields[strings.ToLower(name)]
	if !ok {
		return "", false
	}
	return get(d), true
}

// unknownField says what is wrong with a name in a template.
func unknownField(name string) string {
	if isPath(name) {
		return fmt.Sprintf("the dataset has no column {{%s}}", name)
	}
	return fmt.Sprintf("unknown field {{%s}}; %s", name, nearest.Hint(strings.ToLower(name), slices.Sorted(maps.Keys(fields))))
}

// subject is the message's subject, cut to Business Central's length on a character.
func subject(s Selection, d Document, columns Columns) (string, []string) {
	t := s.Subject.For(d.Language)
	if t == "" {
		t = defaultSubject
		if d.Usage == "C.Statement" {
			t = statementSubject
		}
	}
	text, unknown := fill(t, d, columns)
	text = strings.Trim(text, " -")
	if utf8.RuneCountInString(text) > subjectLimit {
		text = string([]rune(text)[:subjectLimit])
	}
	return text, unknown
}

// fileName is an attachment's name with extension, without characters that file systems refuse.
func fileName(a Attachment, d Document, columns Columns) (string, []string) {
	t := a.Name.For(d.Language)
	if t == "" {
		t = defaultFileName
		if d.Usage == "C.Statement" {
			t = statementName
		}
	}
	text, unknown := fill(t, d, columns)
	ext := ".pdf"
	if a.Format == "docx" {
		ext = ".docx"
	}
	return SafeFileName(text, "document") + ext, unknown
}

// SafeFileName takes away what file systems and mail programs refuse in a name: path separators, control characters,
// the reserved characters of Windows, dots and blanks at the ends. An empty result becomes otherwise.
func SafeFileName(name, otherwise string) string {
	name = strings.Map(func(r rune) rune {
		switch {
		case r < 0x20 || r == 0x7f, strings.ContainsRune(`<>:"|?*`, r):
			return -1
		case r == '/' || r == '\\':
			return '-'
		case r >= 0x202a && r <= 0x202e, r >= 0x2066 && r <= 0x2069: // directional overrides disguise extensions
			return -1
		}
		return r
	}, name)
	name = strings.Trim(strings.Join(strings.Fields(name), " "), ". ")
	for len(name) > 200 {
		_, size := utf8.DecodeLastRuneInString(name)
		name = name[:len(name)-size]
	}
	if name == "" {
		return otherwise
	}
	return name
}

// Describe gives the subject and the file name (without extension) that a document has when no selection says
// otherwise.
func (d Document) Describe() (subjectText, name string) {
	subjectText, _ = subject(Selection{}, d, nil)
	file, _ := fileName(Attachment{}, d, nil)
	return cmpOr(subjectText, d.Number), strings.TrimSuffix(file, ".pdf")
}
