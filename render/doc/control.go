package doc

// Control is a content control, w:sdt (ECMA-376-1 17.5.2), at any level. Content holds what the level allows: blocks,
// rows, cells or inlines.
type Control struct {
	Kind        ControlKind
	Level       Level
	ID          string
	Title       string // w:alias
	Tag         string
	Binding     *Binding  // nil: not bound
	Style       string    // character style of w:sdtPr/w:rPr
	Props       *RunProps // w:sdtPr/w:rPr: format of filled-in text when the content has none
	Placeholder bool      // w:showingPlcHdr: the content is placeholder text
	Apart       bool      // merge filled in something else than the bound value as it stands: hidden, linked or formatted
	MultiLine   bool
	Content     []Node
	Src         Source
	Where       ControlWhere
}

// ControlWhere is where a control stands in its part, counted from 1; zero outside of a table.
type ControlWhere struct {
	Part             string
	Table, Row, Cell int
}

// ControlKind is what a control may hold (ECMA-376-1 17.5.2, [MS-DOCX] 2.5.3).
type ControlKind uint8

const (
	RichText ControlKind = iota // no kind element
	PlainText
	PictureControl
	Repeater     // w15:repeatingSection
	RepeaterItem // w15:repeatingSectionItem
	Group
	DocPart
	OtherControl // date, drop-down, check box, …: kept and filled as plain text
)

// Level is where in the tree a control stands.
type Level uint8

const (
	BlockLevel Level = iota
	InlineLevel
	RowLevel
	CellLevel
)

// Binding is a w:dataBinding or w15:dataBinding (ECMA-376-1 17.5.2.6).
type Binding struct {
	XPath       string
	Prefixes    string // prefixMappings as written
	StoreItemID string
	Word15      bool   // w15:dataBinding
	Path        []Step // XPath without its root step's name space: local names; nil when the expression has another form
}

// Step is one child step of a binding's path.
type Step struct {
	Name  string // local name
	Index int    // from 1; 0 when the step has no predicate
}
