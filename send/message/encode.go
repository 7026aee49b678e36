package message

import (
	"encoding/base64"
	"fmt"
	"mime"
	"strings"
	"unicode/utf8"

	"github.com/emersion/go-message/charset"
)

// Line lengths of a header, without CRLF: RFC 2047 2 allows 76 for a line with
// an encoded-word, RFC 5322 2.1.1 asks for 78 otherwise. One number serves both.
const (
	maxHeaderLine  = 76
	maxEncodedWord = 75
)

func wordDecoder() *mime.WordDecoder {
	return &mime.WordDecoder{CharsetReader: charset.Reader}
}

// decodeText undoes RFC 2047; what cannot be decoded is returned as it is.
func decodeText(s string) string {
	d, err := wordDecoder().DecodeHeader(s)
	if err != nil {
		return s
	}
	return d
}

// textWords returns the words of an unstructured value (RFC 5322 3.2.5), to
// be put together with one blank between. From the first to the last word that
// is not plain ASCII it is made of encoded-words; first is the room that the first
// line has.
func textWords(s string, first int) []string {
	words := strings.Split(s, " ")
	from, to := -1, -1
	for i, w := range words {
		// A run of blanks would not survive folding; its neighbours keep it.
		run := i > 0 && words[i-1] == "" || i+1 < len(words) && words[i+1] == ""
		if run || !plainWord(w) {
			if from < 0 {
				from = i
			}
			to = i
		}
	}
	if from < 0 {
		return words
	}
	// A blank between an encoded-word and a plain word is shown, one between
	// two encoded-words is not (RFC 2047 6.2), so the span carries its own.
	out := append([]string(nil), words[:from]...)
	if from > 0 {
		first = maxHeaderLine - 1
	}
	out = append(out, encodedWords(strings.Join(words[from:to+1], " "), first)...)
	return append(out, words[to+1:]...)
}

// plainWord reports whether a word can stand in a header as it is: printable
// ASCII that does not look like an encoded-word and is short enough to fold.
func plainWord(w string) bool {
	if w == "" || len(w) > maxHeaderLine-1 || strings.Contains(w, "=?") {
		return false
	}
	for i := 0; i < len(w); i++ {
		if w[i] < 0x21 || w[i] > 0x7e {
			return false
		}
	}
	return true
}

// encodedWords cuts s into encoded-words (RFC 2047 2) of at most 75 bytes, the
// first of at most first bytes. A character is never split (5 (3)). B or Q, whichever
// is shorter for the whole; Q uses the letters that are safe in a phrase too
// (5 (3)).
func encodedWords(s string, first int) []string {
	q := 0
	for i := 0; i < len(s); i++ {
		q += qLen(s[i])
	}
	b := 4 * ((len(s) + 2) / 3)
	enc, overhead := byte('Q'), len("=?utf-8?Q??=")
	if b < q {
		enc = 'B'
	}
	if first < 40 || first > maxEncodedWord {
		// Too little room to begin on this line: the field is folded before.
		first = maxEncodedWord
	}
	var out []string
	room := first - overhead
	for len(s) > 0 {
		n := fit(s, enc, room)
		out = append(out, encodeWord(s[:n], enc))
		s, room = s[n:], maxEncodedWord-overhead
	}
	return out
}

// fit returns how many bytes of s, in whole characters, go into room.
func fit(s string, enc byte, room int) int {
	n, used := 0, 0
	for n < len(s) {
		_, size := utf8.DecodeRuneInString(s[n:])
		if enc == 'B' {
			used = 4 * ((n + size + 2) / 3)
		} else {
			for i := n; i < n+size; i++ {
				used += qLen(s[i])
			}
		}
		if used > room && n > 0 {
			break
		}
		n += size
	}
	return n
}

func qLen(c byte) int {
	if isLetterDigit(c) || c == ' ' || strings.IndexByte("!*+-/", c) >= 0 {
		return 1
	}
	return 3
}

func encodeWord(s string, enc byte) string {
	if enc == 'B' {
		return "=?utf-8?B?" + base64.StdEncoding.EncodeToString([]byte(s)) + "?="
	}
	var b strings.Builder
	b.WriteString("=?utf-8?Q?")
	for i := 0; i < len(s); i++ {
		switch {
		case s[i] == ' ':
			b.WriteByte('_')
		case qLen(s[i]) == 1:
			b.WriteByte(s[i])
		default:
			fmt.Fprintf(&b, "=%02X", s[i])
		}
	}
	return b.String() + "?="
}

func isASCII(s string) bool {
	for i := 0; i < len(s); i++ {
		if s[i] >= utf8.RuneSelf {
			return false
		}
	}
	return true
}

// hasControl reports whether s has a control character of ASCII or C1, or a
// line separator of Unicode: nothing that belongs into a header value.
func hasControl(s string) bool {
	for _, r := range s {
		if r < 0x20 || r == 0x7f || (0x80 <= r && r < 0xa0) || r == 0x2028 || r == 0x2029 {
			return true
		}
	}
	return false
}

// checkText refuses values that would start a new line or are no text.
func checkText(field, s string) error {
	if hasControl(s) {
		return fmt.Errorf("%s %.60q: %w", field, s, ErrInjection)
	}
	if !utf8.ValidString(s) {
		return fmt.Errorf("%s %.60q is not UTF-8", field, s)
	}
	return nil
}
