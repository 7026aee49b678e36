package merge

import (
	"strings"
	"unicode"
)

// isZero tells whether a text is a number of value zero, however it is formatted: 0, 0.00, -0,00 %, GBP 0.00, 0 PCS.
func isZero(v string) bool {
	if len(v) > 40 { // no formatted zero is that long
		return false
	}
	digits := false
	for _, word := range strings.FieldsFunc(v, unicode.IsSpace) {
		if !strings.ContainsAny(word, "0123456789") {
			if strings.ContainsFunc(word, notUnit) {
				return false
			}
			continue
		}
		if strings.ContainsFunc(word, notZero) {
			return false
		}
		digits = true
	}
	return digits
}

func notZero(r rune) bool {
	return !strings.ContainsRune("0.,'’-+−()%‰", r) && !unicode.Is(unicode.Sc, r)
}

func notUnit(r rune) bool {
	return !unicode.IsLetter(r) && !unicode.Is(unicode.Sc, r) && !strings.ContainsRune("-+−()%‰.", r)
}
