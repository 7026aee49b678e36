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
	if b := c.Written(); b.TextBefore[0] != severalText || mails[0].Written().TextBefore[0] != attachedText {
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
