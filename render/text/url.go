package text

import "strings"

// MaxURL is the longest address that a body links to; no mail program takes longer ones.
const MaxURL = 8 << 10

// schemes are the addresses that a body may link to (RFC 3986 3.1). Everything else can run or read something on the
// reader's machine.
var schemes = [...]string{"https:", "http:", "mailto:", "tel:", "cid:"}

// SafeURL is the address s as it may stand in a link, or false when its scheme is not allowed, it has none, or it holds
// characters that no address has.
func SafeURL(s string) (string, bool) {
	s = strings.TrimSpace(s)
	if len(s) > MaxURL {
		return "", false
	}
	for _, scheme := range schemes {
		if len(s) <= len(scheme) || !strings.EqualFold(s[:len(scheme)], scheme) {
			continue
		}
		rest := s[len(scheme):]
		if scheme[0] == 'h' && (len(rest) < 3 || rest[:2] != "//" || rest[2] == '/') {
			return "", false
		}
		if strings.ContainsFunc(rest, func(r rune) bool {
			return r < 0x20 || r >= 0x7f && r < 0xa0 || r == '\\' || r == '<' || r == '>' || r == '"'
		}) {
			return "", false
		}
		return scheme + strings.ReplaceAll(rest, " ", "%20"), true
	}
	return "", false
}

// unreserved are the bytes that need no escape anywhere in an address (RFC 3986 2.3).
func unreserved(c byte) bool {
	return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '-' || c == '.' || c == '_' || c == '~'
}

// escapePart is a value inside of an address: it cannot end the part that it stands in.
func escapePart(s string) string {
	const digits = "0123456789ABCDEF"
	var b strings.Builder
	for i := 0; i < len(s); i++ {
		if c := s[i]; unreserved(c) {
			b.WriteByte(c)
		} else {
			b.Write([]byte{'%', digits[c>>4], digits[c&15]})
		}
	}
	return b.String()
}
