package merge

import (
	"fmt"
	"slices"
	"strings"

	"reportmail/internal/nearest"
	"reportmail/render/dataset"
	"reportmail/render/diag"
	"reportmail/render/doc"
)

// Check holds every binding of a layout against the layout's own data part, and against a dataset where there is one
// (ds may be nil). It finds what Run puts up with: paths that lead nowhere, name spaces and store ids of other parts,
// controls that Word does not allow, data that no control shows.
func Check(p *Plan, ds *dataset.Dataset) []diag.Finding {
	c := &checker{plan: p, used: map[string]bool{}}
	if ds != nil {
		c.data = ds.Schema()
		p.checkReport(ds, &c.find)
		c.checkFields(ds)
	}
	if p.skeleton.schema == nil && len(p.bindings) > 0 {
		c.find.Add(diag.Finding{ID: "no-data-part", Severity: diag.Error, Message: "the layout has bound controls, but no data part that says what they are bound to",
			Hint: "export the layout anew, or run layouts repair with the report's data"})
	}
	for _, b := range p.bindings {
		c.resolves(b)
		c.use(b)
	}
	c.repeaters()
	for _, content := range p.stories() {
		c.controls(content, nil)
	}
	c.unused()
	return c.find.Items()
}

type checker struct {
	plan *Plan
	data *dataset.Schema // of the dataset; nil for none
	find diag.List
	used map[string]bool // paths of columns and data items
}

// stories are all contents of the layout, each once.
func (p *Plan) stories() [][]doc.Node {
	var out [][]doc.Node
	for _, s := range p.doc.Sections {
		out = append(out, s.Content)
	}
	for _, e := range edges(p.doc) {
		out = append(out, e.Content)
	}
	return out
}

func (c *checker) add(id string, s diag.Severity, w diag.Where, hint, format string, args ...any) {
	c.find.Add(diag.Finding{ID: id, Severity: s, Where: w, Hint: hint, Message: fmt.Sprintf(format, args...)})
}

// resolves looks a path up in the skeleton and in the data.
func (c *checker) resolves(b *binding) {
	skeleton := c.plan.skeleton.schema
	inSkeleton, inData := found(skeleton, b), found(c.data, b)
	what := "column"
	if b.kind == repeaterBinding {
		what = "data item"
	}
	switch {
	case skeleton != nil && !inSkeleton && !inData:
		c.add("unresolved-binding", diag.Error, b.where(), suggest(skeleton, b), "the report has no %s %s", what, b.text())
	case skeleton != nil && !inSkeleton:
		c.add("unknown-to-layout", diag.Warning, b.where(), "run layouts repair with this data", "the layout's data part has no %s %s, the data has", what, b.text())
	case c.data != nil && !inData && b.kind == repeaterBinding && !inSkeleton:
		c.add("missing-item", diag.Warning, b.where(), suggest(c.data, b), "the data has no data item %s", b.text())
	case c.data != nil && !inData && b.kind != repeaterBinding && c.data.Find(b.path[:len(b.path)-1]) != nil:
		c.add("missing-column", diag.Warning, b.where(), suggest(c.data, b), "the data has no %s %s", what, b.text())
	}
	if b.origin == byTitle && b.kind != conditionBinding {
		c.add("bound-by-title", diag.Info, b.where(), "", "the control has no binding that can be read; its title says %s", b.text())
	}
}

func found(s *dataset.Schema, b *binding) bool {
	item := s.Find(b.path[:len(b.path)-1])
	return item != nil && (item.Has(b.column) || item.Item(b.column) != nil)
}

// suggest names the nearest thing to a path: in the same data item, else the same column in another one, else the
// nearest data item.
func suggest(s *dataset.Schema, b *binding) string {
	parent := b.path[:len(b.path)-1]
	if item := s.Find(parent); item != nil {
		names := item.Columns
		if b.kind == repeaterBinding {
			names = schemaItems(item)
		}
		if hint := nearest.Hint(b.column, names); hint != "" {
			return hint
		}
	}
	hint := ""
	s.Walk(func(path string, item *dataset.Schema) {
		if hint == "" && (item.Has(b.column) || item.Item(b.column) != nil) {
			hint = "did you mean " + path + "/" + b.column + "?"
		}
	})
	if hint != "" {
		return hint
	}
	for i := range parent {
		if item := s.Find(parent[:i]); item != nil && item.Item(parent[i].Name) == nil {
			return nearest.Hint(parent[i].Name, schemaItems(item))
		}
	}
	return ""
}

func schemaItems(s *dataset.Schema) (names []string) {
	for _, i := range s.Items {
		names = append(names, i.Name)
	}
	return names
}

// use notes what a binding shows, and the columns that go with it.
func (c *checker) use(b *binding) {
	path := ""
	for _, s := range b.path {
		path += "/" + s.Name
		c.used[path] = true
	}
	c.used[strings.TrimSuffix(path, urlSuffix)+textSuffix] = true
	c.used[path+urlSuffix], c.used[path+altSuffix] = true, true
}

// unused reports data items and columns that no control shows, a finding for each data item.
func (c *checker) unused() {
	s := c.data
	if s == nil {
		s = c.plan.skeleton.schema
	}
	if s == nil || len(c.plan.bindings) == 0 {
		return
	}
	s.Walk(func(path string, item *dataset.Schema) {
		if strings.HasPrefix(path+"/", "/BCReportInformation/") || path == "/Labels" || path == "" {
			return
		}
		if !c.used[path] {
			if parent := path[:strings.LastIndexByte(path, '/')]; parent == "" || c.used[parent] {
				c.add("unused-item", diag.Info, diag.Where{Column: path}, "", "no control shows the data item %s", path)
			}
			return
		}
		var names []string
		for _, column := range item.Columns {
			if !c.used[path+"/"+column] {
				names = append(names, column)
			}
		}
		if len(names) > 0 {
			c.add("unused-column", diag.Info, diag.Where{Column: path}, "", "no control shows %s of %s", strings.Join(names, ", "), path)
		}
	})
}

// repeaters reports those that show nothing of their rows. They may be meant: a repeater over an item of one row or none
// is an old way of hiding something.
func (c *checker) repeaters() {
	for _, b := range c.plan.bindings {
		if b.kind != repeaterBinding {
			continue
		}
		prefix := b.text() + "/"
		if !slices.ContainsFunc(c.plan.bindings, func(o *binding) bool { return strings.HasPrefix(o.text(), prefix) }) {
			c.add("unused-repeater", diag.Info, b.where(), "", "nothing inside of the repeater shows a column of %s", b.text())
		}
	}
}

// checkFields holds merge fields against the data.
func (c *checker) checkFields(ds *dataset.Dataset) {
	if len(c.plan.fields) == 0 {
		return
	}
	var ignore diag.List
	name, rows := c.plan.split(ds, Options{}, &ignore)
	x := c.plan.exec(ds, &ignore)
	if len(rows) > 0 {
		x.mergeName, x.mergeRow, x.mergePath = name, rows[0], "/"+name
	}
	var seen []string
	for _, f := range c.plan.fields {
		if _, _, ok := x.column(f.name); !ok && !slices.Contains(seen, f.name) {
			seen = append(seen, f.name)
			c.add("missing-column", diag.Warning, f.where, nearest.Hint(f.name, x.flatNames()), "the data has no column for merge field %s", f.name)
		}
	}
}
