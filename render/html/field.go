package html

import (
	"strings"

	"reportmail/render/doc"
)

// field shows a field's result, or what a body does with fields of its name (ECMA-376-1 17.16.5).
func (in *inlines) field(n *doc.Field) {
	switch n.Name {
	case "PAGE", "NUMPAGES", "SECTION", "SECTIONPAGES", "PAGEREF":
		in.pageField(n)
	case "HYPERLINK":
		in.hyperlinkField(n)
	default:
		in.content(n.Result)
	}
}

// pageField leaves a number of pages out: a body has none.
func (in *inlines) pageField(n *doc.Field) {
	in.b.f.Info("page-number-left-out", in.at.where, "move page numbers to the header or footer", "field %s left out: an e-mail body has no pages", n.Name)
}

// hyperlinkField is a link around its result (ECMA-376-1 17.16.5.25).
func (in *inlines) hyperlinkField(n *doc.Field) {
	url, anchor := "", ""
	if len(n.Args) > 0 {
		url = n.Args[0]
	}
	for _, s := range n.Switch {
		if s.Name == "l" {
			anchor = s.Arg
		}
	}
	if url != "" && anchor != "" && !strings.Contains(url, "#") {
		url += "#" + anchor
	}
	in.linked(url, anchor, n.Result)
}
