package page

import (
	"strconv"
	"strings"

	"reportmail/render/doc"
	"reportmail/render/doc/datepicture"
)

// fieldValues are the fields whose value layout knows (ECMA-376-1 17.16.5). All others show their stored result.
var fieldValues = map[string]func(c *collector, f *doc.Field) (string, bool){
	"PAGE":         fieldPage,
	"NUMPAGES":     fieldPages,
	"SECTIONPAGES": fieldSectionPages,
	"DATE":         fieldDate,
	"TIME":         fieldDate,
	"TITLE":        func(c *collector, _ *doc.Field) (string, bool) { return c.e.doc.Props.Title, c.e.doc.Props.Title != "" },
	"SECTION":      func(c *collector, _ *doc.Field) (string, bool) { return strconv.Itoa(c.e.sectionNumber()), true },
}

// field adds a field's value in the format of its result.
func (c *collector) field(f *doc.Field) {
	if value := fieldValues[f.Name]; value != nil {
		if s, ok := value(c, f); ok {
			c.run(f.Style, f.Props, s)
			return
		}
	}
	if c.nested++; c.nested < maxDepth {
		c.nodes(f.Result)
	}
	c.nested--
}

func fieldPage(c *collector, f *doc.Field) (string, bool) {
	c.p.dynamic = true
	format := c.e.sheetFormat()
	return numberFormat(c.e.pageNumber(), f, format), true
}

func fieldPages(c *collector, f *doc.Field) (string, bool) {
	c.p.dynamic, c.e.total.used = true, true
	return numberFormat(max(c.e.total.pages, 1), f, ""), true
}

func fieldSectionPages(c *collector, f *doc.Field) (string, bool) {
	c.p.dynamic, c.e.total.used = true, true
	n := 1
	if i := c.e.sectionNumber() - 1; i >= 0 && i < len(c.e.total.sections) {
		n = max(c.e.total.sections[i], 1)
	}
	return numberFormat(n, f, ""), true
}

func fieldDate(c *collector, f *doc.Field) (string, bool) {
	if c.e.opt.Now.IsZero() {
		return "", false
	}
	picture := ""
	for _, s := range f.Switch {
		if s.Name == "@" {
			picture = s.Arg
		}
	}
	lang := c.format(f.Style, f.Props).f.Lang
	if lang == "" {
		lang = c.e.lang()
	}
	if picture == "" {
		picture = datepicture.Default(lang, f.Name == "TIME")
	}
	return datepicture.Format(c.e.opt.Now, picture, lang), true
}

// numberFormat writes n as the field's \* switch says, or in the section's format (ECMA-376-1 17.16.4.3).
func numberFormat(n int, f *doc.Field, format string) string {
	for _, s := range f.Switch {
		if s.Name != "*" {
			continue
		}
		switch s.Arg {
		case "roman":
			format = "lowerRoman"
		case "ROMAN", "Roman":
			format = "upperRoman"
		case "alphabetic":
			format = "lowerLetter"
		case "ALPHABETIC":
			format = "upperLetter"
		case "ArabicDash":
			format = "numberInDash"
		default:
			if strings.EqualFold(s.Arg, "arabic") {
				format = ""
			}
		}
	}
	return doc.FormatNumber(n, format)
}

// lang is the language of the document.
func (e *engine) lang() string {
	if e.opt.Lang != "" {
		return e.opt.Lang
	}
	return e.doc.Props.Language
}
