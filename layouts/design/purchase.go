package design

import (
	"reportmail/layouts/build"
	"reportmail/layouts/report"
)

var purchaseTotal = pair{"Totals/TotalInclVATText", "Totals/TotalAmountInclVAT"}

// purchaseOrder is the order that goes to a vendor.
func purchaseOrder(r *report.Report) *build.Layout {
	p := page{r, "Purchase_Header"}
	s := sheet{
		sender: "CompanyAddress1", picture: "CompanyPicture", title: "DocumentTitle_Lbl", number: "No_PurchHeader",
		imprint:      numbered("CompanyAddress", 6),
		contact:      []string{"CompanyPhoneNo", "CompanyEMail", "CompanyHomePage", "CompanyLegalOffice"},
		registration: p.pairs("CompanyVATRegNo", "CompanyRegistrationNumber"), pageCaption: "Page_Lbl",
		parties: []party{{"ToCaption_Lbl", numbered("BuyFromAddr", 8)}, {"ShiptoAddress_Lbl", numbered("ShipToAddr", 8)}},
		references: append(p.pairs("BuyFrmVendNo_PurchHeader", "VendorOrderNo", "VendorInvoiceNo", "ShipmentMethodDesc"), pair{"Buyer_Lbl", "SalesPurchPersonName"},
			pair{"ReferenceText", "YourRef_PurchHeader"}, pair{"TaxIdentTypeCaption_Lbl", "VATRegNo_PurchHeader"}),
		summary: []pair{{"OrderDate_Lbl", "OrderDate_PurchaseHeader"}, {"Receiveby_Lbl", "ExptRecptDt_PurchaseHeader"}, {"PaymentTermsDesc_Lbl", "PaymentTermsDesc"}},
		total:   purchaseTotal,
	}
	lines := p.rowTable("Purchase_Line", "Lines", []column{
		{"ItemNumber_Lbl", "Purchase_Line/No_PurchLine", 22, build.Left}, {"ItemDescription_Lbl", "Purchase_Line/Desc_PurchLine", 56, build.Left}, {"ItemQuantity_Lbl", "Purchase_Line/Qty_PurchLine", 16, build.Right},
		{"ItemUnit_Lbl", "Purchase_Line/UOM_PurchLine", 16, build.Left}, {"ItemUnitPrice_Lbl", "Purchase_Line/DirUnitCost_PurchLine", 22, build.Right}, {"Purchase_Line/PurchLineLineDisc_Lbl", "Purchase_Line/LineDisc_PurchLine", 15, build.Right},
		{"ItemLineAmount_Lbl", "Purchase_Line/LineAmt_PurchLine", 23, build.Right},
	})
	left := build.MM(88)
	tax := p.smallTable("VATCounter", "Tax", []column{
		{"VATIdentifier_Lbl", "VATCounter/VATAmtLineVATIdentifier", 18, build.Left}, {"VATAmtLineVAT_Lbl", "VATCounter/VATAmtLineVAT", 14, build.Right},
		{"VATAmtLineLineAmt_Lbl", "VATCounter/VATAmtLineVATBase", 21, build.Right}, {"VATAmtLineVATAmt_Lbl", "VATCounter/VATAmtLineVATAmt", 21, build.Right},
	})
	plain := func(caption, column string) build.Line {
		return p.sum(tableText, pair{caption, column}, build.Border{}, build.Inherit)
	}
	rows := []build.Line{plain("Subtotal_Lbl", "Totals/TotalSubTotal"), plain("PurchLineInvDiscAmt_Lbl", "Totals/TotalInvoiceDiscountAmount"), plain("Totals/TotalExclVATText", "Totals/TotalAmount"), plain("Totals/VATAmountText", "Totals/TotalVATAmount")}
	s.body = []build.Block{lines, space(gap), beside(left, tax, p.sums(paper().Text()-left, rows, purchaseTotal))}
	return p.sheet(s)
}

func purchaseMail(r *report.Report) *build.Layout {
	p := page{r, "Purchase_Header"}
	return p.letter(letter{
		sender: "CompanyAddress1", picture: "CompanyPicture", greeting: "LetterText/GreetingText", addressee: "BuyFromAddr1", text: []string{"LetterText/BodyText"}, hero: purchaseTotal,
		facts:   []pair{{"OrderNo_Lbl", "No_PurchHeader"}, {"OrderDate_Lbl", "OrderDate_PurchaseHeader"}, {"Receiveby_Lbl", "ExptRecptDt_PurchaseHeader"}},
		details: append(p.pairs("VendorOrderNo", "PaymentTermsDesc", "ShipmentMethodDesc"), pair{"Buyer_Lbl", "SalesPurchPersonName"}),
		closing: "LetterText/ClosingText", signer: "SalesPurchPersonName",
		imprint: numbered("CompanyAddress", 6), contact: []string{"CompanyPhoneNo", "CompanyEMail", "CompanyHomePage"},
	})
}
