package html

import (
	"bytes"
	"testing"

	"reportmail/render/diag"
	"reportmail/render/doc"
)

// Marks name every value once, in reading order, and taking them out gives the body that is sent, also where the limit
// cut it.
func TestWrite_marksAndUnmarked(t *testing.T) {
	ctl := &doc.Control{Title: "amount"}
	value := func(text, column string) *doc.Run {
		return &doc.Run{Text: text, From: &doc.Origin{Control: ctl, Column: column}}
	}
	para := func(content ...doc.Node) *doc.Paragraph { return &doc.Paragraph{Content: content} }
	var rows []doc.Node
	for range 60 {
		rows = append(rows, &doc.Row{Content: []doc.Node{
			&doc.Cell{Content: []doc.Node{para(value("a < b & c", "/H/L/Text"))}}, &doc.Cell{Content: []doc.Node{para(value("1,00", "/H/L/Amount"))}},
		}})
	}
	d := &doc.Document{Styles: &doc.Styles{}, Sections: []*doc.Section{{Page: doc.PageSetup{Width: 11906, Left: 1000, Right: 1000}, Content: []doc.Node{
		para(&doc.Run{Text: "No. "}, value("1001", "/H/No"), &doc.Link{URL: "https://example.com", Content: []doc.Node{value("pay", "/H/Pay")}}),
		&doc.Table{Grid: []doc.Twips{3000, 3000}, Content: rows},
	}}}}
	for _, limit := range []int{0, 9000} {
		plain := Write([]*doc.Document{d}, Options{BodyLimit: limit}, new(diag.List))
		marked := Write([]*doc.Document{d}, Options{BodyLimit: limit, Origins: true}, new(diag.List))
		if got := Unmarked(marked.HTML); !bytes.Equal(got, plain.HTML) {
			t.Errorf("limit %d: without its marks the body is another one\n%s", limit, got)
		}
		if len(plain.Origins) != 0 || len(marked.Origins) < 2 || marked.Origins[0].Column != "/H/No" || marked.Origins[1].Column != "/H/Pay" {
			t.Errorf("limit %d: origins %v", limit, marked.Origins)
		}
		if !bytes.Contains(marked.HTML, []byte(`<data value="0">1001</data>`)) {
			t.Errorf("limit %d: the number is not marked\n%s", limit, marked.HTML)
		}
	}
}
