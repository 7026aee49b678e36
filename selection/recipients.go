package selection

import (
	"fmt"
	"net/mail"
	"strings"
)

// Recipients are the addresses of one message.
type Recipients struct {
	To, Cc, Bcc, ReplyTo []string
}

// recipients chooses where a document goes; the first that is not empty wins (spec/reports 2.6): the address chosen
// for this document, the row's (the account's own before the usage's), the document's address, the account's card.
func recipients(d Document, row []string) []string {
	order := []string{d.Addresses.Parameter, strings.Join(row, ";")}
	switch d.Account.Kind {
	case Vendor:
		order = append(order, d.Addresses.Order, d.Addresses.Contact, d.Addresses.Document, d.Addresses.Card)
	default:
		order = append(order, d.Addresses.Document, d.Addresses.Card)
	}
	for _, s := range order {
		if list := SplitAddresses(s); len(list) > 0 {
			return list
		}
	}
	return nil
}

// address works out the rules of a row: each is an address, or a template that names where one stands:
// {{addresses.card}}, {{Header/CompanyEMail}}. What is empty there counts for nothing.
func (d Document) address(rules []string, columns Columns) (list, unknown []string) {
	for _, rule := range rules {
		s, u := fill(rule, d, columns)
		unknown = append(unknown, u...)
		list = append(list, SplitAddresses(s)...)
	}
	return list, unknown
}

// SplitAddresses splits an address list at semicolons and commas (Business Central's separators), outside of quotes.
func SplitAddresses(s string) []string {
	var out []string
	quoted, start := false, 0
	add := func(part string) {
		if part = strings.TrimSpace(part); part != "" {
			out = append(out, part)
		}
	}
	for i := 0; i < len(s); i++ {
		switch s[i] {
		case '"':
			quoted = !quoted
		case ';', ',':
			if !quoted {
				add(s[start:i])
				start = i + 1
			}
		}
	}
	add(s[start:])
	return out
}

// CheckAddress tells what is wrong with an address: its syntax (RFC 5322 3.4), or a domain without a dot and a top
// level of two letters (spec/email 1.10).
func CheckAddress(address string) error {
	a, err := mail.ParseAddress(address)
	if err != nil {
		return fmt.Errorf("%q is not an e-mail address: %s", address, strings.TrimPrefix(err.Error(), "mail: "))
	}
	domain := a.Address[strings.LastIndexByte(a.Address, '@')+1:]
	if dot := strings.LastIndexByte(domain, '.'); dot < 1 || len(domain)-dot < 3 {
		return fmt.Errorf("%q is not an e-mail address: %q is no domain", address, domain)
	}
	return nil
}
