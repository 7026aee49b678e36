package docx

import (
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"reportmail/render/doc"
)

// maxSteps bounds a binding's path; real ones have up to 8 steps.
const maxSteps = 64

// ParseXPath reads the form of XPath 1.0 that data bindings have: absolute child steps, each with an optional
// position, e.g. /ns0:Root[1]/ns0:Header[1]/ns0:Line. It gives local names, for prefixes and name spaces of real
// layouts are often wrong. Expressions of any other form are not resolved: ok is false.
func ParseXPath(expr string) (path []doc.Step, ok bool) {
	rest := strings.TrimSpace(expr)
	for rest != "" {
		if rest[0] != '/' || len(path) == maxSteps {
			return nil, false
		}
		step := rest[1:]
		rest = ""
		if i := strings.IndexByte(step, '/'); i >= 0 {
			step, rest = step[:i], step[i:]
		}
		s, ok := parseStep(step)
		if !ok {
			return nil, false
		}
		path = append(path, s)
	}
	return path, len(path) > 0
}

func parseStep(step string) (doc.Step, bool) {
	var s doc.Step
	name, predicate, has := strings.Cut(strings.TrimSpace(step), "[")
	if has {
		digits, ok := strings.CutSuffix(predicate, "]")
		n, err := strconv.Atoi(strings.TrimSpace(digits))
		if !ok || err != nil || n < 1 || n > 1<<30 {
			return s, false
		}
		s.Index = n
	}
	name = strings.TrimSpace(strings.TrimPrefix(strings.TrimSpace(name), "child::"))
	if _, local, ok := strings.Cut(name, ":"); ok {
		name = local
	}
	s.Name = name
	return s, isName(name)
}

// isName tells whether s is the local name of an element: no wildcard, function, attribute or dot.
func isName(s string) bool {
	if s == "" || !utf8.ValidString(s) || strings.ContainsAny(s, "*@()[]'\"$:|=<>&+!,/") || strings.ContainsFunc(s, blank) {
		return false
	}
	return s[0] != '.' && s[0] != '-' && (s[0] < '0' || s[0] > '9')
}

// blank tells characters that no name holds.
func blank(r rune) bool { return unicode.IsSpace(r) || unicode.IsControl(r) }
