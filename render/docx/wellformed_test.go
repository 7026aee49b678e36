package docx

import (
	"fmt"
	"path"
	"slices"
	"strings"
)

// CheckWritten names what Word would mend or refuse in a package: parts that are no XML, relationships that lead
// nowhere, parts without a content type, ids given twice, and content where the schema has no place for it.
func CheckWritten(data []byte) (wrong []string) {
	add := func(format string, args ...any) { wrong = append(wrong, fmt.Sprintf(format, args...)) }
	a, err := openArchive(data)
	if err != nil {
		return []string{err.Error()}
	}
	types, _, err := a.tree("[Content_Types].xml")
	if err != nil {
		return []string{err.Error()}
	}
	typed := map[string]bool{}
	for _, e := range types.kids {
		key := partKey(e.attr("PartName"))
		if e.name == "ct:Default" {
			key = "." + strings.ToLower(e.attr("Extension"))
		}
		if typed[key] {
			add("two content types for %s", key)
		}
		typed[key] = true
	}
	ids := map[string]bool{}
	for _, f := range a.files {
		if strings.HasSuffix(f.Name, "/") {
			continue
		}
		ext := strings.ToLower(path.Ext(f.Name))
		if !typed[partKey(f.Name)] && !typed[ext] && f.Name != "[Content_Types].xml" {
			add("%s has no content type", f.Name)
		}
		if ext != ".xml" && ext != ".rels" {
			continue
		}
		root, _, err := a.tree(f.Name)
		if err != nil {
			add("%s: %v", f.Name, err)
			continue
		}
		rels, err := a.relations(f.Name)
		if err != nil {
			add("%s: %v", f.Name, err)
		}
		for _, r := range rels {
			if !r.external && !a.has(r.target) && r.target != "NULL" {
				add("%s: relationship %s leads to %s, which is not there", f.Name, r.id, r.target)
			}
		}
		if strings.HasPrefix(f.Name, "word/") && !strings.HasPrefix(f.Name, "word/glossary") {
			checkElement(root, nil, rels, ids, func(format string, args ...any) { add(f.Name+": "+format, args...) })
		}
	}
	return wrong
}

func checkElement(e, parent *element, rels relations, ids map[string]bool, add func(string, ...any)) {
	for _, name := range []string{"r:id", "r:embed", "r:link"} {
		if id := e.attr(name); id != "" {
			if _, ok := rels.byID(id); !ok && !strings.HasPrefix(e.name, "w:attachedTemplate") {
				add("%s has the relationship %s, which is not there", e.name, id)
			}
		}
	}
	unique := ""
	switch e.name {
	case "w:id":
		if parent.name == "w:sdtPr" {
			unique = "control " + e.val()
		}
	case "wp:docPr":
		unique = "drawing " + e.attr("id")
	case "w:bookmarkStart":
		unique = "bookmark " + e.attr("w:id")
	case "w:p", "w:tr":
		if id := e.attr("w14:paraId"); id != "" {
			unique = "paragraph " + id
		}
	case "w:tc":
		if n := len(e.kids); n == 0 || e.kids[n-1].name != "w:p" && e.kids[n-1].name != "w:sdt" && !isMark(e.kids[n-1].name) {
			add("a cell does not end in a paragraph")
		}
	case "w:tbl":
		checkGrid(e, add)
	case "w:sdt":
		checkControl(e, add)
	}
	checkOrder(e, add)
	if unique != "" {
		if ids[unique] {
			add("%s twice", unique)
		}
		ids[unique] = true
	}
	for _, k := range e.kids {
		checkElement(k, e, rels, ids, add)
	}
}

// sequences are the orders in which the schema wants the children of an element (ECMA-376-1 Annex A, transitional).
// Run properties are a choice there and may come in any order.
var sequences = map[string][]string{
	"w:pPr": strings.Fields(`pStyle keepNext keepLines pageBreakBefore framePr widowControl numPr suppressLineNumbers pBdr shd tabs suppressAutoHyphens
		kinsoku wordWrap overflowPunct topLinePunct autoSpaceDE autoSpaceDN bidi adjustRightInd snapToGrid spacing ind contextualSpacing mirrorIndents
		suppressOverlap jc textDirection textAlignment textboxTightWrap outlineLvl divId cnfStyle rPr sectPr pPrChange`),
	"w:tblPr": strings.Fields(`tblStyle tblpPr tblOverlap bidiVisual tblStyleRowBandSize tblStyleColBandSize tblW jc tblCellSpacing tblInd tblBorders shd
		tblLayout tblCellMar tblLook tblCaption tblDescription tblPrChange`),
	"w:tcPr":   strings.Fields(`cnfStyle tcW gridSpan hMerge vMerge tcBorders shd noWrap tcMar textDirection tcFitText vAlign hideMark headers cellIns cellDel cellMerge tcPrChange`),
	"w:tbl":    {"tblPr", "tblGrid", "tr"},
	"w:tr":     {"tblPrEx", "trPr", "tc"},
	"w:tc":     {"tcPr", "p"},
	"w:p":      {"pPr", "r"},
	"w:r":      {"rPr", "t"},
	"w:sdt":    {"sdtPr", "sdtEndPr", "sdtContent"},
	"w:body":   {"p", "sectPr"},
	"w:sectPr": strings.Fields(`headerReference footnotePr endnotePr type pgSz pgMar paperSrc pgBorders lnNumType pgNumType cols formProt vAlign noEndnote titlePg textDirection bidi rtlGutter docGrid printerSettings sectPrChange`),
}

// checkOrder holds the children of an element against the schema's order.
func checkOrder(e *element, add func(string, ...any)) {
	order, known := sequences[e.name]
	if !known {
		return
	}
	last, before := -1, ""
	for _, k := range e.kids {
		name := strings.TrimPrefix(k.name, "w:")
		if name == "footerReference" {
			name = "headerReference"
		}
		at := slices.Index(order, name)
		if at < 0 {
			continue
		}
		if at < last {
			add("%s: %s stands behind %s", e.name, k.name, before)
		}
		last, before = max(last, at), k.name
	}
}

func checkControl(e *element, add func(string, ...any)) {
	content := e.kid("w:sdtContent")
	if content == nil {
		add("a control without content")
		return
	}
	if pr := e.kid("w:sdtPr"); pr.kid("w:text") != nil {
		for _, inside := range []string{"w:sdt", "w:hyperlink"} {
			if content.find(inside) != nil {
				add("%s inside a control of plain text", inside)
			}
		}
	}
}

// checkGrid wants every row in step with the grid.
func checkGrid(e *element, add func(string, ...any)) {
	grid := len(kids(e.kid("w:tblGrid")))
	rows := 0
	var each func(x *element, name string, do func(*element))
	each = func(x *element, name string, do func(*element)) {
		for _, k := range x.kids {
			switch k.name {
			case name:
				do(k)
			case "w:sdt":
				each(k.kid("w:sdtContent"), name, do)
			}
		}
	}
	each(e, "w:tr", func(tr *element) {
		rows++
		n := 0
		for _, side := range []string{"w:gridBefore", "w:gridAfter"} {
			if k := tr.path("w:trPr", side); k != nil {
				n += int(number(k.val()))
			}
		}
		each(tr, "w:tc", func(tc *element) {
			span := 1
			if k := tc.path("w:tcPr", "w:gridSpan"); k != nil {
				span = int(number(k.val()))
			}
			n += span
		})
		if n != grid {
			add("a row of %d columns in a grid of %d", n, grid)
		}
	})
	if rows == 0 {
		add("a table without rows")
	}
}
