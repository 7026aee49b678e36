package selection

import (
	"strconv"
	"strings"
)

// Together names the documents that may go out as one message: those of an account and usage, in one language, to the
// same recipients.
func (m Mail) Together() string {
	d, r := m.Document, m.Recipients
	return strings.Join([]string{
		d.Company, d.Usage, string(d.Account.Kind), d.Account.No, d.Language,
		strings.Join(r.To, ";"), strings.Join(r.Cc, ";"), strings.Join(r.Bcc, ";"), strings.Join(r.ReplyTo, ";"),
	}, "\x00")
}

// Combined is one message for several documents (spec/reports 2.5, 2.7 and 2.8), with all their files, under the plural
// of their type. The documents must be ones that may go out Together.
func Combined(mails []Mail) Mail {
	first := mails[0]
	if len(mails) == 1 {
		return first
	}
	m := first
	m.Body, m.Attachments, m.Combines = nil, nil, mails
	related := map[string]bool{}
	m.Document.Related = nil
	var numbers []string
	for _, one := range mails {
		numbers = append(numbers, one.Document.Number)
		for _, r := range append([]string{one.Document.Usage + "/" + one.Document.Number}, one.Document.Related...) {
			if !related[r] {
				related[r] = true
				m.Document.Related = append(m.Document.Related, r)
			}
		}
		m.Attachments = append(m.Attachments, one.Attachments...)
	}
	m.Attachments = unique(m.Attachments)
	m.Document.Number = numbered(numbers)
	usage := m.Document.usage()
	kind := cmpOr(in(usage.Plural, m.Document.Language), in(usage.Type, m.Document.Language))
	m.Subject = strings.Trim(m.Document.Company+" - "+kind, " -")
	return m
}

// maxNumbers is the longest text of document numbers, in bytes: stores look messages up by it.
const maxNumbers = 400

// numbered joins document numbers, as many as fit.
func numbered(numbers []string) string {
	all := strings.Join(numbers, " ")
	if len(all) <= maxNumbers {
		return all
	}
	tail := " … (" + strconv.Itoa(len(numbers)) + ")"
	cut := strings.LastIndexByte(all[:maxNumbers-len(tail)+1], ' ')
	return all[:max(cut, 0)] + tail
}

// listed writes the documents of a combined message, one a line.
func listed(mails []Mail) string {
	lines := make([]string, len(mails))
	for i, m := range mails {
		d := m.Document
		line := []string{in(d.usage().Type, d.Language) + " " + d.Number}
		for _, s := range []string{d.Date, strings.TrimSpace(d.Total + " " + d.Currency)} {
			if s != "" {
				line = append(line, s)
			}
		}
		lines[i] = strings.Join(line, ", ")
	}
	return strings.Join(lines, "\n")
}
