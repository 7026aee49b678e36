package html

import (
	"slices"

	"reportmail/render/doc"
)

// zone is the part of the text area's width that a floating table takes, in twips from its left edge.
type zone struct{ from, to doc.Twips }

// floating adds a floating table at the start of list, and those that follow it with nothing but blank paragraphs
// between. Ones that stand beside each other on the page stand beside each other in the body; one at the right edge
// lets the text run beside it; any other takes its place in reading order.
func (b *builder) floating(s *stack, list []doc.Node, at place) int {
	group, n := b.floatGroup(list, at)
	if len(group) == 1 {
		b.single(s, group[0], at)
		return n
	}
	zones := make([]zone, len(group))
	order := make([]int, len(group))
	for i, t := range group {
		zones[i], order[i] = b.zone(t, at), i
	}
	slices.SortStableFunc(order, func(x, y int) int { return int(zones[x].from - zones[y].from) })
	for i := 1; i < len(order); i++ {
		if zones[order[i]].from < zones[order[i-1]].to-100 { // they stand one below the other
			for _, t := range group {
				b.single(s, t, at)
			}
			return n
		}
	}
	bl := block{kind: rowBlock}
	area := doc.Twips(at.width) * 15
	for k, i := range order {
		to := area
		if k+1 < len(order) {
			to = zones[order[k+1]].from
		}
		from := zones[i].from
		if k == 0 {
			from = 0
		}
		inner := at
		inner.width = max(pxOf(to-from), 16)
		if tb := b.buildTable(group[i], inner); tb != nil {
			bl.sides = append(bl.sides, &box{blocks: []block{{kind: tableBlock, table: tb}}, width: inner.width})
		}
	}
	if len(bl.sides) > 0 {
		s.add(bl, 0, 0, nil)
	}
	return n
}

// floatGroup is the floating tables at the start of list and the nodes they take.
func (b *builder) floatGroup(list []doc.Node, at place) (group []*doc.Table, n int) {
	for i, x := range list {
		switch x := x.(type) {
		case *doc.Table:
			if x.Props == nil || x.Props.Float == nil {
				return group, n
			}
			group, n = append(group, x), i+1
		case *doc.Paragraph:
			if hasInk(x.Content) || i-n > 2 {
				return group, n
			}
		}
	}
	return group, n
}

// zone is where a floating table stands (ECMA-376-1 17.4.57).
func (b *builder) zone(t *doc.Table, at place) zone {
	f, page := t.Props.Float, b.page()
	area := doc.Twips(at.width) * 15
	g := grid{b: b, t: t, at: at, fmt: b.st.Table(t, nil)}
	g.rows = g.collect(nil, t.Content, false)
	w := doc.Twips(g.natural()) * 15
	if m := g.fmt.Width; m.Kind == doc.Dxa && m.Value > 0 {
		w = doc.Twips(m.Value)
	} else if m.Kind == doc.Percent && m.Value > 0 {
		w = area * doc.Twips(m.Value) / 5000
	}
	x := f.X
	if f.HAnchor == "page" {
		x -= page.Left
	}
	switch f.XAlign {
	case "left", "inside":
		x = 0
	case "center":
		x = (area - w) / 2
	case "right", "outside":
		x = area - w
	}
	return zone{x, x + w}
}

// single adds one floating table.
func (b *builder) single(s *stack, t *doc.Table, at place) {
	z := b.zone(t, at)
	area := doc.Twips(at.width) * 15
	w := z.to - z.from
	tb := b.buildTable(t, at)
	if tb == nil {
		return
	}
	bl := block{kind: tableBlock, table: tb}
	if w < area*9/10 && w > 0 {
		side := third((z.from+z.to)/2, area)
		if side != doc.AlignLeft {
			bl = block{kind: boxBlock, box: &box{blocks: []block{bl}, width: pxOf(w), align: side, float: side == doc.AlignRight && w < area*2/3}}
			tb.width = width{percent: 100}
		}
	}
	s.add(bl, 0, 0, nil)
}
