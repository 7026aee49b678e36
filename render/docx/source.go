package docx

import "reportmail/render/doc"

// sourceOf is where a node stands in its part; zero for nodes that were not read from one.
func sourceOf(n doc.Node) doc.Source {
	switch n := n.(type) {
	case *doc.Paragraph:
		return n.Src
	case *doc.Table:
		return n.Src
	case *doc.Row:
		return n.Src
	case *doc.Cell:
		return n.Src
	case *doc.Control:
		return n.Src
	case *doc.Run:
		return n.Src
	case *doc.Break:
		return n.Src
	case *doc.PosTab:
		return n.Src
	case *doc.Field:
		return n.Src
	case *doc.Link:
		return n.Src
	case *doc.Drawing:
		return n.Src
	case *doc.Unknown:
		return n.Src
	}
	return doc.Source{}
}
