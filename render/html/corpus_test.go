package html_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode"

	nethtml "golang.org/x/net/html"

	"reportmail/render/dataset"
	"reportmail/render/diag"
	"reportmail/render/doc"
	"reportmail/render/docx"
	"reportmail/render/html"
	"reportmail/render/merge"
	"reportmail/render/text"
)

// corpus is the folder of real layouts beside the repository; tests that need it are skipped where it is not.
func corpus(t testing.TB) string {
	t.Helper()
	dir, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	for ; dir != filepath.Dir(dir); dir = filepath.Dir(dir) {
		if _, err := os.Stat(filepath.Join(dir, "go.mod")); err == nil {
			path := filepath.Join(filepath.Dir(dir), "shared", "corpus")
			if _, err := os.Stat(path); err != nil {
				t.Skipf("%s not here", path)
			}
			return path
		}
	}
	t.Skip("no module root")
	return ""
}

// plan compiles a layout.
func plan(t testing.TB, folder string) *merge.Plan {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(folder, "layout.docx"))
	if err != nil {
		t.Fatal(err)
	}
	pkg, err := docx.Read(data, new(diag.List))
	if err != nil {
		t.Fatal(err)
	}
	var parts []merge.Part
	for _, c := range pkg.Custom {
		parts = append(parts, merge.Part(*c))
	}
	return merge.Compile(pkg.Document, parts, new(diag.List))
}

func data(t testing.TB, folder, size string) *dataset.Dataset {
	t.Helper()
	file := filepath.Join(folder, size+".xml")
	xml, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	ds, err := dataset.Read(file, xml)
	if err != nil {
		t.Fatal(err)
	}
	return ds
}

// Every word of a merged body stands in its HTML and nearly every one in its text; tags are balanced; lines and bytes
// keep to their limits.
func TestWrite_corpus(t *testing.T) {
	root := corpus(t)
	bodies, err := filepath.Glob(filepath.Join(root, "*", "*.body.txt"))
	if err != nil || len(bodies) == 0 {
		t.Fatalf("no merged bodies in %s: %v", root, err)
	}
	theme := text.Default()
	var plans = map[string]*merge.Plan{}
	for _, file := range bodies {
		folder, size := filepath.Dir(file), strings.TrimSuffix(filepath.Base(file), ".body.txt")
		if testing.Short() && size != "small" {
			continue
		}
		if plans[folder] == nil {
			plans[folder] = plan(t, folder)
		}
		docs := plans[folder].Run(data(t, folder, size), merge.Options{}, new(diag.List))
		name := filepath.Base(folder) + "/" + size
		whole := html.Write(docs, html.Options{Theme: theme}, new(diag.List))
		want, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		checkWords(t, name, string(want), whole)
		checkTags(t, name, whole.HTML)
		checkLines(t, name, whole.Text)
		if cut := html.Write(docs, html.Options{Theme: theme, BodyLimit: 100_000}, new(diag.List)); len(cut.HTML) > 100_000 {
			t.Errorf("%s: %d bytes in spite of the limit", name, len(cut.HTML))
		}
	}
}

func checkWords(t *testing.T, name, want string, got html.Output) {
	t.Helper()
	if r := recall(words(want), words(textOf(t, got.HTML))); r < 0.999 {
		t.Errorf("%s: the HTML has %.4f of the words", name, r)
	}
	if r := recall(words(want), words(string(got.Text))); r < 0.75 { // wide tables say each caption with each value
		t.Errorf("%s: the text has %.4f of the words", name, r)
	}
}

// words counts words, without characters that do not show.
func words(s string) map[string]int {
	out := map[string]int{}
	s = strings.NewReplacer("\u00ad", "", "\u200b", "", "\u200c", "", "\u200d", "").Replace(s)
	for _, w := range strings.FieldsFunc(s, unicode.IsSpace) {
		out[w]++
	}
	return out
}

func recall(want, got map[string]int) float64 {
	all, found := 0, 0
	for w, n := range want {
		all += n
		found += min(n, got[w])
	}
	if all == 0 {
		return 1
	}
	return float64(found) / float64(all)
}

// textOf is the text of a page's body, with blanks between blocks.
func textOf(t *testing.T, page []byte) string {
	t.Helper()
	var b strings.Builder
	z := nethtml.NewTokenizer(strings.NewReader(string(page)))
	for head := true; ; {
		switch z.Next() {
		case nethtml.ErrorToken:
			return b.String()
		case nethtml.TextToken:
			if !head {
				b.WriteString(z.Token().Data)
			}
		case nethtml.StartTagToken, nethtml.EndTagToken, nethtml.SelfClosingTagToken:
			switch name, _ := z.TagName(); string(name) {
			case "body":
				head = false
			case "p", "td", "th", "br", "tr", "table", "div", "h1", "h2", "h3":
				b.WriteByte(' ')
			}
		}
	}
}

// void are the elements without an end tag.
var void = map[string]bool{"br": true, "img": true, "meta": true, "hr": true}

// checkTags fails when a tag is not closed where it should be, outside of comments, which Outlook reads.
func checkTags(t testing.TB, name string, page []byte) {
	t.Helper()
	var open []string
	z := nethtml.NewTokenizer(strings.NewReader(string(page)))
	for {
		switch z.Next() {
		case nethtml.ErrorToken:
			if len(open) > 0 {
				t.Errorf("%s: %v not closed", name, open)
			}
			return
		case nethtml.StartTagToken:
			tag, _ := z.TagName()
			if !void[string(tag)] {
				open = append(open, string(tag))
			}
		case nethtml.EndTagToken:
			tag, _ := z.TagName()
			if len(open) == 0 || open[len(open)-1] != string(tag) {
				t.Errorf("%s: </%s> closes %v", name, tag, open)
				return
			}
			open = open[:len(open)-1]
		}
	}
}

func checkLines(t *testing.T, name string, plain []byte) {
	t.Helper()
	for line := range strings.Lines(string(plain)) {
		if n := text.Columns(strings.TrimRight(line, "\n")); n > text.LineWidth && !strings.Contains(line, "://") {
			t.Errorf("%s: a line of %d columns: %s", name, n, line)
			return
		}
	}
}

// The mail body that comes with Business Central is small.
func TestWrite_size(t *testing.T) {
	folder := filepath.Join(corpus(t), "W1__StandardSalesInvoiceDefEmail")
	docs := plan(t, folder).Run(data(t, folder, "medium"), merge.Options{}, new(diag.List))
	if n := len(html.Write(docs, html.Options{Theme: text.Default(), BodyLimit: 100_000}, new(diag.List)).HTML); n > 12<<10 {
		t.Errorf("%d bytes, at most 12 KB", n)
	}
}

func BenchmarkWrite_mailBody(b *testing.B) {
	benchmarkWrite(b, "W1__StandardSalesInvoiceDefEmail", "medium")
}

func BenchmarkWrite_invoice120(b *testing.B) { benchmarkWrite(b, "W1__StandardSalesInvoice", "large") }

// benchmarkWrite measures a merge with its body, and the body alone.
func benchmarkWrite(b *testing.B, layout, size string) {
	folder := filepath.Join(corpus(b), layout)
	p, ds := plan(b, folder), data(b, folder, size)
	o := html.Options{Theme: text.Default(), BodyLimit: 100_000}
	var docs []*doc.Document
	b.Run("merge+body", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			docs = p.Run(ds, merge.Options{}, new(diag.List))
			html.Write(docs, o, new(diag.List))
		}
	})
	b.Run("body", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			html.Write(docs, o, new(diag.List))
		}
	})
}
