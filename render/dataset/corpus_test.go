package dataset

import (
	"os"
	"path/filepath"
	"testing"
)

// shared is the folder of test data beside the repository, or skips the test.
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

func TestRead_corpus(t *testing.T) {
	files, err := filepath.Glob(filepath.Join(shared(t, "corpus"), "*", "*.xml"))
	if err != nil || len(files) < 300 {
		t.Fatalf("%d datasets, %v", len(files), err)
	}
	for _, f := range files {
		data, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		ds, err := Read(f, data)
		if err != nil {
			t.Error(err)
			continue
		}
		if ds.ID == "" || ds.Report == "" || len(ds.Items()) == 0 {
			t.Errorf("%s: report %q, id %q, items %v", f, ds.Report, ds.ID, ds.Items())
		}
	}
}

func BenchmarkRead(b *testing.B) {
	for _, size := range []string{"medium", "large"} {
		data, err := os.ReadFile(filepath.Join(shared(b, "corpus", "W1__StandardSalesInvoice"), size+".xml"))
		if err != nil {
			b.Fatal(err)
		}
		b.Run(size, func(b *testing.B) {
			b.ReportAllocs()
			for range b.N {
				if _, err := Read("x", data); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
