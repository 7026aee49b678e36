package docx

import (
	"reportmail/render/diag"
	"reportmail/render/doc"
)

// where makes the place of findings of one part.
func where(part string) func() diag.Where { return func() diag.Where { return diag.Where{Part: part} } }

var styleKinds = map[string]doc.StyleKind{
	"paragraph": doc.ParagraphStyle, "character": doc.CharacterStyle, "table": doc.TableStyle, "numbering": doc.NumberingStyle,
}

// conditions are the conditional parts of a table style (ECMA-376-1 17.18.89).
var conditions = map[string]doc.Condition{
	"wholeTable": doc.WholeTable, "band1Vert": doc.Band1Vert, "band2Vert": doc.Band2Vert, "band1Horz": doc.Band1Horz, "band2Horz": doc.Band2Horz,
	"firstCol": doc.FirstCol, "lastCol": doc.LastCol, "firstRow": doc.FirstRow, "lastRow": doc.LastRow,
	"neCell": doc.NECell, "nwCell": doc.NWCell, "seCell": doc.SECell, "swCell": doc.SWCell,
}

// readStyles reads styles and lists (ECMA-376-1 17.7). A package without them has Word's built-in defaults.
func (r *reader) readStyles() error {
	s := &doc.Styles{ByID: map[string]*doc.Style{}}
	r.doc.Styles = s
	elements := map[string]*element{}
	rel, ok := r.rels.first("styles")
	if ok && r.archive.has(rel.target) {
		root, text, err := r.archive.tree(rel.target)
		if err != nil {
			return err
		}
		x := newProps(r.theme, r.find, text, where(rel.target))
		defaults := root.kid("w:docDefaults")
		s.DocRun = x.run(defaults.path("w:rPrDefault", "w:rPr"))
		s.DocPara = x.para(defaults.path("w:pPrDefault", "w:pPr"))
		for _, e := range root.kids {
			if e.name == "w:style" {
				addStyle(s, x, e)
				elements[e.attr("w:styleId")] = e
			}
		}
	}
	if s.DocRun != nil && s.DocRun.Lang.Set && r.doc.Props.Language == "" {
		r.doc.Props.Language = s.DocRun.Lang.V
	}
	var err error
	s.Numbering, err = r.readNumbering(elements)
	tieLevels(s)
	return err
}

// addStyle reads one w:style (ECMA-376-1 17.7.4.17). Of two with one id the first counts.
func addStyle(s *doc.Styles, x *props, e *element) {
	kind, ok := styleKinds[e.attr("w:type")]
	if !ok {
		kind = doc.ParagraphStyle
	}
	st := &doc.Style{ID: e.attr("w:styleId"), Kind: kind, Name: attrOf(e.kid("w:name")), BasedOn: attrOf(e.kid("w:basedOn")), Link: attrOf(e.kid("w:link"))}
	if _, twice := s.ByID[st.ID]; twice || st.ID == "" {
		return
	}
	s.ByID[st.ID] = st
	if v := e.attr("w:default"); v == "1" || v == "true" || v == "on" {
		if d := map[doc.StyleKind]*string{doc.ParagraphStyle: &s.DefaultPara, doc.CharacterStyle: &s.DefaultChar, doc.TableStyle: &s.DefaultTable}[kind]; d != nil && *d == "" {
			*d = st.ID
		}
	}
	part := x.condition(e)
	st.Para, st.Run, st.Table, st.Row, st.Cell = part.Para, part.Run, part.Table, part.Row, part.Cell
	for _, k := range e.kids {
		if c := conditions[k.attr("w:type")]; k.name == "w:tblStylePr" && c != 0 {
			if st.Cond == nil {
				st.Cond = map[doc.Condition]*doc.CondProps{}
			}
			st.Cond[c] = x.condition(k)
		}
	}
}

// condition reads the properties of a style or of a conditional part of one.
func (x *props) condition(e *element) *doc.CondProps {
	return &doc.CondProps{Para: x.para(e.kid("w:pPr")), Run: x.run(e.kid("w:rPr")), Table: x.table(e.kid("w:tblPr")), Row: x.row(e.kid("w:trPr")), Cell: x.cell(e.kid("w:tcPr"))}
}

// attrOf is the w:val of an element that may be missing.
func attrOf(e *element) string {
	if e == nil {
		return ""
	}
	return e.val()
}
