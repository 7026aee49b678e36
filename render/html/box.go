package html

import (
	"slices"

	"reportmail/render/doc"
)

// group is the paragraphs at the start of content that stand in one frame or share borders or shading: Word draws one
// box around them (ECMA-376-1 17.3.1.7, 17.3.1.11). Empty when the first paragraph is an ordinary one.
func (b *builder) group(content []doc.Node, at place) []*doc.Paragraph {
	first := content[0].(*doc.Paragraph)
	f := b.st.Para(first, at.cell)
	if !bordered(f) && (f.Frame == nil || at.depth > 0) { // frames in cells stay there
		return nil
	}
	group := []*doc.Paragraph{first}
	for _, n := range content[1:] {
		p, ok := n.(*doc.Paragraph)
		if !ok || !sameBox(f, b.st.Para(p, at.cell)) {
			break
		}
		group = append(group, p)
	}
	return group
}

func bordered(f *doc.ParaFormat) bool {
	return f.Shading.Set || f.Top.Drawn() || f.Bottom.Drawn() || f.LeftEdge.Drawn() || f.RightEdge.Drawn()
}

func sameBox(a, c *doc.ParaFormat) bool {
	if (a.Frame == nil) != (c.Frame == nil) || a.Frame != nil && *a.Frame != *c.Frame {
		return false
	}
	return a.Top == c.Top && a.Bottom == c.Bottom && a.LeftEdge == c.LeftEdge && a.RightEdge == c.RightEdge &&
		a.Shading == c.Shading && a.Left == c.Left && a.Right == c.Right
}

// boxed adds a group of paragraphs as one box.
func (b *builder) boxed(s *stack, group []*doc.Paragraph, at place) {
	f := b.st.Para(group[0], at.cell)
	bx := &box{align: doc.AlignLeft}
	inner := at
	inner.depth++
	if f.Frame != nil {
		b.framed(bx, f.Frame, &inner)
	}
	bx.edges = [4]edge{edgeOf(f.Top, b), edgeOf(f.RightEdge, b), edgeOf(f.Bottom, b), edgeOf(f.LeftEdge, b)}
	for i, e := range [4]doc.Border{f.Top, f.RightEdge, f.Bottom, f.LeftEdge} {
		if e.Drawn() {
			bx.pad[i] = px(float64(e.Space)*4/3 + 0.5)
		}
	}
	if f.Shading.Set {
		bx.fill, inner.fill = f.Shading, f.Shading
	}
	before, _ := spaceOf(f)
	in := stack{}
	for _, p := range group {
		b.paragraph(&in, p, inner)
	}
	bx.blocks, bx.tail = in.out, in.tail()
	if len(bx.blocks) == 0 {
		if !bordered(f) { // an empty frame
			s.skip(0, 0, 0, nil)
			return
		}
		height := in.tail()
		bx.tail = height
	} else {
		bx.blocks[0].above = 0
		bx.tail = 0
	}
	_, after := spaceOf(b.st.Para(group[len(group)-1], at.cell))
	s.add(block{kind: boxBlock, box: bx}, before, after, nil)
}

// framed sets a box to the width and side of its frame. Heights and vertical positions have no meaning in a body:
// frames stand in reading order.
func (b *builder) framed(bx *box, f *doc.Frame, at *place) {
	page := b.page()
	area := page.Width - page.Left - page.Right
	x := f.X + f.Width/2
	if f.HAnchor == "page" {
		x -= page.Left
	}
	switch f.XAlign {
	case "center":
		bx.align = doc.AlignCenter
	case "right", "outside":
		bx.align = doc.AlignRight
	case "left", "inside":
		bx.align = doc.AlignLeft
	default:
		if f.Width > 0 && f.Width < area*9/10 {
			bx.align = third(x, area)
		}
	}
	if w := pxOf(f.Width); w > 0 && w < at.width*9/10 {
		bx.width = w
		at.width = w
	}
	bx.float = (f.Wrap == "around" || f.Wrap == "auto" || f.Wrap == "") && bx.width > 0 && bx.align == doc.AlignRight
}

// sortFrames puts frames that stand at fixed heights of the page and follow each other into the order in which they
// are read: from the top down.
func sortFrames(content []doc.Node, st *doc.Styles) []doc.Node {
	frame := func(n doc.Node) *doc.Frame {
		if p, ok := n.(*doc.Paragraph); ok {
			if f := st.Para(p, doc.CellContext{}).Frame; f != nil && f.VAnchor != "text" && f.VAnchor != "" {
				return f
			}
		}
		return nil
	}
	var out []doc.Node
	for i := 0; i < len(content); i++ {
		j := i
		for j < len(content) && frame(content[j]) != nil {
			j++
		}
		if j-i < 2 {
			continue
		}
		if out == nil {
			out = slices.Clone(content)
		}
		slices.SortStableFunc(out[i:j], func(x, y doc.Node) int { return int(frame(x).Y - frame(y).Y) })
		i = j
	}
	if out == nil {
		return content
	}
	return out
}
