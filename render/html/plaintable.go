package html

import (
	"strings"

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
		return g.records(width)
	}
	return g.layout(width)
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
func (g *textGrid) layout(width int) []string {
	var lines []string
	g.eachRow(func(i int, cells []textCell) {
		if cells == nil {
			lines = append(lines, "", g.cutLine(), "")
			return
		}
		if len(cells) == 0 || i > 0 && g.table.spaced(i) {
			lines = append(lines, "")
		}
		single, total := true, -2
		for _, c := range cells {
			single = single && len(c.lines) == 1
			total += text.Columns(c.lines[0]) + 2
		}
		if single && total <= width {
			var row strings.Builder
			for k, c := range cells {
				if k > 0 {
					row.WriteString("  ")
				}
				row.WriteString(c.lines[0])
			}
			lines = append(lines, row.String())
			return
		}
		if len(lines) > 0 && len(cells) > 1 {
			lines = append(lines, "")
		}
		for k, c := range cells {
			if k > 0 && !single {
				lines = append(lines, "")
			}
			lines = append(lines, c.lines...)
		}
	})
	return lines
}

// records prints each row of a table that is too wide as label and value, one below the other.
func (g *textGrid) records(width int) []string {
	names := map[int]string{}
	var lines []string
	g.eachRow(func(i int, cells []textCell) {
		if cells == nil {
			lines = append(lines, g.cutLine(), "")
			return
		}
		for k, c := range cells {
			if i < g.table.header {
				names[c.col] = strings.Join(c.lines, " ")
				continue
			}
			value := c.lines
			if name := names[c.col]; name != "" && (g.table.rows[i].repeat || k > 0) {
				lines = append(lines, text.Wrap(name+": "+value[0], width)...)
				value = value[1:]
			}
			lines = append(lines, value...)
		}
		lines = append(lines, "")
	})
	return lines
}

// eachRow visits the rows with their cells that have text; the rows that the body limit took are visited once, with
// nil.
func (g *textGrid) eachRow(visit func(i int, cells []textCell)) {
	next := 0
	for i := range g.table.rows {
		if g.table.isCut(i) {
			if i == g.table.cut.from {
				visit(i, nil)
			}
			continue
		}
		from := next
		for next < len(g.cells) && g.cells[next].row == i {
			next++
		}
		visit(i, g.cells[from:next:next])
	}
}

// cutLine stands in place of the rows that the body limit took.
func (g *textGrid) cutLine() string { return g.t.body.more(g.table.cut.to - g.table.cut.from) }

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
