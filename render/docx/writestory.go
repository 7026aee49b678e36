package docx

import (
	"strings"

	"reportmail/render/doc"
)

// storyWriter writes one part with content.
type storyWriter struct {
	*writer
	x    *storyIndex
	name string // of the part that is written
	b    strings.Builder
	seen map[int32]bool // of the index: shared by all copies of the part

	doc       int    // which of the documents
	mergeItem string // data item whose rows are the documents
	firstSect int32  // start of the w:sectPr of the document's first section
	edgeRels  map[string]string
	rebase    []rebase
	plain     int // depth of controls that hold plain text
	grid      int // columns of the table that is being written

	closing     *doc.Paragraph // the paragraph that ends the document's last section
	closingSect string

	w, r         string // prefixes of the name spaces
	declarations string
}

// rebase is the row of a repeater that is being written.
type rebase struct {
	path  []doc.Step
	index int
}

func (w *writer) story(x *storyIndex, name string) *storyWriter {
	s := &storyWriter{writer: w, x: x, name: name, seen: x.seen}
	var more string
	s.w, s.declarations = x.prefix("w")
	s.r, more = x.prefix("r")
	s.declarations += more
	return s
}

func (s *storyWriter) begin(i int, d *doc.Document) {
	s.doc, s.firstSect = i, -1
	if d != nil && len(d.Sections) > 0 && d.Sections[0].Src.Part != 0 {
		s.firstSect = d.Sections[0].Src.Start
	}
	s.rebase, s.closing = nil, nil
	if s.mergeItem != "" {
		s.rebase = []rebase{{[]doc.Step{{}, {Name: s.mergeItem}}, i + 1}}
	}
}

// p is markup with the prefix of WordprocessingML in place of each "%".
func (s *storyWriter) p(markup string) string { return strings.ReplaceAll(markup, "%", s.w+":") }

// finish puts the written content in place of that of container, and the part into the package.
func (s *storyWriter) finish(container *element) error {
	text, root := s.x.text, s.x.root
	head := text[:root.open]
	if s.declarations != "" {
		at := int(root.start) + 1 + len(rawName(text[root.start:]))
		head = text[:at] + s.declarations + text[at:root.open]
	}
	var out string
	switch {
	case container == root:
		out = openTag(head) + s.b.String() + closeTag(text, root)
	default:
		out = head + text[root.open:container.start] + openTag(text[container.start:container.open]) + s.b.String() + closeTag(text, container) + text[container.end:root.end]
	}
	s.out.putXML(s.name, out)
	if s.name != s.x.name { // a copy has the relationships of the original
		if rels := relationsName(s.x.name); s.out.archive.has(rels) {
			b, err := s.out.archive.bytes(rels, maxXMLPart)
			if err != nil {
				return err
			}
			s.out.put(relationsName(s.name), b)
		}
	}
	return nil
}

func closeTag(text string, e *element) string { return "</" + rawName(text[e.start:]) + ">" }

// relate is the id of a new relationship of the part.
func (s *storyWriter) relate(kind, target string, external bool) string {
	for _, r := range s.out.rels[s.name] {
		if r.kind == kind && r.target == target && r.external == external {
			return r.id
		}
	}
	base := "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
	if len(s.x.rels) > 0 && strings.Contains(s.x.rels[0].base, "purl.oclc.org") {
		base = "http://purl.oclc.org/ooxml/officeDocument/relationships/"
	}
	r := relation{id: "rIdM" + s.id(), kind: kind, base: base, target: target, external: external}
	s.out.rels[s.name] = append(s.out.rels[s.name], r)
	return r.id
}

// raw is an element as it stands in the layout, with the changes that every copy needs.
func (s *storyWriter) raw(e *element) string {
	if e == nil {
		return ""
	}
	from, to := e.start, e.end
	if e.around != nil {
		from, to = e.around.start, e.around.end
	}
	return s.span(from, to, []*element{e})
}

// span is a range of the layout's text that holds the elements es.
func (s *storyWriter) span(from, to int32, es []*element) string {
	var edits []edit
	for _, e := range es {
		s.collect(e, &edits)
	}
	return edited(s.x.text, from, to, edits)
}

// collect gathers what must change in a copy of an element: in controls always, and in what is written again.
func (s *storyWriter) collect(e *element, edits *[]edit) {
	again := s.seen[e.start]
	s.seen[e.start] = true
	if again && e.around != nil {
		s.onlyBranch(e, edits)
	}
	switch e.name {
	case "w:sdt":
		s.controlEdits(e, again, nil, edits)
	case "w:sectPr":
		s.sectEdits(e, edits)
	case "w:instrText":
		if s.ownPages && strings.TrimSpace(e.text) != "" {
			*edits = append(*edits, edit{e.open, e.close, pagesOfSection(s.x.text[e.open:e.close])})
		}
	case "w:fldSimple":
		if s.ownPages {
			*edits = append(*edits, edit{e.start, e.open, pagesOfSection(s.x.text[e.start:e.open])})
		}
	case "w:p", "w:tr":
		if again {
			*edits = append(*edits, edit{e.start, e.open, s.freshTag(e)})
		}
	case "wp:docPr":
		if again {
			*edits = append(*edits, edit{e.start, e.open, setAttr(s.x.text[e.start:e.open], "id", s.id())})
		}
	default:
		if again && marks[e.name] && e.name != "w:proofErr" {
			*edits = append(*edits, edit{e.start, e.end, ""})
			return
		}
	}
	for _, k := range e.kids {
		s.collect(k, edits)
	}
}

// pagesOfSection makes a field that counts the pages of the document count those of its section, which one of several
// documents is in their common package.
func pagesOfSection(instruction string) string {
	return strings.Replace(instruction, "NUMPAGES", "SECTIONPAGES", 1)
}

// onlyBranch takes the branches of an mc:AlternateContent away that do not count: what they hold would come again with
// the same ids. A fallback that counts keeps its company, for it may not stand alone.
func (s *storyWriter) onlyBranch(e *element, edits *[]edit) {
	chosen := e.around.branch()
	if chosen == nil || chosen.name != "mc:Choice" {
		return
	}
	for _, k := range e.around.kids {
		if k != chosen {
			*edits = append(*edits, edit{k.start, k.end, ""})
		}
	}
}

// freshTag is the start tag of a paragraph or row without the ids that Word gives each ([MS-DOCX] 2.6.2.2).
func (s *storyWriter) freshTag(e *element) string {
	return dropAttr(dropAttr(s.x.text[e.start:e.open], "paraId"), "textId")
}

// tag is an element's start tag for new content.
func (s *storyWriter) tag(e *element) string {
	tag := s.x.text[e.start:e.open]
	if s.seen[e.start] {
		tag = s.freshTag(e)
	}
	s.seen[e.start] = true
	return openTag(tag)
}
