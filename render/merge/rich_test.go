package merge

import (
	"encoding/json"
	"strings"
	"testing"

	"reportmail/render/dataset"
	"reportmail/render/diag"
	"reportmail/render/doc"
)

// marked writes runs with the marks of their format: *bold*, /italic/, _underlined_, #heading#.
func marked(nodes []doc.Node) string {
	var b strings.Builder
	for _, n := range nodes {
		switch n := n.(type) {
		case *doc.Run:
			s := strings.NewReplacer("\n", "↵", "\t", "⇥").Replace(n.Text)
			if p := n.Props; p != nil {
				for _, m := range []struct {
					on   bool
					mark string
				}{{p.Bold.V && !p.Size.Set, "*"}, {p.Italic.V, "/"}, {p.Underline.Set && !p.Color.Set, "_"}, {p.Size.Set, "#"}} {
					if m.on {
						s = m.mark + s + m.mark
					}
				}
			}
			b.WriteString(s)
		case *doc.Link:
			b.WriteString("<" + marked(n.Content) + "→" + n.URL + ">")
		case *doc.Paragraph:
			if n.Props != nil && n.Props.Left.Set {
				b.WriteString(">")
			}
			b.WriteString(marked(n.Content) + "¶")
		default:
			b.WriteString(marked(doc.Children(n)))
		}
	}
	return b.String()
}

func rich(t *testing.T, tag, value string, level doc.Level) (string, string) {
	t.Helper()
	quoted, err := json.Marshal(value)
	if err != nil {
		t.Fatal(err)
	}
	var content []doc.Node
	if level == doc.InlineLevel {
		content = []doc.Node{para(tagged(col("Header/T"), tag))}
	} else {
		content = []doc.Node{tagged(bind(ctl(level, "", para(text("x"))), "Header/T"), tag)}
	}
	var f diag.List
	docs := Compile(document(content...), nil, &f).Run(data(t, `{"data": {"Header": {"T": `+string(quoted)+`}}}`), Options{}, &f)
	return marked(docs[0].Sections[0].Content), ids(f.Items())
}

func TestRun_html(t *testing.T) {
	for _, c := range []struct{ name, in, want, findings string }{
		{"paragraphs", "<p>One  <b>bold</b>\n and <em>it</em>.</p><p>Two</p>", "One *bold* and /it/.¶Two¶", ""},
		{"plain text", "just &lt;text&gt; &amp; more", "just <text> & more¶", ""},
		{"breaks", "a<br>b<br/>c", "a↵b↵c¶", ""},
		{"nested formats", "<b>x<i>y</i></b><u>z</u>", "*x*/*y*/_z_¶", ""},
		{"headings", "<h1>Title</h1>text<h3>Sub</h3>", "#Title#¶text¶#Sub#¶", ""},
		{"lists", "<ul><li>a</li><li>b<ol><li>c</li><li>d</li></ol></li></ul><p>e</p>", ">•⇥a¶>•⇥b¶>1.⇥c¶>2.⇥d¶e¶", ""},
		{"blocks in blocks", "<div>a<div><p>b</p></div>c</div>d", "a¶b¶c¶d¶", ""},
		{"links", `<a href="https://x.example/?a=1&amp;b=2">go</a>`, "<go→https://x.example/?a=1&b=2>¶", ""},
		{"refused links keep their text", `<a href="javascript:alert(1)">go</a>`, "go¶", "link-refused"},
		{"a link without an address", `<a name="x">go</a>`, "go¶", ""},
		{"attributes mean nothing", `<p style="color:red" onclick="x()">a</p>`, "a¶", ""},
		{"unknown elements keep their text", "<font>a</font>", "a¶", "html-dropped"},
		{"tables are lines with tabs", "x<table><tr><th>H</th><td>1</td></tr><tr><td>2</td> <td>3</td></tr></table>y", "x¶H⇥1¶2⇥3¶y¶", "html-table"},
		{"a list that begins further on", `<ol start="5"><li>a<li>b</ol>`, ">5.⇥a¶>6.⇥b¶", ""},
		{"scripts go with their text", "a<script>alert('<b>')</script>b<style>p{}</style>", "ab¶", "html-dropped html-dropped"},
		{"nested unsafe elements", "<svg><svg>x</svg>y</svg>z", "z¶", "html-dropped"},
		{"never closed", "<p><b>a", "*a*¶", ""},
		{"closed twice", "a</b></p>b", "a¶b¶", ""},
		{"empty", "", "¶", ""},
		{"white space only", " \n ", "¶", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			got, findings := rich(t, "#RM:HTML", c.in, doc.BlockLevel)
			if got != c.want || findings != c.findings {
				t.Errorf("got %s %q, want %s %q", got, findings, c.want, c.findings)
			}
		})
	}
}

func TestRun_htmlInline(t *testing.T) {
	for in, want := range map[string]string{
		"<p>a <b>b</b></p><p>c</p>": "a *b*↵c¶", "<ul><li>a</li><li>b</li></ul>": "•⇥a↵•⇥b¶", "": "¶", "x": "x¶",
	} {
		if got, findings := rich(t, "#RM:HTML", in, doc.InlineLevel); got != want || findings != "" {
			t.Errorf("%s: %s %s, want %s", in, got, findings, want)
		}
	}
}

func TestRun_markdown(t *testing.T) {
	for in, want := range map[string]string{
		"# Title\n\nSome *it* and **bold**.\n\n- a\n- b\n": "#Title#¶Some /it/ and *bold*.¶>•⇥a¶>•⇥b¶",
		"[go](https://x.example) now":                      "<go→https://x.example> now¶",
		"a <script>x</script> <b>raw</b>":                  "a x raw¶",
		"1. a\n2. b":                                       ">1.⇥a¶>2.⇥b¶",
	} {
		if got, findings := rich(t, "#RM:Markdown", in, doc.BlockLevel); got != want || findings != "" {
			t.Errorf("%s: %s %s, want %s", in, got, findings, want)
		}
	}
	for tag, most := range map[string]int{"#RM:HTML": maxRich, "#RM:Markdown": maxMarkdown} {
		if got, findings := rich(t, tag, strings.Repeat("x", most+1), doc.BlockLevel); len(got) < most || findings != "rich-text-too-long" {
			t.Errorf("%s: %d bytes, %s", tag, len(got), findings)
		}
	}
}

// Formatted text is made of properties that the plan remembers.
func TestRun_htmlSharesProperties(t *testing.T) {
	c := tagged(col("Header/T"), "#RM:HTML")
	p := Compile(document(para(c)), nil, &diag.List{})
	seen := map[*doc.RunProps]bool{}
	for range 3 {
		docs := p.Run(data(t, `{"data": {"Header": {"T": "<b>a</b> b <b>c</b>"}}}`), Options{}, nil)
		doc.Walk(docs[0].Sections[0].Content, func(n doc.Node) bool {
			if r, ok := n.(*doc.Run); ok {
				seen[r.Props] = true
			}
			return true
		})
	}
	if len(seen) != 2 { // bold, and the layout's own (none)
		t.Errorf("%d different properties", len(seen))
	}
}

func FuzzRich(f *testing.F) {
	f.Add("<p>a<b>b</p><ul><li>c<a href='https://x'>d</a>", true)
	f.Add("# a\n\n- b\n\n[c](javascript:x)", false)
	f.Fuzz(func(t *testing.T, value string, isHTML bool) {
		tag := "#RM:Markdown"
		if isHTML {
			tag = "#RM:HTML"
		}
		p := Compile(document(tagged(bind(ctl(doc.BlockLevel, "", para(text("x"))), "Header/T"), tag)), nil, &diag.List{})
		it := dataset.New("NavWordReportXmlPart", []*dataset.Item{dataset.New("Header", nil, "T", value)})
		docs := p.Run(&dataset.Dataset{Root: it}, Options{}, nil)
		doc.Walk(docs[0].Sections[0].Content, func(n doc.Node) bool {
			if l, ok := n.(*doc.Link); ok {
				if _, reason := safeURL(l.URL); reason != "" {
					t.Fatalf("%q: %s", l.URL, reason)
				}
			}
			return true
		})
	})
}
