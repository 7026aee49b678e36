// Package preview is the server that a layout author looks at while working: layouts × documents, each as mail body,
// pages, Word, message, data and findings, renewed in the browser when a file is saved.
//
// It serves HTML that is complete without script; a small script keeps the place when something changes. It shows what
// a Source gives it and knows neither workspaces nor sending. It answers requests for this machine's own names only
// (a page elsewhere cannot reach it through a name of its own, "DNS rebinding"), runs no script of a body, and loads
// nothing from elsewhere.
package preview

import (
	"context"
	"time"

	"reportmail/render/dataset"
	"reportmail/render/diag"
	"reportmail/render/doc"
	"reportmail/render/merge"
	"reportmail/render/page"
)

// Source is what a preview shows. Its methods may be called by several goroutines.
type Source interface {
	// Index lists layouts, documents and where tests may go.
	Index() *Index
	// View is a document with a layout, rendered; faults are in it. The same place is asked for again and again.
	View(ctx context.Context, at Place) *View
	// Word is the merged Word document at a place.
	Word(ctx context.Context, at Place) (*Word, error)
	// Send sends the message at a place as a test.
	Send(ctx context.Context, at Place, target string) (string, error)
	// Changes tells every new version of what is shown until stop is called.
	Changes() (versions <-chan int, stop func())
}

// Place is what is looked at. Layout "" is the one that is selected for the document; Document "" is no data; Part
// counts messages of a document from 0.
type Place struct {
	Layout, Document string
	Part             int
}

// Index is everything that can be looked at.
type Index struct {
	Version   int
	Title     string // whose it is
	Layouts   []Layout
	Documents []Document
	More      int // documents that are not listed
	Targets   []Target
	Fault     error // of the set-up; what was right before is still shown
}

// Layout is a layout in the list.
type Layout struct {
	ID     string
	Note   string // draft, approved, built in
	Own    bool   // not built in
	Report int    // 0: not known
	Fault  string // why it cannot be read
}

// Document is a document in the list.
type Document struct {
	ID     string
	Title  string // its number
	Note   string // kind and customer
	Report int
	Fault  string
}

// Target is where a test may be sent.
type Target struct {
	ID    string // "" with Free: the address is typed in
	Label string
	Free  bool
}

// View is a document with a layout, rendered.
type View struct {
	Version  int
	Fault    error // nothing new could be rendered; what follows is from before, or empty
	Note     string
	Subject  string
	Summary  []Field // who sends, to whom
	Parts    int     // messages of the document
	Body     Body
	Files    []File
	Message  []byte // as it goes to the send stage; nil when there is none
	Data     *dataset.Dataset
	Uses     []merge.Use // of the layouts, once each
	Findings []Group
	Took     time.Duration
}

// Field is a named text.
type Field struct{ Name, Value string }

// Body is a mail body.
type Body struct {
	Layout  string
	HTML    []byte // with marks (html.Unmarked takes them out); nil when there is only text
	Size    int    // bytes that are sent
	Text    []byte
	Images  []Picture
	Origins []*doc.Origin // by mark
}

// Picture is a picture that a body shows as cid:CID.
type Picture struct {
	CID, Type string
	Data      []byte
}

// File is an attachment.
type File struct {
	Name, Layout string
	Pages        *page.Pages // of a PDF
	Data         []byte
}

// Group is findings of one kind.
type Group struct {
	Title    string
	Findings []diag.Finding
}

// Word is a merged Word document and what a reader sees of it.
type Word struct {
	Name    string
	Data    []byte
	Lines   []Line
	Changes []string // places of the layout that the merge took away, in words
}

// Line is a paragraph or a row of a document.
type Line struct {
	Indent int
	Kind   string // heading, row, header, footer; "" is a paragraph
	Spans  []Span
}

// Span is text of the layout, or of a column.
type Span struct {
	Text   string
	Column string // "" is the layout's own text
	Cell   bool   // begins a cell
}
