package merge_test

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"reportmail/render/dataset"
	"reportmail/render/diag"
	"reportmail/render/doc"
	"reportmail/render/docx"
	"reportmail/render/merge"
)

// shared is a path in the folder of test data beside the repository; it skips the test when that is not there.
func shared(tb testing.TB, parts ...string) string {
	tb.Helper()
	dir, err := os.Getwd()
	if err != nil {
		tb.Fatal(err)
	}
	for {
		if _, err := os.Stat(filepath.Join(dir, "go.mod")); err == nil {
			break
		}
		up := filepath.Dir(dir)
		if up == dir {
			tb.Skip("no go.mod above the test")
		}
		dir = up
	}
	path := filepath.Join(append([]string{dir, "..", "shared"}, parts...)...)
	if _, err := os.Stat(path); err != nil {
		tb.Skip("the corpus is not here: " + path)
	}
	return path
}

// compile reads a layout and compiles it.
func compile(tb testing.TB, path string) *merge.Plan {
	tb.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		tb.Fatal(err)
	}
	var f diag.List
	pkg, err := docx.Read(data, &f)
	if err != nil {
		tb.Fatal(err)
	}
	var parts []merge.Part
	for _, c := range pkg.Custom {
		parts = append(parts, merge.Part(*c))
	}
	return merge.Compile(pkg.Document, parts, &f)
}

func readData(tb testing.TB, path string) *dataset.Dataset {
	tb.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		tb.Fatal(err)
	}
	ds, err := dataset.Read(filepath.Base(path), data)
	if err != nil {
		tb.Fatal(err)
	}
	return ds
}

// writeText writes the text of nodes, a paragraph a line.
func writeText(b *strings.Builder, nodes []doc.Node) {
	for _, n := range nodes {
		switch n := n.(type) {
		case *doc.Run:
			b.WriteString(n.Text)
			continue
		case *doc.Break, *doc.PosTab:
			b.WriteByte(' ')
		}
		writeText(b, doc.Children(n))
		if d, ok := n.(*doc.Drawing); ok && d.Shape != nil {
			for _, c := range d.Shape.Children {
				writeText(b, []doc.Node{c})
			}
		}
		if _, ok := n.(*doc.Paragraph); ok {
			b.WriteByte('\n')
		}
	}
}

func bodyText(docs []*doc.Document) string {
	var b strings.Builder
	for _, d := range docs {
		for _, s := range d.Sections {
			writeText(&b, s.Content)
		}
	}
	return b.String()
}

// invisible characters are not compared.
var invisible = strings.NewReplacer("\u200b", "", "\u00ad", "", "\u200c", "", "\u200d", "")

func words(s string) map[string]int {
	m := map[string]int{}
	for _, w := range strings.Fields(invisible.Replace(s)) {
		m[w]++
	}
	return m
}

// share tells which share of the words of want are in got.
func share(want, got map[string]int) float64 {
	all, hit := 0, 0
	for w, n := range want {
		all += n
		hit += min(n, got[w])
	}
	if all == 0 {
		return 1
	}
	return float64(hit) / float64(all)
}

// Every layout of the corpus with every dataset gives exactly the words of the reference merge: none missing, and no
// placeholder text left over.
func TestRun_corpus(t *testing.T) {
	files, err := filepath.Glob(filepath.Join(shared(t, "corpus"), "*", "*.body.txt"))
	if err != nil || len(files) < 300 {
		t.Fatalf("%d references, %v", len(files), err)
	}
	plans := map[string]*merge.Plan{}
	recall, precision := 0.0, 0.0
	for _, f := range files {
		dir, size := filepath.Dir(f), strings.TrimSuffix(filepath.Base(f), ".body.txt")
		if plans[dir] == nil {
			plans[dir] = compile(t, filepath.Join(dir, "layout.docx"))
		}
		var find diag.List
		docs := plans[dir].Run(readData(t, filepath.Join(dir, size+".xml")), merge.Options{}, &find)
		ref, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		want, got := words(string(ref)), words(bodyText(docs))
		r, p := share(want, got), share(got, want)
		if r < 0.99 || p < 0.99 || len(docs) != 1 {
			t.Errorf("%s/%s: %d documents, recall %.4f, precision %.4f", filepath.Base(dir), size, len(docs), r, p)
		}
		recall, precision = recall+r, precision+p
	}
	n := float64(len(files))
	t.Logf("%d merges, recall %.5f, precision %.5f", len(files), recall/n, precision/n)
	if recall/n < 0.999 || precision/n < 0.999 {
		t.Errorf("recall %.5f, precision %.5f", recall/n, precision/n)
	}
}

func BenchmarkRun(b *testing.B) {
	for _, c := range [][2]string{{"W1__StandardSalesInvoice", "medium"}, {"W1__StandardSalesInvoice", "large"}, {"W1__StandardSalesInvoiceDefEmail", "medium"}} {
		dir := shared(b, "corpus", c[0])
		plan := compile(b, filepath.Join(dir, "layout.docx"))
		ds := readData(b, filepath.Join(dir, c[1]+".xml"))
		b.Run(strings.Join(c[:], "/"), func(b *testing.B) {
			b.ReportAllocs()
			for range b.N {
				if docs := plan.Run(ds, merge.Options{}, nil); len(docs) != 1 {
					b.Fatal(len(docs))
				}
			}
		})
	}
}

// A dataset of three invoices is three documents, each with its own number and lines.
func TestRun_threeDocuments(t *testing.T) {
	dir := shared(t, "corpus", "W1__StandardSalesInvoice")
	plan := compile(t, filepath.Join(dir, "layout.docx"))
	ds := readData(t, filepath.Join(dir, "x-three-headers.xml"))
	docs := plan.Run(ds, merge.Options{}, nil)
	if len(docs) != 3 {
		t.Fatalf("%d documents", len(docs))
	}
	i := 0
	for row := range ds.Rows() {
		var b strings.Builder
		for _, s := range docs[i].Sections {
			writeText(&b, s.Content)
			for _, h := range s.Headers {
				writeText(&b, h.Content)
			}
		}
		other := 0
		for another := range ds.Rows() {
			if no := another.Value("DocumentNo"); no != row.Value("DocumentNo") && strings.Contains(b.String(), no) {
				other++
			}
		}
		if !strings.Contains(b.String(), row.Value("DocumentNo")) || other > 0 {
			t.Errorf("document %d: number %s, and %d others", i+1, row.Value("DocumentNo"), other)
		}
		i++
	}
}

// The other forms of the same data give the same document.
func TestRun_forms(t *testing.T) {
	dir := shared(t, "corpus", "W1__StandardSalesInvoice")
	plan := compile(t, filepath.Join(dir, "layout.docx"))
	word := readData(t, filepath.Join(dir, "medium.xml"))
	want := bodyText(plan.Run(word, merge.Options{}, nil))
	for name, text := range map[string]string{"export": asExport(word), "json": asJSON(word)} {
		ds, err := dataset.Read(name, []byte(text))
		if err != nil {
			t.Fatal(err)
		}
		var f diag.List
		if got := bodyText(plan.Run(ds, merge.Options{}, &f)); got != want || len(f.Items()) > 0 {
			t.Errorf("%s: %d and %d bytes, %v", name, len(got), len(want), f.Items())
		}
	}
}

func asExport(ds *dataset.Dataset) string {
	var b strings.Builder
	esc := strings.NewReplacer("&", "&amp;", "<", "&lt;", `"`, "&quot;")
	b.WriteString(`<ReportDataSet name="x" id="` + ds.ID + `" wordMergeDataItem="Header">`)
	var items func([]*dataset.Item)
	items = func(list []*dataset.Item) {
		b.WriteString("<DataItems>")
		for _, it := range list {
			if it.Name == "BCReportInformation" {
				continue
			}
			b.WriteString(`<DataItem name="` + it.Name + `"><Columns>`)
			for n, v := range it.Columns() {
				b.WriteString(`<Column name="` + n + `">` + esc.Replace(v) + `</Column>`)
			}
			b.WriteString("</Columns>")
			items(it.Items)
			b.WriteString("</DataItem>")
		}
		b.WriteString("</DataItems>")
	}
	items(ds.Root.Items)
	b.WriteString("</ReportDataSet>")
	return b.String()
}

func asJSON(ds *dataset.Dataset) string {
	var tree func(it *dataset.Item) map[string]any
	tree = func(it *dataset.Item) map[string]any {
		out := map[string]any{}
		for n, v := range it.Columns() {
			out[n] = v
		}
		for _, c := range it.Items {
			rows, _ := out[c.Name].([]any)
			out[c.Name] = append(rows, tree(c))
		}
		return out
	}
	text, err := json.Marshal(map[string]any{"report": map[string]any{"id": ds.ID}, "data": tree(ds.Root)})
	if err != nil {
		panic(err)
	}
	return string(text)
}

// Mail-merge templates take their fields from flat records.
func TestRun_mailMerge(t *testing.T) {
	files, err := filepath.Glob(filepath.Join(shared(t, "corpus-mailmerge"), "*.docx"))
	if err != nil || len(files) == 0 {
		t.Fatalf("%d templates, %v", len(files), err)
	}
	for _, f := range files {
		plan := compile(t, f)
		if !plan.Bound() {
			t.Errorf("%s has no fields", f)
		}
		var names []string
		for _, finding := range merge.Check(plan, mustRead(t, `[{"x": "1"}]`)) {
			if finding.ID == "missing-column" {
				names = append(names, finding.Where.Column)
			}
		}
		record := map[string]string{}
		for i, n := range names {
			record[n] = fmt.Sprintf("value%d", i)
		}
		text, err := json.Marshal([]any{record})
		if err != nil {
			t.Fatal(err)
		}
		var find diag.List
		got := bodyText(plan.Run(mustRead(t, string(text)), merge.Options{}, &find))
		for _, v := range record {
			if !strings.Contains(got, v) {
				t.Errorf("%s: %s is not there", filepath.Base(f), v)
			}
		}
		if len(names) < 3 || strings.Contains(got, "«") || len(find.Items()) > 0 {
			t.Errorf("%s: %d fields, %v\n%s", filepath.Base(f), len(names), find.Items(), got)
		}
	}
}

func mustRead(t *testing.T, text string) *dataset.Dataset {
	t.Helper()
	ds, err := dataset.Read("data", []byte(text))
	if err != nil {
		t.Fatal(err)
	}
	return ds
}
