package merge

import (
	"bytes"
	"strconv"
	"strings"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	gmhtml "github.com/yuin/goldmark/renderer/html"
	gmtext "github.com/yuin/goldmark/text"
	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"reportmail/render/doc"
)

// Bounds of formatted text from a column; a letter has a few kilobytes. The Markdown parser needs quadratic time for some
// texts (15 s for 256 KB of "[]("), so it gets less.
const (
	maxRich     = 256 << 10
	maxMarkdown = 32 << 10
)

// runRich fills a control with formatted text: paragraphs where the control stands among blocks, line breaks where it
// stands among runs.
func (s *textStep) runRich(x *exec, value string) {
	if len(value) > maxRich || s.rich == richMarkdown && len(value) > maxMarkdown {
		x.find.Warn("rich-text-too-long", s.b.where(), "", "the text in %s has %d bytes; it is shown without its format", s.b.text(), len(value))
		x.push(s.shell.fill(x, x.one(x.text(s.look, value, x.origin(s.b)))))
		return
	}
	if s.rich == richMarkdown {
		value = s.fromMarkdown(x, value)
	}
	s.pushHTML(x, value, x.origin(s.b))
}

// pushHTML fills the control with HTML that came from somewhere.
func (s *textStep) pushHTML(x *exec, value string, from *doc.Origin) {
	w := richWriter{x: x, s: s, from: from}
	w.read(value)
	w.endBlock()
	made := &doc.HTML{Content: w.blocks, Column: s.b.text()}
	if s.shell.para == nil {
		made.Content = w.inlines
		x.push(apart(s.shell.fill(x, x.one(made))))
		return
	}
	if len(made.Content) == 0 {
		made.Content = x.one(x.paragraph(s.shell.para, nil))
	}
	x.push(apart(s.shell.blocks(x, x.one(made))))
}

// apart marks a control as one that no longer shows its bound value as it stands.
func apart(ctl *doc.Control) *doc.Control {
	ctl.Apart = true
	return ctl
}

// fromMarkdown is CommonMark as HTML; HTML inside of it does not come through, nor do links that are refused.
func (s *textStep) fromMarkdown(x *exec, text string) string {
	source := []byte(lines(text))
	md := goldmark.New()
	root := md.Parser().Parse(gmtext.NewReader(source))
	s.unlink(x, root)
	var b bytes.Buffer
	if err := md.Renderer().Render(&b, source, root); err != nil { // a bytes.Buffer never fails
		return html.EscapeString(text)
	}
	return b.String()
}

// unlink takes links off whose address goldmark would write as an empty one, and reports the address.
func (s *textStep) unlink(x *exec, root ast.Node) {
	var refused []*ast.Link
	_ = ast.Walk(root, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if l, ok := n.(*ast.Link); ok && entering && gmhtml.IsDangerousURL(l.Destination) {
			refused = append(refused, l)
		}
		return ast.WalkContinue, nil
	})
	for _, l := range refused {
		x.href(s.b, string(l.Destination))
		parent := l.Parent()
		for c := l.FirstChild(); c != nil; c = l.FirstChild() {
			parent.InsertBefore(parent, l, c)
		}
		parent.RemoveChild(parent, l)
	}
}

// richWriter turns a safe subset of HTML into document nodes. Tags that it does not know are dropped and their text
// kept; what runs or loads something is dropped with its content.
type richWriter struct {
	x    *exec
	s    *textStep
	from *doc.Origin

	blocks  []doc.Node
	inlines []doc.Node // of the open paragraph; among runs, of everything
	open    []richTag
	lists   []richList
	last    *doc.Run // of the open paragraph
	word    bool     // the line ends in something else than white space
	skip    string   // element whose content is dropped
	skipped int      // its nesting
	item    string   // list marker that waits for its paragraph
	broken  bool     // among runs: a line break waits for more text
}

type richTag struct {
	name   string
	change change
	href   string // of a link
}

type richList struct {
	ordered bool
	n       int
}

// richTags are the tags with a meaning, and what text inside looks like.
var richTags = map[string]change{
	"p": 0, "br": 0, "b": bold, "strong": bold, "i": italic, "em": italic, "u": underlined, "a": 0, "span": 0,
	"ul": 0, "ol": 0, "li": 0, "h1": heading1, "h2": heading2, "h3": heading3,
	"table": 0, "tbody": 0, "thead": 0, "tfoot": 0, "tr": 0, "td": 0, "th": 0, // as lines of text, with tabs between cells
	"div": 0, "html": 0, "head": 0, "body": 0, // around other blocks: without meaning of their own
}

// unsafeTags go with their content.
var unsafeTags = map[string]bool{
	"script": true, "style": true, "iframe": true, "object": true, "embed": true, "applet": true, "title": true, "template": true,
	"noscript": true, "svg": true, "math": true, "textarea": true, "select": true, "audio": true, "video": true, "canvas": true,
}

const maxRichDepth = 32 // nested tags; deeper ones keep their text

func (w *richWriter) read(text string) {
	z := html.NewTokenizer(strings.NewReader(text))
	z.SetMaxBuf(maxRich)
	for {
		switch z.Next() {
		case html.ErrorToken: // the end: a tokenizer over a string has no other
			return
		case html.TextToken:
			if w.skip == "" {
				w.text(string(z.Text()))
			}
		case html.StartTagToken:
			w.start(z.Token(), false)
		case html.SelfClosingTagToken:
			w.start(z.Token(), true)
		case html.EndTagToken:
			name, _ := z.TagName()
			w.end(string(name))
		}
	}
}

func (w *richWriter) start(t html.Token, self bool) {
	if w.skip != "" {
		if t.Data == w.skip && !self {
			w.skipped++
		}
		return
	}
	look, known := richTags[t.Data]
	if !known {
		w.dropped(t.Data)
		if unsafeTags[t.Data] && !self {
			w.skip, w.skipped = t.Data, 1
		}
		return
	}
	if t.DataAtom == atom.Table {
		w.x.find.Warn("html-table", w.s.b.where(), "", "a table in the text of %s is shown as lines of text, with tabs between its cells", w.s.b.text())
	}
	switch t.DataAtom {
	case atom.Br:
		w.write("\n")
		w.word = false
		return
	case atom.P, atom.Div, atom.H1, atom.H2, atom.H3, atom.Table, atom.Tr:
		w.endBlock()
	case atom.Td, atom.Th:
		if len(w.inlines) > 0 && !w.broken {
			w.last.Text = strings.TrimRight(w.last.Text, " ")
			w.run("\t", 0, "")
			w.word = false
		}
	case atom.Ul, atom.Ol:
		w.endBlock()
		w.lists = append(w.lists, richList{ordered: t.DataAtom == atom.Ol, n: listStart(t) - 1})
	case atom.Li:
		w.endBlock()
		w.marker()
	}
	if self || len(w.open) >= maxRichDepth {
		return
	}
	tag := richTag{name: t.Data, change: look}
	if t.DataAtom == atom.A {
		tag.href = w.address(t)
		if tag.href != "" {
			tag.change = linked
		}
	}
	w.open = append(w.open, tag)
}

func (w *richWriter) dropped(name string) {
	if len(name) > 32 {
		name = name[:32]
	}
	kept := "; the text in it stays"
	if unsafeTags[name] {
		kept = ", with what it holds"
	}
	w.x.find.Warn("html-dropped", w.s.b.where(), "", "the element %s in the text of %s is dropped"+kept, strconv.Quote(name), w.s.b.text())
}

// address is the checked address of a link, "" when it has none that may stand.
func (w *richWriter) address(t html.Token) string {
	for _, a := range t.Attr {
		if a.Key == "href" {
			href, _ := w.x.href(w.s.b, a.Val)
			return href
		}
	}
	return ""
}

// listStart is the number of the first item of an ordered list.
func listStart(t html.Token) int {
	for _, a := range t.Attr {
		if n, err := strconv.Atoi(strings.TrimSpace(a.Val)); a.Key == "start" && err == nil && n > -1e6 && n < 1e6 {
			return n
		}
	}
	return 1
}

// marker begins a list item.
func (w *richWriter) marker() {
	if len(w.lists) == 0 {
		w.lists = append(w.lists, richList{})
	}
	l := &w.lists[len(w.lists)-1]
	l.n++
	w.item = "•"
	if l.ordered {
		w.item = strconv.Itoa(l.n) + "."
	}
}

func (w *richWriter) end(name string) {
	if w.skip != "" {
		if name == w.skip {
			if w.skipped--; w.skipped == 0 {
				w.skip = ""
			}
		}
		return
	}
	switch name {
	case "p", "div", "h1", "h2", "h3", "li", "table", "tr":
		w.endBlock()
	case "ul", "ol":
		w.endBlock()
		if len(w.lists) > 0 {
			w.lists = w.lists[:len(w.lists)-1]
		}
	}
	for i := len(w.open) - 1; i >= 0; i-- {
		if w.open[i].name == name {
			w.open = append(w.open[:i], w.open[i+1:]...)
			return
		}
	}
}

// text writes text with its white space collapsed, as HTML shows it: none at the beginning of a line, one elsewhere.
func (w *richWriter) text(s string) {
	const white = " \t\r\n\f"
	words := strings.FieldsFunc(s, func(r rune) bool { return strings.ContainsRune(white, r) })
	out := strings.Join(words, " ")
	if w.word && strings.TrimLeft(s, white) != s {
		out = " " + out
	}
	if len(words) > 0 && strings.TrimRight(s, white) != s {
		out += " "
	}
	if out != "" {
		w.write(out)
		w.word = !strings.HasSuffix(out, " ")
	}
}

// write adds a run in the look of the open tags.
func (w *richWriter) write(text string) {
	if w.broken {
		w.broken = false
		w.run("\n", 0, "")
	}
	if w.item != "" {
		item := w.item
		w.item = ""
		w.run(item+"\t", 0, "")
	}
	var what change
	href := ""
	for _, t := range w.open {
		what |= t.change
		if t.href != "" {
			href = t.href
		}
	}
	w.run(text, what, href)
}

func (w *richWriter) run(text string, what change, href string) {
	l := w.s.look
	if l.props = w.x.plan.looks.run(l.props, what); what != 0 {
		l.src = doc.Source{}
	}
	w.last = w.x.text(l, text, w.from)
	var n doc.Node = w.last
	if href != "" {
		n = &doc.Link{URL: href, Content: w.x.one(n)}
	}
	w.inlines = append(w.inlines, n)
}

const listIndent = 360 // twips a level; Word's own lists start so

// endBlock closes the open paragraph. Among runs it only breaks the line.
func (w *richWriter) endBlock() {
	w.word = false
	if len(w.inlines) == 0 || w.broken {
		return
	}
	w.last.Text = strings.TrimRight(w.last.Text, " \n") // a break at the end of a block shows nothing
	if w.s.shell.para == nil {
		w.broken = true
		return
	}
	p := w.x.paragraph(w.s.shell.para, w.inlines)
	if n := len(w.lists); n > 0 {
		p.Props = w.x.plan.looks.para(p.Props, doc.Twips(listIndent*min(n, 8)), listIndent)
	}
	w.blocks, w.inlines = append(w.blocks, p), nil
}
