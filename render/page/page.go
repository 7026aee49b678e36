// Package page lays documents out on pages, the way Word does: doc → finished frames.
//
// What it makes is finished: every glyph, line, picture and link has its place on its page, and a tag tree says what
// belongs to what, so a writer computes nothing. Layout goes from the inside out. A paragraph becomes glyphs once
// (collect, shape) and lines for a width (lines); a flow is a list of blocks that fills regions of space one after
// another (flow), so that paragraphs, table rows and floating things break over pages, columns and cells with the same
// code; a section turns flows into pages with headers and footers (section); emit puts what was placed on the page.
//
// The standard is ECMA-376-1 17, with Word's behaviour (compatibility mode 15) where the standard says nothing.
// It does not hyphenate, and draws no charts, SmartArt or embedded objects: each is a finding.
package page

import (
	"time"

	"reportmail/render/diag"
	"reportmail/render/doc"
	"reportmail/render/font"
)

// Options are what layout needs from outside of the documents.
type Options struct {
	Fonts  *font.Library // with the fonts that travel in the documents
	Now    time.Time     // clock of DATE and TIME fields
	Lang   string        // BCP 47 language of the output; "" takes the document's
	Title  string        // "" takes the document's
	Author string
}

// Layout lays docs out one after another; page numbers start anew in each of them. What cannot be shown is reported
// to f. It never fails on content: an error means that the options are not complete.
func Layout(docs []*doc.Document, o Options, f *diag.List) (*Pages, error) {
	if o.Fonts == nil {
		return nil, ErrNoFonts
	}
	if f == nil {
		f = new(diag.List)
	}
	out := &Pages{Tags: &Tag{Kind: TagDocument}, Title: o.Title, Lang: o.Lang, Author: o.Author}
	for _, d := range docs {
		if out.Title == "" {
			out.Title = d.Props.Title
		}
		if out.Lang == "" {
			out.Lang = d.Props.Language
		}
		if out.Author == "" {
			out.Author = d.Props.Author
		}
		if out.Subject == "" {
			out.Subject, out.Keywords = d.Props.Subject, d.Props.Keywords
		}
	}
	if out.Title == "" {
		out.Title = "Document"
	}
	faces := make(map[faceKey]*face)
	for _, d := range docs {
		layoutDocument(d, o, f, out, faces)
	}
	if out.Lang == "" {
		out.Lang = "en"
	}
	return out, nil
}
