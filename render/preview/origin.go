package preview

import (
	"fmt"
	"net/http"
	"strconv"
	"strings"

	"reportmail/render/diag"
	"reportmail/render/doc"
	"reportmail/render/merge"
)

// origin is what is known of a value in a body or on a page.
type origin struct {
	Column, Value        string
	Title, Tag, Kind     string // of the control
	Place, XPath, Layout string
	Data                 string // address of the data tab
}

// origin answers what a value in the body or on a page is: its column and the control that shows it.
func (s *Server) origin(w http.ResponseWriter, r *http.Request) {
	st := stateOf(r)
	v := s.source.View(r.Context(), st.Place)
	origins, layout := v.Body.Origins, v.Body.Layout
	if st.Tab == "pages" {
		f := fileOf(v, st)
		_, _, origins = drawn(f)
		layout = f.Layout
	}
	n, err := strconv.Atoi(r.URL.Query().Get("mark"))
	if err != nil || n < 0 || n >= len(origins) {
		http.NotFound(w, r)
		return
	}
	o := describe(v, origins[n])
	o.Layout = layout
	o.Data = st.With("tab", "data") + "#" + anchor(schemaPath(o.Column))
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	if err := s.pages.ExecuteTemplate(w, "origin", o); err != nil {
		http.Error(w, err.Error(), http.StatusInternalServerError)
	}
}

var controlKinds = map[doc.ControlKind]string{
	doc.RichText: "rich text", doc.PlainText: "plain text", doc.PictureControl: "picture", doc.Repeater: "repeating section",
	doc.RepeaterItem: "row of a repeating section", doc.Group: "group", doc.DocPart: "building block", doc.OtherControl: "list, date or check box",
}

func describe(v *View, from *doc.Origin) origin {
	o := origin{Column: from.Column}
	if !strings.Contains(o.Column, "/") { // a picture or a merge field: only the column's own name is known
		for _, u := range v.Uses {
			if strings.HasSuffix(u.Path, "/"+o.Column) {
				o.Column, o.Place, o.XPath, o.Title = u.Path, place(u.Where), u.XPath, u.Where.Control
				break
			}
		}
	}
	if v.Data != nil {
		o.Value, _ = v.Data.Lookup(o.Column)
	}
	if runes := []rune(o.Value); len(runes) > 400 {
		o.Value = fmt.Sprintf("%s… (%d characters)", string(runes[:120]), len(runes))
	}
	if c := from.Control; c != nil {
		o.Title, o.Tag, o.Kind = c.Title, c.Tag, controlKinds[c.Kind]
		o.Place = place(diag.Where{Part: c.Where.Part, Table: c.Where.Table, Row: c.Where.Row, Cell: c.Where.Cell})
		if c.Binding != nil {
			o.XPath = c.Binding.XPath
		}
	}
	return o
}

// place says where a control stands, without the column, which is named beside it.
func place(w diag.Where) string {
	w.Column, w.Control = "", ""
	w.Part = strings.TrimPrefix(w.Part, "word/")
	return w.String()
}

// schemaPath is a path without positions.
func schemaPath(path string) string {
	var b strings.Builder
	for _, step := range strings.Split(strings.TrimPrefix(path, "/"), "/") {
		name, _, _ := strings.Cut(step, "[")
		b.WriteString("/" + name)
	}
	return b.String()
}

// anchor is the id of a column in the data tab.
func anchor(path string) string { return "c" + strings.ReplaceAll(path, "/", ".") }

// usesOf gathers what is used, by path. Merge fields and placeholders name a column without its item.
func usesOf(uses []merge.Use) map[string][]merge.Use {
	out := map[string][]merge.Use{}
	for _, u := range uses {
		out[u.Path] = append(out[u.Path], u)
	}
	return out
}
