package selection

import (
	"strings"
	"testing"
)

func ptr[T any](v T) *T { return &v }

func TestSet_keepsCommentsAndOtherRows(t *testing.T) {
	const before = `# how we send
selections:
  S.Invoice: # every invoice
    report: 1306
    body: {layout: invoice-mail, text_before: [hello]} # friendly
    attachments:
      - {layout: invoice, name: "Invoice {{number}}"}
  S.Cr.Memo:
    attachments: [{layout: credit-memo}]
`
	out, err := Set("selections.yaml", []byte(before), Change{Usage: "s.invoice", Body: ptr("blue-mail"), Attachments: ptr([]string{"terms", "invoice"}), Subject: ptr("{{type}} {{number}}")})
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"# how we send", "# every invoice", "# friendly", `name: "Invoice {{number}}"`, "credit-memo"} {
		if !strings.Contains(string(out), want) {
			t.Errorf("%q is gone:\n%s", want, out)
		}
	}
	tab, err := Load("selections.yaml", out, nil)
	if err != nil {
		t.Fatal(err, string(out))
	}
	s := tab.Selections["S.Invoice"]
	if s.Body.Layout != "blue-mail" || s.Body.TextBefore[0] != "hello" || s.Attachments[0].Layout != "terms" || s.Attachments[1].Name.For("en") != "Invoice {{number}}" || s.Subject.For("en") != "{{type}} {{number}}" {
		t.Errorf("%+v", s)
	}
}

func TestSet_customerRowsFromNothing(t *testing.T) {
	out, err := Set("s", nil, Change{Party: Customer, No: "20000", Usage: "S.Invoice", Attachments: ptr([]string{"x"}), SendTo: ptr([]string{"a@example.com", "b@example.com"}), Report: ptr(1306)})
	if err != nil {
		t.Fatal(err)
	}
	tab, err := Load("s", out, nil)
	if err != nil || len(tab.Customers["20000"]["S.Invoice"].SendTo) != 2 || tab.Customers["20000"]["S.Invoice"].Report != 1306 {
		t.Fatalf("%v\n%s", err, out)
	}
	out, err = Set("s", out, Change{Party: Customer, No: "20000", Usage: "S.Invoice", Remove: true})
	if err != nil || strings.Contains(string(out), "S.Invoice") {
		t.Errorf("%v\n%s", err, out)
	}
	if _, err := Set("s", nil, Change{Usage: "S.Invoise"}); err == nil || !strings.Contains(err.Error(), "S.Invoice") {
		t.Error(err)
	}
}

// A comment at the end of a row stays there, and a row on one line stays on it.
func TestSet_keepsTrailingComments(t *testing.T) {
	files, subject := []string{"invoice", "terms"}, "Your invoice"
	row := "selections:\n  S.Invoice: {report: 1306, body: {layout: invoice-mail, text_before: [greeting], text_after: [legal]}, attachments: [{layout: invoice}]"
	block := "selections:\n  S.Invoice:\n    body: {layout: invoice-mail}\n"
	for _, c := range []struct {
		in     string
		change Change
		want   string
	}{
		{row + "} # ours\n", Change{Subject: &subject}, row + ", subject: Your invoice} # ours\n"},
		{block + "    attachments: [{layout: invoice}] # files\n", Change{Attachments: &files}, block + "    attachments: [{layout: invoice}, {layout: terms}] # files\n"},
		{block + "    # the end\n", Change{Subject: &subject}, block + "    subject: Your invoice\n    # the end\n"},
		{block + "    attachments:\n      - {layout: invoice}\n      # - {layout: old}\n", Change{Subject: &subject},
			block + "    attachments:\n      - {layout: invoice}\n      # - {layout: old}\n    subject: Your invoice\n"},
	} {
		c.change.Usage = "S.Invoice"
		out, err := Set("selections.yaml", []byte(c.in), c.change)
		if err != nil || string(out) != c.want {
			t.Errorf("got\n%s\nwant\n%s(%v)", out, c.want, err)
		}
	}
}
