package merge

import (
	"archive/zip"
	"bytes"
	"errors"
	"io"
	"strings"
	"testing"

	"reportmail/render/diag"
	"reportmail/render/doc"
)

const wordNS = `xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"`

// packed is a Word package of the body and header given.
func packed(t testing.TB, body, header string) []byte {
	t.Helper()
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	for _, p := range [][2]string{
		{"[Content_Types].xml", "<Types/>"}, {"word/_rels/document.xml.rels", "<Relationships/>"},
		{"word/document.xml", "<w:document " + wordNS + "><w:body>" + body + "</w:body></w:document>"},
		{"word/header1.xml", "<w:hdr " + wordNS + ">" + header + "</w:hdr>"}, {"word/media/image1.png", "\x89PNG {{Name}}"},
	} {
		f, err := w.Create(p[0])
		if err == nil {
			_, err = io.WriteString(f, p[1])
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func partOf(t testing.TB, pkg []byte, name string) string {
	t.Helper()
	r, err := zip.NewReader(bytes.NewReader(pkg), int64(len(pkg)))
	if err != nil {
		t.Fatal(err)
	}
	f, err := r.Open(name)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	content, err := io.ReadAll(f)
	if err != nil {
		t.Fatal(err)
	}
	return string(content)
}

func inner(part string) string {
	part = part[strings.IndexByte(part, '>')+1:]
	return strings.TrimSuffix(strings.TrimPrefix(strings.TrimSuffix(part, "</w:document>"), "<w:body>"), "</w:body>")
}

func fillOne(t *testing.T, body, header, json string) (string, string, string) {
	t.Helper()
	p, err := CompilePlaceholders(packed(t, body, header), &doc.Document{})
	if err != nil {
		t.Fatal(err)
	}
	var f diag.List
	out, err := p.Fill(data(t, json), Options{}, &f)
	if err != nil || len(out) != 1 {
		t.Fatalf("%d packages, %v", len(out), err)
	}
	if media := partOf(t, out[0], "word/media/image1.png"); media != "\x89PNG {{Name}}" {
		t.Errorf("a picture changed: %q", media)
	}
	return inner(partOf(t, out[0], "word/document.xml")), strings.TrimSuffix(inner(partOf(t, out[0], "word/header1.xml")), "</w:hdr>"), ids(f.Items())
}

func TestPlaceholderLayout_Fill(t *testing.T) {
	const p, keep = `<w:t xml:space="preserve">`, `xml:space="preserve"`
	for _, c := range []struct{ name, body, want, findings string }{
		{"one run", `<w:p><w:r><w:t>Dear {{Name}}!</w:t></w:r></w:p>`, `<w:p><w:r>` + p + `Dear A &amp; B &lt;x&gt;!</w:t></w:r></w:p>`, ""},
		{"split over runs", `<w:p><w:r><w:t>a {</w:t></w:r><w:r><w:rPr><w:b/></w:rPr><w:t>{Na</w:t></w:r><w:r><w:t>me}} z</w:t></w:r></w:p>`,
			`<w:p><w:r>` + p + `a A &amp; B &lt;x&gt;</w:t></w:r><w:r><w:rPr><w:b/></w:rPr>` + p + `</w:t></w:r><w:r>` + p + ` z</w:t></w:r></w:p>`, ""},
		{"two in a paragraph", `<w:p><w:r><w:t>{{No}}{{ No }}-{{</w:t></w:r><w:r><w:t>No}}</w:t></w:r></w:p>`, `<w:p><w:r>` + p + `77-7</w:t></w:r><w:r>` + p + `</w:t></w:r></w:p>`, ""},
		{"line ends and tabs", `<w:p><w:r><w:t>{{Multi}}</w:t></w:r></w:p>`,
			`<w:p><w:r>` + p + `a</w:t><w:br/><w:t ` + keep + `>b</w:t><w:tab/><w:t ` + keep + `>c</w:t></w:r></w:p>`, ""},
		{"a value that looks like a placeholder, or like our mark for one", `<w:p><w:r><w:t>{{Trick}} {{No}}</w:t></w:r></w:p>`, `<w:p><w:r>` + p + `{{No}}0 7</w:t></w:r></w:p>`, ""},
		{"missing", `<w:p><w:r><w:t>[{{Nmae}}]</w:t></w:r></w:p>`, `<w:p><w:r>` + p + `[]</w:t></w:r></w:p>`, "missing-column"},
		{"not over paragraphs", `<w:p><w:r><w:t>{{No</w:t></w:r></w:p><w:p><w:r><w:t>}}</w:t></w:r></w:p>`, `<w:p><w:r><w:t>{{No</w:t></w:r></w:p><w:p><w:r><w:t>}}</w:t></w:r></w:p>`, ""},
		{"single braces and empty ones stay", `<w:p><w:r><w:t>{No} {{}} {{{No}}}</w:t></w:r></w:p>`, `<w:p><w:r>` + p + `{No} {{}} {7}</w:t></w:r></w:p>`, ""},
		{"text box in a paragraph", `<w:p><w:r><w:t>{{</w:t></w:r><w:r><w:pict><w:p><w:r><w:t>{{No}}</w:t></w:r></w:p></w:pict></w:r><w:r><w:t>No}}</w:t></w:r></w:p>`,
			`<w:p><w:r>` + p + `7</w:t></w:r><w:r><w:pict><w:p><w:r>` + p + `7</w:t></w:r></w:p></w:pict></w:r><w:r>` + p + `</w:t></w:r></w:p>`, ""},
		{"path", `<w:p><w:r><w:t>{{Line/T}} {{Line[2]/T}}</w:t></w:r></w:p>`, `<w:p><w:r>` + p + `x y</w:t></w:r></w:p>`, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			got, _, findings := fillOne(t, c.body, "", `{"Name": "A & B <x>", "No": 7, "Multi": "a\r\nb\tc", "Trick": "{{No}}\ufdd0\u0030\ufdd1", "Line": [{"T": "x"}, {"T": "y"}]}`)
			if got != c.want || findings != c.findings {
				t.Errorf("got  %s %q\nwant %s %q", got, findings, c.want, c.findings)
			}
		})
	}
}

func TestPlaceholderLayout_headers(t *testing.T) {
	_, header, _ := fillOne(t, `<w:p/>`, `<w:p><w:r><w:t>{{Name}}</w:t></w:r></w:p>`, `{"Name": "a\nb & c"}`)
	if want := `<w:p><w:r><w:t xml:space="preserve">a</w:t><w:br/><w:t xml:space="preserve">b &amp; c</w:t></w:r></w:p>`; header != want {
		t.Errorf("got  %s\nwant %s", header, want)
	}
}

// Documents of one layout do not leak into each other.
func TestPlaceholderLayout_documents(t *testing.T) {
	line := `<w:p><w:r><w:t>{{Name}}</w:t></w:r></w:p>`
	p, err := CompilePlaceholders(packed(t, line, line), &doc.Document{})
	if err != nil {
		t.Fatal(err)
	}
	if names := p.Names(); len(names) != 1 || names[0] != "Name" {
		t.Errorf("%q", names)
	}
	out, err := p.Fill(data(t, `[{"Name": "A"}, {"Name": "B"}]`), Options{}, nil)
	if err != nil || len(out) != 2 {
		t.Fatalf("%d packages, %v", len(out), err)
	}
	for i, want := range []string{"A", "B"} {
		for _, part := range []string{"word/document.xml", "word/header1.xml"} {
			if got := partOf(t, out[i], part); !strings.Contains(got, ">"+want+"</w:t>") {
				t.Errorf("%s of document %d: %s", part, i, got)
			}
		}
	}
}

func TestCompilePlaceholders_errors(t *testing.T) {
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	if _, err := w.Create("other.txt"); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	for name, pkg := range map[string][]byte{"no package": []byte("hello"), "no document": b.Bytes()} {
		if _, err := CompilePlaceholders(pkg, &doc.Document{}); !errors.Is(err, ErrPlaceholders) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestHasPlaceholders_runs(t *testing.T) {
	for name, c := range map[string]struct {
		d    *doc.Document
		want bool
	}{
		"split": {document(table(row(cell(para(text("a {{"), text("b}}")))))), true}, "none": {document(para(text("a {b}"))), false},
		"over paragraphs": {document(para(text("{{a")), para(text("}}"))), false},
	} {
		if HasPlaceholders(c.d) != c.want {
			t.Error(name)
		}
	}
}

func FuzzJoinRuns(f *testing.F) {
	f.Add(`<w:p><w:r><w:t>a {{b</w:t><w:t>c}} {{d}}</w:t></w:r></w:p>`)
	f.Add(`<w:p><w:t>{{{{a}}</w:t><w:p><w:t/></w:p></w:p></w:p><w:t>`)
	f.Fuzz(func(t *testing.T, xml string) {
		j := joiner{prefix: "w"}
		out := j.join(xml)
		if len(j.names) == 0 && out != xml {
			t.Fatalf("%q became %q", xml, out)
		}
		for i := range j.names {
			if strings.Count(out, mark(i)) != 1+strings.Count(xml, mark(i)) {
				t.Fatalf("mark %d in %q", i, out)
			}
		}
	})
}
