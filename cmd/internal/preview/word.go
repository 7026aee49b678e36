package preview

import (
	"context"
	"errors"
	"fmt"
	"regexp"
	"strings"

	"reportmail/layouts/diff"
	"reportmail/render"
	"reportmail/render/diag"
	"reportmail/render/doc"
	"reportmail/render/docx"
	"reportmail/render/preview"
)

// maxChanges is how many changes are told.
const maxChanges = 60

// Word implements preview.Source: the merged document of the layout that is looked at, else of the first attachment,
// else of the body.
func (s *Source) Word(ctx context.Context, at preview.Place) (*preview.Word, error) {
	v := s.View(ctx, at)
	layout := at.Layout
	switch {
	case layout != "":
	case len(v.Files) > 0:
		layout = v.Files[0].Layout
	default:
		layout = v.Body.Layout
	}
	if layout == "" {
		return nil, errors.New("no layout is selected for this document")
	}
	s.mu.Lock()
	set := s.set
	s.mu.Unlock()
	r := s.rendererFor(set, at)
	p, err := s.posted(set, r, at)
	if err != nil && p.data == nil && at.Document != "" {
		return nil, err
	}
	l, err := set.renderer.Layouts.Get(layout)
	if err != nil {
		return nil, err
	}
	out, err := l.Render(p.data, render.Options{Docx: true, Now: s.o.Now(), Lang: p.envelope.Language, Title: v.Subject})
	if err != nil {
		return nil, err
	}
	pkg, err := docx.Read(out.Docx, new(diag.List))
	if err != nil {
		return nil, fmt.Errorf("reading the merged document: %w", err)
	}
	w := &preview.Word{Name: layout + ".docx", Data: out.Docx, Lines: outline(pkg.Document)}
	if p.data != nil {
		w.Name = strings.Trim(p.envelope.Number+" "+layout, " ") + ".docx"
		original, err := set.workspace.Library().Open(layout)
		if err != nil {
			return nil, err
		}
		w.Changes = changes(original, out.Docx)
	}
	return w, nil
}

// tagMark is a tag that steers the merge, which a reader of the list has no use for.
var tagMark = regexp.MustCompile(`\{#[^}]*\}`)

// changes tells what of the layout's own text the merge took away. What it repeats is seen in the outline.
func changes(layout, merged []byte) []string {
	r, err := diff.Layouts(layout, merged)
	if err != nil {
		return []string{err.Error()}
	}
	var out []string
	for _, c := range r.Text {
		if c.New == "" && strings.TrimSpace(c.Old) != "" {
			out = append(out, c.Where+": "+strings.TrimSpace(tagMark.ReplaceAllString(c.Old, "")))
		}
	}
	if len(out) > maxChanges {
		out = append(out[:maxChanges], fmt.Sprintf("%d more", len(out)-maxChanges))
	}
	return out
}

// outline is a document as a reader goes through it: headers, paragraphs, rows, footers.
func outline(d *doc.Document) []preview.Line {
	var o outliner
	seen := map[*doc.HeaderFooter]bool{}
	edges := func(of map[doc.HeaderType]*doc.HeaderFooter, kind string) {
		for _, t := range []doc.HeaderType{doc.FirstPage, doc.DefaultPages, doc.EvenPages} {
			if e := of[t]; e != nil && !seen[e] {
				seen[e] = true
				o.blocks(e.Content, kind, 0, "")
			}
		}
	}
	for _, s := range d.Sections {
		edges(s.Headers, "header")
		o.blocks(s.Content, "", 0, "")
		edges(s.Footers, "footer")
	}
	return o.lines
}

type outliner struct{ lines []preview.Line }

// maxIndent is how deep nested tables are shown apart.
const maxIndent = 3

// blocks adds paragraphs and the rows of tables; column is the binding of the control around them.
func (o *outliner) blocks(content []doc.Node, kind string, indent int, column string) {
	for _, n := range content {
		switch n := n.(type) {
		case *doc.Paragraph:
			l := preview.Line{Kind: kind, Indent: min(indent, maxIndent)}
			l.Spans = spans(nil, n.Content, column)
			o.add(l)
		case *doc.Table:
			o.rows(n.Content, kind, indent)
		case *doc.Control:
			o.blocks(n.Content, kind, indent, bound(n, column))
		case *doc.HTML:
			o.blocks(n.Content, kind, indent, n.Column)
		}
	}
}

func (o *outliner) add(l preview.Line) {
	for _, s := range l.Spans {
		if strings.TrimSpace(s.Text) != "" {
			o.lines = append(o.lines, l)
			return
		}
	}
}

func (o *outliner) rows(content []doc.Node, kind string, indent int) {
	for _, n := range content {
		switch n := n.(type) {
		case *doc.Row:
			l := preview.Line{Kind: "row", Indent: min(indent, maxIndent)}
			if kind != "" {
				l.Kind = kind
			}
			o.cells(&l, n.Content, "")
			o.add(l)
		case *doc.Control:
			o.rows(n.Content, kind, indent)
		}
	}
}

// cells puts the cells of a row into one line; a table in a cell goes with it.
func (o *outliner) cells(l *preview.Line, content []doc.Node, column string) {
	for _, n := range content {
		switch n := n.(type) {
		case *doc.Cell:
			from := len(l.Spans)
			doc.Walk(n.Content, func(inner doc.Node) bool {
				if p, ok := inner.(*doc.Paragraph); ok {
					if len(l.Spans) > from {
						l.Spans = append(l.Spans, preview.Span{Text: " "})
					}
					l.Spans = spans(l.Spans, p.Content, cellColumn(n.Content, p, column))
					return false
				}
				return true
			})
			if from > 0 && len(l.Spans) > from {
				l.Spans[from].Cell = true
			}
		case *doc.Control:
			o.cells(l, n.Content, bound(n, column))
		}
	}
}

// cellColumn is the binding of the controls around a paragraph of a cell.
func cellColumn(content []doc.Node, p *doc.Paragraph, column string) string {
	for _, n := range content {
		switch n := n.(type) {
		case *doc.Paragraph:
			if n == p {
				return column
			}
		case *doc.Control:
			if c := cellColumn(n.Content, p, bound(n, column)); c != "" {
				return c
			}
		}
	}
	return ""
}

// bound is the column of a control, or of those around it.
func bound(c *doc.Control, around string) string {
	if c.Binding == nil || c.Kind == doc.Repeater || c.Kind == doc.RepeaterItem {
		return around
	}
	path := ""
	for i, s := range c.Binding.Path {
		if i > 0 {
			path += "/" + s.Name
		}
	}
	if path == "" {
		return around
	}
	return path
}

func spans(out []preview.Span, content []doc.Node, column string) []preview.Span {
	for _, n := range content {
		switch n := n.(type) {
		case *doc.Run:
			text := strings.NewReplacer("\n", " ", "\t", "  ").Replace(n.Text)
			if i := len(out) - 1; i >= 0 && out[i].Column == column && text != "" {
				out[i].Text += text
			} else if text != "" {
				out = append(out, preview.Span{Text: text, Column: column})
			}
		case *doc.Control:
			out = spans(out, n.Content, bound(n, column))
		case *doc.Link:
			out = spans(out, n.Content, column)
		case *doc.Field:
			out = spans(out, n.Result, column)
		case *doc.HTML:
			out = spans(out, n.Content, n.Column)
		case *doc.Drawing:
			if n.Picture != nil {
				out = append(out, preview.Span{Text: "[" + strings.TrimSpace("picture "+n.Alt) + "]", Column: column})
			}
		}
	}
	return out
}
