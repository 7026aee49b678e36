package merge

import (
	"strings"

	"reportmail/render/dataset"
	"reportmail/render/diag"
	"reportmail/render/doc"
)

// binding is a path of the layout, resolved against the repeaters around it.
type binding struct {
	ctl    *doc.Control
	kind   bindingKind
	origin string         // where the path was found: the binding itself, the title or the tag
	path   []dataset.Step // from the root of the data
	scope  *scope
	rest   []dataset.Step // from the scope's row to the row that holds the column
	column string         // last step: a column, or the data item of a repeater
	tail   string         // rest and column as text, for origins and findings
}

type bindingKind uint8

const (
	columnBinding bindingKind = iota
	repeaterBinding
	conditionBinding
)

const (
	navTitle   = "#Nav:"
	byXPath    = "binding"
	byTitle    = "title"
	byTag      = "tag"
	pathPrefix = "DataItems/"
	labelsPath = "Labels/"
)

// pathOf finds what a control is bound to. foreign is true for a binding to something else than report data, such as
// the cover page properties: such a control is left as it is.
func pathOf(ctl *doc.Control, v verbs) (path []dataset.Step, origin string, foreign bool) {
	if steps := stepsOf(ctl.Binding); len(steps) > 0 {
		if steps[0].Name != wordRoot {
			return nil, byXPath, true
		}
		if len(steps) > 1 {
			return steps[1:], byXPath, false
		}
	}
	for _, try := range []struct{ text, origin string }{{titlePath(ctl.Title), byTitle}, {v.path, byTag}} {
		if steps := relative(try.text); steps != nil {
			return steps, try.origin, false
		}
	}
	return nil, "", false
}

// stepsOf is the path of a binding, its root first; nil for none and for expressions of another form.
func stepsOf(b *doc.Binding) []dataset.Step {
	if b == nil {
		return nil
	}
	if b.Path == nil { // a tree made by hand
		steps, _ := dataset.ParsePath(b.XPath)
		return steps
	}
	steps := make([]dataset.Step, len(b.Path))
	for i, s := range b.Path {
		steps[i] = dataset.Step(s)
	}
	return steps
}

// titlePath is the path in a title of the form "#Nav: /Header/X".
func titlePath(title string) string {
	rest, ok := strings.CutPrefix(strings.TrimSpace(title), navTitle)
	if !ok || !strings.HasPrefix(strings.TrimSpace(rest), "/") {
		return ""
	}
	return rest
}

// relative parses a path written by hand or by the add-in: DataItems/Header/X, Labels/X, /Header/X or Header/X.
func relative(text string) []dataset.Step {
	text = strings.TrimSpace(text)
	if text == "" {
		return nil
	}
	steps, err := dataset.ParsePath(strings.TrimPrefix(strings.TrimPrefix(text, "/"), pathPrefix))
	if err != nil {
		return nil
	}
	if steps[0].Name == wordRoot {
		steps = steps[1:]
	}
	if len(steps) == 0 {
		return nil
	}
	return steps
}

// bind resolves a path at the compiler's place.
func (c *compiler) bind(ctl *doc.Control, kind bindingKind, path []dataset.Step, origin string) *binding {
	s := c.scope.of(path)
	last := len(path) - 1
	b := &binding{ctl: ctl, kind: kind, origin: origin, path: path, scope: s, rest: path[len(s.path):last], column: path[last].Name}
	b.tail = dataset.FormatPath(path[len(s.path):])
	c.plan.bindings = append(c.plan.bindings, b)
	if kind == repeaterBinding && len(path) == 1 {
		c.plan.repeats[b.column] = true
	}
	if len(path) > 1 {
		c.plan.uses[path[0].Name]++
	}
	return b
}

// text is the whole path, for findings.
func (b *binding) text() string { return dataset.FormatPath(b.path) }

// where is the place of the control, for findings.
func (b *binding) where() diag.Where { return whereOf(b.ctl, b.text()) }

func whereOf(ctl *doc.Control, column string) diag.Where {
	w := diag.Where{Part: ctl.Where.Part, Table: ctl.Where.Table, Row: ctl.Where.Row, Cell: ctl.Where.Cell, Control: ctl.Title, Column: column}
	if w.Control == "" {
		w.Control = ctl.Tag
	}
	return w
}

// row is the row that holds the binding's column, and the path of the row; nil when there is none in this data.
func (b *binding) row(x *exec) (it *dataset.Item, base string, rest []dataset.Step) {
	it, base, rest = x.rows[b.scope.depth], x.paths[b.scope.depth], b.rest
	if b.scope.depth == 0 && len(rest) > 0 && x.mergeRow != nil && rest[0].Name == x.mergeName && rest[0].Index <= 1 {
		it, base, rest = x.mergeRow, x.mergePath, rest[1:]
	}
	for _, s := range rest {
		if it = it.Nth(s.Name, s.Index); it == nil {
			return nil, base, rest
		}
	}
	return it, base, rest
}

// value is the text of the binding's column. A column that the row does not have is reported and empty.
func (b *binding) value(x *exec) string {
	it, _, _ := b.row(x)
	v, ok := it.Column(b.column)
	if !ok {
		x.missing(b, it)
	}
	return v
}

// sibling is the text of another column of the same row, "" when it is not there.
func (b *binding) sibling(x *exec, column string) string {
	it, _, _ := b.row(x)
	return it.Value(column)
}

// at is the dataset path of the value that the binding gave.
func (b *binding) at(x *exec) string {
	_, base, rest := b.row(x)
	if len(rest) == len(b.rest) {
		return base + b.tail
	}
	return base + dataset.FormatPath(rest) + "/" + b.column
}

// origin ties what was filled in to the control.
func (x *exec) origin(b *binding) *doc.Origin {
	o := &take(&x.origins, 1)[0]
	o.Control, o.Column = b.ctl, b.at(x)
	return o
}
