package html

// repeats marks rows that stand next to one made from the same template: a merge copies a row's cells and shares
// their properties.
func (t *table) repeats() {
	for i := 1; i < len(t.rows); i++ {
		if sameTemplate(&t.rows[i-1], &t.rows[i]) {
			t.rows[i-1].repeat, t.rows[i].repeat = true, true
		}
	}
}

func sameTemplate(a, b *row) bool {
	if len(a.cells) != len(b.cells) || len(a.cells) == 0 {
		return false
	}
	for i := range a.cells {
		if a.cells[i].key == nil || a.cells[i].key != b.cells[i].key {
			return false
		}
	}
	return true
}

// headers is the number of rows at the top that name the columns of a data table: rows that the layout marks, the row
// above the first repeated one, or a row of captions above one of values. 0 is a table for layout.
func (t *table) headers() int {
	n := 0
	for n < len(t.rows) && t.rows[n].header {
		n++
	}
	if n > 0 && n < len(t.rows) && t.names(n-1) {
		return n
	}
	first := -1
	for i := range t.rows {
		if t.rows[i].repeat {
			first = i
			break
		}
	}
	if first < 0 {
		if len(t.rows) >= 2 && t.names(0) && t.captions() {
			return 1
		}
		return 0
	}
	for i := first - 1; i >= 0; i-- {
		if t.rows[i].blank {
			continue
		}
		if t.names(i) && near(len(t.rows[i].cells), len(t.rows[first].cells)) {
			return i + 1
		}
		return 0
	}
	return 0
}

func near(a, b int) bool { return a == b || a >= 3 && b >= 3 && a-b <= 2 && b-a <= 2 }

// names tells whether row i can name columns: two cells or more with short text, and nothing else in any.
func (t *table) names(i int) bool {
	n := 0
	for k := range t.rows[i].cells {
		c := &t.rows[i].cells[k]
		if len(c.blocks) == 0 {
			continue
		}
		if len(c.blocks) > 2 || c.rows > 1 {
			return false
		}
		for j := range c.blocks {
			if c.blocks[j].kind != paraBlock || !plainText(c.blocks[j].para.atoms) {
				return false
			}
		}
		n++
	}
	return n >= 2
}

func plainText(atoms []atom) bool {
	size := 0
	for i := range atoms {
		if atoms[i].kind == imageAtom {
			return false
		}
		size += len(atoms[i].text)
	}
	return size <= 80
}

// captions tells whether the first row stands out from the second, cell by cell: bold over regular text, or a line or
// ground of its own below it.
func (t *table) captions() bool {
	a, b := t.rows[0].cells, t.rows[1].cells
	if len(a) != len(b) || !t.names(1) {
		return false
	}
	bold, lined, n := 0, 0, 0
	for i := range a {
		if a[i].cols != b[i].cols || (len(a[i].blocks) == 0) != (len(b[i].blocks) == 0) && len(a[i].blocks) == 0 {
			return false
		}
		if len(a[i].blocks) == 0 {
			continue
		}
		n++
		if a[i].blocks[0].para.look.bold && (len(b[i].blocks) == 0 || !b[i].blocks[0].para.look.bold) {
			bold++
		}
		if a[i].edges[bottom].width > 0 && (len(t.rows) == 2 || b[i].edges[bottom].width == 0) || a[i].fill.Set && a[i].fill != b[i].fill {
			lined++
		}
	}
	return bold == n || lined == n
}

// prevailing is the look and line height of most cells, which the table says once for all.
func (t *table) prevailing(base look, line px) (look, px) {
	votes, best, bestLine := 0, base, line
	for i := range t.rows {
		for k := range t.rows[i].cells {
			c := &t.rows[i].cells[k]
			if len(c.blocks) == 0 || c.blocks[0].kind != paraBlock {
				continue
			}
			p := &c.blocks[0].para
			switch l := p.look; {
			case votes == 0:
				best, bestLine, votes = l, p.line, 1
			case l == best && p.line == bestLine:
				votes++
			default:
				votes--
			}
		}
	}
	best.bold, best.italic, best.caps, best.smallCaps = false, false, false, false
	return best, bestLine
}
