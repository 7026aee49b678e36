package build

import "slices"

// Style is a paragraph or character style. Zero values are inherited from the style it is based on.
type Style struct {
	ID, Name  string
	Based     string // style id; "" for a paragraph style is Normal
	Character bool
	Size      float64 // points
	Bold      bool
	Regular   bool // takes an inherited bold away
	Underline bool
	Heading   bool // the theme's heading font
	Colour    Colour
	Tracking  Twips // extra space between characters
	Before    Twips
	After     Twips
	Tight     bool // Before and After are meant even where they are 0
	Line      int  // in percent of a line; Exact makes it twips
	Exact     bool
	KeepNext  bool
	Outline   int // heading level from 1; 0 is body text
}

// xmlStyles is the styles part (ECMA-376-1 17.7): document defaults, Normal, the list of the layout.
func (l *Layout) xmlStyles() string {
	s := &story{file: &file{layout: l}}
	s.WriteString(xmlHead)
	s.open("w:styles", "xmlns:w", nsWord)
	s.WriteString(`<w:docDefaults><w:rPrDefault><w:rPr>` +
		`<w:rFonts w:asciiTheme="minorHAnsi" w:eastAsiaTheme="minorEastAsia" w:hAnsiTheme="minorHAnsi" w:cstheme="minorBidi"/>`)
	s.el("w:color", l.Theme.colour(Ink).attrs("w:val", "w:themeColor")...)
	s.WriteString(`<w:sz w:val="20"/><w:szCs w:val="20"/><w:lang w:val="en-GB" w:eastAsia="en-US" w:bidi="ar-SA"/></w:rPr></w:rPrDefault>` +
		`<w:pPrDefault><w:pPr><w:spacing w:after="0" w:line="259" w:lineRule="auto"/></w:pPr></w:pPrDefault></w:docDefaults>` +
		`<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/><w:qFormat/></w:style>` +
		`<w:style w:type="character" w:default="1" w:styleId="DefaultParagraphFont"><w:name w:val="Default Paragraph Font"/><w:uiPriority w:val="1"/><w:semiHidden/></w:style>` +
		`<w:style w:type="table" w:default="1" w:styleId="TableNormal"><w:name w:val="Normal Table"/><w:uiPriority w:val="99"/><w:semiHidden/><w:unhideWhenUsed/>` +
		`<w:tblPr><w:tblInd w:w="0" w:type="dxa"/><w:tblCellMar><w:top w:w="0" w:type="dxa"/><w:left w:w="0" w:type="dxa"/><w:bottom w:w="0" w:type="dxa"/><w:right w:w="0" w:type="dxa"/></w:tblCellMar></w:tblPr></w:style>`)
	for _, st := range l.Styles {
		st.write(s)
	}
	s.close("w:styles")
	return s.String()
}

// builtinStyles are names that Word has styles of its own for.
var builtinStyles = []string{"Hyperlink", "Strong"}

func (st Style) write(s *story) {
	kind, base := "paragraph", "Normal"
	if st.Character {
		kind, base = "character", "DefaultParagraphFont"
	}
	if st.Based != "" {
		base = st.Based
	}
	attrs := []string{"w:type", kind}
	if !slices.Contains(builtinStyles, st.Name) {
		attrs = append(attrs, "w:customStyle", "1")
	}
	s.open("w:style", append(attrs, "w:styleId", st.ID)...)
	s.el("w:name", "w:val", st.Name)
	s.el("w:basedOn", "w:val", base)
	s.el("w:qFormat")
	if !st.Character {
		st.paragraph(s)
	}
	st.run(s)
	s.close("w:style")
}

func (st Style) paragraph(s *story) {
	s.open("w:pPr")
	if st.KeepNext {
		s.el("w:keepNext")
	}
	var spacing []string
	if st.Before != 0 || st.After != 0 || st.Tight {
		spacing = append(spacing, "w:before", num(st.Before), "w:after", num(st.After))
	}
	switch {
	case st.Exact:
		spacing = append(spacing, "w:line", num(st.Line), "w:lineRule", "exact")
	case st.Line != 0:
		spacing = append(spacing, "w:line", num(st.Line*240/100), "w:lineRule", "auto")
	}
	if spacing != nil {
		s.el("w:spacing", spacing...)
	}
	if st.Outline > 0 {
		s.el("w:outlineLvl", "w:val", num(st.Outline-1))
	}
	s.close("w:pPr")
}

func (st Style) run(s *story) {
	s.open("w:rPr")
	if st.Heading {
		s.el("w:rFonts", "w:asciiTheme", "majorHAnsi", "w:eastAsiaTheme", "majorEastAsia", "w:hAnsiTheme", "majorHAnsi", "w:cstheme", "majorBidi")
	}
	if st.Bold {
		s.el("w:b")
		s.el("w:bCs")
	} else if st.Regular {
		s.el("w:b", "w:val", "0")
		s.el("w:bCs", "w:val", "0")
	}
	if st.Colour != Inherit {
		s.el("w:color", s.file.layout.Theme.colour(st.Colour).attrs("w:val", "w:themeColor")...)
	}
	if st.Tracking != 0 {
		s.el("w:spacing", "w:val", num(st.Tracking))
	}
	if st.Size != 0 {
		half := num(int(st.Size*2 + 0.5))
		s.el("w:sz", "w:val", half)
		s.el("w:szCs", "w:val", half)
	}
	if st.Underline {
		s.el("w:u", "w:val", "single")
	}
	s.close("w:rPr")
}

// style checks that the layout defines the style.
func (s *story) style(id string, character bool) {
	for _, st := range s.file.layout.Styles {
		if st.ID == id && st.Character == character {
			return
		}
	}
	s.fail("style %q is not defined", id)
}
