package design

import (
	"strconv"

	"reportmail/layouts/build"
	"reportmail/layouts/report"
)

const (
	statementCurrency = "Integer/CurrencyLoop"
	statementEntries  = statementCurrency + "/CustLedgEntryHdr"
	statementEntry    = statementEntries + "/DtldCustLedgEntries"
	statementFooter   = statementCurrency + "/CustLedgEntryFooter"
	statementOverdue  = statementCurrency + "/OverdueVisible"
	statementAging    = "Integer/AgingBandVisible"
)

// statement is a customer's account over a period: for each currency the movements and the balance, what is overdue,
// and how old it is.
func statement(r *report.Report) *build.Layout {
	p := page{r, "Customer"}
	s := sheet{
		sender: "Integer/CompanyAddr1", picture: "Integer/CompanyPicture", title: "Integer/StatementCaption",
		imprint:      numbered("Integer/CompanyAddr", 6),
		contact:      []string{"Integer/PhoneNo_CompanyInfo", "Integer/CompanyInfoEmail", "Integer/CompanyInfoHomePage", "Integer/CompanyLegalOffice"},
		registration: p.pairs("Integer/VATRegNo_CompanyInfo", "Integer/BankName_CompanyInfo", "Integer/BankAccNo_CompanyInfo"),
		pageCaption:  "Integer/CurrReportPageNoCaption", parties: []party{{"", numbered("Integer/CustAddr", 8)}},
		references: p.pairs("Integer/No1_Cust", "Integer/LastStatmntNo_Cust"),
		summary:    append(p.pairs("Integer/StartDate", "Integer/EndDate"), pair{"Integer/DocDateCaption", "Integer/TodayFormatted"}),
	}
	s.body = []build.Block{
		build.Repeat{Item: p.root + "/" + statementCurrency, Blocks: []build.Block{
			build.Repeat{Item: p.root + "/" + statementEntries, Blocks: []build.Block{p.movements()}},
			build.Repeat{Item: p.root + "/" + statementFooter, Blocks: []build.Block{p.balance(), space(bigGap)}},
			build.Repeat{Item: p.root + "/" + statementOverdue, Blocks: []build.Block{p.overdue(), space(bigGap)}},
		}},
		build.Repeat{Item: p.root + "/" + statementAging, Blocks: []build.Block{p.aging()}},
	}
	return p.sheet(s)
}

// movements are the entries of one currency, below the balance that they start from.
func (p page) movements() build.Block {
	columns := []column{
		{"Integer/PostDate_DtldCustLedgEntriesCaption", statementEntry + "/PostDate_DtldCustLedgEntries", 21, build.Left}, {"Integer/DocNo_DtldCustLedgEntriesCaption", statementEntry + "/DocNo_DtldCustLedgEntries", 27, build.Left},
		{"Integer/Desc_CustLedgEntry2Caption", statementEntry + "/Description", 36, build.Left}, {"Integer/DueDate_CustLedgEntry2Caption", statementEntry + "/DueDate_DtldCustLedgEntries", 21, build.Left},
		{"Integer/OriginalAmt_CustLedgEntry2Caption", statementEntry + "/Amt_DtldCustLedgEntries", 22, build.Right}, {"Integer/RemainAmtCustLedgEntry2Caption", statementEntry + "/RemainAmt_DtldCustLedgEntries", 22, build.Right},
		{"Integer/CustBalanceCaption", statementEntry + "/CustBalance", 21, build.Right},
	}
	t := p.rowTable(statementEntry, "Movements", columns)
	pad := build.Pad{Top: 70, Bottom: 70}
	start := build.Row{Cells: []build.Cell{
		{Span: 6, Below: hairline, Pad: pad, Content: []build.Block{build.P(tableText, p.field(statementEntries+"/Currency2Code_CustLedgEntryHdr").In(strong))}},
		{Below: hairline, Pad: pad, Content: []build.Block{build.P(tableText, p.field(statementEntries+"/StartBalance")).Aligned(build.Right)}},
	}}
	t.Rows = []build.Line{t.Rows[0], start, t.Rows[1]}
	return t
}

// balance is the row under the movements of one currency.
func (p page) balance() build.Block {
	return p.totalRow([]build.Twips{build.MM(120), build.MM(50)}, statementFooter+"/Total_Caption", []string{statementFooter + "/CurrencyCode3_CustLedgEntryFooter", statementFooter + "/CustBalance_CustLedgEntryHdrFooter"})
}

// totalRow is a tinted row with a caption and amounts, in the columns given.
func (p page) totalRow(columns []build.Twips, caption string, amounts []string) build.Table {
	pad := build.Pad{Top: 90, Bottom: 90, Left: 80, Right: 60}
	var content []build.Inline
	for i, a := range amounts {
		if i > 0 {
			content = append(content, build.Text(" "))
		}
		content = append(content, p.field(a))
	}
	return build.Table{Columns: columns, Rows: []build.Line{build.Row{Cells: []build.Cell{
		{Above: rule, Fill: build.Wash, Pad: pad, Content: p.para(totalText, caption)},
		{Above: rule, Fill: build.Wash, Pad: pad, Content: []build.Block{build.P(totalText, content...).Aligned(build.Right)}},
	}}}}
}

// overdue are the entries whose due date has passed, and their sum.
func (p page) overdue() build.Block {
	entry := statementOverdue + "/CustLedgEntry2"
	columns := []column{
		{statementOverdue + "/PostDate_DtldCustLedgEntriesCaption2", entry + "/PostDate_CustLedgEntry2", 24, build.Left}, {statementOverdue + "/DocNo_DtldCustLedgEntriesCaption2", entry + "/DocNo_CustLedgEntry2", 28, build.Left},
		{statementOverdue + "/Desc_CustLedgEntry2Caption2", entry + "/Desc_CustLedgEntry2", 46, build.Left}, {statementOverdue + "/DueDate_CustLedgEntry2Caption2", entry + "/DueDate_CustLedgEntry2", 24, build.Left},
		{statementOverdue + "/OriginalAmt_CustLedgEntry2Caption2", entry + "/OriginalAmt_CustLedgEntry2", 24, build.Right}, {statementOverdue + "/RemainAmtCustLedgEntry2Caption2", entry + "/RemainAmt_CustLedgEntry2", 24, build.Right},
	}
	t := p.rowTable(entry, "Overdue entries", columns)
	pad := build.Pad{Top: 120, Bottom: 60}
	heading := build.Row{Cells: []build.Cell{{Span: len(columns), Pad: pad, Content: []build.Block{build.P(totalText, p.field(statementOverdue+"/OverDueEntries")).Kept()}}}}
	sum := build.Rows{Item: p.root + "/" + statementOverdue + "/OverdueEntryFooder", Rows: []build.Line{build.Row{Cells: []build.Cell{
		{Span: len(columns) - 1, Pad: build.Pad{Top: 70, Bottom: 70}, Content: p.para(totalText, statementOverdue+"/Total_Caption3")},
		{Pad: build.Pad{Top: 70, Bottom: 70}, Content: []build.Block{build.P(totalText, p.field(statementOverdue+"/OverdueEntryFooder/OverdueBalance")).Aligned(build.Right)}},
	}}}}
	t.Rows = append([]build.Line{heading}, append(t.Rows, sum)...)
	return t
}

// aging says how long amounts have been open, in bands.
func (p page) aging() build.Block {
	loop := statementAging + "/AgingBandLoop"
	columns := []column{{"", loop + "/AgingBandCurrencyCode", 20, build.Left}}
	for i := range 5 {
		n := strconv.Itoa(i + 1)
		c := column{loop + "/AgingDateHeader" + n, loop + "/AgingBandBufCol" + n + "Amt", 30, build.Right}
		if i == 4 { // the oldest band has no date of its own
			c.heading = loop + "/beforeCaption"
		}
		columns = append(columns, c)
	}
	widths, head, row := p.cells(columns, tableText, rule, hairline, 70)
	heading := build.Row{Cells: []build.Cell{{Span: len(columns), Pad: build.Pad{Bottom: 60}, Content: []build.Block{build.P(totalText, p.field(statementAging+"/AgingCustLedgEntry")).Kept()}}}}
	return build.Table{Columns: widths, Alt: "Aging", Rows: []build.Line{heading, head, build.Rows{Item: p.root + "/" + loop, Rows: []build.Line{row}}}}
}

// statementMail says for which period the statement is; the amounts are in the attachment.
func statementMail(r *report.Report) *build.Layout {
	p := page{r, "Customer"}
	return p.letter(letter{
		sender: "Integer/CompanyAddr1", picture: "Integer/CompanyPicture", greeting: "LetterText/GreetingText", addressee: "Integer/CustAddr1", text: []string{"LetterText/BodyText"},
		facts:   p.pairs("Integer/No1_Cust", "Integer/StartDate", "Integer/EndDate"),
		details: p.pairs("Integer/LastStatmntNo_Cust", "Integer/BankName_CompanyInfo", "Integer/BankAccNo_CompanyInfo"), closing: "LetterText/ClosingText",
		imprint: numbered("Integer/CompanyAddr", 6), contact: []string{"Integer/PhoneNo_CompanyInfo", "Integer/CompanyInfoEmail", "Integer/CompanyInfoHomePage"},
	})
}
