package merge

import (
	"strconv"

	"reportmail/render/dataset"
	"reportmail/render/diag"
	"reportmail/render/doc"
)

// maxNodes bounds one document: repeaters over unrelated items inside of each other multiply. A 120-line invoice has some
// thousand nodes, a list of 100,000 rows some million.
const maxNodes = 8 << 20

// repeatStep is a repeating section: its first item, once for each row ([MS-DOCX] 2.5.3.13).
type repeatStep struct {
	ctl  *doc.Control
	item *doc.Control // the stored item; nil when the control's content repeats itself
	b    *binding
	body list
	in   *scope
}

func (c *compiler) repeater(ctl *doc.Control, path []dataset.Step, origin string) (step, bool) {
	if path == nil {
		return c.wrap(ctl)
	}
	s := &repeatStep{ctl: ctl, b: c.bind(ctl, repeaterBinding, path, origin)}
	content := ctl.Content
	for _, n := range content {
		if item, ok := n.(*doc.Control); ok && item.Kind == doc.RepeaterItem {
			s.item, content = item, item.Content // further stored items are rows of old data
			break
		}
	}
	outer := c.scope
	c.scope = outer.inside(path)
	s.in = c.scope
	s.body, _ = c.list(content)
	c.scope = outer
	return s, true
}

func (s *repeatStep) run(x *exec) {
	base, depth, n := len(x.stack), s.in.depth, 0
	x.grow(depth)
	parent, prefix := x.parent(s.b)
	for row := range x.rowsOf(s.b, parent) {
		if x.made > x.plan.maxNodes {
			x.find.Add(diag.Finding{ID: "too-many-rows", Severity: diag.Error, Where: s.b.where(), Message: "the repeaters of the layout make the document too large; the rest of the rows is left out"})
			break
		}
		n++
		x.repeated++
		if x.rows[depth], x.paths[depth] = row, prefix+strconv.Itoa(n)+"]"; row == x.mergeRow {
			x.paths[depth] = x.mergePath
		}
		from := len(x.stack)
		for _, st := range s.body {
			st.run(x)
		}
		if s.item != nil {
			content := x.cut(from)
			x.push(x.control(s.item, content))
		}
	}
	x.rows[depth] = nil
	if n == 0 {
		x.noRows(s.b, parent)
		return
	}
	x.push(x.control(s.ctl, x.cut(base)))
}

// parent is the row whose nested rows the binding means, and the beginning of their paths.
func (x *exec) parent(b *binding) (*dataset.Item, string) {
	it, base, rest := b.row(x)
	return it, base + dataset.FormatPath(rest) + "/" + b.column + "["
}

// rowsOf yields the rows of a repeater. Over the item that starts the documents it is the one row of this document.
func (x *exec) rowsOf(b *binding, parent *dataset.Item) func(func(*dataset.Item) bool) {
	if x.mergeRow != nil && len(b.path) == 1 && b.column == x.mergeName {
		return func(yield func(*dataset.Item) bool) { yield(x.mergeRow) }
	}
	return parent.Rows(b.column)
}

// grow makes room for the current rows of repeaters down to depth.
func (x *exec) grow(depth int) {
	for len(x.rows) <= depth {
		x.rows, x.paths = append(x.rows, nil), append(x.paths, "")
	}
}

// any tells whether the binding's column is not empty in some row below the current one; with zero, a zero is empty.
func (b *binding) any(x *exec, zero bool) bool {
	it, rest := x.rows[b.scope.depth], b.rest
	if b.scope.depth == 0 && len(rest) > 0 && x.mergeRow != nil && rest[0].Name == x.mergeName {
		it, rest = x.mergeRow, rest[1:]
	}
	return anyValue(it, rest, b.column, zero)
}

func anyValue(it *dataset.Item, rest []dataset.Step, column string, zero bool) bool {
	if len(rest) == 0 {
		v := it.Value(column)
		return v != "" && !(zero && isZero(v))
	}
	for row := range it.Rows(rest[0].Name) {
		if anyValue(row, rest[1:], column, zero) {
			return true
		}
	}
	return false
}
