package message

import (
	"fmt"
	"strings"
	"time"

	"github.com/emersion/go-message/textproto"
)

// fieldList collects header fields in the order in which they are to appear;
// go-message keeps them the other way round and spells them its own way.
type fieldList struct{ raw [][]byte }

// add folds the words of a field: a blank between them, a new line before
// one that does not fit (RFC 5322 2.2.3).
func (l *fieldList) add(name string, words ...string) {
	var b strings.Builder
	b.WriteString(name + ":")
	line := b.Len()
	for _, w := range words {
		if line+1+len(w) > maxHeaderLine {
			b.WriteString("\r\n")
			line = 0
		}
		b.WriteString(" " + w)
		line += 1 + len(w)
	}
	b.WriteString("\r\n")
	l.raw = append(l.raw, []byte(b.String()))
}

// text adds an unstructured field such as Subject.
func (l *fieldList) text(name, value string) {
	l.add(name, textWords(value, maxHeaderLine-len(name)-2)...)
}

// params adds a field with parameters, "; " between them.
func (l *fieldList) params(name, value string, params ...string) {
	words := append([]string{value}, params...)
	for i := range words[:len(words)-1] {
		words[i] += ";"
	}
	l.add(name, words...)
}

// addresses adds an address field; an empty list adds nothing.
func (l *fieldList) addresses(name string, list ...Address) {
	var words []string
	for _, a := range list {
		if a.IsZero() {
			continue
		}
		if len(words) > 0 {
			words[len(words)-1] += ","
		}
		words = append(words, a.words()...)
	}
	if len(words) > 0 {
		l.add(name, words...)
	}
}

// date adds a date field (RFC 5322 3.3).
func (l *fieldList) date(name string, t time.Time) {
	l.add(name, t.Format("Mon, 2 Jan 2006 15:04:05 -0700"))
}

// header returns the fields as go-message's type, which is filled from the
// last to the first.
func (l *fieldList) header() textproto.Header {
	var h textproto.Header
	for i := len(l.raw) - 1; i >= 0; i-- {
		h.AddRaw(l.raw[i])
	}
	return h
}

// words returns a mailbox in pieces between which a field may be folded.
func (a Address) words() []string {
	if a.Name == "" {
		return []string{a.Address}
	}
	return append(phrase(a.Name), "<"+a.Address+">")
}

// phrase writes a display name: as atoms, else in quotes, else as encoded-words,
// which must not be inside quotes (RFC 2047 5 (3)).
func phrase(name string) []string {
	words := strings.Split(name, " ")
	atoms, short := true, len(name) <= maxHeaderLine-4
	for _, w := range words {
		atoms = atoms && w != "" && plainWord(w) && strings.IndexFunc(w, func(r rune) bool { return !isAtext(r) }) < 0
	}
	switch {
	case atoms:
		return words
	case isASCII(name) && short && !strings.Contains(name, "=?"):
		return []string{quote(name)}
	}
	return encodedWords(name, maxHeaderLine-len("Reply-To: "))
}

// reserved are the fields that the message writes itself, in lower case.
var reserved = map[string]bool{
	"from": true, "sender": true, "reply-to": true, "to": true, "cc": true, "bcc": true,
	"subject": true, "date": true, "message-id": true, "mime-version": true,
	"content-type": true, "content-transfer-encoding": true, "content-disposition": true, "content-id": true,
	"return-path": true, "received": true, "dkim-signature": true,
}

// validName checks a field name: printable ASCII without a colon (RFC 5322 2.2).
func validName(s string) bool {
	if s == "" || len(s) > 60 {
		return false
	}
	for i := 0; i < len(s); i++ {
		if s[i] <= ' ' || s[i] > '~' || s[i] == ':' {
			return false
		}
	}
	return true
}

// The routing fields, the house's own.
const (
	routingPrefix = "X-Reportmail-"
	fieldScenario = routingPrefix + "Scenario"
	fieldUsage    = routingPrefix + "Usage"
	fieldDocument = routingPrefix + "Document"
	fieldRelated  = routingPrefix + "Related"
	fieldKey      = routingPrefix + "Key"
	fieldCovers   = routingPrefix + "Covers"
)

func (r Routing) fields() []Field {
	var out []Field
	add := func(name, value string) {
		if value != "" {
			out = append(out, Field{name, value})
		}
	}
	add(fieldScenario, r.Scenario)
	add(fieldUsage, r.Usage)
	add(fieldDocument, r.Document)
	for _, rel := range r.Related {
		add(fieldRelated, rel)
	}
	add(fieldKey, r.Key)
	for _, key := range r.Covers {
		add(fieldCovers, key)
	}
	return out
}

func messageIDField(id string) string { return fmt.Sprintf("<%s>", id) }
