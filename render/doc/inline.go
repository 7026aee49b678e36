package doc

import "strings"

// Run is text of one format (ECMA-376-1 17.3.2.25). In Text a tab is '\t', a line break '\n', a non-breaking hyphen
// U+2011 and a soft hyphen U+00AD.
type Run struct {
	Style string    // character style id
	Props *RunProps // direct properties; nil is none
	Text  string
	Src   Source
	From  *Origin // the control and column that the text came from; nil for text of the layout
}

// Origin ties merged content to the control it was bound to.
type Origin struct {
	Control *Control
	Column  string // dataset path, e.g. /Header/Line[3]/Description_Line
}

// Origin is the column that a picture came from: merge names an image after its column, the reader after its part. nil
// for pictures of the layout.
func (i *Image) Origin() *Origin {
	if i == nil || strings.Contains(i.Name, "/") {
		return nil
	}
	return &Origin{Column: i.Name}
}

// Break is a break that ends more than a line (ECMA-376-1 17.3.3.1).
type Break struct {
	Kind  BreakKind
	Style string
	Props *RunProps
	Src   Source
}

// BreakKind tells what a Break ends.
type BreakKind uint8

const (
	PageBreak BreakKind = iota
	ColumnBreak
	ClearBreak // a line break that also clears floating objects (w:clear)
)

// PosTab is a w:ptab: a tab to a place relative to margin or indent (ECMA-376-1 17.3.3.23).
type PosTab struct {
	Align    TabAlign
	FromText bool // relative to the indent instead of the margin
	Leader   TabLeader
	Style    string
	Props    *RunProps
	Src      Source
}

// Field is a simple or complex field (ECMA-376-1 17.16). Result is what the layout stored last.
type Field struct {
	Name   string   // upper case: PAGE, NUMPAGES, SECTIONPAGES, DATE, TIME, MERGEFIELD, HYPERLINK, …
	Args   []string // positional arguments, unquoted
	Switch []Switch // \@ "dddd", \* MERGEFORMAT, \# "0.00", …
	Style  string   // format of the field's first result run
	Props  *RunProps
	Result []Node
	Inner  *Inner // nil: no fields in the instruction
	Src    Source
}

// Inner is the instruction of a field that has fields inside of it (ECMA-376-1 17.16.2): in Args and Switch
// InnerMark(i) stands for Fields[i]. The field's own Args and Switch have what those showed last.
type Inner struct {
	Args   []string
	Switch []Switch
	Fields []Node
}

// MaxInner is how many fields an instruction can hold.
const MaxInner = 0xFFFD

// InnerMark is the character that stands for a field inside of an instruction: one of private use, plane 15.
func InnerMark(i int) rune { return 0xF0000 + rune(i) }

// InnerField is the number of the field that a character stands for.
func InnerField(r rune) (i int, ok bool) {
	return int(r - 0xF0000), r >= 0xF0000 && r < 0xF0000+MaxInner
}

// Switch is a field switch and its argument.
type Switch struct{ Name, Arg string } // Name without the backslash: "@", "*", "#", "b"

// Link is a hyperlink around inlines.
type Link struct {
	URL     string // absolute; checked by merge and by the writers
	Anchor  string // bookmark in the document
	Tooltip string
	Inner   *Inner // of a HYPERLINK field with fields in its address; nil for others
	Content []Node
	Src     Source
}

// Drawing is a picture or a shape, inline or anchored (ECMA-376-1 20.4).
type Drawing struct {
	Width, Height EMU
	Name, Alt     string
	Decorative    bool
	Link          string
	Picture       *Picture // exactly one of Picture and Shape is set,
	Shape         *Shape   // or none: a drawing of a kind that no writer shows
	Anchor        *Anchor  // nil: inline
	Style         string   // format of the run around it
	Props         *RunProps
	Src           Source
}

// Picture shows an image in the drawing's box.
type Picture struct {
	Image    *Image // nil: a placeholder without an image
	Crop     Crop
	Rotation int32 // 1/60,000 degree, clockwise
	FlipH    bool
	FlipV    bool
	Border   Opt[Border]
}

// Image is the file behind a picture. Writers may key what they made of it by the pointer.
type Image struct {
	Name        string // part name or column
	ContentType string // image/png, image/jpeg, image/gif, image/bmp
	Data        []byte
	Width       int // pixels
	Height      int
	DPI         float64 // 0 when the file does not say
}

// Crop cuts off shares of the image, in 1/100,000 of its size (ECMA-376-1 20.1.8.55).
type Crop struct{ Left, Top, Right, Bottom int32 }

// Shape is a wps:wsp: a geometry with fill, line and text.
type Shape struct {
	Preset                         string // rect, roundRect, ellipse, line, straightConnector1, …
	Fill                           Opt[Color]
	FillAlpha                      uint8 // 255 opaque
	Line                           Opt[Border]
	Rotation                       int32 // 1/60,000 degree, clockwise
	FlipH, FlipV                   bool
	Text                           []Node // text box content; nil for none
	InsetL, InsetT, InsetR, InsetB EMU
	TextDirection                  TextDirection // of the text inside
	VAlign                         VAlign
	AutoFit                        bool       // the box grows with its text
	Children                       []*Drawing // group members, placed by their Anchor offsets relative to the group
}

// Anchor places a drawing relative to the page (ECMA-376-1 20.4.2.3).
type Anchor struct {
	H, V         Position
	Wrap         Wrap
	WrapSide     string // bothSides, left, right, largest
	Behind       bool
	AllowOverlap bool
	LayoutInCell bool
	DistL, DistT EMU
	DistR, DistB EMU
	ZOrder       uint32
	// Sizes as shares of a part of the page ([MS-DOCX] 2.20.1): they count instead of the drawing's own.
	WidthOf, HeightOf Opt[Share]
}

// Share is a length as a percentage of a part of the page.
type Share struct {
	Base    string // page, margin, leftMargin, rightMargin, topMargin, bottomMargin, insideMargin, outsideMargin
	Percent int32  // in 1/1,000 percent
}

// Position is one axis of an anchor: a base and an offset, an alignment or a percentage of the base.
type Position struct {
	Base    string // page, margin, column, character, paragraph, line, leftMargin, rightMargin, topMargin, bottomMargin, insideMargin, outsideMargin
	Offset  EMU
	Align   string     // left, right, center, inside, outside, top, bottom; "" for Offset
	Percent Opt[int32] // wp14:pctPos*, 1/1,000 percent of the base
}

// Wrap is how text flows around an anchored object.
type Wrap uint8

const (
	WrapNone Wrap = iota
	WrapSquare
	WrapTight
	WrapTopBottom
	WrapInline // not anchored
)
