// Package pdf writes finished pages as PDF.
//
// The native engine writes PDF 1.7 (ISO 32000-1) that is PDF/A-3b (ISO 19005-3) and PDF/UA-1 (ISO 14289-1), always:
// tagged, with embedded subsets, XMP metadata and an output intent, and the same bytes for the same pages. A second
// engine on gofpdf writes the same pages as plain PDF. Neither computes a layout: pages are finished frames. Neither
// signs, encrypts, or makes forms and bookmarks.
package pdf

import (
	"errors"
	"fmt"
	"time"

	"reportmail/render/diag"
	"reportmail/render/page"
)

// Errors of writing.
var (
	ErrUnknownEngine = errors.New("unknown PDF engine")
	ErrAttachment    = errors.New("file cannot be attached")
	ErrNoPages       = errors.New("document has no pages")
)

// Engine is a way of writing.
type Engine string

const (
	Native Engine = "native" // the default: archivable, accessible, fast
	Gofpdf Engine = "gofpdf" // plain PDF by github.com/jung-kurt/gofpdf
)

// Options say how to write and what the file says about itself.
type Options struct {
	Engine      Engine    // "" is Native
	Time        time.Time // of creation; the zero time is left out
	Producer    string    // program that wrote the file
	Title       string    // instead of the pages' title
	Attachments []Attachment
	Findings    *diag.List // what could not be shown; nil: not reported
}

// Attachment is a file that travels inside the document, as in an electronic invoice.
type Attachment struct {
	Name         string
	MIME         string // "" is application/octet-stream
	Relationship Relationship
	Description  string
	Data         []byte
	ModTime      time.Time // the zero time is Options.Time
	Profile      string    // of a Factur-X or ZUGFeRD invoice, e.g. "EN 16931"; "" for other files
}

// Relationship says what an attached file is to the document (ISO 19005-3 annex E, AFRelationship).
type Relationship string

const (
	Source      Relationship = "Source"      // the document was made from it
	Data        Relationship = "Data"        // data shown in the document
	Alternative Relationship = "Alternative" // says the same in another form
	Supplement  Relationship = "Supplement"  // says more
	Unspecified Relationship = "Unspecified" // the default
)

// Write makes a PDF of the pages. What cannot be shown is a finding; an error is for pages or options that no file can
// be made of.
func Write(pages *page.Pages, o Options) ([]byte, error) {
	if pages == nil || len(pages.Pages) == 0 {
		return nil, fmt.Errorf("write PDF: %w", ErrNoPages)
	}
	if o.Findings == nil {
		o.Findings = new(diag.List)
	}
	var s Surface
	switch o.Engine {
	case Native, "":
		n := newNative(pages, o)
		defer n.release()
		s = n
	case Gofpdf:
		s = newPlain(pages, o)
	default:
		return nil, fmt.Errorf("write PDF: %w %q", ErrUnknownEngine, o.Engine)
	}
	draw(s, pages, o.Findings)
	b, err := s.Finish()
	if err != nil {
		return nil, fmt.Errorf("write PDF: %w", err)
	}
	return b, nil
}
