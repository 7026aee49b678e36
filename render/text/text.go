// Package text holds reusable texts and the theme: what a company says and looks like, apart from its layouts.
//
// A text is Markdown (CommonMark with tables and strike-through), one file a language: greeting.nl.md. It is compiled
// once: Markdown becomes HTML, the theme's styles are set into its elements, and {{Column}} placeholders are found. Fill
// then puts a document's columns in, escaped, as often as needed. Raw HTML in Markdown is not passed on, pictures are
// not shown, and links go to web, mail and telephone addresses only.
//
// A theme is one style sheet, theme.css. Its rules for body, .body and a say what the body of every mail looks like;
// the others style reusable texts. Only what mail programs understand is taken; the rest is a finding.
package text

import (
	"errors"
	"fmt"

	"reportmail/render/diag"
)

// Limits of a text. The Markdown parser needs quadratic time for some texts, so they are what a letter needs.
const (
	MaxText    = 16 << 10  // bytes of Markdown
	maxColumns = 24        // of a table; a table of n columns and n rows grows with n²
	maxDepth   = 16        // lists and quotations inside each other
	maxHTML    = 128 << 10 // bytes of a compiled or filled text
	maxValue   = 8 << 10   // bytes of one column
)

// Errors that callers tell apart.
var (
	ErrTooLong = errors.New("text is too long")
	ErrTooDeep = errors.New("text is nested too deeply")
)

// Output is a finished text.
type Output struct {
	HTML  []byte // a closed fragment of block elements with inline styles
	Plain []byte // lines of at most 78 columns ended by \n
}

// Text is a compiled text. It is immutable and shared by goroutines.
type Text struct {
	Name   string
	pieces []piece
	plain  []line
}

// Lookup gives the value of a column, by the name or path that a placeholder holds.
type Lookup func(name string) (value string, ok bool)

// Compile compiles Markdown. name is how findings and errors call the text; t may be nil. What the text has and a mail
// cannot show goes to f.
func Compile(name string, markdown []byte, t *Theme, f *diag.List) (*Text, error) {
	if len(markdown) > MaxText {
		return nil, fmt.Errorf("text %s: %d bytes, at most %d: %w", name, len(markdown), MaxText, ErrTooLong)
	}
	marked, names := mark(string(markdown))
	c := compiler{name: name, source: []byte(marked.text), tokens: marked, names: names, f: f}
	html, plain, err := c.markdown()
	if err != nil {
		return nil, fmt.Errorf("text %s: %w", name, err)
	}
	styled, err := t.inline(html)
	if err != nil {
		return nil, fmt.Errorf("text %s: setting the theme's styles: %w", name, err)
	}
	if len(styled) > maxHTML {
		return nil, fmt.Errorf("text %s: %d bytes of HTML, at most %d: %w", name, len(styled), maxHTML, ErrTooLong)
	}
	return &Text{Name: name, pieces: c.pieces(styled), plain: plain}, nil
}

// Names are the placeholders of the text, in order of appearance.
func (t *Text) Names() []string {
	var out []string
	seen := map[string]bool{}
	for _, p := range t.pieces {
		for _, n := range p.names() {
			if !seen[n] {
				seen[n] = true
				out = append(out, n)
			}
		}
	}
	return out
}
