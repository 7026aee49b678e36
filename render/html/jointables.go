package html

import "math"

// joinTables puts a table that only names columns together with the table of the lines below it, and the one of the
// totals below that: layouts keep them apart so that Word repeats or spaces them as they like, but a reader, and a
// screen reader still more, has one table. They are taken for one when their columns stand in the same places.
func joinTables(list []block) []block {
	for i := 0; i+1 < len(list); i++ {
		if !captionTable(&list[i]) || !continues(&list[i], &list[i+1]) {
			continue
		}
		t := list[i].table
		n := 1
		for i+n < len(list) && continues(&list[i], &list[i+n]) {
			t.append(list[i+n].table, list[i+n].above)
			n++
		}
		if t.header = t.headers(); t.header == 0 {
			t.header = 1
		}
		list = append(list[:i+1], list[i+n:]...)
	}
	return list
}

// captionTable tells whether a block is a table of one row that can name columns.
func captionTable(b *block) bool {
	return b.kind == tableBlock && len(b.table.rows) == 1 && len(b.table.rows[0].cells) >= 3 && b.table.names(0)
}

// continues tells whether b is a table whose columns stand below those of a.
func continues(a, b *block) bool {
	if b.kind != tableBlock || b.above > 40 {
		return false
	}
	x, y := a.table, b.table
	if x.width != y.width || x.indent != y.indent || x.gap != y.gap || len(x.share) != len(y.share) || x.fmt.Align != y.fmt.Align {
		return false
	}
	for i := range x.share {
		if math.Abs(x.share[i]-y.share[i]) > 0.01 {
			return false
		}
	}
	return len(x.share) > 0
}

// append puts the rows of u below those of t, after a blank row of gap pixels.
func (t *table) append(u *table, gap px) {
	if gap > 0 {
		t.rows = append(t.rows, row{blank: true, height: gap, cells: []cell{{cols: len(t.share), rows: 1, filler: true}}})
	}
	t.rows = append(t.rows, u.rows...)
}
