package font

import (
	"encoding/binary"
	"testing"
)

// exercise does with a font what a document would.
func exercise(t testing.TB, data []byte, index int) {
	f, err := Parse(data, index)
	if err != nil {
		return
	}
	glyphs := []GID{0}
	for r := rune(0); r < 0x600; r++ {
		if g, ok := f.Glyph(r); ok {
			if int(g) >= f.NumGlyphs() {
				t.Fatalf("%U is glyph %d of %d", r, g, f.NumGlyphs())
			}
			glyphs = append(glyphs, g)
			f.Advance(g)
		}
	}
	glyphs = append(glyphs, GID(f.NumGlyphs()-1))
	if m := f.Metrics(); m.Ascent+m.Descent <= 0 || m.Ascent+m.Descent+m.LineGap > 30*f.UnitsPerEm() {
		t.Fatalf("a line is %+v", m)
	}
	f.Descriptor()
	f.Rune(5)
	f.Family()
	f.PostScriptName()
	f.TrueType()
	if f.IsCFF() {
		f.AppendCFF(nil, glyphs)
	} else if sub := f.AppendTrueType(nil, glyphs, nil); len(sub) < subsetHead {
		t.Fatal("no subset")
	}
	Shape(&Selection{Face: f}, "Office AV\u0301", Features{Kerning: true, Ligatures: true}, LeftToRight)
}

func FuzzParse(f *testing.F) {
	for _, name := range []string{"LibreBarcode128-Regular.ttf", "Caladea-Regular.ttf"} {
		data, err := embeddedFiles.ReadFile("embedded/" + name)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(data)
	}
	f.Add(makeBarcodeFont(barcodeKey{symbologies[0].symbology, 50, false}))
	f.Add([]byte("ttcf\x00\x01\x00\x00\x00\x00\x00\x01\x00\x00\x00\x10"))
	f.Fuzz(func(t *testing.T, data []byte) { exercise(t, data, 0) })
}

// TestParse_corruptFonts breaks a font in many places, always the same ones.
func TestParse_corruptFonts(t *testing.T) {
	whole, err := embeddedFiles.ReadFile("embedded/LibreBarcode128Text-Regular.ttf")
	if err != nil {
		t.Fatal(err)
	}
	for n := 0; n < len(whole); n += 1 + len(whole)/200 {
		exercise(t, whole[:n:n], 0)
	}
	seed := uint32(1)
	next := func(n int) int {
		seed = seed*1664525 + 1013904223
		return int(seed>>8) % n
	}
	for range 300 {
		broken := append([]byte(nil), whole...)
		for range 1 + next(8) {
			at := next(len(broken) - 4)
			if next(2) == 0 { // tables and their heads more often than outlines
				at = next(400)
			}
			binary.BigEndian.PutUint32(broken[at:], uint32(next(1<<24))<<uint(next(9)))
		}
		exercise(t, broken, 0)
	}
}
