package doc

import "testing"

func TestTable_RowsThroughControls(t *testing.T) {
	a, b, c := &Row{}, &Row{}, &Row{}
	table := &Table{Content: []Node{a, &Control{Content: []Node{&Control{Content: []Node{b}}, c}}}}
	var got []*Row
	for r := range table.Rows() {
		got = append(got, r)
	}
	if len(got) != 3 || got[0] != a || got[1] != b || got[2] != c {
		t.Errorf("got %v", got)
	}
	for range table.Rows() {
		break // an early end must not panic
	}
}

func TestWalk_visitsTextBoxesAndResults(t *testing.T) {
	inBox, inField := &Run{Text: "box"}, &Run{Text: "field"}
	content := []Node{&Paragraph{Content: []Node{
		&Drawing{Shape: &Shape{Text: []Node{&Paragraph{Content: []Node{inBox}}}, Children: []*Drawing{{Shape: &Shape{Text: []Node{&Paragraph{Content: []Node{&Run{Text: "member"}}}}}}}}},
		&Field{Result: []Node{inField}},
	}}}
	var got string
	Walk(content, func(n Node) bool {
		if r, ok := n.(*Run); ok {
			got += r.Text + " "
		}
		return true
	})
	if got != "box member field " {
		t.Errorf("got %q", got)
	}
}
