package merge

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"reportmail/internal/nearest"
	"reportmail/render/dataset"
	"reportmail/render/diag"
	"reportmail/render/doc"
)

// fieldStep is a MERGEFIELD: it shows a column by name (ECMA-376-1 17.16.5.35).
type fieldStep struct {
	outer         doc.Node // the field that stands in a paragraph: itself, or the one whose instruction holds it
	name          string
	before, after string // \b and \f: text around a value that is not empty
	change        func(string) string
	picture       string // \# or \@
	write         func(value, picture, region string) (string, bool)
	look          look
	where         diag.Where
}

// field compiles a field: merge fields are filled, conditions over them worked out. Others stay, whatever their result
// holds.
func (c *compiler) field(f *doc.Field) (step, bool) {
	outer := c.outer
	if outer == nil {
		c.outer = f
	}
	defer func() { c.outer = outer }()
	switch {
	case f.Name == "MERGEFIELD" && len(f.Args) > 0 && f.Inner == nil:
		return c.mergeField(f), true
	case f.Name == "IF" && hasData(f.Inner):
		if s := c.condition(f); s != nil {
			return s, true
		}
	}
	body, dynamic := c.list(f.Result)
	switch {
	case keeps(f):
		c.plan.kept = append(c.plan.kept, keptField{f.Name, c.outer})
		return kept(body), true
	case !dynamic:
		return nil, false
	}
	return &resultStep{f, body}, true
}

func (c *compiler) mergeField(f *doc.Field) *fieldStep {
	s := &fieldStep{name: f.Args[0], look: look{style: f.Style, props: f.Props}}
	for _, sw := range f.Switch {
		switch strings.ToLower(sw.Name) {
		case "b":
			s.before = sw.Arg
		case "f":
			s.after = sw.Arg
		case "*":
			if change, ok := caseSwitches[strings.ToLower(sw.Arg)]; ok {
				s.change = change
			}
		case "#":
			s.picture, s.write = sw.Arg, numbered
		case "@":
			s.picture, s.write = sw.Arg, dated
		}
	}
	s.outer = c.outer
	c.plan.fields = append(c.plan.fields, s)
	return s
}

// placeFields notes where fields stand, for what is said about them, and reports those that are not worked out.
func (p *Plan) placeFields(find *diag.List) {
	if len(p.fields)+len(p.kept)+len(p.links) == 0 {
		return
	}
	at := map[doc.Node]diag.Where{}
	placed(p.doc, func(n doc.Node, w diag.Where) {
		switch n.(type) {
		case *doc.Field, *doc.Link:
			at[n] = w
		}
	})
	for _, s := range p.fields {
		s.where = at[s.outer]
		s.where.Column = s.name
	}
	for _, s := range p.links {
		s.where = at[s.outer]
	}
	for _, k := range p.kept {
		find.Warn("field-kept", at[k.outer], "fields that are worked out: MERGEFIELD, IF over merge fields, HYPERLINK with merge fields",
			"field %s is not worked out and shows what Word stored last", k.name)
	}
}

// caseSwitches are the general formats that change letters (ECMA-376-1 17.16.4.3.3).
var caseSwitches = map[string]func(string) string{
	"upper": strings.ToUpper, "lower": strings.ToLower, "firstcap": capital, "caps": capitals,
}

func capital(s string) string {
	r, n := utf8.DecodeRuneInString(s)
	return string(unicode.ToTitle(r)) + s[n:]
}

func capitals(s string) string {
	start := true
	return strings.Map(func(r rune) rune {
		defer func() { start = unicode.IsSpace(r) }()
		if start {
			return unicode.ToTitle(r)
		}
		return r
	}, s)
}

func (s *fieldStep) run(x *exec) {
	value, path, ok := x.column(s.name)
	if !ok {
		x.find.Add(diag.Finding{ID: "missing-column", Severity: diag.Warning, Where: s.where,
			Message: "the data has no column for merge field " + s.name, Hint: nearest.Hint(s.name, x.flatNames())})
	}
	if value == "" {
		return
	}
	if s.write != nil {
		if text, ok := s.write(value, s.picture, x.data.FormatRegion); ok {
			value = text
		} else {
			x.find.Info("field-format", s.where, "", "%q cannot be written as %q and is shown as it stands", short(value), s.picture)
		}
	}
	if s.change != nil {
		value = s.change(value)
	}
	x.push(x.text(s.look, s.before+value+s.after, &doc.Origin{Column: path}))
}

// column finds a column by a bare name or a path, for fields and placeholders: in the row of the document, in the other
// top-level rows, among the labels, in the report information. Case and the characters that names lose do not matter.
func (x *exec) column(name string) (value, path string, ok bool) {
	steps := relative(name)
	if len(steps) > 1 {
		if x.mergeRow != nil && steps[0].Name == x.mergeName && steps[0].Index <= 1 {
			value, ok = x.mergeRow.Lookup(dataset.FormatPath(steps[1:]))
			return value, x.mergePath + dataset.FormatPath(steps[1:]), ok
		}
		path = dataset.FormatPath(steps)
		if value, ok = x.data.Lookup(path); ok || x.mergeRow == nil {
			return value, path, ok
		}
		value, ok = x.mergeRow.Lookup(path)
		return value, x.mergePath + path, ok
	}
	for _, place := range x.places() {
		if value, column, ok := loose(place.row, name); ok {
			return value, place.path + "/" + column, true
		}
	}
	return "", "", false
}

type place struct {
	row  *dataset.Item
	path string
}

// places are the rows that a bare name is looked for in.
func (x *exec) places() []place {
	var out []place
	if x.mergeRow != nil {
		out = append(out, place{x.mergeRow, x.mergePath})
	}
	out = append(out, place{x.data.Root, ""})
	for row := range x.data.Rows() {
		if row != x.mergeRow && (x.mergeRow == nil || row.Name != x.mergeName) {
			out = append(out, place{row, "/" + row.Name})
		}
		if len(out) > 16 { // top-level items are few; rows of a list are not all looked at
			break
		}
	}
	if l := x.data.Labels(); l != nil {
		out = append(out, place{l, "/Labels"})
	}
	if info := x.data.Info(); info != nil {
		for _, group := range info.Items {
			out = append(out, place{group, "/" + info.Name + "/" + group.Name})
		}
	}
	return out
}

// loose is a column by its exact name, else by a name that differs in case and punctuation only.
func loose(it *dataset.Item, name string) (value, column string, ok bool) {
	if v, ok := it.Column(name); ok {
		return v, name, true
	}
	want := nearest.Plain(dataset.LocalName(name))
	for n, v := range it.Columns() {
		if nearest.Plain(n) == want {
			return v, n, true
		}
	}
	return "", "", false
}

func (x *exec) flatNames() []string {
	var names []string
	for _, p := range x.places() {
		names = append(names, p.row.Names()...)
	}
	return names
}
