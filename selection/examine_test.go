package selection

import (
	"errors"
	"fmt"
	"testing"
)

// What only a closer look finds is told at its line.
func TestExamine_faultsAndWarnings(t *testing.T) {
	names := Names{
		Layout:   func(string) (LayoutKind, error) { return AnyLayout, nil },
		Report:   func(layout string) int { return map[string]int{"order": 1305, "invoice": 1306}[layout] },
		Controls: func(string) ([]string, error) { return []string{"Greeting"}, nil },
		Text: func(name string) error {
			if name == "hello" {
				return nil
			}
			return fmt.Errorf("text %q is not there", name)
		},
	}
	odd, err := Examine("s.yaml", []byte(`selections:
  S.Invoice:
    body:
      layout: invoice
      text_before:
        - hello
        - nosuch
      controls:
        Greeting: hello
        Greetings: hello
    attachments:
      - {layout: order}
      - layout: any
customers:
  "1":
    P.Order: {attachments: [{layout: any}]}
vendors:
  "2":
    S.Invoice:
      cc: [a@b.example]
    Prod.Order: {attachments: [{layout: order}]}
`), names)
	want := `s.yaml:7: S.Invoice: text "nosuch" is not there
s.yaml:10: S.Invoice: layout "invoice" has no unbound control with the title "Greetings"; did you mean Greeting?
s.yaml:16: customer 1: P.Order: the row never applies: documents of the usage are those of a vendor; take it away
s.yaml:19: vendor 2: S.Invoice: the row never applies: documents of the usage are those of a customer; take it away`
	if err == nil || err.Error() != want {
		t.Errorf("faults:\n%v", err)
	}
	want = `s.yaml:12: S.Invoice: layout "order" is made for report 1305, and not for the usage's 206 1306 31018 31189`
	if got := errors.Join(odd...); got == nil || got.Error() != want {
		t.Errorf("warnings:\n%v", got)
	}
}
