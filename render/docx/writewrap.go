package docx

import (
	"strings"

	"reportmail/render/doc"
)

// wrappers are the elements that reading looks through, each with the elements at its head that belong to it: changes
// that are tracked (ECMA-376-1 17.13.5), marked-up content, directions of text, and reading aids, which stand in a run.
var wrappers = map[string][]string{
	"w:ins": nil, "w:moveTo": nil, "w:dir": nil, "w:bdo": nil, "w:customXml": {"w:customXmlPr"}, "w:smartTag": {"w:smartTagPr"},
	"w:r": {"w:rPr"}, "w:ruby": {"w:rubyPr", "w:rt"}, "w:rubyBase": nil,
}

// wrapper is the child of container that a node stands in, when only wrappers are between the two; nil when there is none.
func (s *storyWriter) wrapper(n doc.Node, container *element) *element {
	e := s.x.element(n)
	if e == nil || container == nil {
		return nil
	}
	var outer *element
	for up := s.x.parent[e]; up != container; up = s.x.parent[up] {
		if up == nil {
			return nil
		}
		if _, ok := wrappers[up.name]; !ok || sourceOf(n).End > up.end {
			return nil
		}
		outer = up
	}
	return outer
}

// inside are the first nodes of content that stand in a wrapper.
func (s *storyWriter) inside(w *element, content []doc.Node, container *element) []doc.Node {
	n := 0
	for n < len(content) && s.wrapper(content[n], container) == w {
		n++
	}
	return content[:n]
}

// wrapped writes nodes with the wrapper around them.
func (s *storyWriter) wrapped(w *element, content []doc.Node) {
	s.b.WriteString(s.tag(w))
	for _, name := range wrappers[w.name] {
		s.b.WriteString(s.raw(w.kid(name)))
	}
	s.nodes(content, w, w.close)
	s.b.WriteString(closeTag(s.x.text, w))
}

// loneMarks are the marks that need no second one: deleted text.
var loneMarks = map[string]bool{"w:del": true, "w:moveFrom": true}

// between are the marks of a container that were not written yet: bookmarks, and ranges of comments, permissions and
// moves, whose two ends both stand in it, and deleted text.
func (s *storyWriter) between(container *element, limit int32) []*element {
	if container == nil {
		return nil
	}
	ends := map[[2]string]int{}
	for _, k := range container.kids {
		ends[rangeOf(k)]++
	}
	var out []*element
	for _, k := range container.kids {
		whole := loneMarks[k.name] || rangeOf(k)[0] != "" && ends[rangeOf(k)] == 2
		if whole && k.start < limit && !s.seen[k.start] {
			out = append(out, k)
		}
	}
	return out
}

// rangeOf is what the two ends of a range have in common: kind and id; empty for what ends no range.
func rangeOf(e *element) [2]string {
	if !marks[e.name] {
		return [2]string{}
	}
	for _, end := range []string{"Start", "End"} {
		if kind, ok := strings.CutSuffix(e.name, end); ok {
			return [2]string{kind, e.attr("w:id")}
		}
	}
	return [2]string{}
}
