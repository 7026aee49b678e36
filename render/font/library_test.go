package font

import (
	"bytes"
	"encoding/binary"
	"math"
	"strings"
	"testing"

	"reportmail/render/diag"
	"reportmail/render/doc"
)

func mustLibrary(t testing.TB, o Options) *Library {
	t.Helper()
	l, err := NewLibrary(o)
	if err != nil {
		t.Fatal(err)
	}
	return l
}

func TestLibrary_substitutes(t *testing.T) {
	l := mustLibrary(t, Options{})
	for _, c := range []struct {
		family      string
		style       Style
		want        string
		substituted bool
		bold        bool // fake
	}{
		{"Calibri", Style{}, "Carlito", true, false},
		{"calibri light", Style{}, "Carlito", true, false},
		{"Segoe UI Semibold", Style{}, "Open Sans Semibold", true, false},
		{"Segoe UI Light", Style{Bold: true}, "Open Sans Light", true, true},
		{"Open Sans", Style{Bold: true, Italic: true}, "Open Sans", false, false},
		{"Open Sans Semibold", Style{}, "Open Sans Semibold", false, false},
		{"Times New Roman", Style{Italic: true}, "Liberation Serif", true, false},
		{"Courier New", Style{}, "Liberation Mono", true, false},
		{"Nobody Knows Sans", Style{}, "Liberation Sans", true, false},
	} {
		s := l.Select(c.family, c.style)
		if s.Family != c.want || s.Substituted != c.substituted || s.FakeBold != c.bold || s.FakeItalic {
			t.Errorf("%s %+v: got %q substituted %v fake bold %v italic %v", c.family, c.style, s.Family, s.Substituted, s.FakeBold, s.FakeItalic)
		}
		if again := l.Select(c.family, c.style); again != s {
			t.Errorf("%s: a second answer is another pointer", c.family)
		}
	}
}

func TestSelection_lineHeights(t *testing.T) {
	l := mustLibrary(t, Options{})
	for _, c := range []struct {
		family string
		size   float64
		height float64 // of a single line in points, as Word lays it out
	}{
		{"Calibri", 11, 13.43},
		{"Arial", 10, 11.50},
		{"Times New Roman", 12, 13.80},
		{"Courier New", 10, 11.33},
		{"Cambria", 11, 12.89},
		{"Segoe UI", 9, 11.97},
		{"Aptos", 12, 14.65},
		{"Open Sans", 10, 13.62},
	} {
		a, d, g := l.Select(c.family, Style{}).Metrics()
		if h := (a + d + g) * c.size / 1000; math.Abs(h-c.height) > 0.02 {
			t.Errorf("%s %g pt: line is %.3f pt, want %.2f (ascent %.0f descent %.0f gap %.0f)", c.family, c.size, h, c.height, a, d, g)
		}
	}
}

func TestSelection_realWidths(t *testing.T) {
	l := mustLibrary(t, Options{})
	s := l.Select("Cambria", Style{})
	g, _ := s.Glyph('o')
	if w := s.Advance('o', g); w != 531 {
		t.Errorf("Cambria o is %g wide, want 531", w)
	}
	own := mustLibrary(t, Options{Substitute: map[string]string{"cambria": "Caladea"}}).Select("Cambria", Style{})
	if w := own.Advance('o', g); w > 500 {
		t.Errorf("Cambria, substituted by the caller, has an o of %g: not the width of the face", w)
	}
}

func TestLibrary_resolve(t *testing.T) {
	l := mustLibrary(t, Options{})
	s := l.Select("Calibri", Style{})
	for _, c := range []struct {
		r       rune
		missing bool
	}{{'A', false}, {'€', false}, {'≈', false}, {'✓', false}, {'☐', false}, {'☒', false}, {'س', false}, {'漢', true}, {0x01, true}} {
		by, g, missing := l.Resolve(s, c.r)
		if by == nil || g == 0 {
			t.Errorf("%U: no glyph to draw", c.r)
		}
		if missing != c.missing {
			t.Errorf("%U: missing %v", c.r, missing)
		}
	}
}

func TestSelection_symbols(t *testing.T) {
	l := mustLibrary(t, Options{})
	s := l.Select("Symbol", Style{})
	if r := s.Rune(0xF0B7); r != '•' {
		t.Errorf("Symbol F0B7 is %q", r)
	}
	if r := l.Select("Wingdings", Style{}).Rune(0xF0A7); r != '▪' {
		t.Errorf("Wingdings F0A7 is %q", r)
	}
}

// testFont is a font file of its own: bars, under another name.
func testFont(t testing.TB, family string) []byte {
	t.Helper()
	f, err := Parse(makeBarcodeFont(barcodeKey{symbologies[0].symbology, 50, false}), 0)
	if err != nil {
		t.Fatal(err)
	}
	tab := make(map[string][]byte)
	for tag, data := range f.tab {
		tab[tag] = bytes.Clone(data)
	}
	tab["name"] = barNames(family)
	return assemble(tab)
}

func TestLibrary_fontsOfTheDocument(t *testing.T) {
	l := mustLibrary(t, Options{})
	own := l.With([]doc.EmbeddedFont{{Family: "House Font", Data: testFont(t, "House Font Text")}})
	for _, family := range []string{"House Font", "house font text"} {
		if s := own.Select(family, Style{}); s.Substituted {
			t.Errorf("%s travels with the document and was substituted by %s", family, s.Family)
		}
	}
	if s := own.Select("House Font", Style{Bold: true, Italic: true}); !s.FakeBold || !s.FakeItalic {
		t.Errorf("a style that is not there is not made: %+v", s)
	}
	if s := l.Select("House Font", Style{}); !s.Substituted {
		t.Error("another document sees the font too")
	}
	if l.With(nil) != l {
		t.Error("a document without fonts has a library of its own")
	}
}

func TestLibrary_unusableFonts(t *testing.T) {
	restricted := testFont(t, "Restricted")
	f, err := Parse(restricted, 0)
	if err != nil {
		t.Fatal(err)
	}
	binary.BigEndian.PutUint16(f.tab["OS/2"][8:], 2) // fsType; the table is a part of the file
	l := mustLibrary(t, Options{}).With([]doc.EmbeddedFont{{Family: "Restricted", Data: restricted}, {Family: "Broken", Data: []byte("no font")}})
	for _, family := range []string{"Restricted", "Broken"} {
		s := l.Select(family, Style{})
		if !s.Substituted {
			t.Errorf("%s is used", family)
		}
		var found diag.List
		s.Report(&found)
		if items := found.Items(); len(items) != 2 || items[0].ID != "font-unusable" || !strings.Contains(items[0].Message, family) {
			t.Errorf("%s: %v", family, items)
		}
	}
}

func TestLibrary_callersSubstitutesComeFirst(t *testing.T) {
	l := mustLibrary(t, Options{Substitute: map[string]string{"calibri": "Other", "OTHER": "Caladea", "loop": "pool", "pool": "loop"}})
	if s := l.Select("Calibri", Style{}); s.Family != "Caladea" || !s.Substituted {
		t.Errorf("Calibri is %s", s.Family)
	}
	if s := l.Select("loop", Style{}); s.Face == nil {
		t.Error("a circle of substitutes has no end")
	}
	if _, err := NewLibrary(Options{Dirs: []string{"/nowhere/at/all"}}); err == nil {
		t.Error("a font directory that is not there is no error")
	}
}
