package columns

import (
	"math"
	"testing"
)

func cells(c ...Cell) []Cell { return c }

func TestWidths(t *testing.T) {
	for _, c := range []struct {
		name  string
		table Table
		want  []float64
	}{
		{"preferred widths", Table{Columns: 2, Available: 400, Cells: cells(Cell{0, 1, 100, 0, 20, 50}, Cell{1, 1, 200, 0, 20, 50})}, []float64{100, 200}},
		{"no wishes: as wide as the contents", Table{Columns: 2, Available: 400, Cells: cells(Cell{0, 1, 0, 0, 20, 50}, Cell{1, 1, 0, 0, 20, 70})}, []float64{50, 70}},
		{"a long word widens its column", Table{Columns: 2, Width: 200, Available: 400, Cells: cells(Cell{0, 1, 100, 0, 20, 50}, Cell{1, 1, 100, 0, 130, 130})}, []float64{70, 130}},
		{"wider than the space: scaled down", Table{Columns: 2, Available: 150, Cells: cells(Cell{0, 1, 100, 0, 0, 0}, Cell{1, 1, 200, 0, 0, 0})}, []float64{50, 100}},
		{"a table may be wider than the space", Table{Columns: 2, Width: 300, Available: 150, Cells: cells(Cell{0, 1, 100, 0, 0, 0}, Cell{1, 1, 200, 0, 0, 0})}, []float64{100, 200}},
		{"shares of the table", Table{Columns: 2, Width: 400, Available: 400, Cells: cells(Cell{0, 1, 0, 0.25, 0, 0}, Cell{1, 1, 0, 0.75, 0, 0})}, []float64{100, 300}},
		{"columns without a wish take what is left", Table{Columns: 2, Width: 400, Available: 400, Cells: cells(Cell{0, 1, 100, 0, 0, 0}, Cell{1, 1, 0, 0, 10, 50})}, []float64{100, 300}},
		{"a span asks for what its columns lack", Table{Columns: 2, Available: 400, Grid: []float64{10, 30}, Cells: cells(Cell{0, 2, 200, 0, 0, 0})}, []float64{50, 150}},
		{"what a span asks for beyond its columns the last one gets", Table{Columns: 3, Width: 513, Available: 480, Grid: []float64{95, 187, 231}, Cells: cells(Cell{0, 1, 95, 0, 60, 60}, Cell{1, 1, 187, 0, 0, 0}, Cell{2, 1, 200, 0, 90, 90}, Cell{0, 3, 513, 0, 0, 0})}, []float64{95, 187, 231}},
		{"shares beyond the whole: the last ones get what is left", Table{Columns: 2, Width: 100, Available: 100, Cells: cells(Cell{0, 1, 0, 0.6, 0, 0}, Cell{1, 1, 0, 0.6, 0, 0})}, []float64{60, 40}},
		{"words that fit nowhere shrink all", Table{Columns: 2, Width: 100, Available: 100, Cells: cells(Cell{0, 1, 0, 0, 100, 100}, Cell{1, 1, 0, 0, 300, 300})}, []float64{25, 75}},
		{"fixed: wishes before the grid", Table{Columns: 2, Fixed: true, Available: 400, Grid: []float64{10, 20}, Cells: cells(Cell{0, 1, 100, 0, 12, 500})}, []float64{100, 20}},
		{"fixed: no cell is narrower than its margins", Table{Columns: 3, Fixed: true, Width: 200, Available: 400, Cells: cells(Cell{0, 1, 4, 0, 12, 0}, Cell{1, 1, 96, 0, 12, 0}, Cell{2, 1, 100, 0, 12, 0})}, []float64{12, 92.1, 95.9}},
		{"fixed: scaled to the table's width", Table{Columns: 2, Fixed: true, Width: 300, Available: 400, Grid: []float64{50, 100}}, []float64{100, 200}},
		{"nothing at all", Table{Columns: 2, Available: 100}, []float64{50, 50}},
		{"no columns", Table{}, nil},
	} {
		got := Widths(c.table)
		if len(got) != len(c.want) {
			t.Errorf("%s: %v, want %v", c.name, got, c.want)
			continue
		}
		for i := range got {
			if math.Abs(got[i]-c.want[i]) > 0.1 {
				t.Errorf("%s: %.1f, want %.1f", c.name, got, c.want)
				break
			}
		}
	}
}

func TestExtent(t *testing.T) {
	least, most := Extent(Table{Columns: 2, Cells: cells(Cell{0, 1, 0, 0, 20, 50}, Cell{1, 1, 100, 0, 30, 60})})
	if least != 50 || most != 150 {
		t.Errorf("automatic: %v to %v, want 50 to 150", least, most)
	}
	least, most = Extent(Table{Columns: 2, Fixed: true, Grid: []float64{40, 60}})
	if least != 100 || most != 100 {
		t.Errorf("fixed: %v to %v, want 100", least, most)
	}
}

func FuzzWidths(f *testing.F) {
	f.Add(100.0, 50.0, 0.5, 20.0, 300.0, true, 2)
	f.Fuzz(func(t *testing.T, width, pref, share, least, most float64, fix bool, span int) {
		for _, v := range []float64{width, pref, share, least, most} {
			if math.IsNaN(v) || math.Abs(v) > 1e6 {
				t.Skip()
			}
		}
		got := Widths(Table{Columns: 3, Width: max(width, 0), Available: 500, Fixed: fix, Cells: cells(Cell{0, 1, max(pref, 0), max(share, 0), max(least, 0), max(most, 0)}, Cell{1, span, max(most, 0), 0, max(pref, 0), max(width, 0)})})
		sum := 0.0
		for _, w := range got {
			if w < 0 || math.IsNaN(w) || math.IsInf(w, 0) {
				t.Fatalf("widths %v", got)
			}
			sum += w
		}
		if sum <= 0 {
			t.Fatalf("all of %v are zero", got)
		}
	})
}
