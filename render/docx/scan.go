package docx

import (
	"fmt"
	"strings"
)

// Limits of one XML part.
const (
	maxDepth    = 400     // elements inside each other: a table nested 40 deep needs about 250
	maxElements = 500_000 // of one part; the largest real one has 30,000, and a tree of this size takes 60 MB
	maxAttrs    = 256     // of one element; Word's root elements declare 40 name spaces
	maxDecls    = 1024    // name spaces declared around an element
)

// element is one XML element of a part. Names carry the prefixes of prefixOf, or "{name space}" when it is unknown.
// Of an mc:AlternateContent only the branch that counts is in the tree, in its place.
type element struct {
	name     string
	attrs    []attr
	kids     []*element
	text     string   // character data, of elements that hold nothing else
	preserve bool     // xml:space="preserve" holds here
	chosen   bool     // an mc:Choice whose name spaces are understood
	around   *element // the mc:AlternateContent that the element was taken out of

	start, open, close, end int32 // byte offsets: start tag, content, end tag, behind it
}

type attr struct{ name, value string }

// attr is an attribute's value, "" when it is absent.
func (e *element) attr(name string) string {
	for i := range e.attrs {
		if e.attrs[i].name == name {
			return e.attrs[i].value
		}
	}
	return ""
}

// has tells whether an attribute is there.
func (e *element) has(name string) bool {
	for i := range e.attrs {
		if e.attrs[i].name == name {
			return true
		}
	}
	return false
}

// val is the w:val attribute.
func (e *element) val() string { return e.attr("w:val") }

// kid is the first child of a name, or nil.
func (e *element) kid(name string) *element {
	if e == nil {
		return nil
	}
	for _, k := range e.kids {
		if k.name == name {
			return k
		}
	}
	return nil
}

// path goes down to first children; nil when one is missing.
func (e *element) path(names ...string) *element {
	for _, n := range names {
		e = e.kid(n)
	}
	return e
}

// find is the first descendant of a name in document order, or nil.
func (e *element) find(name string) *element {
	if e == nil {
		return nil
	}
	for _, k := range e.kids {
		if k.name == name {
			return k
		}
		if f := k.find(name); f != nil {
			return f
		}
	}
	return nil
}

// scanner turns the text of a part into a tree. It checks that tags match, knows no document types (and so no
// entities beyond the five of XML) and keeps within the limits.
type scanner struct {
	src   string
	pos   int
	stack []*element
	scope *scope
	root  *element
	count int
	arena []element
	buf   []byte // text of the innermost element, when comments or CDATA sections split it
}

// scan reads XML 1.0 with name spaces.
func scan(src string) (*element, error) {
	if len(src) > maxXMLPart*2 { // UTF-16 may grow
		return nil, fmt.Errorf("%w: %d bytes of XML", ErrTooLarge, len(src))
	}
	s := &scanner{src: src, scope: &scope{names: map[string]string{}}}
	for s.pos < len(s.src) {
		if err := s.next(); err != nil {
			return nil, fmt.Errorf("%w at byte %d", err, s.pos)
		}
	}
	if len(s.stack) > 0 {
		return nil, fmt.Errorf("%w: %s is not closed", ErrXML, s.stack[len(s.stack)-1].name)
	}
	if s.root == nil {
		return nil, fmt.Errorf("%w: no element", ErrXML)
	}
	return s.root, nil
}

// next reads one piece of markup or text.
func (s *scanner) next() error {
	rest := s.src[s.pos:]
	switch {
	case rest[0] != '<':
		n := strings.IndexByte(rest, '<')
		if n < 0 {
			n = len(rest)
		}
		return s.chars(rest[:n])
	case strings.HasPrefix(rest, "</"):
		return s.endTag()
	case strings.HasPrefix(rest, "<?"):
		return s.skip("?>")
	case strings.HasPrefix(rest, "<!--"):
		return s.skip("-->")
	case strings.HasPrefix(rest, "<![CDATA["):
		return s.cdata()
	case strings.HasPrefix(rest, "<!"):
		return fmt.Errorf("%w: document types are not allowed", ErrXML) // ECMA-376-2 6.3.3
	}
	return s.startTag()
}

func (s *scanner) skip(end string) error {
	n := strings.Index(s.src[s.pos+2:], end)
	if n < 0 {
		return fmt.Errorf("%w: %q is missing", ErrXML, end)
	}
	s.pos += 2 + n + len(end)
	return nil
}

func (s *scanner) cdata() error {
	from := s.pos + len("<![CDATA[")
	n := strings.Index(s.src[from:], "]]>")
	if n < 0 || len(s.stack) == 0 {
		return fmt.Errorf("%w: a CDATA section is out of place", ErrXML)
	}
	s.addText(lines(s.src[from : from+n]))
	s.pos = from + n + 3
	return nil
}

func (s *scanner) chars(raw string) error {
	if len(s.stack) == 0 {
		if strings.TrimLeft(raw, " \t\r\n") != "" {
			return fmt.Errorf("%w: text outside of the root element", ErrXML)
		}
	} else {
		text, err := unescape(raw)
		if err != nil {
			return err
		}
		s.addText(text)
	}
	s.pos += len(raw)
	return nil
}

// addText keeps the text of elements without children; nothing in these formats mixes the two.
func (s *scanner) addText(text string) {
	top := s.stack[len(s.stack)-1]
	switch {
	case len(top.kids) > 0:
	case top.text == "":
		top.text = text
	default:
		if len(s.buf) == 0 {
			s.buf = append(s.buf, top.text...)
		}
		s.buf = append(s.buf, text...)
	}
}

func (s *scanner) endTag() error {
	n := strings.IndexByte(s.src[s.pos:], '>')
	if n < 0 || len(s.stack) == 0 {
		return fmt.Errorf("%w: an end tag is out of place", ErrXML)
	}
	e := s.stack[len(s.stack)-1]
	if raw := strings.TrimRight(s.src[s.pos+2:s.pos+n], " \t\r\n"); raw != rawName(s.src[e.start:]) {
		return fmt.Errorf("%w: </%s> closes <%s>", ErrXML, raw, rawName(s.src[e.start:]))
	}
	e.close = int32(s.pos)
	s.pos += n + 1
	s.leave(e)
	return nil
}

// rawName is the qualified name at the start of a tag, as written.
func rawName(tag string) string {
	n := 1
	for n < len(tag) && !strings.ContainsRune(" \t\r\n/>=", rune(tag[n])) {
		n++
	}
	return tag[1:n]
}

// leave closes the innermost element, and puts the branch that counts in place of an mc:AlternateContent.
func (s *scanner) leave(e *element) {
	e.end = int32(s.pos)
	if len(s.buf) > 0 {
		e.text, s.buf = string(s.buf), s.buf[:0]
	}
	s.stack = s.stack[:len(s.stack)-1]
	if s.scope.owner == e {
		s.scope = s.scope.outer
	}
	if len(s.stack) == 0 {
		s.root = e
		return
	}
	parent := s.stack[len(s.stack)-1]
	if e.name == "mc:AlternateContent" {
		if b := e.branch(); b != nil {
			for _, k := range b.kids {
				k.around = e
			}
			parent.kids = append(parent.kids, b.kids...)
		}
		return
	}
	parent.kids = append(parent.kids, e)
}

// branch is the part of an mc:AlternateContent that counts: the first choice that is understood, else the fallback
// (ECMA-376-3 7.5).
func (e *element) branch() *element {
	for _, k := range e.kids {
		if k.name == "mc:Choice" && k.chosen {
			return k
		}
	}
	return e.kid("mc:Fallback")
}

// node is a fresh element. They are made in blocks: a part has thousands.
func (s *scanner) node() (*element, error) {
	if s.count++; s.count > maxElements {
		return nil, fmt.Errorf("%w: more than %d elements", ErrTooLarge, maxElements)
	}
	if len(s.stack) >= maxDepth {
		return nil, fmt.Errorf("%w: elements are nested more than %d deep", ErrTooLarge, maxDepth)
	}
	if len(s.arena) == 0 {
		s.arena = make([]element, 128)
	}
	e := &s.arena[0]
	s.arena = s.arena[1:]
	return e, nil
}
