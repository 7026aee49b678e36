package pdf

import "testing"

func TestWrite_invoiceIsSmall(t *testing.T) {
	b, err := Write(invoice(newComposer(t), 12), Options{Time: testTime, Producer: "reportmail test"})
	if err != nil {
		t.Fatal(err)
	}
	if len(b) > 40<<10 {
		t.Errorf("a page of an invoice has %d bytes, more than 40 KB", len(b))
	}
}
