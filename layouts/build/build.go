// Package build writes Word layouts from a description in Go: styles, theme, headers and footers, tables, and content
// controls bound to the dataset of a report.
//
// It writes what Word itself would write (ECMA-376 transitional, with the repeating sections of [MS-DOCX] 2.5.3), in
// schema order, so that Word, LibreOffice and Business Central take the file as it is; and always the same bytes for the
// same description: fixed times, counted ids, a compressor of a fixed version. It knows no document kind and no design;
// those are in layouts/design.
package build

import (
	"errors"
	"fmt"

	"reportmail/layouts/report"
)

// Twips are twentieths of a point, 1440 to the inch.
type Twips int

// MM is a length in millimetres.
func MM(mm float64) Twips { return Twips(mm*1440/25.4 + 0.5) }

// Layout describes one Word layout.
type Layout struct {
	ID     string // names the file and seeds the ids in it
	Title  string
	Author string
	Report *report.Report
	Theme  Theme
	Styles []Style
	Page   Page
	Body   []Block

	// FirstHeader and FirstFooter stand on page 1, Header and Footer on the pages after it. When all four are nil the
	// layout has neither, as a mail body.
	FirstHeader, Header, FirstFooter, Footer []Block
}

// Page is the geometry of all pages.
type Page struct {
	Width, Height            Twips
	Top, Right, Bottom, Left Twips
	Header, Footer           Twips // distance of header and footer from the edge of the paper
}

// Text is the width between the margins.
func (p Page) Text() Twips { return p.Width - p.Left - p.Right }

// A4 is upright A4 with these margins.
func A4(top, side, bottom, header, footer Twips) Page {
	return Page{Width: 11906, Height: 16838, Top: top, Right: side, Bottom: bottom, Left: side, Header: header, Footer: footer}
}

// Block is a paragraph, a table or a repeated run of them.
type Block interface{ block(*story) }

// Inline is what stands in a paragraph.
type Inline interface{ inline(*story) }

// Docx is the layout as a Word file. The error names every binding to a column that the report does not have, and every
// style that the layout does not define.
func (l *Layout) Docx() ([]byte, error) {
	d := &file{layout: l}
	d.stories()
	if len(d.errs) > 0 {
		return nil, fmt.Errorf("layout %s: %w", l.ID, errors.Join(d.errs...))
	}
	return d.zip()
}
