package docx

import (
	"encoding/binary"
	"fmt"
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

// decode makes UTF-8 of an XML part, which may be UTF-8 or UTF-16 (ECMA-376-2 6.3.3), or, in files of careless
// programs, ISO 8859-1. The byte order mark goes, the XML declaration stays.
func decode(b []byte) (string, error) {
	var s string
	switch {
	case len(b) >= 2 && b[0] == 0xFF && b[1] == 0xFE:
		s = decode16(b[2:], binary.LittleEndian)
	case len(b) >= 2 && b[0] == 0xFE && b[1] == 0xFF:
		s = decode16(b[2:], binary.BigEndian)
	case len(b) >= 4 && b[0] == '<' && b[1] == 0 && b[3] == 0:
		s = decode16(b, binary.LittleEndian)
	case len(b) >= 4 && b[0] == 0 && b[1] == '<' && b[2] == 0:
		s = decode16(b, binary.BigEndian)
	default:
		s = strings.TrimPrefix(string(b), "\uFEFF")
		if name := declared(s); name == "iso-8859-1" || name == "latin1" {
			s = latin1(s)
		}
	}
	if !utf8.ValidString(s) {
		return "", fmt.Errorf("%w: the text is not UTF-8, UTF-16 or ISO 8859-1", ErrXML)
	}
	return s, nil
}

func decode16(b []byte, order binary.ByteOrder) string {
	u := make([]uint16, len(b)/2)
	for i := range u {
		u[i] = order.Uint16(b[2*i:])
	}
	return string(utf16.Decode(u))
}

func latin1(s string) string {
	var b strings.Builder
	for i := 0; i < len(s); i++ {
		b.WriteRune(rune(s[i]))
	}
	return b.String()
}

// declared is the encoding that the XML declaration names, in lower case.
func declared(s string) string {
	if !strings.HasPrefix(s, "<?xml") {
		return ""
	}
	head, _, _ := strings.Cut(s, "?>")
	_, rest, ok := strings.Cut(head, "encoding=")
	if !ok || len(rest) < 2 {
		return ""
	}
	name, _, _ := strings.Cut(rest[1:], rest[:1])
	return strings.ToLower(name)
}

// withoutDeclaration is XML text without its declaration, whose encoding no longer holds after decode.
func withoutDeclaration(s string) string {
	if strings.HasPrefix(s, "<?xml") {
		if i := strings.Index(s, "?>"); i >= 0 {
			return s[i+2:]
		}
	}
	return s
}
