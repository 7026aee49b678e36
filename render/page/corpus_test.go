package page_test

import (
	"os"
	"path/filepath"
	"testing"
	"time"

	"reportmail/render/diag"
	"reportmail/render/doc"
	"reportmail/render/docx"
	"reportmail/render/font"
	"reportmail/render/page"
)

// shared is the folder with the corpora beside the repository; the test is skipped where it is not.
func shared(t *testing.T) string {
	t.Helper()
	dir, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	for {
		if _, err := os.Stat(filepath.Join(dir, "go.mod")); err == nil {
			break
		}
		if parent := filepath.Dir(dir); parent != dir {
			dir = parent
			continue
		}
		t.Fatal("no go.mod above the test")
	}
	out := filepath.Join(dir, "..", "shared")
	if _, err := os.Stat(filepath.Join(out, "corpus")); err != nil {
		t.Skip("../shared/corpus is not here")
	}
	return out
}

// Every real layout makes pages, in bounded time, with its text on them.
func TestLayout_corpus(t *testing.T) {
	dir := shared(t)
	lib, err := font.NewLibrary(font.Options{})
	if err != nil {
		t.Fatal(err)
	}
	for _, pattern := range []string{"corpus/*/layout.docx", "corpus-word/*/layout.docx", "corpus-mailmerge/*.docx"} {
		files, _ := filepath.Glob(filepath.Join(dir, pattern))
		if len(files) == 0 {
			t.Errorf("no layouts match %s", pattern)
		}
		for _, file := range files {
			layFile(t, lib, file)
		}
	}
}

func layFile(t *testing.T, lib *font.Library, file string) {
	t.Helper()
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	var f diag.List
	pkg, err := docx.Read(data, &f)
	if err != nil {
		t.Errorf("%s: %v", file, err)
		return
	}
	start := time.Now()
	pages, err := page.Layout([]*doc.Document{pkg.Document}, page.Options{Fonts: lib, Now: start}, &f)
	if err != nil {
		t.Errorf("%s: %v", file, err)
		return
	}
	if took := time.Since(start); took > 5*time.Second {
		t.Errorf("%s: took %v", file, took)
	}
	glyphs := 0
	for _, p := range pages.Pages {
		glyphs += count(p.Items)
	}
	if len(pages.Pages) > 30 || glyphs == 0 {
		t.Errorf("%s: %d pages with %d runs of text", file, len(pages.Pages), glyphs)
	}
}

func count(items []page.Item) int {
	n := 0
	for _, it := range items {
		switch it := it.(type) {
		case *page.Glyphs:
			n++
		case *page.Group:
			n += count(it.Items)
		}
	}
	return n
}
