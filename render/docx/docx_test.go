package docx

import (
	"bytes"
	"encoding/binary"
	"errors"
	"strings"
	"sync"
	"testing"
	"unicode/utf16"

	"reportmail/render/diag"
	"reportmail/render/doc"
)

func TestRead_refuses(t *testing.T) {
	deep := strings.Repeat("<w:sdt>", maxDepth) + strings.Repeat("</w:sdt>", maxDepth)
	for name, c := range map[string]struct {
		data []byte
		want error
	}{
		"empty":         {nil, ErrNotZip},
		"text":          {[]byte("hello"), ErrNotZip},
		"zip":           {zipped(t, map[string]string{"a.txt": "x"}), ErrNotWord},
		"main missing":  {zipped(t, map[string]string{"_rels/.rels": parts("", nil)["_rels/.rels"]}), ErrNotWord},
		"spreadsheet":   {zipped(t, with(parts("", nil), "word/document.xml", `<workbook xmlns="urn:x"/>`)), ErrNotWord},
		"no body":       {zipped(t, with(parts("", nil), "word/document.xml", `<w:document `+declarations+`/>`)), ErrNotWord},
		"not closed":    {zipped(t, parts("<w:p>", nil)), ErrXML},
		"entities":      {zipped(t, with(parts("", nil), "word/document.xml", `<!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>`)), ErrXML},
		"nested deep":   {zipped(t, parts(deep, nil)), ErrTooLarge},
		"styles broken": {zipped(t, parts("<w:p/>", map[string]string{"styles": "<w:style>"})), ErrXML},
		"many elements": {zipped(t, parts(strings.Repeat("<w:p/>", maxElements), nil)), ErrTooLarge},
		"many names":    {zipped(t, parts("<w:p "+strings.Repeat("a='' ", maxAttrs+1)+"/>", nil)), ErrTooLarge},
		"old Word":      {[]byte("\xD0\xCF\x11\xE0xxxx"), ErrNotZip},
		"bomb":          {zipped(t, with(parts("", nil), "word/document.xml", strings.Repeat(" ", maxXMLPart+1))), ErrTooLarge},
	} {
		if _, err := Read(c.data, nil); !errors.Is(err, c.want) {
			t.Errorf("%s: got %v, want %v", name, err, c.want)
		}
	}
}

func with(m map[string]string, name, text string) map[string]string {
	m[name] = text
	return m
}

func TestRead_tooManyParts(t *testing.T) {
	m := parts("<w:p/>", nil)
	for i := range maxParts {
		m["x/"+strings.Repeat("y", i%7)+string(rune('0'+i%10))+strings.Repeat("z", i/70)] = ""
	}
	if _, err := Read(zipped(t, m), nil); !errors.Is(err, ErrTooLarge) {
		t.Errorf("got %v", err)
	}
}

func TestRead_strictNames(t *testing.T) {
	m := parts(`<w:p><w:r><w:t>strict</w:t></w:r></w:p>`, nil)
	for name, text := range m {
		text = strings.ReplaceAll(text, "http://schemas.openxmlformats.org/wordprocessingml/2006/main", "http://purl.oclc.org/ooxml/wordprocessingml/main")
		m[name] = strings.ReplaceAll(text, "http://schemas.openxmlformats.org/officeDocument/2006/relationships", "http://purl.oclc.org/ooxml/officeDocument/relationships")
	}
	p, err := Read(zipped(t, m), nil)
	if err != nil {
		t.Fatal(err)
	}
	if words(p.Document) != 1 {
		t.Error("the text of a strict document is not read")
	}
}

func TestRead_namesWithoutCase(t *testing.T) {
	m := parts(`<w:p><w:r><w:t>x</w:t></w:r></w:p>`, map[string]string{"custom": utf16le(`<?xml version="1.0" encoding="utf-16"?><NavWordReportXmlPart xmlns="urn:a b/1/"><A>ü</A></NavWordReportXmlPart>`)})
	m["CUSTOMXML/Item1.XML"] = m["customXml/item1.xml"]
	delete(m, "customXml/item1.xml")
	m["CustomXml/_rels/Item1.xml.rels"] = relationParts(map[string]string{"p": "customXmlProps itemProps1.xml"})
	m["customXml/itemProps1.xml"] = `<d:datastoreItem d:itemID="{77}" xmlns:d="http://schemas.openxmlformats.org/officeDocument/2006/customXml"/>`
	p, err := Read(zipped(t, m), nil)
	if err != nil {
		t.Fatal(err)
	}
	c := p.ReportPart()
	if c == nil {
		t.Fatal("the report part is not found")
	}
	if c.Namespace != "urn:a b/1/" || c.StoreID != "{77}" || !c.UTF16 || string(c.XML) != `<NavWordReportXmlPart xmlns="urn:a b/1/"><A>ü</A></NavWordReportXmlPart>` {
		t.Errorf("got %+v %s", c, c.XML)
	}
}

func utf16le(s string) string {
	b := []byte{0xFF, 0xFE}
	for _, u := range utf16.Encode([]rune(s)) {
		b = binary.LittleEndian.AppendUint16(b, u)
	}
	return string(b)
}

func TestPackage_ReportPartIsNotMetadata(t *testing.T) {
	p := &Package{Custom: []*CustomPart{
		{Root: "NavWordReportXmlPart", Namespace: "urn:microsoft-dynamics-businesscentral/internal/extended/reports/X/1/"},
		{Root: "other"}, {Root: "NavWordReportXmlPart", Namespace: "urn:microsoft-dynamics-nav/reports/X/1/"},
	}}
	if got := p.ReportPart(); got != p.Custom[2] {
		t.Errorf("got %+v", got)
	}
}

// Of two parts with report data, the one that the bindings name is the layout's: by id, or by name space.
func TestRead_reportPartThatBindingsName(t *testing.T) {
	control := func(space, store string) string {
		return `<w:sdt><w:sdtPr><w:dataBinding w:prefixMappings="xmlns:ns0='` + space + `'" w:xpath="/ns0:NavWordReportXmlPart[1]/ns0:A[1]" w:storeItemID="` + store + `"/><w:text/></w:sdtPr><w:sdtContent><w:p/></w:sdtContent></w:sdt>`
	}
	for name, c := range map[string]struct{ body, want string }{
		"none":          {"<w:p/>", "urn:one/1/"},
		"by name space": {control("urn:two/1/", "{99}"), "urn:two/1/"},
		"by id":         {control("urn:stale/1/", "{22}"), "urn:two/1/"},
		"the most":      {control("urn:two/1/", "") + control("urn:one/1/", "") + control("urn:one/1/", "{11}"), "urn:one/1/"},
	} {
		m := parts(c.body+"<w:p/>", nil)
		m["customXml/item1.xml"] = `<NavWordReportXmlPart xmlns="urn:one/1/"><A/></NavWordReportXmlPart>`
		m["customXml/item2.xml"] = `<NavWordReportXmlPart xmlns="urn:two/1/"><A/></NavWordReportXmlPart>`
		m["customXml/itemProps1.xml"] = itemProps("{11}")
		m["customXml/itemProps2.xml"] = itemProps("{22}")
		m["customXml/_rels/item1.xml.rels"] = relationParts(map[string]string{"p": "customXmlProps itemProps1.xml"})
		m["customXml/_rels/item2.xml.rels"] = relationParts(map[string]string{"p": "customXmlProps itemProps2.xml"})
		m["word/_rels/document.xml.rels"] = relationParts(map[string]string{"c1": "customXml ../customXml/item1.xml", "c2": "customXml ../customXml/item2.xml"})
		p, err := Read(zipped(t, m), nil)
		if err != nil {
			t.Fatal(err)
		}
		if got := p.ReportPart().Namespace; got != c.want || len(p.Custom) != 2 {
			t.Errorf("%s: %s of %d", name, got, len(p.Custom))
		}
	}
}

func itemProps(id string) string {
	return `<ds:datastoreItem xmlns:ds="http://schemas.openxmlformats.org/officeDocument/2006/customXml" ds:itemID="` + id + `"/>`
}

func TestRead_embeddedFont(t *testing.T) {
	plain := bytes.Repeat([]byte("0123456789abcdef"), 4)
	const guid = "{00112233-4455-6677-8899-AABBCCDDEEFF}"
	hidden := bytes.Clone(plain)
	reveal(hidden, guid) // its own inverse
	if bytes.Equal(hidden, plain) || hidden[0] != '0'^0xFF || hidden[31] != 'f'^0x00 {
		t.Fatal("the first 32 bytes are not combined with the key in reverse order")
	}
	m := parts("<w:p/>", map[string]string{"fontTable": `<w:font w:name="Own"><w:embedBold r:id="f" w:fontKey="` + guid + `"/></w:font>`, "fonts/f.odttf": string(hidden)})
	m["word/_rels/fontTable.xml.rels"] = relationParts(map[string]string{"f": "font fonts/f.odttf"})
	p, err := Read(zipped(t, m), nil)
	if err != nil {
		t.Fatal(err)
	}
	if len(p.Document.Fonts) != 1 || p.Document.Fonts[0].Family != "Own" || !p.Document.Fonts[0].Bold || !bytes.Equal(p.Document.Fonts[0].Data, plain) {
		t.Errorf("got %+v", p.Document.Fonts)
	}
}

func TestRead_sharesImagesAndProperties(t *testing.T) {
	pic := `<w:r><w:rPr><w:b/></w:rPr><w:drawing><wp:inline><wp:extent cx="1" cy="1"/><a:graphic><a:graphicData><pic:pic><pic:blipFill><a:blip r:embed="pic"/></pic:blipFill></pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing></w:r>`
	p, _ := mustRead(t, "<w:p>"+pic+pic+"</w:p>", map[string]string{"media/a.png": onePixel})
	c := p.Document.Sections[0].Content[0].(*doc.Paragraph).Content
	a, b := c[0].(*doc.Drawing), c[1].(*doc.Drawing)
	if a.Picture.Image == nil || a.Picture.Image != b.Picture.Image || a.Props != b.Props {
		t.Error("equal pictures and properties are not shared")
	}
}

func TestRead_placeholderImage(t *testing.T) {
	const pic = `<w:p><w:r><w:drawing><wp:inline><wp:extent cx="1" cy="1"/><a:graphic><a:graphicData><pic:pic><pic:blipFill><a:blip r:embed="%"/></pic:blipFill></pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing></w:r></w:p>`
	for name, c := range map[string]struct {
		data     string
		file     string
		findings int
	}{
		"placeholder of Business Central": {"0123456789", "media/a.bin", 0},
		"broken picture":                  {onePixel[:20], "media/a.png", 1},
		"metafile":                        {strings.Repeat("\x01\x00\x00\x00", 100), "media/a.emf", 1},
	} {
		m := parts(strings.Replace(pic, "%", "x", 1), map[string]string{c.file: c.data})
		m["word/_rels/document.xml.rels"] = relationParts(map[string]string{"x": "image " + c.file})
		var f diag.List
		p, err := Read(zipped(t, m), &f)
		if err != nil {
			t.Fatal(err)
		}
		d := p.Document.Sections[0].Content[0].(*doc.Paragraph).Content[0].(*doc.Drawing)
		if d.Picture == nil || d.Picture.Image != nil || len(f.Items()) != c.findings {
			t.Errorf("%s: got %+v and %v", name, d.Picture, f.Items())
		}
	}
}

func TestRead_concurrentUse(t *testing.T) {
	p, _ := mustRead(t, `<w:p><w:pPr><w:jc w:val="center"/></w:pPr><w:r><w:rPr><w:b/></w:rPr><w:t>x</w:t></w:r></w:p>`, nil)
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			para := p.Document.Sections[0].Content[0].(*doc.Paragraph)
			run := para.Content[0].(*doc.Run)
			if p.Document.Styles.Para(para, doc.CellContext{}).Align != doc.AlignCenter || !p.Document.Styles.Run(para, "", run.Props, doc.CellContext{}).Bold {
				t.Error("wrong format")
			}
		})
	}
	wg.Wait()
}

func TestRead_offsets(t *testing.T) {
	p, _ := mustRead(t, `<w:p><w:pPr><w:jc w:val="center"/></w:pPr><w:r><w:t>a</w:t><w:br w:type="page"/><w:t>b</w:t></w:r><w:sdt><w:sdtPr/><w:sdtContent><w:r><w:t>c</w:t></w:r></w:sdtContent></w:sdt></w:p>`, nil)
	text := p.stories[0].text
	para := p.Document.Sections[0].Content[0].(*doc.Paragraph)
	for _, c := range []struct{ what, got, want string }{
		{"paragraph", text[para.Src.Start:para.Src.Open], `<w:p><w:pPr><w:jc w:val="center"/></w:pPr>`},
		{"end of paragraph", text[para.Src.Close:para.Src.End], `</w:p>`},
		{"first piece", piece(text, para.Content[0].(*doc.Run).Src), `<w:t>a</w:t>`},
		{"break", piece(text, para.Content[1].(*doc.Break).Src), `<w:br w:type="page"/>`},
		{"second piece", piece(text, para.Content[2].(*doc.Run).Src), `<w:t>b</w:t>`},
		{"content of control", piece(text, para.Content[3].(*doc.Control).Src), `<w:r><w:t>c</w:t></w:r>`},
	} {
		if c.got != c.want {
			t.Errorf("%s is %s, want %s", c.what, c.got, c.want)
		}
	}
}

func piece(text string, s doc.Source) string { return text[s.Open:s.Close] }
