package docx

import (
	"reportmail/render/doc"
)

// table reads a w:tbl (ECMA-376-1 17.4.37).
func (s *story) table(e *element, b *blocks) {
	outer := s.place
	s.count++
	s.place.Table, s.place.Row, s.place.Cell = s.count, 0, 0
	defer func() { s.place = outer }()

	pr := e.kid("w:tblPr")
	t := &doc.Table{Style: attrOf(pr.kid("w:tblStyle")), Props: s.props.table(pr), Src: s.source(e)}
	if grid := e.kid("w:tblGrid"); grid != nil {
		for _, k := range grid.kids {
			if k.name == "w:gridCol" && len(t.Grid) < maxColumns*2 {
				t.Grid = append(t.Grid, twips(k.attr("w:w")))
			}
		}
	}
	var rows blocks
	s.level(e, &rows, s.tables.row)
	t.Content = rows.nodes
	b.add(t)
}

// row reads a w:tr (ECMA-376-1 17.4.78). A deleted row is gone.
func (s *story) row(e *element, b *blocks) {
	pr := e.kid("w:trPr")
	if pr.kid("w:del") != nil {
		return
	}
	s.place.Row++
	s.place.Cell = 0
	r := &doc.Row{Props: s.props.row(pr), Exceptions: s.props.table(e.kid("w:tblPrEx")), Src: s.source(e)}
	var cells blocks
	s.level(e, &cells, s.tables.cell)
	r.Content = joinMerged(cells.nodes, e)
	s.place.Cell = 0
	b.add(r)
}

// cell reads a w:tc (ECMA-376-1 17.4.65).
func (s *story) cell(e *element, b *blocks) {
	s.place.Cell++
	c := &doc.Cell{Props: s.props.cell(e.kid("w:tcPr")), Src: s.source(e)}
	var in blocks
	for _, k := range e.kids {
		if k.name == "w:tcPr" {
			continue
		}
		if read, known := s.tables.block[k.name]; read != nil {
			read(s, k, &in)
		} else if !known && !isMark(k.name) {
			s.unknownBlock(k, &in)
		}
	}
	c.Content = in.nodes
	if n := len(c.Content); n == 0 {
		c.Content = []doc.Node{&doc.Paragraph{}} // a cell ends in a paragraph; files without one are damaged, but shown
	}
	b.add(c)
}

// joinMerged takes the cells of a horizontal merge (w:hMerge, ECMA-376-4 14.2.1) into the first one's span.
func joinMerged(cells []doc.Node, row *element) []doc.Node {
	if row.find("w:hMerge") == nil {
		return cells
	}
	merge := map[int32]string{} // by start of the cell
	for _, k := range row.kids {
		if h := k.path("w:tcPr", "w:hMerge"); k.name == "w:tc" && h != nil {
			if merge[k.start] = h.val(); h.val() == "" {
				merge[k.start] = "continue"
			}
		}
	}
	var out []doc.Node
	for _, n := range cells {
		c, ok := n.(*doc.Cell)
		if !ok || merge[c.Src.Start] != "continue" || len(out) == 0 {
			out = append(out, n)
			continue
		}
		if first, ok := out[len(out)-1].(*doc.Cell); ok {
			p := doc.CellProps{}
			if first.Props != nil {
				p = *first.Props // shared with equal cells
			}
			p.Span = min(max(p.Span, 1)+spanOf(c), maxColumns)
			if p.Width.V.Kind == doc.Dxa && c.Props.Width.V.Kind == doc.Dxa {
				p.Width.V.Value += c.Props.Width.V.Value
			}
			first.Props = &p
		}
	}
	return out
}

func spanOf(c *doc.Cell) int32 {
	if c.Props == nil {
		return 1
	}
	return max(c.Props.Span, 1)
}
