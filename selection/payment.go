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

// Link is the service's link for a document with an open amount, in XML number format (a point before the cents).
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
	s := p.URL
	for name, v := range map[string]string{"number": d.Number, "amount": amount, "currency": d.Currency, "reference": d.Reference, "account": d.Account.No, "name": d.Account.Name} {
		s = strings.ReplaceAll(s, "{{"+name+"}}", url.QueryEscape(v))
	}
	return s
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

// Amount reads a printed amount in XML number format: the last of point and comma that has one or two digits behind it
// is the decimal separator, everything else that is no digit or sign separates thousands or is a currency.
func Amount(printed string) (string, bool) {
	last := strings.LastIndexAny(printed, ".,")
	decimals := ""
	whole := printed
	if last >= 0 {
		tail := digits(printed[last+1:])
		if n := len(tail); (n == 1 || n == 2) && len(strings.TrimRight(printed[last+1:], " €$£¤")) == n {
			whole, decimals = printed[:last], tail
		}
	}
	n := strings.TrimLeft(digits(whole), "0")
	if n == "" {
		n = "0"
	}
	if digits(printed) == "" {
		return "", false
	}
	sign := ""
	if strings.ContainsAny(printed, "-−") {
		sign = "-"
	}
	return sign + n + "." + (decimals + "00")[:2], true
}

func digits(s string) string {
	return strings.Map(func(r rune) rune {
		if r >= '0' && r <= '9' {
			return r
		}
		return -1
	}, s)
}
