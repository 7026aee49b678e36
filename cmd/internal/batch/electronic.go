package batch

import (
	"fmt"
	"os"
	"path/filepath"

	"reportmail/render"
	"reportmail/render/dataset"
	"reportmail/render/diag"
	"reportmail/render/pdf"
	"reportmail/selection"
	"reportmail/send/message"
)

// electronic takes the electronic document that lies beside a dataset along, as the sending profile says: as a file
// of the message, or inside the PDF. Who makes it is not this program's business.
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
	data, err := os.ReadFile(filepath.Join(filepath.Dir(p.file), filepath.FromSlash(name)))
	if err != nil {
		return fmt.Errorf("electronic document of %s: %w", m.Document.Number, err)
	}
	name = filepath.Base(name)
	if how == "embed" {
		o.Attach = append(o.Attach, pdf.Attachment{Name: name, MIME: message.TypeByName(name), Relationship: pdf.Alternative, Description: "electronic document", Data: data})
		return nil
	}
	msg.Attachments = append(msg.Attachments, message.File{Name: name, Open: opener(data)})
	return nil
}

// paymentItem is the data item that layouts take payment links from (spec/reports 5.3).
const paymentItem = "PaymentReportingArgument"

// payable puts the workspace's payment links into the data of a document that has an open amount and no links of its
// own.
func (r *Renderer) payable(ds *dataset.Dataset, d selection.Document) *dataset.Dataset {
	var rows []*dataset.Item
	for row := range ds.Rows() {
		rows = append(rows, row)
	}
	if len(r.Workspace.Payments) == 0 || len(rows) != 1 || rows[0].Has(paymentItem) {
		return ds
	}
	open, ok := rows[0].Column("RemainingAmount")
	if !ok || open == "" {
		open = d.Total
	}
	amount, ok := selection.Amount(open)
	if !ok || amount == "0.00" || amount[0] == '-' {
		return ds
	}
	items := rows[0].Items
	for _, p := range r.Workspace.Payments {
		if p.Serves(d.Usage) {
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
