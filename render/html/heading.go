package html

import (
	"cmp"
	"strings"

	"reportmail/render/doc"
)

// headings gives the paragraphs of a document their levels and returns the text of the first heading. A body has one
// h1: the title of the first document, which is a paragraph of a title style, else one of outline level 1, else the
// first one in distinctly larger letters, in a table if there is none elsewhere. Other paragraphs in tables are no
// headings: layouts use heading styles for the captions of columns.
func headings(blocks []block, base px, first bool) string {
	top := titleOf(blocks, base)
	if top == nil {
		return ""
	}
	last := 2
	top.head = 2
	if first {
		top.head, last = 1, 1
	}
	after := false
	eachPara(blocks, func(p *para) bool {
		if p == top {
			after = true
		} else if after && p.fmt.Outline >= 0 && p.label == nil {
			p.head = min(int(p.fmt.Outline)+2, last+1, 6)
			last = p.head
		}
		return true
	})
	return textOf(top.atoms)
}

// titleOf is the paragraph that serves as title, or nil.
func titleOf(blocks []block, base px) (found *para) {
	var outline, large *para
	n := 0
	look := func(p *para) bool {
		n++
		switch {
		case textOf(p.atoms) == "":
		case isTitle(p):
			found = p
		case outline == nil && p.fmt.Outline == 0:
			outline = p
		case large == nil && p.look.size*4 >= base*5 && len(textOf(p.atoms)) <= 100:
			large = p
		}
		return found == nil && n < 200
	}
	eachPara(blocks, look)
	if cmp.Or(found, outline, large) == nil {
		n = 0
		inTables(blocks, func(p *para) bool {
			if outline = nil; p.look.size*4 < base*5 && !isTitle(p) { // heading styles are for captions there
				return n < 200
			}
			return look(p)
		})
	}
	return cmp.Or(found, outline, large)
}

// isTitle tells whether a paragraph is in Word's built-in style for titles.
func isTitle(p *para) bool { return strings.EqualFold(p.fmt.StyleName, "title") }

// inTables visits the first paragraphs of cells until visit returns false.
func inTables(blocks []block, visit func(*para) bool) bool {
	for i := range blocks {
		if blocks[i].kind != tableBlock {
			continue
		}
		t := blocks[i].table
		for r := t.header; r < len(t.rows); r++ {
			for c := range t.rows[r].cells {
				cell := t.rows[r].cells[c].blocks
				if len(cell) > 0 && cell[0].kind == paraBlock && !visit(&cell[0].para) || !inTables(cell, visit) {
					return false
				}
			}
		}
	}
	return true
}

// eachPara visits the paragraphs outside of tables until visit returns false.
func eachPara(blocks []block, visit func(*para) bool) bool {
	for i := range blocks {
		b := &blocks[i]
		switch b.kind {
		case paraBlock:
			if !visit(&b.para) {
				return false
			}
		case boxBlock:
			if !eachPara(b.box.blocks, visit) {
				return false
			}
		}
	}
	return true
}

// textOf is the text of atoms, without pictures.
func textOf(atoms []atom) string {
	if len(atoms) == 1 {
		return strings.TrimSpace(atoms[0].text)
	}
	var s strings.Builder
	for i := range atoms {
		switch atoms[i].kind {
		case textAtom:
			s.WriteString(atoms[i].text)
		case breakAtom, tabAtom:
			s.WriteByte(' ')
		}
	}
	return strings.TrimSpace(s.String())
}

// sampleSize is how many paragraphs decide on the prevailing look.
const sampleSize = 120

// prevailing is the look of most text of the body and the line height that goes with it.
func (b *builder) prevailing() (look, px) {
	type tally struct {
		l    look
		line px
		n    int
	}
	var list []tally
	left := sampleSize
	var count func([]block)
	count = func(blocks []block) {
		for i := range blocks {
			bl := &blocks[i]
			switch {
			case left <= 0:
				return
			case bl.kind == paraBlock:
				left--
				l := bl.para.look
				l.bold, l.italic, l.caps, l.smallCaps = false, false, false, false
				n := len(textOf(bl.para.atoms))
				k := 0
				for k < len(list) && (list[k].l != l || list[k].line != bl.para.line) {
					k++
				}
				if k == len(list) {
					list = append(list, tally{l: l, line: bl.para.line})
				}
				list[k].n += n
			case bl.kind == boxBlock:
				count(bl.box.blocks)
			case bl.kind == tableBlock:
				for r := range bl.table.rows {
					for c := range bl.table.rows[r].cells {
						count(bl.table.rows[r].cells[c].blocks)
					}
				}
			}
		}
	}
	for _, p := range b.body.parts {
		count(p.blocks)
	}
	best := tally{l: look{stack: face("Calibri").stack, size: 15, color: doc.Color{Auto: true}}, line: 20, n: -1}
	for _, t := range list {
		if t.n > best.n {
			best = t
		}
	}
	best.l.color = doc.Color{Auto: true}
	return best.l, best.line
}
