package design

import (
	"reportmail/layouts/build"
	"reportmail/layouts/report"
)

// salesDocument is the printed form of a sales document with prices.
func salesDocument(r *report.Report) *build.Layout {
	p := page{r, "Header"}
	l := &build.Layout{
		Page:        paper(),
		FirstHeader: p.letterhead("CompanyAddress1", "CompanyPicture"),
		Header:      p.continuation("CompanyAddress1", "DocumentTitle_Lbl", "DocumentNo"),
	}
	l.Footer = p.imprint(
		[]string{"CompanyAddress1", "CompanyAddress2", "CompanyAddress3", "CompanyAddress4", "CompanyAddress5", "CompanyAddress6"},
		[]string{"CompanyPhoneNo", "CompanyEMail", "CompanyHomePage", "CompanyLegalOffice", "CompanyLegalStatement"},
		[]string{"CompanyVATRegNo", "CompanyRegistrationNumber", "CompanyIBAN", "CompanySWIFT"}, "Page_Lbl")
	l.FirstFooter = l.Footer
	l.Body = append(l.Body, build.P(title, p.field("DocumentTitle_Lbl"), build.Text(" "), p.field("DocumentNo").In(number)), space(gap))
	l.Body = append(l.Body, p.parties(), space(gap), p.summary(), space(gap))
	l.Body = append(l.Body, p.workDescription()...)
	l.Body = append(l.Body, p.lines(), space(gap), p.totals(), space(gap))
	l.Body = append(l.Body, p.remarks())
	l.Body = append(l.Body, p.payment()...)
	return l
}

// parties are the addresses, and the references that the document has.
func (p page) parties() build.Block {
	columns := []build.Twips{build.MM(54), build.MM(54), build.MM(62)}
	return build.Table{Columns: columns, Rows: []build.Line{build.Row{Cells: []build.Cell{
		{Content: []build.Block{p.address(columns[0]-200, p.first("BilledTo_Lbl"), "CustomerAddress")}},
		{Content: []build.Block{p.address(columns[1]-200, "ShipToAddress_Lbl", "ShipToAddress")}},
		{Content: []build.Block{p.facts(build.MM(30), columns[2]-build.MM(30), "OrderNo", "AppliesToDocument", "QuoteNo", "YourReference", "ExternalDocumentNo",
			"SelltoCustomerNo", "VATRegistrationNo", "ShipmentMethodDescription", "PackageTrackingNo", "SalesPersonName", "PaymentMethodDescription")}},
	}}}}
}

// summary is the strip with what a reader looks for first.
func (p page) summary() build.Block {
	columns := []build.Twips{build.MM(38), build.MM(38), build.MM(44), build.MM(50)}
	pad := build.Pad{Top: 120, Bottom: 120, Left: 140, Right: 80}
	last := p.fact("Totals/TotalIncludingVATText", "Totals/TotalAmountIncludingVAT", amount, build.Pad{Top: 120, Bottom: 120, Left: 80, Right: 140})
	for i, b := range last.Content {
		last.Content[i] = b.(*build.Para).Aligned(build.Right)
	}
	return build.Table{Columns: columns, Rows: []build.Line{build.Row{Cells: []build.Cell{
		p.fact(p.caption("DocumentDate"), "DocumentDate", value, pad),
		p.fact(p.caption("DueDate"), "DueDate", value, pad),
		p.fact(p.caption("PaymentTermsDescription"), "PaymentTermsDescription", value, pad),
		last,
	}}}}
}

func (p page) workDescription() []build.Block {
	if p.Item("Header/WorkDescriptionLines") == nil {
		return nil
	}
	return []build.Block{build.Repeat{Item: "Header/WorkDescriptionLines", Blocks: []build.Block{
		build.P(body, p.field("WorkDescriptionLines/WorkDescriptionLine").Multi())}}}
}

// payment is the panel with the bank account and the links of payment services.
func (p page) payment() []build.Block {
	columns := []build.Twips{build.MM(110), build.MM(60)}
	pad := build.Pad{Top: 140, Bottom: 140, Left: 160, Right: 160}
	if !p.has("PaymentReportingArgument/PaymentServiceText_Url") {
		return nil
	}
	bank := p.facts(build.MM(30), columns[0]-build.MM(30)-400, "CompanyBankName", "CompanyBankAccountNo", "CompanyIBAN", "CompanySWIFT", "PaymentReference")
	services := build.Table{Columns: []build.Twips{columns[1] - 400}, Rows: []build.Line{build.Rows{Item: "Header/PaymentReportingArgument", Rows: []build.Line{
		build.Row{Cells: []build.Cell{{Content: []build.Block{
			build.P(value, build.Picture{Path: "Header/PaymentReportingArgument/PaymentServiceLogo", Width: build.MM(26), Height: build.MM(7), Alt: "Payment service"}),
			build.P(value, p.field("PaymentReportingArgument/PaymentServiceText_Url").In(link)),
		}}}},
	}}}}
	return []build.Block{space(gap), build.Table{Columns: columns, Rows: []build.Line{build.Row{Cells: []build.Cell{
		{Fill: build.Wash, Before: edge, Pad: pad, Content: []build.Block{bank}},
		{Fill: build.Wash, Pad: pad, VAlign: "center", Content: []build.Block{services}},
	}}}}}
}
