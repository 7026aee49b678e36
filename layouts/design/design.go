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
		{"draft-invoice", 1303, "S.Invoice Draft", Document, "Draft sales invoice", salesDocument},
		{"draft-invoice-mail", 1303, "S.Invoice Draft", Body, "Draft sales invoice, mail body", salesMail},
		{"pro-forma", 1302, "Pro Forma S. Invoice", Document, "Pro forma invoice", proForma},
		{"pro-forma-mail", 1302, "Pro Forma S. Invoice", Body, "Pro forma invoice, mail body", proFormaMail},
		{"quote", 1304, "S.Quote", Document, "Sales quote", salesDocument},
		{"quote-mail", 1304, "S.Quote", Body, "Sales quote, mail body", salesMail},
		{"order", 1305, "S.Order", Document, "Order confirmation", salesDocument},
		{"order-mail", 1305, "S.Order", Body, "Order confirmation, mail body", salesMail},
		{"shipment", 1308, "S.Shipment", Document, "Shipment", deliveryDocument},
		{"shipment-mail", 1308, "S.Shipment", Body, "Shipment, mail body", deliveryMail},
		{"return-receipt", 1309, "S.Ret.Rcpt.", Document, "Return receipt", deliveryDocument},
		{"return-receipt-mail", 1309, "S.Ret.Rcpt.", Body, "Return receipt, mail body", deliveryMail},
		{"reminder", 117, "Reminder", Document, "Reminder", reminder},
		{"reminder-mail", 117, "Reminder", Body, "Reminder, mail body", reminderMail},
		{"statement", 1316, "C.Statement", Document, "Customer statement", statement},
		{"statement-mail", 1316, "C.Statement", Body, "Customer statement, mail body", statementMail},
		{"purchase-order", 1322, "P.Order", Document, "Purchase order", purchaseOrder},
		{"purchase-order-mail", 1322, "P.Order", Body, "Purchase order, mail body", purchaseMail},
		{"remittance", 400, "P.V.Remit.", Document, "Remittance advice, posted payments", remittance},
		{"remittance-mail", 400, "P.V.Remit.", Body, "Remittance advice, posted payments, mail body", remittanceMail},
		{"remittance-journal", 399, "V.Remittance", Document, "Remittance advice, payment journal", remittanceJournal},
		{"remittance-journal-mail", 399, "V.Remittance", Body, "Remittance advice, payment journal, mail body", remittanceJournalMail},
	}
}
