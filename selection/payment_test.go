package selection

import (
	"net/url"
	"strings"
	"testing"
)

func TestPayment_paypal(t *testing.T) {
	d := Document{Number: "1&2", Currency: "EUR", Reference: "PO 7", Language: "nl"}
	l := Payment{Provider: "paypal", Account: "pay@noordzee.example", Sandbox: true}.Link(d, "12.50")
	u, err := url.Parse(l.URL)
	if err != nil || u.Host != "www.sandbox.paypal.com" || u.Path != "/us/cgi-bin/webscr" || l.Caption != "Betalen met PayPal (test)" {
		t.Fatal(l, err)
	}
	q := u.Query()
	for k, want := range map[string]string{"cmd": "_xclick", "business": "pay@noordzee.example", "amount": "12.50", "invoice": "1&2", "item_name": "Invoice 1&2 (PO 7)", "currency_code": "EUR"} {
		if q.Get(k) != want {
			t.Errorf("%s: %q, want %q", k, q.Get(k), want)
		}
	}
}

func TestPayment_linkEscapesData(t *testing.T) {
	p := Payment{Provider: "link", URL: "https://pay.example/{{number}}?a={{amount}}&n={{name}}", Caption: Text{"": "Pay online"}}
	l := p.Link(Document{Number: "1/2", Account: Account{Name: `x&y="`}}, "3.00")
	if l.URL != "https://pay.example/1%2F2?a=3.00&n=x%26y%3D%22" || l.Caption != "Pay online" {
		t.Error(l)
	}
	l = p.Link(Document{Number: "SI 1/2", Account: Account{Name: "a b"}}, "3.00")
	if l.URL != "https://pay.example/SI%201%2F2?a=3.00&n=a+b" {
		t.Error(l.URL)
	}
	_, err := LoadPayments("reportmail.yaml", list(t, "- {provider: paypal}\n- {provider: link, url: \"javascript:alert(1)\"}\n- {provider: cash, usages: S.Invoice}\n"), &Table{})
	for _, want := range []string{"yaml:1: payment 1: paypal needs", "yaml:2: payment 2: url", `yaml:3: payment 3: provider "cash"`, `yaml:3: usages: "S.Invoice" stands where a list is expected`} {
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q missing in %v", want, err)
		}
	}
}

// What a template or a list of usages misspells is a fault, and does not go out.
func TestLoadPayments_unknownNames(t *testing.T) {
	own := &Table{Usages: map[string]OwnUsage{"Delivery Reminder": {}}}
	_, err := LoadPayments("reportmail.yaml", list(t, `- provider: link
  url: "https://pay.example/{{nummer}}?a={{ amount }}&x={{zzzzzzzz}}"
  usages:
    - s.order
    - S.Invioce
    - Delivery Reminder
`), own)
	want := `reportmail.yaml:2: payment 1: unknown field {{nummer}} in url; did you mean number?
reportmail.yaml:2: payment 1: unknown field {{zzzzzzzz}} in url; there are account, amount, currency, name, number, reference
reportmail.yaml:5: payment 1: unknown usage "S.Invioce"; did you mean S.Invoice?`
	if err == nil || err.Error() != want {
		t.Errorf("%v", err)
	}
}
