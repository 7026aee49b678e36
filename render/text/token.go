package text

import (
	"strconv"
	"strings"
)

// Placeholders go through Markdown as words of letters and digits, which it leaves alone everywhere: in text, in links,
// in code. Their values come in afterwards, so that nothing in a column can be Markdown.

// tokens are the stand-ins of one text's placeholders.
type tokens struct {
	text   string // with stand-ins
	prefix string // of every stand-in; the text has it nowhere else
}

// end closes a stand-in's number.
const end = "z"

// mark puts stand-ins in place of {{name}}.
func mark(s string) (t tokens, names []string) {
	s = strings.Map(func(r rune) rune {
		if r < ' ' && r != '\n' && r != '\t' || r == 0x7f {
			return -1
		}
		return r
	}, s)
	t.prefix = "rmcol"
	for strings.Contains(strings.ToLower(s), t.prefix) {
		t.prefix += "x"
	}
	var b strings.Builder
	number := map[string]int{}
	for {
		i := strings.Index(s, "{{")
		if i < 0 {
			break
		}
		n := strings.Index(s[i:], "}}")
		name := ""
		if n > 0 {
			name = strings.TrimSpace(s[i+2 : i+n])
		}
		if !validName(name) {
			b.WriteString(s[:i+2])
			s = s[i+2:]
			continue
		}
		b.WriteString(s[:i])
		if _, ok := number[name]; !ok {
			number[name] = len(names)
			names = append(names, name)
		}
		b.WriteString(t.prefix + strconv.Itoa(number[name]) + end)
		s = s[i+n+2:]
	}
	b.WriteString(s)
	t.text = b.String()
	return t, names
}

// validName tells whether name can be a column: letters, digits and what dataset paths have.
func validName(name string) bool {
	if name == "" || len(name) > 200 {
		return false
	}
	return !strings.ContainsFunc(name, func(r rune) bool {
		return !(r == '_' || r == '/' || r == '[' || r == ']' || r == '.' || r == '-' || r >= '0' && r <= '9' || r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= 0xc0)
	})
}

// next finds the first stand-in in s: where it begins and ends, and its number. from is -1 when there is none.
func (t *tokens) next(s string) (from, to, n int) {
	for at := 0; ; {
		i := strings.Index(s[at:], t.prefix)
		if i < 0 {
			return -1, -1, 0
		}
		i += at
		digits := s[i+len(t.prefix):]
		k := strings.Index(digits, end)
		if k > 0 && k < 7 {
			if n, err := strconv.Atoi(digits[:k]); err == nil && n >= 0 {
				return i, i + len(t.prefix) + k + len(end), n
			}
		}
		at = i + len(t.prefix)
	}
}
