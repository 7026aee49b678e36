package linebreak

import (
	"strings"
	"testing"
)

// show writes text with | where a line may end and ~ where it may end with a hyphen.
func show(s string) string {
	text := []rune(s)
	out := make([]Break, len(text))
	var f Finder
	f.Mark(text, out)
	var b strings.Builder
	for i, r := range text {
		b.WriteRune(r)
		b.WriteString([...]string{"", "|", "~"}[out[i]])
	}
	return b.String()
}

func TestFinder_Mark(t *testing.T) {
	for _, c := range []struct{ name, want string }{
		{"after spaces, not between them", "one |two  |three"},
		{"hyphens inside words", "pay-|as-|you-|go"},
		{"a sign breaks as in Word, not in brackets", "from |-|5 |to |(-7)"},
		{"telephone numbers break as in Word", "555-|0100"},
		{"no break at a slash", "and/or |km/h"},
		{"dashes", "1914–|1918 |yes—|no"},
		{"no-break space and hyphen", "10\u00a0kg |e\u2011mail"},
		{"soft hyphen", "Donau\u00ad~dampf"},
		{"zero width space", "a\u200b|b"},
		{"ideographs", "請|求|書。"},
		{"punctuation stays with ideographs", "請|求|書。|合|計"},
		{"pictures", "a|\uFFFC|b"},
		{"tabs", "a|\t|b"},
		{"empty", ""},
	} {
		in := strings.NewReplacer("|", "", "~", "").Replace(c.want)
		if got := show(in); got != c.want {
			t.Errorf("%s:\n got %q\nwant %q", c.name, got, c.want)
		}
	}
}

func FuzzFinder_Mark(f *testing.F) {
	f.Add("a b-c 請求書 \u00ad\u200b/\t")
	f.Fuzz(func(t *testing.T, s string) {
		text := []rune(s)
		out := make([]Break, len(text))
		var l Finder
		l.Mark(text, out)
		if len(out) > 0 && out[len(out)-1] != No {
			t.Errorf("a break after the last character of %q", s)
		}
	})
}
