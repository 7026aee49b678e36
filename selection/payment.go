package selection

import (
	"cmp"
	"errors"
	"fmt"
	"maps"
	"net/url"
	"slices"
	"strings"

	"go.yaml.in/yaml/v4"

	"reportmail/internal/nearest"
	"reportmail/internal/yamledit"
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

// linkFields are what the template of a link may name.
var linkFields = map[string]func(d Document, amount string) string{
	"number": func(d Document, _ string) string { return d.Number }, "amount": func(_ Document, amount string) string { return amount },
	"currency": func(d Document, _ string) string { return d.Currency }, "reference": func(d Document, _ string) string { return d.Reference },
	"account": func(d Document, _ string) string { return d.Account.No }, "name": func(d Document, _ string) string { return d.Account.Name },
}

// fill writes the template of a link; every value is escaped for the place it stands in.
func (p Payment) fill(d Document, amount string) string {
	var b strings.Builder
	query := false
	for part := range parts(p.URL) {
		value := ""
		if get, ok := linkFields[part.text]; ok && part.field {
			value = url.QueryEscape(get(d, amount))
		}
		switch {
		case !part.field:
			b.WriteString(part.text)
			query = query || strings.Contains(part.text, "?")
		case query:
			b.WriteString(value)
		default: // a plus is a blank in a query only (RFC 3986 3.3)
			b.WriteString(strings.ReplaceAll(value, "+", "%20"))
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

// LoadPayments reads the list under "payments:" of reportmail.yaml; t knows the usages. All faults are reported at once,
// as *yamlread.Error values joined.
func LoadPayments(file string, n *yaml.Node, t *Table) ([]Payment, error) {
	var list []Payment
	faults := []error{yamlread.Node(file, n, &list)}
	for i, p := range list {
		add := func(line int, hint, format string, args ...any) {
			faults = append(faults, &yamlread.Error{File: file, Line: line, Msg: fmt.Sprintf("payment %d: ", i+1) + fmt.Sprintf(format, args...), Hint: hint})
		}
		row := itemOf(n, i)
		p.checkProvider(add, row)
		usages := cmp.Or(yamledit.Value(row, "usages"), row) // a merged key stands elsewhere
		for k, usage := range p.Usages {
			if _, ok := t.usage(usage); !ok {
				add(lineOf(usages, k), nearest.Hint(usage, t.usageIDs()), "unknown usage %q", usage)
			}
		}
	}
	return list, errors.Join(faults...)
}

// checkProvider finds faults in what the provider of a payment needs.
func (p Payment) checkProvider(add func(line int, hint, format string, args ...any), row *yaml.Node) {
	switch p.Provider {
	case "paypal":
		if p.Account == "" {
			add(row.Line, "", "paypal needs the business account")
		}
	case "link":
		line := lineAt(row, "url")
		u, err := url.Parse(p.fill(Document{}, "1.00"))
		if err != nil || u.Scheme != "https" && u.Scheme != "http" || u.Host == "" {
			add(line, "", "url %q is no http(s) address", p.URL)
		}
		known := slices.Sorted(maps.Keys(linkFields))
		for part := range parts(p.URL) {
			if _, ok := linkFields[part.text]; part.field && !ok {
				add(line, cmpOr(nearest.Hint(part.text, known), "there are "+strings.Join(known, ", ")), "unknown field {{%s}} in url", part.text)
			}
		}
	default:
		add(lineAt(row, "provider"), "", "provider %q is neither paypal nor link", p.Provider)
	}
}
