package message

import (
	"errors"
	"fmt"
	"net/mail"
	"strings"
	"unicode"
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

// asciiDomain returns the A-label form of a domain (RFC 5890), or why there is none.
func asciiDomain(d string) (string, string) {
	if strings.HasPrefix(d, "[") {
		return "", "an address literal instead of a domain is not accepted"
	}
	if d == "" {
		return "", "has no domain"
	}
	ascii := d
	if !isPlainDomain(d) {
		var err error
		if ascii, err = idna.Lookup.ToASCII(d); err != nil || !isPlainDomain(ascii) {
			return "", fmt.Sprintf("%q is not a valid domain", d)
		}
	}
	dot := strings.LastIndexByte(ascii, '.')
	switch {
	case dot < 0:
		return "", fmt.Sprintf("%q has no dot, so it is not a complete domain", d)
	case len(ascii)-dot-1 < 2:
		return "", fmt.Sprintf("%q does not end in a top-level domain", d)
	}
	return strings.ToLower(ascii), ""
}

// isPlainDomain reports whether d is made of letters, digits and hyphens in
// labels of 1 to 63 (RFC 1035 2.3.1), which needs no conversion.
func isPlainDomain(d string) bool {
	if len(d) > 253 {
		return false
	}
	for _, label := range strings.Split(d, ".") {
		if label == "" || len(label) > 63 || label[0] == '-' || label[len(label)-1] == '-' {
			return false
		}
		for i := 0; i < len(label); i++ {
			if c := label[i]; !isLetterDigit(c) && c != '-' {
				return false
			}
		}
	}
	return true
}

func isLetterDigit(c byte) bool {
	return 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' || '0' <= c && c <= '9'
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

// isAtext is atext of RFC 5322 3.2.3, with the Unicode of RFC 6532 3.2.
func isAtext(r rune) bool {
	switch {
	case r >= utf8.RuneSelf:
		return r != utf8.RuneError && !unicode.IsControl(r) && !unicode.IsSpace(r)
	case 'a' <= r && r <= 'z', 'A' <= r && r <= 'Z', '0' <= r && r <= '9':
		return true
	}
	return strings.ContainsRune("!#$%&'*+-/=?^_`{|}~", r)
}

// isDotAtom reports whether a local part needs no quotes (RFC 5322 3.2.3).
func isDotAtom(s string) bool {
	for _, atom := range strings.Split(s, ".") {
		if atom == "" || strings.IndexFunc(atom, func(r rune) bool { return !isAtext(r) }) >= 0 {
			return false
		}
	}
	return true
}

// validLocal reports whether a local part is a dot-atom or one quoted string.
func validLocal(s string) bool {
	if isDotAtom(s) {
		return true
	}
	if len(s) < 2 || s[0] != '"' || s[len(s)-1] != '"' {
		return false
	}
	escaped := false
	for _, c := range s[1 : len(s)-1] {
		switch {
		case escaped:
			escaped = false
		case c == '\\':
			escaped = true
		case c == '"':
			return false
		}
	}
	return !escaped
}

func quoteLocal(s string) string {
	if isDotAtom(s) {
		return s
	}
	return quote(s)
}

// quote makes a quoted-string (RFC 5322 3.2.4).
func quote(s string) string {
	return `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`).Replace(s) + `"`
}
