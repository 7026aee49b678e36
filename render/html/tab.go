package html

import "reportmail/render/doc"

// tabbed tells whether a paragraph has tabs that go to stops of its own, so that its parts must stand in columns.
func (pa *para) tabbed() bool {
	if len(pa.fmt.Tabs) == 0 && !pa.placed() {
		return false
	}
	for i := range pa.atoms {
		if pa.atoms[i].kind == breakAtom {
			return false
		}
	}
	for i := range pa.atoms {
		if pa.atoms[i].kind == tabAtom && i < len(pa.atoms)-1 {
			return true
		}
	}
	return false
}

// placed tells whether a tab names its own alignment (w:ptab).
func (pa *para) placed() bool {
	for i := range pa.atoms {
		if pa.atoms[i].kind == tabAtom && pa.atoms[i].align != doc.TabBar {
			return true
		}
	}
	return false
}

// column is a part of a tabbed paragraph.
type column struct {
	atoms []atom
	from  px
	align doc.Align
}

// columns are the parts of a tabbed paragraph with the places of their stops. Tabs beyond the last stop go to the
// default ones.
func (pa *para) columns(width px) []column {
	at := max(pxOf(pa.fmt.Left+pa.fmt.FirstLine), 0)
	cols := []column{{from: at}}
	stops := pa.fmt.Tabs
	start := 0
	for i := range pa.atoms {
		if pa.atoms[i].kind != tabAtom {
			continue
		}
		last := &cols[len(cols)-1]
		last.atoms = pa.atoms[start:i]
		start = i + 1
		reach := last.from
		if last.align == doc.AlignLeft {
			reach += textWidthOf(last.atoms)
		}
		next := column{from: reach/48*48 + 48}
		for len(stops) > 0 && (pxOf(stops[0].Pos) <= reach && stops[0].Align == doc.TabLeft || stops[0].Align == doc.TabBar) {
			stops = stops[1:]
		}
		if pa.atoms[i].align != doc.TabBar {
			next.align = alignOf(pa.atoms[i].align)
			next.from = [...]px{0, width / 2, width}[next.align]
		} else if len(stops) > 0 {
			next.from, next.align = pxOf(stops[0].Pos), alignOf(stops[0].Align)
			stops = stops[1:]
		}
		next.from = min(next.from, width)
		cols = append(cols, next)
	}
	cols[len(cols)-1].atoms = pa.atoms[start:]
	return cols
}

func alignOf(t doc.TabAlign) doc.Align {
	switch t {
	case doc.TabCenter:
		return doc.AlignCenter
	case doc.TabRight, doc.TabDecimal:
		return doc.AlignRight
	}
	return doc.AlignLeft
}

// textWidthOf is a rough width of text: a body cannot measure fonts, and does not need to know more than which tab
// stop comes next.
func textWidthOf(atoms []atom) px {
	w := px(0)
	for i := range atoms {
		if atoms[i].image != nil {
			w += atoms[i].image.width
			continue
		}
		w += px(len(atoms[i].text)) * atoms[i].look.size / 2
	}
	return w
}

// tabbed prints a tabbed paragraph as a row of cells.
func (p *printer) tabbed(pa *para, above, below px, e env) {
	cols := pa.columns(e.width)
	p.str(`<table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0"`)
	p.looks(pa.look, &e)
	p.setLine(pa, &e)
	p.attrs()
	p.str(`><tbody><tr valign="top">`)
	bounds := bounds(cols, e.width)
	for i := range cols {
		c := &cols[i]
		if i == 0 && len(c.atoms) == 0 && len(cols) > 1 && bounds[1] == 0 {
			continue
		}
		p.str(`<td width="`)
		p.int((bounds[i+1] - bounds[i]) * 100 / max(e.width, 1))
		p.str(`%"`)
		inner := e
		if c.align != doc.AlignLeft {
			p.str(` align="` + alignName(c.align) + `"`)
			inner.align = c.align
		}
		indent := px(0)
		if i == 0 {
			indent = c.from
		}
		if above > 0 || below > 0 || indent > 0 {
			p.four("padding", [4]px{above, 0, below, indent})
		}
		p.attrs()
		p.str(">")
		p.atoms(c.atoms, inner)
		p.str("</td>")
	}
	p.str("</tr></tbody></table>\n")
}

// bounds are the edges of the cells that columns stand in: a left-aligned one begins at its stop, a right-aligned one
// ends there, a centred one has it in the middle.
func bounds(cols []column, width px) []px {
	out := make([]px, len(cols)+1)
	for i := 1; i < len(cols); i++ {
		c, prev := &cols[i], &cols[i-1]
		at := c.from
		switch c.align {
		case doc.AlignRight:
			at = prev.from + textWidthOf(prev.atoms)
			if prev.align != doc.AlignLeft {
				at = prev.from + 8
			} else {
				at = min(at, max(c.from-textWidthOf(c.atoms)-8, prev.from))
			}
		case doc.AlignCenter:
			at = c.from - max(textWidthOf(c.atoms)/2+8, 40)
		}
		out[i] = min(max(at, out[i-1]), width)
	}
	out[len(cols)] = width
	return out
}
