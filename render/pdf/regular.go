package pdf

import "reportmail/render/page"

// maxSpan bounds the spans of a cell; Word's tables have 63 columns at most.
const maxSpan = 256

// regular makes all rows of a table as long as the longest: ISO 14289-1 7.5 wants tables that assistive technology can
// walk by rows and columns, and the rows of a layout may end anywhere. Short rows get an empty cell, and no cell reaches
// below the last row.
func (t *structTree) regular(table int32) {
	rows := t.rows(table, nil)
	columns := t.lay(rows, 0)
	t.lay(rows, columns)
}

// rows lists the rows of a table, through its head and body.
func (t *structTree) rows(at int32, rows []int32) []int32 {
	for c := t.elements[at].child; c >= 0; c = t.elements[c].sibling {
		switch t.elements[c].kind {
		case page.TagTR:
			rows = append(rows, c)
		case page.TagTHead, page.TagTBody:
			rows = t.rows(c, rows)
		}
	}
	return rows
}

// lay places the cells of all rows and answers with the columns of the longest; with fill it adds what a row lacks.
func (t *structTree) lay(rows []int32, fill int) (longest int) {
	var below []int32 // by column: rows that a cell from above still covers
	for i, row := range rows {
		column := 0
		skip := func() {
			for column < len(below) && below[column] > 0 {
				below[column]--
				column++
			}
		}
		for c := t.elements[row].child; c >= 0; c = t.elements[c].sibling {
			e := &t.elements[c]
			e.colSpan, e.rowSpan = min(max(e.colSpan, 1), maxSpan), min(max(e.rowSpan, 1), int32(len(rows)-i))
			skip()
			for range e.colSpan {
				for column >= len(below) {
					below = append(below, 0)
				}
				below[column] = e.rowSpan - 1
				column++
			}
		}
		skip()
		for fill > 0 && column < fill {
			start := column
			for column < fill && (column >= len(below) || below[column] == 0) {
				column++
			}
			cell := t.add(page.TagTD, &page.Tag{Kind: page.TagTD}, row)
			t.elements[cell].colSpan = int32(column - start)
			skip()
		}
		longest = max(longest, column)
	}
	return longest
}
