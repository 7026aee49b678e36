package merge

import (
	"fmt"
	"strings"
	"testing"

	"reportmail/render/dataset"
	"reportmail/render/diag"
	"reportmail/render/doc"
)

// The tests of this package build small trees by hand and hold their merged form against a line of text:
// ¶ ends a paragraph, [ ] is a table, ( ) a row, | ends a cell, <text→address> a link, {w×h} a picture, = a field.

func para(nodes ...doc.Node) *doc.Paragraph { return &doc.Paragraph{Content: nodes} }

func text(s string) *doc.Run { return &doc.Run{Text: s} }

func cell(nodes ...doc.Node) *doc.Cell { return &doc.Cell{Content: nodes} }

func row(nodes ...doc.Node) *doc.Row { return &doc.Row{Content: nodes} }

func table(nodes ...doc.Node) *doc.Table { return &doc.Table{Content: nodes} }

// ctl is a control with a tag, bound to nothing.
func ctl(level doc.Level, tag string, nodes ...doc.Node) *doc.Control {
	return &doc.Control{Level: level, Tag: tag, Content: nodes}
}

// bind binds a control to a path without the root.
func bind(c *doc.Control, path string) *doc.Control {
	if c.Kind == doc.RichText {
		c.Kind = doc.PlainText
	}
	c.Title = path
	c.Binding = &doc.Binding{XPath: "/ns0:NavWordReportXmlPart[1]/" + path, Prefixes: "xmlns:ns0='urn:microsoft-dynamics-nav/reports/T/1/'"}
	return c
}

// col is a bound control among runs.
func col(path string) *doc.Control { return bind(ctl(doc.InlineLevel, "", text("placeholder")), path) }

// colCell is a bound control around a cell.
func colCell(path string) *doc.Control {
	return bind(ctl(doc.CellLevel, "", cell(para(text("placeholder")))), path)
}

// repeat is a repeating section with one item.
func repeat(level doc.Level, path string, nodes ...doc.Node) *doc.Control {
	item := &doc.Control{Kind: doc.RepeaterItem, Level: level, Content: nodes}
	return bind(&doc.Control{Kind: doc.Repeater, Level: level, Content: []doc.Node{item}}, path)
}

func document(nodes ...doc.Node) *doc.Document {
	return &doc.Document{Sections: []*doc.Section{{Content: nodes}}, Styles: &doc.Styles{}}
}

func show(nodes []doc.Node) string {
	var b strings.Builder
	for _, n := range nodes {
		switch n := n.(type) {
		case *doc.Run:
			b.WriteString(strings.NewReplacer("\n", "↵", "\t", "⇥").Replace(n.Text))
		case *doc.Paragraph:
			b.WriteString(show(n.Content) + "¶")
		case *doc.Table:
			b.WriteString("[" + show(n.Content) + "]")
		case *doc.Row:
			b.WriteString("(" + show(n.Content) + ")")
		case *doc.Cell:
			b.WriteString(show(n.Content) + "|")
		case *doc.Link:
			b.WriteString("<" + show(n.Content) + "→" + n.URL + ">")
		case *doc.Field:
			b.WriteString("=" + n.Name)
		case *doc.Drawing:
			if n.Shape != nil {
				b.WriteString("box:" + show(n.Shape.Text))
				continue
			}
			fmt.Fprintf(&b, "{%d×%d", n.Width, n.Height)
			if n.Link != "" {
				b.WriteString("→" + n.Link)
			}
			b.WriteString("}")
		default:
			b.WriteString(show(doc.Children(n)))
		}
	}
	return b.String()
}

func showAll(docs []*doc.Document) string {
	var out []string
	for _, d := range docs {
		s := ""
		for _, sec := range d.Sections {
			s += show(sec.Content)
		}
		out = append(out, s)
	}
	return strings.Join(out, " / ")
}

func data(t testing.TB, json string) *dataset.Dataset {
	t.Helper()
	ds, err := dataset.Read("data", []byte(json))
	if err != nil {
		t.Fatal(err)
	}
	return ds
}

// merged merges and gives the documents and the ids of the findings.
func merged(t testing.TB, d *doc.Document, json string) (string, string) {
	t.Helper()
	var f diag.List
	docs := Compile(d, nil, &f).Run(data(t, json), Options{}, &f)
	return showAll(docs), ids(f.Items())
}

func ids(findings []diag.Finding) string {
	var out []string
	for _, f := range findings {
		id := f.ID
		if f.Count > 1 {
			id += fmt.Sprintf("×%d", f.Count)
		}
		out = append(out, id)
	}
	return strings.Join(out, " ")
}

// mergeCase is a layout, data and what comes of it.
type mergeCase struct {
	name     string
	layout   []doc.Node
	data     string
	want     string
	findings string
}

func run(t *testing.T, cases []mergeCase) {
	t.Helper()
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			d := document(c.layout...)
			before := show(c.layout)
			got, found := merged(t, d, c.data)
			if got != c.want {
				t.Errorf("got  %s\nwant %s", got, c.want)
			}
			if found != c.findings {
				t.Errorf("findings %q, want %q", found, c.findings)
			}
			if after := show(c.layout); after != before {
				t.Errorf("the layout changed from %s to %s", before, after)
			}
		})
	}
}
