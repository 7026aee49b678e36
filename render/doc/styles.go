package doc

import "sync"

// Styles are the styles of a document with its defaults (ECMA-376-1 17.7), and the cascade over them. It is shared by
// goroutines; what the cascade computed is remembered.
type Styles struct {
	ByID         map[string]*Style
	DefaultPara  string // style ids of the defaults
	DefaultChar  string
	DefaultTable string
	DocPara      *ParaProps // w:docDefaults
	DocRun       *RunProps
	Numbering    *Numbering // lists; nil for none

	cache sync.Map // cascade keys → computed formats
}

// StyleKind is what a style applies to.
type StyleKind uint8

const (
	ParagraphStyle StyleKind = iota
	CharacterStyle
	TableStyle
	NumberingStyle
)

// Style is one w:style.
type Style struct {
	ID, Name string
	Kind     StyleKind
	BasedOn  string
	Link     string
	Para     *ParaProps
	Run      *RunProps
	Table    *TableProps              // table styles only
	Row      *RowProps                //
	Cell     *CellProps               //
	Cond     map[Condition]*CondProps // conditional parts
}

// CondProps is a w:tblStylePr.
type CondProps struct {
	Para  *ParaProps
	Run   *RunProps
	Table *TableProps
	Row   *RowProps
	Cell  *CellProps
}

// Condition is a conditional part of a table style; a cell's conditions are a set of them, together with the edges of
// the parts that the cell lies at.
type Condition uint32

// Conditions in the order in which Word applies them, later over earlier ([MS-OI29500] 2.1.252 and 2.1.1298; QUIRK: the
// order of ECMA-376-1 17.7.6.6 is another one, with columns over rows).
const (
	WholeTable Condition = 1 << iota
	Band1Horz
	Band2Horz
	Band1Vert
	Band2Vert
	LastCol
	FirstCol
	LastRow
	SECell
	SWCell
	FirstRow
	NECell
	NWCell

	atTop // edges of the table
	atBottom
	atLeft
	atRight
	bandTop // edges of the cell's bands
	bandBottom
	bandLeft
	bandRight

	lastCondition = NWCell
	allConditions = lastCondition<<1 - 1
)

// CellContext is what a paragraph inherits from the table cell it stands in: the table style and the cell's
// conditions. The zero value is a paragraph outside of a table.
type CellContext struct {
	Table string // table style id, already defaulted; "" outside of a table
	Conds Condition
}

// text is the part of the context that text depends on: where the edges are makes no difference to it.
func (c CellContext) text() CellContext { return CellContext{c.Table, c.Conds & allConditions} }
