package docx

import (
	"strconv"
	"strings"

	"reportmail/render/doc"
)

// reportPart is the part that bindings are pointed at.
type reportPart struct{ root, namespace, storeID string }

// control writes a content control around its content. One that has none left goes. A control of plain text may hold no
// other control, which is taken off; a link or formatted text in it makes it a control of formatted text that is no
// longer bound, for Word would replace both by the plain value. So does a picture that is not there in a picture control,
// and text that is not the bound value as it stands.
func (s *storyWriter) control(n *doc.Control) {
	e := s.x.element(n)
	content := n.Content
	if s.plain > 0 || s.options.Unwrapped || e == nil {
		s.items(n, e, content)
		return
	}
	if len(content) == 0 {
		if n.Level != doc.InlineLevel {
			return
		}
		content = []doc.Node{&doc.Run{Style: n.Style, Props: n.Props}}
	}
	isPlain := n.Kind == doc.PlainText || n.Kind == doc.PictureControl
	change := &controlChange{control: n, loosen: n.Apart || isPlain && rich(content) || n.Kind == doc.PictureControl && !pictured(content), row: rowOf(n)}
	s.b.WriteString(s.controlHead(e, change))
	if isPlain && !change.loosen {
		s.plain++
		defer func() { s.plain-- }()
	}
	s.items(n, e, content)
	s.b.WriteString(s.p("</%sdtContent></%sdt>"))
}

// items writes what a control holds. Each item of a repeater is a row of its data.
func (s *storyWriter) items(n *doc.Control, e *element, content []doc.Node) {
	inner := e.kid("w:sdtContent")
	limit := int32(0)
	if inner != nil {
		limit = inner.close
	}
	if n.Kind != doc.Repeater || n.Binding == nil || len(n.Binding.Path) == 0 {
		s.nodes(content, inner, limit)
		return
	}
	depth := len(s.rebase)
	for i, item := range content {
		row := i + 1
		if p := n.Binding.Path; len(p) == 2 && p[1].Name == s.mergeItem { // the one row that this document is of
			row = s.doc + 1
		}
		s.rebase = append(s.rebase[:depth], rebase{n.Binding.Path, row})
		s.nodes([]doc.Node{item}, nil, 0)
	}
	s.rebase = s.rebase[:depth]
}

// rich tells whether content is more than a control of plain text may hold.
func rich(content []doc.Node) (found bool) {
	doc.Walk(content, func(n doc.Node) bool {
		switch n.(type) {
		case *doc.Link, *doc.HTML:
			found = true
		case *doc.Drawing:
			return false
		}
		return !found
	})
	return found
}

// pictured tells whether content holds a drawing, as a picture control must.
func pictured(content []doc.Node) (found bool) {
	doc.Walk(content, func(n doc.Node) bool {
		_, is := n.(*doc.Drawing)
		found = found || is
		return !found
	})
	return found
}

// rowOf is the dataset path that a control's text came from, which tells its rows for certain; nil for empty text.
func rowOf(n *doc.Control) (path []doc.Step) {
	doc.Walk(n.Content, func(x doc.Node) bool {
		if r, ok := x.(*doc.Run); ok && path == nil && r.From != nil && (r.From.Control == nil || r.From.Control.Src == n.Src) {
			path, _ = ParseXPath(r.From.Column)
		}
		return path == nil
	})
	return path
}

// controlChange is what a merge did to a control; nil when it did nothing.
type controlChange struct {
	control *doc.Control
	loosen  bool // no longer plain text and bound
	row     []doc.Step
}

// controlHead is a w:sdt up to its content.
func (s *storyWriter) controlHead(e *element, c *controlChange) string {
	again := s.seen[e.start]
	s.seen[e.start] = true
	var edits []edit
	s.controlEdits(e, again, c, &edits)
	inner := e.kid("w:sdtContent")
	if inner == nil {
		return openTag(edited(s.x.text, e.start, max(e.open, e.close), edits)) + s.p("<%sdtContent>")
	}
	return openTag(edited(s.x.text, e.start, inner.open, edits))
}

// controlEdits brings a control's properties up to date: an id of its own where it is a copy, its binding at the
// package's data part and at its row, no trace of the placeholder.
func (s *storyWriter) controlEdits(e *element, again bool, c *controlChange, edits *[]edit) {
	inner := e.kid("w:sdtContent")
	if s.options.Unwrapped && inner != nil {
		*edits = append(*edits, edit{e.start, inner.open, ""}, edit{inner.close, e.end, ""})
		return
	}
	text := s.x.text
	for _, k := range kids(e.kid("w:sdtPr")) {
		switch k.name {
		case "w:id":
			if again {
				*edits = append(*edits, edit{k.start, k.open, setAttr(text[k.start:k.open], s.w+":val", s.id())})
			}
		case "w:showingPlcHdr":
			if c != nil && !c.control.Placeholder {
				*edits = append(*edits, edit{k.start, k.end, ""})
			}
		case "w:text", "w:picture":
			if c != nil && c.loosen {
				*edits = append(*edits, edit{k.start, k.end, ""})
			}
		case "w:dataBinding", "w15:dataBinding":
			if c != nil && c.loosen {
				*edits = append(*edits, edit{k.start, k.end, ""})
			} else if tag := s.bindingTag(text[k.start:k.open], k, c); tag != text[k.start:k.open] {
				*edits = append(*edits, edit{k.start, k.open, tag})
			}
		}
	}
}

// bindingTag is the start tag of a data binding, mended and with the rows that it means.
func (s *storyWriter) bindingTag(tag string, e *element, c *controlChange) string {
	b := binding(e, e.name == "w15:dataBinding")
	if s.report == nil || len(b.Path) == 0 || b.Path[0].Name != s.report.root {
		return tag
	}
	path := append([]doc.Step(nil), b.Path...)
	for _, r := range s.rebase {
		rebasePath(path, r)
	}
	if c != nil && len(c.row)+1 == len(path) {
		rowPath(path[1:], c.row)
	}
	return s.report.mend(tag, b, path, s.w)
}

// rebasePath sets the index at the step where a path goes through the row of a repeater.
func rebasePath(path []doc.Step, r rebase) {
	at := len(r.path) - 1
	if at >= len(path) {
		return
	}
	for i := 1; i <= at; i++ {
		if path[i].Name != r.path[i].Name {
			return
		}
	}
	if at < len(path)-1 {
		path[at].Index = r.index
	}
}

// rowPath takes over the rows of a dataset path of the same names.
func rowPath(path, row []doc.Step) {
	for i := range path {
		if path[i].Name != row[i].Name {
			return
		}
	}
	for i := range path[:len(path)-1] {
		if row[i].Index > 1 || path[i].Index > 1 {
			path[i].Index = max(row[i].Index, 1)
		}
	}
}

// mend points a binding at the report part: path, name space and store id.
func (r *reportPart) mend(tag string, b *doc.Binding, path []doc.Step, w string) string {
	prefix, _, ok := strings.Cut(strings.TrimPrefix(strings.TrimSpace(b.XPath), "/"), ":")
	if !ok || strings.ContainsAny(prefix, "/[ ") {
		prefix = "ns0"
	}
	var x strings.Builder
	for _, step := range path {
		x.WriteString("/" + prefix + ":" + step.Name)
		if step.Index > 0 {
			x.WriteString("[" + strconv.Itoa(step.Index) + "]")
		}
	}
	mappings := "xmlns:" + prefix + "='" + r.namespace + "'"
	if x.String() != b.XPath {
		tag = setAttr(tag, w+":xpath", x.String())
	}
	if _, ns, _ := strings.Cut(b.Prefixes, "="); strings.Trim(ns, `'" `) != r.namespace || !strings.Contains(b.Prefixes, "xmlns:"+prefix+"=") {
		tag = setAttr(tag, w+":prefixMappings", mappings)
	}
	if r.storeID != "" && !strings.EqualFold(b.StoreItemID, r.storeID) {
		tag = setAttr(tag, w+":storeItemID", r.storeID)
	}
	return tag
}
