package docx

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"reportmail/render/diag"
	"reportmail/render/doc"
)

// shared is a folder of test data beside the repository; the test is skipped when it is not there.
func shared(t testing.TB, folder string) string {
	t.Helper()
	dir, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	for ; dir != filepath.Dir(dir); dir = filepath.Dir(dir) {
		if _, err := os.Stat(filepath.Join(dir, "go.mod")); err == nil {
			path := filepath.Join(dir, "..", "shared", folder)
			if _, err := os.Stat(path); err == nil {
				return path
			}
			break
		}
	}
	t.Skipf("../shared/%s is not here", folder)
	return ""
}

func layouts(t testing.TB, pattern ...string) []string {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(append([]string{shared(t, pattern[0])}, pattern[1:]...)...))
	if err != nil || len(files) == 0 {
		t.Fatalf("no files match %v: %v", pattern, err)
	}
	return files
}

func TestRead_corpus(t *testing.T) {
	var files []string
	files = append(files, layouts(t, "corpus", "*", "layout.docx")...)
	files = append(files, layouts(t, "corpus-word", "*", "layout.docx")...)
	files = append(files, layouts(t, "corpus-mailmerge", "*.docx")...)
	seen := map[string]int{}
	for _, f := range files {
		data, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		var found diag.List
		p, err := Read(data, &found)
		if err != nil {
			t.Errorf("%s: %v", f, err)
			continue
		}
		for _, i := range found.Items() {
			i.Where, i.Count = diag.Where{}, 0
			seen[i.String()+" "+filepath.Base(filepath.Dir(f))]++
		}
		if len(p.Document.Sections) == 0 || words(p.Document) == 0 {
			t.Errorf("%s: no content", f)
		}
	}
	for k, n := range seen {
		if testing.Verbose() {
			t.Logf("%4d %s", n, k)
		}
	}
}

func words(d *doc.Document) int {
	n := 0
	for _, s := range d.Sections {
		doc.Walk(s.Content, func(x doc.Node) bool {
			if r, ok := x.(*doc.Run); ok {
				n += len(strings.Fields(r.Text))
			}
			return true
		})
	}
	return n
}
