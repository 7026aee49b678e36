package merge

import (
	"strings"
	"testing"

	"reportmail/render/diag"
	"reportmail/render/doc"
)

const invoice = `{"data": {"Header": {"No": "1001", "Name": "Adatum", "Empty": "", "Zero": "0.00 GBP", "Yes": "Yes", "Multi": "a\r\nb\tc\rd",
	"Pay_Url": "https://pay.example/1001", "Pay_UrlText": "Pay now", "Bare_Url": "https://example.com/a?b=c", "Bad_Url": "javascript:alert(1)", "Bad_UrlText": "click", "None_Url": "",
	"Line": [{"Text": "one", "Qty": "1", "Disc": "", "Lbl": "Item", "Sub": [{"S": "1a"}, {"S": "1b"}]}, {"Text": "two", "Qty": "0", "Disc": "", "Lbl": "Item"}, {"Text": "", "Qty": "3", "Disc": "", "Lbl": "Item", "Sub": [{"S": "3a"}]}],
	"Total": {"Sum": "9.00"}}}}`

func TestRun_text(t *testing.T) {
	block := func(path string, nodes ...doc.Node) doc.Node { return bind(ctl(doc.BlockLevel, "", nodes...), path) }
	run(t, []mergeCase{
		{"inline", []doc.Node{para(text("No. "), col("Header/No"), text("!"))}, invoice, "No. 1001!¶", ""},
		{"empty value shows nothing", []doc.Node{para(text("a"), col("Header/Empty"), text("b"))}, invoice, "ab¶", ""},
		{"line ends and tabs", []doc.Node{para(col("Header/Multi"))}, invoice, "a↵b⇥c↵d¶", ""},
		{"block: one paragraph, the others go", []doc.Node{block("Header/No", para(text("x"), text("y")), para(text("z")))}, invoice, "1001¶", ""},
		{"block, empty: the paragraph stays", []doc.Node{block("Header/Empty", para(text("x")))}, invoice, "¶", ""},
		{"block without a paragraph", []doc.Node{block("Header/No")}, invoice, "1001¶", ""},
		{"block around a table", []doc.Node{block("Header/No", table(row(cell(para(text("x"))), cell(para(text("stays"))))))}, invoice, "[(1001¶|stays¶|)]", ""},
		{"cell", []doc.Node{table(row(colCell("Header/No"), cell(para(text("static")))))}, invoice, "[(1001¶|static¶|)]", ""},
		{"missing column", []doc.Node{para(col("Header/Nmae"), col("Header/Nmae"))}, invoice, "¶", "missing-column×2"},
		{"label of the first row", []doc.Node{para(col("Header/Line[1]/Lbl"))}, invoice, "Item¶", ""},
		{"row by number", []doc.Node{para(col("Header/Line[2]/Text"))}, invoice, "two¶", ""},
		{"row that is not there", []doc.Node{para(col("Header/Line[9]/Text"))}, invoice, "¶", "missing-column"},
		{"document property stays", []doc.Node{para(&doc.Control{Level: doc.InlineLevel, Kind: doc.PlainText, Content: []doc.Node{text("fax")},
			Binding: &doc.Binding{XPath: "/ns0:CoverPageProperties[1]/ns0:CompanyFax[1]"}}, col("Header/No"))}, invoice, "fax1001¶", ""},
		{"title instead of a binding", []doc.Node{para(&doc.Control{Level: doc.InlineLevel, Title: "#Nav: /Header/No", Content: []doc.Node{text("x")}})}, invoice, "1001¶", ""},
		{"tag instead of a binding", []doc.Node{para(ctl(doc.InlineLevel, "#BC:InsertDataItem,DataItems/Header/No", text("x")))}, invoice, "1001¶", ""},
		{"unbound control stays", []doc.Node{para(ctl(doc.InlineLevel, "note", text("x")), col("Header/No"))}, invoice, "x1001¶", ""},
		{"text box", []doc.Node{para(&doc.Drawing{Shape: &doc.Shape{Text: []doc.Node{para(col("Header/No"))}}})}, invoice, "box:1001¶¶", ""},
		{"link around a control", []doc.Node{para(&doc.Link{URL: "https://x.example", Content: []doc.Node{col("Header/No")}})}, invoice, "<1001→https://x.example>¶", ""},
	})
}

func TestRun_repeaters(t *testing.T) {
	line := func(c string) string { return "Header/Line/" + c }
	run(t, []mergeCase{
		{"rows", []doc.Node{table(row(cell(para(text("head")))), repeat(doc.RowLevel, "Header/Line", row(colCell(line("Text")), colCell(line("Qty")))))}, invoice,
			"[(head¶|)(one¶|1¶|)(two¶|0¶|)(¶|3¶|)]", ""},
		{"several rows", []doc.Node{table(repeat(doc.RowLevel, "Header/Line", row(colCell(line("Text"))), row(cell(para(text("-"))))))}, invoice, "[(one¶|)(-¶|)(two¶|)(-¶|)(¶|)(-¶|)]", ""},
		{"paragraphs", []doc.Node{repeat(doc.BlockLevel, "Header/Line", para(col(line("Text"))), para(text("-")))}, invoice, "one¶-¶two¶-¶¶-¶", ""},
		{"runs", []doc.Node{para(repeat(doc.InlineLevel, "Header/Line", col(line("Qty")), text(",")))}, invoice, "1,0,3,¶", ""},
		{"cells", []doc.Node{table(row(cell(para(text("Q"))), repeat(doc.CellLevel, "Header/Line", colCell(line("Qty")))))}, invoice, "[(Q¶|1¶|0¶|3¶|)]", ""},
		{"tables", []doc.Node{repeat(doc.BlockLevel, "Header/Line", table(row(colCell(line("Qty")))))}, invoice, "[(1¶|)][(0¶|)][(3¶|)]", ""},
		{"nested, with rows around", []doc.Node{table(repeat(doc.RowLevel, "Header/Line", row(colCell(line("Text"))), repeat(doc.RowLevel, "Header/Line/Sub", row(colCell("Header/Line/Sub/S")))))}, invoice,
			"[(one¶|)(1a¶|)(1b¶|)(two¶|)(¶|)(3a¶|)]", "missing-item"},
		{"outer columns inside", []doc.Node{repeat(doc.BlockLevel, "Header/Line", para(col("Header/No"), text(" "), col(line("Text")), text(" "), col("Header/Total[1]/Sum")))}, invoice, "1001 one 9.00¶1001 two 9.00¶1001  9.00¶", ""},
		{"no rows: the content goes", []doc.Node{para(text("a")), repeat(doc.BlockLevel, "Header/None", para(col("Header/None/X"))), para(text("b"))}, invoice, "a¶b¶", "missing-item"},
		{"no rows: a table without rows goes", []doc.Node{table(repeat(doc.RowLevel, "Header/None", row(colCell("Header/None/X")))), para(text("b"))}, invoice, "b¶", "missing-item"},
		{"no rows: a cell keeps a paragraph", []doc.Node{table(row(cell(repeat(doc.BlockLevel, "Header/None", para(col("Header/None/X"))))))}, invoice, "[(¶|)]", "missing-item"},
		{"stored rows of old data", []doc.Node{bind(&doc.Control{Kind: doc.Repeater, Content: []doc.Node{
			&doc.Control{Kind: doc.RepeaterItem, Content: []doc.Node{para(col("Header/Line[1]/Text"))}},
			&doc.Control{Kind: doc.RepeaterItem, Content: []doc.Node{para(col("Header/Line[2]/Text"))}}}}, "Header/Line")}, invoice, "one¶two¶¶", ""},
		{"by tag", []doc.Node{ctl(doc.BlockLevel, "#BC:InsertRepeater,DataItems/Header/Line", para(col(line("Qty"))))}, invoice, "1¶0¶3¶", ""},
		{"six deep", []doc.Node{repeat(doc.BlockLevel, "A", repeat(doc.BlockLevel, "A/B", repeat(doc.BlockLevel, "A/B/C", repeat(doc.BlockLevel, "A/B/C/D", repeat(doc.BlockLevel, "A/B/C/D/E",
			repeat(doc.BlockLevel, "A/B/C/D/E/F", para(col("A[1]/B[1]/C[1]/D[1]/E[1]/F[1]/X"), col("A[1]/N"))))))))},
			`{"data": {"A": [{"N": "p", "B": {"C": {"D": {"E": {"F": [{"X": "1"}, {"X": "2"}]}}}}}, {"N": "q", "B": {"C": {"D": {"E": {"F": [{"X": "3"}]}}}}}]}}`, "1p¶2p¶3q¶", ""},
	})
}

func TestRun_documents(t *testing.T) {
	const three = `{"data": {"Header": [{"No": "1", "Line": [{"T": "a"}]}, {"No": "2", "Line": [{"T": "b"}, {"T": "c"}]}, {"No": "3"}], "Total": {"Sum": "9"}}}`
	line := repeat(doc.BlockLevel, "Header/Line", para(col("Header/Line/T")))
	run(t, []mergeCase{
		{"one for each root row", []doc.Node{para(col("Header[1]/No"), col("Total/Sum")), line}, three, "19¶a¶ / 29¶b¶c¶ / 39¶", "missing-item"},
		{"one for all when the layout repeats over the root", []doc.Node{repeat(doc.BlockLevel, "Header", para(col("Header/No"), text(":")), line), para(col("Total/Sum"))}, three, "1:¶a¶2:¶b¶c¶3:¶9¶", "missing-item"},
		{"the data may ask for documents all the same", []doc.Node{repeat(doc.BlockLevel, "Header", para(col("Header/No")))}, `{"report": {"mergeItem": "Header"}, "data": {"Header": [{"No": "1"}, {"No": "2"}]}}`, "1¶ / 2¶", ""},
		{"a merge item that is not there", []doc.Node{para(col("Header/No"))}, `{"report": {"mergeItem": "Heade"}, "data": {"Header": [{"No": "1"}, {"No": "2"}]}}`, "1¶ / 2¶", "no-merge-item"},
		{"the item that the layout is bound to counts", []doc.Node{para(col("Letter/X"))}, `{"data": {"Setup": [{"A": "1"}, {"A": "2"}], "Letter": {"X": "y"}}}`, "y¶", ""},
		{"no rows at all", []doc.Node{para(text("a"), col("Header/No"))}, `{"data": {}}`, "a¶", "other-report no-rows missing-column"},
		{"data of another report", []doc.Node{para(col("Header/No"))}, `{"data": {"Customer": {"No": "1"}}}`, "¶", "other-report missing-column"},
	})
}

func TestRun_links(t *testing.T) {
	run(t, []mergeCase{
		{"text from the column beside", []doc.Node{para(col("Header/Pay_Url"))}, invoice, "<Pay now→https://pay.example/1001>¶", ""},
		{"the address is its own text", []doc.Node{para(col("Header/Bare_Url"))}, invoice, "<https://example.com/a?b=c→https://example.com/a?b=c>¶", ""},
		{"refused schemes keep their text", []doc.Node{para(col("Header/Bad_Url"))}, invoice, "click¶", "link-refused"},
		{"no address, no link", []doc.Node{para(col("Header/None_Url"))}, invoice, "¶", ""},
	})
	for address, ok := range map[string]bool{
		"https://a.example": true, "HTTP://a.example/x": true, "mailto:a@example.com": true, "tel:+4712345": true, " https://a.example ": true,
		"javascript:alert(1)": false, "JaVaScRiPt:x": false, "java\tscript:x": false, "data:text/html,x": false, "file:///etc/passwd": false, "vbscript:x": false,
		"www.example.com": false, "//example.com": false, "https://": false, "http:a": false, "cid:x": false, "\x01https://a.example": false, "https://a.example/\n": true,
	} {
		if _, reason := safeURL(address); (reason == "") != ok {
			t.Errorf("%q: %q", address, reason)
		}
	}
}

// Generated links have the colour and line of Word's own, in properties that every document shares.
func TestRun_linkLook(t *testing.T) {
	base := &doc.RunProps{Italic: doc.Some(true)}
	c := col("Header/Pay_Url")
	c.Content = []doc.Node{&doc.Run{Text: "x", Style: "s", Props: base}}
	p := Compile(document(para(c)), nil, &diag.List{})
	var props [2]*doc.RunProps
	for i := range props {
		docs := p.Run(data(t, invoice), Options{}, nil)
		doc.Walk(docs[0].Sections[0].Content, func(n doc.Node) bool {
			if r, ok := n.(*doc.Run); ok {
				props[i] = r.Props
			}
			return true
		})
	}
	if props[0] != props[1] || props[0] == nil {
		t.Fatalf("%p and %p", props[0], props[1])
	}
	if got := *props[0]; got.Color.V != (doc.Color{R: 5, G: 0x63, B: 0xC1}) || got.Underline.V.Style != "single" || !got.Italic.V {
		t.Errorf("%+v", got)
	}
	if base.Color.Set {
		t.Error("the layout's properties changed")
	}
}

// What no dataset changes is shared with the layout, and so are all properties.
func TestRun_sharing(t *testing.T) {
	props := &doc.RunProps{Bold: doc.Some(true)}
	still := table(row(cell(para(text("static")))))
	c := col("Header/No")
	c.Content = []doc.Node{&doc.Run{Text: "x", Style: "Strong", Props: props, Src: doc.Source{Part: 1, Start: 7}}, text("y")}
	changed := para(c)
	changed.Props, changed.Src = &doc.ParaProps{}, doc.Source{Part: 1}
	d := document(still, changed)
	head := &doc.HeaderFooter{Content: []doc.Node{para(text("h"))}}
	d.Sections[0].Headers = map[doc.HeaderType]*doc.HeaderFooter{doc.DefaultPages: head}
	out := Compile(d, nil, &diag.List{}).Run(data(t, invoice), Options{}, nil)[0]
	content := out.Sections[0].Content
	if content[0] != doc.Node(still) || out.Styles != d.Styles || out.Sections[0].Headers[doc.DefaultPages] != head {
		t.Error("unchanged content was copied")
	}
	p := content[1].(*doc.Paragraph)
	if p == changed || p.Props != changed.Props || p.Src != changed.Src {
		t.Errorf("paragraph %+v", p)
	}
	filled := p.Content[0].(*doc.Control)
	r := filled.Content[0].(*doc.Run)
	if r.Props != props || r.Style != "Strong" || r.Src.Start != 7 || r.From == nil || r.From.Control != c || r.From.Column != "/Header/No" {
		t.Errorf("run %+v, from %+v", r, r.From)
	}
}

func TestRun_placeholderFormat(t *testing.T) {
	own, shown := &doc.RunProps{Bold: doc.Some(true)}, &doc.RunProps{Italic: doc.Some(true)}
	c := col("Header/No")
	c.Props, c.Style, c.Placeholder = own, "Own", true
	c.Content = []doc.Node{&doc.Run{Text: "Click here", Style: "PlaceholderText", Props: shown}}
	out := Compile(document(para(c)), nil, &diag.List{}).Run(data(t, invoice), Options{}, nil)[0]
	filled := out.Sections[0].Content[0].(*doc.Paragraph).Content[0].(*doc.Control)
	r := filled.Content[0].(*doc.Run)
	if r.Props != own || r.Style != "Own" || filled.Placeholder {
		t.Errorf("%+v", r)
	}
}

func TestRun_origins(t *testing.T) {
	d := document(repeat(doc.BlockLevel, "Header/Line", para(col("Header/Line/Text"), col("Header/No")), repeat(doc.BlockLevel, "Header/Line/Sub", para(col("Header/Line/Sub/S")))), para(col("Header/Line[2]/Text")))
	docs := Compile(d, nil, &diag.List{}).Run(data(t, `{"data": {"Header": [{"No": "x"}, {"No": "1", "Line": [{"Text": "one"}, {"Text": "two", "Sub": [{"S": "a"}]}]}]}}`), Options{}, nil)
	var got []string
	doc.Walk(docs[1].Sections[0].Content, func(n doc.Node) bool {
		if r, ok := n.(*doc.Run); ok && r.From != nil {
			got = append(got, r.From.Column)
		}
		return true
	})
	want := []string{"/Header[2]/Line[1]/Text", "/Header[2]/No", "/Header[2]/Line[2]/Text", "/Header[2]/No", "/Header[2]/Line[2]/Sub[1]/S", "/Header[2]/Line[2]/Text"}
	if len(got) != len(want) {
		t.Fatalf("%v", got)
	}
	for i := range want {
		if got[i] != want[i] {
			t.Errorf("%s, want %s", got[i], want[i])
		}
	}
}

func TestRun_headers(t *testing.T) {
	d := document(para(text("body")))
	shared := &doc.HeaderFooter{Content: []doc.Node{para(col("Header/No"))}, Part: "word/header1.xml"}
	d.Sections = append(d.Sections, &doc.Section{Content: []doc.Node{para(text("two"))}})
	for _, s := range d.Sections {
		s.Headers = map[doc.HeaderType]*doc.HeaderFooter{doc.DefaultPages: shared, doc.FirstPage: shared}
	}
	out := Compile(d, nil, &diag.List{}).Run(data(t, invoice), Options{}, nil)[0]
	first := out.Sections[0].Headers[doc.DefaultPages]
	if show(first.Content) != "1001¶" || first.Part != shared.Part {
		t.Errorf("%+v", first)
	}
	for _, s := range out.Sections {
		if s.Headers[doc.DefaultPages] != first || s.Headers[doc.FirstPage] != first {
			t.Error("one part was merged several times")
		}
	}
}

// Repeaters over unrelated items inside of each other multiply; a document has an end all the same.
func TestRun_tooManyRows(t *testing.T) {
	d := document(repeat(doc.BlockLevel, "A", repeat(doc.BlockLevel, "B", repeat(doc.BlockLevel, "C", para(col("A/X"), col("B/X"), col("C/X"))))))
	var f diag.List
	p := Compile(d, nil, &f)
	p.maxNodes = 1000
	json := `{"data": {`
	for _, item := range []string{"A", "B", "C"} {
		json += `"` + item + `": [` + strings.Repeat(`{"X": "1"},`, 99) + `{"X": "1"}],`
	}
	docs := p.Run(data(t, strings.TrimSuffix(json, ",")+"}}"), Options{}, &f)
	if n := len(show(docs[0].Sections[0].Content)); n > 10_000 || !strings.HasPrefix(ids(f.Items()), "too-many-rows") {
		t.Errorf("%d bytes, %s", n, ids(f.Items()))
	}
}
