package page

import "reportmail/render/doc"

// newSheet starts a page of a section: its number, its geometry, and the header and footer that push its body.
func (e *engine) newSheet(i int, s *doc.Section) {
	number := 1
	if e.sheet != nil {
		number = e.sheet.number + 1
	}
	first := e.sheet == nil || e.sheet.section != i
	if first && s.Page.PageNumberStart.Set {
		number = int(s.Page.PageNumberStart.V)
	}
	sh := &sheet{number: number, section: i, setup: &s.Page, sect: s, first: first, holes: new(holes)}
	e.sheet = sh
	e.pages = append(e.pages, sh)
	sh.geometry(e.doc.Settings)
	if s.Page.VAlign == doc.VBoth {
		e.warn("page-not-justified", "", "pages that are justified vertically are set at the top")
	}
	sh.header, sh.footer = e.story(s.Headers), e.story(s.Footers)
	if sh.header != nil {
		sh.header = e.layStory(sh.header, s.Page.Header.Points())
		sh.header.y = s.Page.Header.Points()
		if s.Page.Top >= 0 {
			sh.top = max(sh.marginTop, sh.header.y+sh.header.col.height)
		}
	}
	if sh.footer != nil {
		sh.footer = e.layStory(sh.footer, sh.marginBottom)
		sh.footer.y = sh.height - s.Page.Footer.Points() - sh.footer.col.height
		if s.Page.Bottom >= 0 {
			sh.bottom = min(sh.marginBottom, sh.footer.y)
		}
	}
	for _, st := range []*story{sh.header, sh.footer} { // the body's text runs around what floats in them, too
		if st != nil {
			sh.holes.list = append(sh.holes.list, st.holes...)
		}
	}
	if sh.bottom-sh.top < leastText { // header and footer leave nothing: the body keeps a strip, as in Word
		sh.bottom = max(sh.marginBottom, sh.top+leastText)
	}
}

// story is the header or footer of the current page (ECMA-376-1 17.10.2).
func (e *engine) story(all map[doc.HeaderType]*doc.HeaderFooter) *story {
	sh := e.sheet
	kind := doc.DefaultPages
	switch {
	case sh.first && sh.setup.TitlePage:
		kind = doc.FirstPage
	case e.doc.Settings.EvenAndOddHeaders && sh.number%2 == 0:
		kind = doc.EvenPages
	}
	src := all[kind]
	if src == nil {
		return nil
	}
	st := e.stories[src]
	if st == nil {
		part := e.part
		e.part = src.Part
		e.counter = doc.NewCounter(e.styles.Numbering)
		st = &story{src: src, flow: e.build(src.Content, doc.CellContext{}, false)}
		e.counter, e.part = nil, part
		e.stories[src] = st
	}
	return st
}

// layStory lays a header or footer out for the current page, with its top at y: a copy, since its numbers are the page's.
func (e *engine) layStory(st *story, y float64) *story {
	sh := e.sheet
	if st.col != nil && !st.flow.dynamic() && st.width == sh.right-sh.left {
		out := *st
		return &out
	}
	part, used := e.part, e.total.used
	e.part = st.src.Part
	reg := region{x: sh.left, y: y, w: sh.right - sh.left, h: endless, holes: new(holes), started: true}
	st.col, _ = e.fill(st.flow, cursor{}, reg)
	st.width, st.holes = reg.w, reg.holes.list
	e.part, e.total.used = part, used
	out := *st
	return &out
}
