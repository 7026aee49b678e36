package docx

import (
	"errors"
	"slices"
	"strconv"
	"strings"
	"testing"

	"reportmail/render/diag"
	"reportmail/render/doc"
)

const reportNamespace = "urn:microsoft-dynamics-nav/reports/R/1/"

func reportXML(inner string) string {
	return `<NavWordReportXmlPart xmlns="` + reportNamespace + `">` + inner + `</NavWordReportXmlPart>`
}

// bound is a control bound to a path, of text unless kind says otherwise.
func bound(path, kind, content string) string {
	xpath := "/ns0:NavWordReportXmlPart[1]"
	for _, step := range strings.Split(strings.TrimPrefix(path, "/"), "/") {
		xpath += "/ns0:" + step
	}
	if kind == "" {
		kind = "<w:text/>"
	}
	return `<w:sdt><w:sdtPr><w:id w:val="` + strconv.Itoa(len(path)) + `"/><w:showingPlcHdr/><w:dataBinding w:prefixMappings="xmlns:ns0='urn:stale'" w:xpath="` + xpath + `" w:storeItemID="{0}"/>` + kind +
		`</w:sdtPr><w:sdtContent>` + content + `</w:sdtContent></w:sdt>`
}

// written writes documents, reads them back and gives the text of the main part.
func written(t *testing.T, p *Package, docs []*doc.Document, o WriteOptions) (string, *Package) {
	t.Helper()
	out, err := p.Write(docs, []byte(reportXML("<H><L><V>1</V></L><L><V>2</V></L></H>")), o)
	if err != nil {
		t.Fatal(err)
	}
	again, err := Read(out, nil)
	if err != nil {
		t.Fatal(err)
	}
	for _, wrong := range CheckWritten(out) {
		t.Error(wrong)
	}
	return again.stories[0].text, again
}

// base are the parts of a package with content types.
func base(body string, more map[string]string) map[string]string {
	if more == nil {
		more = map[string]string{}
	}
	if more["custom"] == "" {
		more["custom"] = reportXML("")
	}
	more["media/a.png"] = onePixel
	m := parts(body, more)
	m["[Content_Types].xml"] = `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="xml" ContentType="application/xml"/><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="png" ContentType="image/png"/><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/><Override PartName="/word/footer1.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.footer+xml"/><Override PartName="/word/header1.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.header+xml"/></Types>`
	return m
}

func compiled(t *testing.T, body string, more map[string]string) *Package {
	t.Helper()
	p, err := Read(zipped(t, base(body, more)), nil)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// changed is a document with other content in its first section.
func changed(d *doc.Document, content ...doc.Node) *doc.Document {
	out, sec := *d, *d.Sections[0]
	sec.Content = content
	out.Sections = []*doc.Section{&sec}
	return &out
}

func wants(t *testing.T, text string, parts ...string) {
	t.Helper()
	at := 0
	for _, p := range parts {
		i := strings.Index(text[at:], p)
		if i < 0 {
			t.Errorf("%s\nis missing, or not in this order, in\n%s", p, text)
			return
		}
		at += i + len(p)
	}
}

func TestPackage_Write_unchanged(t *testing.T) {
	const body = `<w:bookmarkStart w:id="1" w:name="b"/><w:p w14:paraId="11111111"><w:pPr><w:jc w:val="center"/></w:pPr><w:ins w:id="3"><w:r><w:t>kept</w:t></w:r></w:ins></w:p><w:bookmarkEnd w:id="1"/><w:sectPr><w:pgSz w:w="100" w:h="200"/></w:sectPr>`
	p := compiled(t, body, nil)
	text, _ := written(t, p, []*doc.Document{p.Document}, WriteOptions{})
	wants(t, text, "<w:body>"+body+"</w:body>")
}

func TestPackage_Write_filledRun(t *testing.T) {
	p := compiled(t, `<w:p><w:pPr><w:keepNext/></w:pPr><w:r><w:t>a </w:t></w:r>`+bound("/H[1]/V[1]", "", `<w:r><w:rPr><w:b/><w:lang w:val="da-DK"/></w:rPr><w:t>V</w:t></w:r>`)+`</w:p>`, nil)
	para := *p.Document.Sections[0].Content[0].(*doc.Paragraph)
	ctl := *para.Content[1].(*doc.Control)
	run := *ctl.Content[0].(*doc.Run)
	run.Text = "x & <y>\n1\t2\u2011\u00AD\x01"
	ctl.Content, ctl.Placeholder = []doc.Node{&run}, false
	para.Content = []doc.Node{para.Content[0], &ctl}
	text, again := written(t, p, []*doc.Document{changed(p.Document, &para)}, WriteOptions{})
	wants(t, text, `<w:pPr><w:keepNext/></w:pPr><w:r><w:t>a </w:t></w:r>`,
		`w:prefixMappings="xmlns:ns0='`+reportNamespace+`'"`, `w:storeItemID="`+again.ReportPart().StoreID+`"`,
		`<w:r><w:rPr><w:b/><w:lang w:val="da-DK"/></w:rPr><w:t xml:space="preserve">x &amp; &lt;y&gt;</w:t><w:br/><w:t xml:space="preserve">1</w:t><w:tab/><w:t xml:space="preserve">2</w:t><w:noBreakHyphen/><w:softHyphen/></w:r>`)
	if strings.Contains(text, "showingPlcHdr") {
		t.Error("the control still says that it shows a placeholder")
	}
}

func TestPackage_Write_emptyControl(t *testing.T) {
	p := compiled(t, `<w:p>`+bound("/H[1]/V[1]", "", `<w:r><w:t>V</w:t></w:r>`)+`</w:p>`, nil)
	para := *p.Document.Sections[0].Content[0].(*doc.Paragraph)
	ctl := *para.Content[0].(*doc.Control)
	ctl.Content = nil
	para.Content = []doc.Node{&ctl}
	text, _ := written(t, p, []*doc.Document{changed(p.Document, &para)}, WriteOptions{})
	wants(t, text, `<w:sdtContent><w:r><w:t xml:space="preserve"></w:t></w:r></w:sdtContent>`)
}

// rows is a table with a repeater of n rows, merged from a layout with one.
func rows(t *testing.T, n int) (*Package, *doc.Document) {
	t.Helper()
	p := compiled(t, `<w:tbl><w:tblPr/><w:tblGrid><w:gridCol w:w="10"/></w:tblGrid>`+bound("/H[1]/L", "<w15:repeatingSection/>",
		`<w:sdt><w:sdtPr><w:id w:val="99"/><w15:repeatingSectionItem/></w:sdtPr><w:sdtContent><w:tr w14:paraId="22222222"><w:tc><w:p w14:paraId="33333333"><w:bookmarkStart w:id="1" w:name="b"/>`+
			bound("/H[1]/L[1]/V[1]", "", `<w:r><w:t>V</w:t></w:r>`)+`<w:bookmarkEnd w:id="1"/></w:p></w:tc></w:tr></w:sdtContent></w:sdt>`)+`</w:tbl><w:p/><w:sectPr><w:footerReference w:type="default" r:id="footer1"/></w:sectPr>`, map[string]string{"footer1": `<w:p><w:fldSimple w:instr=" NUMPAGES "/></w:p>`})
	table := *p.Document.Sections[0].Content[0].(*doc.Table)
	repeater := *table.Content[0].(*doc.Control)
	item := *repeater.Content[0].(*doc.Control)
	row := *item.Content[0].(*doc.Row)
	cell := *row.Content[0].(*doc.Cell)
	para := *cell.Content[0].(*doc.Paragraph)
	ctl := *para.Content[0].(*doc.Control)
	repeater.Content = nil
	for range n {
		c := ctl
		c.Content = nil
		pp := para
		pp.Content = []doc.Node{&c}
		cc := cell
		cc.Content = []doc.Node{&pp}
		r := row
		r.Content = []doc.Node{&cc}
		it := item
		it.Content = []doc.Node{&r}
		repeater.Content = append(repeater.Content, &it)
	}
	table.Content = []doc.Node{&repeater}
	return p, changed(p.Document, &table, p.Document.Sections[0].Content[1])
}

func TestPackage_Write_repeatedRows(t *testing.T) {
	p, d := rows(t, 3)
	text, _ := written(t, p, []*doc.Document{d}, WriteOptions{})
	wants(t, text, `/ns0:H[1]/ns0:L"`, `/ns0:H[1]/ns0:L[1]/ns0:V[1]"`, `/ns0:H[1]/ns0:L[2]/ns0:V[1]"`, `/ns0:H[1]/ns0:L[3]/ns0:V[1]"`)
	if strings.Count(text, "repeatingSectionItem") != 3 || strings.Count(text, "<w:tr>") != 2 || strings.Count(text, `bookmarkStart`) != 1 {
		t.Errorf("items, fresh rows or bookmarks are wrong in %s", text)
	}
}

func TestPackage_Write_severalDocuments(t *testing.T) {
	p, d := rows(t, 2)
	text, again := written(t, p, []*doc.Document{d, d}, WriteOptions{MergeItem: "H"})
	wants(t, text, `/ns0:H[1]/ns0:L[2]/`, `<w:sectPr`, `/ns0:H[2]/ns0:L[1]/`, `/ns0:H[2]/ns0:L[2]/`)
	if n := len(again.Document.Sections); n != 2 {
		t.Errorf("%d sections", n)
	}
	if f := again.Document.Sections[0].Footers[doc.DefaultPages].Content[0].(*doc.Paragraph).Content[0].(*doc.Field); f.Name != "SECTIONPAGES" {
		t.Errorf("the documents count their pages by %s", f.Name)
	}
}

func TestPackage_Write_unwrapped(t *testing.T) {
	p, d := rows(t, 2)
	text, _ := written(t, p, []*doc.Document{d}, WriteOptions{Unwrapped: true})
	if strings.Contains(text, "w:sdt") || strings.Count(text, "<w:tr") != 2 {
		t.Errorf("got %s", text)
	}
}

func TestPackage_Write_linkLoosensPlainText(t *testing.T) {
	p := compiled(t, `<w:p>`+bound("/H[1]/A_Url[1]", "", `<w:r><w:t>V</w:t></w:r>`)+`</w:p>`, nil)
	para := *p.Document.Sections[0].Content[0].(*doc.Paragraph)
	ctl := *para.Content[0].(*doc.Control)
	ctl.Content = []doc.Node{&doc.Link{URL: "https://example.com/?a=1&b=2", Content: []doc.Node{&doc.Run{Text: "here", Props: &doc.RunProps{Color: doc.Some(doc.Color{B: 255}), Underline: doc.Some(doc.Underline{Style: "single"})}}}}}
	para.Content = []doc.Node{&ctl}
	text, again := written(t, p, []*doc.Document{changed(p.Document, &para)}, WriteOptions{})
	wants(t, text, `<w:hyperlink r:id="`, `<w:rPr><w:color w:val="0000FF"/><w:u w:val="single"/></w:rPr>`)
	if strings.Contains(text, "dataBinding") || strings.Contains(text, "<w:text/>") {
		t.Errorf("the control is still plain and bound: %s", text)
	}
	l := again.Document.Sections[0].Content[0].(*doc.Paragraph).Content[0].(*doc.Control).Content[0].(*doc.Link)
	if l.URL != "https://example.com/?a=1&b=2" {
		t.Errorf("the link goes to %s", l.URL)
	}
}

func TestPackage_Write_picture(t *testing.T) {
	const layout = `<w:p><w:r><w:drawing><wp:inline><wp:extent cx="10" cy="20"/><wp:docPr id="1" name="Logo"/><a:graphic><a:graphicData uri="p"><pic:pic><pic:blipFill><a:blip r:embed="pic"/><a:srcRect l="5"/></pic:blipFill><pic:spPr><a:xfrm><a:ext cx="10" cy="20"/></a:xfrm></pic:spPr></pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing></w:r></w:p>`
	p := compiled(t, layout, nil)
	para := *p.Document.Sections[0].Content[0].(*doc.Paragraph)
	img, err := doc.ReadImage("column", []byte("GIF89a\x02\x00\x03\x00\x00\x00\x00"))
	if err != nil {
		t.Fatal(err)
	}
	d := *para.Content[0].(*doc.Drawing)
	d.Picture, d.Width, d.Height, d.Alt, d.Link = &doc.Picture{Image: img}, 7, 9, "the logo", "https://example.com/"
	twice := d
	para.Content = []doc.Node{&d, &twice}
	text, again := written(t, p, []*doc.Document{changed(p.Document, &para)}, WriteOptions{})
	wants(t, text, `<wp:extent cx="7" cy="9"/>`, `descr="the logo"`, `a:hlinkClick`, `<a:ext cx="7" cy="9"/>`, `<wp:extent cx="7"`)
	if strings.Contains(text, "srcRect") {
		t.Error("the placeholder's crop is still there")
	}
	got := again.Document.Sections[0].Content[0].(*doc.Paragraph).Content
	a, b := got[0].(*doc.Drawing), got[1].(*doc.Drawing)
	if a.Picture.Image == nil || a.Picture.Image.ContentType != "image/gif" || a.Picture.Image != b.Picture.Image || a.Link != "https://example.com/" {
		t.Errorf("got %+v and %+v", a.Picture, b.Picture)
	}
}

func TestPackage_Write_newPicture(t *testing.T) {
	p := compiled(t, `<w:p><w:r><w:t>x</w:t></w:r></w:p>`, nil)
	img, err := doc.ReadImage("c", []byte(onePixel))
	if err != nil {
		t.Fatal(err)
	}
	para := &doc.Paragraph{Style: "S", Content: []doc.Node{&doc.Drawing{Name: "n", Width: 5, Height: 6, Picture: &doc.Picture{Image: img}}, &doc.Field{Name: "PAGE", Switch: []doc.Switch{{Name: "*", Arg: "a b"}}}}}
	_, again := written(t, p, []*doc.Document{changed(p.Document, para)}, WriteOptions{})
	got := outline(again.Document)
	wants(t, got, "p S", `drawing "n" alt "" 5 x 6`, "picture true", `field PAGE args [] switches [{"*" "a b"}]`)
}

func TestPackage_Write_textBox(t *testing.T) {
	const box = `<w:p><w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wp:inline><wp:extent cx="1" cy="1"/><wp:docPr id="1" name="b"/><a:graphic><a:graphicData uri="s"><wps:wsp><wps:spPr/><wps:txbx><w:txbxContent><w:p><w:r><w:t>old</w:t></w:r></w:p></w:txbxContent></wps:txbx><wps:bodyPr/></wps:wsp></a:graphicData></a:graphic></wp:inline></w:drawing></mc:Choice><mc:Fallback><w:pict><v:shape><v:textbox><w:txbxContent><w:p><w:r><w:t>old</w:t></w:r></w:p></w:txbxContent></v:textbox></v:shape></w:pict></mc:Fallback></mc:AlternateContent></w:r></w:p>`
	p := compiled(t, box, nil)
	para := *p.Document.Sections[0].Content[0].(*doc.Paragraph)
	d := *para.Content[0].(*doc.Drawing)
	shape := *d.Shape
	shape.Text = []doc.Node{&doc.Paragraph{Content: []doc.Node{&doc.Run{Text: "new"}}}}
	d.Shape = &shape
	para.Content = []doc.Node{&d}
	text, _ := written(t, p, []*doc.Document{changed(p.Document, &para)}, WriteOptions{})
	wants(t, text, `<mc:AlternateContent><mc:Choice Requires="wps">`, "new", `</mc:Choice></mc:AlternateContent>`)
	if strings.Contains(text, "old") {
		t.Error("the old text is still there")
	}
}

func TestPackage_Write_rowsKeepTheGrid(t *testing.T) {
	p := compiled(t, `<w:tbl><w:tblPr/><w:tblGrid><w:gridCol w:w="10"/><w:gridCol w:w="10"/></w:tblGrid><w:tr><w:tc><w:p/></w:tc><w:tc><w:p/></w:tc></w:tr></w:tbl><w:p/>`, nil)
	table := *p.Document.Sections[0].Content[0].(*doc.Table)
	row := *table.Content[0].(*doc.Row)
	row.Content = row.Content[:1]
	table.Content = []doc.Node{&row}
	text, _ := written(t, p, []*doc.Document{changed(p.Document, &table, p.Document.Sections[0].Content[1])}, WriteOptions{})
	wants(t, text, `<w:trPr><w:gridAfter w:val="1"/></w:trPr>`)
}

func TestPackage_Write_headers(t *testing.T) {
	p := compiled(t, `<w:p><w:r><w:t>x</w:t></w:r></w:p><w:sectPr><w:headerReference w:type="default" r:id="header1"/></w:sectPr>`, map[string]string{"header1": `<w:p><w:r><w:t>old</w:t></w:r></w:p>`})
	var docs []*doc.Document
	for _, word := range []string{"first", "second"} {
		d, sec := *p.Document, *p.Document.Sections[0]
		sec.Headers = map[doc.HeaderType]*doc.HeaderFooter{doc.DefaultPages: {Part: "word/header1.xml", Content: []doc.Node{&doc.Paragraph{Content: []doc.Node{&doc.Run{Text: word}}}}}}
		d.Sections = []*doc.Section{&sec}
		docs = append(docs, &d)
	}
	_, again := written(t, p, docs, WriteOptions{})
	var got []string
	for _, s := range again.Document.Sections {
		got = append(got, plainText(s.Headers[doc.DefaultPages].Content))
	}
	if !slices.Equal(got, []string{"first", "second"}) {
		t.Errorf("got headers %q", got)
	}
}

func TestPackage_Write_mailMergeSettingsGo(t *testing.T) {
	p := compiled(t, `<w:p/>`, map[string]string{"settings": `<w:mailMerge><w:mainDocumentType w:val="formLetters"/></w:mailMerge><w:evenAndOddHeaders/>`})
	out, err := p.Write([]*doc.Document{p.Document}, nil, WriteOptions{})
	if err != nil {
		t.Fatal(err)
	}
	again, err := Read(out, nil)
	if err != nil {
		t.Fatal(err)
	}
	_, text, err := again.archive.tree("word/settings.xml")
	if err != nil || strings.Contains(text, "mailMerge") || !again.Document.Settings.EvenAndOddHeaders {
		t.Errorf("got %s, %v", text, err)
	}
}

func TestPackage_Write_sameBytes(t *testing.T) {
	p, d := rows(t, 3)
	a, err := p.Write([]*doc.Document{d}, nil, WriteOptions{})
	if err != nil {
		t.Fatal(err)
	}
	b, err := p.Write([]*doc.Document{d}, nil, WriteOptions{})
	if err != nil || string(a) != string(b) {
		t.Error("the same documents give different bytes", err)
	}
}

func TestRepair_bindings(t *testing.T) {
	layout := zipped(t, base(`<w:p>`+bound("/H[1]/V[1]", "", `<w:r><w:t>V</w:t></w:r>`)+`</w:p>`, nil))
	out, mended, err := Repair(layout, nil)
	if err != nil {
		t.Fatal(err)
	}
	var ids []string
	for _, f := range mended {
		ids = append(ids, f.ID)
		if f.Severity != diag.Info {
			t.Errorf("%s is no information", f)
		}
	}
	if !slices.Equal(ids, []string{"store-id-added", "binding-mended"}) {
		t.Errorf("got %v", mended)
	}
	for _, wrong := range CheckWritten(out) {
		t.Error(wrong)
	}
	p, err := Read(out, nil)
	if err != nil {
		t.Fatal(err)
	}
	b := p.Document.Sections[0].Content[0].(*doc.Paragraph).Content[0].(*doc.Control).Binding
	if b.StoreItemID != p.ReportPart().StoreID || b.StoreItemID == "" || b.Prefixes != "xmlns:ns0='"+reportNamespace+"'" || b.XPath != "/ns0:NavWordReportXmlPart[1]/ns0:H[1]/ns0:V[1]" {
		t.Errorf("got %+v", b)
	}
	again, mended, err := Repair(out, nil)
	if err != nil || len(mended) != 0 || string(again) != string(out) {
		t.Errorf("a mended layout is mended again: %v, %v", mended, err)
	}
}

func TestRepair_missingPart(t *testing.T) {
	m := base(`<w:p>`+bound("/H[1]/V[1]", "", `<w:r><w:t>V</w:t></w:r>`)+`</w:p>`, nil)
	delete(m, "customXml/item1.xml")
	layout := zipped(t, m)
	if _, _, err := Repair(layout, nil); !errors.Is(err, ErrNoReport) {
		t.Errorf("got %v", err)
	}
	out, _, err := Repair(layout, []byte(reportXML("<H/>")))
	if err != nil {
		t.Fatal(err)
	}
	p, err := Read(out, nil)
	if err != nil || p.ReportPart() == nil || p.ReportPart().StoreID == "" {
		t.Errorf("got %+v, %v", p, err)
	}
	if _, _, err := Repair(layout, []byte("<other/>")); !errors.Is(err, ErrNoReport) {
		t.Errorf("got %v", err)
	}
}
