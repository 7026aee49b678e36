package page

import (
	"reportmail/render/diag"
	"reportmail/render/doc"
)

// maxPages bounds a document: a layout that makes more is broken.
const maxPages = 20000

// maxPasses bounds how often a document is laid out because its page counts changed the layout.
const maxPasses = 4

// layoutDocument lays d out and appends its pages to out. Page counts that fields show are known only at the end, so a
// document that shows them in its body is laid out again until they hold.
func layoutDocument(d *doc.Document, o Options, f *diag.List, out *Pages, faces map[faceKey]*face) {
	var known totals
	for pass := 1; ; pass++ {
		var finds diag.List
		e := newEngine(d, o, &finds, out, faces)
		e.total = known
		e.total.used = false
		e.run()
		got := e.counts()
		if !e.bodyTotals || pass == maxPasses || known.pages == got.pages && equal(known.sections, got.sections) {
			e.total.pages, e.total.sections = got.pages, got.sections
			e.emit()
			f.Append(finds.Items())
			return
		}
		known = got
	}
}

func newEngine(d *doc.Document, o Options, f *diag.List, out *Pages, faces map[faceKey]*face) *engine {
	styles := d.Styles
	if styles == nil {
		styles = &doc.Styles{}
	}
	e := &engine{opt: o, finds: f, doc: d, styles: styles, faces: faces, out: out, part: "word/document.xml"}
	e.fall = make(map[selection]*face)
	e.text = make(map[*doc.RunFormat]*textStyle)
	e.stories = make(map[*doc.HeaderFooter]*story)
	return e
}

func equal(a, b []int) bool {
	if len(a) != len(b) {
		return false
	}
	for i := range a {
		if a[i] != b[i] {
			return false
		}
	}
	return true
}

// counts are the page counts of the finished document.
func (e *engine) counts() totals {
	t := totals{pages: len(e.pages), sections: make([]int, len(e.doc.Sections))}
	for _, s := range e.pages {
		t.sections[s.section]++
	}
	return t
}

// run fills the pages of all sections.
func (e *engine) run() {
	var flows []*flow
	e.counter = doc.NewCounter(e.styles.Numbering)
	for i, s := range e.doc.Sections {
		fl := e.build(s.Content, doc.CellContext{}, false)
		if i < len(e.doc.Sections)-1 {
			fl.hideSectionMark()
		}
		flows = append(flows, fl)
	}
	e.counter = nil
	y := 0.0
	for i, s := range e.doc.Sections {
		y = e.section(i, s, flows[i], y)
	}
	if len(e.pages) == 0 && len(e.doc.Sections) > 0 {
		e.newSheet(0, e.doc.Sections[0])
	}
	e.bodyTotals = e.total.used
}

// hideSectionMark takes the line of the paragraph away that ends a section and holds nothing else, as Word does, unless it
// is all that the section has. What it would stand apart from the paragraph before is kept.
func (fl *flow) hideSectionMark() {
	n := len(fl.blocks)
	p := fl.lastPara()
	if n < 2 || p == nil || !p.bare() {
		return
	}
	p.collapse()
	if q, ok := fl.blocks[n-2].(*para); ok {
		p.after = q.after
	}
}

// section lays out one section; y is where the one before ended on its last page. It gives where this one ended.
func (e *engine) section(i int, s *doc.Section, fl *flow, y float64) float64 {
	continues := i > 0 && (s.Page.Start == doc.Continuous || s.Page.Start == doc.NextColumn) && e.sheet != nil && e.samePaper(s)
	if !continues {
		e.startSection(i, s)
		y = e.sheet.top
	}
	started := true
	cur := cursor{}
	for {
		end, next, bottom := e.fillSheet(s, fl, cur, y, started, e.balances(i))
		if end != endDone && next.equal(cur) && y <= e.sheet.top+slack {
			next = e.forceBlock(fl, cur)
		}
		cur, y = next, bottom
		if end == endDone {
			return y
		}
		started = end == endPageBreak
		if len(e.pages) >= maxPages {
			e.warn("too-many-pages", "", "the document has more than %d pages; the rest is not shown", maxPages)
			return y
		}
		e.newSheet(i, s)
		y = e.sheet.top
	}
}

// forceBlock places a block that does not get on, however high the page: it goes over the edge. The flow goes on after it.
func (e *engine) forceBlock(fl *flow, cur cursor) cursor {
	e.warn("content-too-high", "make it lower or the page higher", "content that fits no page goes over the edge")
	sh := e.sheet
	one := &flow{blocks: fl.blocks[cur.block : cur.block+1], cell: fl.cell}
	at := cur
	at.block = 0
	col, _ := e.fill(one, at, region{x: sh.left, y: sh.top, w: sh.right - sh.left, h: endless, top: true})
	sh.body = append(sh.body, bodyColumn{col, sh.left, sh.top})
	return cursor{block: cur.block + 1}
}

// samePaper tells whether a continuous section can go on on this page: Word starts a new page when the paper changes.
func (e *engine) samePaper(s *doc.Section) bool {
	return e.sheet.setup.Width == s.Page.Width && e.sheet.setup.Height == s.Page.Height
}

// startSection starts the section's first page, and leaves a page empty where it must be odd or even.
func (e *engine) startSection(i int, s *doc.Section) {
	e.newSheet(i, s)
	odd := e.sheet.number%2 == 1
	if i > 0 && (s.Page.Start == doc.EvenPage && odd || s.Page.Start == doc.OddPage && !odd) {
		e.newSheet(i, s)
	}
}

// balances tells whether the columns of section i end at the same height: a continuous section follows (Word).
func (e *engine) balances(i int) bool {
	return i+1 < len(e.doc.Sections) && e.doc.Sections[i+1].Page.Start == doc.Continuous
}

// fillSheet fills what is left of the current page from y on. It gives how that ended, where the flow goes on, and
// where the text ends on the page.
func (e *engine) fillSheet(s *doc.Section, fl *flow, cur cursor, y float64, started, balance bool) (columnEnd, cursor, float64) {
	sh := e.sheet
	cols := columnsOf(sh, &s.Page)
	if len(cols) > 1 && balance {
		if h, ok := e.balanced(fl, cur, cols, y, started); ok {
			return e.fillColumns(s, fl, cur, cols, y, h, started)
		}
	}
	return e.fillColumns(s, fl, cur, cols, y, sh.bottom-y, started)
}

// fillColumns fills columns of height h one after another.
func (e *engine) fillColumns(s *doc.Section, fl *flow, cur cursor, cols []textColumn, y, h float64, started bool) (columnEnd, cursor, float64) {
	sh := e.sheet
	bottom := y
	for k, c := range cols {
		reg := region{x: c.x, y: y, w: c.w, h: h, holes: sh.holes, top: y <= sh.top+slack || k > 0, started: started}
		reg.force = reg.top
		col, next := e.fill(fl, cur, reg)
		sh.body = append(sh.body, bodyColumn{col, c.x, y})
		bottom = max(bottom, y+col.height)
		if s.Page.ColumnLine && k > 0 && len(col.items) > 0 {
			sh.rules = append(sh.rules, columnRule{(cols[k-1].x + cols[k-1].w + c.x) / 2, y, bottom})
		}
		cur = next
		started = col.end == endColumnBreak || col.end == endPageBreak
		if col.end == endDone || col.end == endPageBreak {
			return col.end, cur, bottom
		}
		if k == len(cols)-1 {
			return col.end, cur, bottom
		}
	}
	return endFull, cur, bottom
}

// balanced is the least height at which the rest of the flow fits the columns; false when it does not fit the page.
func (e *engine) balanced(fl *flow, cur cursor, cols []textColumn, y float64, started bool) (float64, bool) {
	most := e.sheet.bottom - y
	ends := func(h float64) bool {
		at, st := cur, started
		n := e.sheet.holes.count()
		defer e.sheet.holes.cut(n)
		for _, c := range cols {
			col, next := e.fill(fl, at, region{x: c.x, y: y, w: c.w, h: h, holes: e.sheet.holes, started: st, top: true})
			if col.end == endDone {
				return true
			}
			if col.end == endPageBreak {
				return false
			}
			at, st = next, col.end == endColumnBreak
		}
		return false
	}
	if !ends(most) {
		return 0, false
	}
	lo, hi := 0.0, most
	for range 24 {
		mid := (lo + hi) / 2
		if ends(mid) {
			hi = mid
		} else {
			lo = mid
		}
	}
	return hi, true
}

// textColumn is where a column of text stands on the page.
type textColumn struct{ x, w float64 }

// columnsOf are the text columns of a page (ECMA-376-1 17.6.4).
func columnsOf(sh *sheet, p *doc.PageSetup) []textColumn {
	whole := sh.right - sh.left
	if len(p.Columns) < 2 {
		return []textColumn{{sh.left, whole}}
	}
	x := sh.left
	var out []textColumn
	for _, c := range p.Columns {
		w := c.Width.Points()
		if w <= 0 {
			gaps := 0.0
			for _, o := range p.Columns[:len(p.Columns)-1] {
				gaps += o.Space.Points()
			}
			w = (whole - gaps) / float64(len(p.Columns))
		}
		out = append(out, textColumn{x, max(w, leastText)})
		x += w + c.Space.Points()
	}
	return out
}
