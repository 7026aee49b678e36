package page

import (
	"bufio"
	"bytes"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"reportmail/render/diag"
	"reportmail/render/doc"
	"reportmail/render/font"
)

var update = flag.Bool("update", false, "write what layout makes into the case files")

// library is shared by all tests: fonts are parsed once.
func library(t testing.TB) *font.Library {
	t.Helper()
	l, err := font.NewLibrary(font.Options{})
	if err != nil {
		t.Fatal(err)
	}
	return l
}

var testNow = time.Date(2026, 3, 5, 9, 30, 0, 0, time.UTC)

// A case file holds cases: a line "=== name", a document in the notation of notation_test.go, a line "---", and what
// stands where. Run with -update to renew the second parts, and read the diff.
func TestLayout_cases(t *testing.T) {
	files, err := filepath.Glob("testdata/*.txt")
	if err != nil || len(files) == 0 {
		t.Fatal("no case files", err)
	}
	lib := library(t)
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".txt"), func(t *testing.T) { runCases(t, file, lib) })
	}
}

type layoutCase struct{ name, input, want string }

func runCases(t *testing.T, file string, lib *font.Library) {
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	for _, c := range readCases(string(data)) {
		got := layoutText(t, lib, c.input)
		if got != c.want && !*update {
			t.Errorf("%s: %s\n%s\n--- got\n%s--- want\n%s", file, c.name, c.input, got, c.want)
		}
		fmt.Fprintf(&out, "=== %s\n%s---\n%s\n", c.name, c.input, got)
	}
	if *update {
		if err := os.WriteFile(file, out.Bytes(), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

func readCases(text string) []layoutCase {
	var cases []layoutCase
	result := false
	sc := bufio.NewScanner(strings.NewReader(text))
	for sc.Scan() {
		line := sc.Text()
		switch {
		case strings.HasPrefix(line, "=== "):
			cases = append(cases, layoutCase{name: line[4:]})
			result = false
		case len(cases) == 0 || line == "" && result:
		case line == "---":
			result = true
		case result:
			cases[len(cases)-1].want += line + "\n"
		default:
			cases[len(cases)-1].input += line + "\n"
		}
	}
	return cases
}

// layoutText lays a document out and writes what stands where.
func layoutText(t testing.TB, lib *font.Library, input string) string {
	t.Helper()
	d, err := parseDocument(input)
	if err != nil {
		t.Fatal(err)
	}
	var f diag.List
	pages, err := Layout([]*doc.Document{d}, Options{Fonts: lib, Now: testNow, Lang: "en-US"}, &f)
	if err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	for i, p := range pages.Pages {
		fmt.Fprintf(&b, "page %d\n", i+1)
		show(&b, p.Items, "  ")
	}
	for _, n := range f.Items() {
		fmt.Fprintf(&b, "! %s\n", n.ID)
	}
	if strings.Contains(input, "\ntags\n") {
		showTags(&b, pages.Tags, "")
	}
	return b.String()
}

// show writes items, a line each: place, then what it is.
func show(b *strings.Builder, items []Item, indent string) {
	for _, it := range items {
		switch it := it.(type) {
		case *Glyphs:
			if text := strings.TrimRight(it.Text, " "); text != "" {
				fmt.Fprintf(b, "%s%.1f %.1f %s\n", indent, it.X, it.Y, text)
			}
		case *Rect:
			fmt.Fprintf(b, "%s%.1f %.1f rect %.1fx%.1f #%02x%02x%02x\n", indent, it.X, it.Y, it.W, it.H, it.Fill.R, it.Fill.G, it.Fill.B)
		case *Line:
			fmt.Fprintf(b, "%s%.1f %.1f line to %.1f %.1f width %.2g\n", indent, it.X1, it.Y1, it.X2, it.Y2, it.Width)
		case *Path:
			fmt.Fprintf(b, "%s%.1f %.1f path of %d\n", indent, it.Segments[0].X, it.Segments[0].Y, len(it.Segments))
		case *Image:
			fmt.Fprintf(b, "%s%.1f %.1f image %.1fx%.1f\n", indent, it.X, it.Y, it.W, it.H)
		case *Link:
			fmt.Fprintf(b, "%s%.1f %.1f link %.1fx%.1f %s\n", indent, it.X, it.Y, it.W, it.H, it.URL)
		case *Group:
			fmt.Fprintf(b, "%sgroup %.2g %.2g %.2g %.2g %.1f %.1f\n", indent, it.A, it.B, it.C, it.D, it.E, it.F)
			show(b, it.Items, indent+"  ")
		}
	}
}

func showTags(b *strings.Builder, t *Tag, indent string) {
	fmt.Fprintf(b, "%s<%s>", indent, t.Kind)
	if t.Scope != "" {
		fmt.Fprintf(b, " scope=%s", t.Scope)
	}
	if t.Alt != "" {
		fmt.Fprintf(b, " alt=%q", t.Alt)
	}
	if t.ColSpan > 1 || t.RowSpan > 1 {
		fmt.Fprintf(b, " span=%dx%d", t.ColSpan, t.RowSpan)
	}
	b.WriteString("\n")
	for _, c := range t.Children {
		showTags(b, c, indent+"  ")
	}
}
