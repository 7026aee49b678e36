package docx

import (
	"archive/zip"
	"bytes"
	"maps"
	"slices"
	"strings"
	"testing"

	"reportmail/render/diag"
)

const declarations = `xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"` +
	` xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"` +
	` xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"` +
	` xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture"` +
	` xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"` +
	` xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" xmlns:wpg="http://schemas.microsoft.com/office/word/2010/wordprocessingGroup"` +
	` xmlns:wp14="http://schemas.microsoft.com/office/word/2010/wordprocessingDrawing" xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml"` +
	` xmlns:w15="http://schemas.microsoft.com/office/word/2012/wordml" xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office"` +
	` xmlns:w10="urn:schemas-microsoft-com:office:word" xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart"` +
	` xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math" xmlns:cx="http://schemas.microsoft.com/office/drawing/2014/chartex"`

const officeRelations = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"

// onePixel is a PNG of one pixel.
const onePixel = "\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x06\x00\x00\x00\x1f\x15\xc4\x89" +
	"\x00\x00\x00\rIDATx\x9cc\xf8\xff\xff?\x03\x00\x08\xfc\x02\xfe\xa7\x9a\xa0\xa0\x00\x00\x00\x00IEND\xaeB`\x82"

// zipped packs parts.
func zipped(t testing.TB, parts map[string]string) []byte {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for _, name := range slices.Sorted(maps.Keys(parts)) {
		w, err := z.Create(name)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := w.Write([]byte(parts[name])); err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// parts are the parts of a document with the given body. Further ones have short names: styles, numbering, settings,
// theme, fontTable, header1, footer1, custom, and files such as media/a.png.
func parts(body string, more map[string]string) map[string]string {
	out := map[string]string{
		"_rels/.rels": relationParts(map[string]string{"rId1": "officeDocument word/document.xml"}),
	}
	rels := map[string]string{"link": "hyperlink https://example.com/a?b=1&amp;c=2 External", "pic": "image media/a.png"}
	for name, text := range more {
		switch {
		case strings.Contains(name, "/"):
			out["word/"+name] = text
		case name == "custom":
			out["customXml/item1.xml"] = text
			rels["custom"] = "customXml ../customXml/item1.xml"
		default:
			root := map[string]string{"header1": "w:hdr", "footer1": "w:ftr", "fontTable": "w:fonts", "theme": "a:theme"}[name]
			if root == "" {
				root = "w:" + name
			}
			out["word/"+name+".xml"] = "<" + root + " " + declarations + ">" + text + "</" + root + ">"
			rels[name] = strings.TrimRight(name, "1") + " " + name + ".xml"
		}
	}
	out["word/document.xml"] = `<w:document ` + declarations + `><w:body>` + body + `</w:body></w:document>`
	out["word/_rels/document.xml.rels"] = relationParts(rels)
	for _, edge := range []string{"header1", "footer1"} {
		out["word/_rels/"+edge+".xml.rels"] = relationParts(map[string]string{"pic": "image media/a.png"})
	}
	return out
}

func relationParts(rels map[string]string) string {
	var b strings.Builder
	b.WriteString(`<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">`)
	for _, id := range slices.Sorted(maps.Keys(rels)) {
		f := strings.Fields(rels[id])
		b.WriteString(`<Relationship Id="` + id + `" Type="` + officeRelations + f[0] + `" Target="` + f[1] + `"`)
		if len(f) > 2 {
			b.WriteString(` TargetMode="` + f[2] + `"`)
		}
		b.WriteString(`/>`)
	}
	b.WriteString(`</Relationships>`)
	return b.String()
}

// mustRead reads a document with the given body.
func mustRead(t testing.TB, body string, more map[string]string) (*Package, []diag.Finding) {
	t.Helper()
	var f diag.List
	p, err := Read(zipped(t, parts(body, more)), &f)
	if err != nil {
		t.Fatal(err)
	}
	return p, f.Items()
}
