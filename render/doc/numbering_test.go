package doc

import (
	"strings"
	"testing"
)

func legal(outer, inner string) *List {
	l := &List{Abstract: 1}
	for i := range l.Levels {
		l.Levels[i] = ListLevel{Start: 1, Format: "decimal", Text: "%1"}
	}
	l.Levels[0].Text, l.Levels[0].Format = "%1.", outer
	l.Levels[1].Text, l.Levels[1].Format = "%1.%2)", inner
	return l
}

func TestCounter_Next(t *testing.T) {
	list := legal("upperRoman", "lowerLetter")
	again := *list
	again.Restarts[0] = Some[int32](5)
	other := legal("decimal", "decimal")
	other.Abstract = 2
	other.Levels[1].Legal = true
	n := &Numbering{Lists: map[int32]*List{1: list, 2: &again, 3: other}}
	c := NewCounter(n)
	var got []string
	for _, ref := range []NumRef{{1, 0}, {1, 1}, {1, 1}, {1, 0}, {1, 1}, {3, 1}, {2, 0}, {1, 0}, {2, 0}, {9, 0}, {0, 0}, {1, 12}} {
		label, _ := c.Next(ref)
		got = append(got, label)
	}
	if s := strings.Join(got, " "); s != "I. I.a) I.b) II. II.a) 1.1) V. VI. VII.   " {
		t.Errorf("got %q", s)
	}
}

func TestCounter_NoReset(t *testing.T) {
	list := legal("decimal", "decimal")
	list.Levels[1].Reset = Some[int32](0) // w:lvlRestart 0: never
	c := NewCounter(&Numbering{Lists: map[int32]*List{1: list}})
	var got string
	for _, lvl := range []int32{0, 1, 0, 1} {
		got, _ = c.Next(NumRef{1, lvl})
	}
	if got != "2.2)" {
		t.Errorf("got %q", got)
	}
}

func TestFormatNumber_formats(t *testing.T) {
	for _, c := range []struct {
		n      int
		format string
		want   string
	}{
		{3, "decimal", "3"}, {3, "", "3"}, {3, "decimalZero", "03"}, {12, "decimalZero", "12"}, {28, "lowerLetter", "bb"}, {26, "upperLetter", "Z"},
		{1994, "upperRoman", "MCMXCIV"}, {4, "lowerRoman", "iv"}, {0, "upperRoman", "0"}, {-1, "upperLetter", "-1"}, {5, "none", ""}, {5, "numberInDash", "- 5 -"},
	} {
		if got := FormatNumber(c.n, c.format); got != c.want {
			t.Errorf("%d as %s: got %q, want %q", c.n, c.format, got, c.want)
		}
	}
}

func FuzzNumberingText(f *testing.F) {
	f.Add("%1.%2", "upperRoman", 3)
	f.Add("%%9%", "lowerLetter", -5)
	f.Fuzz(func(t *testing.T, text, format string, start int) {
		list := &List{}
		for i := range list.Levels {
			list.Levels[i] = ListLevel{Text: text, Format: format, Start: int32(start)}
		}
		c := NewCounter(&Numbering{Lists: map[int32]*List{1: list}})
		for i := range int32(9) {
			c.Next(NumRef{1, i})
		}
	})
}
