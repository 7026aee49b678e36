package docx_test

import (
	"bytes"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"reportmail/render/dataset"
	"reportmail/render/diag"
	"reportmail/render/doc"
	"reportmail/render/docx"
	"reportmail/render/merge"
)

// sharedFolder is a folder of test data beside the repository.
func sharedFolder(t testing.TB, folder string) string {
	t.Helper()
	path := filepath.Join("..", "..", "..", "shared", folder)
	if _, err := os.Stat(path); err != nil {
		t.Skipf("../shared/%s is not here", folder)
	}
	return path
}

// text is what documents say, white space and headers included.
func text(docs ...*doc.Document) string {
	var b strings.Builder
	write := func(content []doc.Node) {
		doc.Walk(content, func(n doc.Node) bool {
			switch n := n.(type) {
			case *doc.Run:
				b.WriteString(n.Text)
			case *doc.Paragraph, *doc.Cell:
				b.WriteString("\n")
			case *doc.Drawing:
				if n.Picture != nil && n.Picture.Image != nil {
					b.WriteString("[picture]")
				}
			case *doc.Link:
				b.WriteString("[" + n.URL + "]")
			}
			return true
		})
	}
	for _, d := range docs {
		for _, s := range d.Sections {
			for _, edges := range []map[doc.HeaderType]*doc.HeaderFooter{s.Headers, s.Footers} {
				for _, t := range []doc.HeaderType{doc.DefaultPages, doc.FirstPage, doc.EvenPages} {
					if e := edges[t]; e != nil {
						write(e.Content)
					}
				}
			}
			write(s.Content)
		}
	}
	return b.String()
}

// staleBindings are the bound controls whose text is not what their binding finds in the data: Word would change it on
// opening the document.
func staleBindings(d *doc.Document, ds *dataset.Dataset) (stale []string) {
	each := func(content []doc.Node) {
		doc.Walk(content, func(n doc.Node) bool {
			c, ok := n.(*doc.Control)
			if !ok || c.Binding == nil || len(c.Binding.Path) < 2 || c.Kind != doc.PlainText && c.Kind != doc.RichText {
				return true
			}
			steps := make([]dataset.Step, 0, 8)
			for _, s := range c.Binding.Path[1:] {
				steps = append(steps, dataset.Step(s))
			}
			var b strings.Builder
			doc.Walk(c.Content, func(n doc.Node) bool {
				if r, ok := n.(*doc.Run); ok {
					b.WriteString(r.Text)
				}
				return true
			})
			if want, ok := ds.Lookup(dataset.FormatPath(steps)); ok && b.String() != strings.ReplaceAll(want, "\r\n", "\n") {
				stale = append(stale, c.Binding.XPath+" shows "+b.String()+", the data has "+want)
			}
			return true
		})
	}
	for _, s := range d.Sections {
		each(s.Content)
		for _, edges := range []map[doc.HeaderType]*doc.HeaderFooter{s.Headers, s.Footers} {
			for _, e := range edges {
				each(e.Content)
			}
		}
	}
	return stale
}

func merged(t testing.TB, layout, data string) (*docx.Package, []*doc.Document, *dataset.Dataset, []byte) {
	t.Helper()
	b, err := os.ReadFile(layout)
	if err != nil {
		t.Fatal(err)
	}
	p, err := docx.Read(b, nil)
	if err != nil {
		t.Fatal(err)
	}
	var parts []merge.Part
	for _, c := range p.Custom {
		parts = append(parts, merge.Part(*c))
	}
	rows, err := os.ReadFile(data)
	if err != nil {
		t.Fatal(err)
	}
	var found diag.List
	ds, err := dataset.Read(data, rows)
	if err != nil {
		t.Fatal(err)
	}
	docs := merge.Compile(p.Document, parts, &found).Run(ds, merge.Options{}, &found)
	var out bytes.Buffer
	namespace := ""
	if r := p.ReportPart(); r != nil {
		namespace = r.Namespace
	}
	if err := ds.WriteWord(&out, dataset.WriteOptions{Namespace: namespace, UTF8: true}); err != nil {
		t.Fatal(err)
	}
	return p, docs, ds, out.Bytes()
}

var blank = regexp.MustCompile(`\n+`)

// TestPackage_Write_corpus reads every merged layout back: it says what the merge said, and its controls have ids of
// their own.
func TestPackage_Write_corpus(t *testing.T) {
	files, err := filepath.Glob(filepath.Join(sharedFolder(t, "corpus"), "*", "*.xml"))
	if err != nil || len(files) == 0 {
		t.Fatal("no datasets", err)
	}
	for i, data := range files {
		size := strings.TrimSuffix(filepath.Base(data), ".xml")
		if size == "large" || size == "small" {
			continue // more of the same; medium has a dozen rows
		}
		layout := filepath.Join(filepath.Dir(data), "layout.docx")
		t.Run(filepath.Base(filepath.Dir(data))+"/"+size, func(t *testing.T) {
			p, docs, ds, xml := merged(t, layout, data)
			raw, err := os.ReadFile(layout)
			if err != nil {
				t.Fatal(err)
			}
			own := docx.CheckWritten(raw) // what the layout itself has wrong stays
			for _, unwrapped := range []bool{false, true} {
				if unwrapped && i%5 != 0 && os.Getenv("DOCX_OUT") == "" {
					continue
				}
				out, err := p.Write(docs, xml, docx.WriteOptions{Unwrapped: unwrapped})
				if err != nil {
					t.Fatal(err)
				}
				if dir := os.Getenv("DOCX_OUT"); dir != "" {
					os.WriteFile(filepath.Join(dir, filepath.Base(filepath.Dir(data))+"."+size+map[bool]string{true: ".flat"}[unwrapped]+".docx"), out, 0o644)
				}
				for _, wrong := range docx.CheckWritten(out) {
					if !slices.Contains(own, wrong) {
						t.Errorf("unwrapped %t: %s", unwrapped, wrong)
					}
				}
				again, err := docx.Read(out, nil)
				if err != nil {
					t.Fatal(err)
				}
				for _, stale := range staleBindings(again.Document, ds) {
					t.Error(stale)
				}
				got, want := text(again.Document), text(docs...)
				if len(docs) > 1 { // a document that ends in a table or control gets a paragraph to carry its section
					got, want = blank.ReplaceAllString(got, "\n"), blank.ReplaceAllString(want, "\n")
				}
				if got != want {
					i := 0
					for i < min(len(got), len(want)) && got[i] == want[i] {
						i++
					}
					t.Errorf("unwrapped %t: from byte %d got %.120q, want %.120q", unwrapped, i, got[i:], want[i:])
				}
			}
		})
	}
}
