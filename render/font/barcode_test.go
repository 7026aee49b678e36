package font

import (
	"strings"
	"testing"

	"github.com/boombuler/barcode"
	"github.com/boombuler/barcode/codabar"
	"github.com/boombuler/barcode/code128"
	"github.com/boombuler/barcode/code39"
	"github.com/boombuler/barcode/code93"
	"github.com/boombuler/barcode/ean"
	"github.com/boombuler/barcode/twooffive"
)

func TestBarcode_families(t *testing.T) {
	for _, c := range []struct {
		family, name string
		height       float64
		readable     bool
	}{
		{"IDAutomationHC39M", "Code 39", 50, true},
		{"IDAutomationC39XS", "Code 39", 20, false},
		{"IDAutomationSHC39M Demo", "Code 39", 50, true},
		{"IDAutomationC128XXL", "Code 128", 100, false},
		{"IDAutomationUPCEANM", "EAN and UPC", 50, true},
		{"IDAutomation2D", "matrix", 50, false},
		{"IDAutomationI25L", "Interleaved 2 of 5", 58, false},
	} {
		k, ok := barcodeFamily(c.family)
		if !ok || k.symbology.name != c.name || k.height != c.height || k.readable != c.readable {
			t.Errorf("%s: %+v %v", c.family, k, ok)
		}
		s := mustLibrary(t, Options{}).Select(c.family, Style{Bold: true})
		if !s.Substituted || s.FakeBold || s.Face.NumGlyphs() < 10 {
			t.Errorf("%s: selection %+v", c.family, s)
		}
	}
	if _, ok := barcodeFamily("Arial"); ok {
		t.Error("Arial is taken for a barcode font")
	}
}

// modules draws a string with the patterns of a symbology, a character a module.
func modules(t *testing.T, patterns map[rune]pattern, text string) string {
	t.Helper()
	var b strings.Builder
	for _, r := range text {
		p, ok := patterns[r]
		if !ok {
			t.Fatalf("%q has no bars", r)
		}
		for i, c := range p.widths {
			b.WriteString(strings.Repeat(string("10"[i%2]), int(c-'0')))
		}
	}
	return strings.TrimRight(b.String(), "0")
}

// library is what the barcode library draws.
func library(t *testing.T, code barcode.Barcode, err error) string {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	for x := range code.Bounds().Dx() {
		if r, _, _, _ := code.At(x, 0).RGBA(); r == 0 {
			b.WriteByte('1')
		} else {
			b.WriteByte('0')
		}
	}
	return strings.Trim(b.String(), "0")
}

// TestBarcode_againstLibrary holds the bars of encoded strings against those of a barcode library.
func TestBarcode_againstLibrary(t *testing.T) {
	check := func(name, got, want string) {
		t.Helper()
		if got != want {
			t.Errorf("%s:\n got %s\nwant %s", name, got, want)
		}
	}
	// The library's wide bars of Code 39 are two modules, ours three.
	halve := strings.NewReplacer("111", "11", "000", "00")
	c39, err := code39.Encode("AZ09-. $/+%", false, false)
	check("Code 39", halve.Replace(modules(t, code39Patterns(), "(AZ09-.=$/+%)")), library(t, c39, err))
	c93, err := code93.Encode("1234", true, false)
	check("Code 93", modules(t, code93Patterns(), "(1234K3)"), library(t, c93, err))
	c128, err := code128.Encode("1234")
	check("Code 128", modules(t, code128Patterns(), "Í,BrÎ"), library(t, c128, err))
	ean8, err := ean.Encode("1234567")
	check("EAN-8", modules(t, eanPatterns(), "(1234*PQRK("), library(t, ean8, err))
	ean13, err := ean.Encode("123456789101")
	check("EAN-13", strings.TrimLeft(modules(t, eanPatterns(), "V(23E5GH*STLKLT("), "0"), library(t, ean13, err))
	cb, err := codabar.Encode("A12-$B")
	check("Codabar", halve.Replace(modules(t, codabarPatterns(), "A12-$B")), library(t, cb, err))
	i25, err := twooffive.Encode("123456", true)
	check("Interleaved 2 of 5", modules(t, interleavedPatterns(), "Ë-CYÌ"), library(t, i25, err))
}

func TestBarcode_matrixFinder(t *testing.T) {
	// The corner of a QR code: seven columns and the gap, eight rows, as Business Central writes them.
	rows := []string{"AHEEEHAP", "BNFFFNBP"}
	want := []string{"11111110", "10000010", "10111010", "10111010", "10111010", "10000010", "11111110", "00000000"}
	p := matrixPatterns()
	for y, line := range want {
		got := ""
		for _, c := range rows[y/4] {
			got += string(p[c].column[y%4])
		}
		if got != line {
			t.Errorf("row %d: %s, want %s", y, got, line)
		}
	}
}

func TestBarcode_matrixLinesMeet(t *testing.T) {
	s := mustLibrary(t, Options{}).Select("IDAutomation2D", Style{})
	a, d, gap := s.Metrics()
	g, _ := s.Glyph('A')
	box := view(s.Face.outline(g).data)
	if height := float64(box.i16(8)-box.i16(4)) * 1000 / barUnits; height < a+d+gap {
		t.Errorf("a column is %.0f high and a line %.0f: there is a gap between lines", height, a+d+gap)
	}
	if w := s.Advance('A', g); 4*w < a+d-3 || 4*w > a+d+3 {
		t.Errorf("modules are %.0f wide and %.0f high", w, (a+d)/4)
	}
}
