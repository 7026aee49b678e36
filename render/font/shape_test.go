package font

import "testing"

func TestShape_latin(t *testing.T) {
	l := mustLibrary(t, Options{})
	s := l.Select("Carlito", Style{})
	width := func(g []Shaped) (w float64) {
		for _, x := range g {
			w += x.Advance
		}
		return w
	}
	plainRun := Shape(s, "AVATo", Features{}, LeftToRight)
	kerned := Shape(s, "AVATo", Features{Kerning: true}, LeftToRight)
	if len(plainRun) != 5 || width(kerned) >= width(plainRun) {
		t.Errorf("kerning does not narrow AVATo: %g, without %g", width(kerned), width(plainRun))
	}
	if got := Shape(s, "titfi", Features{Ligatures: true}, LeftToRight); len(got) != 3 || got[0].Runes != "ti" {
		t.Errorf("titfi with ligatures: %+v", got)
	}
	if got := Shape(s, "titfi", Features{}, LeftToRight); len(got) != 5 {
		t.Errorf("titfi without ligatures has %d glyphs", len(got))
	}
}

func TestShape_rightToLeft(t *testing.T) {
	l := mustLibrary(t, Options{})
	s := l.Select("Arial", Style{})
	got := Shape(s, "שלום", Features{}, RightToLeft)
	if len(got) != 4 || got[0].Runes != "ם" || got[3].Runes != "ש" {
		t.Errorf("Hebrew is not in the order it is drawn: %+v", got)
	}
}

func TestShape_realWidths(t *testing.T) {
	s := mustLibrary(t, Options{}).Select("Cambria", Style{})
	got := Shape(s, "o", Features{Kerning: true}, LeftToRight)
	if len(got) != 1 || got[0].Advance < 530.9 || got[0].Advance > 531.1 {
		t.Errorf("shaped Cambria o: %+v, want 531", got)
	}
}

func TestComplex(t *testing.T) {
	for text, want := range map[string]bool{"Größe 12 € – ok": false, "Żółć": false, "سلام": true, "ไทย": true, "e\u0301": true, "漢字": false} {
		if Complex(text) != want {
			t.Errorf("%q: want %v", text, want)
		}
	}
}
