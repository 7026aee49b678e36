package render

import (
	"fmt"

	"reportmail/render/dataset"
	"reportmail/render/diag"
	"reportmail/render/doc"
	"reportmail/render/docx"
	"reportmail/render/merge"
)

// placeholders is a layout of plain text with {{Column}} in it: it is filled as a file and read again for each row.
type placeholders struct{ layout *merge.PlaceholderLayout }

// newPlaceholders compiles a placeholder layout; nil when the layout is bound, or has no placeholders.
func newPlaceholders(data []byte, plan *merge.Plan, d *doc.Document) (*placeholders, error) {
	if plan.Bound() || !merge.HasPlaceholders(d) {
		return nil, nil
	}
	layout, err := merge.CompilePlaceholders(data, d)
	return &placeholders{layout}, err
}

// fill makes the documents and their Word files.
func (p *placeholders) fill(ds *dataset.Dataset, o Options, f *diag.List) (merged, error) {
	var m merged
	files, err := p.layout.Fill(ds, merge.Options{MergeItem: o.MergeItem}, f)
	if err != nil {
		return m, err
	}
	for _, file := range files {
		pkg, err := docx.Read(file, new(diag.List)) // the layout's own findings are known
		if err != nil {
			return m, fmt.Errorf("reading the filled layout: %w", err)
		}
		m.docs = append(m.docs, pkg.Document)
	}
	if o.Docx && len(files) > 0 {
		m.word = files[0]
		if len(files) > 1 {
			f.Warn("word-first-only", diag.Where{}, "bind the layout with content controls to have all in one file", "a placeholder layout makes a Word file for each row; this is the first of %d", len(files))
		}
	}
	return m, nil
}
