package font

import (
	"os"
	"testing"
)

func TestLibrary_system(t *testing.T) {
	l, err := NewLibrary(Options{System: true, CacheDir: t.TempDir()})
	if err != nil {
		t.Skipf("the machine has no fonts: %v", err)
	}
	if len(l.system.faces) == 0 {
		t.Skip("the machine has no fonts")
	}
	entries, err := os.ReadDir(t.TempDir())
	if err != nil || len(entries) != 0 {
		t.Errorf("a fresh folder is not empty: %v %v", entries, err)
	}
	// Each family of the machine is found under its own name, and what it covers is found as a fallback.
	for i, f := range l.system.faces {
		if i%40 != 0 {
			continue
		}
		face, err := f.src.get()
		if err != nil {
			continue
		}
		s := l.Select(face.Family(), f.style)
		if s.Substituted {
			t.Errorf("%s is on the machine and was substituted by %s", face.Family(), s.Family)
		}
	}
}

func BenchmarkNewLibrary_system(b *testing.B) {
	dir := b.TempDir()
	for b.Loop() {
		if _, err := NewLibrary(Options{System: true, CacheDir: dir}); err != nil {
			b.Skip(err)
		}
	}
}

func BenchmarkParse(b *testing.B) {
	data, err := embeddedFiles.ReadFile("embedded/Carlito-Regular.ttf")
	if err != nil {
		b.Fatal(err)
	}
	b.ReportAllocs()
	for b.Loop() {
		if _, err := Parse(data, 0); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkSelection_Advance(b *testing.B) {
	l := mustLibrary(b, Options{})
	for _, family := range []string{"Calibri", "Segoe UI"} {
		s := l.Select(family, Style{})
		b.Run(family, func(b *testing.B) {
			for b.Loop() {
				for r := 'A'; r < 'z'; r++ {
					g, _ := s.Glyph(r)
					s.Advance(r, g)
				}
			}
		})
	}
}

func BenchmarkShape(b *testing.B) {
	s := mustLibrary(b, Options{}).Select("Calibri", Style{})
	b.ReportAllocs()
	for b.Loop() {
		Shape(s, "Office furniture AVA", Features{Kerning: true, Ligatures: true}, LeftToRight)
	}
}
