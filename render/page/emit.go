package page

import "reportmail/render/doc"

// emitter puts what was laid out on one page. Things behind the text are painted first, things in front last.
type emitter struct {
	e        *engine
	sheet    *sheet
	layers   [3][]Item
	layer    int
	tag      *Tag // what new tags belong to; nil makes artifacts
	artifact bool
	ground   doc.Opt[doc.Color] // what text stands on
}

// Layers of a page.
const (
	layerBehind = iota
	layerText
	layerFront
)

// emit makes the finished pages of the document.
func (e *engine) emit() {
	root := e.out.Tags
	if len(e.doc.Sections) > 0 {
		part := &Tag{Kind: TagSect}
		root.Children = append(root.Children, part)
		root = part
	}
	for _, s := range e.pages {
		e.sheet = s
		m := emitter{e: e, sheet: s, layer: layerText, tag: root}
		page := &Page{Width: s.width, Height: s.height}
		if c := e.doc.Settings.BackgroundColor; c.Set && !c.V.Auto {
			page.Items = append(page.Items, &Rect{W: s.width, H: s.height, Fill: c.V, Alpha: 255})
		}
		m.stories()
		page.Items = append(page.Items, m.flat()...)
		m.layers = [3][]Item{}
		m.pageBorders()
		shift := s.shift()
		for _, b := range s.body {
			m.column(b.col, b.x, b.y+shift)
		}
		for _, r := range s.rules {
			m.add(&Line{X1: r.x, Y1: r.y0, X2: r.x, Y2: r.y1, Width: 0.5})
		}
		page.Items = append(page.Items, m.flat()...)
		e.out.Pages = append(e.out.Pages, page)
	}
}

// stories puts header and footer on the page. They are artifacts: what repeats is no content (ISO 32000-1 14.8.2.2).
func (m *emitter) stories() {
	tag := m.tag
	m.tag, m.artifact = nil, true
	for _, st := range []*story{m.sheet.header, m.sheet.footer} {
		if st == nil {
			continue
		}
		part := m.e.part
		m.e.part = st.src.Part
		col := m.e.finalStory(st)
		m.column(col, m.sheet.left, st.y)
		m.e.part = part
	}
	m.tag, m.artifact = tag, false
}

// finalStory is a header or footer with its final page numbers.
func (e *engine) finalStory(st *story) *column {
	if !st.flow.dynamic() {
		return st.col
	}
	sh := e.sheet
	col, _ := e.fill(st.flow, cursor{}, region{x: sh.left, y: st.y, w: sh.right - sh.left, h: endless, holes: new(holes), started: true})
	return col
}

func (m *emitter) add(i Item) { m.layers[m.layer] = append(m.layers[m.layer], i) }

// flat are all items in paint order.
func (m *emitter) flat() []Item {
	if m.layers[layerBehind] == nil && m.layers[layerFront] == nil {
		return m.layers[layerText]
	}
	var out []Item
	for _, l := range m.layers {
		out = append(out, l...)
	}
	return out
}

// column puts a filled region at x, y.
func (m *emitter) column(c *column, x, y float64) {
	for i := 0; i < len(c.items); i++ {
		it := &c.items[i]
		switch {
		case it.float != nil:
			m.floating(it.float, x, y)
		case it.row != nil:
			end := i + 1
			for end < len(c.items) && c.items[end].row != nil && c.items[end].row.row.table == it.row.row.table {
				end++
			}
			m.table(c.items[i:end], x, y)
			i = end - 1
		default:
			end := i + 1
			for end < len(c.items) && c.items[end].para == it.para {
				end++
			}
			m.para(c.items, i, end, x, y, c.width)
			i = end - 1
		}
	}
}

// group collects what draw makes and wraps it.
func (m *emitter) group(g *Group, draw func()) {
	layers, layer := m.layers, m.layer
	m.layers, m.layer = [3][]Item{}, layerText
	draw()
	g.Items = m.flat()
	m.layers, m.layer = layers, layer
	if len(g.Items) > 0 {
		m.add(g)
	}
}

// color is c, or the black that "auto" stands for.
func (m *emitter) color(c doc.Color) doc.Color {
	if c.Auto {
		return doc.Color{}
	}
	return c
}
