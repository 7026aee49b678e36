package html

import "reportmail/render/doc"

// other prints a block that is no paragraph.
func (p *printer) other(b *block, e env) {
	switch b.kind {
	case tableBlock:
		p.table(b, e)
	case boxBlock:
		p.box(b.box, e)
	case rowBlock:
		p.sideBySide(b, e)
	case ruleBlock:
		p.rule(b.box, e)
	}
}

// box prints a box as a table of one cell.
func (p *printer) box(x *box, e env) {
	wrapped := !x.float && x.width > 0 && x.align != doc.AlignLeft
	if wrapped {
		p.str(`<table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0"><tbody><tr><td align="` + alignName(x.align) + `">` + "\n")
	}
	w := width{percent: 100}
	if x.width > 0 && x.width < e.width {
		w = width{px: x.width}
		if x.width > narrow {
			w = width{percent: float64(x.width*1000/e.width) / 10}
		}
	}
	p.str(`<table role="presentation"`)
	p.widthAttr(w)
	if x.float {
		p.str(` align="` + alignName(x.align) + `"`)
	}
	p.str(` cellpadding="0" cellspacing="0" border="0"><tbody><tr><td`)
	if x.fill.Set {
		p.str(` bgcolor="`)
		p.b = appendColor(p.b, x.fill.V)
		p.str(`"`)
	}
	inner := e
	inner.align = doc.AlignLeft
	p.str(` align="left"`)
	if x.width > 0 {
		inner.width = min(x.width, e.width)
	}
	pad := x.pad
	pad[bottom] += x.tail
	if pad != [4]px{} {
		p.four("padding", pad)
	}
	p.borders(&x.edges, &inner)
	p.ground(x.fill, &inner)
	p.attrs()
	p.str(">\n")
	p.blocks(x.blocks, inner)
	p.str("</td></tr></tbody></table>\n")
	if wrapped {
		p.str("</td></tr></tbody></table>\n")
	}
}

// sideBySide prints boxes in the cells of a row.
func (p *printer) sideBySide(b *block, e env) {
	total := px(0)
	for _, s := range b.sides {
		total += s.width
	}
	p.str(`<table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0"><tbody><tr valign="top">`)
	for _, s := range b.sides {
		p.str(`<td width="`)
		p.b = appendPercent(p.b, float64(s.width)*100/float64(max(total, 1)))
		p.str("\">\n")
		inner := e
		inner.width = s.width
		p.blocks(s.blocks, inner)
		p.str("</td>")
	}
	p.str("</tr></tbody></table>\n")
}

// rule prints a drawn line.
func (p *printer) rule(x *box, e env) {
	w := width{percent: 100}
	if x.width > 0 && x.width < e.width*9/10 {
		w = width{percent: float64(x.width) * 100 / float64(e.width)}
	}
	p.str(`<table role="presentation"`)
	p.widthAttr(w)
	p.str(` cellpadding="0" cellspacing="0" border="0"><tbody><tr><td height="1"`)
	p.pixels("font-size", 1)
	p.pixels("line-height", 1)
	p.borders(&x.edges, &e)
	p.attrs()
	p.str(">\u00a0</td></tr></tbody></table>\n")
}
