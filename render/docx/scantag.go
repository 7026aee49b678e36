package docx

import (
	"fmt"
	"strconv"
	"strings"
	"unicode/utf8"
)

// scope is the name spaces that hold inside an element which declares some.
type scope struct {
	owner *element
	outer *scope
	decls []attr            // prefix, name space
	depth int               // declarations here and around
	names map[string]string // qualified names met in this scope → names as readers know them
}

// space is the name space that a prefix stands for.
func (c *scope) space(prefix string) string {
	if prefix == "xml" {
		return "http://www.w3.org/XML/1998/namespace"
	}
	for ; c != nil; c = c.outer {
		for _, d := range c.decls {
			if d.name == prefix {
				return d.value
			}
		}
	}
	return ""
}

// name is a qualified name as readers know it. An attribute without prefix is in no name space.
func (c *scope) name(raw string, isAttr bool) string {
	prefix, local, ok := strings.Cut(raw, ":")
	if !ok {
		if isAttr {
			return raw
		}
		prefix, local = "", raw
	}
	if n, ok := c.names[raw]; ok {
		return n
	}
	space := c.space(prefix)
	n := raw
	if p, ok := prefixOf[space]; ok {
		if p != prefix {
			n = p + ":" + local
		}
	} else if space != "" || prefix != "" {
		n = "{" + space + "}" + local
	}
	c.names[raw] = n
	return n
}

// startTag reads a start tag or an empty element.
func (s *scanner) startTag() error {
	if s.root != nil {
		return fmt.Errorf("%w: a second root element", ErrXML)
	}
	e, err := s.node()
	if err != nil {
		return err
	}
	e.start = int32(s.pos)
	raw := rawName(s.src[s.pos:])
	if raw == "" || strings.ContainsAny(raw, "<\"'&") {
		return fmt.Errorf("%w: an element without a name", ErrXML)
	}
	s.pos += 1 + len(raw)
	empty, err := s.attributes(e)
	if err != nil {
		return err
	}
	if err := s.named(e, raw); err != nil {
		return err
	}
	e.open, e.close = int32(s.pos), int32(s.pos)
	s.buf = s.buf[:0]
	s.stack = append(s.stack, e)
	if empty {
		s.leave(e)
	}
	return nil
}

// named resolves the names of an element and its attributes, once its declarations are known.
func (s *scanner) named(e *element, raw string) error {
	for _, a := range e.attrs {
		prefix, isDecl := strings.CutPrefix(a.name, "xmlns")
		if !isDecl || prefix != "" && prefix[0] != ':' {
			continue
		}
		if s.scope.owner != e {
			s.scope = &scope{owner: e, outer: s.scope, names: map[string]string{}, depth: s.scope.depth}
		}
		if s.scope.depth++; s.scope.depth > maxDecls {
			return fmt.Errorf("%w: more than %d name spaces", ErrTooLarge, maxDecls)
		}
		s.scope.decls = append(s.scope.decls, attr{strings.TrimPrefix(prefix, ":"), a.value})
	}
	e.name = s.scope.name(raw, false)
	if len(s.stack) > 0 {
		e.preserve = s.stack[len(s.stack)-1].preserve
	}
	for i := range e.attrs {
		a := &e.attrs[i]
		a.name = s.scope.name(a.name, true)
		if a.name == "xml:space" {
			e.preserve = a.value == "preserve"
		}
	}
	if e.name == "mc:Choice" {
		e.chosen = true
		for _, p := range strings.Fields(e.attr("Requires")) {
			e.chosen = e.chosen && understood[prefixOf[s.scope.space(p)]]
		}
	}
	return nil
}

// attributes reads up to the end of a start tag, and tells whether the element is empty.
func (s *scanner) attributes(e *element) (empty bool, err error) {
	for {
		for s.pos < len(s.src) && isSpace(s.src[s.pos]) {
			s.pos++
		}
		rest := s.src[s.pos:]
		switch {
		case rest == "":
			return false, fmt.Errorf("%w: a tag is not closed", ErrXML)
		case rest[0] == '>':
			s.pos++
			return false, nil
		case strings.HasPrefix(rest, "/>"):
			s.pos += 2
			return true, nil
		}
		if err := s.attribute(e, rest); err != nil {
			return false, err
		}
	}
}

func (s *scanner) attribute(e *element, rest string) error {
	eq := strings.IndexByte(rest, '=')
	if eq <= 0 {
		return fmt.Errorf("%w: an attribute without a value", ErrXML)
	}
	name := strings.TrimRight(rest[:eq], " \t\r\n")
	from := eq + 1
	for from < len(rest) && isSpace(rest[from]) {
		from++
	}
	if from >= len(rest) || rest[from] != '"' && rest[from] != '\'' || strings.ContainsAny(name, " \t\r\n<>/\"'&") {
		return fmt.Errorf("%w: a malformed attribute", ErrXML)
	}
	n := strings.IndexByte(rest[from+1:], rest[from])
	if n < 0 {
		return fmt.Errorf("%w: an attribute is not closed", ErrXML)
	}
	value := rest[from+1 : from+1+n]
	if strings.IndexByte(value, '<') >= 0 {
		return fmt.Errorf("%w: < in an attribute", ErrXML)
	}
	value, err := unescape(value)
	if err != nil {
		return err
	}
	if e.attrs = append(e.attrs, attr{name, value}); len(e.attrs) > maxAttrs {
		return fmt.Errorf("%w: an element with more than %d attributes", ErrTooLarge, maxAttrs)
	}
	s.pos += from + n + 2
	return nil
}

func isSpace(c byte) bool { return c == ' ' || c == '\n' || c == '\t' || c == '\r' }

// lines makes every line end a line feed (XML 1.0 2.11).
func lines(s string) string {
	if strings.IndexByte(s, '\r') < 0 {
		return s
	}
	return strings.ReplaceAll(strings.ReplaceAll(s, "\r\n", "\n"), "\r", "\n")
}

// unescape resolves references, and refuses characters that XML does not have (XML 1.0 2.2, 4.6).
func unescape(s string) (string, error) {
	for i := 0; i < len(s); i++ {
		if c := s[i]; c < 0x20 && !isSpace(c) {
			return "", fmt.Errorf("%w: control character %#x", ErrXML, c)
		}
	}
	s = lines(s)
	i := strings.IndexByte(s, '&')
	if i < 0 {
		return s, nil
	}
	var b strings.Builder
	for i >= 0 {
		b.WriteString(s[:i])
		s = s[i+1:]
		n := strings.IndexByte(s, ';')
		if n < 0 {
			return "", fmt.Errorf("%w: & without ;", ErrXML)
		}
		r, ok := reference(s[:n])
		if !ok {
			return "", fmt.Errorf("%w: unknown reference &%.20s;", ErrXML, s[:n])
		}
		b.WriteRune(r)
		s = s[n+1:]
		i = strings.IndexByte(s, '&')
	}
	b.WriteString(s)
	return b.String(), nil
}

var entities = map[string]rune{"lt": '<', "gt": '>', "amp": '&', "quot": '"', "apos": '\''}

func reference(name string) (rune, bool) {
	if r, ok := entities[name]; ok {
		return r, true
	}
	digits, base := strings.TrimPrefix(name, "#"), 10
	if digits == name {
		return 0, false
	}
	if hex, ok := strings.CutPrefix(digits, "x"); ok {
		digits, base = hex, 16
	}
	n, err := strconv.ParseUint(digits, base, 32)
	r := rune(n)
	if err != nil || n > utf8.MaxRune || !utf8.ValidRune(r) || n < 0x20 && !isSpace(byte(n)) || n == 0xFFFE || n == 0xFFFF {
		return 0, false
	}
	return r, true
}
