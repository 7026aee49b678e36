package text

import "strings"

// Texts are files, one a language: greeting.nl.md, greeting.en.md. A text without a language, greeting.md, serves all.

// SplitName splits a file name into the text's name and language; ok is false for files that are no texts.
func SplitName(file string) (name, lang string, ok bool) {
	base, isText := strings.CutSuffix(file, ".md")
	if !isText || base == "" {
		return "", "", false
	}
	if i := strings.LastIndexByte(base, '.'); i > 0 && languageTag(base[i+1:]) {
		return base[:i], base[i+1:], true
	}
	return base, "", true
}

// languageTag tells whether s has the form of a language with script and region (RFC 5646 2.1).
func languageTag(s string) bool {
	for i, part := range strings.Split(s, "-") {
		if i == 0 && (len(part) < 2 || len(part) > 3) || i > 0 && (len(part) < 2 || len(part) > 8) {
			return false
		}
		for _, c := range []byte(part) {
			if !(c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || i > 0 && c >= '0' && c <= '9') {
				return false
			}
		}
	}
	return true
}

// fallback is the language of texts that are in no other.
const fallback = "en"

// Languages are the languages to try for lang, the best first: nl-BE, nl, en, and the text that serves all.
func Languages(lang string) []string {
	var out []string
	for tag := strings.ReplaceAll(lang, "_", "-"); tag != ""; {
		out = append(out, tag)
		i := strings.LastIndexByte(tag, '-')
		if i < 0 {
			break
		}
		tag = tag[:i]
	}
	if len(out) == 0 || !strings.EqualFold(out[len(out)-1], fallback) {
		out = append(out, fallback)
	}
	return append(out, "")
}

// Choose is the best of the languages that a text is in for a reader of lang, by its index; -1 when there is none. A
// text in another language is better than none.
func Choose(have []string, lang string) int {
	for _, want := range Languages(lang) {
		for i, h := range have {
			if strings.EqualFold(h, want) {
				return i
			}
		}
	}
	if len(have) > 0 {
		return 0
	}
	return -1
}
