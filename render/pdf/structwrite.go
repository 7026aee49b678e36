package pdf

import "reportmail/render/page"

// writeTree writes the structure tree and the parent tree. pageObjs are the pages' objects; their StructParents are
// 0 and up, those of annotations follow in the order they were drawn.
func (n *native) writeTree() {
	t, f := n.tree, n.file
	t.settle()
	first, count := 0, 0
	for i := range t.elements {
		if t.elements[i].kept {
			count++
		}
	}
	first = f.numbers(count)
	for i := range t.elements {
		if t.elements[i].kept {
			t.elements[i].object = first
			first++
		}
	}
	var kids []kid
	for i := range t.elements {
		e := &t.elements[i]
		if !e.kept {
			continue
		}
		kids = t.kids(e, kids)
		f.object(e.object)
		f.objects = n.appendElement(f.objects, e, kids)
	}
	f.object(objStructTree)
	b := appendRef(append(f.objects, "<</Type/StructTreeRoot/K "...), t.elements[0].object)
	b = appendRef(append(b, "/ParentTree "...), objParentTree)
	b = appendInt(append(b, "/ParentTreeNextKey "...), len(n.pageObjs)+t.links)
	f.objects = append(b, ">>"...)
	f.object(objParentTree)
	f.objects = n.appendParentTree(f.objects)
}

func (n *native) appendElement(b []byte, e *element, kids []kid) []byte {
	t := n.tree
	b = appendName(append(b, "<</S"...), string(e.kind))
	parent := objStructTree
	if e.parent >= 0 {
		parent = t.elements[e.parent].object
	}
	b = appendRef(append(b, "/P "...), parent)
	if e.page >= 0 {
		b = appendRef(append(b, "/Pg "...), n.pageObjs[e.page])
	}
	b = n.appendAttributes(b, e)
	switch {
	case len(kids) == 1:
		b = n.appendKid(append(b, "/K "...), e, kids[0])
	case len(kids) > 1:
		b = append(b, "/K["...)
		for i, k := range kids {
			if i > 0 {
				b = append(b, ' ')
			}
			b = n.appendKid(b, e, k)
		}
		b = append(b, ']')
	}
	return append(b, ">>"...)
}

// appendKid writes a child: a number of marked content on the element's page, a reference to marked content on
// another, an annotation, or an element (ISO 32000-1 14.7.4).
func (n *native) appendKid(b []byte, e *element, k kid) []byte {
	if k.child >= 0 {
		return appendRef(b, n.tree.elements[k.child].object)
	}
	switch ev := &n.tree.events[k.at]; {
	case ev.mcid < 0:
		b = appendRef(append(b, "<</Type/OBJR/Obj "...), ev.object)
		return append(appendRef(append(b, "/Pg "...), n.pageObjs[ev.page]), ">>"...)
	case ev.page == e.page:
		return appendInt(b, int(ev.mcid))
	default:
		b = appendRef(append(b, "<</Type/MCR/Pg "...), n.pageObjs[ev.page])
		return append(appendInt(append(b, "/MCID "...), int(ev.mcid)), ">>"...)
	}
}

// appendAttributes writes what assistive technology says about an element.
func (n *native) appendAttributes(b []byte, e *element) []byte {
	tag := e.tag
	if tag.Title != "" {
		b = appendText(append(b, "/T"...), clean(tag.Title))
	}
	if tag.Lang != "" {
		b = appendText(append(b, "/Lang"...), clean(tag.Lang))
	}
	switch e.kind {
	case page.TagFigure:
		return n.appendFigure(b, e)
	case page.TagTH, page.TagTD:
		return appendCell(b, e)
	}
	if tag.Alt != "" {
		b = appendText(append(b, "/Alt"...), clean(tag.Alt))
	}
	return b
}

// appendFigure writes the alternative text and the place of a figure (ISO 14289-1 7.3, ISO 32000-1 14.8.5.4.3).
func (n *native) appendFigure(b []byte, e *element) []byte {
	alt := clean(e.tag.Alt)
	if alt == "" {
		alt = clean(e.tag.Title)
	}
	if alt == "" {
		alt = "Picture" // ISO 14289-1 7.3 wants a text; the layout gave none
	}
	b = appendText(append(b, "/Alt"...), alt)
	if e.box.set {
		b = append(b, "/A<</O/Layout/Placement/Block/BBox["...)
		h := n.pages.Pages[e.boxPage].Height
		b = append(appendNumber(b, e.box.x0, 2), ' ')
		b = append(appendNumber(b, h-e.box.y1, 2), ' ')
		b = append(appendNumber(b, e.box.x1, 2), ' ')
		b = append(appendNumber(b, h-e.box.y0, 2), "]>>"...)
	}
	return b
}

// appendCell writes scope and spans of a table cell (ISO 32000-1 14.8.5.7); a header cell always has a scope
// (ISO 14289-1 7.5).
func appendCell(b []byte, e *element) []byte {
	if e.kind != page.TagTH && e.colSpan < 2 && e.rowSpan < 2 {
		return b
	}
	b = append(b, "/A<</O/Table"...)
	if e.kind == page.TagTH {
		scope := e.tag.Scope
		if scope != "Row" && scope != "Both" {
			scope = "Column"
		}
		b = append(append(b, "/Scope/"...), scope...)
	}
	if e.colSpan > 1 {
		b = appendInt(append(b, "/ColSpan "...), int(e.colSpan))
	}
	if e.rowSpan > 1 {
		b = appendInt(append(b, "/RowSpan "...), int(e.rowSpan))
	}
	return append(b, ">>"...)
}

// appendParentTree maps pages' marked content and annotations back to their elements (ISO 32000-1 14.7.4.4). Both were
// numbered in the order of drawing, which is that of the events.
func (n *native) appendParentTree(b []byte) []byte {
	t := n.tree
	b = append(b, "<</Nums["...)
	current := int32(-1)
	for i := range t.events {
		ev := &t.events[i]
		if ev.mcid < 0 {
			continue
		}
		if ev.page != current {
			if current >= 0 {
				b = append(b, ']')
			}
			current = ev.page
			b = append(appendInt(b, int(current)), '[')
		} else {
			b = append(b, ' ')
		}
		b = appendRef(b, t.elements[ev.element].object)
	}
	if current >= 0 {
		b = append(b, ']')
	}
	key := len(n.pageObjs)
	for i := range t.events {
		if ev := &t.events[i]; ev.mcid < 0 {
			b = append(appendInt(b, key), ' ')
			b = append(appendRef(b, t.elements[ev.element].object), ' ')
			key++
		}
	}
	return append(b, "]>>"...)
}
