package scenario

import (
	"testing"

	"go.yaml.in/yaml/v4"

	"reportmail/internal/yamledit"
	"reportmail/send/account"
)

func TestEdit_lines(t *testing.T) {
	const before = `scenarios: # who serves what
  Sales Invoice: Billing # ours
  Reminder: {account: Collections, attachments: [terms.pdf]}
  Warranty:
    usages: [S.Warranty]
`
	for name, c := range map[string]struct {
		do   func(top *yaml.Node)
		want string
	}{
		"moves": {func(top *yaml.Node) { Assign(top, "sales invoice", "Collections") }, `scenarios: # who serves what
  Sales Invoice: Collections # ours
  Reminder: {account: Collections, attachments: [terms.pdf]}
  Warranty:
    usages: [S.Warranty]
`},
		"new and gone": {func(top *yaml.Node) { Assign(top, "Sales Quote", "Billing"); Assign(top, "Sales Invoice", "") }, `scenarios: # who serves what
  Reminder: {account: Collections, attachments: [terms.pdf]}
  Warranty:
    usages: [S.Warranty]
  Sales Quote: Billing
`},
		"long forms": {func(top *yaml.Node) { Assign(top, "Reminder", ""); Assign(top, "warranty", "Billing") }, `scenarios: # who serves what
  Sales Invoice: Billing # ours
  Reminder: {attachments: [terms.pdf]}
  Warranty:
    usages: [S.Warranty]
    account: Billing
`},
		"files": {func(top *yaml.Node) {
			Attach(top, "Sales Invoice", "terms.pdf", true)
			Attach(top, "Sales Invoice", "offer.pdf", false)
			Attach(top, "Reminder", "terms.pdf", false)
		}, `scenarios: # who serves what
  Sales Invoice: # ours
    account: Billing
    attachments: [terms.pdf, {file: offer.pdf, default: false}]
  Reminder: {account: Collections, attachments: [{file: terms.pdf, default: false}]}
  Warranty:
    usages: [S.Warranty]
`},
		"no file is left": {func(top *yaml.Node) {
			if err := Detach(top, "reminder", "terms.pdf"); err != nil {
				panic(err)
			}
		}, `scenarios: # who serves what
  Sales Invoice: Billing # ours
  Reminder: Collections
  Warranty:
    usages: [S.Warranty]
`},
	} {
		got, err := yamledit.Change("f", []byte(before), func(top *yaml.Node) error { c.do(top); return nil })
		if err != nil || string(got) != c.want {
			t.Errorf("%s: %v, got:\n%s\nwant:\n%s", name, err, got, c.want)
			continue
		}
		var root yaml.Node
		if err := yaml.Load(got, &root); err != nil {
			t.Fatal(err)
		}
		if _, err := Load("f", yamledit.Value(yamledit.Resolved(&root), "scenarios"), []account.Account{{Name: "Billing"}, {Name: "Collections"}}); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, err := yamledit.Change("f", []byte(before), func(top *yaml.Node) error { return Detach(top, "Reminder", "no.pdf") }); err == nil {
		t.Error("a file that is not listed is taken off")
	}
}
