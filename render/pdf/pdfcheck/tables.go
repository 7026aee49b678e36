package pdfcheck

// checkTables checks header cells and that every row of a table has the same columns.
func checkTables(d *document, report func(string, ...any)) {
	root, err := d.tree()
	if err != nil {
		return
	}
	root.walk(func(n *node) {
		if n.kind == "Table" {
			d.checkTable(n, report)
		}
	})
}

func (d *document) checkTable(t *node, report func(string, ...any)) {
	var rows []*node
	for _, k := range t.kids {
		switch k.kind {
		case "TR":
			rows = append(rows, k)
		case "THead", "TBody":
			rows = append(rows, k.kids...)
		default:
			report("table %d holds %s", t.ref, k.kind)
		}
	}
	if len(rows) == 0 {
		report("table %d has no rows", t.ref)
	}
	columns := -1
	var below []int // by column: rows that a cell from above still covers
	for i, r := range rows {
		column := 0
		covered := func() {
			for column < len(below) && below[column] > 0 {
				below[column]--
				column++
			}
		}
		for _, c := range r.kids {
			covered()
			if c.kind == "TH" && d.attribute(c, "Scope") == nil {
				report("table %d: a header cell has no scope", t.ref)
			}
			for range d.span(c, "ColSpan") {
				for column >= len(below) {
					below = append(below, 0)
				}
				below[column] = d.span(c, "RowSpan") - 1
				column++
			}
		}
		covered()
		if columns >= 0 && column != columns {
			report("table %d: row %d has %d columns, those before %d", t.ref, i+1, column, columns)
		}
		columns = max(columns, column)
	}
}

func (d *document) attribute(n *node, key name) any { return d.dict(n.dict["A"])[key] }

func (d *document) span(n *node, key name) int {
	v, ok := d.attribute(n, key).(float64)
	if !ok || v < 1 {
		return 1
	}
	return int(v)
}
