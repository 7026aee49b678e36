package html

import "unicode/utf8"

// special marks the bytes that appendText cannot copy as they are.
var special = func() (t [256]bool) {
	for c := range 0x20 {
		t[c] = true
	}
	for _, c := range []byte{'&', '<', '>', '"', ' ', 0x7f} {
		t[c] = true
	}
	for c := 0x80; c < 0x100; c++ {
		t[c] = true
	}
	return t
}()

// appendText appends s as HTML character data. A space that HTML would collapse, because space says that one came
// before it or that the line begins, becomes a non-breaking one; the new state of space is returned.
func appendText(b []byte, s string, space bool) ([]byte, bool) {
	for i := 0; i < len(s); {
		c := s[i]
		if !special[c] {
			j := i + 1
			for j < len(s) && !special[s[j]] {
				j++
			}
			b = append(b, s[i:j]...)
			space, i = false, j
			continue
		}
		if c == ' ' {
			if space {
				b = append(b, "\u00a0"...)
			} else {
				b = append(b, ' ')
			}
			space, i = !space, i+1
			continue
		}
		r, n := utf8.DecodeRuneInString(s[i:])
		b = appendRune(b, r)
		space, i = false, i+n
	}
	return b, space
}

// appendRune appends one character, escaped; control characters, which HTML does not allow, are dropped.
func appendRune(b []byte, r rune) []byte {
	switch {
	case r == '&':
		return append(b, "&amp;"...)
	case r == '<':
		return append(b, "&lt;"...)
	case r == '>':
		return append(b, "&gt;"...)
	case r == '"':
		return append(b, "&quot;"...)
	case r == '\t' || r == '\n' || r == '\r':
		return append(b, ' ')
	case r < 0x20 || r >= 0x7f && r < 0xa0 || r >= 0xfffe && r <= 0xffff || r >= 0xfdd0 && r <= 0xfdef:
		return b
	}
	return utf8.AppendRune(b, r)
}

// appendAttr appends s as the inside of an attribute value in double quotes.
func appendAttr(b []byte, s string) []byte {
	for _, r := range s {
		b = appendRune(b, r)
	}
	return b
}
