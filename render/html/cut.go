package html

import (
	"strconv"
	"strings"
)

// tableSize is what the rows of a table took when it was last printed.
type tableSize struct {
	table *table
	at    int     // offset of its first row
	rows  []int32 // bytes of each printed row
}

// fewest is how many rows of a table a cut leaves at its top.
const fewest = 5

// cut takes rows out of the table that takes most of the page, at least excess bytes if it has them; when no table
// can be cut, blocks at the end go. It tells whether anything was cut.
func (p *printer) cut(excess int) bool {
	var best *tableSize
	most := 0
	for i := range p.sizes {
		s := &p.sizes[i]
		if from, to := s.table.cuttable(); to-from > 0 {
			if n := s.sum(from, to); n > most {
				best, most = s, n
			}
		}
	}
	if best == nil || most < 500 || most < excess && len(p.longest().blocks) >= manyBlocks {
		return p.cutBlocks(excess)
	}
	t := best.table
	from, to := t.cuttable()
	if t.cut.to > 0 { // cut further up
		to = t.cut.to
	}
	cut := to
	if t.cut.to > 0 {
		cut = t.cut.from
	}
	for gone := 0; cut > from && gone < excess+200; cut-- {
		gone += int(best.rows[cut-1])
	}
	t.cut = span{cut, to}
	return true
}

// sum is the bytes of rows from to to that are still there.
func (s *tableSize) sum(from, to int) int {
	if s.table.cut.to > 0 {
		to = min(to, s.table.cut.from)
	}
	n := 0
	for i := from; i < to && i < len(s.rows); i++ {
		n += int(s.rows[i])
	}
	return n
}

// cuttable are the rows of a table that a cut may take: repeated ones and those between them, less the first few.
// Headings and totals stay.
func (t *table) cuttable() (from, to int) {
	first, last := -1, -1
	for i := range t.rows {
		if t.rows[i].repeat {
			if first < 0 {
				first = i
			}
			last = i
		}
	}
	if first < 0 || last-first < fewest+2 {
		return 0, 0
	}
	return first + fewest, last + 1
}

// manyBlocks is how many blocks make a document one of repeated paragraphs and tables, which is cut at its end.
const manyBlocks = 30

// longest is the document with the most blocks.
func (p *printer) longest() *part {
	best := &p.body.parts[0]
	for i := range p.body.parts {
		if pt := &p.body.parts[i]; len(pt.blocks) > len(best.blocks) {
			best = pt
		}
	}
	return best
}

// cutBlocks takes blocks away from the end of the longest document, about as many as have excess bytes.
func (p *printer) cutBlocks(excess int) bool {
	if len(p.body.parts) == 0 {
		return false
	}
	pt := p.longest()
	n := len(pt.blocks)
	if n < 2 {
		return false
	}
	drop := min(n*excess/max(len(p.b), 1)+1, n-1)
	pt.blocks = pt.blocks[:n-drop]
	p.body.cut = true
	return true
}

// cutRow prints the row that stands for those left out.
func (p *printer) cutRow(t *table, e env) {
	cols := max(len(t.share), 1)
	for _, r := range t.rows {
		for _, c := range r.cells {
			cols = max(cols, c.col+c.cols)
		}
	}
	p.str(`<tr valign="top"><td colspan="`)
	p.int(px(cols))
	p.str(`" style="padding:8px 0;font-style:italic">`)
	p.b, _ = appendText(p.b, p.body.more(t.cut.to-t.cut.from), false)
	p.str("</td></tr>\n")
}

// notice prints the paragraph that stands for blocks left out.
func (p *printer) notice() {
	p.str(`<p style="margin:8px 0;font-style:italic">`)
	p.b, _ = appendText(p.b, wordsFor(p.body.lang).rest, false)
	p.str("</p>\n")
}

// more is the sentence that points to the PDF.
func (b *body) more(n int) string {
	w := wordsFor(b.lang)
	if n == 1 {
		return w.oneRow
	}
	return strings.Replace(w.moreRows, "%d", strconv.Itoa(n), 1)
}
