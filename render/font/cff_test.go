package font

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"
)

// testCFF is a name-keyed CFF table of four glyphs: .notdef, one that draws alone, one that calls the first of two
// local subroutines, which calls a global one, and one that calls the second.
func testCFF() []byte {
	call := func(n int) byte { return byte(139 + n - 107) } // with the bias for few subroutines
	b := []byte{1, 0, 4, 4}
	b = appendIndex(b, [][]byte{[]byte("Test")})
	topAt := len(b)
	top := func(chars, private, size int) [][]byte {
		d := appendOffset(nil, chars, opCharStrings)
		d = appendNumber29(d, size)
		return [][]byte{appendOffset(d, private, opPrivate)}
	}
	b = appendIndex(b, top(0, 0, 0))
	b = appendIndex(b, nil)
	b = appendIndex(b, [][]byte{{139, 139, 21, csReturn}, {140, 140, 21, csReturn}})
	chars := len(b)
	b = appendIndex(b, [][]byte{{csEndchar}, {139, 150, 21, csEndchar}, {call(0), csCallsubr, csEndchar}, {call(1), csCallsubr, csEndchar}})
	private := len(b)
	b = appendOffset(b, 6, opSubrs)
	b = appendIndex(b, [][]byte{{call(1), csCallgsubr, csReturn}, {145, 22, csReturn}})
	appendIndex(b[:topAt], top(chars, private, 6))
	return b
}

func cffFace(t testing.TB, cff []byte) []byte {
	t.Helper()
	bars, err := Parse(makeBarcodeFont(barcodeKey{symbologies[0].symbology, 50, false}), 0)
	if err != nil {
		t.Fatal(err)
	}
	tab := map[string][]byte{"CFF ": cff}
	for tag, data := range bars.tab {
		if tag != "glyf" && tag != "loca" {
			tab[tag] = data
		}
	}
	return assemble(tab)
}

func TestAppendCFF_keepsWhatIsCalled(t *testing.T) {
	f, err := Parse(cffFace(t, testCFF()), 0)
	if err != nil {
		t.Fatal(err)
	}
	if !f.IsCFF() {
		t.Fatal("not a CFF face")
	}
	sub, err := parseCFF(f.AppendCFF(nil, []GID{0, 2}))
	if err != nil {
		t.Fatal(err)
	}
	if !sub.cid || sub.chars.count != 2 || len(sub.fonts) != 1 {
		t.Fatalf("subset: %+v", sub)
	}
	item := func(x cffIndex, i int) []byte { return x.item(sub.data, i) }
	if got, want := item(sub.chars, 1), f.cff.chars.item(f.cff.data, 2); !bytes.Equal(got, want) {
		t.Errorf("outline is % x, want % x", got, want)
	}
	local := sub.fonts[0].subrs
	if local.count != 2 || len(item(local, 0)) == 0 || len(item(local, 1)) != 0 {
		t.Errorf("local subroutines: % x, % x", item(local, 0), item(local, 1))
	}
	if sub.global.count != 2 || len(item(sub.global, 0)) != 0 || len(item(sub.global, 1)) == 0 {
		t.Errorf("global subroutines: % x, % x", item(sub.global, 0), item(sub.global, 1))
	}
	// A subset is a font that can be subset.
	again, err := Parse(cffFace(t, f.AppendCFF(nil, []GID{0, 3, 1})), 0)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := parseCFF(again.AppendCFF(nil, []GID{0, 2})); err != nil {
		t.Error(err)
	}
}

func TestParse_corruptCFF(t *testing.T) {
	whole := testCFF()
	for n := range whole {
		exercise(t, cffFace(t, whole[:n]), 0)
		for _, v := range []byte{0, 1, 0x7F, 0xFF} {
			broken := bytes.Clone(whole)
			broken[n] = v
			exercise(t, cffFace(t, broken), 0)
		}
	}
}

func FuzzCFF(f *testing.F) {
	f.Add(testCFF())
	f.Fuzz(func(t *testing.T, cff []byte) { exercise(t, cffFace(t, cff), 0) })
}

// sharedFonts is the folder of test fonts beside the repository.
func sharedFonts(t testing.TB) string {
	t.Helper()
	dir, err := filepath.Abs(".")
	for err == nil && dir != filepath.Dir(dir) {
		if _, e := os.Stat(filepath.Join(dir, "go.mod")); e == nil {
			break
		}
		dir = filepath.Dir(dir)
	}
	dir = filepath.Join(dir, "..", "shared", "fonts")
	if _, err := os.Stat(dir); err != nil {
		t.Skip("../shared/fonts is not here")
	}
	return dir
}

func TestLibrary_fallbackInADirectory(t *testing.T) {
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "own.ttf"), testFont(t, "Own"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, "notes.ttf"), []byte("not a font at all, but long enough to be looked at"), 0o600); err != nil {
		t.Fatal(err)
	}
	l := mustLibrary(t, Options{Dirs: []string{dir}})
	if s := l.Fallback('P', Style{}); s == nil || s.Family != "Own" {
		t.Errorf("P falls back to %+v", s)
	}
	if s := l.Fallback('é', Style{}); s == nil || s.Family != "Carlito" {
		t.Errorf("é falls back to %+v", s)
	}
}

func TestLibrary_directory(t *testing.T) {
	l := mustLibrary(t, Options{Dirs: []string{sharedFonts(t)}, Substitute: map[string]string{"Garamond": "EB Garamond", "Century Gothic": "URW Gothic"}})
	for _, c := range []struct {
		family string
		style  Style
		ps     string
	}{
		{"Garamond", Style{}, "EBGaramond12-Regular"},
		{"Garamond", Style{Bold: true}, "EBGaramond12-Bold"},
		{"EB Garamond 12", Style{Italic: true}, "EBGaramond12-Italic"},
		{"Century Gothic", Style{Bold: true}, "URWGothic-Demi"},
		{"Century Gothic", Style{Italic: true}, "URWGothic-BookOblique"},
		{"Open Sans Semibold", Style{}, "OpenSans-Semibold"},
		{"Open Sans", Style{Bold: true, Italic: true}, "OpenSans-BoldItalic"},
		{"Open Sans Light", Style{Italic: true}, "OpenSansLight-Italic"},
		{"DejaVu Sans", Style{Bold: true}, "DejaVuSans-Bold"},
	} {
		s := l.Select(c.family, c.style)
		if got := s.Face.PostScriptName(); got != c.ps || s.FakeBold || s.FakeItalic {
			t.Errorf("%s %+v is %s (fake bold %v, italic %v), want %s", c.family, c.style, got, s.FakeBold, s.FakeItalic, c.ps)
		}
		exercise(t, s.Face.data, s.Face.index)
	}
}
