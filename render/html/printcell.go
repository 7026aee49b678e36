package html

import "reportmail/render/doc"

// cell prints the rest of a cell's start tag, and what is in it. head says that it names a column.
func (p *printer) cell(t *table, r *row, c *cell, head bool, height px, e env) {
	if c.filler {
		if height > 0 && r.blank {
			p.blank(height)
			return
		}
		p.str(">")
		return
	}
	p.cellAttrs(r, c, e)
	if len(c.blocks) == 0 {
		p.emptyCell(r, c, height, e)
		return
	}
	if height > contentHeight(c) {
		p.height(height)
	}
	p.cellAlign(c, head, &e)
	first := &c.blocks[0]
	pad := c.pad
	pad[top] += first.above
	pad[bottom] += c.tail
	if pad != [4]px{} {
		p.four("padding", pad)
	}
	p.borders(&c.edges, &e)
	p.ground(c.fill, &e)
	e.width = t.cellWidth(c, e.width)
	direct := first.kind == paraBlock && first.para.simple() && joined(c.blocks)
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

// cellAttrs writes the attributes that every cell may have.
func (p *printer) cellAttrs(r *row, c *cell, e env) {
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
}

// cellAlign writes the alignment of a cell's first paragraph, and what makes a th.
func (p *printer) cellAlign(c *cell, head bool, e *env) {
	if head {
		p.str(` scope="col"`)
		e.look.bold = true // the default of th, as is the middle
	}
	align := doc.AlignLeft
	if c.blocks[0].kind == paraBlock {
		align = c.blocks[0].para.fmt.Align
	}
	if align <= doc.AlignRight && (head || align != e.align) {
		p.str(` align="` + alignName(align) + `"`)
		e.align = align
	}
}

// cellWidth is the width of a cell's column of text, in a table of inner pixels.
func (t *table) cellWidth(c *cell, inner px) px {
	share := t.shareOf(c)
	if t.share == nil {
		share = 1 / float64(max(len(t.rows[0].cells), 1))
	}
	return max(px(float64(inner)*share)-c.pad[left]-c.pad[right], 16)
}

// emptyCell prints the attributes and content of a cell without text: a blank of its line's height where the row has
// nothing else to hold it open.
func (p *printer) emptyCell(r *row, c *cell, height px, e env) {
	p.borders(&c.edges, &e)
	p.ground(c.fill, &e)
	if !r.blank || c.col > 0 && !c.edges[top].drawn() && !c.edges[bottom].drawn() && !c.fill.Set {
		p.attrs()
		p.str(">")
		return
	}
	p.blank(max(height, c.tail+c.pad[top]+c.pad[bottom], 1))
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
