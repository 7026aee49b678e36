// Package linebreak finds where a line of text may end, the way Word ends lines.
//
// Text in alphabetic scripts without complex rules goes through Word's own few rules: a line ends after spaces, hyphens
// and dashes, and nowhere else inside a word. Everything else follows UAX 14 as go-text implements it. Where nothing
// fits, the caller breaks anywhere; this package does not hyphenate and has no dictionary for Thai, Lao or Khmer.
package linebreak

import (
	"unicode"

	"github.com/go-text/typesetting/segmenter"
)

// Break says what a line may do after a character.
type Break uint8

const (
	No   Break = iota // the next character stays on the line
	May               // the line may end here
	Soft              // the line may end here and then shows a hyphen (U+00AD)
)

// Object stands for a picture or another thing in the text that is no character.
const Object = '\uFFFC'

// Finder keeps its memory between paragraphs. The zero value is ready; it belongs to one goroutine.
type Finder struct{ seg segmenter.Segmenter }

// Mark sets out[i] to what a line may do after text[i]. out is as long as text. The last character never breaks:
// the paragraph ends there anyway.
func (f *Finder) Mark(text []rune, out []Break) {
	if simple(text) {
		markWord(text, out)
		return
	}
	f.markUnicode(text, out)
}

// simple tells whether Word's rules for alphabetic text are all there is to it.
func simple(text []rune) bool {
	for _, r := range text {
		if r >= 0x0E00 && (r < 0x1E00 || r >= 0x2E80 && r != Object && r != 0xFEFF && (r < 0xE000 || r > 0xF8FF)) {
			return false
		}
	}
	return true
}

func markWord(text []rune, out []Break) {
	for i := range text {
		out[i] = No
		if i+1 < len(text) {
			out[i] = between(text, i)
		}
	}
}

// between is the break after text[i], which is not the last character.
func between(text []rune, i int) Break {
	r, next := text[i], text[i+1]
	if space(next) || next == 0x2060 || next == 0xFEFF || next == 0xA0 || next == 0x202F {
		return No // spaces hang after the word; a no-break space glues on both sides
	}
	switch r {
	case ' ', '\t', 0x1680, 0x200B, 0x205F:
		return May
	case '-', 0x2010:
		return hyphen(text, i)
	case 0x2013, 0x2014:
		return May
	case 0xAD:
		return Soft
	case Object:
		if !closing(next) {
			return May
		}
		return No
	}
	if r >= 0x2000 && r <= 0x200A && r != 0x2007 {
		return May
	}
	if next == '\t' || next == Object && !opening(r) && r != 0xA0 && r != 0x202F && r != 0x2060 {
		return May
	}
	return No
}

// hyphen breaks after a hyphen, even one that is a minus sign: Word parts them from their numbers. It stays with
// punctuation and brackets.
func hyphen(text []rune, i int) Break {
	if i > 0 && opening(text[i-1]) || closing(text[i+1]) {
		return No
	}
	return May
}

func space(r rune) bool { return r == ' ' || r >= 0x2000 && r <= 0x200A && r != 0x2007 || r == 0x3000 }

func opening(r rune) bool {
	return r == '(' || r == '[' || r == '{' || r == '"' || unicode.Is(unicode.Pi, r)
}

func closing(r rune) bool {
	switch r {
	case ')', ']', '}', '.', ',', ';', ':', '!', '?', '"', '-', 0x2010:
		return true
	}
	return unicode.Is(unicode.Pf, r)
}

// markUnicode follows UAX 14, except between two characters of alphabetic text, where Word's rules hold.
func (f *Finder) markUnicode(text []rune, out []Break) {
	for i := range out {
		out[i] = No
	}
	f.seg.Init(text)
	for lines := f.seg.LineIterator(); lines.Next(); {
		l := lines.Line()
		if end := l.Offset + len(l.Text); end < len(text) {
			out[end-1] = May
		}
	}
	for i := 0; i+1 < len(text); i++ {
		switch {
		case text[i] == 0xAD && out[i] == May:
			out[i] = Soft
		case alphabetic(text[i]) && alphabetic(text[i+1]):
			out[i] = between(text, i)
		}
	}
}

func alphabetic(r rune) bool { return r < 0x0E00 || r >= 0x2010 && r < 0x2030 }
