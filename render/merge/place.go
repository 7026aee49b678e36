package merge

import (
	"reportmail/render/diag"
	"reportmail/render/doc"
)

// placer goes through one part and knows where in it every node stands: the innermost table by its number in the part,
// its row and its cell.
type placer struct {
	where  diag.Where
	tables int
	visit  func(doc.Node, diag.Where)
}

// placed visits every node of a document, part by part: the text first, then its headers and footers.
func placed(d *doc.Document, visit func(doc.Node, diag.Where)) {
	body := placer{where: diag.Where{Part: mainPart}, visit: visit}
	for _, s := range d.Sections {
		body.list(s.Content)
	}
	for _, e := range edges(d) {
		p := placer{where: diag.Where{Part: e.Part}, visit: visit}
		p.list(e.Content)
	}
}

func (p *placer) list(content []doc.Node) {
	for _, n := range content {
		p.node(n)
	}
}

func (p *placer) node(n doc.Node) {
	outer := p.where
	switch n.(type) {
	case *doc.Table:
		p.tables++
		p.where.Table, p.where.Row, p.where.Cell = p.tables, 0, 0
	case *doc.Row:
		p.where.Row, p.where.Cell = p.where.Row+1, 0
	case *doc.Cell:
		p.where.Cell++
	}
	p.visit(n, p.where)
	p.list(doc.Children(n))
	switch n := n.(type) {
	case *doc.Table:
		p.where = outer
	case *doc.Drawing:
		if n.Shape != nil {
			for _, member := range n.Shape.Children {
				p.node(member)
			}
		}
	}
}

// edges are the headers and footers of a document, each once.
func edges(d *doc.Document) []*doc.HeaderFooter {
	var out []*doc.HeaderFooter
	seen := map[*doc.HeaderFooter]bool{}
	for _, s := range d.Sections {
		for _, kinds := range []map[doc.HeaderType]*doc.HeaderFooter{s.Headers, s.Footers} {
			for _, kind := range []doc.HeaderType{doc.DefaultPages, doc.FirstPage, doc.EvenPages} {
				if e := kinds[kind]; e != nil && !seen[e] {
					seen[e] = true
					out = append(out, e)
				}
			}
		}
	}
	return out
}
