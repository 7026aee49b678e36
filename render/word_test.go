package render

import (
	"archive/zip"
	"bytes"
	"io"
	"maps"
	"slices"
	"strings"
	"testing"

	"reportmail/render/docx"
)

const wordSpaces = ` xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:w15="http://schemas.microsoft.com/office/word/2012/wordml" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"`

// boundWord is a .docx with a report's data part: a body, the columns of the data part, and further parts of word/ by
// their kind ("footnotes"), each with what its root element holds.
func boundWord(t testing.TB, body, columns string, more map[string]string) []byte {
	t.Helper()
	const relationships, types = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/", "application/vnd.openxmlformats-officedocument.wordprocessingml."
	rels := `<Relationship Id="custom" Type="` + relationships + `customXml" Target="../customXml/item1.xml"/>`
	overrides := `<Override PartName="/word/document.xml" ContentType="` + types + `document.main+xml"/>`
	parts := map[string]string{
		"_rels/.rels":         `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="` + relationships + `officeDocument" Target="word/document.xml"/></Relationships>`,
		"word/document.xml":   `<w:document` + wordSpaces + `><w:body>` + body + `</w:body></w:document>`,
		"customXml/item1.xml": `<NavWordReportXmlPart xmlns="urn:microsoft-dynamics-nav/reports/R/1/">` + columns + `</NavWordReportXmlPart>`,
	}
	for _, kind := range slices.Sorted(maps.Keys(more)) {
		rels += `<Relationship Id="` + kind + `" Type="` + relationships + kind + `" Target="` + kind + `.xml"/>`
		overrides += `<Override PartName="/word/` + kind + `.xml" ContentType="` + types + kind + `+xml"/>`
		parts["word/"+kind+".xml"] = `<w:` + kind + wordSpaces + `>` + more[kind] + `</w:` + kind + `>`
	}
	parts["word/_rels/document.xml.rels"] = `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">` + rels + `</Relationships>`
	parts["[Content_Types].xml"] = `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>` + overrides + `</Types>`
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for _, name := range slices.Sorted(maps.Keys(parts)) {
		w, err := z.Create(name)
		if err != nil {
			t.Fatal(err)
		}
		_, _ = io.WriteString(w, parts[name])
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// field is an inline control of plain text bound to a path, steered by a tag.
func field(path, tag string) string {
	xpath := "/ns0:NavWordReportXmlPart[1]/ns0:" + strings.ReplaceAll(path, "/", "[1]/ns0:") + "[1]"
	return `<w:sdt><w:sdtPr><w:tag w:val="` + tag + `"/><w:dataBinding w:prefixMappings="xmlns:ns0='urn:stale'" w:xpath="` + xpath + `" w:storeItemID="{0}"/><w:text/></w:sdtPr><w:sdtContent><w:r><w:t>` + path + `</w:t></w:r></w:sdtContent></w:sdt>`
}

// wordOf renders a layout to Word and gives a part of the file.
func wordOf(t testing.TB, layout []byte, json, part string) string {
	t.Helper()
	l, err := compiler(t).Compile("a.docx", layout)
	if err != nil {
		t.Fatal(err)
	}
	out, err := l.Render(data(t, json), Options{Docx: true})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := docx.Read(out.Docx, nil); err != nil {
		t.Fatal(err)
	}
	z, err := zip.NewReader(bytes.NewReader(out.Docx), int64(len(out.Docx)))
	if err != nil {
		t.Fatal(err)
	}
	f, err := z.Open(part)
	if err != nil {
		t.Fatal(err)
	}
	b, err := io.ReadAll(f)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

// Word shows the data part's value in a control that is bound, whatever the control holds: only text that is that
// value may stay bound.
func TestRender_wordUnbindsOtherText(t *testing.T) {
	const json = `{"data":{"H":{"No":"7","Zero":"0.00","Bad_Url":"ftp://x.example","Bad_UrlText":"here","Web_Url":"https://x.example/","Rich":"<b>x</b>","Empty":""}}}`
	for _, c := range []struct {
		path, tag string
		bound     bool
	}{
		{"H/No", "", true}, {"H/Empty", "", true}, {"H/Zero", "", true}, {"H/No", "#RM:HideIfZero", true},
		{"H/Zero", "#RM:HideIfZero", false}, {"H/Bad_Url", "", false}, {"H/Web_Url", "", false}, {"H/Rich", "#RM:HTML", false},
	} {
		text := wordOf(t, boundWord(t, `<w:p>`+field(c.path, c.tag)+`</w:p>`, `<H><No/><Zero/><Bad_Url/><Bad_UrlText/><Web_Url/><Rich/><Empty/></H>`, nil), json, "word/document.xml")
		if bound := strings.Contains(text, "dataBinding"); bound != c.bound {
			t.Errorf("%s with tag %q: bound is %v in %s", c.path, c.tag, bound, text)
		}
	}
}

// What no output but Word's shows stays in paragraphs that a merge changes, in its place.
func TestRender_wordKeepsWhatIsNotShown(t *testing.T) {
	for name, kept := range map[string]string{
		"footnote":      `<w:r><w:rPr><w:b/></w:rPr><w:footnoteReference w:id="2"/></w:r>`,
		"endnote":       `<w:r><w:endnoteReference w:id="2"/></w:r>`,
		"comment":       `<w:commentRangeStart w:id="3"/><w:r><w:t>c</w:t></w:r><w:commentRangeEnd w:id="3"/><w:r><w:commentReference w:id="3"/></w:r>`,
		"ruby":          `<w:r><w:ruby><w:rubyPr><w:hps w:val="10"/></w:rubyPr><w:rt><w:r><w:t>above</w:t></w:r></w:rt><w:rubyBase><w:r><w:t>base</w:t></w:r></w:rubyBase></w:ruby></w:r>`,
		"insertion":     `<w:ins w:id="9" w:author="A"><w:r><w:t>in</w:t></w:r></w:ins>`,
		"deletion":      `<w:del w:id="9" w:author="A"><w:r><w:delText>out</w:delText></w:r></w:del>`,
		"move":          `<w:moveTo w:id="9" w:author="A"><w:r><w:t>in</w:t></w:r></w:moveTo>`,
		"smart tag":     `<w:smartTag w:element="x"><w:smartTagPr/><w:r><w:t>in</w:t></w:r></w:smartTag>`,
		"two in one":    `<w:ins w:id="9" w:author="A"><w:r><w:t>a</w:t></w:r><w:smartTag w:element="x"><w:r><w:t>in</w:t></w:r></w:smartTag><w:r><w:t>b</w:t></w:r></w:ins>`,
		"a bookmark":    `<w:bookmarkStart w:id="3" w:name="b"/><w:r><w:t>in</w:t></w:r><w:bookmarkEnd w:id="3"/>`,
		"right to left": `<w:bdo w:val="rtl"><w:r><w:t>in</w:t></w:r></w:bdo>`,
	} {
		para := `<w:r><w:t>before</w:t></w:r>` + kept + `<w:r><w:t>after</w:t></w:r>`
		text := wordOf(t, boundWord(t, `<w:p>`+para+field("H/No", "")+`</w:p>`, `<H><No/></H>`, nil), `{"data":{"H":{"No":"7"}}}`, "word/document.xml")
		if !strings.Contains(text, para) || !strings.Contains(text, ">7<") {
			t.Errorf("%s: %s", name, text)
		}
	}
	text := wordOf(t, boundWord(t, `<w:p><w:ins w:id="9" w:author="A">`+field("H/No", "")+`</w:ins></w:p>`, `<H><No/></H>`, nil), `{"data":{"H":{"No":"7"}}}`, "word/document.xml")
	if i, j := strings.Index(text, "<w:ins"), strings.Index(text, "</w:ins>"); i < 0 || !strings.Contains(text[i:max(i, j)], ">7<") {
		t.Errorf("a filled control lost the insertion around it: %s", text)
	}
}
