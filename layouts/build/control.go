package build

import "strings"

// Field is a text control bound to a column, named by its path from the root data item: Header/DocumentNo. A column
// of an item that is not repeated around the control shows its first row.
type Field struct {
	Path  string
	Style string // character style
	Lines bool   // the column may hold line breaks
	Hide  bool   // the enclosing table row goes when the column is empty (#BC:HideTableRowIfEmpty)
}

// F is a field.
func F(path string) Field { return Field{Path: path} }

// In is the field in a character style.
func (f Field) In(style string) Field { f.Style = style; return f }

// Multi is the field of a column that may hold line breaks.
func (f Field) Multi() Field { f.Lines = true; return f }

// OrHide is the field that takes its table row away when it is empty.
func (f Field) OrHide() Field { f.Hide = true; return f }

func (f Field) inline(s *story) {
	if f.Hide {
		s.open("w:sdt")
		s.open("w:sdtPr")
		s.el("w:alias", "w:val", "Hide Table Row If Empty")
		s.el("w:tag", "w:val", "#BC:HideTableRowIfEmpty")
		s.el("w:id", "w:val", s.controlID())
		s.el("w15:color", "w:val", "FFA500")
		s.close("w:sdtPr")
		s.open("w:sdtContent")
		defer s.close("w:sdt")
		defer s.close("w:sdtContent")
	}
	s.open("w:sdt")
	s.open("w:sdtPr")
	s.runStyle(f.Style)
	s.bound(f.Path, "w:dataBinding", true)
	if f.Lines {
		s.el("w:text", "w:multiLine", "1")
	} else {
		s.el("w:text")
	}
	s.close("w:sdtPr")
	s.open("w:sdtContent")
	s.open("w:r")
	s.runStyle(f.Style)
	s.text(f.Path[strings.LastIndexByte(f.Path, '/')+1:])
	s.close("w:r")
	s.close("w:sdtContent")
	s.close("w:sdt")
}

// bound writes the properties that tie a control to a path: title, tag, id and binding.
func (s *story) bound(path, element string, column bool) {
	r := s.file.layout.Report
	if column && !r.Has(path) || !column && r.Item(path) == nil {
		s.fail("report %d has no %s", r.ID, path)
	}
	s.el("w:alias", "w:val", "#Nav: /"+path)
	s.el("w:tag", "w:val", "#Nav: "+r.Name+"/"+num(r.ID))
	s.el("w:id", "w:val", s.controlID())
	s.el(element,
		"w:prefixMappings", "xmlns:ns0='"+r.Namespace()+"'",
		"w:xpath", xpath(path, column),
		"w:storeItemID", s.file.layout.storeID())
}

// xpath is the path as Business Central writes it: an index on every step but the last one of a repeater.
func xpath(path string, column bool) string {
	x := "/ns0:NavWordReportXmlPart[1]/ns0:" + strings.ReplaceAll(path, "/", "[1]/ns0:")
	if column {
		x += "[1]"
	}
	return x
}

// Repeat repeats blocks for every row of a data item: Header/Line ([MS-DOCX] 2.5.3). No rows, no blocks.
type Repeat struct {
	Item   string
	Blocks []Block
}

func (r Repeat) block(s *story) {
	s.repeat(r.Item, func() {
		for _, b := range r.Blocks {
			b.block(s)
		}
	})
}

func (s *story) repeat(item string, content func()) {
	s.open("w:sdt")
	s.open("w:sdtPr")
	s.bound(item, "w15:dataBinding", false)
	s.el("w15:repeatingSection")
	s.close("w:sdtPr")
	s.open("w:sdtContent")
	s.open("w:sdt")
	s.open("w:sdtPr")
	s.el("w:id", "w:val", s.controlID())
	s.el("w15:repeatingSectionItem")
	s.close("w:sdtPr")
	s.open("w:sdtContent")
	content()
	s.close("w:sdtContent")
	s.close("w:sdt")
	s.close("w:sdtContent")
	s.close("w:sdt")
}

// Slot is an unbound control that a reusable text takes the place of: body: {controls: {TITLE: text}}. Without one it
// is an empty paragraph.
type Slot struct {
	Title string
	Style string // paragraph style
}

func (c Slot) block(s *story) {
	s.open("w:sdt")
	s.open("w:sdtPr")
	s.el("w:alias", "w:val", c.Title)
	s.el("w:id", "w:val", s.controlID())
	s.close("w:sdtPr")
	s.open("w:sdtContent")
	P(c.Style).block(s)
	s.close("w:sdtContent")
	s.close("w:sdt")
}
