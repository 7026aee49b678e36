package merge

import (
	"strings"

	"reportmail/internal/nearest"
	"reportmail/render/dataset"
	"reportmail/render/diag"
	"reportmail/render/doc"
)

// verbs is what the tag of a control asks for. A tag is one or several of #PREFIX:Verb or #PREFIX:Verb,argument.
//
// Of the Word add-in (#BC:), as files have them:
//
//	#BC:InsertDataItem,DataItems/Header/X   the control shows a column; also Labels/X
//	#BC:InsertRepeater,DataItems/Header/L   the control repeats for the rows of a data item
//	#BC:HideTableRowIfEmpty                 the table row around goes when the control's content is empty
//	#BC:HideTableIfEmpty                    the table around (or inside) goes when the content is empty
//
// Our own (#RM:):
//
//	#RM:HideIfZero            a value that is zero (0, 0.00, 0,00 %) shows as nothing
//	#RM:HideColumnIfEmpty     the table column goes when the content is empty in every row
//	#RM:HideColumnIfEmpty,P   the table column goes when column P is empty in every row of the data
//	#RM:HideRowIfEmpty        as #BC:HideTableRowIfEmpty
//	#RM:HideTableIfEmpty      as #BC:HideTableIfEmpty
//	#RM:If,P                  the content stays only if column P is there and neither empty, 0, No nor false
//	#RM:If,P=V                the content stays only if column P is V
//	#RM:IfNot,P  #RM:IfNot,P=V  the other way round
//	#RM:Comment               a note for authors: removed
//	#RM:HTML                  the column holds HTML of a safe kind
//	#RM:Markdown              the column holds Markdown
//
// Paths are those of bindings, without the root: Header/Line/Amount. Inside of a repeater they mean the current row.
type verbs struct {
	hideRow, hideTable, hideZero, hideColumn, comment bool

	conditions []condition
	columnPath string // argument of HideColumnIfEmpty
	path       string // argument of InsertDataItem or InsertRepeater
	repeat     bool   // InsertRepeater
	rich       richKind
}

// condition is one If or IfNot.
type condition struct {
	path  []dataset.Step
	value string
	equal bool // compare with value
	not   bool
	bound *binding
}

type richKind uint8

const (
	plain richKind = iota
	richHTML
	richMarkdown
)

// verbTable has the verbs in lower case.
//
// QUIRK: the add-in's spellings of "hide field if zero", "hide empty table column" and "layout comment" have not been
// seen in any file; the likely ones are taken, too.
var verbTable = map[string]func(v *verbs, arg string) bool{
	"bc:insertdataitem":         func(v *verbs, arg string) bool { v.path = arg; return true },
	"bc:insertrepeater":         func(v *verbs, arg string) bool { v.path, v.repeat = arg, true; return true },
	"bc:hidetablerowifempty":    func(v *verbs, _ string) bool { v.hideRow = true; return true },
	"bc:hidetableifempty":       func(v *verbs, _ string) bool { v.hideTable = true; return true },
	"bc:hidefieldifzero":        func(v *verbs, _ string) bool { v.hideZero = true; return true },
	"bc:hideifzero":             func(v *verbs, _ string) bool { v.hideZero = true; return true },
	"bc:hidetablecolumnifempty": func(v *verbs, _ string) bool { v.hideColumn = true; return true },
	"bc:hidecolumnifempty":      func(v *verbs, _ string) bool { v.hideColumn = true; return true },
	"bc:layoutcomment":          func(v *verbs, _ string) bool { v.comment = true; return true },
	"bc:insertlayoutcomment":    func(v *verbs, _ string) bool { v.comment = true; return true },
	"bc:comment":                func(v *verbs, _ string) bool { v.comment = true; return true },
	"rm:hideifzero":             func(v *verbs, _ string) bool { v.hideZero = true; return true },
	"rm:hiderowifempty":         func(v *verbs, _ string) bool { v.hideRow = true; return true },
	"rm:hidetableifempty":       func(v *verbs, _ string) bool { v.hideTable = true; return true },
	"rm:hidecolumnifempty": func(v *verbs, arg string) bool {
		v.hideColumn, v.columnPath = true, arg
		return arg == "" || relative(arg) != nil
	},
	"rm:comment":  func(v *verbs, _ string) bool { v.comment = true; return true },
	"rm:html":     func(v *verbs, _ string) bool { v.rich = richHTML; return true },
	"rm:markdown": func(v *verbs, _ string) bool { v.rich = richMarkdown; return true },
	"rm:if":       func(v *verbs, arg string) bool { return v.condition(arg, false) },
	"rm:ifnot":    func(v *verbs, arg string) bool { return v.condition(arg, true) },
}

func (v *verbs) condition(arg string, not bool) bool {
	path, value, equal := strings.Cut(arg, "=")
	steps := relative(path)
	if steps == nil {
		return false
	}
	v.conditions = append(v.conditions, condition{path: steps, value: strings.TrimSpace(value), equal: equal, not: not})
	return true
}

// parseVerbs reads a tag. bad are the verbs that are not known or whose argument makes no sense.
func parseVerbs(tag string) (v verbs, bad []string) {
	if !strings.Contains(tag, "#") {
		return v, nil
	}
	for _, word := range strings.Split(tag, "#")[1:] {
		name, arg, _ := strings.Cut(strings.TrimSpace(word), ",")
		prefix, _, ok := strings.Cut(name, ":")
		if !ok || !strings.EqualFold(prefix, "BC") && !strings.EqualFold(prefix, "RM") {
			continue // #Nav: and tags that mean nothing to us
		}
		apply, known := verbTable[strings.ToLower(strings.TrimSpace(name))]
		if !known || !apply(&v, strings.TrimSpace(arg)) {
			bad = append(bad, "#"+strings.TrimSpace(word))
		}
	}
	return v, bad
}

// verbs reads a control's tag and reports what it does not understand.
func (c *compiler) verbs(ctl *doc.Control) verbs {
	v, bad := parseVerbs(ctl.Tag)
	for _, tag := range bad {
		name, _, _ := strings.Cut(strings.TrimPrefix(tag, "#"), ",")
		c.find.Add(diag.Finding{ID: "unknown-verb", Severity: diag.Warning, Where: whereOf(ctl, ""),
			Message: "the tag " + tag + " is not understood", Hint: nearest.Hint("#"+name, documented)})
	}
	return v
}

// documented are the verbs as docs/layouts.md spells them.
var documented = strings.Fields(`#BC:HideTableRowIfEmpty #BC:HideTableIfEmpty #BC:InsertDataItem #BC:InsertRepeater #RM:HideRowIfEmpty #RM:HideTableIfEmpty
	#RM:HideColumnIfEmpty #RM:HideIfZero #RM:If #RM:IfNot #RM:Comment #RM:HTML #RM:Markdown`)

// holds tells whether a condition is met.
func (cond *condition) holds(x *exec) bool {
	v := strings.TrimSpace(cond.bound.value(x))
	met := v == cond.value
	if !cond.equal {
		met = truthy(v)
	}
	return met != cond.not
}

// truthy is the meaning of a column's text as a condition.
func truthy(v string) bool {
	switch strings.ToLower(v) {
	case "", "no", "false":
		return false
	}
	return !isZero(v)
}
