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

// Condition is a conditional part of a table style; a cell's conditions are a set of them.
type Condition uint16

// Conditions in the order in which they apply, later over earlier (ECMA-376-1 17.7.6).
const (
	WholeTable Condition = 1 << iota
	Band1Vert
	Band2Vert
	Band1Horz
	Band2Horz
	FirstCol
	LastCol
	FirstRow
	LastRow
	NECell
	NWCell
	SECell
	SWCell
)

// CellContext is what a paragraph inherits from the table cell it stands in: the table style and the cell's
// conditions. The zero value is a paragraph outside of a table.
type CellContext struct {
	Table string // table style id, already defaulted; "" outside of a table
	Conds Condition
}
