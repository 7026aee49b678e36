package docx

import (
	"fmt"
	"maps"
	"path"
	"slices"
	"strconv"
	"strings"

	"reportmail/render/doc"
)

// WriteOptions say how a merged document is written.
type WriteOptions struct {
	// Unwrapped leaves content controls out and keeps what they hold, for programs that mistake them.
	Unwrapped bool
	// MergeItem is the data item whose rows are the documents; "" when one document holds all rows.
	MergeItem string
}

// Write writes merged documents as one Word package. They must have been made of p.Document: nodes that are shared with
// it are copied as they stand in the layout, changed ones are written anew around what did not change. Several
// documents follow each other as sections with page numbers of their own. data is the report's custom XML part with
// its declaration, as dataset.WriteWord makes it for the name space of ReportPart; nil keeps the layout's.
//
// Repeated rows get bindings of their own (an index in the path), ids stay unique, bindings name the part that the
// package holds, and pictures and links get parts and relationships. Mail-merge settings go, for the merge is done.
func (p *Package) Write(docs []*doc.Document, data []byte, o WriteOptions) ([]byte, error) {
	w := &writer{Package: p, options: o, out: newOutput(p.archive), indexes: map[int32]*storyIndex{}, images: map[*doc.Image]string{}, edges: map[*doc.HeaderFooter]string{}}
	if err := w.prepareReport(data); err != nil {
		return nil, fmt.Errorf("write the data part: %w", err)
	}
	for _, s := range p.stories {
		x, err := p.index(s)
		if err != nil {
			return nil, fmt.Errorf("write part %s: %w", s.name, err)
		}
		w.indexes[s.index] = x
	}
	if err := w.main(docs); err != nil {
		return nil, fmt.Errorf("write part %s: %w", p.main, err)
	}
	if err := w.settings(); err != nil {
		return nil, fmt.Errorf("write the settings: %w", err)
	}
	return w.out.bytes()
}

// writer writes one package.
type writer struct {
	*Package
	options WriteOptions
	out     *output
	report  *reportPart // nil when the package has none
	indexes map[int32]*storyIndex
	images  map[*doc.Image]string // part names
	// ownPages has each of several documents count its own pages.
	ownPages bool
	edges    map[*doc.HeaderFooter]string
	lastID   int
}

// id is a number that nothing in the package has: for controls, drawings and bookmarks of repeated content.
func (w *writer) id() string {
	w.lastID++
	return strconv.Itoa(1_500_000_000 + w.lastID)
}

// main writes the main document.
func (w *writer) main(docs []*doc.Document) error {
	s := w.story(w.indexes[1], w.Package.main)
	s.mergeItem = w.mergeItem(docs)
	w.ownPages = len(docs) > 1 && len(w.Document.Sections) == 1
	body := s.x.root.kid("w:body")
	for i, d := range docs {
		s.begin(i, d)
		if err := s.changedEdges(d); err != nil {
			return err
		}
		for j, sec := range d.Sections {
			content, last := sec.Content, j == len(d.Sections)-1
			if last && i < len(docs)-1 {
				content = s.closeSection(content, sec)
			}
			s.nodes(content, body, sec.Src.Start)
			if !last && sec.Src.Part != 0 && !s.seen[sec.Src.Start] { // the paragraph that carried the break is gone
				s.b.WriteString(s.p("<%p><%pPr>") + s.sectText(sec) + s.p("</%pPr></%p>"))
			}
		}
	}
	if n := len(docs); n > 0 {
		if secs := docs[n-1].Sections; len(secs) > 0 {
			s.b.WriteString(s.sectText(secs[len(secs)-1]))
		}
	}
	return s.finish(body)
}

// mergeItem is the data item whose rows are the documents, as far as the documents' own text tells.
func (w *writer) mergeItem(docs []*doc.Document) (name string) {
	if w.options.MergeItem != "" || len(docs) < 2 {
		return w.options.MergeItem
	}
	for _, sec := range docs[1].Sections {
		doc.Walk(sec.Content, func(n doc.Node) bool {
			if r, ok := n.(*doc.Run); ok && r.From != nil && name == "" {
				if path, ok := ParseXPath(r.From.Column); ok && path[0].Index == 2 {
					name = path[0].Name
				}
			}
			return name == ""
		})
	}
	return name
}

// changedEdges writes headers and footers: over the layout's own for the first document, as new parts for the others
// where a merge changed them.
func (s *storyWriter) changedEdges(d *doc.Document) error {
	s.edgeRels = map[string]string{}
	for _, sec := range d.Sections {
		for _, kind := range []map[doc.HeaderType]*doc.HeaderFooter{sec.Headers, sec.Footers} {
			for _, t := range slices.Sorted(maps.Keys(kind)) {
				if err := s.changedEdge(kind[t]); err != nil {
					return err
				}
			}
		}
	}
	return nil
}

func (s *storyWriter) changedEdge(e *doc.HeaderFooter) error {
	part := slices.IndexFunc(s.stories, func(o *story) bool { return o.name == e.Part && o.index > 1 })
	if part < 0 || s.doc > 0 && s.compiledEdge(e) {
		return nil
	}
	x := s.indexes[int32(part+1)]
	name, done := s.edges[e]
	if !done {
		if name = e.Part; s.doc > 0 {
			dir, file := path.Split(e.Part)
			name = s.out.freeName(dir, strings.TrimSuffix(file, path.Ext(file))+"_", path.Ext(file))
		}
		s.edges[e] = name
		h := s.writer.story(x, name)
		h.mergeItem = s.mergeItem
		h.begin(s.doc, nil)
		h.nodes(e.Content, x.root, x.root.end)
		if err := h.finish(x.root); err != nil {
			return err
		}
	}
	if name != e.Part {
		for _, rel := range s.x.rels {
			if !rel.external && partKey(rel.target) == partKey(e.Part) {
				s.edgeRels[rel.id] = s.relate(rel.kind, name, false)
			}
		}
		s.out.sameType(name, e.Part)
	}
	return nil
}

// compiledEdge tells whether a header or footer is the layout's own.
func (w *writer) compiledEdge(e *doc.HeaderFooter) bool {
	for _, sec := range w.Document.Sections {
		for _, edges := range []map[doc.HeaderType]*doc.HeaderFooter{sec.Headers, sec.Footers} {
			for _, own := range edges {
				if own == e {
					return true
				}
			}
		}
	}
	return false
}

// settings takes the mail merge out of the settings: its data source is not there where the document goes.
func (w *writer) settings() error {
	main, err := w.out.archive.relations(w.Package.main)
	if err != nil {
		return err
	}
	rel, ok := main.first("settings")
	if !ok || !w.out.archive.has(rel.target) {
		return nil
	}
	root, text, err := w.out.archive.tree(rel.target)
	if err != nil {
		return err
	}
	if m := root.kid("w:mailMerge"); m != nil {
		w.out.putXML(rel.target, edited(text, 0, int32(len(text)), []edit{{m.start, m.end, ""}}))
	}
	return nil
}
