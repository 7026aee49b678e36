package page

import "reportmail/render/doc"

// flow is a list of blocks that fills regions one after another: the body of a section, a cell, a header, a text box.
type flow struct {
	blocks []block
	cell   bool // the flow is a table cell's
}

// block is a *para, a *table or a *floating.
type block interface{ block() }

func (*para) block()     {}
func (*table) block()    {}
func (*floating) block() {}

// cursor is a place in a flow: where the next region goes on. The zero value is its start.
type cursor struct {
	block int
	line  int   // of a paragraph
	glyph int32 // where that line starts
	row   int   // of a table
	cells []cursor
	merge []mergeCursor
	part  bool // the floating block's rest, or the row's
}

// equal tells whether two cursors are at the same place: nothing was placed between them.
func (c cursor) equal(o cursor) bool {
	if c.block != o.block || c.line != o.line || c.glyph != o.glyph || c.row != o.row || c.part != o.part || len(c.cells) != len(o.cells) || len(c.merge) != len(o.merge) {
		return false
	}
	for i := range c.cells {
		if !c.cells[i].equal(o.cells[i]) {
			return false
		}
	}
	for i := range c.merge {
		if c.merge[i].cell != o.merge[i].cell || !c.merge[i].at.equal(o.merge[i].at) {
			return false
		}
	}
	return true
}

// region is a piece of space that a flow fills: a column of a page, a cell.
type region struct {
	x, y    float64 // of its top left corner, in the coordinates of holes
	w, h    float64 // h is endless for what must not break
	holes   *holes
	top     bool // nothing stands above it on its page
	started bool // the flow starts here or was sent here by a break that the author set
	force   bool // something must be placed, even when it does not fit
}

// column is a filled region.
type column struct {
	items  []placed
	width  float64 // of the region
	height float64 // down to the end of the last item, with the space after it
	ink    float64 // down to the end of the last item
	end    columnEnd
	next   cursor  // where the flow goes on, for cells
	turned float64 // width of the lines of rotated text; 0 for upright text
	across float64 // height of those lines
}

// columnEnd is why a column ended.
type columnEnd uint8

const (
	endDone columnEnd = iota // the flow is at its end
	endFull
	endPageBreak
	endColumnBreak
)

// placed is what stands at one height of a column: a line, a row or a floating thing. y is from the column's top.
type placed struct {
	y, h  float64
	para  *para
	line  *line
	row   *rowPart
	float *floatPart
	at    cursor // the place in the flow before it
	keep  bool   // it must not be the first of a region
	holes int    // number of holes before it
}

// build makes the blocks of content, in document order.
func (e *engine) build(content []doc.Node, ctx doc.CellContext, cell bool) *flow {
	fl := e.mem.flows.one()
	fl.cell = cell
	fl.blocks = e.mem.blocks.list(min(len(content), 4))
	for n := range doc.Nodes(content) {
		switch n := n.(type) {
		case *doc.Paragraph:
			fl.add(e, e.newPara(n, ctx, cell))
		case *doc.Table:
			if e.depth++; e.depth < maxDepth {
				fl.addTable(e, n)
			} else {
				e.warn("nesting-too-deep", "", "a table more than %d levels deep is not shown", maxDepth)
			}
			e.depth--
		case *doc.Run, *doc.Field, *doc.Link, *doc.Drawing: // formatted text may come without its paragraph
			fl.add(e, e.newPara(&doc.Paragraph{Content: []doc.Node{n}}, ctx, cell))
		}
	}
	fl.link(e)
	return fl
}

func (e *engine) newPara(n *doc.Paragraph, ctx doc.CellContext, cell bool) *para {
	p := e.mem.paras.one()
	p.src, p.f, p.cell, p.inCell = n, e.styles.Para(n, ctx), ctx, cell
	e.number(p)
	return p
}

// add appends a paragraph, or puts it into the frame that it belongs to. Frames inside of cells stay in the cell's text,
// as in Word.
func (fl *flow) add(e *engine, p *para) {
	frame := p.f.Frame
	if frame == nil || fl.cell {
		fl.blocks = append(fl.blocks, p)
		return
	}
	if n := len(fl.blocks); n > 0 {
		if fr, ok := fl.blocks[n-1].(*floating); ok && fr.frame != nil && *fr.frame == *frame {
			fr.flow.blocks = append(fr.flow.blocks, p)
			return
		}
	}
	fl.blocks = append(fl.blocks, &floating{frame: frame, flow: &flow{blocks: []block{p}}})
}

func (fl *flow) addTable(e *engine, n *doc.Table) {
	t := e.newTable(n)
	if len(t.rows) == 0 {
		return
	}
	if t.f.Float != nil {
		fl.blocks = append(fl.blocks, &floating{float: t.f.Float, flow: &flow{blocks: []block{t}}, table: t})
		return
	}
	fl.blocks = append(fl.blocks, t)
}
