package html

import (
	"reportmail/render/doc"
)

// stack collects blocks and the spaces between them.
type stack struct {
	out   []block
	after px              // space wanted after the last paragraph
	blank px              // height of the blank paragraphs since the last block
	last  *doc.ParaFormat // the last paragraph, blank ones too
}

// add puts a block that wants before pixels above itself.
func (s *stack) add(bl block, before, after px, f *doc.ParaFormat) {
	bl.above = s.blank + s.gap(before, f)
	s.out = append(s.out, bl)
	s.blank, s.after, s.last = 0, after, f
}

// skip counts an empty paragraph as space.
func (s *stack) skip(height, before, after px, f *doc.ParaFormat) {
	s.blank += s.gap(before, f) + height
	s.after, s.last = after, f
}

// gap is the space between the last paragraph and one of format f: the larger of the two, and none of its own for a
// paragraph beside one of the same style that asks so (ECMA-376-1 17.3.1.9).
func (s *stack) gap(before px, f *doc.ParaFormat) px {
	after := s.after
	if s.last != nil && f != nil && s.last.Style == f.Style {
		if s.last.Contextual {
			after = 0
		}
		if f.Contextual {
			before = 0
		}
	}
	return max(after, before)
}

// tail is the space below the last block.
func (s *stack) tail() px { return s.blank + s.after }

// blocks builds the blocks of content and the space below the last one.
func (b *builder) blocks(content []doc.Node, at place) ([]block, px) {
	if at.depth > maxDepth {
		b.f.Warn("too-deep", at.where, "flatten the layout", "tables inside tables beyond depth %d left out", maxDepth)
		return nil, 0
	}
	base := len(b.nodes)
	b.flatten(content)
	list := b.nodes[base:len(b.nodes):len(b.nodes)]
	if at.depth == 0 {
		list = sortFrames(list, b.st)
	}
	s := stack{out: b.scratch[at.depth][:0]}
	for len(list) > 0 {
		list = list[b.next(&s, list, at):]
	}
	b.nodes = b.nodes[:base]
	b.scratch[at.depth] = s.out
	return b.keep(joinTables(s.out)), s.tail()
}

// keep copies blocks out of the scratch list that they were collected in.
func (b *builder) keep(list []block) []block {
	n := len(list)
	if cap(b.slab)-len(b.slab) < n {
		b.slab = make([]block, 0, max(n, slabSize))
	}
	from := len(b.slab)
	b.slab = append(b.slab, list...)
	return b.slab[from : from+n : from+n]
}

// slabSize is how many blocks or pieces of text are allocated at a time.
const slabSize = 128

// flatten appends the paragraphs and tables of content to b.nodes, looking through controls.
func (b *builder) flatten(content []doc.Node) {
	for _, n := range content {
		switch n := n.(type) {
		case *doc.Paragraph, *doc.Table:
			b.nodes = append(b.nodes, n)
		case *doc.Control:
			b.flatten(n.Content)
		case *doc.HTML:
			b.flatten(n.Content)
		}
	}
}

// next adds the first of list, with those after it that belong to it, and tells how many that were.
func (b *builder) next(s *stack, list []doc.Node, at place) int {
	if t, ok := list[0].(*doc.Table); ok {
		if t.Props != nil && t.Props.Float != nil {
			return b.floating(s, list, at)
		}
		b.table(s, t, at)
		return 1
	}
	if group := b.group(list, at); len(group) > 0 {
		b.boxed(s, group, at)
		return len(group)
	}
	n := len(s.out)
	afterTable := n > 0 && s.out[n-1].kind == tableBlock && s.blank == 0
	b.paragraph(s, list[0].(*doc.Paragraph), at)
	if afterTable && len(list) == 1 && at.depth > 0 && len(s.out) == n {
		s.blank, s.after = 0, 0 // QUIRK: a cell must not end in a table; Word gives the paragraph that it puts there no height
	}
	return 1
}

// paragraph adds one paragraph: before it the drawings anchored in it, then its text.
func (b *builder) paragraph(s *stack, p *doc.Paragraph, at place) {
	f := b.st.Para(p, at.cell)
	pa, ink := b.para(p, f, at)
	before, after := spaceOf(f)
	floats := b.floats
	b.floats = nil
	for i := range floats {
		s.add(floats[i], before, 0, nil)
		before = 0
	}
	if !ink {
		s.skip(pa.line, before, after, f)
		return
	}
	s.add(block{kind: paraBlock, para: pa}, before, after, f)
}

// autoSpace is what "automatic" spacing amounts to: that of a paragraph in HTML, 14 points (ECMA-376-1 17.3.1.33).
const autoSpace = doc.Twips(280)

func spaceOf(f *doc.ParaFormat) (before, after px) {
	before, after = pxOf(f.Before), pxOf(f.After)
	if f.BeforeAuto {
		before = pxOf(autoSpace)
	}
	if f.AfterAuto {
		after = pxOf(autoSpace)
	}
	return before, after
}
