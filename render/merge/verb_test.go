package merge

import (
	"testing"

	"reportmail/render/diag"
	"reportmail/render/doc"
)

// tagged puts a tag on a control.
func tagged(c *doc.Control, tag string) *doc.Control { c.Tag = tag; return c }

func TestRun_hideRows(t *testing.T) {
	const hide = "#BC:HideTableRowIfEmpty"
	rows := func(nodes ...doc.Node) []doc.Node {
		return []doc.Node{table(row(cell(para(text("h")))), repeat(doc.RowLevel, "Header/Line", row(nodes...)))}
	}
	run(t, []mergeCase{
		{"around a cell", rows(ctl(doc.CellLevel, hide, colCell("Header/Line/Text")), colCell("Header/Line/Qty")), invoice, "[(h¶|)(one¶|1¶|)(two¶|0¶|)]", ""},
		{"inside of a cell", rows(cell(para(text("x"), ctl(doc.InlineLevel, hide, col("Header/Line/Text"))))), invoice, "[(h¶|)(xone¶|)(xtwo¶|)]", ""},
		{"on the bound control", rows(tagged(colCell("Header/Line/Text"), "#RM:HideRowIfEmpty")), invoice, "[(h¶|)(one¶|)(two¶|)]", ""},
		{"around a row", []doc.Node{table(row(cell(para(text("h")))), ctl(doc.RowLevel, hide, row(colCell("Header/Empty"))))}, invoice, "[(h¶|)]", ""},
		{"with text of its own it is not empty", rows(ctl(doc.CellLevel, hide, cell(para(text("Text: "), col("Header/Line/Text"))))), invoice, "[(h¶|)(Text: one¶|)(Text: two¶|)(Text: ¶|)]", ""},
		{"the inner table's row only", []doc.Node{table(row(cell(table(row(ctl(doc.CellLevel, hide, colCell("Header/Empty"))), row(cell(para(text("in"))))), para())))}, invoice, "[([(in¶|)]¶|)]", ""},
		{"all rows hidden: the table goes", []doc.Node{table(row(ctl(doc.CellLevel, hide, colCell("Header/Empty")))), para(text("b"))}, invoice, "b¶", ""},
	})
}

func TestRun_hideTables(t *testing.T) {
	const hide = "#BC:HideTableIfEmpty"
	run(t, []mergeCase{
		{"cell empty", []doc.Node{table(row(cell(para(text("h")))), row(ctl(doc.CellLevel, hide, colCell("Header/Empty")))), para(text("b"))}, invoice, "b¶", ""},
		{"cell filled", []doc.Node{table(row(cell(para(text("h")))), row(ctl(doc.CellLevel, hide, colCell("Header/No"))))}, invoice, "[(h¶|)(1001¶|)]", ""},
		{"in a repeated row one value keeps the table", []doc.Node{table(repeat(doc.RowLevel, "Header/Line", row(ctl(doc.CellLevel, hide, colCell("Header/Line/Text")))))}, invoice, "[(one¶|)(two¶|)(¶|)]", ""},
		{"in a repeated row all empty", []doc.Node{table(row(cell(para(text("h")))), repeat(doc.RowLevel, "Header/Line", row(ctl(doc.CellLevel, hide, colCell("Header/Line/Disc"))))), para(text("b"))}, invoice, "b¶", ""},
		{"around a table whose repeater has no rows", []doc.Node{ctl(doc.BlockLevel, hide, table(row(cell(para(text("h")))), repeat(doc.RowLevel, "Header/None", row(colCell("Header/None/X"))))), para(text("b"))}, invoice, "b¶", "missing-item"},
		{"around a table whose repeater has rows", []doc.Node{ctl(doc.BlockLevel, hide, table(row(cell(para(text("h")))), repeat(doc.RowLevel, "Header/Line", row(colCell("Header/Line/Qty")))))}, invoice, "[(h¶|)(1¶|)(0¶|)(3¶|)]", ""},
	})
}

func TestRun_hideColumns(t *testing.T) {
	lines := func(tag string, path string) []doc.Node {
		return []doc.Node{table(row(cell(para(text("Text"))), cell(para(text("Disc"))), cell(para(text("Qty")))),
			repeat(doc.RowLevel, "Header/Line", row(colCell("Header/Line/Text"), tagged(colCell(path), tag), colCell("Header/Line/Qty"))))}
	}
	wide := lines("#RM:HideColumnIfEmpty", "Header/Line/Disc")
	head := &doc.Cell{Props: &doc.CellProps{Span: 2}, Content: []doc.Node{para(text("Text and disc"))}}
	wide[0].(*doc.Table).Content[0] = row(head, cell(para(text("Qty"))))
	run(t, []mergeCase{
		{"empty in every row", lines("#RM:HideColumnIfEmpty", "Header/Line/Disc"), invoice, "[(Text¶|Qty¶|)(one¶|1¶|)(two¶|0¶|)(¶|3¶|)]", ""},
		{"one value keeps it", lines("#RM:HideColumnIfEmpty", "Header/Line/Text"), invoice, "[(Text¶|Disc¶|Qty¶|)(one¶|one¶|1¶|)(two¶|two¶|0¶|)(¶|¶|3¶|)]", ""},
		{"by the path of a column, in the heading", []doc.Node{table(row(cell(para(text("a"))), ctl(doc.CellLevel, "#RM:HideColumnIfEmpty,Header/Line/Disc", cell(para(text("b"))))), row(cell(para(text("1"))), cell(para(text("2")))))}, invoice, "[(a¶|)(1¶|)]", ""},
		{"a cell over two columns gets narrower", wide, invoice, "[(Text and disc¶|Qty¶|)(one¶|1¶|)(two¶|0¶|)(¶|3¶|)]", ""},
		{"the only column: the table goes", []doc.Node{table(row(tagged(colCell("Header/Empty"), "#RM:HideColumnIfEmpty"))), para(text("b"))}, invoice, "b¶", ""},
	})
}

// Columns that stay take the width of the ones that go; properties are made once.
func TestRun_hiddenColumnWidths(t *testing.T) {
	width := func(w int32) *doc.CellProps {
		return &doc.CellProps{Width: doc.Some(doc.Measure{Kind: doc.Dxa, Value: w})}
	}
	a, b := cell(para(text("a"))), tagged(colCell("Header/Empty"), "#RM:HideColumnIfEmpty")
	a.Props = width(1000)
	tbl := table(row(a, b))
	tbl.Grid = []doc.Twips{1000, 500}
	p := Compile(document(tbl), nil, &diag.List{})
	var seen []*doc.CellProps
	for range 2 {
		out := p.Run(data(t, invoice), Options{}, nil)[0].Sections[0].Content[0].(*doc.Table)
		for r := range out.Rows() {
			for c := range r.Cells() {
				seen = append(seen, c.Props)
			}
		}
		if len(out.Grid) != 1 || out.Grid[0] != 1500 {
			t.Errorf("grid %v", out.Grid)
		}
	}
	if len(seen) != 2 || seen[0] != seen[1] || seen[0].Width.V.Value != 1500 || a.Props.Width.V.Value != 1000 || len(tbl.Grid) != 2 {
		t.Errorf("%+v, layout %+v %v", seen, a.Props, tbl.Grid)
	}
}

func TestRun_conditions(t *testing.T) {
	when := func(tag string) []doc.Node {
		return []doc.Node{para(text("a"), ctl(doc.InlineLevel, tag, text("X"))), para(col("Header/No"))}
	}
	var cases []mergeCase
	for _, c := range []struct {
		tag  string
		kept bool
	}{
		{"#RM:If,Header/Yes", true}, {"#RM:IfNot,Header/Yes", false}, {"#RM:If,Header/Empty", false}, {"#RM:IfNot,Header/Empty", true}, {"#RM:If,Header/Zero", false},
		{"#RM:If,Header/Name=Adatum", true}, {"#RM:If,Header/Name=Fabrikam", false}, {"#RM:IfNot,Header/Name=Fabrikam", true}, {"#RM:If,Header/Empty=", true},
		{"#RM:If,Header/Yes #RM:If,Header/Empty", false}, {"#rm:if,/Header/Yes", true}, {"#RM:If,DataItems/Header/Yes", true},
	} {
		want := "aX¶1001¶"
		if !c.kept {
			want = "a¶1001¶"
		}
		cases = append(cases, mergeCase{c.tag, when(c.tag), invoice, want, ""})
	}
	run(t, append(cases,
		mergeCase{"on a bound control", []doc.Node{para(text("a"), tagged(col("Header/Name"), "#RM:If,Header/Empty"))}, invoice, "a¶", ""},
		mergeCase{"around a row", []doc.Node{table(row(cell(para(text("1")))), ctl(doc.RowLevel, "#RM:If,Header/Empty", row(cell(para(text("2"))))))}, invoice, "[(1¶|)]", ""},
		mergeCase{"around a cell: the cell stays", []doc.Node{table(row(cell(para(text("1"))), ctl(doc.CellLevel, "#RM:If,Header/Empty", cell(para(text("2"))))))}, invoice, "[(1¶|¶|)]", ""},
		mergeCase{"in the current row", []doc.Node{repeat(doc.BlockLevel, "Header/Line", ctl(doc.BlockLevel, "#RM:If,Header/Line/Qty", para(col("Header/Line/Qty"))))}, invoice, "1¶3¶", ""},
		mergeCase{"a column that is not there", when("#RM:If,Header/Nope"), invoice, "a¶1001¶", "missing-column"},
	))
}

func TestRun_otherVerbs(t *testing.T) {
	run(t, []mergeCase{
		{"zero shows as nothing", []doc.Node{para(text("a"), tagged(col("Header/Zero"), "#RM:HideIfZero"))}, invoice, "a¶", ""},
		{"zero, around the control", []doc.Node{para(text("a"), ctl(doc.InlineLevel, "#RM:HideIfZero", col("Header/Zero"), col("Header/No")))}, invoice, "a1001¶", ""},
		{"zero and the row", []doc.Node{table(repeat(doc.RowLevel, "Header/Line", row(tagged(colCell("Header/Line/Qty"), "#RM:HideIfZero #RM:HideRowIfEmpty"))))}, invoice, "[(1¶|)(3¶|)]", ""},
		{"comment", []doc.Node{ctl(doc.BlockLevel, "#RM:Comment", para(text("note"))), para(col("Header/No"), ctl(doc.InlineLevel, "#RM:Comment", text("note")))}, invoice, "1001¶", ""},
		{"comment around a cell", []doc.Node{table(row(ctl(doc.CellLevel, "#RM:Comment", cell(para(text("note")))), colCell("Header/No")))}, invoice, "[(¶|1001¶|)]", ""},
		{"unknown verb", []doc.Node{para(tagged(col("Header/No"), "#RM:HideIfZreo"))}, invoice, "1001¶", "unknown-verb"},
		{"a condition without a path", []doc.Node{para(tagged(col("Header/No"), "#RM:If,"))}, invoice, "1001¶", "unknown-verb"},
		{"tags of the report mean nothing", []doc.Node{para(tagged(col("Header/No"), "#Nav: Standard_Sales_Invoice/1306"))}, invoice, "1001¶", ""},
	})
}

func TestIsZero_values(t *testing.T) {
	for v, want := range map[string]bool{
		"0": true, "0.00": true, "-0,00": true, "0 %": true, "0%": true, "£0.00": true, "GBP 0.00": true, "0.00 EUR": true, "0 PCS": true, "(0.00)": true, "0’000.00": true,
		"": false, "1": false, "0.01": false, "A0": false, "PS-0": false, "No": false, "0/0": false, "00:00": false, "10": false, "0 1": false,
	} {
		if isZero(v) != want {
			t.Errorf("%q", v)
		}
	}
}

func FuzzParseVerbs(f *testing.F) {
	for _, s := range []string{"#BC:InsertDataItem,DataItems/A/B", "#RM:If,A/B=c #RM:HTML", "#RM:IfNot", "##,#RM:", "#RM:HideColumnIfEmpty,//"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, tag string) {
		v, _ := parseVerbs(tag)
		for _, c := range v.conditions {
			if len(c.path) == 0 {
				t.Fatalf("%q has a condition without a path", tag)
			}
		}
	})
}
