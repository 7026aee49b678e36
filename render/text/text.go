// Package text holds reusable texts and the theme: what a company says and looks like, apart from its layouts.
//
// A text is Markdown, one file a language. It is compiled once, with the theme's styles set into every element, and
// filled with a document's columns as often as needed. Raw HTML in Markdown is not passed on; what columns say is
// escaped.
package text

// Output is a finished text.
type Output struct {
	HTML  []byte // a closed fragment of block elements with inline styles
	Plain []byte // lines of at most 78 columns ended by \n
}
