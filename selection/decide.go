package selection

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"reportmail/internal/nearest"
)

// Mail is one message to render: everything about it is decided.
type Mail struct {
	Document    Document
	Recipients  Recipients
	Subject     string
	Body        *Body // nil: see Written
	Attachments []File
	Part        int // number of the message when a document is split; 0 otherwise
	Profile     Profile
	Combines    []Mail // the messages that a combined one stands for; nil otherwise
}

// File is an attachment to render.
type File struct {
	Layout string
	Name   string // with extension
	Format string // pdf or docx
}

// ErrNoSelection says that the table has nothing for a document's usage.
var ErrNoSelection = errors.New("no report selection")

// ErrNoRecipient says that no rule gave an address.
var ErrNoRecipient = errors.New("no recipient")

// Revision tells apart what is sent for one document: "" for its first message, "2" after it was posted anew, "0.1"
// and "0.2" for the messages of a split one. Company, usage, number and revision make the key that is sent only once.
func (m Mail) Revision() string {
	switch {
	case len(m.Combines) > 0:
		return m.combination()
	case m.Part > 0:
		return fmt.Sprintf("%d.%d", m.Document.Revision, m.Part)
	case m.Document.Revision > 0:
		return strconv.Itoa(m.Document.Revision)
	}
	return ""
}

// combination tells apart messages that combine other documents, or other revisions of them, under the same numbers: ""
// where the numbers say it all.
func (m Mail) combination() string {
	var all strings.Builder
	plain := true
	for _, one := range m.Combines {
		fmt.Fprintf(&all, "%q %q\n", one.Document.Number, one.Revision())
		plain = plain && one.Revision() == ""
	}
	if plain && len(all.String()) <= maxNumbers {
		return ""
	}
	sum := sha256.Sum256([]byte(all.String()))
	return hex.EncodeToString(sum[:16])
}

// Decide answers what is sent for a document. Body and attachments are looked up independently: rows of the customer
// or vendor replace the generic ones as a whole (spec/reports 1.2). columns are those of the document's dataset, for
// templates that name them; by is the sending profile of its account: what it does not mail needs no recipient. All
// faults are reported at once.
func (t *Table) Decide(d Document, columns Columns, by Profile) ([]Mail, error) {
	usage, ok := t.usage(d.Usage)
	if !ok {
		return nil, fmt.Errorf("document %s: unknown usage %q; %s", d.Number, d.Usage, nearest.Hint(d.Usage, t.usageIDs()))
	}
	d = d.as(usage)
	row, found := t.lookup(d)
	if !found {
		return nil, fmt.Errorf("%w for usage %s: add it to selections.yaml under selections", ErrNoSelection, d.Usage)
	}
	var faults []error
	if row.Report != 0 && d.Report != 0 && row.Report != d.Report {
		faults = append(faults, fmt.Errorf("the dataset is of report %d, but usage %s is set up for report %d", d.Report, d.Usage, row.Report))
	}
	if row.Body == nil && len(row.Attachments) == 0 {
		faults = append(faults, fmt.Errorf("usage %s has neither a body nor an attachment; choose one in selections.yaml", d.Usage))
	}
	mails, unknown := row.mails(d, columns)
	for _, u := range unknown {
		faults = append(faults, fmt.Errorf("usage %s: %s", d.Usage, unknownField(u)))
	}
	for i := range mails {
		if !by.Mails() {
			mails[i].Recipients = Recipients{}
			continue
		}
		faults = append(faults, mails[i].Recipients.check(d)...)
	}
	if len(faults) > 0 {
		return nil, errors.Join(faults...)
	}
	return mails, nil
}

// mails makes the messages of a document by its row.
func (s Selection) mails(d Document, columns Columns) (list []Mail, unknown []string) {
	address := func(rules []string) []string {
		list, u := d.address(rules, columns)
		unknown = append(unknown, u...)
		return list
	}
	m := Mail{Document: d, Body: s.Body, Recipients: Recipients{To: recipients(d, address(s.SendTo)), Cc: address(s.Cc), Bcc: address(s.Bcc), ReplyTo: address(s.ReplyTo)}}
	var u []string
	m.Subject, u = subject(s, d, columns)
	unknown = append(unknown, u...)
	for _, a := range s.Attachments {
		name, u := fileName(a, d, columns)
		unknown = append(unknown, u...)
		m.Attachments = append(m.Attachments, File{Layout: a.Layout, Name: name, Format: cmpOr(a.Format, "pdf")})
	}
	if !s.Split || len(m.Attachments) < 2 {
		return []Mail{m}, unknown
	}
	for i, f := range m.Attachments { // one message for each attachment, each with the body (spec/reports 2.5)
		one := m
		one.Part, one.Attachments = i+1, []File{f}
		if to := address(s.Attachments[i].SendTo); len(to) > 0 {
			one.Recipients.To = to
		}
		list = append(list, one)
	}
	return list, unknown
}

func cmpOr(a, b string) string {
	if a != "" {
		return a
	}
	return b
}

// lookup finds the row for a document's usage, with what the account's own row replaces.
func (t *Table) lookup(d Document) (row Selection, found bool) {
	row, found = t.Selections[d.Usage]
	parties := t.Customers
	if d.Account.Kind == Vendor {
		parties = t.Vendors
	}
	mine, ok := parties[d.Account.No][d.Usage]
	if !ok {
		return row, found
	}
	if mine.Body != nil {
		row.Body = mine.Body
	}
	if len(mine.Attachments) > 0 {
		row.Attachments, row.Split = mine.Attachments, mine.Split
	}
	if len(mine.Subject) > 0 {
		row.Subject = mine.Subject
	}
	for _, list := range []struct{ from, to *[]string }{{&mine.SendTo, &row.SendTo}, {&mine.Cc, &row.Cc}, {&mine.Bcc, &row.Bcc}, {&mine.ReplyTo, &row.ReplyTo}} {
		if len(*list.from) > 0 {
			*list.to = *list.from
		}
	}
	if mine.Report != 0 {
		row.Report = mine.Report
	}
	return row, true
}

// check finds missing and broken addresses, all of them.
func (r Recipients) check(d Document) []error {
	var faults []error
	if len(r.To) == 0 {
		faults = append(faults, fmt.Errorf("%w: document %s has no e-mail address, %s %s has none on its card and no row of its own; set send_to in selections.yaml or an address in the envelope",
			ErrNoRecipient, d.Number, cmpOr(string(d.Account.Kind), "account"), d.Account.No))
	}
	for _, list := range [][]string{r.To, r.Cc, r.Bcc, r.ReplyTo} {
		for _, a := range list {
			if err := CheckAddress(a); err != nil {
				faults = append(faults, fmt.Errorf("document %s: %w", d.Number, err))
			}
		}
	}
	return faults
}
