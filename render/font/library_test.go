package font

import (
	"math"
	"testing"
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
