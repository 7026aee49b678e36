package selection

import "strings"

// Document is the envelope of a posted document: what deciding about it needs, and nothing of how it looks.
type Document struct {
	Usage     string    `json:"usage" yaml:"usage"`
	Report    int       `json:"report" yaml:"report"`
	Number    string    `json:"number" yaml:"number"`
	Company   string    `json:"company" yaml:"company"`
	Account   Account   `json:"account" yaml:"account"`
	Addresses Addresses `json:"addresses" yaml:"addresses"`
	Language  string    `json:"language" yaml:"language"` // BCP 47
	Currency  string    `json:"currency" yaml:"currency"`
	Total     string    `json:"total" yaml:"total"` // as the document prints it
	Date      string    `json:"date" yaml:"date"`
	DueDate   string    `json:"due_date" yaml:"due_date"`
	Reference string    `json:"reference" yaml:"reference"`
	Related   []string  `json:"related" yaml:"related"`     // records that the message is about: "customer/10000"; the account when nothing is said
	Revision  int       `json:"revision" yaml:"revision"`   // counts up when a document is posted anew under its number
	EDocument string    `json:"edocument" yaml:"edocument"` // electronic document, a file beside the dataset

	kind *Usage // of Usage, once a table has looked it up
}

// countedByAccount are the usages whose documents each account numbers for itself: statements, and advices under the
// number of the payment.
var countedByAccount = map[string]bool{"C.Statement": true, "V.Remittance": true, "P.V.Remit.": true}

// FullNumber tells a document from all others of its company and usage: its number, after that of its account where each
// account counts for itself.
func (d Document) FullNumber() string {
	switch {
	case !countedByAccount[d.Usage] || d.Account.No == "":
		return d.Number
	case d.Account.No == d.Number: // no number of its own: the date tells this month's from the last one's
		return strings.TrimSpace(d.Number + " " + d.Date)
	}
	return d.Account.No + " " + d.Number
}

// Account is the customer or vendor of a document.
type Account struct {
	Kind Party  `json:"kind" yaml:"kind"`
	No   string `json:"no" yaml:"no"`
	Name string `json:"name" yaml:"name"`
}

// Addresses are the places where Business Central looks for a recipient (spec/reports 2.6). Each is a list separated
// by semicolons.
type Addresses struct {
	Parameter string `json:"parameter" yaml:"parameter"` // chosen for this document alone; wins over all
	Document  string `json:"document" yaml:"document"`   // sell-to e-mail of the document
	Order     string `json:"order" yaml:"order"`         // order address of a purchase order
	Contact   string `json:"contact" yaml:"contact"`     // buy-from contact
	Card      string `json:"card" yaml:"card"`           // e-mail on the bill-to customer's or vendor's card
}

// Over lays the envelope o over base: what o says wins.
func (o Document) Over(base Document) Document {
	pick := func(a, b string) string {
		if a != "" {
			return a
		}
		return b
	}
	d := Document{
		Usage: pick(o.Usage, base.Usage), Report: o.Report, Number: pick(o.Number, base.Number), Company: pick(o.Company, base.Company),
		Account: Account{Party(pick(string(o.Account.Kind), string(base.Account.Kind))), pick(o.Account.No, base.Account.No), pick(o.Account.Name, base.Account.Name)},
		Addresses: Addresses{
			pick(o.Addresses.Parameter, base.Addresses.Parameter), pick(o.Addresses.Document, base.Addresses.Document),
			pick(o.Addresses.Order, base.Addresses.Order), pick(o.Addresses.Contact, base.Addresses.Contact), pick(o.Addresses.Card, base.Addresses.Card),
		},
		Language: pick(o.Language, base.Language), Currency: pick(o.Currency, base.Currency), Total: pick(o.Total, base.Total),
		Date: pick(o.Date, base.Date), DueDate: pick(o.DueDate, base.DueDate), Reference: pick(o.Reference, base.Reference),
		Related: o.Related, Revision: o.Revision, EDocument: pick(o.EDocument, base.EDocument),
	}
	if d.Report == 0 {
		d.Report = base.Report
	}
	if d.Related == nil {
		d.Related = base.Related
	}
	if d.Revision == 0 {
		d.Revision = base.Revision
	}
	return d
}
