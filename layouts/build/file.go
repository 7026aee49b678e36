package build

import (
	"archive/zip"
	"bytes"
	"fmt"
	"io"
	"time"

	"github.com/klauspost/compress/flate"
)

const (
	xmlHead   = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>` + "\n"
	nsWord    = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
	nsDrawing = "http://schemas.openxmlformats.org/drawingml/2006/main"
	nsPicture = "http://schemas.openxmlformats.org/drawingml/2006/picture"
	nsOffice  = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
	nsRels    = "http://schemas.openxmlformats.org/package/2006/relationships"
	mediaRel  = "rIdPicture"

	mediaPart = "word/media/picture.png"
)

// storyNS are the name spaces of a part with content.
var storyNS = []string{
	"xmlns:w", nsWord, "xmlns:r", nsOffice, "xmlns:a", nsDrawing, "xmlns:pic", nsPicture,
	"xmlns:wp", "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
	"xmlns:mc", "http://schemas.openxmlformats.org/markup-compatibility/2006",
	"xmlns:w15", "http://schemas.microsoft.com/office/word/2012/wordml", "mc:Ignorable", "w15",
}

// part is one file of the package.
type part struct {
	name        string
	contentType string // "" when the extension says it
	data        []byte
	rels        []rel
}

// rel is a relationship of a part, or of the package.
type rel struct{ id, kind, target string }

const wordType = "application/vnd.openxmlformats-officedocument.wordprocessingml."

// stories writes the document with its headers and footers, and what belongs to them.
func (f *file) stories() {
	l := f.layout
	doc := &story{file: f}
	doc.open("w:body")
	for _, b := range l.Body {
		b.block(doc)
	}
	if n := len(l.Body); n == 0 || !isPara(l.Body[n-1]) { // Word ends a document in a paragraph
		P(endOfCell).block(doc)
	}
	rels := []rel{
		{"rIdStyles", nsOffice + "/styles", "styles.xml"},
		{"rIdSettings", nsOffice + "/settings", "settings.xml"},
		{"rIdTheme", nsOffice + "/theme", "theme/theme1.xml"},
		{"rIdFonts", nsOffice + "/fontTable", "fontTable.xml"},
		{"rIdData", nsOffice + "/customXml", "../customXml/item1.xml"},
	}
	doc.open("w:sectPr")
	for _, hf := range []struct {
		name, kind, pages, root string
		blocks                  []Block
	}{
		{"header1", "header", "default", "w:hdr", l.Header}, {"header2", "header", "first", "w:hdr", l.FirstHeader},
		{"footer1", "footer", "default", "w:ftr", l.Footer}, {"footer2", "footer", "first", "w:ftr", l.FirstFooter},
	} {
		if !l.hasHeaders() {
			break
		}
		f.headerFooter(hf.name, hf.kind, hf.root, hf.blocks)
		rels = append(rels, rel{"rId_" + hf.name, nsOffice + "/" + hf.kind, hf.name + ".xml"})
		doc.el("w:"+hf.kind+"Reference", "w:type", hf.pages, "r:id", "rId_"+hf.name)
	}
	l.Page.section(doc, l.hasHeaders())
	doc.close("w:sectPr")
	doc.close("w:body")
	if doc.media {
		rels = append(rels, rel{mediaRel, nsOffice + "/image", "media/picture.png"})
	}
	f.parts = append(f.parts, part{"word/document.xml", wordType + "document.main+xml", doc.root("w:document"), rels})
}

func (l *Layout) hasHeaders() bool {
	return l.Header != nil || l.FirstHeader != nil || l.Footer != nil || l.FirstFooter != nil
}

func (f *file) headerFooter(name, kind, root string, blocks []Block) {
	s := &story{file: f}
	for _, b := range blocks {
		b.block(s)
	}
	if n := len(blocks); n == 0 || !isPara(blocks[n-1]) { // a table may not end a header
		P(endOfCell).block(s)
	}
	p := part{name: "word/" + name + ".xml", contentType: wordType + kind + "+xml", data: s.root(root)}
	if s.media {
		p.rels = []rel{{mediaRel, nsOffice + "/image", "media/picture.png"}}
	}
	f.parts = append(f.parts, p)
}

// root is the part with its root element around what was written.
func (s *story) root(name string) []byte {
	out := new(story)
	out.WriteString(xmlHead)
	out.open(name, storyNS...)
	out.WriteString(s.String())
	out.close(name)
	return []byte(out.String())
}

// section writes the page setup at the end of a w:sectPr (ECMA-376-1 17.6.17).
func (p Page) section(s *story, titlePage bool) {
	s.el("w:pgSz", "w:w", num(p.Width), "w:h", num(p.Height))
	s.el("w:pgMar", "w:top", num(p.Top), "w:right", num(p.Right), "w:bottom", num(p.Bottom), "w:left", num(p.Left),
		"w:header", num(p.Header), "w:footer", num(p.Footer), "w:gutter", "0")
	s.el("w:cols", "w:space", "708")
	if titlePage {
		s.el("w:titlePg")
	}
}

// zip packs all parts in a fixed order, with a fixed time and a compressor that does not change with the Go version.
func (f *file) zip() ([]byte, error) {
	parts, err := f.all()
	if err != nil {
		return nil, err
	}
	var out bytes.Buffer
	z := zip.NewWriter(&out)
	z.RegisterCompressor(zip.Deflate, func(w io.Writer) (io.WriteCloser, error) { return flate.NewWriter(w, flate.BestCompression) })
	for _, p := range parts {
		w, err := z.CreateHeader(&zip.FileHeader{Name: p.name, Method: zip.Deflate, Modified: packed})
		if err == nil {
			_, err = w.Write(p.data)
		}
		if err != nil {
			return nil, fmt.Errorf("packing %s: %w", p.name, err)
		}
	}
	if err := z.Close(); err != nil {
		return nil, err
	}
	return out.Bytes(), nil
}

// packed is the time of every file in the package and of the document's properties: the first that a zip can hold.
var packed = time.Date(1980, 1, 1, 0, 0, 0, 0, time.UTC)
