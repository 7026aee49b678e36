package doc

// Paragraph is a w:p (ECMA-376-1 17.3.1.22).
type Paragraph struct {
	Style   string     // paragraph style id; "" is the default paragraph style
	Props   *ParaProps // direct properties; nil is none
	Mark    *RunProps  // properties of the paragraph mark, which give an empty paragraph its height
	MarkSty string     // character style of the paragraph mark
	Content []Node     // Run, Break, PosTab, Field, Link, Drawing, Control
	Src     Source
}

// Table is a w:tbl (ECMA-376-1 17.4.37).
type Table struct {
	Style   string // table style id; "" is the default table style
	Props   *TableProps
	Grid    []Twips // w:tblGrid
	Content []Node  // Row, Control
	Src     Source
}

// Row is a w:tr (ECMA-376-1 17.4.78).
type Row struct {
	Props      *RowProps
	Exceptions *TableProps // w:tblPrEx; nil is none
	Content    []Node      // Cell, Control
	Src        Source
}

// Cell is a w:tc (ECMA-376-1 17.4.65). A cell always ends in a paragraph.
type Cell struct {
	Props   *CellProps
	Content []Node // Paragraph, Table, Control
	Src     Source
}

// HTML is formatted text that a control took from a column: a safe, closed fragment already turned into blocks.
// Writers show Content; it exists so that checks and previews can tell where the blocks came from.
type HTML struct {
	Content []Node
	Column  string
}
