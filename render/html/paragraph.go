package html

import (
	"strconv"
	"strings"

	"reportmail/render/doc"
)

// blocks prints blocks one below the other. Spaces between them are margins of paragraphs, or a spacer where there is
// none.
func (p *printer) blocks(list []block, e env) {
	for i := 0; i < len(list); {
		b := &list[i]
		above := px(0)
		if i > 0 && list[i-1].kind != paraBlock {
			above = b.above
		}
		if b.kind != paraBlock {
			if above > 0 {
				p.spacer(above, e)
			}
			p.other(b, e)
			i++
			continue
		}
		j := i + 1
		for j < len(list) && joins(&list[j-1], &list[j]) {
			j++
		}
		below := px(0)
		if j < len(list) {
			below = list[j].above
		}
		p.paragraph(list[i:j], above, below, e)
		i = j
	}
}

// joins tells whether two paragraphs without space between may be lines of one.
func joins(a, b *block) bool {
	if a.kind != paraBlock || b.kind != paraBlock || b.above != 0 {
		return false
	}
	x, y := &a.para, &b.para
	return x.head == 0 && y.head == 0 && x.label == nil && y.label == nil && x.line == y.line && x.look.size == y.look.size &&
		x.fmt.Align == y.fmt.Align && x.fmt.Left == y.fmt.Left && x.fmt.Right == y.fmt.Right && x.fmt.Bidi == y.fmt.Bidi &&
		x.fmt.FirstLine == 0 && y.fmt.FirstLine == 0 && !x.tabbed() && !y.tabbed() && !x.pictures() && !y.pictures()
}

func (pa *para) pictures() bool {
	for i := range pa.atoms {
		if pa.atoms[i].kind == imageAtom {
			return true
		}
	}
	return false
}

// paragraph prints paragraphs that are lines of one p, or a heading.
func (p *printer) paragraph(group []block, above, below px, e env) {
	pa := &group[0].para
	if pa.label != nil {
		p.listItem(pa, above, below, e)
		return
	}
	if pa.tabbed() {
		p.tabbed(pa, above, below, e)
		return
	}
	tag := "p"
	if pa.head > 0 {
		tag = "h" + strconv.Itoa(pa.head)
	}
	p.str("<" + tag)
	f := pa.fmt
	p.four("margin", [4]px{above, max(pxOf(f.Right), 0), below, max(pxOf(f.Left), 0)})
	if f.FirstLine != 0 && pxOf(f.Left+f.FirstLine) >= 0 {
		p.pixels("text-indent", pxOf(f.FirstLine))
	}
	if pa.head > 0 { // headings are bold and of a size of their own by default
		e.look.bold, e.look.size = !pa.look.bold, 0
	}
	p.paraStyle(pa, &e)
	if f.Bidi != e.rtl {
		p.str(` dir="` + [2]string{"ltr", "rtl"}[bit(f.Bidi)] + `"`)
	}
	p.attrs()
	p.str(">")
	p.lines(group, e)
	p.str("</" + tag + ">\n")
}

// paraStyle adds look, line height and alignment of a paragraph to the element in work.
func (p *printer) paraStyle(pa *para, e *env) {
	p.looks(pa.look, e)
	if pa.pictures() {
		if e.line != 0 { // Outlook cuts pictures at an exact line height
			p.decl("line-height", "normal")
			p.decl("mso-line-height-rule", "at-least")
			e.line = 0
		}
	} else if pa.line != e.line {
		p.pixels("line-height", pa.line)
		p.decl("mso-line-height-rule", "exactly")
		e.line = pa.line
	}
	if a := pa.fmt.Align; a != e.align {
		p.decl("text-align", alignName(a))
		e.align = a
	}
	if longest(pa.atoms) > breakWord {
		p.decl("word-break", "break-word")
	}
}

func alignName(a doc.Align) string {
	return [...]string{"left", "center", "right", "justify", "justify"}[a]
}

// breakWord is the length of words that may not fit into a column of a telephone.
const breakWord = 32

// longest is the length in bytes of the longest word.
func longest(atoms []atom) int {
	best, n := 0, 0 // n: of the word in work, which may go on in the next atom
	for i := range atoms {
		s := atoms[i].text
		if atoms[i].kind != textAtom {
			n = 0
			continue
		}
		for {
			k := strings.IndexByte(s, ' ')
			if k < 0 {
				break
			}
			best, n = max(best, n+k), 0
			s = s[k+1:]
		}
		n += len(s)
		best = max(best, n)
	}
	return best
}

// lines prints the text of paragraphs with line breaks between.
func (p *printer) lines(group []block, e env) {
	for i := range group {
		if i > 0 {
			p.str("<br>\n")
		}
		p.atoms(group[i].para.atoms, e)
	}
}

// spacer is a blank of a given height where no margin can make one.
func (p *printer) spacer(height px, e env) {
	p.str(`<p style="margin:0;font-size:`)
	p.b = appendPx(p.b, min(height, 16))
	p.str(`;line-height:`)
	p.b = appendPx(p.b, height)
	p.str(";mso-line-height-rule:exactly\">\u00a0</p>\n")
}

// listItem prints a paragraph with its label: two columns, as Outlook hangs no indents.
func (p *printer) listItem(pa *para, above, below px, e env) {
	indent, hang := pxOf(pa.fmt.Left+pa.fmt.FirstLine), pxOf(-pa.fmt.FirstLine)
	if hang <= 0 {
		hang = 24
	}
	p.str(`<table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0"><tbody><tr valign="top"><td width="`)
	p.int(hang)
	p.str(`"`)
	label := e
	p.four("padding", [4]px{above, 0, below, max(indent, 0)})
	p.looks(pa.label.look, &label)
	p.setLine(pa, &label)
	p.attrs()
	p.str(">")
	p.b, _ = appendText(p.b, pa.label.text, true)
	p.str(`</td><td`)
	p.four("padding", [4]px{above, max(pxOf(pa.fmt.Right), 0), below, 0})
	p.paraStyle(pa, &e)
	p.attrs()
	p.str(">")
	p.atoms(pa.atoms, e)
	p.str("</td></tr></tbody></table>\n")
}

func (p *printer) setLine(pa *para, e *env) {
	if pa.line != e.line {
		p.pixels("line-height", pa.line)
		p.decl("mso-line-height-rule", "exactly")
		e.line = pa.line
	}
}
