package docx

import (
	"strings"

	"reportmail/render/doc"
)

// storyIndex finds the elements and the compiled nodes of a part again.
type storyIndex struct {
	*story
	root   *element
	starts map[int32]*element // by start offset
	parent map[*element]*element
	nodes  map[doc.Source]doc.Node // as compiled
	same   map[doc.Node]bool       // the same, by pointer
	seen   map[int32]bool          // starts of elements that were written: what comes again needs ids of its own
}

// index scans a story anew. Its text was scanned when it was read, so that this cannot fail.
func (p *Package) index(s *story) (*storyIndex, error) {
	root, err := scan(s.text)
	if err != nil {
		return nil, err
	}
	x := &storyIndex{story: s, root: root, starts: map[int32]*element{}, parent: map[*element]*element{}, nodes: map[doc.Source]doc.Node{}, same: map[doc.Node]bool{}, seen: map[int32]bool{}}
	x.elements(root)
	for _, sec := range p.Document.Sections {
		if s.index == 1 {
			x.compiled(sec.Content)
			continue
		}
		for _, edges := range []map[doc.HeaderType]*doc.HeaderFooter{sec.Headers, sec.Footers} {
			for _, e := range edges {
				if e.Part == s.name {
					x.compiled(e.Content)
				}
			}
		}
	}
	return x, nil
}

func (x *storyIndex) elements(e *element) {
	x.starts[e.start] = e
	for _, k := range e.kids {
		x.parent[k] = e
		x.elements(k)
	}
}

func (x *storyIndex) compiled(content []doc.Node) {
	doc.Walk(content, func(n doc.Node) bool {
		if src := sourceOf(n); src.Part == x.story.index {
			x.nodes[src] = n
			x.same[n] = true
		}
		return true
	})
}

// element is the element that a node was read from; nil for a node that merge made.
func (x *storyIndex) element(n doc.Node) *element {
	src := sourceOf(n)
	if src.Part != x.story.index {
		return nil
	}
	return x.starts[src.Start]
}

// prefix is the prefix that a name space has at the root element, and what has to be added to the root's start tag
// for it to have one.
func (x *storyIndex) prefix(known string) (prefix, declaration string) {
	space := ""
	for _, a := range x.root.attrs {
		if prefixOf[a.value] != known {
			continue
		}
		if p, ok := strings.CutPrefix(a.name, "{}"); ok {
			return p, ""
		}
		space = a.value // the default name space, which attributes cannot use
	}
	if space == "" {
		space = spaceOf(known, strings.Contains(x.text[x.root.start:x.root.open], "purl.oclc.org/ooxml"))
	}
	prefix = known
	for x.root.has("{}" + prefix) {
		prefix += "x"
	}
	return prefix, ` xmlns:` + prefix + `="` + space + `"`
}

// spaceOf is the name space behind a prefix.
func spaceOf(prefix string, strict bool) string {
	found := ""
	for space, p := range prefixOf {
		if p == prefix && (found == "" || strings.Contains(space, "purl.oclc.org") == strict) {
			found = space
		}
	}
	return found
}
