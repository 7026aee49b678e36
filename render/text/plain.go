package text

import (
	"strconv"
	"strings"

	"github.com/yuin/goldmark/ast"
	extast "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/util"
)

// line is a line of plain text before wrapping; its text may have stand-ins for placeholders.
type line struct {
	first, rest string // before its first and its other lines: list marks and indents
	parts       []part
}

// plainer turns parsed Markdown into lines. It reads like a letter: marks of lists and quotations stay, others go.
type plainer struct {
	c   *compiler
	out []line
}

// blocks writes the blocks inside n. first stands before the first line, rest before the others.
func (p *plainer) blocks(n ast.Node, first, rest string) {
	for child := n.FirstChild(); child != nil; child = child.NextSibling() {
		if child != n.FirstChild() && !tight(n) {
			p.add(rest, rest, "")
		}
		p.block(child, first, rest)
		first = rest
	}
}

// tight tells whether the blocks of n stand without blank lines between.
func tight(n ast.Node) bool {
	switch n := n.(type) {
	case *ast.List:
		return n.IsTight
	case *ast.ListItem:
		l, ok := n.Parent().(*ast.List)
		return ok && l.IsTight
	}
	return false
}

func (p *plainer) block(n ast.Node, first, rest string) {
	switch n := n.(type) {
	case *ast.List:
		p.list(n, first, rest)
	case *ast.Blockquote:
		p.blocks(n, first+"> ", rest+"> ")
	case *ast.CodeBlock, *ast.FencedCodeBlock:
		lines := n.Lines()
		for i := range lines.Len() {
			s := lines.At(i)
			p.add(first, rest, strings.TrimRight(string(s.Value(p.c.source)), "\n"))
			first = rest
		}
	case *extast.Table:
		p.table(n, first)
	case *ast.ThematicBreak, *ast.HTMLBlock:
	default:
		for l := range strings.SplitSeq(p.inline(n), "\n") {
			p.add(first, rest, l)
			first = rest
		}
	}
}

func (p *plainer) list(n *ast.List, first, rest string) {
	number := n.Start
	for item := n.FirstChild(); item != nil; item = item.NextSibling() {
		mark := "• "
		if n.IsOrdered() {
			mark = strconv.Itoa(number) + ". "
			number++
		}
		if item != n.FirstChild() && !n.IsTight {
			p.add(rest, rest, "")
		}
		p.blocks(item, first+mark, rest+strings.Repeat(" ", Columns(mark)))
		first = rest
	}
}

// table writes rows with two blanks between cells, in columns as far as the text is known before it is filled.
func (p *plainer) table(n *extast.Table, indent string) {
	var rows [][]string
	var width []int
	for r := n.FirstChild(); r != nil; r = r.NextSibling() {
		var row []string
		for c := r.FirstChild(); c != nil; c = c.NextSibling() {
			s := strings.ReplaceAll(p.inline(c), "\n", " ")
			if len(row) == len(width) {
				width = append(width, 0)
			}
			if from, _, _ := p.c.tokens.next(s); from < 0 {
				width[len(row)] = max(width[len(row)], Columns(s))
			}
			row = append(row, s)
		}
		rows = append(rows, row)
	}
	for _, row := range rows {
		var b strings.Builder
		for i, s := range row {
			b.WriteString(s)
			if i < len(row)-1 {
				b.WriteString(strings.Repeat(" ", max(width[i]-Columns(s), 0)+2))
			}
		}
		p.add(indent, indent, b.String())
	}
}

// inline is the text inside n, with the address behind every link that does not show it.
func (p *plainer) inline(n ast.Node) string {
	var b strings.Builder
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		switch c := c.(type) {
		case *ast.Text:
			b.Write(literal(c, p.c.source))
			if c.SoftLineBreak() || c.HardLineBreak() {
				b.WriteByte('\n')
			}
		case *ast.String:
			b.Write(c.Value)
		case *ast.AutoLink:
			b.Write(c.Label(p.c.source))
		case *ast.Link:
			s := p.inline(c)
			b.WriteString(s)
			if to := strings.TrimPrefix(string(c.Destination), "mailto:"); to != s {
				b.WriteString(openAddress + to + closeAddress)
			}
		case *ast.RawHTML:
		default:
			b.WriteString(p.inline(c))
		}
	}
	return b.String()
}

// literal is a text as a reader sees it: without the backslashes of Markdown, its entities as characters. Code is what
// it says.
func literal(t *ast.Text, source []byte) []byte {
	v := t.Value(source)
	if t.IsRaw() {
		return v
	}
	return util.UnescapePunctuations(util.ResolveEntityNames(util.ResolveNumericReferences(v)))
}

// The address of a link stands between these in a line, until it is known whether there is one.
const openAddress, closeAddress = "\x00", "\x01"

// add appends a line, cut at its placeholders and addresses.
func (p *plainer) add(first, rest, s string) {
	l := line{first: first, rest: rest}
	for {
		before, after, found := strings.Cut(s, openAddress)
		l.parts = append(l.parts, p.c.parts(before)...)
		if !found {
			break
		}
		address, after, _ := strings.Cut(after, closeAddress)
		l.parts = append(l.parts, part{href: p.c.parts(address)})
		s = after
	}
	p.out = append(p.out, l)
}

// parts cuts s at its placeholders.
func (c *compiler) parts(s string) []part {
	var out []part
	for {
		from, to, n := c.tokens.next(s)
		if from < 0 || n >= len(c.names) {
			break
		}
		out = append(out, part{text: s[:from]}, part{name: c.names[n]})
		s = s[to:]
	}
	return append(out, part{text: s})
}

// write writes parts with their columns.
func (v *values) write(b *strings.Builder, parts []part) {
	for _, p := range parts {
		switch {
		case p.name != "":
			b.WriteString(v.get(p.name))
		case p.href != nil:
			if address, ok := v.address(p.href, false); ok {
				b.WriteString(" <" + strings.TrimPrefix(address, "mailto:") + ">")
			}
		default:
			b.WriteString(p.text)
		}
	}
}

// plain fills and wraps lines.
func (v *values) plain(lines []line) []byte {
	var out []byte
	blank := true
	for _, l := range lines {
		var b strings.Builder
		v.write(&b, l.parts)
		prefix := l.first
		text := b.String()
		if strings.TrimSpace(text) == "" && strings.TrimSpace(prefix) == "" {
			if !blank {
				out = append(out, '\n')
			}
			blank = true
			continue
		}
		blank = false
		for part := range strings.SplitSeq(text, "\n") {
			for _, w := range Wrap(part, LineWidth-Columns(l.rest)) {
				out = append(append(out, strings.TrimRight(prefix+w, " ")...), '\n')
				prefix = l.rest
			}
		}
	}
	for len(out) > 1 && out[len(out)-1] == '\n' && out[len(out)-2] == '\n' {
		out = out[:len(out)-1]
	}
	return out
}
