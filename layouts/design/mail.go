package design

import (
	"reportmail/layouts/build"
	"reportmail/layouts/report"
)

// salesMail is the mail body that comes with a sales document with prices.
func salesMail(r *report.Report) *build.Layout {
	p := page{r, "Header"}
	m := p.salesLetter()
	m.hero = pair{"Totals/TotalIncludingVATText", "Totals/TotalAmountIncludingVAT"}
	m.facts = p.pairs("DocumentNo", "DocumentDate", p.first("QuoteValidToDate", "DueDate"))
	if r.ID == orderConfirmation {
		m.facts = p.pairs("DocumentNo", "DocumentDate", "ShipmentDate")
	}
	m.details = p.pairs("AppliesToDocument", "YourReference", "ExternalDocumentNo", "ExtDocNo_SalesHeader", "OrderNo", "QuoteNo", "PaymentTermsDescription")
	if p.hasServices() {
		m.details = append(m.details, p.pairs("CompanyBankName", "CompanyIBAN", "CompanySWIFT", "PaymentReference")...)
	}
	m.remarks = []string{"LetterText/PmtDiscText", "RemainingAmountText"}
	return p.letter(m)
}

// salesLetter is what the mails of all sales documents share.
func (p page) salesLetter() letter {
	return letter{
		sender: "CompanyAddress1", picture: "CompanyPicture", greeting: p.first("LetterText/GreetingText"), addressee: "CustomerAddress1", text: []string{"LetterText/BodyText"},
		closing: "LetterText/ClosingText", signer: "SalesPersonName",
		imprint: numbered("CompanyAddress", 6),
		contact: []string{"CompanyPhoneNo", "CompanyEMail", "CompanyHomePage", "CompanyLegalOffice"},
	}
}

// deliveryMail tells what was shipped or received, with its lines: they are what the reader checks.
func deliveryMail(r *report.Report) *build.Layout {
	p := page{r, "Header"}
	m := p.salesLetter()
	m.facts = p.pairs("DocumentNo", "ShipmentDate", p.first("PackageTrackingNo"))
	m.details = p.pairs("ShippingAgentCode", "OrderNo", "ReturnOrderNo", "YourReference", "ExternalDocumentNo")
	columns := p.lineColumns("Line", []column{{"", "Description_Line", 110, build.Left}, {"", "Quantity_Line", 24, build.Right}, {"", "UnitOfMeasure", 24.75, build.Left}})
	m.table = []build.Block{p.rowTable("Line", "Lines", columns), space(gap)}
	return p.letter(m)
}

// proFormaMail comes with a pro forma invoice, whose report has no letter text.
func proFormaMail(r *report.Report) *build.Layout {
	p := page{r, "Header"}
	m := p.salesLetter()
	m.title, m.number = "DocumentTitleLbl", "DocumentNo"
	m.hero = pair{"TotalAmountInclVATLbl", "Totals/TotalAmountInclVAT"}
	m.facts = []pair{{"CurrencyLbl", "Currency"}, {"ShipmentMethodDescriptionLbl", "ShipmentMethodDescription"}}
	m.details = []pair{{"YourReferenceLbl", "YourReference"}, {"ExternalDocumentNoLbl", "ExternalDocumentNo"}}
	m.signer = "SalesPersonName"
	return p.letter(m)
}
