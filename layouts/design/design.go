// Package design describes the built-in layouts: one family of documents and mail bodies with one theme.
//
// It says what stands where; layouts/build writes it as Word files and layouts/report says which columns a report has.
// A column that a report does not have is left out of its layout, so that one description serves the whole family of
// sales documents. Texts come from the dataset, in its language; the layouts themselves hold none.
package design

import (
	"fmt"

	"reportmail/layouts/build"
	"reportmail/layouts/report"
)

// Kind tells what a layout is for.
type Kind string

// A document is printed and attached; a body is the text of the mail.
const (
	Document Kind = "document"
	Body     Kind = "body"
)

// Entry is one built-in layout.
type Entry struct {
	ID      string // file name without .docx
	Report  int
	Usage   string // report selection usage
	Kind    Kind
	Caption string
	build   func(*report.Report) *build.Layout
}

// Layout is the description of the entry's layout.
func (e Entry) Layout() (*build.Layout, error) {
	r, err := report.Find(e.Report)
	if err != nil {
		return nil, fmt.Errorf("layout %s: %w", e.ID, err)
	}
	l := e.build(r)
	l.ID, l.Title, l.Author, l.Report = e.ID, e.Caption, "reportmail", r
	l.Theme, l.Styles = theme, styles
	return l, nil
}

// Entries are the built-in layouts, in the order they are listed.
func Entries() []Entry {
	return []Entry{
		{"invoice", 1306, "S.Invoice", Document, "Sales invoice", salesDocument},
		{"invoice-mail", 1306, "S.Invoice", Body, "Sales invoice, mail body", salesMail},
		{"credit-memo", 1307, "S.Cr.Memo", Document, "Sales credit memo", salesDocument},
		{"credit-memo-mail", 1307, "S.Cr.Memo", Body, "Sales credit memo, mail body", salesMail},
	}
}
