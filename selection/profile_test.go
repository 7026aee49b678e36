package selection

import (
	"fmt"
	"strings"
	"testing"

	"go.yaml.in/yaml/v4"
)

func TestProfiles_resolution(t *testing.T) {
	no := false
	ps := Profiles{{Code: "MAIL", Default: true}, {Code: "DISK", Email: &no, Disk: &Folder{Folder: "archive", Format: Both}, Customers: []string{"10000"}}, {Code: "V", Vendors: []string{"10000"}}}
	if err := ps.check("reportmail.yaml"); err != nil {
		t.Fatal(err)
	}
	for account, want := range map[Account]string{{Kind: Customer, No: "10000"}: "DISK", {Kind: Vendor, No: "10000"}: "V", {Kind: Customer, No: "9"}: "MAIL"} {
		if got := ps.For(account).Code; got != want {
			t.Errorf("%+v: %s, want %s", account, got, want)
		}
	}
	if p := (Profiles{}).For(Account{No: "1"}); !p.Mails() || p.Combine {
		t.Errorf("without profiles every document is a mail: %+v", p)
	}
}

// list is the node of a YAML list.
func list(t *testing.T, text string) *yaml.Node {
	t.Helper()
	var n yaml.Node
	if err := yaml.Load([]byte(text), &n); err != nil {
		t.Fatal(err)
	}
	return n.Content[0]
}

func TestProfiles_faultsAllAtOnce(t *testing.T) {
	_, err := LoadProfiles("reportmail.yaml", list(t, `
- {code: A, default: true, email: false}
- {code: A, default: true, format: odt, customers: ["1"], combin: true}
- {customers: ["1"], edocument: fax, print: {format: word}}
`))
	for _, want := range []string{
		"yaml:2: profile A sends nothing", "yaml:3: profile A stands there twice", `yaml:3: profile A: format "odt"`, "yaml:3: unknown key combin; did you mean combine?",
		"yaml:4: profile 3 has no code", "yaml:4: customer 1 is in profiles", `"fax"`, "only pdf can be printed", "folder is missing", "2 profiles are the default",
	} {
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("missing %q in %v", want, err)
		}
	}
}

func TestProfile_formsAndDisk(t *testing.T) {
	mails, err := load(t, table).Decide(invoice("10000"), nil, Profile{})
	if err != nil {
		t.Fatal(err)
	}
	m := Profile{Code: "X", Format: Both, Disk: &Folder{Folder: "archive"}}.Apply(mails[0])
	var names []string
	for _, f := range m.Attachments {
		names = append(names, f.Name)
	}
	if got := strings.Join(names, "|"); got != "Verkoopfactuur 103001.pdf|Verkoopfactuur 103001.docx|Voorwaarden.pdf|Voorwaarden.docx" {
		t.Error(got)
	}
	saves := m.Profile.Saved(m)
	if len(saves) != 1 || len(saves[0].Files) != 2 || saves[0].Files[0].Name != "Noordzee BV - Factuur 103001 - invoice.pdf" {
		t.Errorf("%+v", saves)
	}
}

func TestCombined_onePerAccount(t *testing.T) {
	tab := load(t, table)
	var mails []Mail
	for _, no := range []string{"103001", "103002"} {
		d := invoice("10000")
		d.Number, d.Total, d.Currency, d.Related = no, "12,00", "EUR", []string{"customer/10000"}
		m, err := tab.Decide(d, nil, Profile{})
		if err != nil {
			t.Fatal(err)
		}
		mails = append(mails, m[0])
	}
	c := Combined(mails)
	if c.Subject != "Noordzee BV - Facturen" || len(c.Attachments) != 4 || c.Attachments[3].Name != "Voorwaarden (2).pdf" {
		t.Errorf("%q %+v", c.Subject, c.Attachments)
	}
	lookup := c.Lookup(func(name string) (string, bool) { return "column " + name, true })
	for name, want := range map[string]string{
		"list": "Verkoopfactuur 103001, 12,00 EUR\nVerkoopfactuur 103002, 12,00 EUR", "types": "Facturen", "Types": "column Types", "Header/DocumentNo": "column Header/DocumentNo",
	} {
		if got, _ := lookup(name); got != want {
			t.Errorf("%s: %q", name, got)
		}
	}
	mails[0].Body.TextAfter = []string{"legal"}
	if b := c.Written(); strings.Join(append(b.TextBefore, b.TextAfter...), " ") != "greeting "+severalText+" legal" || mails[0].Written().TextBefore[0] != attachedText {
		t.Errorf("%+v", b)
	}
	if got := strings.Join(c.Document.Related, " "); got != "S.Invoice/103001 customer/10000 S.Invoice/103002" {
		t.Error(got)
	}
}

// However many documents a message combines, its numbers stay short, and what tells it apart is all of them.
func TestCombined_many(t *testing.T) {
	combined := func(n int, change func(i int, d *Document)) Mail {
		var mails []Mail
		for i := range n {
			d := invoice("10000")
			d.Number = fmt.Sprintf("SI-%06d", i)
			if change != nil {
				change(i, &d)
			}
			mails = append(mails, Mail{Document: d})
		}
		return Combined(mails)
	}
	few, many := combined(3, nil), combined(500, nil)
	if few.Document.Number != "SI-000000 SI-000001 SI-000002" || few.Revision() != "" {
		t.Errorf("%q %q", few.Document.Number, few.Revision())
	}
	if n := many.Document.Number; len(n) > maxNumbers || !strings.HasPrefix(n, "SI-000000 SI-000001 ") || !strings.HasSuffix(n, " … (500)") {
		t.Errorf("%d bytes: %q", len(n), n)
	}
	other := combined(500, func(i int, d *Document) {
		if i == 499 {
			d.Number = "SI-999999"
		}
	})
	revised := combined(3, func(i int, d *Document) { d.Revision = i })
	if many.Document.Number != other.Document.Number || many.Revision() == other.Revision() || many.Revision() == "" || revised.Revision() == "" || len(many.Revision()) != 32 {
		t.Errorf("%q, %q, %q", many.Revision(), other.Revision(), revised.Revision())
	}
}

// A document that is not mailed needs nobody to be mailed to.
func TestDecide_unmailedNeedsNoRecipient(t *testing.T) {
	no, d := false, invoice("10000")
	d.Addresses = Addresses{Card: "broken"}
	disk := Profile{Code: "DISK", Email: &no, Disk: &Folder{Folder: "archive"}}
	mails, err := load(t, table).Decide(d, nil, disk)
	if err != nil {
		t.Fatal(err)
	}
	if s := disk.Saved(disk.Apply(mails[0])); len(s) != 1 || len(s[0].Files) != 2 {
		t.Errorf("%+v", s)
	}
}

// No two files of a message, or of what is saved for it, share a name.
func TestProfile_namesAreUnique(t *testing.T) {
	tab := load(t, "selections: {S.Invoice: {attachments: [{layout: invoice}, {layout: draft-invoice}], split: false}, C.Statement: {attachments: [{layout: statement}]}}")
	names := func(files []File) string {
		var list []string
		for _, f := range files {
			list = append(list, f.Name)
		}
		return strings.Join(list, "|")
	}
	decide := func(d Document, p Profile) (list []Mail) {
		mails, err := tab.Decide(d, nil, p)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range mails {
			list = append(list, p.Apply(m))
		}
		return list
	}
	disk := Profile{Code: "X", Format: Both, Disk: &Folder{Folder: "archive", Format: Both}}
	m := decide(invoice("1"), disk)[0]
	if got := names(m.Attachments); got != "Verkoopfactuur 103001.pdf|Verkoopfactuur 103001.docx|Verkoopfactuur 103001 (2).pdf|Verkoopfactuur 103001 (2).docx" {
		t.Error(got)
	}
	row := tab.Selections["S.Invoice"]
	row.Split = true
	tab.Selections["S.Invoice"] = row
	for i, layout := range []string{"invoice", "draft-invoice"} { // split: each message saves its own
		m := decide(invoice("1"), disk)[i]
		want := "Noordzee BV - Factuur 103001 - " + layout
		if got := names(disk.Saved(m)[0].Files); got != want+".pdf|"+want+".docx" {
			t.Error(got)
		}
	}
	row.Split, row.Attachments = false, row.Attachments[:1]
	tab.Selections["S.Invoice"] = row
	if got := names(disk.Saved(decide(invoice("1"), disk)[0])[0].Files); got != "Noordzee BV - Factuur 103001.pdf|Noordzee BV - Factuur 103001.docx" {
		t.Errorf("one layout in two forms: %s", got)
	}
	d := invoice("10000")
	d.Usage, d.Report, d.Number = "C.Statement", 0, "5" // each customer counts for itself
	if got := names(disk.Saved(decide(d, disk)[0])[0].Files); !strings.HasPrefix(got, "Noordzee BV - Rekeningoverzicht 10000 5.pdf|") {
		t.Error(got)
	}
}
