package diff

import (
	"slices"
	"strings"

	"reportmail/render/doc"
)

// texts compares the paragraphs of each part.
func texts(a, b *doc.Document) []Change {
	var out []Change
	left, right := map[string][]string{}, map[string][]string{}
	var order []string
	for _, side := range []struct {
		d  *doc.Document
		to map[string][]string
	}{{a, left}, {b, right}} {
		for _, s := range stories(side.d) {
			if !slices.Contains(order, s.name) {
				order = append(order, s.name)
			}
			side.to[s.name] = append(side.to[s.name], paragraphs(s.content)...)
		}
	}
	for _, name := range order {
		out = append(out, lines(name, left[name], right[name])...)
	}
	return out
}

// paragraphs are the lines of a story: text with its fields in brackets. Repeaters stand as lines of their own.
func paragraphs(content []doc.Node) []string {
	var out []string
	doc.Walk(content, func(n doc.Node) bool {
		switch n := n.(type) {
		case *doc.Paragraph:
			if t := strings.TrimSpace(inline(n.Content)); t != "" {
				out = append(out, t)
			}
			return false
		case *doc.Control:
			if n.Kind == doc.Repeater && n.Binding != nil {
				out = append(out, "for each "+path(n.Binding))
			} else if tagged(n) {
				out = append(out, "{"+n.Tag+"}")
			} else if n.Binding != nil && n.Kind != doc.RepeaterItem && n.Level != doc.InlineLevel {
				out = append(out, field(n))
				return false
			}
		}
		return true
	})
	return out
}

// inline is the text of a paragraph's content.
func inline(content []doc.Node) string {
	var b strings.Builder
	for _, n := range content {
		switch n := n.(type) {
		case *doc.Run:
			b.WriteString(n.Text)
		case *doc.Break:
			b.WriteString(" ")
		case *doc.PosTab:
			b.WriteString("\t")
		case *doc.Drawing:
			b.WriteString("{picture}")
		case *doc.Control:
			switch {
			case n.Binding != nil && n.Kind != doc.Repeater:
				b.WriteString(field(n))
			case tagged(n):
				b.WriteString("{" + n.Tag + "} " + inline(n.Content))
			default:
				b.WriteString(inline(n.Content))
			}
		default:
			b.WriteString(inline(doc.Children(n)))
		}
	}
	return b.String()
}

// tagged tells whether a control's tag asks for something: #BC:HideTableRowIfEmpty.
func tagged(c *doc.Control) bool {
	return c.Binding == nil && (strings.HasPrefix(c.Tag, "#BC:") || strings.HasPrefix(c.Tag, "#RM:"))
}

func field(c *doc.Control) string {
	if c.Kind == doc.PictureControl {
		return "[picture " + path(c.Binding) + "]"
	}
	return "[" + path(c.Binding) + "]"
}

// path is a binding's path without the root and without positions.
func path(b *doc.Binding) string {
	if len(b.Path) == 0 {
		return b.XPath
	}
	var names []string
	for _, s := range b.Path {
		names = append(names, s.Name)
	}
	if len(names) > 1 && names[0] == "NavWordReportXmlPart" {
		names = names[1:]
	}
	return strings.Join(names, "/")
}

// bindings are the columns and data items that only one of the layouts shows.
func bindings(a, b *doc.Document) []Change {
	left, right := bound(a), bound(b)
	var out []Change
	for _, p := range left {
		if !slices.Contains(right, p) {
			out = append(out, Change{"binding", p, ""})
		}
	}
	for _, p := range right {
		if !slices.Contains(left, p) {
			out = append(out, Change{"binding", "", p})
		}
	}
	return out
}

func bound(d *doc.Document) []string {
	seen := map[string]bool{}
	for _, s := range stories(d) {
		doc.Walk(s.content, func(n doc.Node) bool {
			if c, ok := n.(*doc.Control); ok && c.Binding != nil {
				seen[path(c.Binding)] = true
			}
			return true
		})
	}
	out := make([]string, 0, len(seen))
	for p := range seen {
		out = append(out, p)
	}
	slices.Sort(out)
	return out
}
