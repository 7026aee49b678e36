package page

import "reportmail/render/doc"

// anchored is a drawing that floats, anchored at a paragraph.
type anchored struct {
	drawing *doc.Drawing
	box     *shapeBox
	link    *linkTarget
}

// shapeBox is a shape's text, laid out for the shape's width.
type shapeBox struct {
	flow *flow
	col  *column
	w, h float64 // of the shape
}

// drawing adds a picture or shape to the paragraph: in the line, or anchored.
func (c *collector) drawing(d *doc.Drawing) {
	if d.Picture == nil && d.Shape == nil {
		c.e.warn("drawing-not-shown", "charts, diagrams and embedded objects are not drawn", "a drawing of a kind that is not drawn is left empty: %s", name(d))
	}
	link := c.link
	if d.Link != "" {
		link = &linkTarget{url: d.Link, text: d.Alt}
	}
	box := c.e.shapeText(d)
	if d.Anchor != nil {
		c.p.anchors = append(c.p.anchors, &anchored{drawing: d, box: box, link: link})
		return
	}
	o := &object{drawing: d, box: box, w: d.Width.Points(), h: d.Height.Points()}
	if box != nil {
		o.h = box.h
	}
	outer := c.link
	c.link = link
	c.single(span{kind: spanObject, style: c.format(d.Style, d.Props), object: o}, '\uFFFC')
	c.link = outer
	c.p.glyphs[len(c.p.glyphs)-1].Advance = o.w
}

// extentOf is the size of a drawing: its own, or a share of the page where its anchor says so ([MS-DOCX] 2.20.1).
func (e *engine) extentOf(d *doc.Drawing) (w, h float64) {
	w, h = d.Width.Points(), d.Height.Points()
	if d.Anchor == nil || e.sheet == nil {
		return w, h
	}
	p := placement{e: e}
	if of := d.Anchor.WidthOf; of.Set {
		a := p.across(of.V.Base)
		w = (a.to - a.from) * float64(of.V.Percent) / 100000
	}
	if of := d.Anchor.HeightOf; of.Set {
		a := p.down(of.V.Base)
		h = (a.to - a.from) * float64(of.V.Percent) / 100000
	}
	return w, h
}

func name(d *doc.Drawing) string {
	if d.Alt != "" {
		return d.Alt
	}
	if d.Name != "" {
		return d.Name
	}
	return "without a name"
}

// shapeText lays the text of a shape out; nil when it has none.
func (e *engine) shapeText(d *doc.Drawing) *shapeBox {
	s := d.Shape
	if s == nil || len(s.Text) == 0 {
		return nil
	}
	if e.depth++; e.depth >= maxDepth {
		e.warn("nesting-too-deep", "", "a text box more than %d levels deep is not shown", maxDepth)
		e.depth--
		return nil
	}
	defer func() { e.depth-- }()
	outer := *e // a paragraph around this one is being collected
	e.runes, e.owner, e.breaks, e.glyphs, e.spans = nil, nil, nil, nil, nil
	defer func() {
		e.runes, e.owner, e.breaks, e.glyphs, e.spans = outer.runes, outer.owner, outer.breaks, outer.glyphs, outer.spans
	}()

	b := &shapeBox{flow: e.build(s.Text, doc.CellContext{}, false)}
	b.w, b.h = e.extentOf(d)
	in := textBox(s, b.w, b.h)
	w, insets := b.w-in.l-in.r, in.t+in.b
	if s.TextDirection != doc.Horizontal {
		w = b.h - insets
	}
	b.col, _ = e.fill(b.flow, cursor{}, region{w: max(w, 1), h: endless, holes: new(holes), started: true})
	if s.AutoFit && s.TextDirection == doc.Horizontal {
		b.h = b.col.height + insets
	}
	return b
}

// anchors places the drawings that are anchored at p, and makes room for those that text runs around.
func (f *filler) anchors(p *para) {
	for _, a := range p.anchors {
		d := a.drawing
		w, h := f.e.extentOf(d)
		if a.box != nil {
			h = a.box.h
		}
		pl := placement{e: f.e, reg: f.reg, y: f.y + f.gapAbove(p), w: w, h: h, cell: f.fl.cell && d.Anchor.LayoutInCell}
		pl.anchor(d.Anchor)
		part := &floatPart{x: pl.x, y: pl.y, w: pl.w, h: pl.h, fixedX: pl.fixedX, fixedY: pl.fixedY, drawing: a, behind: d.Anchor.Behind}
		f.col.items = append(f.col.items, placed{y: f.y, float: part, at: f.cur, holes: f.reg.holes.count(), keep: f.afterKeepNext()})
		if d.Anchor.Wrap == doc.WrapNone {
			continue
		}
		x, y := part.x, part.y
		if !part.fixedX {
			x += f.reg.x
		}
		if !part.fixedY {
			y += f.reg.y
		}
		f.reg.holes.add(hole{x0: x - d.Anchor.DistL.Points(), y0: y - d.Anchor.DistT.Points(), x1: x + pl.w + d.Anchor.DistR.Points(),
			y1: y + pl.h + d.Anchor.DistB.Points(), full: d.Anchor.Wrap == doc.WrapTopBottom})
	}
}
