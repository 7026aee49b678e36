package merge

import (
	"testing"

	"reportmail/render/doc"
)

func field(name string, switches ...doc.Switch) *doc.Field {
	return &doc.Field{Name: "MERGEFIELD", Args: []string{name}, Switch: switches, Result: []doc.Node{text("«" + name + "»")}}
}

func TestRun_mergeFields(t *testing.T) {
	const letter = `{"Name": "Adatum ltd", "Post_Code": "CB1 2FB", "Empty": "", "Line": [{"T": "x"}], "Company": {"Phone": "1"}}`
	const invoice = `{"labels": {"PageCaption": "Page"}, "data": {"Header": {"No": "1001", "Line": [{"T": "x"}]}, "Company": {"Phone": "555"}}}`
	run(t, []mergeCase{
		{"by name", []doc.Node{para(text("Dear "), field("Name"))}, letter, "Dear Adatum ltd¶", ""},
		{"case and punctuation do not matter", []doc.Node{para(field("post code"))}, letter, "CB1 2FB¶", ""},
		{"empty", []doc.Node{para(text("a"), field("Empty", doc.Switch{Name: "b", Arg: "before "}))}, letter, "a¶", ""},
		{"text around", []doc.Node{para(field("Name", doc.Switch{Name: "b", Arg: "("}, doc.Switch{Name: "f", Arg: ")"}))}, letter, "(Adatum ltd)¶", ""},
		{"upper", []doc.Node{para(field("Name", doc.Switch{Name: "*", Arg: "Upper"}, doc.Switch{Name: "*", Arg: "MERGEFORMAT"}))}, letter, "ADATUM LTD¶", ""},
		{"caps", []doc.Node{para(field("Name", doc.Switch{Name: "*", Arg: "Caps"}))}, letter, "Adatum Ltd¶", ""},
		{"missing", []doc.Node{para(field("Nmae"))}, letter, "¶", "missing-column"},
		{"a document for each record", []doc.Node{para(field("Name"))}, `[{"Name": "A"}, {"Name": "B"}]`, "A¶ / B¶", ""},
		{"column of the document's row", []doc.Node{para(field("No"))}, invoice, "1001¶", ""},
		{"column of another item", []doc.Node{para(field("Phone"))}, invoice, "555¶", ""},
		{"label", []doc.Node{para(field("PageCaption"))}, invoice, "Page¶", ""},
		{"path", []doc.Node{para(field("Header/Line/T"))}, invoice, "x¶", ""},
		{"path from the document's row", []doc.Node{para(field("Line/T"))}, invoice, "x¶", ""},
		{"number picture", []doc.Node{para(field("No", doc.Switch{Name: "#", Arg: "#,##0.00"}))}, invoice, "1,001.00¶", ""},
		{"date picture", []doc.Node{para(field("Name", doc.Switch{Name: "@", Arg: "d MMM yyyy"}))}, `{"Name": "2026-05-04"}`, "4 May 2026¶", ""},
		{"a picture that does not fit", []doc.Node{para(field("Name", doc.Switch{Name: "#", Arg: "0.00"}))}, letter, "Adatum ltd¶", "field-format"},
		{"other fields stay", []doc.Node{para(&doc.Field{Name: "PAGE", Result: []doc.Node{text("1")}}, field("No"))}, invoice, "=PAGE1001¶", ""},
	})
}
