package selection

import (
	"slices"
	"strings"
)

// Definition says in which columns of a report's dataset the envelope of its document stands. Paths are local names
// from below the root part; of several paths the first with a value counts.
type Definition struct {
	Report   int    `yaml:"-"`
	Name     string `yaml:"name"`
	Usage    string `yaml:"usage"`
	Number   Paths  `yaml:"number"`
	Account  Paths  `yaml:"account"` // number of customer or vendor
	Party    Paths  `yaml:"party"`   // its name
	Sell     Paths  `yaml:"email"`   // e-mail of the document
	Card     Paths  `yaml:"card"`    // e-mail of the account
	Currency Paths  `yaml:"currency"`
	Total    Paths  `yaml:"total"`
	Date     Paths  `yaml:"date"`
	Due      Paths  `yaml:"due"`
	Ref      Paths  `yaml:"reference"`
}

// Paths are columns; in YAML one, or a list.
type Paths []string

// UnmarshalYAML reads a string or a list.
func (p *Paths) UnmarshalYAML(load func(any) error) error {
	var one string
	if load(&one) == nil {
		*p = Paths{one}
		return nil
	}
	return load((*[]string)(p))
}

// paths are all columns of a definition.
func (d Definition) paths() []string {
	return slices.Concat(d.Number, d.Account, d.Party, d.Sell, d.Card, d.Currency, d.Total, d.Date, d.Due, d.Ref)
}

// sales are the columns that the 13xx reports share (spec/reports 5.2).
func sales(report int, name, usage string) Definition {
	return Definition{
		Report: report, Name: name, Usage: usage,
		Number:  []string{"Header/DocumentNo"},
		Account: []string{"Header/BilltoCustumerNo", "Header/BillToCustomerNo", "Header/SelltoCustomerNo"},
		Party:   []string{"Header/CustomerAddress1"},
		Sell:    []string{"Header/SellToContactEmail"}, Card: []string{"Header/BillToContactEmail"},
		Currency: []string{"Header/Totals/CurrencyCode"}, Total: []string{"Header/Totals/TotalAmountIncludingVAT"},
		Date: []string{"Header/DocumentDate"}, Due: []string{"Header/DueDate"},
		Ref: []string{"Header/YourReference", "Header/ExternalDocumentNo"},
	}
}

// purchase are the columns of the purchase header reports.
func purchase(report int, name, usage string) Definition {
	return Definition{
		Report: report, Name: name, Usage: usage,
		Number:  []string{"Purchase_Header/No_PurchHeader", "Purchase_Header/No"},
		Account: []string{"Purchase_Header/BuyFrmVendNo_PurchHeader", "Purchase_Header/PayToVendNo_PurchHeader"},
		Party:   []string{"Purchase_Header/BuyFromAddr1", "Purchase_Header/VendAddr1"},
		Sell:    []string{"Purchase_Header/BuyFromContactEmail"}, Card: []string{"Purchase_Header/PayToContactEmail"},
		Currency: []string{"Purchase_Header/Totals/CurrencyCode"}, Total: []string{"Purchase_Header/Totals/TotalAmountInclVAT"},
		Date: []string{"Purchase_Header/DocumentDate"}, Due: []string{"Purchase_Header/DueDate"}, Ref: []string{"Purchase_Header/VendorOrderNo"},
	}
}

// project are the columns of the project quotes.
func project(report int, name, usage, root string, number ...string) Definition {
	return Definition{
		Report: report, Name: name, Usage: usage, Number: prefixed(root, number...), Account: prefixed(root, "BillToCustomerNo_Job"),
		Party: prefixed(root, "BillToAddress1"), Sell: prefixed(root, "BillToContactEmail"), Card: prefixed(root, "CustomerEmail"), Date: prefixed(root, "TodayFormatted"),
	}
}

// byTable are the columns of the reports whose columns are named FIELD_TABLE after the table of their root item, as those
// of the Czech localisation are. Account numbers and addresses are not among them.
func byTable(report int, name, usage, root string) Definition {
	suffix := "_" + strings.ReplaceAll(root, "_", "")
	return Definition{
		Report: report, Name: name, Usage: usage, Number: prefixed(root, "No"+suffix), Party: prefixed(root, "CustAddr1", "VendAddr1"), Currency: prefixed(root, "CurrencyCode"+suffix),
		Total: prefixed(root, "Formatted_AmountIncludingVAT"+suffix, "AmountIncludingVAT"+suffix, "Formatted_AmountIncludingVAT", "AmountIncludingVAT"),
		Date:  prefixed(root, "DocumentDate"+suffix, "OrderDate"+suffix), Due: prefixed(root, "DueDate"+suffix), Ref: prefixed(root, "ExternalDocumentNo"+suffix, "YourReference"+suffix),
	}
}

func prefixed(root string, names ...string) []string {
	out := make([]string, len(names))
	for i, n := range names {
		out[i] = root + "/" + n
	}
	return out
}

// Definitions are the reports whose datasets need no envelope beside them.
func Definitions() []Definition {
	return []Definition{
		sales(1302, "Standard Sales - Pro Forma Inv", "Pro Forma S. Invoice"),
		sales(1303, "Standard Sales - Draft Invoice", "S.Invoice Draft"),
		sales(1304, "Standard Sales - Quote", "S.Quote"),
		sales(1305, "Standard Sales - Order Conf.", "S.Order"),
		sales(1306, "Standard Sales - Invoice", "S.Invoice"),
		sales(1307, "Standard Sales - Credit Memo", "S.Cr.Memo"),
		sales(1308, "Standard Sales - Shipment", "S.Shipment"),
		sales(1309, "Standard Sales - Return Rcpt.", "S.Ret.Rcpt."),
		sales(206, "Sales - Invoice", "S.Invoice"),
		sales(207, "Sales - Credit Memo", "S.Cr.Memo"),
		sales(208, "Sales - Shipment", "S.Shipment"),
		sales(210, "Blanket Sales Order", "S.Blanket"),
		sales(6631, "Return Order Confirmation", "S.Return"),
		purchase(404, "Purchase - Quote", "P.Quote"),
		purchase(405, "Order", "P.Order"),
		purchase(1322, "Standard Purchase - Order", "P.Order"),
		project(1016, "Job Quote", "JQ", "Job", "No_Job"),
		project(1017, "Job Task Quote", "Job Task Quote", "Job_Task", "Task_No_Job", "No_Job"),
		byTable(31186, "Sales Quote CZL", "S.Quote", "Sales_Header"),
		byTable(31187, "Sales Order Confirmation CZL", "S.Order", "Sales_Header"),
		byTable(31189, "Sales Invoice CZL", "S.Invoice", "Sales_Invoice_Header"),
		byTable(31018, "Sales Invoice with Adv. CZZ", "S.Invoice", "Sales_Invoice_Header"),
		byTable(31190, "Sales Credit Memo CZL", "S.Cr.Memo", "Sales_Cr_Memo_Header"),
		byTable(31184, "Purchase Quote CZL", "P.Quote", "Purchase_Header"),
		byTable(31185, "Purchase Order CZL", "P.Order", "Purchase_Header"),
		{
			Report: 399, Name: "Remittance Advice - Journal", Usage: "V.Remittance",
			Number: []string{"VendLoop/Gen__Journal_Line/DocNo_GenJnlLine"}, Account: []string{"VendLoop/Gen__Journal_Line/AccNo_GenJournalLine"},
			Party: []string{"VendLoop/VendAddr1"}, Currency: []string{"VendLoop/PrintTotal/TotalCurrCode"}, Total: []string{"VendLoop/PrintTotal/TotalAmount"},
		},
		{
			Report: 400, Name: "Remittance Advice - Entries", Usage: "P.V.Remit.",
			Number: []string{"Vendor_Ledger_Entry/DocNo_VendLedgEntry"}, Account: []string{"Vendor_Ledger_Entry/VendorLedgerEntryVendorNo"},
			Party: []string{"Vendor_Ledger_Entry/VendorAddr1"}, Currency: []string{"Vendor_Ledger_Entry/Integer/CurrCode_VendLedgEntry"},
			Total: []string{"Vendor_Ledger_Entry/Integer/Amount_VendLedgEntry"},
		},
		{
			Report: 1316, Name: "Standard Statement", Usage: "C.Statement",
			Number: []string{"Customer/Integer/LastStatmntNo_Cust", "Customer/No_Cust"}, Account: []string{"Customer/No_Cust"},
			Party: []string{"Customer/Integer/CustAddr1"}, Card: []string{"Customer/Integer/EMail_Cust"}, Date: []string{"Customer/Integer/EndDate"},
		},
		{
			Report: 117, Name: "Reminder", Usage: "Reminder",
			Number: []string{"Issued_Reminder_Header/No_IssuedReminderHeader"}, Account: []string{"Issued_Reminder_Header/Integer/CustNo_IssuedReminderHeader", "Issued_Reminder_Header/Integer/CustNo_IssueReminderHdr"},
			Party: []string{"Issued_Reminder_Header/Integer/CustAddr1", "Issued_Reminder_Header/Integer/CustAddr11"}, Sell: []string{"Issued_Reminder_Header/ContactEmail"},
			Total: []string{"Issued_Reminder_Header/LetterText/FinalTotalInclVAT"}, Date: []string{"Issued_Reminder_Header/Integer/DocDate_IssuedReminderHeader", "Issued_Reminder_Header/Integer/PostingDate_IssuedReminderHdr"},
			Due: []string{"Issued_Reminder_Header/Integer/DueDate_IssuedReminderHeader", "Issued_Reminder_Header/Integer/DueDate_IssueReminderHdr"},
		},
		{
			Report: 118, Name: "Finance Charge Memo", Usage: "Fin.Charge",
			Number: []string{"Issued_Fin__Charge_Memo_Header/No_IssuedFinChrgMemoHeader", "Issued_Fin__Charge_Memo_Header/No_IssuFinChrgMemoHr"}, Account: []string{"Issued_Fin__Charge_Memo_Header/Integer/CustNo_IssuFinChrgMemoHr"},
			Party: []string{"Issued_Fin__Charge_Memo_Header/Integer/CustAddr1"}, Sell: []string{"Issued_Fin__Charge_Memo_Header/ContactEmail"},
		},
	}
}

// DefinitionByReport finds the definition of a report.
func DefinitionByReport(report int) (Definition, bool) {
	all := Definitions()
	i := slices.IndexFunc(all, func(d Definition) bool { return d.Report == report })
	if i < 0 {
		return Definition{}, false
	}
	return all[i], true
}

// read takes a document's envelope from its dataset. usage is the definition's.
func (d Definition) read(usage Usage, lookup Columns) Document {
	first := func(paths []string) string {
		for _, p := range paths {
			if v, ok := lookup(p); ok && strings.TrimSpace(v) != "" {
				return strings.TrimSpace(v)
			}
		}
		return ""
	}
	return Document{
		Usage: usage.ID, Report: d.Report, Number: first(d.Number), Company: first([]string{"BCReportInformation/ReportRequest/CompanyDisplayName", "BCReportInformation/ReportRequest/CompanyName"}),
		Account:   Account{Kind: usage.Kind, No: first(d.Account), Name: first(d.Party)},
		Addresses: Addresses{Document: first(d.Sell), Card: first(d.Card)},
		Language:  LanguageOf(first([]string{"BCReportInformation/ReportRequest/Language"})),
		Currency:  first(d.Currency), Total: first(d.Total), Date: first(d.Date), DueDate: first(d.Due), Reference: first(d.Ref),
	}
}
