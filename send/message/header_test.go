package message

import (
	"bytes"
	"fmt"
	"mime"
	"strings"
	"testing"
)

func TestFieldList_text(t *testing.T) {
	for _, s := range []string{
		"", "Invoice 103001", "two  blanks", " leading", "trailing ", "   ", "=?utf-8?Q?looks_encoded?=", "Größe",
		strings.Repeat("word ", 40) + "end", strings.Repeat("x", 200), strings.Repeat("東京", 80), "a " + strings.Repeat("🎉", 30) + " b",
		"plain Ünï plain", "é" + strings.Repeat(" plain", 30) + " é", "a\u0301" + strings.Repeat("e\u0301", 50), strings.Repeat("y", 74) + " " + strings.Repeat("z", 75),
	} {
		var h fieldList
		h.text("Subject", s)
		head := h.header()
		if got := decodeText(head.Get("Subject")); got != strings.TrimSpace(s) && got != s {
			t.Errorf("%q comes back as %q (%q)", s, got, h.raw[0])
		}
		checkFieldLines(t, h.raw[0])
	}
}

func checkFieldLines(t *testing.T, raw []byte) {
	t.Helper()
	for i, line := range bytes.Split(bytes.TrimSuffix(raw, crlf), crlf) {
		if len(line) > 78 {
			t.Errorf("line of %d bytes: %q", len(line), line)
		}
		if bytes.Contains(line, []byte("=?")) && len(line) > 76 {
			t.Errorf("line of %d bytes with an encoded-word: %q", len(line), line)
		}
		if i > 0 && len(bytes.TrimSpace(line)) == 0 {
			t.Errorf("folded line of blanks in %q", raw)
		}
	}
}

func TestParameters_readBack(t *testing.T) {
	for _, s := range []string{
		"a.pdf", "Invoice 103001.pdf", "Größe.pdf", strings.Repeat("long name ", 12) + ".pdf", strings.Repeat("請求書", 30) + ".pdf",
		`quote " and \ backslash.pdf`, "semi;colon=equals.pdf", "100% 'sure'.pdf", "🎉", ".pdf", strings.Repeat("a", 250),
	} {
		var h fieldList
		h.params("Content-Disposition", "attachment", parameters("filename", s)...)
		checkFieldLines(t, h.raw[0])
		head := h.header()
		_, p, err := mime.ParseMediaType(withoutStandIn(head.Get("Content-Disposition")))
		if err != nil || p["filename"] != s {
			t.Errorf("%q comes back as %q, %v (%q)", s, p["filename"], err, h.raw[0])
		}
	}
}

// withoutStandIn drops the ASCII form where there is a better one; the library
// takes the two for a duplicate.
func withoutStandIn(v string) string {
	if !strings.Contains(v, "filename*") {
		return v
	}
	a := strings.Index(v, "filename=")
	b := strings.Index(v, "filename*")
	return v[:a] + v[b:]
}

func FuzzFieldText(f *testing.F) {
	f.Add("Subject", "é plain")
	f.Add("X-Long-Name-Of-A-Field", strings.Repeat("東 ", 50))
	f.Fuzz(func(t *testing.T, name, value string) {
		if !validName(name) || checkText(name, value) != nil {
			return
		}
		var h fieldList
		h.text(name, value)
		raw := h.raw[0]
		if bytes.Contains(bytes.TrimSuffix(raw, crlf), []byte("\r\n")) && bytes.Count(raw, crlf) != bytes.Count(raw, []byte("\r\n "))+1 {
			t.Fatalf("%q %q: a line that does not continue the field: %q", name, value, raw)
		}
		checkFieldLines(t, raw)
		head := h.header()
		if got := decodeText(head.Get(name)); strings.TrimSpace(got) != strings.TrimSpace(value) {
			t.Fatalf("%q comes back as %q (%q)", value, got, raw)
		}
	})
}

func TestMessageID_stableAndApart(t *testing.T) {
	k := Key{"Northwind", "S.Invoice", "103001", ""}
	a, err := MessageID(k, "Northwind.example.com")
	if err != nil || a != "f5twfk4afarh7vktux6a2e22zbktrnn2@northwind.example.com" {
		t.Errorf("id %s, %v: it must never change, or documents are sent twice", a, err)
	}
	seen := map[string]Key{}
	for _, k := range []Key{k, {"Northwind", "S.Invoice", "103001", "2"}, {"Northwind", "S.Invoice/103001", "", ""}, {"Northwind/S.Invoice", "103001", "", ""}, {"Northwind%2FS.Invoice", "103001", "", ""}} {
		id, err := MessageID(k, "example.com")
		if other, ok := seen[id]; ok || err != nil {
			t.Errorf("%v and %v share the id %s (%v)", k, other, id, err)
		}
		seen[id] = k
	}
	for _, d := range []string{"", "localhost", "a b.com"} {
		if id, err := MessageID(k, d); err == nil {
			t.Errorf("domain %q gives %s", d, id)
		}
	}
}

func TestCidReferences_table(t *testing.T) {
	for html, want := range map[string]string{
		`<img src="cid:a@b">`: "[a@b]", `<img src='cid:a'><img src="cid:a">`: "[a]", `<td background=cid:x >`: "[x]",
		`style="background:url(cid:y)"`: "[y]", "an acid:base reaction": "[]", `src="cid:`: "[]", `src="cid:"`: "[]",
	} {
		if got := fmt.Sprint(cidReferences(html)); got != want {
			t.Errorf("%s: %s, want %s", html, got, want)
		}
	}
}
