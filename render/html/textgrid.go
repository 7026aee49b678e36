package html

import (
	"strings"

	"reportmail/render/doc"
	"reportmail/render/text"
)

// textGrid is a data table as text: cells wrapped to the widths of their columns.
type textGrid struct {
	t       *plainer
	table   *table
	cells   []textCell
	width   []int  // of each column
	visible []bool // columns with anything in them
	gap     int    // blanks between columns
}

type textCell struct {
	row, col, cols int
	right          bool
	lines          []string
}

func newTextGrid(t *plainer, tb *table) *textGrid {
	g := &textGrid{t: t, table: tb, gap: 2}
	n := 0
	for i := range tb.rows {
		for k := range tb.rows[i].cells {
			c := &tb.rows[i].cells[k]
			n = max(n, c.col+c.cols)
		}
	}
	g.width, g.visible = make([]int, n), make([]bool, n)
	g.cells = make([]textCell, 0, len(tb.rows)*min(n, 16))
	for i := range tb.rows {
		if tb.isCut(i) {
			continue
		}
		for k := range tb.rows[i].cells {
			c := &tb.rows[i].cells[k]
			if len(c.blocks) == 0 {
				continue
			}
			x := textCell{row: i, col: c.col, cols: c.cols, lines: trimBlank(t.blocks(c.blocks, text.LineWidth))}
			if b := &c.blocks[0]; b.kind == paraBlock {
				x.right = b.para.fmt.Align == doc.AlignRight
			}
			if len(x.lines) == 0 {
				continue
			}
			g.cells = append(g.cells, x)
			g.visible[c.col] = true
			if c.cols == 1 {
				g.width[c.col] = max(g.width[c.col], widest(x.lines))
			}
		}
	}
	for _, x := range g.cells { // cells over several columns that every line has
		if x.cols > 1 && (tb.rows[x.row].repeat || x.row < tb.header) {
			g.width[x.col] += max(widest(x.lines)-g.span(x.col, x.cols), 0)
		}
	}
	return g
}

func widest(lines []string) int {
	n := 0
	for _, l := range lines {
		n = max(n, text.Columns(l))
	}
	return n
}

// flat tells whether the table is one of short texts beside each other: no cell with neighbours has more than a line.
func (g *textGrid) flat() bool {
	beside := false
	for i := range g.cells {
		c := &g.cells[i]
		alone := (i == 0 || g.cells[i-1].row != c.row) && (i+1 == len(g.cells) || g.cells[i+1].row != c.row)
		if !alone {
			beside = true
			if len(c.lines) > 1 {
				return false
			}
		}
	}
	return beside
}

// least are the narrowest columns that text is wrapped into, with two blanks between columns and with one.
var least = [3]int{0, 12, 16}

// fit narrows the widest columns until the table fits into width columns; it tells whether it does.
func (g *textGrid) fit(width int) bool {
	natural := append([]int(nil), g.width...)
	for g.gap = 2; g.gap > 0; g.gap-- {
		copy(g.width, natural)
		for g.total() > width {
			k := 0
			for i := range g.width {
				if g.width[i] > g.width[k] {
					k = i
				}
			}
			if g.width[k] <= least[g.gap] {
				break
			}
			g.width[k]--
		}
		if g.total() <= width {
			return true
		}
	}
	return false
}

// total is the width of all columns with the blanks between.
func (g *textGrid) total() int { return g.span(0, len(g.width)) }

// span is the width of n columns from col on.
func (g *textGrid) span(col, n int) int {
	sum := 0
	for i := col; i < min(col+n, len(g.width)); i++ {
		if g.visible[i] {
			sum += g.width[i] + g.gap
		}
	}
	return max(sum-g.gap, 0)
}

// lines prints the grid.
func (g *textGrid) lines(width int) []string {
	out := make([]string, 0, len(g.table.rows))
	g.eachRow(func(i int, cells []textCell) {
		if cells == nil {
			out = append(out, g.cutLine())
			return
		}
		if len(cells) == 0 || g.table.header == 0 && i > 0 && g.table.spaced(i) {
			out = append(out, "")
		}
		if len(cells) > 0 {
			out = append(out, g.row(cells, width)...)
		}
	})
	return out
}

// row prints the cells of one row.
func (g *textGrid) row(cells []textCell, width int) []string {
	height := 1
	wrapped := make([][]string, len(cells))
	from := make([]int, len(cells))
	free := 0 // where the text before ends
	for k, c := range cells {
		from[k] = g.start(c.col)
		w, need := g.span(c.col, c.cols), widest(c.lines)
		if k == len(cells)-1 && !c.right { // the last cell has room to the right
			w = max(w, min(need, width-from[k]))
		}
		if lack := need - w; lack > 0 && (c.cols > 1 || c.right) { // labels of totals have room to the left
			lack = min(lack, max(from[k]-free, 0))
			from[k], w = from[k]-lack, w+lack
		}
		for _, l := range c.lines {
			wrapped[k] = append(wrapped[k], text.Wrap(l, w)...)
		}
		if c.right {
			for i, l := range wrapped[k] {
				wrapped[k][i] = strings.Repeat(" ", max(w-text.Columns(l), 0)) + l
			}
		}
		free = from[k] + widest(wrapped[k]) + 1
		height = max(height, len(wrapped[k]))
	}
	out := make([]string, height)
	for h := range out {
		used := 0
		for k := range cells {
			if h < len(wrapped[k]) {
				at := max(from[k], used)
				out[h] += strings.Repeat(" ", at-used) + wrapped[k][h]
				used = at + text.Columns(wrapped[k][h]) + 1
				if k+1 < len(cells) {
					out[h] += " "
				}
			}
		}
	}
	return out
}

// start is where a column begins.
func (g *textGrid) start(col int) int {
	sum := 0
	for i := range col {
		if g.visible[i] {
			sum += g.width[i] + g.gap
		}
	}
	return sum
}
