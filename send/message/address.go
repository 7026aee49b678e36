package message

import (
	"errors"
	"fmt"
	"net/mail"
	"strings"
	"unicode/utf8"

	"golang.org/x/net/idna"
)

// Address is a mailbox: a display name, which may be empty, and an addr-spec as
// it is written on the wire: domain in ASCII (punycode) and lower case, a local part
// that needs it in quotes (RFC 5322 3.4.1).
type Address struct{ Name, Address string }

// AddressError says which address is wrong and how.
type AddressError struct{ Address, Reason string }

// Error names the address and the reason.
func (e *AddressError) Error() string { return fmt.Sprintf("address %q: %s", e.Address, e.Reason) }

// Limits of RFC 5321 4.5.3.1 and RFC 1035, in bytes.
const (
	maxLocalPart = 64
	maxAddress   = 254
	// maxAddressList bounds hostile input: 1,000 recipients with long names.
	maxAddressList = 512 << 10
)

// ParseAddress reads one mailbox, "a@example.com" or "Name <a@example.com>".
// The error is an *AddressError.
func ParseAddress(s string) (Address, error) {
	trimmed := strings.TrimSpace(s)
	if trimmed == "" {
		return Address{}, &AddressError{s, "is empty"}
	}
	if strings.ContainsAny(trimmed, "\r\n\x00") {
		return Address{}, &AddressError{s, "contains a line break"}
	}
	a, err := addressParser().Parse(trimmed)
	if err != nil {
		return Address{}, &AddressError{trimmed, explain(trimmed, err)}
	}
	return newAddress(a.Name, a.Address, trimmed)
}

// ParseAddressList reads mailboxes separated by commas or semicolons, with
// groups ("Sales: a@example.com, b@example.com;") taken apart. Empty entries are left out.
// All wrong entries are reported, joined, each as an *AddressError; the
// good ones are returned beside them.
func ParseAddressList(s string) ([]Address, error) { return parseList(s, true) }

func parseList(s string, groups bool) ([]Address, error) {
	if len(s) > maxAddressList {
		return nil, &AddressError{s[:40] + "…", fmt.Sprintf("list is longer than %d bytes", maxAddressList)}
	}
	var out []Address
	var errs []error
	for _, e := range splitList(s, groups) {
		if !e.group {
			a, err := ParseAddress(e.text)
			if err != nil {
				errs = append(errs, err)
				continue
			}
			out = append(out, a)
			continue
		}
		members, err := parseList(e.text, false)
		out = append(out, members...)
		if err != nil {
			errs = append(errs, err)
		}
	}
	return out, errors.Join(errs...)
}

// newAddress brings the parts that a parser found into wire form and checks
// them; shown is what the error quotes.
func newAddress(name, addr, shown string) (Address, error) {
	at := strings.LastIndexByte(addr, '@')
	if at < 0 {
		return Address{}, &AddressError{shown, "has no @"}
	}
	domain, reason := asciiDomain(addr[at+1:])
	if reason != "" {
		return Address{}, &AddressError{shown, reason}
	}
	a := Address{Name: strings.TrimSpace(name), Address: quoteLocal(addr[:at]) + "@" + domain}
	if err := a.Validate(); err != nil {
		var ae *AddressError
		if errors.As(err, &ae) {
			ae.Address = shown
		}
		return Address{}, err
	}
	return a, nil
}

// Validate checks an address that was put together by hand. The error is an
// *AddressError.
func (a Address) Validate() error {
	at := strings.LastIndexByte(a.Address, '@')
	switch {
	case a.Address == "":
		return &AddressError{a.Name, "is empty"}
	case at < 0:
		return &AddressError{a.Address, "has no @"}
	case at == 0:
		return &AddressError{a.Address, "has nothing before the @"}
	case hasControl(a.Address) || hasControl(a.Name) || !utf8.ValidString(a.Address) || !utf8.ValidString(a.Name):
		return &AddressError{a.Address, ErrInjection.Error()}
	case at > maxLocalPart:
		return &AddressError{a.Address, fmt.Sprintf("the part before the @ is longer than %d bytes", maxLocalPart)}
	case len(a.Address) > maxAddress:
		return &AddressError{a.Address, fmt.Sprintf("is longer than %d bytes", maxAddress)}
	}
	if !validLocal(a.Address[:at]) {
		return &AddressError{a.Address, "the part before the @ has characters that must be quoted"}
	}
	domain, reason := asciiDomain(a.Address[at+1:])
	if reason != "" {
		return &AddressError{a.Address, reason}
	}
	if domain != a.Address[at+1:] {
		return &AddressError{a.Address, "the domain is not in its ASCII form " + domain}
	}
	return nil
}

// IsZero reports whether there is no address.
func (a Address) IsZero() bool { return a.Address == "" }

// NeedsUTF8 reports whether the address can only be sent with SMTPUTF8 (RFC 6531):
// its local part is not ASCII.
func (a Address) NeedsUTF8() bool { return NeedsUTF8(a.Address) }

// NeedsUTF8 reports whether a bare address can only be sent with SMTPUTF8.
func NeedsUTF8(addr string) bool { return !isASCII(addr) }

// Domain is what follows the @, empty without one.
func (a Address) Domain() string { return a.Address[strings.LastIndexByte(a.Address, '@')+1:] }

// String is the address for people: Name <local@domain>, the domain in Unicode.
func (a Address) String() string {
	shown := a.Address
	if at := strings.LastIndexByte(shown, '@'); at >= 0 {
		if u, err := idna.Display.ToUnicode(shown[at+1:]); err == nil {
			shown = shown[:at+1] + u
		}
	}
	if a.Name == "" {
		return shown
	}
	if strings.ContainsAny(a.Name, `()<>[]:;@\,."`) {
		return quote(a.Name) + " <" + shown + ">"
	}
	return a.Name + " <" + shown + ">"
}

// MarshalText is String, so that addresses read well in JSON and YAML.
func (a Address) MarshalText() ([]byte, error) { return []byte(a.String()), nil }

// UnmarshalText is ParseAddress; empty text is the zero Address.
func (a *Address) UnmarshalText(b []byte) error {
	if len(b) == 0 {
		*a = Address{}
		return nil
	}
	parsed, err := ParseAddress(string(b))
	if err == nil {
		*a = parsed
	}
	return err
}

func addressParser() *mail.AddressParser { return &mail.AddressParser{WordDecoder: wordDecoder()} }

// explain says in words why the parser refused an address.
func explain(s string, err error) string {
	switch at := strings.LastIndexByte(s, '@'); {
	case at < 0:
		return "has no @"
	case strings.Trim(s[at+1:], "> ") == "":
		return "has no domain"
	case strings.Trim(s[:at], "< ") == "":
		return "has nothing before the @"
	case strings.Count(s, "@") > 1 && !strings.Contains(s, `"`):
		return "has more than one @"
	}
	return strings.TrimPrefix(err.Error(), "mail: ")
}
