package design

import (
	"reportmail/layouts/build"
	"reportmail/layouts/report"
)

// remittanceSheet is what both remittance advices have around their lines.
func (p page) remittanceSheet(sender, info string, vendor []string) sheet {
	return sheet{
		sender: sender + "1", title: "RemittanceAdviceCaption", imprint: numbered(sender, 6), contact: []string{info + "PhoneNo"},
		registration: []pair{{"VATRegNoCaption", info + "VATRegNo"}, {p.first("BankNameCaption", "BankCaption"), info + "BankName"}, {p.first("BankAccountNoCaption", "AccNoCaption"), info + "BankAccNo"}},
		parties:      []party{{"", vendor}},
	}
}

const (
	paidEntry   = "VendLedgEntry2"
	paidTotal   = "Integer"
	journalLine = "Gen__Journal_Line"
	journalPaid = journalLine + "/PrintLoop"
)

func (p page) paidColumns() []column {
	return []column{
		{"DocumentDateCaption", paidEntry + "/DocDateFormat_VendLedgEntry2", 22, build.Left}, {"DocTypeCaption_VendLedgEntry2", paidEntry + "/DocType_VendLedgEntry2", 24, build.Left},
		{"YourDocNoCaption", paidEntry + "/ExtDocNo_VendLedgEntry2", 36, build.Left}, {"OriginalAmountCaption", paidEntry + "/NegAmount_VendLedgEntry2", 24, build.Right},
		{"PmtDiscTakenCaption", paidEntry + "/LineDiscount_VendLedgEntry2", 20, build.Right}, {"RemainingAmtCaption", paidEntry + "/RemAmt_VendLedgEntry2", 20, build.Right},
		{"AmountCaption", paidEntry + "/LineAmtLineDiscCurr", 24, build.Right},
	}
}

// remittance tells a vendor what a posted payment pays.
func remittance(r *report.Report) *build.Layout {
	p := page{r, "Vendor_Ledger_Entry"}
	s := p.remittanceSheet("CompanyAddr", "CompanyInfo", numbered("VendorAddr", 8))
	s.number = "DocNo_VendLedgEntry"
	s.summary = []pair{{"OurDocNoCaption", "DocNo_VendLedgEntry"}, {"CurrCodeCaption", paidTotal + "/CurrCode_VendLedgEntry"}}
	s.total = pair{paidTotal + "/TotalCaption", paidTotal + "/Amount_VendLedgEntry"}
	s.body = []build.Block{p.rowTable(paidEntry, "Documents paid", p.paidColumns()), space(gap), atRight(p.sums(paper().Text()-build.MM(88), nil, s.total))}
	return p.sheet(s)
}

func remittanceMail(r *report.Report) *build.Layout {
	p := page{r, "Vendor_Ledger_Entry"}
	return p.letter(letter{
		sender: "CompanyAddr1", title: "RemittanceAdviceCaption", number: "DocNo_VendLedgEntry",
		hero:  pair{paidTotal + "/TotalCaption", paidTotal + "/Amount_VendLedgEntry"},
		facts: []pair{{"OurDocNoCaption", "DocNo_VendLedgEntry"}, {"CurrCodeCaption", paidTotal + "/CurrCode_VendLedgEntry"}},
		table: []build.Block{p.rowTable(paidEntry, "Documents paid", []column{
			{"DocumentDateCaption", paidEntry + "/DocDateFormat_VendLedgEntry2", 40, build.Left}, {"YourDocNoCaption", paidEntry + "/ExtDocNo_VendLedgEntry2", 70, build.Left}, {"AmountCaption", paidEntry + "/LineAmtLineDiscCurr", 48.75, build.Right},
		}), space(gap)},
		imprint: numbered("CompanyAddr", 6), contact: []string{"CompanyInfoPhoneNo"},
	})
}

// remittanceJournal tells a vendor what a payment in preparation will pay.
func remittanceJournal(r *report.Report) *build.Layout {
	p := page{r, "VendLoop"}
	vendor := numbered("VendAddr", 8)
	vendor[3] = "VendorAddr4" // QUIRK: the report names the fourth line in another way
	s := p.remittanceSheet("CompAddr", "CompInfo", vendor)
	s.summary = []pair{{"CheckNoCaption", journalLine + "/CheckNo"}, {"CurrCodeCaption", "PrintTotal/TotalCurrCode"}}
	s.total = pair{journalLine + "/TotalCaption", "PrintTotal/TotalAmount"}
	lines := p.rowTable(journalPaid, "Documents paid", []column{
		{"DocDateCaption", journalPaid + "/AppliedVendLedgEntryTempDocDate", 22, build.Left}, {"DocTypeCaption", journalPaid + "/AppliedVendLedgEntryTempDocType", 24, build.Left},
		{"DocNoCaption", journalPaid + "/AppliedVendLedgEntryTempExternalDocNo", 36, build.Left}, {"OriginalAmtCaption", journalPaid + "/AppliedVendLedgEntryTempOriginalAmt", 24, build.Right},
		{"PmdDiscRecCaption", journalPaid + "/PmdDiscRec", 20, build.Right}, {"RemainingAmtCaption", journalPaid + "/AppliedVendLedgEntryTempRemainingAmt", 20, build.Right}, {"PaidAmtCaption", journalPaid + "/PaidAmount", 24, build.Right},
	})
	lines.Rows[1] = build.Rows{Item: p.root + "/" + journalLine, Rows: []build.Line{lines.Rows[1]}}
	s.body = []build.Block{lines, space(gap), atRight(p.sums(paper().Text()-build.MM(88), nil, s.total))}
	return p.sheet(s)
}

func remittanceJournalMail(r *report.Report) *build.Layout {
	p := page{r, "VendLoop"}
	lines := p.rowTable(journalPaid, "Documents paid", []column{
		{"DocDateCaption", journalPaid + "/AppliedVendLedgEntryTempDocDate", 40, build.Left}, {"DocNoCaption", journalPaid + "/AppliedVendLedgEntryTempExternalDocNo", 70, build.Left}, {"PaidAmtCaption", journalPaid + "/PaidAmount", 48.75, build.Right},
	})
	lines.Rows[1] = build.Rows{Item: p.root + "/" + journalLine, Rows: []build.Line{lines.Rows[1]}}
	return p.letter(letter{
		sender: "CompAddr1", title: "RemittanceAdviceCaption", hero: pair{journalLine + "/TotalCaption", "PrintTotal/TotalAmount"},
		facts: []pair{{"CheckNoCaption", journalLine + "/CheckNo"}, {"CurrCodeCaption", "PrintTotal/TotalCurrCode"}}, table: []build.Block{lines, space(gap)},
		imprint: numbered("CompAddr", 6), contact: []string{"CompInfoPhoneNo"},
	})
}
