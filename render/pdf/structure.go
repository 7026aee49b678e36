package pdf

import (
	"cmp"
	"math"
	"slices"

	"reportmail/render/page"
)

// structTree collects what was drawn for each structure element and writes the tree (ISO 32000-1 14.7).
type structTree struct {
	elements []element
	of       map[*page.Tag]int32
	events   []event
	links    int // events that are annotations
}

// element is a structure element: a tag of the layout, or one that the standard needs and the layout did not make.
// Elements and events are chained by their indexes; none is -1.
type element struct {
	kind                 page.TagKind
	tag                  *page.Tag
	parent               int32
	child, last, sibling int32 // first and last child, next sibling
	own, ownLast         int32 // first and last event of its own
	first                int32 // the first event of its own or below it; noEvent when there is none
	page                 int32 // of its own first content
	box                  box   // of a Figure, in the page's space
	boxPage              int32
	colSpan, rowSpan     int32
	object               int
	kept                 bool
}

// event is marked content or an annotation of an element, in the order of drawing.
type event struct {
	element, page int32
	mcid          int32 // -1: an annotation
	next          int32 // of the same element
	object        int   // of the annotation
}

type box struct {
	x0, y0, x1, y1 float64
	set            bool
}

const noEvent = math.MaxInt32

// maxTagDepth bounds the depth of the tree that is written; deeper elements hang on the last level.
const maxTagDepth = 128

// begin enters the tags of a document.
func (t *structTree) begin(root *page.Tag) {
	if root == nil {
		root = &page.Tag{Kind: page.TagDocument}
	}
	t.enter(root, -1, 0)
}

// reset forgets a document and keeps the memory.
func (t *structTree) reset() {
	clear(t.of)
	clear(t.elements)
	*t = structTree{of: t.of, elements: t.elements[:0], events: t.events[:0]}
}

// enter adds a tag and those below it.
func (t *structTree) enter(tag *page.Tag, parent int32, depth int) int32 {
	if i, ok := t.of[tag]; ok {
		return i // a tag that stands in the tree twice belongs where it stands first
	}
	i := t.add(tag.Kind, tag, parent)
	t.of[tag] = i
	under := i
	if depth >= maxTagDepth {
		under = parent
	}
	for _, c := range tag.Children {
		if c != nil {
			t.enter(c, under, min(depth+1, maxTagDepth))
		}
	}
	return i
}

func (t *structTree) add(kind page.TagKind, tag *page.Tag, parent int32) int32 {
	i := int32(len(t.elements))
	t.elements = append(t.elements, element{kind: kind, tag: tag, parent: parent, child: -1, last: -1, sibling: -1,
		own: -1, ownLast: -1, first: noEvent, page: -1, boxPage: -1, colSpan: int32(tag.ColSpan), rowSpan: int32(tag.RowSpan)})
	if parent >= 0 {
		p := &t.elements[parent]
		if p.child < 0 {
			p.child = i
		} else {
			t.elements[p.last].sibling = i
		}
		p.last = i
	}
	return i
}

// index is the element of a tag; one that is not in the tree is hung on its root.
func (t *structTree) index(tag *page.Tag) int32 {
	if i, ok := t.of[tag]; ok {
		return i
	}
	return t.enter(tag, 0, 1)
}

// marked notes that a marked-content sequence of a page belongs to tag.
func (t *structTree) marked(tag *page.Tag, page, mcid int) {
	t.record(event{element: t.index(tag), page: int32(page), mcid: int32(mcid)})
}

// annotated notes a link of a page. It belongs to the Link element of tag, or, where the layout has none, to one that
// is made for it: ISO 14289-1 7.18.5 wants every link in one.
func (t *structTree) annotated(tag *page.Tag, pageNo, object int, text string) {
	made := &page.Tag{Kind: page.TagLink, Alt: text}
	var i int32
	switch {
	case tag == nil:
		i = t.add(page.TagLink, made, t.add(page.TagP, &page.Tag{Kind: page.TagP}, 0))
	case tag.Kind == page.TagLink:
		i = t.index(tag)
	default:
		i = t.add(page.TagLink, made, t.index(tag))
	}
	t.record(event{element: i, page: int32(pageNo), mcid: -1, object: object})
	t.links++
}

// record adds an event to its element and says to those above that there is something below them.
func (t *structTree) record(ev event) {
	ev.next = -1
	i := int32(len(t.events))
	e := &t.elements[ev.element]
	if e.own < 0 {
		e.own = i
	} else {
		t.events[e.ownLast].next = i
	}
	e.ownLast = i
	if e.page < 0 && ev.mcid >= 0 {
		e.page = ev.page
	}
	t.events = append(t.events, ev)
	for p := ev.element; p >= 0 && t.elements[p].first == noEvent; p = t.elements[p].parent {
		t.elements[p].first = i
	}
}

// occupied notes where a figure stands.
func (t *structTree) occupied(tag *page.Tag, pageNo int, b box) {
	e := &t.elements[t.index(tag)]
	if e.boxPage < 0 {
		e.boxPage = int32(pageNo)
	}
	if e.boxPage != int32(pageNo) {
		return
	}
	if !e.box.set {
		e.box = b
		return
	}
	e.box = box{min(e.box.x0, b.x0), min(e.box.y0, b.y0), max(e.box.x1, b.x1), max(e.box.y1, b.y1), true}
}

// settle makes tables regular, decides which elements are written, and levels headings. An element without content is
// left out, but for the cells of a table.
func (t *structTree) settle() {
	for i := range len(t.elements) { // those that are added meanwhile are cells
		if t.elements[i].kind == page.TagTable {
			t.regular(int32(i))
		}
	}
	for i := len(t.elements) - 1; i >= 0; i-- { // children stand after their parents
		e := &t.elements[i]
		e.kept = e.kept || i == 0 || e.first != noEvent || e.kind == page.TagTD || e.kind == page.TagTH || e.kind == page.TagTR
		if e.kept && e.parent >= 0 {
			t.elements[e.parent].kept = true
		}
	}
	level := 0
	t.headings(0, &level)
}

// headings makes levels follow each other: a document begins with H1 and none is left out on the way down
// (ISO 14289-1 7.4.2), whatever styles the layout used.
func (t *structTree) headings(i int32, level *int) {
	e := &t.elements[i]
	if len(e.kind) == 2 && e.kind[0] == 'H' && e.kind[1] >= '1' && e.kind[1] <= '6' && e.kept {
		*level = min(int(e.kind[1]-'0'), *level+1)
		e.kind = page.TagKind([]byte{'H', byte('0' + *level)})
	}
	for c := e.child; c >= 0; c = t.elements[c].sibling {
		t.headings(c, level)
	}
}

// kid is a child of an element: content of its own, or another element.
type kid struct {
	at    int32 // its place in the order of drawing, an index of events
	child int32 // -1: the event at that place
}

// kids are an element's children in reading order. Elements that have only elements keep the layout's order; where
// text stands between them, the order of drawing says where.
func (t *structTree) kids(e *element, into []kid) []kid {
	into = into[:0]
	last := int32(-1)
	for c := e.child; c >= 0; c = t.elements[c].sibling {
		if !t.elements[c].kept {
			continue
		}
		if at := t.elements[c].first; at != noEvent {
			last = at
		}
		into = append(into, kid{at: last, child: c})
	}
	if e.own < 0 {
		return into
	}
	only := len(into) == 0
	for i := e.own; i >= 0; i = t.events[i].next {
		into = append(into, kid{at: i, child: -1})
	}
	if !only {
		slices.SortStableFunc(into, func(a, b kid) int { return cmp.Compare(a.at, b.at) })
	}
	return into
}
