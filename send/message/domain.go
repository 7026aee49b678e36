package message

import (
	"fmt"
	"strings"

	"golang.org/x/net/idna"
)

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
