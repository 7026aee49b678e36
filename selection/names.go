package selection

import (
	"strings"
	"unicode/utf8"
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

// fill writes a template: {{field}} is a field of the envelope. Unknown fields are answered in unknown.
func fill(template string, d Document) (text string, unknown []string) {
	usage, _ := UsageByID(d.Usage)
	fields := map[string]string{
		"company": d.Company, "number": d.Number, "type": in(usage.Type, d.Language), "types": in(usage.Plural, d.Language),
		"short": in(usage.Short, d.Language), "name": d.Account.Name, "account": d.Account.No, "total": d.Total, "currency": d.Currency,
		"date": d.Date, "due": d.DueDate, "reference": d.Reference, "language": d.Language, "usage": d.Usage,
	}
	var b strings.Builder
	for {
		head, rest, ok := strings.Cut(template, "{{")
		b.WriteString(head)
		if !ok {
			break
		}
		name, tail, closed := strings.Cut(rest, "}}")
		if !closed {
			b.WriteString("{{" + rest)
			break
		}
		key := strings.ToLower(strings.TrimSpace(name))
		if v, ok := fields[key]; ok {
			b.WriteString(v)
		} else {
			unknown = append(unknown, key)
		}
		template = tail
	}
	return strings.Join(strings.Fields(b.String()), " "), unknown
}

// templateFields lists what a template may name.
func templateFields() []string {
	return []string{"account", "company", "currency", "date", "due", "language", "name", "number", "reference", "short", "total", "type", "types", "usage"}
}

// subject is the message's subject, cut to Business Central's length on a character.
func subject(s Selection, d Document) (string, []string) {
	t := s.Subject.For(d.Language)
	if t == "" {
		t = defaultSubject
		if d.Usage == "C.Statement" {
			t = statementSubject
		}
	}
	text, unknown := fill(t, d)
	text = strings.Trim(text, " -")
	if utf8.RuneCountInString(text) > subjectLimit {
		text = string([]rune(text)[:subjectLimit])
	}
	return text, unknown
}

// fileName is an attachment's name with extension, without characters that file systems refuse.
func fileName(a Attachment, d Document) (string, []string) {
	t := a.Name.For(d.Language)
	if t == "" {
		t = defaultFileName
		if d.Usage == "C.Statement" {
			t = statementName
		}
	}
	text, unknown := fill(t, d)
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

// notes are the sentences of a message whose selection names no body layout.
var notes = Text{
	"en": "Please find attached {{type}} {{number}}.",
	"nl": "In de bijlage vindt u {{type}} {{number}}.",
	"de": "Im Anhang finden Sie {{type}} {{number}}.",
	"fr": "Veuillez trouver ci-joint : {{type}} {{number}}.",
}

// Note is the text of a message without a body layout: what is attached, in the document's language.
func (m Mail) Note() string {
	if len(m.Combines) > 0 {
		d := m.Document
		d.Number = ""
		text, _ := fill(strings.Replace(notes.For(d.Language), "{{type}} {{number}}.", "{{types}}:", 1), d)
		return text + "\n" + listed(m.Combines)
	}
	text, _ := fill(notes.For(m.Document.Language), m.Document)
	return text
}

// Describe gives the subject and the file name (without extension) that a document has when no selection says
// otherwise.
func (d Document) Describe() (subjectText, name string) {
	subjectText, _ = subject(Selection{}, d)
	file, _ := fileName(Attachment{}, d)
	return cmpOr(subjectText, d.Number), strings.TrimSuffix(file, ".pdf")
}
