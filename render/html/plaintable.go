package html

import (
	"strings"

	"reportmail/render/doc"
	"reportmail/render/text"
)

// table are the lines of a table.
func (t *plainer) table(tb *table, width int) []string {
	g := newTextGrid(t, tb)
	if tb.header > 0 && g.fit(width) || tb.header == 0 && g.flat() && g.total() <= width {
		if lines := g.lines(width); within(lines, width) {
			return lines
		}
	}
	if tb.header > 0 {
		return t.records(tb, width)
	}
	return t.layout(tb, width)
}

// within tells whether no line but one with an address is longer than width.
func within(lines []string, width int) bool {
	for _, l := range lines {
		if text.Columns(l) > width && !strings.Contains(l, "://") {
			return false
		}
	}
	return true
}

// layout reads a table for layout row by row. Short cells of one row stand on one line, longer ones below each other.
func (t *plainer) layout(tb *table, width int) []string {
	var lines []string
	for i := range tb.rows {
		if tb.isCut(i) {
			if i == tb.cut.from {
				lines = append(lines, "", t.body.more(tb.cut.to-tb.cut.from), "")
			}
			continue
		}
		r := &tb.rows[i]
		if r.blank || i > 0 && tb.spaced(i) {
			lines = append(lines, "")
		}
		if r.blank {
			continue
		}
		var cells [][]string
		single, total := true, -2
		for k := range r.cells {
			if len(r.cells[k].blocks) == 0 {
				continue
			}
			c := trimBlank(t.blocks(r.cells[k].blocks, width))
			if len(c) == 0 {
				continue
			}
			cells = append(cells, c)
			single = single && len(c) == 1
			total += text.Columns(c[0]) + 2
		}
		switch {
		case len(cells) == 0: // pictures without a text
			lines = append(lines, "")
		case single && total <= width:
			row := cells[0][0]
			for _, c := range cells[1:] {
				row += "  " + c[0]
			}
			lines = append(lines, row)
		default:
			if len(lines) > 0 && len(cells) > 1 {
				lines = append(lines, "")
			}
			for k, c := range cells {
				if k > 0 && !single {
					lines = append(lines, "")
				}
				lines = append(lines, c...)
			}
		}
	}
	return lines
}

// spaced tells whether a row stands so far from the one above that a line between them may be blank.
func (t *table) spaced(i int) bool {
	var below, above, content px
	for k := range t.rows[i-1].cells {
		c := &t.rows[i-1].cells[k]
		if len(c.blocks) > 0 {
			below = max(below, c.pad[bottom]+c.tail)
			content = max(content, contentHeight(c))
		}
	}
	below += max(t.rows[i-1].height-content, 0)
	for k := range t.rows[i].cells {
		if c := &t.rows[i].cells[k]; len(c.blocks) > 0 {
			above = max(above, c.pad[top]+c.blocks[0].above)
		}
	}
	return below+above >= rowGap
}

// rowGap is the space between rows, in pixels, that makes a blank line.
const rowGap px = 10

func trimBlank(lines []string) []string {
	for len(lines) > 0 && strings.TrimSpace(lines[0]) == "" {
		lines = lines[1:]
	}
	for len(lines) > 0 && strings.TrimSpace(lines[len(lines)-1]) == "" {
		lines = lines[:len(lines)-1]
	}
	return lines
}

// isCut tells whether the body limit took row i.
func (t *table) isCut(i int) bool { return i >= t.cut.from && i < t.cut.to }

// records prints each row of a table that is too wide as label and value, one below the other.
func (t *plainer) records(tb *table, width int) []string {
	names := map[int]string{}
	for i := range tb.header {
		for k := range tb.rows[i].cells {
			if c := &tb.rows[i].cells[k]; len(c.blocks) > 0 {
				names[c.col] = strings.Join(t.blocks(c.blocks, width), " ")
			}
		}
	}
	var lines []string
	for i := tb.header; i < len(tb.rows); i++ {
		if tb.isCut(i) {
			if i == tb.cut.from {
				lines = append(lines, t.body.more(tb.cut.to-tb.cut.from), "")
			}
			continue
		}
		r := &tb.rows[i]
		for k := range r.cells {
			c := &r.cells[k]
			if len(c.blocks) == 0 {
				continue
			}
			value := trimBlank(t.blocks(c.blocks, width-2))
			if name := names[c.col]; name != "" && len(value) > 0 && (r.repeat || k > 0) {
				lines = append(lines, text.Wrap(name+": "+value[0], width)...)
				value = value[1:]
			}
			lines = append(lines, value...)
		}
		lines = append(lines, "")
	}
	// Captions of columns without any value are said once, so that text and HTML have the same words.
	return lines
}

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
	var out []string
	next := 0
	for i := range g.table.rows {
		if g.table.isCut(i) {
			if i == g.table.cut.from {
				out = append(out, g.t.body.more(g.table.cut.to-g.table.cut.from))
			}
			continue
		}
		from := next
		for next < len(g.cells) && g.cells[next].row == i {
			next++
		}
		if from == next || g.table.header == 0 && i > 0 && g.table.spaced(i) {
			out = append(out, "")
		}
		if from == next {
			continue
		}
		out = append(out, g.row(g.cells[from:next], width)...)
	}
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
