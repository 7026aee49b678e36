// Package html turns a merged document into the body of an e-mail: HTML, its plain-text alternative and the pictures
// that the HTML refers to.
//
// The HTML is what mail programs of the last fifteen years show alike: tables for layout with width attributes, inline
// styles only, pictures by cid: (RFC 2392), a ghost table for Outlook's Word engine. A style element in the head holds
// nothing but dark-mode colours; a body without it looks the same in light mode. Pages, page headers, page numbers and
// absolute positions have no meaning in a body: they are left out and reported.
//
// Work goes in two steps: a document becomes a flow (blocks with every format resolved), and the flow is printed
// twice, as HTML and as text, so that both say the same.
package html

import (
	"time"

	"reportmail/render/diag"
	"reportmail/render/doc"
	"reportmail/render/text"
)

// Options say how a body is written. The zero value is a body in the document's own language, as it stands.
type Options struct {
	Lang       string        // BCP 47 language of the body and of the sentences it adds; "" is the document's
	Title      string        // title of the HTML; "" is the document's title or its first heading
	BodyLimit  int           // bytes of HTML past which long tables are cut; 0 is never
	Theme      *text.Theme   // nil: the document's own look, light only
	Before     []text.Output // set above the documents, in this order
	After      []text.Output // and below them
	Now        time.Time     // for DATE and TIME fields; zero shows what the layout stored
	Origins    bool          // marks where values came from, for previews: see Unmarked
	KeepColors bool          // text that is hard to read keeps its colour and is reported; else it is darkened to WCAG 2.1 level AA (1.4.3)
}

// Output is a finished body.
type Output struct {
	HTML    []byte
	Text    []byte // UTF-8, lines of at most 78 columns ended by \n
	Images  []Image
	Origins []*doc.Origin // by mark; nil without Options.Origins
}

// Image is a picture that the HTML shows as cid:CID.
type Image struct {
	CID         string // without angle brackets
	ContentType string
	Name        string // file name for the part
	Data        []byte
}

// Write writes docs, one below the other, as one body. What the body cannot show goes to f. The documents are read
// only and may be shared; Write may run in several goroutines at once.
func Write(docs []*doc.Document, o Options, f *diag.List) Output {
	b := newBuilder(&o, f)
	for _, d := range docs {
		b.document(d)
	}
	body := b.finish()
	p := printer{o: &o, body: body, images: &b.images}
	page := p.page()
	for tries := 0; o.BodyLimit > 0 && len(page)-p.marks > o.BodyLimit && tries < cutTries; tries++ {
		if !p.cut(len(page) - p.marks - o.BodyLimit) {
			break
		}
		page = p.page()
	}
	p.report(len(page)-p.marks, f)
	return Output{HTML: page, Text: plain(body, &o), Images: b.images.list, Origins: p.origins}
}
