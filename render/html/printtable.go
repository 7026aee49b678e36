package html

import (
	"strconv"

	"reportmail/render/doc"
)

// table prints a table, inside a wrapper when it is indented or stands in the middle or at the right.
func (p *printer) table(b *block, e env) {
	t := b.table
	align := t.fmt.Align
	whole := t.width.percent >= 99.5 && t.indent == 0
	wrapped := !whole && (align == doc.AlignCenter || align == doc.AlignRight || t.indent > 0)
	if wrapped {
		p.str(`<table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0"><tbody><tr><td align="` + alignName(align) + `"`)
		if t.indent > 0 {
			p.four("padding", [4]px{0, 0, 0, t.indent})
			e.width -= t.indent
			p.attrs()
		}
		p.str(">\n")
		e.align = align
	}
	p.bare(t, e)
	if wrapped {
		p.str("</td></tr></tbody></table>\n")
	}
}

// bare prints a table itself.
func (p *printer) bare(t *table, e env) {
	p.str("<table")
	if t.header == 0 {
		p.str(` role="presentation"`)
	}
	p.widthAttr(t.width)
	p.str(` cellpadding="0" cellspacing="`)
	p.int(t.gap)
	p.str(`" border="0"`)
	p.tableStyle(t, &e)
	p.attrs()
	p.str(">\n")
	if t.header == 0 {
		p.str("<tbody>\n")
	}
	sizes := tableSize{table: t, at: len(p.b)}
	seen := make([]uint64, 0, 4)
	for i := range t.rows {
		switch {
		case t.header > 0 && i == 0:
			p.str("<thead>\n")
		case t.header > 0 && i == t.header:
			p.str("</thead>\n<tbody>\n")
		}
		if i >= t.cut.from && i < t.cut.to {
			if i == t.cut.from {
				p.cutRow(t, e)
			}
			continue
		}
		from := len(p.b)
		sign := signature(&t.rows[i])
		first := true
		for _, s := range seen {
			first = first && s != sign
		}
		if first {
			seen = append(seen, sign)
		}
		p.row(t, i, first && t.share != nil, e)
		sizes.rows = append(sizes.rows, int32(len(p.b)-from))
	}
	p.str("</tbody>\n</table>\n")
	if p.o.BodyLimit > 0 {
		p.sizes = append(p.sizes, sizes)
	}
}

// tableStyle sets the format of most of the table's cells: fonts are named again at every table, because Outlook's Word
// engine does not hand them down from outside.
func (p *printer) tableStyle(t *table, e *env) {
	l, line := t.prevailing(e.look, e.line)
	l.color = e.look.color
	p.prop("font-family")
	want := l.stack
	if want == p.body.base.stack {
		want = p.stack()
	}
	p.style = appendAttr(p.style, want)
	e.look.stack = want
	p.pixels("font-size", l.size)
	e.look.size = l.size
	p.pixels("line-height", line)
	p.decl("mso-line-height-rule", "exactly")
	e.line = line
	if e.align != doc.AlignLeft {
		p.decl("text-align", "left")
		e.align = doc.AlignLeft
	}
	if e.rtl {
		e.align = doc.AlignRight
	}
	e.width = t.inside(e.width)
}

// widthAttr is the width attribute, which Outlook goes by.
func (p *printer) widthAttr(w width) {
	switch {
	case w.percent > 0:
		p.str(` width="`)
		p.b = appendPercent(p.b, w.percent)
		p.str(`"`)
	case w.px > 0:
		p.str(` width="`)
		p.int(w.px)
		p.str(`"`)
	}
}

func appendPercent(b []byte, v float64) []byte {
	return append(strconv.AppendInt(b, int64(v+0.5), 10), '%')
}

// signature tells rows of different column spans apart: each kind needs its widths once.
func signature(r *row) uint64 {
	s := uint64(14695981039346656037)
	for i := range r.cells {
		s = (s ^ uint64(r.cells[i].col)) * 1099511628211
		s = (s ^ uint64(r.cells[i].cols)) * 1099511628211
	}
	return s
}

// row prints one row. widths says that its cells carry the column widths.
func (p *printer) row(t *table, i int, widths bool, e env) {
	r := &t.rows[i]
	common := r.valign()
	p.str(`<tr valign="` + valign(common) + `">`)
	tag := "td"
	if i < t.header && t.names(i) {
		tag = "th"
	}
	height := r.height
	for k := range r.cells {
		c := &r.cells[k]
		p.str("<")
		if len(c.blocks) == 0 {
			p.str("td")
		} else {
			p.str(tag)
		}
		if widths {
			share := 0.0
			for col := c.col; col < min(c.col+c.cols, len(t.share)); col++ {
				share += t.share[col]
			}
			p.str(` width="`)
			p.b = appendPercent(p.b, max(share*100, 1))
			p.str(`"`)
		}
		if c.cols > 1 {
			p.str(` colspan="`)
			p.int(px(c.cols))
			p.str(`"`)
		}
		if c.rows > 1 {
			p.str(` rowspan="`)
			p.int(px(c.rows))
			p.str(`"`)
		}
		p.cell(t, r, c, tag, height, e)
		height = 0 // one cell of the row is enough
		if len(c.blocks) == 0 {
			p.str("</td>\n")
		} else {
			p.str("</" + tag + ">\n")
		}
	}
	p.str("</tr>\n")
}

// cell prints the rest of a cell's start tag, and what is in it.
func (p *printer) cell(t *table, r *row, c *cell, tag string, height px, e env) {
	if c.filler {
		if height > 0 && r.blank {
			p.blank(height)
			return
		}
		p.str(">")
		return
	}
	if c.fill.Set && c.fill != e.fill {
		p.str(` bgcolor="`)
		p.b = appendColor(p.b, c.fill.V)
		p.str(`"`)
	}
	if len(c.blocks) > 0 && c.fmt.VAlign != r.valign() {
		p.str(` valign="` + valign(c.fmt.VAlign) + `"`)
	}
	if c.fmt.NoWrap && !wide(c.blocks) {
		p.str(` nowrap`)
	}
	pad := c.pad
	if len(c.blocks) == 0 {
		p.emptyCell(r, c, pad, height, e)
		return
	}
	if height > contentHeight(c) {
		p.height(height)
	}
	head := tag == "th"
	if head {
		p.str(` scope="col"`)
		e.look.bold = true // the default of th
	}
	first := &c.blocks[0]
	pad[top] += first.above
	pad[bottom] += c.tail
	direct := first.kind == paraBlock && first.para.simple() && joined(c.blocks)
	align := doc.AlignLeft
	if first.kind == paraBlock {
		align = first.para.fmt.Align
	}
	if align != e.align || head {
		if align <= doc.AlignRight {
			p.str(` align="` + alignName(align) + `"`)
			e.align = align
		}
	}
	if pad != [4]px{} {
		p.four("padding", pad)
	}
	p.borders(&c.edges, &e)
	p.ground(c.fill, &e)
	e.width = max(e.width*px(c.cols)/px(max(len(t.share), c.cols, 1)), 16)
	if t.share != nil {
		e.width = p.cellWidth(t, c, e.width)
	}
	if first.kind == paraBlock && (direct || uniform(c.blocks)) {
		p.paraStyle(&first.para, &e)
	}
	p.attrs()
	p.str(">")
	if direct {
		p.lines(c.blocks, e)
		return
	}
	p.str("\n")
	p.blocks(c.blocks, e)
}

// cellWidth is the width of a cell's column of text.
func (p *printer) cellWidth(t *table, c *cell, def px) px {
	total := px(0)
	if t.width.px > 0 {
		total = t.width.px
	}
	if total == 0 {
		return def
	}
	share := 0.0
	for col := c.col; col < min(c.col+c.cols, len(t.share)); col++ {
		share += t.share[col]
	}
	return max(px(float64(total)*share)-c.pad[left]-c.pad[right], 16)
}

// emptyCell prints the attributes and content of a cell without text: a blank of its line's height where the row has
// nothing else to hold it open.
func (p *printer) emptyCell(r *row, c *cell, pad [4]px, height px, e env) {
	p.borders(&c.edges, &e)
	p.ground(c.fill, &e)
	if !r.blank || c.col > 0 && !c.edges[top].drawn() && !c.edges[bottom].drawn() && !c.fill.Set {
		p.attrs()
		p.str(">")
		return
	}
	h := max(height, c.tail+pad[top]+pad[bottom])
	if h <= 0 {
		h = 1
	}
	p.blank(h)
}

// blank ends the start tag of a cell that is nothing but h pixels high.
func (p *printer) blank(h px) {
	p.height(h)
	p.pixels("font-size", min(h, 16))
	p.pixels("line-height", h)
	p.decl("mso-line-height-rule", "exactly")
	p.attrs()
	p.str(">\u00a0")
}

func (e edge) drawn() bool { return e.width > 0 }

func (p *printer) height(h px) {
	p.str(` height="`)
	p.int(h)
	p.str(`"`)
}

// valign is the vertical alignment of the first cell with anything in it, which the row says for all.
func (r *row) valign() doc.VAlign {
	for i := range r.cells {
		if len(r.cells[i].blocks) > 0 {
			return r.cells[i].fmt.VAlign
		}
	}
	return doc.VTop
}

func valign(v doc.VAlign) string {
	return [...]string{"top", "middle", "bottom", "top"}[v]
}

// wide tells whether blocks have lines that must break on a telephone.
func wide(blocks []block) bool {
	for i := range blocks {
		if blocks[i].kind != paraBlock || len(textOf(blocks[i].para.atoms)) > 40 {
			return true
		}
	}
	return false
}

// simple tells whether a paragraph may stand in a cell without a p of its own.
func (pa *para) simple() bool {
	return pa.head == 0 && pa.label == nil && pa.fmt.Left == 0 && pa.fmt.Right == 0 && pa.fmt.FirstLine == 0 && !pa.tabbed() && !pa.fmt.Bidi
}

// joined tells whether all blocks are lines of one paragraph.
func joined(blocks []block) bool {
	for i := 1; i < len(blocks); i++ {
		if !joins(&blocks[i-1], &blocks[i]) {
			return false
		}
	}
	return true
}

// uniform tells whether the paragraphs of a cell have looks in common, which the cell may then say for them.
func uniform(blocks []block) bool {
	n := 0
	for i := range blocks {
		if blocks[i].kind == paraBlock && blocks[i].para.look == blocks[0].para.look && blocks[i].para.line == blocks[0].para.line {
			n++
		}
	}
	return n*2 > len(blocks)
}

// contentHeight is the least height of a cell's content.
func contentHeight(c *cell) px {
	h := c.pad[top] + c.pad[bottom] + c.tail
	for i := range c.blocks {
		h += c.blocks[i].above
		if c.blocks[i].kind == paraBlock {
			h += c.blocks[i].para.line
		}
	}
	return h
}
