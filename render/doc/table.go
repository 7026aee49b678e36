package doc

type tableKey struct {
	style  string
	direct *TableProps
	except *TableProps
}

// Table is the effective format of a table; row may be nil, or a row of it whose exceptions (w:tblPrEx) count.
func (s *Styles) Table(t *Table, row *Row) *TableFormat {
	key := tableKey{style: t.Style, direct: t.Props}
	if row != nil {
		key.except = row.Exceptions
	}
	if f, ok := s.cache.Load(key); ok {
		return f.(*TableFormat)
	}
	f := s.computeTable(key)
	s.cache.Store(key, f)
	return f
}

func (s *Styles) computeTable(key tableKey) *TableFormat {
	style := key.style
	if st := s.ByID[style]; st == nil || st.Kind != TableStyle {
		style = s.DefaultTable
	}
	var acc TableProps
	for _, st := range s.chain(style) {
		layTable(&acc, st.Table)
		if c := st.Cond[WholeTable]; c != nil {
			layTable(&acc, c.Table)
		}
	}
	layTable(&acc, key.direct)
	layTable(&acc, key.except)
	return &TableFormat{
		Style: style, Width: acc.Width.V, Indent: acc.Indent.V, Align: acc.Align.V, Fixed: acc.Fixed.V, Borders: acc.Borders,
		// Cell margins of a table that says nothing: 0 above and below, 5.4 pt at the sides (ECMA-376-1 17.4.42).
		Margins: CellMargins{acc.Margins.Top.Or(0), acc.Margins.Left.Or(108), acc.Margins.Bottom.Or(0), acc.Margins.Right.Or(108)},
		Spacing: acc.Spacing.Or(Measure{Kind: Nil}), Shading: fill(acc.Shading), Look: acc.Look.V, Bidi: acc.Bidi.V,
		RowBand: max(acc.RowBand.Or(1), 1), ColBand: max(acc.ColBand.Or(1), 1), Float: acc.Float,
	}
}

// Place is where a cell stands in its table, for the conditional parts of its style. Columns count grid columns.
type Place struct {
	Row, Rows int // index and number of rows
	Col, Cols int // first grid column of the cell and number of grid columns
	Span      int
}

// Conditions are the conditional parts of the table's style that apply to a cell at p (ECMA-376-1 17.7.6). Bands do
// not count the first row and the first column when these have parts of their own.
func (f *TableFormat) Conditions(p Place) Condition {
	c := WholeTable
	set := func(on bool, what Condition) {
		if on {
			c |= what
		}
	}
	first, last := f.Look.FirstRow && p.Row == 0, f.Look.LastRow && p.Row == p.Rows-1
	left, right := f.Look.FirstCol && p.Col == 0, f.Look.LastCol && p.Col+max(p.Span, 1) >= p.Cols
	set(first, FirstRow)
	set(last, LastRow)
	set(left, FirstCol)
	set(right, LastCol)
	set(first && left, NWCell)
	set(first && right, NECell)
	set(last && left, SWCell)
	set(last && right, SECell)
	if f.Look.HBand && !first && !last {
		band := p.Row
		if f.Look.FirstRow {
			band--
		}
		set(band/int(f.RowBand)%2 == 0, Band1Horz)
		set(band/int(f.RowBand)%2 == 1, Band2Horz)
	}
	if f.Look.VBand && !left && !right {
		band := p.Col
		if f.Look.FirstCol {
			band--
		}
		set(band/int(f.ColBand)%2 == 0, Band1Vert)
		set(band/int(f.ColBand)%2 == 1, Band2Vert)
	}
	return c
}

type cellKey struct {
	direct *CellProps
	table  *TableFormat
	conds  Condition
}

// Cell is the effective format of a cell of a table with format t. conds come from TableFormat.Conditions.
func (s *Styles) Cell(c *Cell, t *TableFormat, conds Condition) *CellFormat {
	key := cellKey{c.Props, t, conds}
	if f, ok := s.cache.Load(key); ok {
		return f.(*CellFormat)
	}
	f := s.computeCell(key)
	s.cache.Store(key, f)
	return f
}

func (s *Styles) computeCell(key cellKey) *CellFormat {
	var acc CellProps
	for _, st := range s.chain(key.table.Style) {
		layCell(&acc, st.Cell)
		for _, c := range s.conds(st, key.conds) {
			layCell(&acc, c.Cell)
		}
	}
	layCell(&acc, key.direct)
	m, d := acc.Margins, key.table.Margins
	f := &CellFormat{
		Width: acc.Width.V, Span: int(max(acc.Span, 1)), VMerge: acc.VMerge, Borders: acc.Borders, Shading: fill(acc.Shading),
		Margins: CellMargins{m.Top.Or(d.Top), m.Left.Or(d.Left), m.Bottom.Or(d.Bottom), m.Right.Or(d.Right)},
		VAlign:  acc.VAlign.V, NoWrap: acc.NoWrap.V, HideMark: acc.HideMark.V, Direction: acc.Direction.V,
	}
	if !f.Shading.Set && !acc.Shading.Set {
		f.Shading = key.table.Shading
	}
	return f
}
