package text

import "reportmail/render/doc"

// Palette are the colours of a body in light or dark mode; what is not set is the layout's or the default.
type Palette struct {
	Page       doc.Opt[doc.Color] // around the body
	Background doc.Opt[doc.Color] // of the body
	Text       doc.Opt[doc.Color] // automatic text
	Link       doc.Opt[doc.Color]
}

// Theme is a compiled theme style sheet.
type Theme struct {
	Font   string // CSS font-family for text in the layout's default font; "" is the layout's own
	Size   int    // pixels, of reusable texts; 0 is the body's
	Width  int    // pixels; 0 is the layout's text width
	Align  string // left or center: where the body stands in a wide window
	Light  Palette
	Dark   Palette
	HasDark bool
	Media  []byte // @media rules for the head, checked
}

// Default is the theme that applies when a workspace has none of its own.
func Default() *Theme { return &Theme{HasDark: true} }
