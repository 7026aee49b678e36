package selection

import (
	"errors"
	"fmt"
	"strings"
	"testing"
)

const table = `# how posted documents leave
selections:
  S.Invoice:
    report: 1306
    body: {layout: invoice-mail, text_before: [greeting]}
    attachments:
      - {layout: invoice}
      - {layout: terms, name: {en: "Terms {{company}}", nl: "Voorwaarden"}}
  S.Cr.Memo:
    attachments: [{layout: credit-memo}]
    subject: "{{company}}: {{type}} {{number}} ({{total}} {{currency}})"
customers:
  "20000":
    S.Invoice:
      attachments: [{layout: invoice-blue, format: docx}]
      send_to: [ap@trey.example.com]
      cc: [boss@trey.example.com]
`

func load(t *testing.T, yaml string) *Table {
	t.Helper()
	tab, err := Load("selections.yaml", []byte(yaml), nil)
	if err != nil {
		t.Fatal(err)
	}
	return tab
}

func invoice(no string) Document {
	return Document{
		Usage: "S.Invoice", Report: 1306, Number: "103001", Company: "Noordzee BV", Language: "nl-BE",
		Account: Account{Customer, no, "Adatum"}, Addresses: Addresses{Document: "sell@adatum.example.com", Card: "card@adatum.example.com"},
	}
}

func TestDecide_generic(t *testing.T) {
	mails, err := load(t, table).Decide(invoice("10000"), nil, Profile{})
	if err != nil || len(mails) != 1 {
		t.Fatal(mails, err)
	}
	m := mails[0]
	if m.Subject != "Noordzee BV - Verkoopfactuur 103001" {
		t.Errorf("subject %q", m.Subject)
	}
	if m.Body.Layout != "invoice-mail" || len(m.Attachments) != 2 || m.Attachments[0].Name != "Verkoopfactuur 103001.pdf" || m.Attachments[1].Name != "Voorwaarden.pdf" {
		t.Errorf("files %+v %+v", m.Body, m.Attachments)
	}
	if strings.Join(m.Recipients.To, ";") != "sell@adatum.example.com" {
		t.Errorf("to %v", m.Recipients.To)
	}
}

// Body and attachments are looked up independently: the customer's attachment replaces the generic ones, the generic
// body stays.
func TestDecide_customerRow(t *testing.T) {
	mails, err := load(t, table).Decide(invoice("20000"), nil, Profile{})
	if err != nil {
		t.Fatal(err)
	}
	m := mails[0]
	if m.Body == nil || m.Body.Layout != "invoice-mail" {
		t.Errorf("body %+v", m.Body)
	}
	if len(m.Attachments) != 1 || m.Attachments[0].Layout != "invoice-blue" || m.Attachments[0].Name != "Verkoopfactuur 103001.docx" {
		t.Errorf("attachments %+v", m.Attachments)
	}
	if m.Recipients.To[0] != "ap@trey.example.com" || m.Recipients.Cc[0] != "boss@trey.example.com" {
		t.Errorf("recipients %+v", m.Recipients)
	}
}

// The rows of spec/reports 2.6: first the address chosen for the document, then the account's own row, the
// document's address, the card.
func TestRecipients_order(t *testing.T) {
	const none = ""
	for _, c := range []struct{ parameter, row, document, card, want string }{
		{none, none, none, none, none},
		{none, none, none, "b@b.example", "b@b.example"},
		{none, none, "e@e.example", none, "e@e.example"},
		{none, none, "e@e.example", "b@b.example", "e@e.example"},
		{none, "d@d.example", none, none, "d@d.example"},
		{none, "d@d.example", none, "b@b.example", "d@d.example"},
		{none, "d@d.example", "e@e.example", none, "d@d.example"},
		{none, "d@d.example", "e@e.example", "b@b.example", "d@d.example"},
		{"p@p.example", none, "e@e.example", "b@b.example", "p@p.example"},
		{"p@p.example", "d@d.example", "e@e.example", "b@b.example", "p@p.example"},
	} {
		d := invoice("1")
		d.Addresses = Addresses{Parameter: c.parameter, Document: c.document, Card: c.card}
		if got := strings.Join(recipients(d, SplitAddresses(c.row)), ";"); got != c.want {
			t.Errorf("%+v: got %q", c, got)
		}
	}
}

func TestDecide_faults(t *testing.T) {
	d := invoice("1")
	d.Addresses = Addresses{Document: "ap@adatum; second@adatum.example.com;broken"}
	_, err := load(t, table).Decide(d, nil, Profile{})
	if err == nil || !strings.Contains(err.Error(), `"ap@adatum"`) || !strings.Contains(err.Error(), `"broken"`) {
		t.Errorf("both broken addresses must be named: %v", err)
	}
	d.Addresses = Addresses{}
	if _, err := load(t, table).Decide(d, nil, Profile{}); !errors.Is(err, ErrNoRecipient) {
		t.Errorf("no recipient: %v", err)
	}
	d.Usage = "P.Order"
	if _, err := load(t, table).Decide(d, nil, Profile{}); !errors.Is(err, ErrNoSelection) {
		t.Errorf("no selection: %v", err)
	}
	d = invoice("1")
	d.Report = 1307
	if _, err := load(t, table).Decide(d, nil, Profile{}); err == nil || !strings.Contains(err.Error(), "report 1307") {
		t.Errorf("another report: %v", err)
	}
}

func TestLoad_faults(t *testing.T) {
	layouts := func(name string) (LayoutKind, error) {
		if k, ok := map[string]LayoutKind{"mail": BodyOnly, "pages": PagesOnly}[name]; ok {
			return k, nil
		}
		return 0, fmt.Errorf("layout %q: layout not found", name)
	}
	_, err := Load("selections.yaml", []byte(`selections:
  S.Invoise:
    body: {layout: mail}
  S.Invoice:
    body: {layout: pages}
    attachments: [{layout: gone}, {layout: mail}]
    subjekt: x
    subject: "{{nummer}}"
    send_to: ["{{addresses.card}}", nobody]
customers:
  "1":
    S.Invoice: {cc: ["{{Header/SalesPersonEmail}}"]}
    S.Order: {report: 1305}
`), layouts)
	if err == nil {
		t.Fatal("no error")
	}
	for _, want := range []string{
		`selections.yaml:2: S.Invoise: unknown usage; did you mean S.Invoice?`,
		`selections.yaml:5: S.Invoice: layout "pages" can not be used as body`,
		`selections.yaml:6: S.Invoice: attachment layout "gone": layout not found`,
		`selections.yaml:6: S.Invoice: layout "mail" can not be used as attachment`,
		`selections.yaml:7:`,
		`selections.yaml:8: S.Invoice: unknown field {{nummer}}; did you mean number?`,
		`selections.yaml:9: S.Invoice: "nobody" is not an e-mail address`,
		`selections.yaml:13: customer 1: S.Order: neither body nor attachment`,
	} {
		if !strings.Contains(err.Error(), want) {
			t.Errorf("missing %q in\n%v", want, err)
		}
	}
	if n := strings.Count(err.Error(), "\n"); n != 7 {
		t.Errorf("%d lines more:\n%v", n, err)
	}
}

// Rules name where an address stands; what is empty there counts for nothing.
func TestRecipients_rules(t *testing.T) {
	tab := load(t, `selections:
  S.Invoice:
    attachments: [{layout: a}]
    send_to: ["{{addresses.order}}"]
    cc: ["{{Header/Sales}}", "{{addresses.order}}"]
    bcc: ["{{addresses.card}}", "archive@example.com; two@example.com"]
    reply_to: ["Debtors <{{addresses.card}}>"]
customers:
  "2":
    S.Invoice: {send_to: ["{{addresses.card}}"], cc: [boss@example.com]}
`)
	columns := func(path string) (string, bool) { return "s@example.com", path == "Header/Sales" }
	for no, want := range map[string]string{
		"1": "{[sell@adatum.example.com] [s@example.com] [card@adatum.example.com archive@example.com two@example.com] [Debtors <card@adatum.example.com>]}",
		"2": "{[card@adatum.example.com] [boss@example.com] [card@adatum.example.com archive@example.com two@example.com] [Debtors <card@adatum.example.com>]}",
	} {
		mails, err := tab.Decide(invoice(no), columns, Profile{})
		if err != nil || fmt.Sprint(mails[0].Recipients) != want {
			t.Errorf("customer %s: %v, %v", no, mails, err)
		}
	}
}

func TestSplit_oneMessageEach(t *testing.T) {
	tab := load(t, `selections:
  S.Invoice:
    split: true
    attachments: [{layout: a}, {layout: b, send_to: [archive@example.com]}]
`)
	mails, err := tab.Decide(invoice("1"), nil, Profile{})
	if err != nil || len(mails) != 2 {
		t.Fatal(mails, err)
	}
	if mails[0].Revision() == mails[1].Revision() {
		t.Error("both parts have the same revision: the second would count as sent already")
	}
	if mails[1].Recipients.To[0] != "archive@example.com" || mails[0].Recipients.To[0] != "sell@adatum.example.com" {
		t.Error(mails[0].Recipients, mails[1].Recipients)
	}
}

func TestTemplates(t *testing.T) {
	d := invoice("1")
	d.Usage, d.Total, d.Currency, d.Language = "S.Cr.Memo", "1.234,50", "EUR", "en"
	mails, err := load(t, table).Decide(d, nil, Profile{})
	if err != nil || mails[0].Subject != "Noordzee BV: Sales Credit Memo 103001 (1.234,50 EUR)" {
		t.Errorf("%v %v", mails, err)
	}
	tab := load(t, "selections:\n  S.Invoice:\n    attachments: [{layout: x, name: \"{{Header/Ref}} {{open\"}]\n    subject: \"{{Header/Gone}} {{ Header/Ref }}\"\n")
	columns := func(path string) (string, bool) { return "R-1", path == "Header/Ref" }
	if _, err := tab.Decide(invoice("1"), columns, Profile{}); err == nil || !strings.Contains(err.Error(), "usage S.Invoice: the dataset has no column {{Header/Gone}}") {
		t.Error(err)
	}
	tab.Selections["S.Invoice"] = Selection{Attachments: tab.Selections["S.Invoice"].Attachments, Subject: Text{"": "{{ Header/Ref }}"}}
	if mails, err = tab.Decide(invoice("1"), columns, Profile{}); err != nil || mails[0].Subject != "R-1" || mails[0].Attachments[0].Name != "R-1 {{open.pdf" {
		t.Errorf("%+v %v", mails, err)
	}
}

func TestSafeFileName(t *testing.T) {
	for in, want := range map[string]string{
		"Invoice 2026/001":       "Invoice 2026-001",
		"..\\..\\etc":            "-..-etc",
		"a<b>:c\x00\n":           "abc",
		"evil\u202efdp.exe":      "evilfdp.exe",
		" . ":                    "document",
		strings.Repeat("ü", 300): strings.Repeat("ü", 100),
	} {
		if got := SafeFileName(in, "document"); got != want {
			t.Errorf("%q: %q, want %q", in, got, want)
		}
	}
}

func TestDefinition_readsEnvelope(t *testing.T) {
	columns := map[string]string{
		"Header/DocumentNo": "103001", "Header/BilltoCustumerNo": "10000", "Header/CustomerAddress1": "Adatum",
		"Header/SellToContactEmail": "a@adatum.example.com", "BCReportInformation/ReportRequest/Language": "1043",
		"BCReportInformation/ReportRequest/CompanyName": "Noordzee BV", "Header/Totals/TotalAmountIncludingVAT": "12,00",
	}
	lookup := func(p string) (string, bool) { v, ok := columns[p]; return v, ok }
	d, err := new(Table).Envelope(1306, lookup, nil)
	if err != nil {
		t.Fatal(err)
	}
	if d.Usage != "S.Invoice" || d.Number != "103001" || d.Language != "nl" || d.Account.No != "10000" || d.Related[0] != "customer/10000" || d.Total != "12,00" {
		t.Errorf("%+v", d)
	}
	over, err := ReadEnvelope("x.yaml", []byte("number: X1\naddresses: {parameter: one@example.com}\nrevision: 2\n"))
	if err != nil {
		t.Fatal(err)
	}
	d, err = new(Table).Envelope(1306, lookup, &over)
	if err != nil || d.Number != "X1" || d.Revision != 2 || d.Account.No != "10000" {
		t.Errorf("%+v %v", d, err)
	}
	for envelope, want := range map[string]string{ // the record of the account follows the account
		"account: {no: 20000}": "customer/20000", "account: {no: 20000}\nrelated: [contact/7]": "contact/7",
		"account: {kind: vendor, no: 3}": "vendor/3", "account: {no: 20000}\nrelated: []": "",
	} {
		over, err := ReadEnvelope("x.yaml", []byte(envelope))
		if err != nil {
			t.Fatal(err)
		}
		if d, err := new(Table).Envelope(1306, lookup, &over); err != nil || strings.Join(d.Related, " ") != want {
			t.Errorf("%q: related to %q, not %q (%v)", envelope, d.Related, want, err)
		}
	}
	if _, err := new(Table).Envelope(99, lookup, nil); err == nil {
		t.Error("a report without definition and envelope must fail")
	}
}

// The faults of an envelope are named all at once, by line and key, in YAML and in JSON.
func TestReadEnvelope_faults(t *testing.T) {
	for _, text := range []string{
		"numbr: 1\nreport: abc\naddresses: {paramter: x@y.example}\naccount: {kind: Vendor}\n",
		"{\"numbr\": 1,\n\"report\": \"abc\",\n\"addresses\": {\"paramter\": \"x@y.example\"},\n\"account\": {\"kind\": \"Vendor\"}}",
	} {
		_, err := ReadEnvelope("x", []byte(text))
		for _, want := range []string{
			"x:1: unknown key numbr; did you mean number?", `x:2: report: "abc" stands where a whole number is expected`,
			"x:3: unknown key paramter; did you mean parameter?", `x:4: kind: unknown kind of account "Vendor"; did you mean vendor?`,
		} {
			if err == nil || !strings.Contains(err.Error(), want) {
				t.Errorf("no %q in %v", want, err)
			}
		}
	}
	merged := "x: &a {kind: client}\naccount: {<<: *a}\n"
	if _, err := ReadEnvelope("x", []byte(merged)); err == nil || !strings.Contains(err.Error(), "customer or vendor") {
		t.Error(err)
	}
}

func TestDefinitions_usages(t *testing.T) {
	seen := map[int]bool{}
	for _, d := range Definitions() {
		if _, ok := UsageByID(d.Usage); !ok || seen[d.Report] || len(d.Number) == 0 {
			t.Errorf("report %d: usage %q", d.Report, d.Usage)
		}
		seen[d.Report] = true
	}
	if len(seen) < 20 {
		t.Errorf("%d definitions", len(seen))
	}
}

const ownTable = `usages:
  Delivery Reminder:
    account: vendor
    type: {en: Delivery Reminder, de: Liefermahnung}
    plural: {en: Delivery Reminders}
reports:
  5005272:
    name: Issued Delivery Reminder
    usage: Delivery Reminder
    number: Header/No_
    account: [Header/Gone, Header/VendorNo]
    email: Header/EMail
selections:
  delivery reminder:
    body: {layout: mail}
`

// A workspace may have usages and reports that Business Central's base application has not.
func TestTable_ownUsages(t *testing.T) {
	tab := load(t, ownTable)
	columns := func(path string) (string, bool) {
		v, ok := map[string]string{"Header/No_": "DR-7", "Header/VendorNo": "20000", "Header/EMail": "ap@vendor.example", "BCReportInformation/ReportRequest/Language": "1031"}[path]
		return v, ok
	}
	d, err := tab.Envelope(5005272, columns, nil)
	if err != nil {
		t.Fatal(err)
	}
	mails, err := tab.Decide(d, columns, Profile{})
	if err != nil {
		t.Fatal(err)
	}
	m := mails[0]
	if m.Subject != "Liefermahnung DR-7" || m.Document.Account != (Account{Kind: Vendor, No: "20000"}) || m.Recipients.To[0] != "ap@vendor.example" {
		t.Errorf("%q %+v %+v", m.Subject, m.Document.Account, m.Recipients)
	}
	if out, err := Set("selections.yaml", []byte(ownTable), Change{Usage: "delivery reminder", Cc: &[]string{"x@y.example"}}); err != nil || !strings.Contains(string(out), "x@y.example") {
		t.Errorf("%s %v", out, err)
	}
	_, err = Load("selections.yaml", []byte(`usages:
  S.Invoice: {account: customer}
  Mine: {account: client}
reports:
  7: {usage: Minee, number: No}
  8: {usage: Mine}
selections:
  S.Order: {attachments: [{layout: a}]}
  s.order: {attachments: [{layout: b}]}
`), nil)
	for _, want := range []string{
		"selections.yaml:2: usages: S.Invoice is Business Central's", `selections.yaml:3: usages: Mine: account "client"; customer or vendor`,
		`selections.yaml:5: reports: 7: unknown usage "Minee"; did you mean Mine?`, `selections.yaml:5: reports: 7: "No" is no path`,
		"selections.yaml:6: reports: 8 does not say where the document number stands", "selections.yaml:9: s.order: the usage is there twice, as S.Order",
	} {
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("no %q in\n%v", want, err)
		}
	}
}
