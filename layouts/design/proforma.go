package design

import (
	"reportmail/layouts/build"
	"reportmail/layouts/report"
)

// proForma is the pro forma invoice. Its report names its columns in its own way and has no captions for some.
func proForma(r *report.Report) *build.Layout {
	p := page{r, "Header"}
	s := p.salesSheet()
	s.registration = []pair{{"VATRegNoLbl", "CompanyVATRegNo"}}
	s.parties = []party{{"", numbered("CustomerAddress", 8)}}
	s.references = []pair{{"YourReferenceLbl", "YourReference"}, {"ExternalDocumentNoLbl", "ExternalDocumentNo"}, {"CustomerVATRegistrationNoLbl", "CustomerVATRegNo"}, {"SalesPersonLbl", "SalesPersonName"}}
	s.summary = []pair{{"", "DocumentDate"}, {"ShipmentMethodDescriptionLbl", "ShipmentMethodDescription"}, {"CurrencyLbl", "Currency"}}
	s.total = pair{"TotalAmountInclVATLbl", "Totals/TotalAmountInclVAT"}
	lines := p.rowTable("Line", "Lines", []column{
		{"ItemLbl", "Line/ItemDescription", 54, build.Left}, {"TariffLbl", "Line/Tariff", 20, build.Left}, {"CountryOfManufactuctureLbl", "Line/CountryOfManufacturing", 18, build.Left}, {"QuantityLbl", "Line/Quantity", 16, build.Right},
		{"NetWeightLbl", "Line/NetWeight", 16, build.Right}, {"UnitPriceLbl", "Line/Price", 22, build.Right}, {"AmountLbl", "Line/LineAmount", 24, build.Right},
	})
	left := build.MM(88)
	sums := []build.Line{p.sum(tableText, pair{"TotalWeightLbl", "Totals/TotalWeight"}, build.Border{}, build.Inherit), p.sum(tableText, pair{"TotalAmountLbl", "Totals/TotalValue"}, build.Border{}, build.Inherit),
		p.sum(tableText, pair{"VATAmountLbl", "Totals/TotalVATAmount"}, build.Border{}, build.Inherit)}
	s.body = append(p.workDescription(), lines, space(gap), beside(left, p.stack(left-400, note, "DeclartionLbl"), p.sums(paper().Text()-left, sums, s.total)), space(bigGap), p.signature())
	return p.sheet(s)
}

// signature is room to sign: three lines with their captions below.
func (p page) signature() build.Block {
	row := build.Row{Height: build.MM(16)}
	under := build.Row{}
	columns := []build.Twips{build.MM(50), build.MM(10), build.MM(50), build.MM(10), build.MM(50)}
	for i, c := range []string{"SignatureLbl", "", "SignatureNameLbl", "", "SignaturePositionLbl"} {
		if i%2 == 1 {
			row.Cells, under.Cells = append(row.Cells, build.Cell{}), append(under.Cells, build.Cell{})
			continue
		}
		row.Cells = append(row.Cells, build.Cell{Below: hairline})
		under.Cells = append(under.Cells, build.Cell{Content: p.para(label, c)})
	}
	return build.Table{Columns: columns, Rows: []build.Line{row, under}}
}
