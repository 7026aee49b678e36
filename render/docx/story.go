package docx

import (
	"fmt"

	"reportmail/render/diag"
	"reportmail/render/doc"
)

// story reads one part with content: the main document, a header or a footer.
type story struct {
	*reader
	name  string
	index int32  // doc.Source.Part
	text  string // UTF-8, what offsets count in
	rels  relations
	props *props

	place doc.ControlWhere // of what is being read; Table, Row and Cell are those of the innermost table
	count int              // tables met so far
	open  []*openField     // complex fields that go on in the next paragraph, outermost first
}

func (r *reader) newStory(name, text string, rels relations) *story {
	s := &story{reader: r, name: name, text: text, rels: rels}
	r.stories = append(r.stories, s)
	s.index = int32(len(r.stories))
	s.place.Part = name
	s.props = newProps(r.theme, r.find, text, s.where)
	return s
}

// where is the place of a finding.
func (s *story) where() diag.Where {
	return diag.Where{Part: s.name, Table: s.place.Table, Row: s.place.Row, Cell: s.place.Cell}
}

func (s *story) source(e *element) doc.Source {
	return doc.Source{Part: s.index, Start: e.start, Open: e.open, Close: e.close, End: e.end}
}

// blocks collects content of one level.
type blocks struct {
	nodes   []doc.Node
	section func(sectPr *element) // called behind the last paragraph of a section; nil where no section can end
}

func (b *blocks) add(n doc.Node) { b.nodes = append(b.nodes, n) }

// blocks reads block content into b.
func (s *story) blocks(e *element, b *blocks) { s.level(e, b, s.tables.block) }

// level reads the children of e by table. What no table knows is reported.
func (s *story) level(e *element, b *blocks, table map[string]func(*story, *element, *blocks)) {
	for _, k := range e.kids {
		read, known := table[k.name]
		switch {
		case read != nil:
			read(s, k, b)
		case !known && !isMark(k.name):
			s.unknownBlock(k, b)
		}
	}
}

// unknownBlock keeps the place of a construct that nothing shows.
func (s *story) unknownBlock(e *element, b *blocks) {
	s.notShown(s.where(), what(e))
	b.add(&doc.Unknown{Name: e.name, Src: s.source(e)})
}

// content is the block content of an element.
func (s *story) content(e *element) []doc.Node {
	var b blocks
	s.blocks(e, &b)
	return b.nodes
}

// names of constructs that are not shown, for findings.
var constructs = map[string]string{
	"m:oMath": "a formula", "m:oMathPara": "a formula", "w:object": "an embedded object", "w:altChunk": "an imported part", "w:subDoc": "a subdocument",
	"w:ruby": "the reading aid of East Asian text", "w:contentPart": "ink",
}

func what(e *element) string {
	if c, ok := constructs[e.name]; ok {
		return c
	}
	return "element " + e.name
}

// readDocument reads the main document: its sections with their headers and footers (ECMA-376-1 17.2).
func (s *story) readDocument(root *element) error {
	if bg := root.kid("w:background"); bg != nil {
		if c, ok := s.theme.wordColor(bg, "w:color", "w:themeColor", "w:themeTint", "w:themeShade"); ok && !c.Auto {
			s.doc.Settings.BackgroundColor = doc.Some(c)
		}
	}
	body := root.kid("w:body")
	if body == nil {
		return fmt.Errorf("%w: part %s has no body", ErrNotWord, s.name)
	}
	var failed error
	b := &blocks{}
	b.section = func(sectPr *element) {
		if err := s.endSection(b, sectPr); err != nil && failed == nil {
			failed = err
		}
	}
	s.blocks(body, b)
	b.section(body.kid("w:sectPr"))
	return failed
}

// readEdge reads a header or footer part (ECMA-376-1 17.10). Sections that name the same part share it.
func (r *reader) readEdge(name string) (*doc.HeaderFooter, error) {
	key := partKey(name)
	if h, ok := r.edges[key]; ok {
		return h, nil
	}
	root, text, err := r.archive.tree(name)
	if err != nil {
		return nil, err
	}
	rels, err := r.archive.relations(name)
	if err != nil {
		return nil, err
	}
	h := &doc.HeaderFooter{Part: name}
	r.edges[key] = h
	s := r.newStory(name, text, rels)
	h.Content = s.content(root)
	return h, nil
}
