package merge

import (
	"testing"

	"reportmail/render/doc"
)

// nested is a field with fields in its instruction: %0 in args stands for the first of them.
func nested(name string, args []string, fields ...doc.Node) *doc.Field {
	f := &doc.Field{Name: name, Inner: &doc.Inner{Fields: fields}, Result: []doc.Node{text("stale")}}
	for _, a := range args {
		var marked []rune
		for r := []rune(a); len(r) > 0; r = r[1:] {
			if r[0] == '%' {
				marked, r = append(marked, doc.InnerMark(int(r[1]-'0'))), r[1:]
				continue
			}
			marked = append(marked, r[0])
		}
		f.Inner.Args = append(f.Inner.Args, string(marked))
	}
	return f
}

func TestRun_innerFields(t *testing.T) {
	const letter = `{"No": "10", "Amount": "1,234.50", "Country": "Nederland", "Empty": "", "Bad": "javascript:x", "Path": "a b/&c", "Url": "https://pay.example/1?x=y"}`
	if10 := func(args ...string) []doc.Node {
		return []doc.Node{para(text("["), nested("IF", args, field("No"), field("Amount")), text("]"))}
	}
	country := func(args ...string) []doc.Node {
		return []doc.Node{para(nested("IF", args, field("Country"), field("Empty")))}
	}
	link := func(address string, fields ...doc.Node) []doc.Node {
		f := nested("HYPERLINK", []string{address}, fields...)
		return []doc.Node{para(&doc.Link{URL: "https://stale.example", Inner: f.Inner, Content: []doc.Node{text("t")}})}
	}
	page := &doc.Field{Name: "PAGE", Result: []doc.Node{text("3")}}
	run(t, []mergeCase{
		{"true", if10("%0", "=", "10", "paid", "%1 is due"), letter, "[paid]¶", ""},
		{"false, with a field in the text", if10("%0", "=", "11", "paid", "%1 is due"), letter, "[1,234.50 is due]¶", ""},
		{"no second text", if10("%0", "=", "11", "paid"), letter, "[]¶", ""},
		{"numbers are compared as numbers", if10("%1", ">", "999", "large", "small"), letter, "[large]¶", ""},
		{"and equal in every format", if10("%0", "=", "10.00", "yes", "no"), letter, "[yes]¶", ""},
		{"less or equal", if10("%0", "<=", "10", "yes", "no"), letter, "[yes]¶", ""},
		{"without spaces", if10("%0=", "10", "yes", "no"), letter, "[yes]¶", ""},
		{"without spaces or quotes", if10("%0<>10", "yes", "no"), letter, "[no]¶", ""},
		{"two fields", if10("%0", "<", "%1", "yes", "no"), letter, "[yes]¶", ""},
		{"case counts", country("%0", "=", "nederland", "yes", "no"), letter, "no¶", ""},
		{"wildcards", country("%0", "=", "Ned*l?nd", "yes", "no"), letter, "yes¶", ""},
		{"wildcards, not", country("%0", "<>", "Ned?", "yes", "no"), letter, "yes¶", ""},
		{"empty", country("%1", "=", "", "yes", "no"), letter, "yes¶", ""},
		{"texts in order", country("%0", ">", "Belgium", "yes", "no"), letter, "yes¶", ""},
		{"condition in a condition", []doc.Node{para(nested("IF", []string{"%0", "=", "x", "a", "%1"}, field("No"), nested("IF", []string{"%0", "=", "10", "b", "c"}, field("No"))))}, letter, "b¶", ""},
		{"a page number in the text", []doc.Node{para(nested("IF", []string{"%0", "=", "10", "%1", ""}, field("No"), page))}, letter, "=PAGE¶", ""},
		{"a page number is not compared", []doc.Node{para(nested("IF", []string{"%0", "=", "1", "%1", ""}, page, field("No")))}, letter, "stale¶", "field-kept"},
		{"nor is what is not complete", if10("%0", "is", "10"), letter, "[stale]¶", "field-kept"},
		{"formula", []doc.Node{para(nested("=", []string{"%0", "*", "2"}, field("No")))}, letter, "stale¶", "field-kept"},
		{"record number", []doc.Node{para(&doc.Field{Name: "MERGEREC", Result: []doc.Node{text("1")}}, field("No"))}, letter, "110¶", "field-kept"},
		{"a field without data in its instruction", []doc.Node{para(nested("QUOTE", []string{"%0"}, page), field("No"))}, letter, "=QUOTE10¶", ""},
		{"missing column", []doc.Node{para(nested("IF", []string{"%0", "=", "", "none", "some"}, field("Gone")))}, letter, "none¶", "missing-column"},
		{"address", link("https://ex.example/%0?c=%1", field("No"), field("Path")), letter, "<t→https://ex.example/10?c=a%20b%2F%26c>¶", ""},
		{"whole address", link("%0", field("Url")), letter, "<t→https://pay.example/1?x=y>¶", ""},
		{"refused address", link("%0", field("Bad")), letter, "t¶", "link-refused"},
		{"no address", link("%0", field("Empty")), letter, "t¶", ""},
		{"address that only Word knows", link("https://ex.example/%0/%1", page, field("No")), letter, "<t→https://stale.example>¶", "field-kept"},
	})
}

func TestCompare_region(t *testing.T) {
	for _, c := range []struct {
		left, op, right, region string
		want                    bool
	}{
		{"1.234,50", "=", "1234,5", "nl-NL", true},
		{"1.234,50", ">", "999", "nl-NL", true},
		{"9", "<", "10", "", true},
		{"9 pieces", "<", "10", "", false},
		{"-5", "<", "0", "en-GB", true},
	} {
		if got := conditions[c.op](c.left, c.right, c.region); got != c.want {
			t.Errorf("%s %s %s in %s: %t", c.left, c.op, c.right, c.region, got)
		}
	}
}
