package text

import (
	"bytes"
	"fmt"
	"strings"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	"github.com/yuin/goldmark/renderer/html"
	gmtext "github.com/yuin/goldmark/text"

	"reportmail/render/diag"
)

// newMarkdown is CommonMark with what letters use. Raw HTML and attributes stay off: the first is what a text must not
// bring in, the second lets styles through.
func newMarkdown() goldmark.Markdown {
	return goldmark.New(
		goldmark.WithExtensions(
			extension.NewTable(extension.WithTableCellAlignMethod(extension.TableCellAlignAttribute)),
			extension.Strikethrough,
			extension.NewLinkify(extension.WithLinkifyAllowedProtocols([]string{"http:", "https:", "mailto:"})),
		),
		goldmark.WithRendererOptions(html.WithHardWraps()),
	)
}

// compiler compiles one text.
type compiler struct {
	name   string
	source []byte
	tokens tokens
	names  []string
	f      *diag.List
}

// markdown is the text as HTML and as lines, both with stand-ins for placeholders.
func (c *compiler) markdown() (string, []line, error) {
	if err := c.checkTables(); err != nil {
		return "", nil, err
	}
	md := newMarkdown()
	root := md.Parser().Parse(gmtext.NewReader(c.source))
	if err := c.check(root); err != nil {
		return "", nil, err
	}
	var b bytes.Buffer
	if err := md.Renderer().Render(&b, c.source, root); err != nil {
		return "", nil, fmt.Errorf("rendering Markdown: %w", err)
	}
	if b.Len() > maxHTML {
		return "", nil, fmt.Errorf("%d bytes of HTML, at most %d: %w", b.Len(), maxHTML, ErrTooLong)
	}
	plain := plainer{c: c}
	plain.blocks(root, "", "")
	return dress(b.String()), plain.out, nil
}

// checkTables refuses tables beyond the limit before they are parsed.
func (c *compiler) checkTables() error {
	for line := range bytes.SplitSeq(c.source, []byte{'\n'}) {
		if bytes.Count(line, []byte{'|'}) > maxColumns+1 {
			return fmt.Errorf("a line with more than %d table columns: %w", maxColumns, ErrTooLong)
		}
	}
	return nil
}

// check goes through the parsed text: what a mail does not show is reported, links that it must not have lose their
// address.
func (c *compiler) check(root ast.Node) error {
	depth := 0
	var links []ast.Node
	err := ast.Walk(root, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if !entering {
			depth--
			return ast.WalkContinue, nil
		}
		if depth++; depth > maxDepth*2 { // a list is two nodes deep
			return ast.WalkStop, fmt.Errorf("lists or quotations inside each other beyond depth %d: %w", maxDepth, ErrTooDeep)
		}
		switch n := n.(type) {
		case *ast.HTMLBlock, *ast.RawHTML:
			c.f.Warn("text-html", diag.Where{Part: c.name}, "write Markdown", "HTML in a text is left out")
		case *ast.Image:
			c.f.Warn("text-picture", diag.Where{Part: c.name}, "put pictures into the layout", "picture %q is left out: mail programs do not load pictures from elsewhere", short(string(n.Destination)))
			links = append(links, n)
		case *ast.Link:
			if !c.allowed(string(n.Destination)) {
				links = append(links, n)
			}
		case *ast.AutoLink:
			if n.AutoLinkType != ast.AutoLinkEmail && !c.allowed(string(n.URL(c.source))) {
				links = append(links, n)
			}
		}
		return ast.WalkContinue, nil
	})
	for _, n := range links {
		unlink(n, c.source)
	}
	return err
}

// allowed tells whether a link may go to an address. One that begins with a placeholder is checked when it is filled.
func (c *compiler) allowed(address string) bool {
	from, _, _ := c.tokens.next(address)
	if from == 0 {
		return true
	}
	if _, ok := SafeURL(address); ok {
		return true
	}
	c.f.Warn("link-refused", diag.Where{Part: c.name}, "use an absolute address with https:, http:, mailto: or tel:", "address %q is not linked", short(address))
	return false
}

// unlink puts the content of a link or picture in its place.
func unlink(n ast.Node, source []byte) {
	parent := n.Parent()
	if parent == nil {
		return
	}
	if a, ok := n.(*ast.AutoLink); ok {
		parent.InsertBefore(parent, n, ast.NewString(a.Label(source)))
	}
	for child := n.FirstChild(); child != nil; child = n.FirstChild() {
		n.RemoveChild(n, child)
		parent.InsertBefore(parent, n, child)
	}
	parent.RemoveChild(parent, n)
}

// headings are one level down in a mail: its first level is the layout's title.
var headings = strings.NewReplacer(
	"<h1>", "<h2>", "</h1>", "</h2>", "<h2>", "<h3>", "</h2>", "</h3>", "<h3>", "<h4>", "</h3>", "</h4>",
	"<h4>", "<h5>", "</h4>", "</h5>", "<h5>", "<h6>", "</h5>", "</h6>",
	"<table>", `<table cellpadding="0" cellspacing="0" border="0">`, "<th>", `<th scope="col" align="left">`, "<th align=", `<th scope="col" align=`,
)

// dress gives the elements that the Markdown renderer wrote the attributes that mail programs need. The renderer escapes
// text, so that a tag here is a tag.
func dress(html string) string { return headings.Replace(html) }
