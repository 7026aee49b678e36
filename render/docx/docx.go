// Package docx reads WordprocessingML packages into the document model of render/doc and writes merged documents back.
//
// It follows ECMA-376 (5th edition), part 1 (WordprocessingML, DrawingML), part 2 (packages) and part 4 (transitional,
// VML), in both the transitional and the strict name spaces, with the extensions of [MS-DOCX] that layouts use. It
// understands styles, themes, lists, sections, headers and footers, tables, content controls, fields, pictures and
// text boxes. It does not show charts, diagrams, formulas, embedded objects, notes and comments: each is a finding.
// External relationships are never followed.
//
// Reading is one pass a part: scan makes a tree of elements with byte offsets, and tables from element names to small
// functions make the model of it. What Read gives is immutable and may be shared by goroutines.
package docx

import (
	"errors"
	"fmt"

	"reportmail/render/diag"
	"reportmail/render/doc"
)

// Errors that callers tell apart.
var (
	ErrNotZip   = errors.New("not a Word document: the file is no zip package")
	ErrNotWord  = errors.New("not a Word document")
	ErrTooLarge = errors.New("document is beyond the limits")
	ErrXML      = errors.New("malformed XML")
)

// Package is a compiled Word package: the document model and what the merge and the writer need beside it.
type Package struct {
	Document *doc.Document
	Custom   []*CustomPart // custom XML parts of the main document, in relationship order; of several with report data those first that more bindings name

	archive *archive
	stories []*story // parts with content, by doc.Source.Part - 1; the main document is the first
	main    string   // name of the main document part
}

// Read reads a .docx package (ECMA-376-2). What it cannot show goes to f; an error means that the file is no Word
// document, is damaged or is beyond the limits of this package.
func Read(data []byte, f *diag.List) (*Package, error) {
	a, err := openArchive(data)
	if err != nil {
		return nil, err
	}
	if f == nil {
		f = new(diag.List)
	}
	r := &reader{archive: a, find: f, images: map[string]*doc.Image{}, tables: newTables()}
	if err := r.read(); err != nil {
		return nil, err
	}
	return &Package{Document: r.doc, Custom: r.custom, archive: a, stories: r.stories, main: r.main}, nil
}

// reader reads one package.
type reader struct {
	archive *archive
	find    *diag.List
	tables  *tables
	main    string
	rels    relations // of the main part
	theme   *theme
	doc     *doc.Document
	custom  []*CustomPart
	stories []*story
	images  map[string]*doc.Image // by part name, so that pictures of one file share it
	edges   map[string]*doc.HeaderFooter
}

// read reads the parts in the order in which they need each other.
func (r *reader) read() error {
	root, err := r.archive.relations("")
	if err != nil {
		return err
	}
	main, ok := root.first("officeDocument")
	if !ok {
		return fmt.Errorf("%w: the package names no main part", ErrNotWord)
	}
	r.main = main.target
	if r.rels, err = r.archive.relations(r.main); err != nil {
		return err
	}
	tree, text, err := r.archive.tree(r.main)
	if err != nil {
		return err
	}
	if tree.name != "w:document" {
		return fmt.Errorf("%w: the main part %s is a %s", ErrNotWord, r.main, tree.name)
	}
	r.doc = &doc.Document{}
	r.edges = map[string]*doc.HeaderFooter{}
	for _, step := range []func() error{r.readSettings, r.readTheme, r.readStyles, r.readCustom, r.readFonts} {
		if err := step(); err != nil {
			return err
		}
	}
	r.readCore(root)
	s := r.newStory(r.main, text, r.rels)
	if err := s.readDocument(tree); err != nil {
		return err
	}
	r.namedFirst()
	return nil
}

// part reads the tree of the main part's first relationship of a kind; nil when there is none.
func (r *reader) part(kind string) (*element, error) {
	rel, ok := r.rels.first(kind)
	if !ok || !r.archive.has(rel.target) {
		return nil, nil
	}
	tree, _, err := r.archive.tree(rel.target)
	return tree, err
}

// notShown reports a construct that is read over.
func (r *reader) notShown(w diag.Where, what string) {
	r.find.Warn("construct-not-shown", w, "", "%s is not shown", what)
}
