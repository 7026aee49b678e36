package dataset

import (
	"strconv"
	"strings"
)

// scanner reads XML 1.0 well enough for datasets and strictly enough to trust them: one root, tags that match, the five
// entities and character references, comments, processing instructions and CDATA. Names lose their prefixes. It does
// not copy: names and texts without references are parts of the input. encoding/xml needs 0.9 ms for the tokens of a 12-line
// invoice alone; this and the tree together take a fifth of that.
type scanner struct {
	file string
	s    string
	pos  int
	open []string // qualified names of the open elements
	self bool     // an empty-element tag still owes its end
}

type tokenKind uint8

const (
	startTag tokenKind = iota
	endTag
	textToken
	eof
)

type token struct {
	kind  tokenKind
	name  string // local name
	attrs string // raw attributes of a start tag
	text  string // unescaped
	at    int    // byte offset
}

func (sc *scanner) fail(offset int, err error, format string, args ...any) error {
	return at(sc.file, sc.s, offset, err, format, args...)
}

// root finds the root element.
func (sc *scanner) root() (token, error) {
	for {
		t, err := sc.next()
		switch {
		case err != nil:
			return t, err
		case t.kind == startTag:
			return t, nil
		case t.kind == eof:
			return t, sc.fail(len(sc.s), ErrForm, "no root element")
		}
	}
}

// next is the next token. Comments and processing instructions are passed over; text is cut at them.
func (sc *scanner) next() (token, error) {
	if sc.self {
		sc.self = false
		return sc.pop(sc.pos), nil
	}
	for {
		s := sc.s[sc.pos:]
		if s == "" {
			if len(sc.open) > 0 {
				return token{}, sc.fail(sc.pos, ErrSyntax, "element %s is not closed", sc.open[len(sc.open)-1])
			}
			return token{kind: eof, at: sc.pos}, nil
		}
		if s[0] != '<' {
			return sc.textToken(s)
		}
		switch {
		case len(s) > 1 && s[1] == '/':
			return sc.endTag(s)
		case len(s) > 1 && s[1] == '?':
			if err := sc.skip(s, "?>"); err != nil {
				return token{}, err
			}
		case strings.HasPrefix(s, "<!--"):
			if err := sc.skip(s[4:], "-->"); err != nil {
				return token{}, err
			}
		case strings.HasPrefix(s, "<![CDATA["):
			return sc.cdata(s)
		case len(s) > 1 && s[1] == '!':
			return token{}, sc.fail(sc.pos, ErrDTD, "")
		default:
			return sc.startTag(s)
		}
	}
}

// skip passes over everything up to and with end; s is a tail of the input.
func (sc *scanner) skip(s, end string) error {
	i := strings.Index(s, end)
	if i < 0 {
		return sc.fail(sc.pos, ErrSyntax, "%s is missing", end)
	}
	sc.pos = len(sc.s) - len(s) + i + len(end)
	return nil
}

func (sc *scanner) textToken(s string) (token, error) {
	i := strings.IndexByte(s, '<')
	if i < 0 {
		i = len(s)
	}
	start := sc.pos
	sc.pos += i
	if len(sc.open) == 0 {
		if strings.Trim(s[:i], " \t\r\n") != "" {
			return token{}, sc.fail(start, ErrSyntax, "text outside of the root element")
		}
		return token{kind: textToken, at: start}, nil
	}
	text, err := sc.unescape(s[:i], start)
	return token{kind: textToken, text: text, at: start}, err
}

func (sc *scanner) cdata(s string) (token, error) {
	start := sc.pos
	if err := sc.skip(s, "]]>"); err != nil {
		return token{}, err
	}
	if len(sc.open) == 0 {
		return token{}, sc.fail(start, ErrSyntax, "text outside of the root element")
	}
	return token{kind: textToken, text: newlines(sc.s[start+9 : sc.pos-3]), at: start}, nil
}

func (sc *scanner) startTag(s string) (token, error) {
	start := sc.pos
	n := nameLen(s[1:])
	if n == 0 {
		return token{}, sc.fail(start, ErrSyntax, "a tag without a name")
	}
	end := 1 + n
	for end < len(s) && s[end] != '>' { // a '>' may stand inside of quotes
		switch s[end] {
		case '"', '\'':
			q := strings.IndexByte(s[end+1:], s[end])
			if q < 0 {
				return token{}, sc.fail(start, ErrSyntax, "attribute without an end")
			}
			end += q + 1
		case '<':
			return token{}, sc.fail(start+end, ErrSyntax, "'<' inside of a tag")
		}
		end++
	}
	if end >= len(s) {
		return token{}, sc.fail(start, ErrSyntax, "a tag without an end")
	}
	attrs := s[1+n : end]
	sc.pos += end + 1
	if sc.self = strings.HasSuffix(attrs, "/"); sc.self {
		attrs = attrs[:len(attrs)-1]
	}
	if len(sc.open) >= MaxDepth {
		return token{}, sc.fail(start, ErrTooDeep, "more than %d elements inside of each other", MaxDepth)
	}
	sc.open = append(sc.open, s[1:1+n])
	return token{kind: startTag, name: local(s[1 : 1+n]), attrs: attrs, at: start}, nil
}

func (sc *scanner) endTag(s string) (token, error) {
	start := sc.pos
	n := nameLen(s[2:])
	end := 2 + n
	for end < len(s) && isSpace(s[end]) {
		end++
	}
	if n == 0 || end >= len(s) || s[end] != '>' {
		return token{}, sc.fail(start, ErrSyntax, "broken end tag")
	}
	if len(sc.open) == 0 || sc.open[len(sc.open)-1] != s[2:2+n] {
		return token{}, sc.fail(start, ErrSyntax, "end tag %s does not match", s[2:2+n])
	}
	sc.pos += end + 1
	return sc.pop(start), nil
}

func (sc *scanner) pop(at int) token {
	name := sc.open[len(sc.open)-1]
	sc.open = sc.open[:len(sc.open)-1]
	return token{kind: endTag, name: local(name), at: at}
}

func local(name string) string {
	if i := strings.IndexByte(name, ':'); i >= 0 {
		return name[i+1:]
	}
	return name
}

func isSpace(c byte) bool { return c == ' ' || c == '\t' || c == '\n' || c == '\r' }

// nameLen is the length of the name that s begins with; 0 for none.
func nameLen(s string) int {
	i := 0
	for i < len(s) && nameByte[s[i]] {
		i++
	}
	if i > 0 && (s[0] >= '0' && s[0] <= '9' || s[0] == '-' || s[0] == '.' || s[0] == ':' || s[i-1] == ':') {
		return 0
	}
	return i
}

// nameByte is the set of bytes of names, everything beyond ASCII included.
var nameByte = func() (t [256]bool) {
	for c := range t {
		t[c] = c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '_' || c == '-' || c == '.' || c == ':' || c >= 0x80
	}
	return t
}()

// newlines is end-of-line handling (XML 1.0 2.11).
func newlines(s string) string {
	if strings.IndexByte(s, '\r') < 0 {
		return s
	}
	return strings.ReplaceAll(strings.ReplaceAll(s, "\r\n", "\n"), "\r", "\n")
}

// unescape replaces references and normalises line ends; offset is where s stands.
func (sc *scanner) unescape(s string, offset int) (string, error) {
	s, raw := newlines(s), s
	if strings.IndexByte(s, '&') < 0 {
		return s, nil
	}
	var b strings.Builder
	b.Grow(len(s))
	for {
		i := strings.IndexByte(s, '&')
		if i < 0 {
			b.WriteString(s)
			return b.String(), nil
		}
		b.WriteString(s[:i])
		ref, _, ok := strings.Cut(s[i+1:min(len(s), i+16)], ";")
		r, known := reference(ref)
		if !ok || !known {
			return "", sc.fail(offset+strings.IndexByte(raw, '&'), ErrSyntax, "unknown reference &%s", ref)
		}
		b.WriteRune(r)
		s = s[i+1+len(ref)+1:]
	}
}

// reference is the character of an entity or character reference (XML 1.0 4.1, 4.6).
func reference(ref string) (rune, bool) {
	switch ref {
	case "lt":
		return '<', true
	case "gt":
		return '>', true
	case "amp":
		return '&', true
	case "apos":
		return '\'', true
	case "quot":
		return '"', true
	}
	digits, ok := strings.CutPrefix(ref, "#")
	if !ok {
		return 0, false
	}
	base := 10
	if len(digits) > 1 && digits[0] == 'x' {
		digits, base = digits[1:], 16
	}
	n, err := strconv.ParseUint(digits, base, 32)
	valid := n == 9 || n == 10 || n == 13 || n >= 0x20 && n <= 0xD7FF || n >= 0xE000 && n <= 0xFFFD || n >= 0x10000 && n <= 0x10FFFF
	return rune(n), err == nil && valid
}

// attr is an attribute of a start tag by its local name.
func (sc *scanner) attr(t token, name string) (string, bool) {
	s := t.attrs
	for {
		s = strings.TrimLeft(s, " \t\r\n")
		key, rest, ok := strings.Cut(s, "=")
		rest = strings.TrimLeft(rest, " \t\r\n")
		if !ok || rest == "" || rest[0] != '"' && rest[0] != '\'' {
			return "", false
		}
		value, after, ok := strings.Cut(rest[1:], rest[:1])
		if !ok {
			return "", false
		}
		if key = strings.TrimRight(key, " \t\r\n"); local(key) == name || key == name {
			text, err := sc.unescape(value, t.at)
			return text, err == nil
		}
		s = after
	}
}
