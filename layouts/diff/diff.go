// Package diff says in words how two Word layouts differ: their texts with the fields in them, their repeaters, their
// styles and their pages. It compares what a reader sees and what is bound, not the XML.
package diff

import (
	"fmt"
	"strings"

	"reportmail/render/diag"
	"reportmail/render/doc"
	"reportmail/render/docx"
)

// Change is one difference. Old is empty for what is new, New for what is gone.
type Change struct {
	Where string `json:"where"` // body, first header, style Title, page 1 …
	Old   string `json:"old,omitempty"`
	New   string `json:"new,omitempty"`
}

// String writes the change on one or two lines, as a diff does.
func (c Change) String() string {
	var lines []string
	if c.Old != "" {
		lines = append(lines, "- "+c.Where+": "+c.Old)
	}
	if c.New != "" {
		lines = append(lines, "+ "+c.Where+": "+c.New)
	}
	return strings.Join(lines, "\n")
}

// Result is how two layouts differ.
type Result struct {
	Report   []Change `json:"report,omitempty"`   // what they are bound to
	Text     []Change `json:"text,omitempty"`     // paragraphs; fields stand in them as [Header/DocumentNo]
	Bindings []Change `json:"bindings,omitempty"` // columns and data items that only one of them shows
	Styles   []Change `json:"styles,omitempty"`
	Pages    []Change `json:"pages,omitempty"`
}

// Same tells whether nothing differs.
func (r Result) Same() bool {
	return len(r.Report)+len(r.Text)+len(r.Bindings)+len(r.Styles)+len(r.Pages) == 0
}

// Layouts compares two Word files.
func Layouts(old, later []byte) (Result, error) {
	a, err := docx.Read(old, find())
	if err != nil {
		return Result{}, fmt.Errorf("the old layout: %w", err)
	}
	b, err := docx.Read(later, find())
	if err != nil {
		return Result{}, fmt.Errorf("the new layout: %w", err)
	}
	var r Result
	if x, y := namespace(a), namespace(b); x != y {
		r.Report = []Change{{"report", x, y}}
	}
	r.Text = texts(a.Document, b.Document)
	r.Bindings = bindings(a.Document, b.Document)
	r.Styles = styles(a.Document.Styles, b.Document.Styles)
	r.Pages = pages(a.Document, b.Document)
	return r, nil
}

func find() *diag.List { return new(diag.List) }

func namespace(p *docx.Package) string {
	if part := p.ReportPart(); part != nil {
		return part.Namespace
	}
	return ""
}

// story is a part of a layout with content, and how a person calls it.
type story struct {
	name    string
	content []doc.Node
}

// stories are the parts of a document in the order in which they are compared.
func stories(d *doc.Document) []story {
	var out []story
	names := []struct {
		kind doc.HeaderType
		name string
	}{{doc.FirstPage, "first "}, {doc.DefaultPages, ""}, {doc.EvenPages, "even "}}
	for i, s := range d.Sections {
		suffix := ""
		if i > 0 {
			suffix = fmt.Sprintf(" of section %d", i+1)
		}
		for _, n := range names {
			if h := s.Headers[n.kind]; h != nil {
				out = append(out, story{n.name + "header" + suffix, h.Content})
			}
		}
		out = append(out, story{"body" + suffix, s.Content})
		for _, n := range names {
			if f := s.Footers[n.kind]; f != nil {
				out = append(out, story{n.name + "footer" + suffix, f.Content})
			}
		}
	}
	return out
}
