package dataset

import (
	"errors"
	"fmt"
	"os"
	"strings"
	"testing"
	"unicode/utf16"
)

// cases reads a file of cases: input, a line ---, output; lines === between them; the first line of a case is its name.
func cases(t *testing.T, file string, run func(input string) string) {
	t.Helper()
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range strings.Split(string(data), "===\n") {
		name, rest, _ := strings.Cut(c, "\n")
		input, want, ok := strings.Cut(rest, "\n---\n")
		if !ok {
			t.Fatalf("%s: case %q has no output", file, name)
		}
		t.Run(strings.TrimPrefix(name, "# "), func(t *testing.T) {
			if got := run(input); strings.TrimSpace(got) != strings.TrimSpace(want) {
				t.Errorf("got\n%s\nwant\n%s", got, want)
			}
		})
	}
}

// dump writes a dataset as the cases have it.
func dump(d *Dataset) string {
	var b strings.Builder
	b.WriteString(d.Form.String() + ":")
	for _, s := range [][2]string{{"", d.Report}, {"", d.ID}, {" language", d.Language}, {" region", d.FormatRegion}, {" merge", d.MergeItem}} {
		if s[1] != "" {
			b.WriteString(s[0] + " " + s[1])
		}
	}
	b.WriteByte('\n')
	for _, it := range d.Root.Items {
		dumpItem(&b, it, "")
	}
	if d.Envelope != "" {
		fmt.Fprintf(&b, "envelope %q\n", d.Envelope)
	}
	return b.String()
}

func dumpItem(b *strings.Builder, it *Item, indent string) {
	b.WriteString(indent + it.Name + "\n")
	for n, v := range it.Columns() {
		fmt.Fprintf(b, "%s  %s=%s\n", indent, n, strings.NewReplacer("\r", `\r`, "\n", `\n`).Replace(v))
	}
	for _, c := range it.Items {
		dumpItem(b, c, indent+"  ")
	}
}

func TestRead_forms(t *testing.T) {
	for _, form := range []string{"word", "export", "json"} {
		cases(t, "testdata/"+form+".txt", func(input string) string {
			ds, err := Read("t", []byte(input))
			if err != nil {
				return err.Error()
			}
			return dump(ds)
		})
	}
}

func TestRead_errors(t *testing.T) {
	cases(t, "testdata/errors.txt", func(input string) string {
		_, err := Read("t", []byte(strings.TrimSuffix(input, "\n")))
		var at *Error
		if !errors.As(err, &at) {
			t.Errorf("%v is no *Error", err)
		}
		return fmt.Sprint(err)
	})
}

func TestRead_encodings(t *testing.T) {
	const text = `<NavWordReportXmlPart><H><A>grün 🪑 日本</A></H></NavWordReportXmlPart>`
	units := func(big bool, s string) []byte {
		var out []byte
		for _, u := range utf16.Encode([]rune(s)) {
			if big {
				out = append(out, byte(u>>8), byte(u))
			} else {
				out = append(out, byte(u), byte(u>>8))
			}
		}
		return out
	}
	for name, data := range map[string][]byte{
		"utf-8": []byte(text), "utf-8 with mark": []byte("\uFEFF" + text),
		"utf-16 little endian with mark": units(false, "\uFEFF"+text), "utf-16 big endian with mark": units(true, "\uFEFF"+text),
		"utf-16 little endian": units(false, text), "utf-16 big endian": units(true, text),
	} {
		ds, err := Read("t", data)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if v, _ := ds.Lookup("H/A"); v != "grün 🪑 日本" {
			t.Errorf("%s: %q", name, v)
		}
	}
	for name, data := range map[string][]byte{
		"latin-1": []byte("<NavWordReportXmlPart><H><A>gr\xfcn</A></H></NavWordReportXmlPart>"),
		"odd":     append(units(false, "\uFEFF"+text), 1), "half a pair": append(units(false, "\uFEFF<a>"), 0x3E, 0xD8),
	} {
		if _, err := Read("t", data); !errors.Is(err, ErrEncoding) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestRead_limits(t *testing.T) {
	columns := strings.Repeat("<A>1</A>", MaxColumns+1)
	for name, c := range map[string]struct {
		text string
		want error
	}{
		"depth":      {"<NavWordReportXmlPart>" + strings.Repeat("<a>", 100), ErrTooDeep},
		"json depth": {strings.Repeat(`{"a":`, 100), ErrTooDeep},
		"columns":    {"<NavWordReportXmlPart><H>" + columns + "</H></NavWordReportXmlPart>", ErrTooMany},
		"control":    {"<NavWordReportXmlPart><H><A>\x01</A></H></NavWordReportXmlPart>", ErrSyntax},
		"reference":  {"<NavWordReportXmlPart><H><A>&#1;</A></H></NavWordReportXmlPart>", ErrSyntax},
	} {
		if _, err := Read("t", []byte(c.text)); !errors.Is(err, c.want) {
			t.Errorf("%s: %v, want %v", name, err, c.want)
		}
	}
	if _, err := Read("t", make([]byte, MaxSize+1)); !errors.Is(err, ErrTooLarge) { // never touched, so it costs nothing
		t.Errorf("size: %v", err)
	}
}

func TestDataset_Lookup(t *testing.T) {
	ds, err := Read("t", []byte(`{"data": {"Header": [{"No": "1", "Line": [{"Text": "a"}, {"Text": "b"}]}], "Total": {"Sum": "9"}}}`))
	if err != nil {
		t.Fatal(err)
	}
	for path, want := range map[string]string{
		"Header/No": "1", "/Header[1]/Line[2]/Text": "b", "NavWordReportXmlPart/Header/Line/Text": "a", "/x:Total/x:Sum": "9", "No": "1",
		"Header/Nothing": "-", "Header/Line[3]/Text": "-", "": "-", "Sum": "-", "//Header": "-", "Header/@id": "-",
	} {
		got, ok := ds.Lookup(path)
		if !ok {
			got = "-"
		}
		if got != want {
			t.Errorf("%s: %q, want %q", path, got, want)
		}
	}
}

func FuzzRead(f *testing.F) {
	for _, name := range []string{"word", "export", "json", "errors"} {
		data, err := os.ReadFile("testdata/" + name + ".txt")
		if err != nil {
			f.Fatal(err)
		}
		for _, c := range strings.Split(string(data), "===\n") {
			_, rest, _ := strings.Cut(c, "\n")
			input, _, _ := strings.Cut(rest, "\n---\n")
			f.Add([]byte(input))
		}
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		ds, err := Read("f", data)
		if err != nil {
			var at *Error
			if !errors.As(err, &at) || at.Line < 1 || at.Column < 1 {
				t.Fatalf("no place in %v", err)
			}
			return
		}
		ds.Schema()
		var b strings.Builder
		if err := ds.WriteWord(&b, WriteOptions{UTF8: true}); err != nil {
			t.Fatal(err)
		}
		// A row without columns and an empty column are written alike, so the first writing may change their order.
		first := rewritten(t, b.String())
		if second := rewritten(t, first); first != second {
			t.Fatalf("written twice:\n%s\n%s", first, second)
		}
	})
}

func rewritten(t *testing.T, text string) string {
	ds, err := Read("again", []byte(text))
	if err != nil {
		t.Fatalf("what was written cannot be read: %v\n%s", err, text)
	}
	var b strings.Builder
	if err := ds.WriteWord(&b, WriteOptions{UTF8: true}); err != nil {
		t.Fatal(err)
	}
	return b.String()
}
