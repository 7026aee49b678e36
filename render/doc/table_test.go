package doc

import (
	"strings"
	"testing"
)

// edge makes a border known by its width.
func edge(n int) Opt[Border] { return Some(Border{Style: "single", Width: EighthPoints(n)}) }

func TestTableFormat_Conditions(t *testing.T) {
	names := []string{"whole", "band1H", "band2H", "band1V", "band2V", "lastCol", "firstCol", "lastRow", "se", "sw", "firstRow", "ne", "nw"}
	all := Look{FirstRow: true, LastRow: true, FirstCol: true, LastCol: true, HBand: true, VBand: true}
	for _, c := range []struct {
		look  Look
		place Place
		band  int32
		want  string
	}{
		{Look{}, Place{Row: 0, Rows: 3, Col: 0, Cols: 3}, 1, "whole"},
		{all, Place{Row: 0, Rows: 4, Col: 0, Cols: 4}, 1, "whole firstCol firstRow nw"},
		{all, Place{Row: 0, Rows: 4, Col: 2, Cols: 4, Span: 2}, 1, "whole lastCol firstRow ne"},
		{all, Place{Row: 3, Rows: 4, Col: 3, Cols: 4}, 1, "whole lastCol lastRow se"},
		{all, Place{Row: 1, Rows: 4, Col: 1, Cols: 4}, 1, "whole band1H band1V"},
		{all, Place{Row: 2, Rows: 4, Col: 2, Cols: 4}, 1, "whole band2H band2V"},
		{all, Place{Row: 1, Rows: 9, Col: 1, Cols: 4, HeaderRows: 2}, 1, "whole band1V firstRow"},
		{all, Place{Row: 2, Rows: 9, Col: 1, Cols: 4, HeaderRows: 2}, 1, "whole band1H band1V"},
		{Look{HBand: true}, Place{Row: 3, Rows: 9, Col: 0, Cols: 1}, 2, "whole band2H"},
		{Look{HBand: true}, Place{Row: 4, Rows: 9, Col: 0, Cols: 1}, 2, "whole band1H"},
	} {
		f := &TableFormat{Look: c.look, RowBand: c.band, ColBand: 1}
		conds := f.Conditions(c.place)
		var got []string
		for i, n := range names {
			if conds&(1<<i) != 0 {
				got = append(got, n)
			}
		}
		if s := strings.Join(got, " "); s != c.want {
			t.Errorf("%+v in %+v: got %s, want %s", c.look, c.place, s, c.want)
		}
	}
}

func TestStyles_CellBordersOfParts(t *testing.T) {
	part := func(n int) *CondProps {
		return &CondProps{Cell: &CellProps{Borders: Borders{Top: edge(n), Bottom: edge(n + 1), Left: edge(n + 2), Right: edge(n + 3), InsideH: edge(n + 4), InsideV: edge(n + 5)}}}
	}
	s := sheet(&Style{ID: "t", Kind: TableStyle, Cond: map[Condition]*CondProps{FirstRow: part(10), Band1Horz: part(20), FirstCol: part(40)}})
	s.DefaultTable = "t"
	look := Look{FirstRow: true, HBand: true}
	for _, c := range []struct {
		what               string
		look               Look
		place              Place
		top, bottom, l, r_ int
	}{
		{"first row, left corner", look, Place{Row: 0, Rows: 5, Col: 0, Cols: 3}, 10, 11, 12, 15},
		{"first row, middle", look, Place{Row: 0, Rows: 5, Col: 1, Cols: 3}, 10, 11, 15, 15},
		{"first row, right corner", look, Place{Row: 0, Rows: 5, Col: 2, Cols: 3}, 10, 11, 15, 13},
		{"start of a band of two", look, Place{Row: 1, Rows: 9, Col: 1, Cols: 3}, 20, 24, 25, 25},
		{"end of a band of two", look, Place{Row: 2, Rows: 9, Col: 1, Cols: 3}, 24, 21, 25, 25},
		{"band cut off by the end of the table", look, Place{Row: 1, Rows: 2, Col: 1, Cols: 3}, 20, 21, 25, 25},
		{"first column, middle", Look{FirstCol: true}, Place{Row: 1, Rows: 3, Col: 0, Cols: 3}, 44, 44, 42, 43},
		{"first column over first row", Look{FirstCol: true, FirstRow: true}, Place{Row: 0, Rows: 3, Col: 0, Cols: 3}, 10, 11, 12, 15},
		{"no part", Look{}, Place{Row: 1, Rows: 3, Col: 1, Cols: 3}, 0, 0, 0, 0},
	} {
		f := s.Table(&Table{Props: &TableProps{Look: Some(c.look), RowBand: Some[int32](2)}}, nil)
		b := s.Cell(&Cell{}, f, f.Conditions(c.place)).Borders
		if int(b.Top.V.Width) != c.top || int(b.Bottom.V.Width) != c.bottom || int(b.Left.V.Width) != c.l || int(b.Right.V.Width) != c.r_ {
			t.Errorf("%s: got %d %d %d %d", c.what, b.Top.V.Width, b.Bottom.V.Width, b.Left.V.Width, b.Right.V.Width)
		}
	}
}

func TestStyles_CellPrecedence(t *testing.T) {
	red, blue, green := Shading{Color{R: 1}}, Shading{Color{B: 1}}, Shading{Color{G: 1}}
	s := sheet(&Style{ID: "t", Kind: TableStyle,
		Table: &TableProps{Margins: Margins{Left: Some[Twips](7)}, Shading: Some(green)},
		Cell:  &CellProps{VAlign: Some(VBottom)},
		Cond:  map[Condition]*CondProps{FirstRow: {Cell: &CellProps{Shading: Some(red)}}, LastRow: {Cell: &CellProps{Shading: Some(blue)}}}})
	s.DefaultTable = "t"
	look := Some(Look{FirstRow: true, LastRow: true})
	f := s.Table(&Table{Props: &TableProps{Look: look, Margins: Margins{Right: Some[Twips](8)}}}, nil)
	cell := func(p *CellProps, row, rows int) *CellFormat {
		return s.Cell(&Cell{Props: p}, f, f.Conditions(Place{Row: row, Rows: rows, Cols: 1}))
	}
	if c := cell(nil, 1, 3); c.Shading.V != green.Fill || c.VAlign != VBottom || c.Margins != (CellMargins{Left: 7, Right: 8}) {
		t.Errorf("plain cell: got %+v", c)
	}
	if c := cell(nil, 0, 1); c.Shading.V != red.Fill {
		t.Errorf("the first row is not over the last: got %+v", c.Shading)
	}
	if c := cell(&CellProps{Shading: Some(Shading{Color{Auto: true}}), Margins: Margins{Left: Some[Twips](1)}}, 0, 3); c.Shading.Set || c.Margins.Left != 1 {
		t.Errorf("direct properties: got %+v", c)
	}
}

func TestStyles_TableExceptions(t *testing.T) {
	s := sheet()
	table := &Table{Props: &TableProps{Borders: Borders{Top: edge(1), Left: edge(2)}}}
	row := &Row{Exceptions: &TableProps{Borders: Borders{Top: edge(9)}}}
	if f := s.Table(table, row); f.Borders.Top.V.Width != 9 || f.Borders.Left.V.Width != 2 {
		t.Errorf("got %+v", f.Borders)
	}
	if f := s.Table(table, nil); f.Borders.Top.V.Width != 1 || f.Margins.Left != 108 || f.Spacing.Kind != Nil {
		t.Errorf("got %+v", f)
	}
}

func TestStyles_Row(t *testing.T) {
	s := sheet(&Style{ID: "t", Kind: TableStyle, Row: &RowProps{CantSplit: Some(true)}, Cond: map[Condition]*CondProps{FirstRow: {Row: &RowProps{Header: Some(true)}}}})
	s.DefaultTable = "t"
	f := s.Table(&Table{Props: &TableProps{Look: Some(Look{FirstRow: true})}}, nil)
	if r := s.Row(&Row{}, f, f.Conditions(Place{Rows: 2, Cols: 1})); !r.CantSplit.V || !r.Header.V {
		t.Errorf("first row: got %+v", r)
	}
	own := &Row{Props: &RowProps{CantSplit: Some(false), Height: Some[Twips](5), HeightRule: HeightExact, GridBefore: 1}}
	if r := s.Row(own, f, f.Conditions(Place{Row: 1, Rows: 2, Cols: 1})); r.CantSplit.V || r.Header.V || r.HeightRule != HeightExact || r.GridBefore != 1 {
		t.Errorf("own properties: got %+v", r)
	}
}
