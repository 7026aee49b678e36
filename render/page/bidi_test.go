package page

import (
	"strings"
	"testing"
)

func TestImplicitLevels(t *testing.T) {
	for _, c := range []struct {
		name, text, want string
		rtl              bool
	}{
		{"latin", "abc", "000", false},
		{"hebrew in latin", "a שב c", "001100", false},
		{"number in hebrew", "שב 12", "11122", false},
		{"number after latin", "a 12", "0000", false},
		{"hebrew paragraph", "שב a", "1112", true},
		{"separators in a number", "ש 1,234.5", "112222222", false},
		{"trailing spaces are the paragraph's", "a שב  ", "001100", false},
	} {
		text := []rune(c.text)
		var b strings.Builder
		for _, l := range implicitLevels(text, c.rtl) {
			b.WriteByte('0' + l)
		}
		if got := b.String(); got != c.want {
			t.Errorf("%s: levels of %q are %s, want %s", c.name, c.text, got, c.want)
		}
	}
}

func TestReorder(t *testing.T) {
	for _, c := range []struct{ levels, want string }{
		{"000", "abc"},
		{"011", "acb"},
		{"111", "cba"},
		{"121", "cba"},
		{"1221", "dbca"},
		{"0110", "acbd"},
	} {
		var pieces []piece
		for i, l := range c.levels {
			pieces = append(pieces, piece{span: i, level: uint8(l - '0')})
		}
		reorder(pieces)
		var b strings.Builder
		for _, p := range pieces {
			b.WriteByte('a' + byte(p.span))
		}
		if b.String() != c.want {
			t.Errorf("levels %s are seen as %s, want %s", c.levels, b.String(), c.want)
		}
	}
}
