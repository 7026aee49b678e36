package pdf

import (
	"net/url"
	"strings"

	"reportmail/render/diag"
	"reportmail/render/page"
)

// schemes are the ones that a link in a document may open; others run programs or scripts.
var schemes = map[string]bool{"http": true, "https": true, "mailto": true, "tel": true, "ftp": true}

// safeURL is the address as a PDF holds it, in ASCII (ISO 32000-1 12.6.4.7).
func safeURL(s string) (string, bool) {
	u, err := url.Parse(strings.TrimSpace(s))
	if err != nil || !schemes[strings.ToLower(u.Scheme)] {
		return "", false
	}
	var b strings.Builder
	for i := range len(s) {
		c := s[i]
		if c <= ' ' || c > '~' {
			b.WriteString("%" + string(hexDigits[c>>4]) + string(hexDigits[c&15]))
			continue
		}
		b.WriteByte(c)
	}
	return b.String(), true
}

// Link adds a link annotation. It can be told apart by its Contents and found through the structure tree
// (ISO 14289-1 7.18).
func (n *native) Link(l *page.Link) {
	address, ok := safeURL(l.URL)
	if !ok {
		n.o.Findings.Warn("link-refused", diag.Where{Page: n.page.number + 1}, "use a http, https, mailto or tel address", "%q is not a link that a document may have", l.URL)
		return
	}
	text := clean(l.Text)
	if text == "" {
		text = l.URL
	}
	p, f := n.page, n.file
	obj := f.number()
	key := len(n.pageObjs) + n.tree.links
	n.tree.annotated(l.Tag, p.number, obj, text)
	p.links = append(p.links, obj)
	x0, y0, x1, y1 := p.ctm.Box(l.X, l.Y, l.W, l.H)

	f.object(obj)
	b := append(f.objects, "<</Type/Annot/Subtype/Link/F 4/Border[0 0 0]/Rect["...)
	b = append(appendNumber(b, x0, 2), ' ')
	b = append(appendNumber(b, p.height-y1, 2), ' ')
	b = append(appendNumber(b, x1, 2), ' ')
	b = append(appendNumber(b, p.height-y0, 2), ']')
	b = appendText(append(b, "/Contents"...), text)
	b = appendInt(append(b, "/StructParent "...), key)
	b = appendLiteral(append(b, "/A<</Type/Action/S/URI/URI"...), address)
	f.objects = append(b, ">>>>"...)
}

// occupy notes where a part of a figure stands.
func (n *native) occupy(x, y, w, h float64) {
	p := n.page
	if p.tag == nil || p.tag.Kind != page.TagFigure {
		return
	}
	x0, y0, x1, y1 := p.ctm.Box(x, y, w, h)
	n.tree.occupied(p.tag, p.number, box{x0, y0, x1, y1, true})
}

func (n *native) occupyPath(p *page.Path) {
	if t := n.page.tag; t == nil || t.Kind != page.TagFigure {
		return
	}
	for _, s := range p.Segments {
		if s.Op != 'Z' {
			n.occupy(s.X, s.Y, 0, 0)
		}
	}
}
