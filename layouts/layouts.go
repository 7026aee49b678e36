// Package layouts holds the layouts that come with the program, embedded as Word files.
//
// The files in builtin/ are made by internal/generate from the descriptions in design; a test holds them against each
// other, so a change to a description goes with new files.
package layouts

import (
	"embed"
	"errors"
	"fmt"
	"slices"

	"reportmail/layouts/design"
)

//go:generate go run ./internal/generate builtin

//go:embed builtin/*.docx
var builtin embed.FS

// ErrNotFound is returned for a layout that does not exist.
var ErrNotFound = errors.New("layout not found")

// Kind tells what a layout is for.
type Kind = design.Kind

// The kinds of layouts: a document is printed and attached, a body is the text of a mail.
const (
	Document = design.Document
	Body     = design.Body
)

// Info describes one layout.
type Info struct {
	ID      string // invoice, invoice-mail: the file name without .docx
	Report  int    // the report whose dataset it is bound to
	Usage   string // the report selection usage it is meant for: S.Invoice
	Kind    Kind
	Caption string
}

// Builtin lists the built-in layouts.
func Builtin() []Info {
	var out []Info
	for _, e := range design.Entries() {
		out = append(out, Info{e.ID, e.Report, e.Usage, e.Kind, e.Caption})
	}
	return out
}

// Find gives the built-in layout with this id.
func Find(id string) (Info, bool) {
	all := Builtin()
	if at := slices.IndexFunc(all, func(i Info) bool { return i.ID == id }); at >= 0 {
		return all[at], true
	}
	return Info{}, false
}

// Open gives the Word file of a built-in layout, or ErrNotFound.
func Open(id string) ([]byte, error) {
	if _, ok := Find(id); !ok {
		return nil, fmt.Errorf("built-in layout %q: %w", id, ErrNotFound)
	}
	data, err := builtin.ReadFile("builtin/" + id + ".docx")
	if err != nil {
		return nil, fmt.Errorf("built-in layout %q: %w", id, err)
	}
	return data, nil
}
