package page

import "reportmail/render/doc"

// headings are the structure types of outline levels 1 to 6; deeper ones are paragraphs.
var headings = [...]TagKind{TagH1, TagH2, TagH3, TagH4, TagH5, TagH6}

// child is a new tag under the current one; nil inside of artifacts.
func (m *emitter) child(kind TagKind) *Tag {
	if m.artifact || m.tag == nil {
		return nil
	}
	t := m.e.newTag(kind)
	m.tag.Children = append(m.tag.Children, t)
	return t
}

func (e *engine) newTag(kind TagKind) *Tag {
	t := e.mem.tags.one()
	t.Kind = kind
	t.Children = e.mem.kids.list(1)
	return t
}

// paraTag is the tag of a paragraph, the same one on every page that it stands on.
func (m *emitter) paraTag(p *para) *Tag {
	if m.artifact || p.empty() {
		return nil
	}
	if p.label != nil {
		return m.itemTag(p)
	}
	m.e.list.items = m.e.list.items[:0]
	if p.tag == nil {
		kind := TagP
		if o := int(p.f.Outline); o >= 0 && o < len(headings) && !p.inCell {
			kind = headings[o]
		}
		p.tag = m.child(kind)
	}
	return p.tag
}

// linkTag is the tag that a span's glyphs belong to: the Link element of its hyperlink, or the paragraph.
func (m *emitter) linkTag(s *span, tag *Tag) *Tag {
	if s.link == nil || tag == nil {
		return tag
	}
	if s.link.tag == nil {
		s.link.tag = m.e.newTag(TagLink)
		s.link.tag.Alt = s.link.text
		tag.Children = append(tag.Children, s.link.tag)
	}
	return s.link.tag
}

// within makes t the tag that new ones belong to while draw runs.
func (m *emitter) within(t *Tag, draw func()) {
	outer := m.tag
	if t != nil {
		m.tag = t
	}
	draw()
	m.tag = outer
}

// tableTags are the tags of a table of data: Table, THead, TBody, rows and cells (ISO 32000-1 14.8.4.3.4). Tables that
// only arrange things have none; their paragraphs stand in reading order.
type tableTags struct {
	table, head, body *Tag
	rows              map[*row]*Tag
}

func (m *emitter) tableTag(t *table) *tableTags {
	if !t.data || m.artifact || m.tag == nil {
		return nil
	}
	if t.tags == nil {
		tags := &tableTags{rows: map[*row]*Tag{}}
		tags.table = m.child(TagTable)
		if t.src.Props != nil {
			tags.table.Title, tags.table.Alt = t.src.Props.Caption, t.src.Props.Description
		}
		if t.headRows() > 0 {
			tags.head = m.e.newTag(TagTHead)
			tags.table.Children = append(tags.table.Children, tags.head)
		}
		tags.body = m.e.newTag(TagTBody)
		tags.table.Children = append(tags.table.Children, tags.body)
		t.tags = tags
	}
	return t.tags
}

// headRows are the rows at the top that name the columns.
func (t *table) headRows() int {
	if t.headers > 0 {
		return t.headers
	}
	if t.data && len(t.rows) > 1 {
		return 1
	}
	return 0
}

// row is the tag of a row.
func (tags *tableTags) row(e *engine, r *row) *Tag {
	if t := tags.rows[r]; t != nil {
		return t
	}
	t := e.newTag(TagTR)
	tags.rows[r] = t
	e.blankCell(t, r.before) // grid columns left out are cells without content: every row has as many columns
	group := tags.body
	if r.index < r.table.headRows() {
		group = tags.head
	}
	group.Children = append(group.Children, t)
	return t
}

// cell is the tag of a cell, made once.
func (tags *tableTags) cell(e *engine, c *cell) *Tag {
	if c.tag != nil {
		return c.tag
	}
	c.tag = e.newTag(TagTD)
	c.tag.ColSpan, c.tag.RowSpan = c.span, c.last-c.row.index+1
	if c.row.index < c.row.table.headRows() {
		c.tag.Kind, c.tag.Scope = TagTH, "Column"
	} else if c.col == 0 && c.row.table.f.Look.FirstCol && c.f.Shading.Set {
		c.tag.Kind, c.tag.Scope = TagTH, "Row"
	}
	tr := tags.row(e, c.row)
	tr.Children = append(tr.Children, c.tag)
	if c == c.row.cells[len(c.row.cells)-1] {
		e.blankCell(tr, c.row.table.cols-c.col-c.span)
	}
	return c.tag
}

// blankCell is a cell without content over n columns.
func (e *engine) blankCell(tr *Tag, n int) {
	if n > 0 {
		t := e.under(tr, TagTD)
		t.ColSpan, t.RowSpan = n, 1
	}
}

// figure is the tag of a picture or shape; nil, an artifact, when it is decorative.
func (m *emitter) figure(d *doc.Drawing, parent *Tag) *Tag {
	if m.artifact || d.Decorative {
		return nil
	}
	t := m.e.newTag(TagFigure)
	t.Alt = d.Alt
	if t.Alt == "" {
		t.Alt = d.Name
	}
	if parent == nil {
		parent = m.tag
	}
	if parent == nil {
		return nil
	}
	parent.Children = append(parent.Children, t)
	return t
}
