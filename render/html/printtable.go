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
	if t.crowded() {
		p.nextClass()
		p.class = append(p.class, 'n')
		p.crowds = true
	}
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
	p.str(`<tr valign="` + valign(r.valign()) + `">`)
	names := i < t.header && t.names(i)
	height := r.height
	for k := range r.cells {
		c := &r.cells[k]
		tag := "td"
		if names && len(c.blocks) > 0 {
			tag = "th"
		}
		p.str("<" + tag)
		if widths {
			p.str(` width="`)
			p.b = appendPercent(p.b, max(t.shareOf(c)*100, 1))
			p.str(`"`)
		}
		p.span(" colspan", c.cols)
		p.span(" rowspan", c.rows)
		p.cell(t, r, c, tag == "th", height, e)
		height = 0 // one cell of the row is enough
		p.str("</" + tag + ">\n")
	}
	p.str("</tr>\n")
}

// span writes how many columns or rows a cell takes, when it takes more than one.
func (p *printer) span(name string, n int) {
	if n > 1 {
		p.str(name + `="`)
		p.int(px(n))
		p.str(`"`)
	}
}

// shareOf is a cell's part of the table's width.
func (t *table) shareOf(c *cell) float64 {
	share := 0.0
	for col := c.col; col < min(c.col+c.cols, len(t.share)); col++ {
		share += t.share[col]
	}
	return share
}
