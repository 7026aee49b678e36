package batch

import (
	"cmp"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"reportmail/render"
	"reportmail/render/dataset"
	"reportmail/render/diag"
	"reportmail/render/pdf"
	"reportmail/selection"
	"reportmail/send/message"
)

// electronic takes the electronic document that lies beside a dataset along, as the sending profile says: as a file
// of the message, or inside the PDF; beside it where there is no PDF. Who makes it is not this program's business.
func (r *Renderer) electronic(m selection.Mail, p part, msg *message.Message, o *render.Options, f *diag.List) error {
	how := m.Profile.EDocument
	if how == "" || len(m.Combines) > 0 {
		return nil
	}
	name := m.Document.EDocument
	if name == "" {
		f.Warn("edocument-missing", diag.Where{}, "name the file in the envelope: edocument: invoice.xml", "profile %s sends electronic documents, but document %s has none", m.Profile.Code, m.Document.Number)
		return nil
	}
	data, err := readElectronic(m, p.file)
	if err != nil {
		return err
	}
	name = filepath.Base(name)
	mailed, saved := m.HasPDF()
	if how == "embed" {
		o.Attach = append(o.Attach, pdf.Attachment{Name: name, MIME: message.TypeByName(name), Relationship: pdf.Alternative, Description: "electronic document", Data: data})
	}
	if how == "attach" || !mailed { // beside the files, where no PDF can hold it
		msg.Attachments = append(msg.Attachments, message.File{Name: name, Open: opener(data)})
	}
	if !m.Profile.Mails() && (how == "attach" || !saved) {
		f.Warn("edocument-dropped", diag.Where{}, "edocument: embed, with PDFs on disk or for the printer", "profile %s mails nothing and embeds no electronic document: %s of document %s is left out", m.Profile.Code, name, m.Document.Number)
	}
	return nil
}

// readElectronic reads the electronic document beside a dataset; nil where its envelope names none.
func readElectronic(m selection.Mail, dataset string) ([]byte, error) {
	if m.Document.EDocument == "" {
		return nil, nil
	}
	data, err := os.ReadFile(beside(dataset, m.Document.EDocument))
	if err != nil {
		return nil, fmt.Errorf("electronic document of %s: %w", m.Document.Number, err)
	}
	return data, nil
}

// paymentItem is the data item that layouts take payment links from (spec/reports 5.3).
const paymentItem = "PaymentReportingArgument"

// payable puts the workspace's payment links into the data of a document that has an open amount and no links of its
// own. What is open and cannot be read gets none: a link that asks for a wrong amount is worse.
func (r *Renderer) payable(ds *dataset.Dataset, d selection.Document, f *diag.List) *dataset.Dataset {
	var rows []*dataset.Item
	for row := range ds.Rows() {
		rows = append(rows, row)
	}
	serves := func(p selection.Payment) bool { return p.Serves(d.Usage) }
	if !slices.ContainsFunc(r.Workspace.Payments, serves) || len(rows) != 1 || rows[0].Has(paymentItem) {
		return ds
	}
	open, column := openAmount(rows[0], d)
	amount, err := selection.Amount(open, dataset.CultureOf(cmp.Or(ds.FormatRegion, d.Language)).Decimal, d.Currency)
	if open == "" {
		err = errors.New("the amount is empty")
	}
	if err != nil {
		f.Warn("payment-amount", diag.Where{Column: column}, "the amount and the code of its currency have to be in the data, or in the envelope", "document %s gets no payment link: %v", d.Number, err)
		return ds
	}
	if amount[0] == '-' || strings.Trim(amount, "0.") == "" {
		return ds
	}
	items := rows[0].Items
	for _, p := range r.Workspace.Payments {
		if serves(p) {
			l := p.Link(d, amount)
			items = append(items[:len(items):len(items)], dataset.New(paymentItem, nil, "PaymentServiceLogo", "", "PaymentServiceLogo_Url", l.URL, "PaymentServiceLogo_UrlText", l.Caption,
				"PaymentServiceText_Url", l.URL, "PaymentServiceText_UrlText", l.Caption))
		}
	}
	var pairs []string
	for name, v := range rows[0].Columns() {
		pairs = append(pairs, name, v)
	}
	return ds.Replace(rows[0], dataset.New(rows[0].Name, items, pairs...))
}

// openAmount is what is open of a document, as it is printed, and the column that says so. Where the report has no such
// column the whole total is open.
func openAmount(row *dataset.Item, d selection.Document) (amount, column string) {
	if open, ok := row.Column("RemainingAmount"); ok {
		return strings.TrimSpace(open), row.Name + "/RemainingAmount"
	}
	return strings.TrimSpace(d.Total), "total"
}
