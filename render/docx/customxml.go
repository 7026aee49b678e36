package docx

import (
	"slices"
	"strings"

	"reportmail/render/doc"
)

// CustomPart is a custom XML data part (ECMA-376-1 15.2.4), found through the relationships of the main document.
type CustomPart struct {
	Name      string // part name
	StoreID   string // ds:itemID of its properties; "" when it has none, which is usual
	Namespace string // of the root element
	Root      string // local name of the root element
	XML       []byte // UTF-8, without XML declaration
	UTF16     bool   // how it is stored
}

// IsReport tells whether the part holds report data: the skeleton of a Business Central layout, and not the metadata
// that its add-in keeps in a part of the same root name.
func (c *CustomPart) IsReport() bool {
	return c.Root == "NavWordReportXmlPart" && !strings.Contains(c.Namespace, "/internal/extended/")
}

// ReportPart is the part with report data that most bindings name, or nil.
func (p *Package) ReportPart() *CustomPart {
	for _, c := range p.Custom {
		if c.IsReport() {
			return c
		}
	}
	return nil
}

// namedFirst puts the report part that most bindings name before the others: layouts that were changed often have an
// older one left. A binding names a part by its id, or by the name space of its prefix.
func (r *reader) namedFirst() {
	names := map[*CustomPart]int{}
	var reports int
	for _, c := range r.custom {
		if c.IsReport() {
			reports++
		}
	}
	if reports < 2 {
		return
	}
	count := func(content []doc.Node) {
		doc.Walk(content, func(n doc.Node) bool {
			if c, ok := n.(*doc.Control); ok && c.Binding != nil {
				for _, part := range r.custom {
					if part.IsReport() && part.named(c.Binding) {
						names[part]++
					}
				}
			}
			return true
		})
	}
	for _, s := range r.doc.Sections {
		count(s.Content)
	}
	for _, e := range r.edges {
		count(e.Content)
	}
	slices.SortStableFunc(r.custom, func(a, b *CustomPart) int { return names[b] - names[a] })
}

// named tells whether a binding is to this part.
func (c *CustomPart) named(b *doc.Binding) bool {
	if c.StoreID != "" && b.StoreItemID != "" && strings.EqualFold(c.StoreID, b.StoreItemID) {
		return true
	}
	return c.Namespace != "" && strings.Contains(b.Prefixes, "'"+c.Namespace+"'")
}

// readCustom reads the custom XML parts. One that is damaged is reported and left out: bindings may still be
// resolved through another.
func (r *reader) readCustom() error {
	for _, rel := range r.rels {
		if rel.kind != "customXml" || rel.external || !r.archive.has(rel.target) {
			continue
		}
		b, err := r.archive.bytes(rel.target, maxXMLPart)
		if err != nil {
			return err
		}
		text, err := decode(b)
		if err != nil {
			r.find.Warn("custom-part-unreadable", r.at(rel.target), "", "custom XML part cannot be read: %v", err)
			continue
		}
		c := &CustomPart{Name: rel.target, XML: []byte(withoutDeclaration(text)), UTF16: len(b) > 1 && (b[0] == 0 || b[1] == 0 || b[0] >= 0xFE)}
		if c.Namespace, c.Root, err = rootName(text); err != nil {
			r.find.Warn("custom-part-unreadable", r.at(rel.target), "", "custom XML part cannot be read: %v", err)
			continue
		}
		c.StoreID = r.storeID(rel.target)
		r.custom = append(r.custom, c)
	}
	return nil
}

// storeID is the id that bindings know a custom XML part by (ECMA-376-1 22.5.2.1).
func (r *reader) storeID(part string) string {
	rels, err := r.archive.relations(part)
	if err != nil {
		return ""
	}
	rel, ok := rels.first("customXmlProps")
	if !ok || !r.archive.has(rel.target) {
		return ""
	}
	tree, _, err := r.archive.tree(rel.target)
	if err != nil {
		return ""
	}
	return tree.attr("ds:itemID")
}

// rootName is the name of a document's root element. The dataset's own reader checks the rest of it.
func rootName(text string) (space, local string, err error) {
	s := &scanner{src: text, scope: &scope{names: map[string]string{}}}
	for s.pos < len(s.src) && len(s.stack) == 0 && s.root == nil {
		if err := s.next(); err != nil {
			return "", "", err
		}
	}
	e := s.root
	if len(s.stack) > 0 {
		e = s.stack[0]
	}
	if e == nil {
		return "", "", ErrXML
	}
	prefix, local, ok := strings.Cut(rawName(text[e.start:]), ":")
	if !ok {
		prefix, local = "", prefix
	}
	return s.scope.space(prefix), local, nil
}
