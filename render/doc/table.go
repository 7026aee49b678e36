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
	Row, Rows  int // index and number of rows
	Col, Cols  int // first grid column of the cell and number of grid columns
	Span       int
	HeaderRows int // rows at the start of the table that repeat on every page (w:tblHeader)
}

// Conditions are the conditional parts of the table's style that apply to a cell at p (ECMA-376-1 17.7.6). The part of
// the first row is that of all repeating rows (17.18.89). Bands do not count rows and columns with parts of their own.
func (f *TableFormat) Conditions(p Place) Condition {
	c := WholeTable
	set := func(on bool, what Condition) {
		if on {
			c |= what
		}
	}
	end := p.Col + max(p.Span, 1)
	head := max(p.HeaderRows, 1)
	first, last := f.Look.FirstRow && p.Row < head, f.Look.LastRow && p.Row == p.Rows-1
	left, right := f.Look.FirstCol && p.Col == 0, f.Look.LastCol && end >= p.Cols
	set(first, FirstRow)
	set(last, LastRow)
	set(left, FirstCol)
	set(right, LastCol)
	set(first && left, NWCell)
	set(first && right, NECell)
	set(last && left, SWCell)
	set(last && right, SECell)
	set(p.Row == 0, atTop)
	set(p.Row == p.Rows-1, atBottom)
	set(p.Col == 0, atLeft)
	set(end >= p.Cols, atRight)
	if f.Look.HBand && !first && !last {
		start := 0
		if f.Look.FirstRow {
			start = head
		}
		n, size := p.Row-start, int(f.RowBand)
		set(n/size%2 == 0, Band1Horz)
		set(n/size%2 == 1, Band2Horz)
		set(n%size == 0, bandTop)
		set(n%size == size-1 || p.Row == p.Rows-1, bandBottom)
	}
	if f.Look.VBand && !left && !right {
		start := 0
		if f.Look.FirstCol {
			start = 1
		}
		n, size := p.Col-start, int(f.ColBand)
		set(n/size%2 == 0, Band1Vert)
		set(n/size%2 == 1, Band2Vert)
		set(n%size == 0, bandLeft)
		set((end-1-start)%size == size-1 || end >= p.Cols, bandRight)
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
		layPart(&acc, &CondProps{Cell: st.Cell}, WholeTable, key.conds)
		for c, p := range s.conds(st, key.conds) {
			layPart(&acc, p, c, key.conds)
		}
	}
	layCell(&acc, key.direct)
	acc.Borders.InsideH, acc.Borders.InsideV = Opt[Border]{}, Opt[Border]{} // of no meaning for one cell
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

// layPart puts a part of a table style onto a cell. The borders of a part are those around it and between its cells:
// which of them a cell has depends on the edges of the part that it lies at.
func layPart(acc *CellProps, p *CondProps, part, at Condition) {
	if p.Table != nil && part != WholeTable { // those of the whole table are the table's own
		acc.Borders = edges(p.Table.Borders, part, at).Over(acc.Borders)
		acc.Margins = p.Table.Margins.Over(acc.Margins)
		acc.Shading = p.Table.Shading.Over(acc.Shading)
	}
	if p.Cell != nil {
		own := *p.Cell
		own.Borders = edges(own.Borders, part, at)
		layCell(acc, &own)
	}
}

// edges are the borders that a cell has from those of a part of the table.
func edges(b Borders, part, at Condition) Borders {
	top, bottom, left, right := at&atTop != 0, at&atBottom != 0, at&atLeft != 0, at&atRight != 0
	switch part {
	case FirstRow, LastRow:
		top, bottom = true, true
	case FirstCol, LastCol:
		left, right = true, true
	case Band1Horz, Band2Horz:
		top, bottom = at&bandTop != 0, at&bandBottom != 0
	case Band1Vert, Band2Vert:
		left, right = at&bandLeft != 0, at&bandRight != 0
	case NWCell, NECell, SWCell, SECell:
		top, bottom, left, right = true, true, true, true
	}
	pick := func(outer bool, edge, inside Opt[Border]) Opt[Border] {
		if outer {
			return edge
		}
		return inside
	}
	return Borders{
		Top: pick(top, b.Top, b.InsideH), Bottom: pick(bottom, b.Bottom, b.InsideH),
		Left: pick(left, b.Left, b.InsideV), Right: pick(right, b.Right, b.InsideV), TL2BR: b.TL2BR, TR2BL: b.TR2BL,
	}
}

// Row are the effective properties of a row: its own over those of the table's style. at is the place of any of its
// cells. The result is shared and not to be changed; it is never nil.
func (s *Styles) Row(r *Row, t *TableFormat, conds Condition) *RowProps {
	key := rowKey{r.Props, t, conds & (FirstRow | LastRow | Band1Horz | Band2Horz)}
	if p, ok := s.cache.Load(key); ok {
		return p.(*RowProps)
	}
	acc := new(RowProps)
	for _, st := range s.chain(t.Style) {
		layRow(acc, st.Row)
		for _, p := range s.conds(st, key.conds) {
			layRow(acc, p.Row)
		}
	}
	layRow(acc, r.Props)
	s.cache.Store(key, acc)
	return acc
}

type rowKey struct {
	direct *RowProps
	table  *TableFormat
	conds  Condition
}
