package docx

import (
	"fmt"
	"reflect"
	"strings"

	"reportmail/render/doc"
)

// outline writes a document as text, a node a line, with what is set and nothing else.
func outline(d *doc.Document) string {
	var b strings.Builder
	for i, s := range d.Sections {
		p := s.Page
		fmt.Fprintf(&b, "section %d: %d x %d, margins %d %d %d %d, columns %v%s\n", i+1, p.Width, p.Height, p.Top, p.Right, p.Bottom, p.Left, p.Columns, listed(
			"continuous", p.Start == doc.Continuous, "title page", p.TitlePage, "line", p.ColumnLine))
		outlineNodes(&b, s.Content, 1)
		for _, t := range []doc.HeaderType{doc.DefaultPages, doc.FirstPage, doc.EvenPages} {
			for kind, edges := range map[string]map[doc.HeaderType]*doc.HeaderFooter{"header": s.Headers, "footer": s.Footers} {
				if h := edges[t]; h != nil {
					fmt.Fprintf(&b, " %s %d\n", kind, t)
					outlineNodes(&b, h.Content, 2)
				}
			}
		}
	}
	return b.String()
}

func listed(pairs ...any) string {
	var b strings.Builder
	for i := 0; i < len(pairs); i += 2 {
		if pairs[i+1].(bool) {
			b.WriteString(", " + pairs[i].(string))
		}
	}
	return b.String()
}

func outlineNodes(b *strings.Builder, nodes []doc.Node, depth int) {
	for _, n := range nodes {
		b.WriteString(strings.Repeat(" ", depth))
		b.WriteString(strings.TrimSpace(outlineNode(n)))
		b.WriteString("\n")
		if d, ok := n.(*doc.Drawing); ok && d.Shape != nil {
			for _, m := range d.Shape.Children {
				outlineNodes(b, []doc.Node{m}, depth+1)
			}
		}
		outlineNodes(b, doc.Children(n), depth+1)
	}
}

func outlineNode(n doc.Node) string {
	switch n := n.(type) {
	case *doc.Paragraph:
		return "p " + n.Style + set(n.Props) + wrapped(" mark", set(n.Mark))
	case *doc.Run:
		return fmt.Sprintf("run %q %s%s", n.Text, n.Style, set(n.Props))
	case *doc.Break:
		return fmt.Sprintf("break %d", n.Kind)
	case *doc.Table:
		return fmt.Sprintf("table %s grid %v%s", n.Style, n.Grid, set(n.Props))
	case *doc.Row:
		return "row" + set(n.Props) + wrapped(" exceptions", set(n.Exceptions))
	case *doc.Cell:
		return "cell" + set(n.Props)
	case *doc.Control:
		s := fmt.Sprintf("control kind %d level %d title %q tag %q at %d/%d/%d", n.Kind, n.Level, n.Title, n.Tag, n.Where.Table, n.Where.Row, n.Where.Cell)
		if n.Binding != nil {
			s += fmt.Sprintf(" bound %v word15 %t", n.Binding.Path, n.Binding.Word15)
		}
		return s + listed("placeholder", n.Placeholder, "multiline", n.MultiLine) + set(n.Props)
	case *doc.Field:
		return fmt.Sprintf("field %s args %q switches %q", n.Name, n.Args, n.Switch)
	case *doc.Link:
		return fmt.Sprintf("link %s #%s %q", n.URL, n.Anchor, n.Tooltip)
	case *doc.Drawing:
		s := fmt.Sprintf("drawing %q alt %q %d x %d link %q", n.Name, n.Alt, n.Width, n.Height, n.Link)
		if n.Picture != nil {
			s += fmt.Sprintf(" picture %t%s", n.Picture.Image != nil, set(n.Picture))
		}
		if n.Shape != nil {
			s += " shape" + set(n.Shape)
		}
		if n.Anchor != nil {
			s += " anchor" + set(n.Anchor)
		}
		return s
	case *doc.PosTab:
		return fmt.Sprintf("postab %d %t", n.Align, n.FromText)
	case *doc.Unknown:
		return "unknown " + n.Name
	}
	return fmt.Sprintf("%T", n)
}

func wrapped(label, s string) string {
	if s == "" {
		return ""
	}
	return label + s
}

// set writes the fields of a struct that are not zero.
func set(p any) string {
	v := reflect.ValueOf(p)
	if v.Kind() == reflect.Pointer {
		if v.IsNil() {
			return ""
		}
		v = v.Elem()
	}
	var b strings.Builder
	for i := range v.NumField() {
		name, f := v.Type().Field(i).Name, v.Field(i)
		if f.IsZero() || name == "Image" || name == "Text" && f.Kind() == reflect.Slice || name == "Children" {
			continue
		}
		if f.Kind() == reflect.Struct {
			if f.FieldByName("Set").IsValid() {
				f = f.FieldByName("V")
				if f.Kind() == reflect.Struct {
					fmt.Fprintf(&b, " %s={%s}", name, strings.TrimSpace(set(f.Interface())))
					continue
				}
			} else {
				fmt.Fprintf(&b, " %s={%s}", name, strings.TrimSpace(set(f.Interface())))
				continue
			}
		}
		if f.Kind() == reflect.Pointer {
			fmt.Fprintf(&b, " %s={%s}", name, strings.TrimSpace(set(f.Interface())))
			continue
		}
		fmt.Fprintf(&b, " %s=%v", name, f.Interface())
	}
	return b.String()
}
