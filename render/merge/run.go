package merge

import (
	"cmp"
	"iter"
	"slices"

	"reportmail/render/dataset"
	"reportmail/render/diag"
	"reportmail/render/doc"
)

// Options steer one run.
type Options struct {
	// MergeItem is the top-level data item that starts a document for each of its rows, over what the dataset says.
	MergeItem string
	// Texts are reusable texts as HTML, by the title of the unbound control that each one takes the place of. What is
	// kept of HTML is what #RM:HTML keeps.
	Texts map[string]string
}

// exec is one document in the making. It belongs to one goroutine.
type exec struct {
	plan *Plan
	data *dataset.Dataset
	find *diag.List

	texts map[string]string // by control

	mergeName string        // the item whose rows are documents; "" when the document has all rows
	mergeRow  *dataset.Item // its row of this document
	mergePath string
	batch     *batch

	rows  []*dataset.Item // current row of each repeater, by depth; the root of the data first
	paths []string        // and their dataset paths

	repeated int // rows that repeaters have given so far
	made     int // nodes

	table *tableFrame
	row   *rowFrame
	stack []doc.Node

	absent   map[*binding]*absence
	absences []*absence

	nodes      slab[doc.Node]
	paragraphs slab[doc.Paragraph]
	runs       slab[doc.Run]
	cells      slab[doc.Cell]
	rowNodes   slab[doc.Row]
	tables     slab[doc.Table]
	controls   slab[doc.Control]
	origins    slab[doc.Origin]
}

// Run merges a dataset into the layout: one document for each row of the item that starts documents, or one document
// for everything when the layout itself repeats over it.
func (p *Plan) Run(ds *dataset.Dataset, o Options, f *diag.List) []*doc.Document {
	var docs []*doc.Document
	for _, d := range p.Documents(ds, o, f) {
		docs = append(docs, d)
	}
	return docs
}

// Documents is Run, one document at a time, each with the row that started it; the row is nil for a document of
// everything. A long list of invoices need not be in memory at once.
func (p *Plan) Documents(ds *dataset.Dataset, o Options, f *diag.List) iter.Seq2[*dataset.Item, *doc.Document] {
	if f == nil {
		f = new(diag.List)
	}
	return func(yield func(*dataset.Item, *doc.Document) bool) {
		p.checkReport(ds, f)
		p.checkTexts(o.Texts, f)
		name, rows := p.split(ds, o, f)
		if name == "" {
			x := p.exec(ds, f)
			x.texts = o.Texts
			yield(nil, x.document())
			return
		}
		all := &batch{rows: rows}
		for i, row := range rows {
			x := p.exec(ds, f)
			x.texts, x.batch, x.mergeName, x.mergeRow, x.mergePath = o.Texts, all, name, row, "/"+name
			if i > 0 {
				x.mergePath = dataset.FormatPath([]dataset.Step{{Name: name, Index: i + 1}})
			}
			if !yield(row, x.document()) {
				return
			}
		}
	}
}

func (p *Plan) exec(ds *dataset.Dataset, f *diag.List) *exec {
	return &exec{plan: p, data: ds, find: f, rows: []*dataset.Item{ds.Root}, paths: []string{""}, stack: make([]doc.Node, 0, 256)}
}

// split decides which item starts documents: the one that options or dataset name, else the top-level item that most of
// the layout is bound to, unless a repeater of the layout goes over it.
func (p *Plan) split(ds *dataset.Dataset, o Options, f *diag.List) (string, []*dataset.Item) {
	name := dataset.LocalName(o.MergeItem)
	if name == "" {
		name = ds.MergeItem
	}
	if name != "" {
		if rows := slices.Collect(ds.Root.Rows(name)); len(rows) > 0 {
			return name, rows
		}
		f.Warn("no-merge-item", diag.Where{Column: "/" + name}, "", "the data has no top-level row of %s, which is to start the documents", name)
	}
	items := ds.Items()
	if len(items) == 0 {
		f.Warn("no-rows", diag.Where{}, "", "the data has no rows")
		return "", nil
	}
	main := slices.MaxFunc(items, func(a, b string) int {
		return cmp.Or(cmp.Compare(p.uses[a], p.uses[b]), cmp.Compare(slices.Index(items, b), slices.Index(items, a)))
	})
	if p.repeats[main] {
		return "", nil
	}
	return main, slices.Collect(ds.Root.Rows(main))
}

// batch is what the documents of one run share.
type batch struct {
	rows []*dataset.Item // one for each document
	once map[string]string
}

// carried is the picture that a document without one takes from the first document.
//
// QUIRK: sales documents send the company's picture with the first row only, to keep exports small; every document is to
// show it. So a column that has a value in the first row and in no other one holds for all.
func (b *batch) carried(column string) string {
	if v, ok := b.once[column]; ok {
		return v
	}
	v := b.rows[0].Value(column)
	for _, row := range b.rows[1:] {
		if row.Value(column) != "" {
			v = ""
			break
		}
	}
	if b.once == nil {
		b.once = map[string]string{}
	}
	b.once[column] = v
	return v
}

// document merges one document.
func (x *exec) document() *doc.Document {
	out := *x.plan.doc
	out.Sections = make([]*doc.Section, len(x.plan.doc.Sections))
	edges := map[*doc.HeaderFooter]*doc.HeaderFooter{}
	for i, s := range x.plan.doc.Sections {
		headers, changed := x.edges(s.Headers, edges)
		footers, changed2 := x.edges(s.Footers, edges)
		sp := x.plan.sections[i]
		if !sp.dynamic && !changed && !changed2 {
			out.Sections[i] = s
			continue
		}
		section := *s
		section.Headers, section.Footers = headers, footers
		if sp.dynamic {
			section.Content = sp.body.nodes(x)
		}
		out.Sections[i] = &section
	}
	x.report()
	return &out
}

// edges merges headers or footers, each part once.
func (x *exec) edges(in map[doc.HeaderType]*doc.HeaderFooter, done map[*doc.HeaderFooter]*doc.HeaderFooter) (map[doc.HeaderType]*doc.HeaderFooter, bool) {
	changed := false
	for _, e := range in {
		_, bound := x.plan.edges[e]
		changed = changed || bound
	}
	if !changed {
		return in, false
	}
	out := make(map[doc.HeaderType]*doc.HeaderFooter, len(in))
	for _, kind := range []doc.HeaderType{doc.DefaultPages, doc.FirstPage, doc.EvenPages} {
		e, ok := in[kind]
		if !ok {
			continue
		}
		body, bound := x.plan.edges[e]
		if bound && done[e] == nil {
			done[e] = &doc.HeaderFooter{Content: body.nodes(x), Part: e.Part}
		}
		if out[kind] = e; bound {
			out[kind] = done[e]
		}
	}
	return out, true
}
