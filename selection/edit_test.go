package selection

import "testing"

func TestRenameLayout_keepsEverythingElse(t *testing.T) {
	const before = `# how we send
selections:
  S.Invoice:   # ünïcode before "layout"
    body: {layout: 'invoice-mail', text_before: [invoice]}   # the body
    attachments:
      - layout: invoice # the PDF
        name: {en: "invoice"}
      - {layout: "invoice"}
customers: {"10": {S.Invoice: {attachments: [{layout: invoice}]}}}
`
	const after = `# how we send
selections:
  S.Invoice:   # ünïcode before "layout"
    body: {layout: 'invoice-mail', text_before: [invoice]}   # the body
    attachments:
      - layout: our invoice # the PDF
        name: {en: "invoice"}
      - {layout: our invoice}
customers: {"10": {S.Invoice: {attachments: [{layout: our invoice}]}}}
`
	got, n, err := RenameLayout("selections.yaml", []byte(before), "invoice", "our invoice")
	if err != nil || n != 3 || string(got) != after {
		t.Errorf("%d places, %v\n%s", n, err, got)
	}
	tab, err := Load("selections.yaml", got, nil)
	if err != nil {
		t.Fatal(err)
	}
	if uses := tab.Uses("our invoice"); len(uses) != 2 || uses[0] != "S.Invoice" || uses[1] != "customer 10 S.Invoice" {
		t.Errorf("%q", uses)
	}
}
