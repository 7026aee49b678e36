package html

import (
	"strings"

	"reportmail/render/doc"
	"reportmail/render/doc/datepicture"
)

// field shows a field's value where a body knows it, nothing where a body has none, else its stored result
// (ECMA-376-1 17.16.5).
func (in *inlines) field(n *doc.Field) {
	switch n.Name {
	case "PAGE", "NUMPAGES", "SECTION", "SECTIONPAGES", "PAGEREF":
		in.pageField(n)
	case "HYPERLINK":
		in.hyperlinkField(n)
	case "DATE", "TIME":
		in.dateField(n)
	case "TITLE":
		in.value(n, in.b.d.Props.Title)
	default:
		in.content(n.Result)
	}
}

// value shows a value in the format of the field, or the stored result when there is none.
func (in *inlines) value(n *doc.Field, s string) {
	if s == "" {
		in.content(n.Result)
		return
	}
	if m := in.b.run(in.p, n.Style, n.Props, in.at); !m.hidden {
		in.text(s, m)
	}
}

// pageField leaves a number of pages out: a body has none.
func (in *inlines) pageField(n *doc.Field) {
	in.b.f.Info("page-number-left-out", in.at.where, "move page numbers to the header or footer", "field %s left out: an e-mail body has no pages", n.Name)
}

// dateField is the time of rendering (ECMA-376-1 17.16.5.14, 17.16.5.69).
func (in *inlines) dateField(n *doc.Field) {
	now := in.b.o.Now
	if now.IsZero() {
		in.content(n.Result)
		return
	}
	lang := in.b.st.Run(in.p, n.Style, n.Props, in.at.cell).Lang
	if lang == "" {
		lang = in.b.body.lang
	}
	picture := argument(n, "@")
	if picture == "" {
		picture = datepicture.Default(lang, n.Name == "TIME")
	}
	in.value(n, datepicture.Format(now, picture, lang))
}

// hyperlinkField is a link around its result (ECMA-376-1 17.16.5.25).
func (in *inlines) hyperlinkField(n *doc.Field) {
	url, anchor := "", argument(n, "l")
	if len(n.Args) > 0 {
		url = n.Args[0]
	}
	if url != "" && anchor != "" && !strings.Contains(url, "#") {
		url += "#" + anchor
	}
	in.linked(url, anchor, n.Result)
}

// argument is the argument of a field's switch, or "".
func argument(n *doc.Field, name string) string {
	for _, s := range n.Switch {
		if s.Name == name {
			return s.Arg
		}
	}
	return ""
}
