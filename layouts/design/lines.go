package design

import "reportmail/layouts/build"

// column is one column of a line table: heading and value, by their columns in the line item.
type column struct {
	value string
	width float64 // mm
	align build.Align
}

// lines is the table of document lines, with its shipments and assembly components below each.
func (p page) lines() build.Block {
	return p.lineTable("Line", []column{
		{"ItemNo_Line", 20, build.Left}, {"Description_Line", 54, build.Left}, {"Quantity_Line", 15, build.Right}, {"UnitOfMeasure", 15, build.Left},
		{"UnitPrice", 22, build.Right}, {"LineDiscountPercentText_Line", 13, build.Right}, {"VATPct_Line", 11, build.Right}, {"LineAmount_Line", 20, build.Right},
	})
}

// headings are the columns whose caption does not carry their name.
var headings = map[string]string{"LineDiscountPercentText_Line": "SalesInvoiceLineDiscount_Lbl"}

func (p page) lineTable(item string, columns []column) build.Block {
	t := build.Table{Alt: "Lines"}
	head, row := build.Row{Header: true}, build.Row{}
	for i, c := range columns {
		caption := p.caption(item + "/" + c.value)
		if h := headings[c.value]; h != "" && p.has(h) {
			caption = h
		}
		pad := build.Pad{Top: 70, Bottom: 70, Right: 60, Left: 60}
		if i == 0 {
			pad.Left = 0
		}
		if i == len(columns)-1 {
			pad.Right = 0
		}
		t.Columns = append(t.Columns, build.MM(c.width))
		var heading []build.Inline
		if caption != "" {
			heading = append(heading, p.field(caption))
		}
		head.Cells = append(head.Cells, build.Cell{Below: rule, Pad: pad, VAlign: "bottom", Content: []build.Block{build.P(tableHead, heading...).Aligned(c.align)}})
		f := p.field(item + "/" + c.value).Multi()
		row.Cells = append(row.Cells, build.Cell{Below: hairline, Pad: pad, Content: []build.Block{build.P(tableText, f).Aligned(c.align)}})
	}
	rows := build.Rows{Item: p.root + "/" + item, Rows: []build.Line{row}}
	rows.Rows = append(rows.Rows, p.below(item, len(columns))...)
	t.Rows = []build.Line{head, rows}
	return t
}

// below are the rows under a line: where its goods were shipped, what they were assembled from.
func (p page) below(item string, columns int) []build.Line {
	var out []build.Line
	for _, d := range []struct{ item, a, b, quantity string }{
		{"ShipmentLine", "DocumentNo_ShipmentLine", "PostingDate_ShipmentLine", "Quantity_ShipmentLine"},
		{"AssemblyLine", "LineNo_AssemblyLine", "Description_AssemblyLine", "Quantity_AssemblyLine"},
	} {
		path := item + "/" + d.item
		if p.Item(p.root+"/"+path) == nil {
			continue
		}
		pad := build.Pad{Top: 30, Bottom: 30, Right: 60, Left: 60}
		out = append(out, build.Rows{Item: p.root + "/" + path, Rows: []build.Line{build.Row{Cells: []build.Cell{
			{Below: hairline},
			{Below: hairline, Pad: pad, Content: []build.Block{build.P(tableNote, p.field(path+"/"+d.a), build.Text("  "), p.field(path+"/"+d.b))}},
			{Below: hairline, Pad: pad, Content: []build.Block{build.P(tableNote, p.field(path+"/"+d.quantity)).Aligned(build.Right)}},
			{Below: hairline, Span: columns - 3},
		}}}})
	}
	return out
}

// totals are the sums at the right and the tax they hold at the left.
func (p page) totals() build.Block {
	left, right := build.MM(88), build.MM(82)
	sums := build.Table{Columns: []build.Twips{right - build.MM(30), build.MM(30)}, Rows: []build.Line{
		build.Rows{Item: "Header/ReportTotalsLine", Rows: []build.Line{p.sum(tableText, "ReportTotalsLine/Description_ReportTotalsLine", "ReportTotalsLine/AmountFormatted_ReportTotalsLine", build.Border{}, build.Inherit)}},
		p.sum(total, "Totals/TotalIncludingVATText", "Totals/TotalAmountIncludingVAT", rule, build.Wash),
	}}
	return build.Table{Columns: []build.Twips{left, right}, Rows: []build.Line{build.Row{Cells: []build.Cell{
		{Content: []build.Block{p.tax(left - build.MM(14))}}, {Content: []build.Block{sums}},
	}}}}
}

func (p page) sum(style, caption, amount string, above build.Border, fill build.Colour) build.Row {
	pad := build.Pad{Top: 50, Bottom: 50, Left: 80, Right: 0}
	if fill != build.Inherit {
		pad = build.Pad{Top: 90, Bottom: 90, Left: 80, Right: 60}
	}
	last := pad
	last.Left = 0
	return build.Row{Cells: []build.Cell{
		{Above: above, Fill: fill, Pad: pad, Content: []build.Block{build.P(style, p.field(caption))}},
		{Above: above, Fill: fill, Pad: last, VAlign: "bottom", Content: []build.Block{build.P(style, p.field(amount)).Aligned(build.Right)}},
	}}
}

// tax is the specification of value added tax, a row for each rate.
func (p page) tax(width build.Twips) build.Table {
	t := build.Table{Alt: "Tax"}
	head, row := build.Row{}, build.Row{}
	rate := build.MM(14)
	part := (width - rate - build.MM(18)) / 2
	for i, c := range []struct {
		caption, value string
		width          build.Twips
	}{
		{"VATIdentifier_Lbl", "VATIdentifier_VatAmountLine", width - rate - 2*part}, {"VATPercentage_Lbl", "VATPct_VatAmountLine", rate},
		{"VATBase_Lbl", "VATBase_VatAmountLine", part}, {"VATAmount_Lbl", "VATAmount_VatAmountLine", part},
	} {
		align, pad := build.Right, build.Pad{Top: 40, Bottom: 40, Left: 40}
		if i == 0 {
			align, pad.Left = build.Left, 0
		}
		t.Columns = append(t.Columns, c.width)
		head.Cells = append(head.Cells, build.Cell{Below: hairline, Pad: pad, VAlign: "bottom", Content: []build.Block{build.P(tableNote, p.field(c.caption)).Aligned(align)}})
		row.Cells = append(row.Cells, build.Cell{Pad: pad, Content: []build.Block{build.P(tableNote, p.field("VATAmountLine/"+c.value)).Aligned(align)}})
	}
	t.Rows = []build.Line{head, build.Rows{Item: "Header/VATAmountLine", Rows: []build.Line{row}}}
	return t
}

// remarks are the sentences after the totals; those that are empty go away.
func (p page) remarks() build.Block {
	width := paper().Text()
	t := p.stack(width, note, "RemainingAmountText", "LetterText/PmtDiscText", "PaymentInstructions_Txt", p.first("ExchangeRateAsText", "ExchangeRateASText"))
	for _, r := range []struct{ item, column string }{{"VATClauseLine", "Description_VATClauseLine"}, {"LineFee", "LineFeeCaptionText"}} {
		if p.has(r.item + "/" + r.column) {
			t.Rows = append(t.Rows, build.Rows{Item: "Header/" + r.item, Rows: []build.Line{
				build.Row{Cells: []build.Cell{{Content: []build.Block{build.P(note, p.field(r.item+"/"+r.column).Multi().OrHide())}}}}}})
		}
	}
	return t
}
