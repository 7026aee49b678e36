package design

import (
	"reportmail/layouts/build"
	"reportmail/layouts/report"
)

const (
	reminderLine = "Integer/Issued_Reminder_Line"
	reminderText = "Integer/LetterText"
)

// reminderTotal is taken from the letter text: the totals of the line item count up from row to row, so its first row, which
// is what a control outside of the rows shows, is not the sum.
var reminderTotal = pair{"TotalCaption", reminderText + "/FinalTotalInclVAT"}

// reminder is the printed reminder: the entries that are overdue, interest and fees, and what that makes.
func reminder(r *report.Report) *build.Layout {
	p := page{r, "Issued_Reminder_Header"}
	s := sheet{
		sender: "Integer/CompanyAddr1", picture: "Integer/CompanyInfo1Picture", title: "Integer/ReminderCaption", number: "No_IssuedReminderHeader",
		imprint:      numbered("Integer/CompanyAddr", 6),
		contact:      []string{"Integer/CompanyInfoPhoneNo", "Integer/CompanyInfoEMail", "Integer/CompanyInfoHomePage"},
		registration: []pair{{"Integer/CompanyVATRegistrationNoCaption", "Integer/CompanyInfoVATRegNo"}, {"Integer/BankNameCaption", "Integer/CompanyInfoBankName"}, {"Integer/IBANCaption", "Integer/CompanyInfoIBAN"}},
		pageCaption:  "PageCaption", parties: []party{{"", numbered("Integer/CustAddr", 8)}},
		references: []pair{{"Integer/CustNo_IssueReminderHdrCaption", "Integer/CustNo_IssueReminderHdr"}, {"Integer/ReferenceText", "Integer/YourRef_IssueReminderHdr"}, {"Integer/VATNoText", "Integer/VatRegNo_IssueReminderHdr"}},
		summary:    []pair{{"DocDateCaption", "Integer/DocDate_IssueReminderHdr"}, {"DueDateCaption", "Integer/DueDate_IssuedReminderHdr"}, {"Integer/BankAccNoCaption", "Integer/CompanyInfoBankAccNo"}},
		total:      reminderTotal,
	}
	lines := p.rowTable(reminderLine, "Overdue entries", []column{
		{reminderLine + "/DocumentDateCaption1", reminderLine + "/DocDate_IssuedReminderLine", 24, build.Left}, {reminderLine + "/DocNo_IssuedReminderLineCaption", reminderLine + "/DocNo_IssuedReminderLine", 30, build.Left},
		{"", reminderLine + "/Desc_IssuedReminderLine", 44, build.Left}, {"DueDateCaption", reminderLine + "/DueDate_IssuedReminderLine", 24, build.Left},
		{reminderLine + "/OriginalAmt_IssuedReminderLineCaption", reminderLine + "/OriginalAmt_IssuedReminderLine", 24, build.Right}, {reminderLine + "/RemAmt_IssuedReminderLineCaption", reminderLine + "/RemAmt_IssuedReminderLine", 24, build.Right},
	})
	left := build.MM(88)
	closing := build.Table{Columns: []build.Twips{left - 400}, Rows: []build.Line{build.Rows{Item: p.root + "/Integer/IssuedReminderLine2", Rows: []build.Line{single(p.para(note, "Integer/IssuedReminderLine2/Desc1_IssuedReminderLine")...)}}}}
	rows := []build.Line{p.sum(tableText, pair{reminderLine + "/RemAmt_IssuedReminderLineCaption", reminderText + "/TotalRemAmt_IssuedReminderLine"}, build.Border{}, build.Inherit)}
	s.body = []build.Block{lines, space(gap), beside(left, closing, p.sums(paper().Text()-left, rows, reminderTotal))}
	return p.sheet(s)
}

// reminderMail asks for the amount that is overdue and lists what it is made of.
func reminderMail(r *report.Report) *build.Layout {
	p := page{r, "Issued_Reminder_Header"}
	return p.letter(letter{
		sender: "Integer/CompanyAddr1", picture: "Integer/CompanyInfo1Picture", greeting: reminderText + "/GreetingText", addressee: "Integer/CustAddr1", text: []string{reminderText + "/AmtDueText", reminderText + "/BodyText"},
		hero:  reminderTotal,
		facts: []pair{{"Integer/ReminderNoCaption", "No_IssuedReminderHeader"}, {"DocDateCaption", "Integer/DocDate_IssueReminderHdr"}, {"DueDateCaption", "Integer/DueDate_IssuedReminderHdr"}},
		table: []build.Block{p.rowTable(reminderLine, "Overdue entries", []column{
			{reminderLine + "/DocNo_IssuedReminderLineCaption", reminderLine + "/DocNo_IssuedReminderLine", 38, build.Left}, {reminderText + "/DescriptionText", reminderLine + "/Desc_IssuedReminderLine", 60, build.Left},
			{"DueDateCaption", reminderLine + "/DueDate_IssuedReminderLine", 30, build.Left}, {reminderLine + "/RemAmt_IssuedReminderLineCaption", reminderLine + "/RemAmt_IssuedReminderLine", 30.75, build.Right},
		}), space(gap)},
		details: []pair{{"Integer/BankNameCaption", "Integer/CompanyInfoBankName"}, {"Integer/BankAccNoCaption", "Integer/CompanyInfoBankAccNo"}, {"Integer/IBANCaption", "Integer/CompanyInfoIBAN"}},
		closing: reminderText + "/ClosingText", imprint: numbered("Integer/CompanyAddr", 6),
		contact: []string{"Integer/CompanyInfoPhoneNo", "Integer/CompanyInfoEMail", "Integer/CompanyInfoHomePage"},
	})
}
