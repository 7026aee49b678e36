package doc

// Props of this file are partial: what a style or an element says about itself. The cascade in Styles lays them over
// each other and gives the effective ParaFormat, RunFormat, TableFormat and CellFormat.

// RunProps is a w:rPr (ECMA-376-1 17.3.2). Theme fonts and colours are resolved.
type RunProps struct {
	Font      Opt[string]     // w:ascii
	FontHigh  Opt[string]     // w:hAnsi
	FontAsia  Opt[string]     // w:eastAsia
	FontCS    Opt[string]     // w:cs
	Size      Opt[HalfPoints] // w:sz
	SizeCS    Opt[HalfPoints]
	Bold      Opt[bool]
	Italic    Opt[bool]
	Caps      Opt[bool]
	SmallCaps Opt[bool]
	Strike    Opt[bool]
	DStrike   Opt[bool]
	Hidden    Opt[bool] // w:vanish
	Underline Opt[Underline]
	Color     Opt[Color]
	Highlight Opt[Color]
	Shading   Opt[Shading]
	Border    Opt[Border]
	Spacing   Opt[Twips]      // character spacing
	Scale     Opt[int32]      // w:w, percent
	Kern      Opt[HalfPoints] // pair kerning from this size on; 0 is off
	Position  Opt[HalfPoints] // raised (positive) or lowered
	VertAlign Opt[VertAlign]
	Lang      Opt[string]
	RTL       Opt[bool]
	CS        Opt[bool] // treat as complex script
	Ligatures Opt[bool] // w14:ligatures other than none
}

// Underline is a w:u.
type Underline struct {
	Style string // single, double, dotted, dash, wave, words, …; none
	Color Opt[Color]
}

// VertAlign is superscript or subscript.
type VertAlign uint8

const (
	Baseline VertAlign = iota
	Superscript
	Subscript
)

// Shading is a w:shd: the fill that shows. A pattern over a fill is mixed into one colour by the reader.
type Shading struct{ Fill Color } // Fill.Auto: no fill

// Border is one edge (ECMA-376-1 17.18.2).
type Border struct {
	Style  string       // none, nil, single, double, dotted, dashed, thick, triple, …
	Width  EighthPoints // of the line
	Space  int32        // points between line and text
	Color  Color
	Shadow bool
}

// Drawn tells whether the border shows at all.
func (b Border) Drawn() bool { return b.Style != "" && b.Style != "none" && b.Style != "nil" }

// Borders are the edges of a paragraph, table, cell or page.
type Borders struct {
	Top, Left, Bottom, Right Opt[Border]
	InsideH, InsideV         Opt[Border] // tables; InsideH is "between" for paragraphs
	TL2BR, TR2BL             Opt[Border] // cell diagonals
}

// Over lays b over base, edge by edge.
func (b Borders) Over(base Borders) Borders {
	return Borders{
		Top: b.Top.Over(base.Top), Left: b.Left.Over(base.Left), Bottom: b.Bottom.Over(base.Bottom), Right: b.Right.Over(base.Right),
		InsideH: b.InsideH.Over(base.InsideH), InsideV: b.InsideV.Over(base.InsideV),
		TL2BR: b.TL2BR.Over(base.TL2BR), TR2BL: b.TR2BL.Over(base.TR2BL),
	}
}

// Align is the alignment of a paragraph (ECMA-376-1 17.18.44). Start and end are already turned into sides.
type Align uint8

const (
	AlignLeft Align = iota
	AlignCenter
	AlignRight
	AlignBoth
	AlignDistribute
)

// LineRule tells how a paragraph's Line counts (ECMA-376-1 17.18.48).
type LineRule uint8

const (
	LineAuto    LineRule = iota // in 1/240 of a line
	LineExact                   // twips
	LineAtLeast                 // twips
)

// ParaProps is a w:pPr (ECMA-376-1 17.3.1).
type ParaProps struct {
	Align        Opt[Align]
	Left, Right  Opt[Twips] // indents
	FirstLine    Opt[Twips] // negative: hanging
	Before       Opt[Twips]
	After        Opt[Twips]
	BeforeAuto   Opt[bool]
	AfterAuto    Opt[bool]
	Line         Opt[int32]
	LineRule     Opt[LineRule]
	Contextual   Opt[bool] // no space between paragraphs of the same style
	KeepNext     Opt[bool]
	KeepLines    Opt[bool]
	PageBreak    Opt[bool] // w:pageBreakBefore
	WidowControl Opt[bool]
	Bidi         Opt[bool]
	SnapToGrid   Opt[bool]
	Borders      Borders
	Shading      Opt[Shading]
	Tabs         []TabStop // added and cleared stops
	Outline      Opt[int8] // 0 to 8: heading levels 1 to 9
	Num          Opt[NumRef]
	Frame        *Frame
	TextAlign    Opt[string] // vertical alignment of characters on a line: auto, top, center, baseline, bottom
}

// TabStop is one custom tab stop.
type TabStop struct {
	Pos    Twips
	Align  TabAlign
	Leader TabLeader
}

// TabAlign is how text stands at a tab stop; TabClear takes an inherited stop away.
type TabAlign uint8

const (
	TabLeft TabAlign = iota
	TabCenter
	TabRight
	TabDecimal
	TabBar
	TabClear
)

// TabLeader fills the space before a tab stop.
type TabLeader uint8

const (
	LeaderNone TabLeader = iota
	LeaderDot
	LeaderHyphen
	LeaderUnderscore
	LeaderMiddleDot
)

// NumRef ties a paragraph to a list level.
type NumRef struct {
	ID    int32 // w:numId; 0 takes an inherited list away
	Level int32
}

// InheritedList is the ID of a NumRef that names only a level, of the list that the style has.
const InheritedList = -1

// Frame is a w:framePr: the paragraph stands in a positioned frame (ECMA-376-1 17.3.1.11).
type Frame struct {
	Width, Height  Twips
	HeightRule     HeightRule
	HSpace, VSpace Twips
	Wrap           string // around, notBeside, none, tight, through, auto
	HAnchor        string // text, margin, page
	VAnchor        string
	X, Y           Twips
	XAlign, YAlign string
	DropCap        string // none, drop, margin
	Lines          int32
}

// HeightRule tells how a height counts (ECMA-376-1 17.18.37).
type HeightRule uint8

const (
	HeightAuto HeightRule = iota
	HeightAtLeast
	HeightExact
)

// TableProps is a w:tblPr (ECMA-376-1 17.4.60).
type TableProps struct {
	Width       Opt[Measure]
	Indent      Opt[Measure]
	Align       Opt[Align] // left, center, right
	Fixed       Opt[bool]  // w:tblLayout fixed
	Borders     Borders
	Margins     Margins // default cell margins
	Spacing     Opt[Measure]
	Shading     Opt[Shading]
	Look        Opt[Look]
	Bidi        Opt[bool]
	RowBand     Opt[int32] // rows in a band
	ColBand     Opt[int32]
	Float       *Float
	Caption     string
	Description string
}

// Margins are the four inner margins of a cell.
type Margins struct{ Top, Left, Bottom, Right Opt[Twips] }

// Over lays m over base, side by side.
func (m Margins) Over(base Margins) Margins {
	return Margins{m.Top.Over(base.Top), m.Left.Over(base.Left), m.Bottom.Over(base.Bottom), m.Right.Over(base.Right)}
}

// Look says which conditional parts of a table style apply (ECMA-376-1 17.4.55).
type Look struct{ FirstRow, LastRow, FirstCol, LastCol, HBand, VBand bool }

// Float places a floating table (ECMA-376-1 17.4.57).
type Float struct {
	Left, Right, Top, Bottom Twips // distance from the text around
	HAnchor, VAnchor         string
	X, Y                     Twips
	XAlign, YAlign           string
	NoOverlap                bool
}

// RowProps is a w:trPr.
type RowProps struct {
	Height                  Opt[Twips]
	HeightRule              HeightRule
	CantSplit               Opt[bool]
	Header                  Opt[bool] // repeats on every page
	Hidden                  Opt[bool]
	Align                   Opt[Align]
	GridBefore, GridAfter   int32
	WidthBefore, WidthAfter Opt[Measure]
	Spacing                 Opt[Measure]
}

// CellProps is a w:tcPr.
type CellProps struct {
	Width     Opt[Measure]
	Span      int32 // w:gridSpan; 0 and 1 are one column
	VMerge    VMerge
	Borders   Borders
	Shading   Opt[Shading]
	Margins   Margins
	VAlign    Opt[VAlign]
	NoWrap    Opt[bool]
	Fit       Opt[bool]
	HideMark  Opt[bool]
	Direction Opt[TextDirection]
}

// VMerge is a cell's part in a vertical merge.
type VMerge uint8

const (
	NoMerge VMerge = iota
	MergeStart
	MergeContinue
)

// VAlign is a vertical alignment.
type VAlign uint8

const (
	VTop VAlign = iota
	VCenter
	VBottom
	VBoth
)

// TextDirection is a flow of text (ECMA-376-1 17.18.93): horizontal, or rotated by 90 degrees.
type TextDirection uint8

const (
	Horizontal  TextDirection = iota
	BottomToTop               // btLr, vert270
	TopToBottom               // tbRl, vert
)
