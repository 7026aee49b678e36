package text

import (
	"strings"
	"unicode/utf8"
)

// LineWidth is the longest line of plain text: 78 columns without the line break (RFC 5322 2.1.1).
const LineWidth = 78

// Wrap breaks s into lines of at most width columns. Blanks inside a line stay; a word that is too long for a line is
// broken, unless it is an address.
func Wrap(s string, width int) []string {
	s = strings.Map(plainRune, s)
	if Columns(s) <= width {
		return []string{strings.TrimRight(s, " ")}
	}
	width = max(width, 8)
	var lines []string
	var line strings.Builder
	used := 0
	flush := func() {
		lines = append(lines, strings.TrimRight(line.String(), " "))
		line.Reset()
		used = 0
	}
	for word := range strings.SplitAfterSeq(s, " ") {
		n := Columns(strings.TrimRight(word, " "))
		if used > 0 && used+n > width {
			flush()
		}
		for n > width && !strings.Contains(word, "://") {
			head, tail := splitAt(word, width)
			lines = append(lines, head)
			word, n = tail, Columns(tail)
		}
		line.WriteString(word)
		used += Columns(word)
	}
	flush()
	return lines
}

// plainRune drops what text cannot show: soft hyphens and control characters.
func plainRune(r rune) rune {
	switch {
	case r == '\u00ad' || r == '\u200b' || r < ' ' || r >= 0x7f && r < 0xa0:
		return -1
	case r == '\u00a0':
		return ' '
	}
	return r
}

// splitAt cuts s before the character that would pass width columns, but not before its first.
func splitAt(s string, width int) (head, tail string) {
	n := 0
	for i, r := range s {
		if n += runeColumns(r); n > width && i > 0 {
			return s[:i], s[i:]
		}
	}
	return s, ""
}

// Columns is the width of s in columns of a fixed-width font.
func Columns(s string) int {
	for i := 0; i < len(s); i++ {
		if s[i] >= utf8.RuneSelf {
			n := i
			for _, r := range s[i:] {
				n += runeColumns(r)
			}
			return n
		}
	}
	return len(s)
}

// runeColumns is 2 for the wide characters of East Asia (UAX #11) and emoji, 0 for marks that combine.
func runeColumns(r rune) int {
	switch {
	case r >= 0x300 && r < 0x370, r >= 0x200b && r <= 0x200f, r >= 0xfe00 && r <= 0xfe0f:
		return 0
	case r >= 0x1100 && r <= 0x115f, r >= 0x2e80 && r <= 0xa4cf, r >= 0xac00 && r <= 0xd7a3, r >= 0xf900 && r <= 0xfaff,
		r >= 0xfe30 && r <= 0xfe4f, r >= 0xff00 && r <= 0xff60, r >= 0xffe0 && r <= 0xffe6, r >= 0x1f300 && r <= 0x1faff, r >= 0x20000 && r <= 0x3fffd:
		return 2
	}
	return 1
}
