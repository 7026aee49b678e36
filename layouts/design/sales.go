package design

import (
	"strings"

	"reportmail/layouts/build"
	"reportmail/layouts/report"
)

// salesDocument is the printed form of a sales document with prices: quote, order, draft, invoice, credit memo.
func salesDocument(r *report.Report) *build.Layout {
	p := page{r, "Header"}
	s := p.salesSheet()
	s.summary = append(p.pairs("DocumentDate", p.first("QuoteValidToDate", "DueDate")), p.pairs("PaymentTermsDescription")...)
	if r.ID == orderConfirmation {
		s.summary = p.pairs("DocumentDate", "ShipmentDate", "PaymentTermsDescription")
	}
	s.total = pair{"Totals/TotalIncludingVATText", "Totals/TotalAmountIncludingVAT"}
	s.body = append(s.body, p.workDescription()...)
	columns := p.lineColumns("Line", []column{
		{"", "ItemNo_Line", 20, build.Left}, {"", "Description_Line", 54, build.Left}, {"", "Quantity_Line", 15, build.Right}, {"", "UnitOfMeasure", 15, build.Left},
		{"", "UnitPrice", 22, build.Right}, {"SalesInvoiceLineDiscount_Lbl", "LineDiscountPercentText_Line", 13, build.Right}, {"", "VATPct_Line", 11, build.Right}, {"", "LineAmount_Line", 20, build.Right},
	})
	s.body = append(s.body, p.rowTable("Line", "Lines", columns, p.below("Line", len(columns))...), space(gap), p.totals(), space(gap), p.remarks())
	s.body = append(s.body, p.payment()...)
	return p.sheet(s)
}

const orderConfirmation = 1305

// salesSheet is what all sales documents have around their lines.
func (p page) salesSheet() sheet {
	return sheet{
		sender: "CompanyAddress1", picture: "CompanyPicture", title: p.first("DocumentTitle_Lbl", "Invoice_Lbl", "DocumentTitleLbl"), number: "DocumentNo",
		imprint:      numbered("CompanyAddress", 6),
		contact:      []string{"CompanyPhoneNo", "CompanyEMail", "CompanyHomePage", "CompanyLegalOffice", "CompanyLegalStatement"},
		registration: p.pairs("CompanyVATRegNo", "CompanyRegistrationNumber", "CompanyIBAN", "CompanySWIFT"),
		pageCaption:  p.first("Page_Lbl", "PageLbl"),
		parties:      []party{{p.first("BilledTo_Lbl"), numbered("CustomerAddress", 8)}, {"ShipToAddress_Lbl", numbered("ShipToAddress", 8)}},
		references: p.pairs("OrderNo", "ReturnOrderNo", "AppliesToDocument", "QuoteNo", "YourReference", "ExternalDocumentNo", "ExtDocNo_SalesHeader", "SelltoCustomerNo", "VATRegistrationNo",
			"ShipmentMethodDescription", "PackageTrackingNo", "SalesPersonName", "PaymentMethodDescription"),
	}
}

func (p page) workDescription() []build.Block {
	if !p.hasItem("WorkDescriptionLines") {
		return nil
	}
	return []build.Block{build.Repeat{Item: p.root + "/WorkDescriptionLines", Blocks: p.para(work, "WorkDescriptionLines/WorkDescriptionLine")}}
}

// totals are the sums at the right and the tax they hold at the left.
func (p page) totals() build.Block {
	left := build.MM(88)
	tax := p.smallTable("VATAmountLine", "Tax", []column{
		{"VATIdentifier_Lbl", "VATAmountLine/VATIdentifier_VatAmountLine", 18, build.Left}, {"VATPercentage_Lbl", "VATAmountLine/VATPct_VatAmountLine", 14, build.Right},
		{"VATBase_Lbl", "VATAmountLine/VATBase_VatAmountLine", 21, build.Right}, {"VATAmount_Lbl", "VATAmountLine/VATAmount_VatAmountLine", 21, build.Right},
	})
	line := pair{"ReportTotalsLine/Description_ReportTotalsLine", "ReportTotalsLine/AmountFormatted_ReportTotalsLine"}
	rows := []build.Line{build.Rows{Item: p.root + "/ReportTotalsLine", Rows: []build.Line{p.sum(tableText, line, build.Border{}, build.Inherit)}}}
	return beside(left, tax, p.sums(paper().Text()-left, rows, pair{"Totals/TotalIncludingVATText", "Totals/TotalAmountIncludingVAT"}))
}

// remarks are the sentences after the totals; those that are empty go away.
func (p page) remarks() build.Block {
	t := p.stack(paper().Text(), note, "RemainingAmountText", "LetterText/PmtDiscText", "PaymentInstructions_Txt", p.first("ExchangeRateAsText", "ExchangeRateASText"))
	for _, c := range []string{"VATClauseLine/Description_VATClauseLine", "LineFee/LineFeeCaptionText"} {
		if p.has(c) {
			t.Rows = append(t.Rows, build.Rows{Item: p.root + "/" + itemOf(c), Rows: []build.Line{single(build.P(note, p.field(c).Multi().OrHide()))}})
		}
	}
	return t
}

// payment is the panel with the bank account and the links of payment services.
func (p page) payment() []build.Block {
	if !p.hasServices() {
		return nil
	}
	columns := []build.Twips{build.MM(104), build.MM(66)}
	pad := build.Pad{Top: 140, Bottom: 140, Left: 160, Right: 160}
	caption := build.MM(30)
	bank := p.facts(factText, caption, columns[0]-caption-400, p.pairs("CompanyBankName", "CompanyBankAccountNo", "CompanyIBAN", "CompanySWIFT", "PaymentReference"))
	mark := build.MM(16)
	services := build.Table{Columns: []build.Twips{mark, columns[1] - mark - 400}, Rows: []build.Line{build.Rows{Item: p.root + "/PaymentReportingArgument", Rows: []build.Line{
		build.Row{Cells: []build.Cell{
			{VAlign: "center", Pad: build.Pad{Top: 40, Bottom: 40}, Content: []build.Block{build.P(value, build.Picture{Path: p.root + "/PaymentReportingArgument/PaymentServiceLogo", Width: build.MM(13), Height: build.MM(8), Alt: "Payment service"})}},
			{VAlign: "center", Pad: build.Pad{Top: 40, Bottom: 40}, Content: []build.Block{build.P(value, p.field("PaymentReportingArgument/PaymentServiceText_Url").In(link))}},
		}},
	}}}}
	return []build.Block{space(gap), build.Table{Columns: columns, Rows: []build.Line{build.Row{Cells: []build.Cell{
		{Fill: build.Wash, Before: edge, Pad: pad, VAlign: "center", Content: []build.Block{bank}},
		{Fill: build.Wash, Pad: pad, VAlign: "center", Content: []build.Block{services}},
	}}}}}
}

// itemOf is the data item that a column belongs to, by its path.
func itemOf(column string) string { return column[:strings.LastIndexByte(column, '/')] }
