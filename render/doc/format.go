package doc

// ParaFormat is the effective format of a paragraph: every property has a value.
type ParaFormat struct {
	Align                                      Align
	Left, Right, FirstLine                     Twips
	Before, After                              Twips
	BeforeAuto, AfterAuto                      bool
	Line                                       int32
	LineRule                                   LineRule
	Contextual, KeepNext, KeepLines, PageBreak bool
	WidowControl, Bidi, SnapToGrid             bool
	Top, LeftEdge, Bottom, RightEdge, Between  Border
	Shading                                    Opt[Color]
	Tabs                                       []TabStop // sorted, cleared ones gone
	Outline                                    int8      // -1: body text
	Num                                        Opt[NumRef]
	Frame                                      *Frame
	TextAlign                                  string
	Style                                      string // effective paragraph style id
	StyleName                                  string
}

// RunFormat is the effective format of a run.
type RunFormat struct {
	Font, FontHigh, FontAsia, FontCS string
	Size, SizeCS                     HalfPoints
	Bold, Italic, Caps, SmallCaps    bool
	Strike, DStrike, Hidden          bool
	Underline                        Underline // Style "none" is none
	Color                            Color
	Highlight                        Opt[Color]
	Shading                          Opt[Color]
	Border                           Border
	Spacing                          Twips
	Scale                            int32 // percent
	Kern                             HalfPoints
	Position                         HalfPoints
	VertAlign                        VertAlign
	Lang                             string
	RTL, CS, Ligatures               bool
}

// TableFormat is the effective format of a table.
type TableFormat struct {
	Style            string // effective table style id
	Width, Indent    Measure
	Align            Align
	Fixed            bool
	Borders          Borders
	Margins          CellMargins // defaults of its cells
	Spacing          Measure     // between cells; Nil for none
	Shading          Opt[Color]
	Look             Look
	Bidi             bool
	RowBand, ColBand int32
	Float            *Float
}

// CellMargins are the four inner margins of a cell.
type CellMargins struct{ Top, Left, Bottom, Right Twips }

// CellFormat is the effective format of a cell. Borders are the cell's own and its style's; the table's borders and
// the conflicts between neighbours (ECMA-376-1 17.4.66) are the writer's part.
type CellFormat struct {
	Width     Measure
	Span      int
	VMerge    VMerge
	Borders   Borders
	Shading   Opt[Color]
	Margins   CellMargins
	VAlign    VAlign
	NoWrap    bool
	HideMark  bool
	Direction TextDirection
}
