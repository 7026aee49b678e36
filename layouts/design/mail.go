package design

import (
	"reportmail/layouts/build"
	"reportmail/layouts/report"
)

// mailWidth is the column of a mail: 600 CSS pixels.
const mailWidth build.Twips = 9000

func mailPage() build.Page {
	side := (build.Twips(11906) - mailWidth) / 2
	return build.A4(build.MM(20), side, build.MM(20), build.MM(10), build.MM(10))
}

// salesMail is the mail body that comes with a sales document: what it is about, the amount, when and how to pay.
func salesMail(r *report.Report) *build.Layout {
	p := page{r, "Header"}
	l := &build.Layout{Page: mailPage()}
	l.Body = append(l.Body, p.mailHead("CompanyAddress1", "CompanyPicture"), space(bigGap))
	l.Body = append(l.Body, build.P(lead, p.field("LetterText/GreetingText"), build.Text(" "), p.field("CustomerAddress1"), build.Text(",")))
	l.Body = append(l.Body, build.P(lead, p.field("LetterText/BodyText").Multi()), space(gap))
	l.Body = append(l.Body, p.mailSummary(), space(gap))
	l.Body = append(l.Body, p.mailServices()...)
	l.Body = append(l.Body, p.mailRemarks(), space(gap))
	l.Body = append(l.Body, build.P(lead, p.field("LetterText/ClosingText")))
	l.Body = append(l.Body, p.stack(mailWidth, lead, "SalesPersonName"), p.mailFoot())
	return l
}

func (p page) mailHead(name, picture string) build.Block {
	logo := build.MM(60)
	return build.Table{Columns: []build.Twips{mailWidth - logo, logo}, Rows: []build.Line{build.Row{Cells: []build.Cell{
		{Below: rule, VAlign: "center", Pad: build.Pad{Bottom: 160}, Content: []build.Block{build.P(company, p.field(name))}},
		{Below: rule, VAlign: "center", Pad: build.Pad{Bottom: 160}, Content: []build.Block{build.P(body, build.Picture{Path: p.root + "/" + picture, Width: build.MM(48), Height: build.MM(16), Alt: "Logo"}).Aligned(build.Right)}},
	}}}}
}

// mailSummary is the panel with the amount and the facts under it.
func (p page) mailSummary() build.Block {
	third := mailWidth / 3
	top, low := build.Pad{Top: 240, Left: 280, Right: 160, Bottom: 60}, build.Pad{Top: 120, Left: 280, Right: 60, Bottom: 240}
	next := low
	next.Left = 60
	return build.Table{Columns: []build.Twips{third, third, mailWidth - 2*third}, Rows: []build.Line{
		build.Row{Cells: []build.Cell{{Span: 3, Fill: build.Wash, Before: edge, Pad: top, Content: []build.Block{
			build.P(label, p.field("Totals/TotalIncludingVATText")), build.P(hero, p.field("Totals/TotalAmountIncludingVAT"))}}}},
		build.Row{Cells: []build.Cell{
			{Fill: build.Wash, Before: edge, Pad: low, Content: []build.Block{build.P(label, p.field(p.caption("DocumentNo"))), build.P(value, p.field("DocumentNo").In(strong))}},
			p.fact(p.caption("DocumentDate"), "DocumentDate", value, next),
			p.fact(p.caption("DueDate"), "DueDate", value, next),
		}},
	}}
}

// mailServices is a button for every payment service of the document.
func (p page) mailServices() []build.Block {
	if !p.has("PaymentReportingArgument/PaymentServiceText_Url") {
		return nil
	}
	width := build.MM(62)
	border := build.Border{Eighths: 8, Colour: build.Accent}
	return []build.Block{build.Repeat{Item: "Header/PaymentReportingArgument", Blocks: []build.Block{
		build.Table{Columns: []build.Twips{width}, Rows: []build.Line{build.Row{Cells: []build.Cell{{
			Above: border, Below: border, Before: border, After: border, Fill: build.Paper,
			Pad:     build.Pad{Top: 140, Bottom: 140, Left: 200, Right: 200},
			Content: []build.Block{build.P(value, p.field("PaymentReportingArgument/PaymentServiceText_Url").In(button)).Aligned(build.Center)},
		}}}}},
		space(gap),
	}}}
}

// mailRemarks are the sentences about payment, and the account to pay to.
func (p page) mailRemarks() build.Block {
	t := p.facts(build.MM(40), mailWidth-build.MM(40), "AppliesToDocument", "YourReference", "ExternalDocumentNo", "OrderNo",
		"PaymentTermsDescription", "CompanyBankName", "CompanyIBAN", "CompanySWIFT", "PaymentReference")
	for _, c := range []string{"LetterText/PmtDiscText", "RemainingAmountText"} {
		if p.has(c) {
			t.Rows = append(t.Rows, build.Row{Cells: []build.Cell{{Span: 2, Pad: build.Pad{Top: 120}, Content: []build.Block{build.P(body, p.field(c).OrHide())}}}})
		}
	}
	return t
}

// mailFoot says who the sender is.
func (p page) mailFoot() build.Block {
	half := mailWidth / 2
	pad := build.Pad{Top: 160}
	return build.Table{Columns: []build.Twips{half, mailWidth - half}, Rows: []build.Line{build.Row{Cells: []build.Cell{
		{Above: hairline, Pad: pad, Content: []build.Block{p.stack(half-200, note, "CompanyAddress1", "CompanyAddress2", "CompanyAddress3", "CompanyAddress4", "CompanyAddress5", "CompanyAddress6")}},
		{Above: hairline, Pad: pad, Content: []build.Block{p.stack(half-200, note, "CompanyPhoneNo", "CompanyEMail", "CompanyHomePage", "CompanyLegalOffice")}},
	}}}}
}
