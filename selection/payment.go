package selection

import (
	"errors"
	"fmt"
	"net/url"
	"strings"

	"go.yaml.in/yaml/v4"

	"reportmail/internal/yamlread"
)

// Payment is a payment service whose link goes into the documents that have an open amount.
type Payment struct {
	Provider string   `yaml:"provider"` // paypal, or link for any other
	Account  string   `yaml:"account"`  // PayPal: the business account
	Sandbox  bool     `yaml:"sandbox"`  // PayPal: the test host
	URL      string   `yaml:"url"`      // link: a template with {{number}}, {{amount}}, {{currency}}, {{reference}}, {{account}}, {{name}}
	Caption  Text     `yaml:"caption"`  // of the link; empty is the provider's
	Usages   []string `yaml:"usages"`   // empty: S.Invoice and S.Invoice Draft
}

// PaymentLink is one link of a document, as the columns of the data item PaymentReportingArgument hold it.
type PaymentLink struct {
	URL     string
	Caption string
}

// captions of PayPal's link.
var paypalCaption = Text{"en": "Pay with PayPal", "nl": "Betalen met PayPal", "de": "Mit PayPal bezahlen", "fr": "Payer avec PayPal"}

// Link is the service's link for a document with an open amount, as Amount reads it.
// QUIRK: Business Central asks for the whole total even of an invoice that is partly paid; this asks for what is open.
func (p Payment) Link(d Document, amount string) PaymentLink {
	caption := p.Caption.For(d.Language)
	if p.Provider != "paypal" {
		return PaymentLink{URL: p.fill(d, amount), Caption: cmpOr(caption, p.fill(d, amount))}
	}
	host := "www.paypal.com"
	caption = cmpOr(caption, paypalCaption.For(d.Language))
	if p.Sandbox {
		host, caption = "www.sandbox.paypal.com", caption+" (test)"
	}
	item := "Invoice " + d.Number
	if d.Reference != "" {
		item += " (" + d.Reference + ")"
	}
	q := url.Values{
		"cmd": {"_xclick"}, "charset": {"UTF-8"}, "page_style": {"primary"}, "business": {p.Account}, "amount": {amount},
		"item_name": {item}, "invoice": {d.Number}, "currency_code": {d.Currency},
	}
	return PaymentLink{URL: (&url.URL{Scheme: "https", Host: host, Path: "/us/cgi-bin/webscr", RawQuery: q.Encode()}).String(), Caption: caption}
}

// fill writes the template of a link; every value is escaped for the place it stands in.
func (p Payment) fill(d Document, amount string) string {
	values := map[string]string{"number": d.Number, "amount": amount, "currency": d.Currency, "reference": d.Reference, "account": d.Account.No, "name": d.Account.Name}
	var b strings.Builder
	query := false
	for part := range parts(p.URL) {
		switch {
		case !part.field:
			b.WriteString(part.text)
			query = query || strings.Contains(part.text, "?")
		case query:
			b.WriteString(url.QueryEscape(values[part.text]))
		default: // a plus is a blank in a query only (RFC 3986 3.3)
			b.WriteString(strings.ReplaceAll(url.QueryEscape(values[part.text]), "+", "%20"))
		}
	}
	return b.String()
}

// Serves tells whether documents of a usage get the link.
func (p Payment) Serves(usage string) bool {
	if len(p.Usages) == 0 {
		return usage == "S.Invoice" || usage == "S.Invoice Draft"
	}
	for _, u := range p.Usages {
		if strings.EqualFold(u, usage) {
			return true
		}
	}
	return false
}

// LoadPayments reads the list under "payments:" of reportmail.yaml. All faults are reported at once, as *yamlread.Error
// values joined.
func LoadPayments(file string, n *yaml.Node) ([]Payment, error) {
	var list []Payment
	faults := []error{yamlread.Node(file, n, &list)}
	for i, p := range list {
		add := func(format string, args ...any) {
			faults = append(faults, &yamlread.Error{File: file, Line: lineOf(n, i), Msg: fmt.Sprintf("payment %d: ", i+1) + fmt.Sprintf(format, args...)})
		}
		switch p.Provider {
		case "paypal":
			if p.Account == "" {
				add("paypal needs the business account")
			}
		case "link":
			u, err := url.Parse(p.fill(Document{}, "1.00"))
			if err != nil || u.Scheme != "https" && u.Scheme != "http" || u.Host == "" {
				add("url %q is no http(s) address", p.URL)
			}
		default:
			add("provider %q is neither paypal nor link", p.Provider)
		}
	}
	return list, errors.Join(faults...)
}
