package dataset

import (
	"fmt"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Step is one child step of a path: a local name and an optional index from 1 (0: none).
type Step struct {
	Name  string
	Index int
}

const (
	maxSteps    = 32      // deeper than any dataset may be
	maxPathLen  = 4 << 10 // an XPath in a binding is a few hundred bytes
	maxRowIndex = 1 << 20 // larger positions are nonsense, and keep the arithmetic safe
)

// ParsePath reads the XPath subset that layouts use: child steps with an optional position, absolute or not, prefixes
// ignored (/ns0:Header[1]/ns0:Line/ns0:No[1]). Anything else (axes, attributes, functions, other predicates) is an error.
func ParsePath(path string) ([]Step, error) {
	rest := strings.TrimPrefix(strings.TrimSpace(path), "/")
	if len(rest) > maxPathLen {
		return nil, fmt.Errorf("path of %d bytes: %w", len(path), ErrPath)
	}
	if rest == "" {
		return nil, fmt.Errorf("empty path: %w", ErrPath)
	}
	steps := make([]Step, 0, strings.Count(rest, "/")+1)
	for more := true; more; {
		var part string
		part, rest, more = strings.Cut(rest, "/")
		step, err := parseStep(part)
		if err != nil {
			return nil, fmt.Errorf("path %q: %w", path, err)
		}
		if steps = append(steps, step); len(steps) > maxSteps {
			return nil, fmt.Errorf("path of more than %d steps: %w", maxSteps, ErrPath)
		}
	}
	return steps, nil
}

func parseStep(part string) (Step, error) {
	name, pred, has := strings.Cut(strings.TrimSpace(part), "[")
	if i := strings.LastIndexByte(name, ':'); i >= 0 {
		if i == 0 || name[i-1] == ':' {
			return Step{}, fmt.Errorf("step %q: %w", part, ErrPath)
		}
		name = name[i+1:]
	}
	step := Step{Name: strings.TrimSpace(name)}
	if step.Name == "" || !isName(step.Name) {
		return Step{}, fmt.Errorf("step %q: %w", part, ErrPath)
	}
	if has {
		digits, ok := strings.CutSuffix(strings.TrimSpace(pred), "]")
		n, err := strconv.Atoi(strings.TrimSpace(digits))
		if !ok || err != nil || n < 1 || n > maxRowIndex {
			return Step{}, fmt.Errorf("position in step %q: %w", part, ErrPath)
		}
		step.Index = n
	}
	return step, nil
}

// isName tells whether s can be an XML local name, loosely: no white space and none of the characters that mean
// something in XPath or XML.
func isName(s string) bool {
	return utf8.ValidString(s) && !strings.ContainsAny(s, " \t\r\n@*()[]{}<>&'\"|=,+$!?#;%^`~\\/:") && s != "." && s != ".."
}

// FormatPath writes steps as a path with the positions that are not 1.
func FormatPath(steps []Step) string {
	var b strings.Builder
	for _, s := range steps {
		b.WriteByte('/')
		b.WriteString(s.Name)
		if s.Index > 1 {
			b.WriteByte('[')
			b.WriteString(strconv.Itoa(s.Index))
			b.WriteByte(']')
		}
	}
	return b.String()
}

// LocalName makes an XML local name of a report's own name for a data item or column, as Business Central does when it
// writes the Word part: what cannot stand in a name becomes an underscore.
//
// QUIRK: ampersand and equals sign become _x0026_ and _x003D_ there, as in XML-encoded names.
func LocalName(s string) string {
	if plainLocalName(s) {
		return s
	}
	var b strings.Builder
	for _, r := range s {
		switch {
		case r >= 'a' && r <= 'z', r >= 'A' && r <= 'Z', r >= '0' && r <= '9', r == '_', r == '-', r > 0x7F && (unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r)):
			b.WriteRune(r)
		case r == '&' || r == '=':
			fmt.Fprintf(&b, "_x%04X_", r)
		default:
			b.WriteByte('_')
		}
	}
	if name := b.String(); name == "" || !strings.ContainsAny(name[:1], "-0123456789") {
		return name
	}
	return "_" + b.String()
}

// plainLocalName tells whether s needs no change, as most names do.
func plainLocalName(s string) bool {
	for i := range len(s) {
		if c := s[i]; !nameByte[c] || c == '.' || c == ':' || c >= 0x80 || i == 0 && c != '_' && (c < 'A' || c > 'z') {
			return false
		}
	}
	return true
}

// reportName is a report's name as it stands in a name space: white space and hyphens between words are one underscore.
func reportName(s string) string {
	words := strings.FieldsFunc(s, func(r rune) bool { return unicode.IsSpace(r) || r == '-' })
	return LocalName(strings.Join(words, "_"))
}
