package html

import "reportmail/render/doc"

// shape turns a shape into a block: a text box into a box, a line into a rule. Others have nothing to read.
func (b *builder) shape(n *doc.Drawing, at place) (block, bool) {
	s := n.Shape
	if len(s.Children) > 0 {
		return b.shapes(n, at)
	}
	if len(s.Text) > 0 {
		return b.textBox(n, at)
	}
	if s.Line.Set && s.Line.V.Drawn() && (n.Height < n.Width/8) {
		return block{kind: ruleBlock, box: &box{edges: [4]edge{top: edgeOf(s.Line.V, b)}, width: pxEMU(n.Width), align: b.shapeSide(n)}}, true
	}
	b.f.Info("drawing-left-out", at.where, "", "shape %q left out: it has no text", n.Name)
	return block{}, false
}

// textBox is a shape with text. Turned text stands upright.
func (b *builder) textBox(n *doc.Drawing, at place) (block, bool) {
	s := n.Shape
	inner := place{width: min(pxEMU(n.Width), b.body.width), where: at.where, depth: at.depth + 1, fill: at.fill}
	if s.TextDirection != doc.Horizontal {
		inner.width = min(pxEMU(n.Height), b.body.width)
		b.f.Info("text-upright", at.where, "", "turned text of %q is shown upright", n.Name)
	}
	if s.Fill.Set && s.FillAlpha > 127 {
		inner.fill = s.Fill
	}
	floats, memo, atoms := b.floats, b.lastRun, b.atoms // of the paragraph that the shape is anchored in
	b.floats, b.atoms = nil, nil
	blocks, tail := b.blocks(s.Text, inner)
	b.floats, b.lastRun, b.atoms = floats, memo, atoms
	if len(blocks) == 0 {
		return block{}, false
	}
	bx := &box{blocks: blocks, tail: tail, width: inner.width, align: b.shapeSide(n), pad: [4]px{pxEMU(s.InsetT), pxEMU(s.InsetR), pxEMU(s.InsetB), pxEMU(s.InsetL)}}
	if s.Fill.Set && s.FillAlpha > 127 {
		bx.fill = s.Fill
	}
	if s.Line.Set && s.Line.V.Drawn() {
		e := edgeOf(s.Line.V, b)
		bx.edges = [4]edge{e, e, e, e}
	}
	if bx.width >= b.body.width*9/10 {
		bx.width = 0
	}
	bx.float = n.Anchor != nil && (n.Anchor.Wrap == doc.WrapSquare || n.Anchor.Wrap == doc.WrapTight) && bx.align != doc.AlignCenter && bx.width > 0
	return block{kind: boxBlock, box: bx}, true
}

// shapes are the members of a group, one below the other.
func (b *builder) shapes(n *doc.Drawing, at place) (block, bool) {
	if at.depth > maxDepth {
		return block{}, false
	}
	bx := &box{align: b.shapeSide(n)}
	at.depth++
	for _, c := range n.Shape.Children {
		if c.Shape != nil {
			if bl, ok := b.shape(c, at); ok {
				bx.blocks = append(bx.blocks, bl)
			}
		} else if c.Picture != nil {
			if p := b.picture(c, at); p != nil {
				bx.blocks = append(bx.blocks, block{kind: paraBlock, para: para{fmt: &doc.ParaFormat{}, atoms: []atom{{kind: imageAtom, image: p, text: p.alt}}}})
			}
		}
	}
	return block{kind: boxBlock, box: bx}, len(bx.blocks) > 0
}

func (b *builder) shapeSide(n *doc.Drawing) doc.Align {
	if n.Anchor == nil {
		return doc.AlignLeft
	}
	return side(n.Anchor.H, n.Width, b.page())
}
