package message

import (
	"bytes"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

var update = flag.Bool("update", false, "write the golden files anew")

// bytesFile is a file of a message that lies in memory.
func bytesFile(name, contentID string, b []byte) File {
	return File{Name: name, ContentID: contentID,
		Open: func() (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader(b)), nil }}
}

func addr(t testing.TB, s string) Address {
	t.Helper()
	a, err := ParseAddress(s)
	if err != nil {
		t.Fatal(err)
	}
	return a
}

var testDate = time.Date(2026, 3, 5, 8, 30, 0, 0, time.FixedZone("", 3600))

var pdfBytes = []byte("%PDF-1.7\nnot really one, only bytes\x00\x01\xff\n%%EOF\n")
var pngBytes = []byte("\x89PNG\r\n\x1a\nno picture either")

// sample returns one message of each shape, by name.
func sample(t testing.TB) map[string]*Message {
	base := func(doc string) Message {
		id, err := MessageID(Key{"Northwind", "S.Invoice", doc, ""}, "northwind.example.com")
		if err != nil {
			t.Fatal(err)
		}
		return Message{
			From: addr(t, "Northwind Billing <billing@northwind.example.com>"),
			To:   []Address{addr(t, "buyer@example.com")},
			Date: testDate, MessageID: id,
			Subject: "Northwind - Invoice " + doc,
			Text:    "Dear customer,\n\nPlease find the invoice attached.\n",
		}
	}
	plain := base("103001")
	whole := base("103002")
	whole.HTML = `<html lang="en"><body><p>Dear customer,</p><img src="cid:logo@northwind" alt="Northwind" width="10" height="10"></body></html>`
	whole.Inline = []File{bytesFile("logo.png", "logo@northwind", pngBytes)}
	whole.Attachments = []File{bytesFile("Invoice 103002.pdf", "", pdfBytes), bytesFile("terms.txt", "", []byte("net 30\n"))}
	whole.Routing = Routing{Scenario: "sales invoice", Usage: "S.Invoice", Document: "103002", Key: "Northwind/S.Invoice/103002/", Related: []string{"Customer/10000", "Sales Invoice/103002"}}

	world := base("103003")
	world.From = addr(t, `"Müller & Söhne GmbH, Köln" <rechnung@xn--mller-kva.example>`)
	world.To = []Address{addr(t, "Łukasz Żółć <lukasz@example.pl>"), {"東京都品川区大崎株式会社営業部", "tokyo@example.jp"}, {"شركة الأمل", "amal@example.ae"}, {`Quote "Me" \ Inc.`, `"odd local"@example.com`}}
	world.Cc = []Address{addr(t, "Émile 🎉 <emile@example.fr>")}
	world.Bcc = []Address{addr(t, "archive@northwind.example.com")}
	world.Subject = "Rechnung 103003 – Größe XXL, Fußbodenbeläge für Łódź und 東京 mit sehr langem Betreff, der gefaltet werden muss 🎉"
	world.HTML = "<p>Größe</p>\n<p>" + strings.Repeat("sehr lange Zeile ", 100) + "</p>"
	world.Attachments = []File{
		bytesFile("Rechnung Größe.pdf", "", pdfBytes),
		bytesFile("請求書 株式会社東京都品川区大崎営業部御中 二〇二六年三月五日発行分の御請求書.pdf", "", pdfBytes),
		bytesFile(strings.Repeat("long name ", 20)+".pdf", "", pdfBytes),
		bytesFile(`we"ird\name.pdf`, "", pdfBytes)}

	alternative := base("103004")
	alternative.HTML = "<p>.\n.leading dots\nFrom the start</p>"
	attachOnly := base("103005")
	attachOnly.Text = ""
	attachOnly.Attachments = []File{bytesFile("forwarded.eml", "", []byte("From: a@example.com\r\n\r\nhi"))}
	return map[string]*Message{"plain": &plain, "whole": &whole, "world": &world, "alternative": &alternative, "attachment-only": &attachOnly}
}

func TestMessage_golden(t *testing.T) {
	for name, m := range sample(t) {
		t.Run(name, func(t *testing.T) {
			var b bytes.Buffer
			if err := m.Write(&b); err != nil {
				t.Fatal(err)
			}
			golden(t, name+".eml", b.Bytes())
		})
	}
}

func golden(t *testing.T, name string, got []byte) {
	t.Helper()
	p := filepath.Join("testdata", name)
	if *update {
		if err := os.MkdirAll("testdata", 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(p, got, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(p)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got, want) {
		t.Errorf("%s differs (run with -update to renew):\n%s", p, firstDifference(string(want), string(got)))
	}
}

func firstDifference(want, got string) string {
	w, g := strings.Split(want, "\n"), strings.Split(got, "\n")
	for i := range max(len(w), len(g)) {
		a, b := "(end)", "(end)"
		if i < len(w) {
			a = w[i]
		}
		if i < len(g) {
			b = g[i]
		}
		if a != b {
			return fmt.Sprintf("line %d\n  want %q\n  got  %q", i+1, a, b)
		}
	}
	return "nothing"
}

func TestMessage_judged(t *testing.T) {
	emls := map[string][]byte{}
	for name, m := range sample(t) {
		var raw, done bytes.Buffer
		if err := m.Write(&raw); err != nil {
			t.Fatal(err)
		}
		if _, err := Finish(&done, &raw, FinishOptions{}); err != nil {
			t.Fatal(err)
		}
		emls[name] = done.Bytes()
	}
	judge(t, emls)
}

func TestMessage_refused(t *testing.T) {
	good := func() *Message { return sample(t)["whole"] }
	cases := map[string]struct {
		change func(*Message)
		want   string
	}{
		"subject with a line break":   {func(m *Message) { m.Subject = "a\r\nBcc: x@example.com" }, "Subject"},
		"name with a line break":      {func(m *Message) { m.To[0].Name = "a\nb" }, "to: address"},
		"header with a line break":    {func(m *Message) { m.Headers = []Field{{"X-A", "a\nb"}} }, "X-A"},
		"unicode line separator":      {func(m *Message) { m.Subject = "a\u2028b" }, "Subject"},
		"header name with a colon":    {func(m *Message) { m.Headers = []Field{{"X:A", "a"}} }, "X:A"},
		"header of the message's own": {func(m *Message) { m.Headers = []Field{{"From", "a@example.com"}} }, "From is set"},
		"file name with a line break": {func(m *Message) { m.Attachments[0].Name = "a\r\nb" }, "attachment 1"},
		"routing with a line break":   {func(m *Message) { m.Routing.Key = "a\nb" }, "X-Reportmail-Key"},
		"address without a domain":    {func(m *Message) { m.To[0].Address = "buyer" }, `"buyer": has no @`},
		"address without a dot":       {func(m *Message) { m.Cc = []Address{{"", "a@contoso"}} }, "cc: address"},
		"no id":                       {func(m *Message) { m.MessageID = "" }, "Message-ID"},
		"id with brackets":            {func(m *Message) { m.MessageID = "<a@b>" }, "message-id"},
		"no date":                     {func(m *Message) { m.Date = time.Time{} }, "date"},
		"picture that is missing":     {func(m *Message) { m.Inline = nil }, "cid:logo@northwind"},
		"picture without a body":      {func(m *Message) { m.HTML = "" }, "without an HTML body"},
		"picture id twice":            {func(m *Message) { m.Inline = append(m.Inline, m.Inline[0]) }, "used twice"},
		"attachment without a name":   {func(m *Message) { m.Attachments[0].Name = "" }, "has no name"},
		"not a media type":            {func(m *Message) { m.Attachments[0].ContentType = "pdf" }, "media type"},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			m := good()
			c.change(m)
			var b bytes.Buffer
			err := m.Write(&b)
			if err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("error %v, want one that has %q", err, c.want)
			}
			if b.Len() > 0 {
				t.Errorf("%d bytes were written", b.Len())
			}
		})
	}
}

func TestMessage_allFaultsAtOnce(t *testing.T) {
	m := sample(t)["plain"]
	m.To = []Address{{"", "one"}, {"", "two@"}}
	err := m.Validate()
	for _, want := range []string{`"one"`, `"two@"`} {
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%v does not name %s", err, want)
		}
	}
}

type failingReader struct{ after int }

func (f *failingReader) Read(p []byte) (int, error) {
	if f.after <= 0 {
		return 0, errors.New("disk gone")
	}
	n := min(len(p), f.after)
	f.after -= n
	return n, nil
}

type closeFails struct{ io.Reader }

func (closeFails) Close() error { return errors.New("close failed") }

func TestMessage_attachmentFails(t *testing.T) {
	for name, open := range map[string]func() (io.ReadCloser, error){
		"disk gone":    func() (io.ReadCloser, error) { return io.NopCloser(&failingReader{100_000}), nil },
		"no such file": func() (io.ReadCloser, error) { return nil, errors.New("no such file") },
		"close failed": func() (io.ReadCloser, error) { return closeFails{strings.NewReader("x")}, nil },
	} {
		m := sample(t)["plain"]
		m.Attachments = []File{{Name: "big.pdf", Open: open}}
		err := m.Write(io.Discard)
		if err == nil || !strings.Contains(err.Error(), name) || !strings.Contains(err.Error(), "big.pdf") {
			t.Errorf("error %v, want %q and the file's name", err, name)
		}
	}
}
