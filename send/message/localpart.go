package message

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

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
