package page

import "reportmail/render/doc"

// autoSpace is the space that "auto" before and after stand for, as HTML has it (ECMA-376-1 17.3.1.33).
const autoSpace = 14.0

// link finds out what neighbouring blocks mean for each other: the space between them and borders that join.
func (fl *flow) link(e *engine) {
	var prev block
	for i, b := range fl.blocks {
		switch b := b.(type) {
		case *floating:
			b.flow.link(e)
			continue
		case *para:
			last := i == len(fl.blocks)-1
			fl.space(e, b, prev, last)
			if _, ok := prev.(*table); ok && last && fl.cell && len(b.src.Content) == 0 {
				b.collapse() // Word shows the paragraph that must follow a table in a cell only when something is in it
			}
		case *table:
			if p, ok := prev.(*para); ok {
				b.gap = p.after
			}
		}
		prev = b
	}
}

// space gives p the space between it and the block before: the larger one of the two spaces, as Word sets them
// unless w:doNotUseHTMLParagraphAutoSpacing asks for their sum.
func (fl *flow) space(e *engine, p *para, prev block, last bool) {
	p.before, p.after = p.f.Before.Points(), p.f.After.Points()
	if p.f.BeforeAuto {
		p.before = autoSpace
		if prev == nil {
			p.before = 0
		}
	}
	if p.f.AfterAuto {
		p.after = autoSpace
		if last && fl.cell {
			p.after = 0
		}
	}
	p.gap = p.before
	q, ok := prev.(*para)
	if !ok {
		return
	}
	before, after := p.before, q.after
	if p.f.Style == q.f.Style { // ECMA-376-1 17.3.1.9
		if p.f.Contextual {
			before = 0
		}
		if q.f.Contextual {
			after = 0
		}
	}
	if p.gap = max(before, after); e.doc.Settings.AddSpacing {
		p.gap = before + after
	}
	if bordered(p.f) && sameBox(p.f, q.f) {
		p.joinPrev, q.joinNext = true, true
	}
}

// collapse makes an empty paragraph take no room at all.
func (p *para) collapse() { p.hideMark, p.gap, p.before, p.after = true, 0, 0, 0 }

func bordered(f *doc.ParaFormat) bool {
	return f.Top.Drawn() || f.Bottom.Drawn() || f.LeftEdge.Drawn() || f.RightEdge.Drawn() || f.Between.Drawn()
}

// sameBox tells whether two paragraphs share their borders: the same ones at the same indents.
func sameBox(a, b *doc.ParaFormat) bool {
	left := func(f *doc.ParaFormat) doc.Twips { return f.Left + min(f.FirstLine, 0) }
	return a.Top == b.Top && a.Bottom == b.Bottom && a.LeftEdge == b.LeftEdge && a.RightEdge == b.RightEdge &&
		a.Between == b.Between && left(a) == left(b) && a.Right == b.Right
}

// edgeAbove is the height of the border above the first line.
func (p *para) edgeAbove() float64 {
	if p.joinPrev {
		return edge(p.f.Between)
	}
	return edge(p.f.Top)
}

// edgeBelow is the height of the border below the last line.
func (p *para) edgeBelow() float64 {
	if p.joinNext {
		return 0
	}
	return edge(p.f.Bottom)
}

func edge(b doc.Border) float64 {
	if !b.Drawn() {
		return 0
	}
	return float64(b.Space) + strokeWidth(b)
}
