// Package render merges a document's data into a Word layout and writes the result as an e-mail body, as plain text, as
// PDF and as Word.
//
// A Layout is compiled once and rendered as often as needed, by as many goroutines as there are. Rendering is pure:
// the clock is an argument, nothing is read from disk or network, and the same input gives the same bytes.
package render

import (
	"bytes"
	"fmt"
	"time"

	"reportmail/render/dataset"
	"reportmail/render/diag"
	"reportmail/render/doc"
	"reportmail/render/docx"
	"reportmail/render/font"
	"reportmail/render/html"
	"reportmail/render/merge"
	"reportmail/render/page"
	"reportmail/render/pdf"
	"reportmail/render/text"
)

// Producer is the program's name in the files it writes.
const Producer = "reportmail"

// Compiler holds what layouts share: the fonts and the theme.
type Compiler struct {
	Fonts *font.Library
	Theme *text.Theme // nil: no theme
}

// Layout is a compiled Word layout. It is immutable and shared by goroutines.
type Layout struct {
	Name     string
	Findings []diag.Finding // what is wrong with the layout itself, found once

	pkg      *docx.Package
	plan     *merge.Plan
	plain    *placeholders // nil for a bound layout
	compiler *Compiler
	fonts    *font.Library
}

// Compile reads a layout. name is how findings and errors call it.
func (c *Compiler) Compile(name string, data []byte) (*Layout, error) {
	var f diag.List
	pkg, err := docx.Read(data, &f)
	if err != nil {
		return nil, fmt.Errorf("layout %s: %w", name, err)
	}
	l := &Layout{Name: name, pkg: pkg, plan: compilePlan(pkg, &f), compiler: c, fonts: c.Fonts}
	if l.plain, err = newPlaceholders(data, l.plan, pkg.Document); err != nil {
		return nil, fmt.Errorf("layout %s: %w", name, err)
	}
	if len(pkg.Document.Fonts) > 0 {
		l.fonts = c.Fonts.With(pkg.Document.Fonts)
	}
	l.Findings = f.Items()
	return l, nil
}

func compilePlan(pkg *docx.Package, f *diag.List) *merge.Plan {
	parts := make([]merge.Part, len(pkg.Custom))
	for i, p := range pkg.Custom {
		parts[i] = merge.Part(*p)
	}
	return merge.Compile(pkg.Document, parts, f)
}

// Options say what to make of a merge, and how.
type Options struct {
	HTML bool // body, its text and its pictures
	PDF  bool
	Docx bool

	Origins   bool // marks of where values came from, in a body for previews: see html.Unmarked
	Unwrapped bool // Word without content controls: what they hold stays

	Now       time.Time // what DATE fields show and files carry; zero leaves dates out
	Lang      string    // BCP 47; "" is the layout's
	Title     string    // of body and PDF; "" is the layout's
	BodyLimit int       // bytes of HTML past which long tables are cut; 0 is never
	Before    []text.Output
	After     []text.Output
	Texts     map[string]string // HTML for unbound controls, by their titles
	MergeItem string            // data item that starts a document for each row; "" is what dataset and layout say
	Engine    pdf.Engine        // "" is native
	Attach    []pdf.Attachment
}

// Output is what a render made; what was not asked for is nil.
type Output struct {
	HTML     []byte
	Text     []byte
	Images   []html.Image
	Origins  []*doc.Origin // by mark
	PDF      []byte
	Docx     []byte
	Pages    *page.Pages // what the PDF shows, placed
	Findings []diag.Finding
}

// Render merges ds into the layout and writes what o asks for. Without a dataset the layout is rendered as it stands.
func (l *Layout) Render(ds *dataset.Dataset, o Options) (*Output, error) {
	var f diag.List
	m, err := l.merge(ds, o, &f)
	if err != nil {
		return nil, fmt.Errorf("layout %s: %w", l.Name, err)
	}
	out := &Output{}
	if o.HTML {
		o.body(m.docs, l.compiler.Theme, out, &f)
	}
	if o.PDF {
		if err := l.pages(m.docs, o, out, &f); err != nil {
			return nil, fmt.Errorf("layout %s: %w", l.Name, err)
		}
	}
	if o.Docx {
		if err := l.word(m, ds, o, out); err != nil {
			return nil, fmt.Errorf("layout %s: %w", l.Name, err)
		}
	}
	out.Findings = f.Items()
	return out, nil
}

// Letter writes a body of reusable texts alone: o.Before and o.After without a layout between them.
func Letter(theme *text.Theme, o Options) *Output {
	var f diag.List
	out := &Output{}
	o.body([]*doc.Document{{Styles: &doc.Styles{}}}, theme, out, &f)
	out.Findings = f.Items()
	return out
}

// body writes the documents as an HTML body with its text.
func (o Options) body(docs []*doc.Document, theme *text.Theme, out *Output, f *diag.List) {
	body := html.Write(docs, html.Options{
		Lang: o.Lang, Title: o.Title, BodyLimit: o.BodyLimit, Theme: theme, Before: o.Before, After: o.After, Now: o.Now, Origins: o.Origins,
	}, f)
	out.HTML, out.Text, out.Images, out.Origins = body.HTML, body.Text, body.Images, body.Origins
}

// merged is what a merge made.
type merged struct {
	docs []*doc.Document
	item string // the data item whose rows the documents are; "" when one document holds all rows
	word []byte // the finished Word file of a placeholder layout
}

// merge makes the documents.
func (l *Layout) merge(ds *dataset.Dataset, o Options, f *diag.List) (merged, error) {
	switch {
	case ds == nil:
		return merged{docs: []*doc.Document{l.pkg.Document}}, nil
	case l.plain != nil:
		return l.plain.fill(ds, o, f)
	}
	var m merged
	for row, d := range l.plan.Documents(ds, merge.Options{MergeItem: o.MergeItem, Texts: o.Texts}, f) {
		m.docs = append(m.docs, d)
		if row != nil {
			m.item = row.Name
		}
	}
	return m, nil
}

// word writes the documents as Word, with the dataset in the layout's data part.
func (l *Layout) word(m merged, ds *dataset.Dataset, o Options, out *Output) (err error) {
	if m.word != nil {
		out.Docx = m.word
		return nil
	}
	var data bytes.Buffer
	if part := l.pkg.ReportPart(); ds != nil && part != nil {
		if err := ds.WriteWord(&data, dataset.WriteOptions{Namespace: part.Namespace}); err != nil {
			return fmt.Errorf("writing the data part: %w", err)
		}
	}
	out.Docx, err = l.pkg.Write(m.docs, data.Bytes(), docx.WriteOptions{Unwrapped: o.Unwrapped, MergeItem: m.item})
	return err
}

// pages lays the documents out and writes the PDF.
func (l *Layout) pages(docs []*doc.Document, o Options, out *Output, f *diag.List) error {
	pages, err := page.Layout(docs, page.Options{Fonts: l.fonts, Now: o.Now, Lang: o.Lang, Title: o.Title}, f)
	if err != nil {
		return fmt.Errorf("laying out pages: %w", err)
	}
	out.Pages = pages
	out.PDF, err = pdf.Write(pages, pdf.Options{Engine: o.Engine, Time: o.Now, Producer: Producer, Attachments: o.Attach, Findings: f})
	if err != nil {
		return fmt.Errorf("writing the PDF: %w", err)
	}
	return nil
}

// Report is the name and number of the report that the layout was made for; "" when it does not say.
func (l *Layout) Report() (name, id string) { return l.plan.Report() }
