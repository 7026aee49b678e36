package build

// Table is a table of fixed column widths.
type Table struct {
	Columns []Twips
	Rows    []Line
	Align   Align  // where a table narrower than the text stands
	Alt     string // what the table is for, read by screen readers
}

// Line is a Row, or Rows: a row repeated for the rows of a data item.
type Line interface{ line(*story, []Twips) }

// Row is one table row.
type Row struct {
	Cells  []Cell
	Header bool  // repeats on every page
	Split  bool  // may break over pages
	Height Twips // at least
}

// Cell is one table cell. Borders without a width are not drawn.
type Cell struct {
	Span                        int // columns; 0 is 1
	Fill                        Colour
	Above, Below, Before, After Border
	Pad                         Pad
	VAlign                      string // "", center, bottom
	Content                     []Block
}

// Border is one edge of a cell.
type Border struct {
	Eighths int // of a point
	Colour  Colour
}

// Pad is the space between the edges of a cell and its content.
type Pad struct{ Top, Right, Bottom, Left Twips }

// Rows repeats rows for every row of a data item.
type Rows struct {
	Item string
	Rows []Line
}

func (r Rows) line(s *story, columns []Twips) {
	s.repeat(r.Item, func() {
		for _, row := range r.Rows {
			row.line(s, columns)
		}
	})
}

func (t Table) block(s *story) {
	var width Twips
	for _, c := range t.Columns {
		width += c
	}
	s.open("w:tbl")
	s.open("w:tblPr")
	s.el("w:tblW", "w:w", num(width), "w:type", "dxa")
	if t.Align != Left {
		s.el("w:jc", "w:val", string(t.Align))
	}
	s.el("w:tblLayout", "w:type", "fixed")
	s.WriteString(noMargins)
	s.el("w:tblLook", "w:val", "0000", "w:firstRow", "0", "w:lastRow", "0", "w:firstColumn", "0", "w:lastColumn", "0", "w:noHBand", "1", "w:noVBand", "1")
	if t.Alt != "" {
		s.el("w:tblDescription", "w:val", t.Alt)
	}
	s.close("w:tblPr")
	s.open("w:tblGrid")
	for _, c := range t.Columns {
		s.el("w:gridCol", "w:w", num(c))
	}
	s.close("w:tblGrid")
	for _, r := range t.Rows {
		r.line(s, t.Columns)
	}
	s.close("w:tbl")
}

// noMargins: cells have no inner margins unless their Pad says so. The default table style says it too, but LibreOffice
// takes its own default when the table does not.
const noMargins = `<w:tblCellMar><w:top w:w="0" w:type="dxa"/><w:left w:w="0" w:type="dxa"/><w:bottom w:w="0" w:type="dxa"/><w:right w:w="0" w:type="dxa"/></w:tblCellMar>`

func (r Row) line(s *story, columns []Twips) {
	s.open("w:tr")
	s.open("w:trPr")
	if !r.Split {
		s.el("w:cantSplit")
	}
	if r.Height != 0 {
		s.el("w:trHeight", "w:val", num(r.Height))
	}
	if r.Header {
		s.el("w:tblHeader")
	}
	s.close("w:trPr")
	at := 0
	for _, c := range r.Cells {
		span := max(c.Span, 1)
		if at+span > len(columns) {
			s.fail("a row has more cells than its table has columns")
			return
		}
		var width Twips
		for _, w := range columns[at : at+span] {
			width += w
		}
		c.write(s, width)
		at += span
	}
	if at != len(columns) {
		s.fail("a row covers %d of %d columns", at, len(columns))
	}
	s.close("w:tr")
}

func (c Cell) write(s *story, width Twips) {
	s.open("w:tc")
	s.open("w:tcPr")
	s.el("w:tcW", "w:w", num(width), "w:type", "dxa")
	if c.Span > 1 {
		s.el("w:gridSpan", "w:val", num(c.Span))
	}
	s.borders(c)
	if c.Fill != Inherit {
		s.el("w:shd", append([]string{"w:val", "clear", "w:color", "auto"}, s.file.layout.Theme.colour(c.Fill).attrs("w:fill", "w:themeFill")...)...)
	}
	s.pad(c.Pad)
	if c.VAlign != "" {
		s.el("w:vAlign", "w:val", c.VAlign)
	}
	s.close("w:tcPr")
	for _, b := range c.Content {
		b.block(s)
	}
	if n := len(c.Content); n == 0 || !isPara(c.Content[n-1]) { // ECMA-376-1 17.4.65: a cell ends in a paragraph
		P(endOfCell).block(s)
	}
	s.close("w:tc")
}

// endOfCell is the style of the paragraph that closes a cell after a table; a layout that nests tables defines it, as
// small as Word lets it be.
const endOfCell = "End"

func isPara(b Block) bool {
	_, ok := b.(*Para)
	return ok
}

func (s *story) borders(c Cell) {
	if c.Above.Eighths+c.Below.Eighths+c.Before.Eighths+c.After.Eighths == 0 {
		return
	}
	s.open("w:tcBorders")
	for _, e := range []struct {
		name string
		b    Border
	}{{"w:top", c.Above}, {"w:left", c.Before}, {"w:bottom", c.Below}, {"w:right", c.After}} {
		if e.b.Eighths != 0 {
			attrs := []string{"w:val", "single", "w:sz", num(e.b.Eighths), "w:space", "0"}
			s.el(e.name, append(attrs, s.file.layout.Theme.colour(e.b.Colour).attrs("w:color", "w:themeColor")...)...)
		}
	}
	s.close("w:tcBorders")
}

func (s *story) pad(p Pad) {
	if p == (Pad{}) {
		return
	}
	s.open("w:tcMar")
	for _, e := range []struct {
		name string
		w    Twips
	}{{"w:top", p.Top}, {"w:left", p.Left}, {"w:bottom", p.Bottom}, {"w:right", p.Right}} {
		s.el(e.name, "w:w", num(e.w), "w:type", "dxa")
	}
	s.close("w:tcMar")
}
