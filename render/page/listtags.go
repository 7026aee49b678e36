package page

// listTags are the lists that the paragraph emitted last stands in, the outermost first.
type listTags struct {
	parent *Tag
	items  []listLevel
}

// listLevel is one list: its tag and that of its last item.
type listLevel struct {
	list, depth int32
	tag, body   *Tag
}

// itemTag is the tag of a list paragraph: the body of an item in the list that the paragraph before it stands in, in a
// deeper one inside of that item, or in a new one (ISO 32000-1 14.8.4.3.3).
func (m *emitter) itemTag(p *para) *Tag {
	if p.tag != nil || m.tag == nil {
		return p.tag
	}
	l := &m.e.list
	if l.parent != m.tag {
		l.parent, l.items = m.tag, l.items[:0]
	}
	for n := len(l.items); n > 0; n = len(l.items) {
		if top := l.items[n-1]; top.depth < p.label.depth || top.depth == p.label.depth && top.list == p.label.list {
			break
		}
		l.items = l.items[:n-1]
	}
	n := len(l.items)
	if n == 0 || l.items[n-1].depth < p.label.depth {
		parent := m.tag
		if n > 0 {
			parent = l.items[n-1].body
		}
		l.items = append(l.items, listLevel{list: p.label.list, depth: p.label.depth, tag: m.e.under(parent, TagList)})
	}
	at := &l.items[len(l.items)-1]
	item := m.e.under(at.tag, TagItem)
	if p.labelGlyphs > 0 {
		p.labelTag = m.e.under(item, TagLabel)
	}
	at.body = m.e.under(item, TagLBody)
	p.tag = at.body
	return p.tag
}

// under is a new tag inside of parent.
func (e *engine) under(parent *Tag, kind TagKind) *Tag {
	t := e.newTag(kind)
	parent.Children = append(parent.Children, t)
	return t
}
