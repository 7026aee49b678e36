package render

import (
	"archive/zip"
	"bytes"
	"io"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"reportmail/render/dataset"
	"reportmail/render/font"
)

func compiler(t testing.TB) *Compiler {
	t.Helper()
	fonts, err := font.NewLibrary(font.Options{})
	if err != nil {
		t.Fatal(err)
	}
	return &Compiler{Fonts: fonts}
}

// word is a .docx with these paragraphs, and nothing else.
func word(t testing.TB, paragraphs ...string) []byte {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	add := func(name, content string) {
		w, err := z.Create(name)
		if err != nil {
			t.Fatal(err)
		}
		_, _ = io.WriteString(w, content)
	}
	add("[Content_Types].xml", `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>`)
	add("_rels/.rels", `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>`)
	add("word/_rels/document.xml.rels", `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"/>`)
	add("word/document.xml", `<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>`+strings.Join(paragraphs, "")+`</w:body></w:document>`)
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func data(t testing.TB, json string) *dataset.Dataset {
	t.Helper()
	ds, err := dataset.Read("data.json", []byte(json))
	if err != nil {
		t.Fatal(err)
	}
	return ds
}

// Placeholders in the address of a link are filled, escaped and checked; Word writes their braces as %7b.
func TestRender_placeholderLinks(t *testing.T) {
	link := func(id string) string {
		return `<w:p><w:hyperlink r:id="` + id + `" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><w:r><w:t>` + id + `</w:t></w:r></w:hyperlink></w:p>`
	}
	rel := func(id, target string) string {
		return `<Relationship Id="` + id + `" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/hyperlink" Target="` + target + `" TargetMode="External"/>`
	}
	file := withRelations(t, word(t, link("plain"), link("escaped"), link("whole"), link("bad")),
		rel("plain", "https://ex.example/{{No}}")+rel("escaped", "https://ex.example/?n=%7B%7bNo%7d%7D&amp;m=%7b%7bGone%7d%7d")+rel("whole", "{{Pay}}")+rel("bad", "{{Bad}}"))
	layout, err := compiler(t).Compile("letter.docx", file)
	if err != nil {
		t.Fatal(err)
	}
	out, err := layout.Render(data(t, `{"No": "1/2 &", "Pay": "https://pay.example/a?b=c", "Bad": "javascript:alert(1)"}`), Options{HTML: true, PDF: true, Docx: true})
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"https://ex.example/1%2F2%20%26", "https://ex.example/?n=1%2F2%20%26&amp;m=", "https://pay.example/a?b=c"} {
		if !strings.Contains(string(out.HTML), `href="`+want+`"`) {
			t.Errorf("%s is missing: %s", want, out.HTML)
		}
	}
	if strings.Contains(string(out.HTML), "javascript") {
		t.Error("a refused address is linked")
	}
	var ids []string
	for _, f := range out.Findings {
		ids = append(ids, f.ID+" "+f.Where.Column)
	}
	if all := strings.Join(ids, "\n"); !strings.Contains(all, "missing-column Gone") || !strings.Contains(all, "link-refused Bad") {
		t.Error(all)
	}
}

// withRelations is a file whose text has these relationships.
func withRelations(t testing.TB, file []byte, rels string) []byte {
	t.Helper()
	r, err := zip.NewReader(bytes.NewReader(file), int64(len(file)))
	if err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	for _, f := range r.File {
		if f.Name != "word/_rels/document.xml.rels" {
			if err := w.Copy(f); err != nil {
				t.Fatal(err)
			}
		}
	}
	part, err := w.Create("word/_rels/document.xml.rels")
	if err != nil {
		t.Fatal(err)
	}
	_, _ = io.WriteString(part, `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">`+rels+`</Relationships>`)
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// complexField is a field as Word writes it: run by run, with other fields in its instruction where that has %s.
func complexField(instruction, result string, inside ...string) string {
	char := func(kind string) string { return `<w:r><w:fldChar w:fldCharType="` + kind + `"/></w:r>` }
	out := char("begin")
	for i, text := range strings.Split(instruction, "%s") {
		if i > 0 {
			out += inside[i-1]
		}
		out += `<w:r><w:instrText xml:space="preserve">` + text + `</w:instrText></w:r>`
	}
	return out + char("separate") + `<w:r><w:t>` + result + `</w:t></w:r>` + char("end")
}

// Fields inside of instructions are filled before the field around them is worked out, in every output.
func TestRender_fieldsInInstructions(t *testing.T) {
	no, amount := complexField(" MERGEFIELD No ", "«No»"), complexField(" MERGEFIELD Amount ", "«Amount»")
	layout, err := compiler(t).Compile("letter.docx", word(t,
		`<w:p>`+complexField(` IF %s = "10" "paid" "%s is due" `, "stale", no, amount)+`</w:p>`,
		`<w:p>`+complexField(` IF %s="11" "paid" "%s is due" `, "stale", no, amount)+`</w:p>`,
		`<w:p>`+complexField(` HYPERLINK "https://ex.example/%s?a=%s" `, "link", no, amount)+`</w:p>`,
		`<w:p>`+complexField(` = %s * 2 `, "kept", no)+`</w:p>`))
	if err != nil {
		t.Fatal(err)
	}
	ds := data(t, `{"No": "10", "Amount": "5 & 6"}`)
	out, err := layout.Render(ds, Options{HTML: true, PDF: true, Docx: true})
	if err != nil {
		t.Fatal(err)
	}
	const want = "paid\n5 & 6 is due\nlink <https://ex.example/10?a=5%20%26%206>\nkept"
	if got := strings.Join(strings.Fields(string(out.Text)), " "); got != strings.ReplaceAll(want, "\n", " ") {
		t.Errorf("%s", out.Text)
	}
	again, err := compiler(t).Compile("again.docx", out.Docx)
	if err != nil {
		t.Fatal(err)
	}
	if second, err := again.Render(nil, Options{HTML: true}); err != nil || !bytes.Equal(second.Text, out.Text) {
		t.Errorf("the Word file says %s, %v", second.Text, err)
	}
	found, err := layout.Check(ds)
	if err != nil {
		t.Fatal(err)
	}
	if len(found) == 0 || found[0].ID != "field-kept" || !strings.Contains(found[0].Message, "field = ") {
		t.Errorf("%v", found)
	}
}

// Word splits a placeholder over runs as it likes; values are text, whatever they look like.
func TestRender_placeholderLayout(t *testing.T) {
	layout, err := compiler(t).Compile("letter.docx", word(t,
		`<w:p><w:r><w:t>Dear {{Customer</w:t></w:r><w:r><w:t>Name}},</w:t></w:r></w:p>`,
		`<w:p><w:r><w:t>{{Amount}} {{Gone}}</w:t></w:r></w:p>`))
	if err != nil {
		t.Fatal(err)
	}
	out, err := layout.Render(data(t, `{"data":{"Header":[{"CustomerName":"Smith & <Sons>","Amount":"12.00"}]}}`), Options{HTML: true, PDF: true, Docx: true})
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(string(out.HTML), "Dear Smith &amp; &lt;Sons&gt;,") || !strings.Contains(string(out.Text), "Dear Smith & <Sons>,") {
		t.Errorf("%s\n%s", out.HTML, out.Text)
	}
	if strings.Contains(string(out.HTML), "{{") || out.Pages == nil || len(out.Docx) == 0 {
		t.Error("placeholders are left, or an output is missing")
	}
	found := false
	for _, f := range out.Findings {
		found = found || strings.Contains(f.Message+f.Where.Column, "Gone")
	}
	if !found {
		t.Errorf("the missing column is not reported: %v", out.Findings)
	}
}

func TestRender_mailMergeTemplate(t *testing.T) {
	file := "../../shared/corpus-mailmerge/WordTemplate_Contact_Thanksnote.docx"
	raw, err := os.ReadFile(file)
	if err != nil {
		t.Skipf("the corpus is not beside the repository: %v", err)
	}
	layout, err := compiler(t).Compile(filepath.Base(file), raw)
	if err != nil {
		t.Fatal(err)
	}
	for name, ds := range map[string]string{
		"JSON":   `{"Name":"Ann Example","City":"Utrecht","First_Name":"Ann","Company_Information_Phone_No":"+31 30 555 0101","Contact":"Ann","Address":"Street 1"}`,
		"Word":   `<NavWordReportXmlPart xmlns="x"><Record><Name>Ann Example</Name><City>Utrecht</City><First_Name>Ann</First_Name></Record></NavWordReportXmlPart>`,
		"export": `<ReportDataSet name="x" id="1"><DataItems><DataItem name="Record"><Columns><Column name="Name">Ann Example</Column><Column name="City">Utrecht</Column></Columns></DataItem></DataItems></ReportDataSet>`,
	} {
		d, err := dataset.Read(name, []byte(ds))
		if err != nil {
			t.Fatal(name, err)
		}
		out, err := layout.Render(d, Options{HTML: true, PDF: true})
		if err != nil {
			t.Fatal(name, err)
		}
		if !strings.Contains(string(out.Text), "Ann Example") || !strings.Contains(string(out.HTML), "Utrecht") {
			t.Errorf("%s: %s", name, out.Text)
		}
	}
}

// A layout is shared by goroutines: all of them get the same bytes.
func TestRender_concurrently(t *testing.T) {
	raw, err := os.ReadFile("../layouts/builtin/invoice.docx")
	if err != nil {
		t.Fatal(err)
	}
	layout, err := compiler(t).Compile("invoice", raw)
	if err != nil {
		t.Fatal(err)
	}
	xml, err := os.ReadFile("../fixtures/posted/SI-26-0103.xml")
	if err != nil {
		t.Fatal(err)
	}
	results := make([]*Output, 8)
	var wg sync.WaitGroup
	for i := range results {
		wg.Go(func() {
			ds, err := dataset.Read("x.xml", xml)
			if err != nil {
				t.Error(err)
				return
			}
			if results[i], err = layout.Render(ds, Options{HTML: true, PDF: true, Docx: true}); err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	for _, r := range results[1:] {
		if r == nil || !bytes.Equal(r.PDF, results[0].PDF) || !bytes.Equal(r.HTML, results[0].HTML) || !bytes.Equal(r.Docx, results[0].Docx) {
			t.Fatal("two goroutines got different bytes")
		}
	}
}

func TestCompile_notWord(t *testing.T) {
	for name, raw := range map[string][]byte{"empty": nil, "text": []byte("hello"), "zip": word(t)[:60]} {
		if _, err := compiler(t).Compile(name+".docx", raw); err == nil || !strings.Contains(err.Error(), name+".docx") {
			t.Errorf("%s: %v", name, err)
		}
	}
}
