package font

import (
	"strings"
	"sync"
)

// Barcode fonts are licensed and not here, but what they draw is known: a report gives a string that is already encoded
// for the font, each character of which stands for fixed bars. A family of that kind is answered with a face made here,
// whose glyphs are those bars, so that layout and writers need to know nothing of barcodes and a label scans.

// symbology is one kind of barcode font: the characters and their modules. A pattern is the widths of bar, space, bar…
// in modules; a matrix character is a column of modules.
type symbology struct {
	name     string
	patterns func() map[rune]pattern
	readable bool    // characters have a text under their bars in the fonts whose name has an H
	module   float64 // width of a module, in em
}

// pattern is what one character draws.
type pattern struct {
	widths string // digits, a bar first; a letter is a wider one: 'A' is 10
	text   string // under the bars
	long   bool   // guard bars, which reach down into the text
	column string // of a matrix: '1' and '0' from the top
	narrow bool   // a column of half a module
}

// symbologies by what a family name begins with after "idautomation", an S for samples and an H for human readable
// ones; longer names first.
var symbologies = []struct {
	prefix string
	*symbology
}{
	{"2d", &symbology{"matrix", matrixPatterns, false, 0.2457}},
	{"c39", &symbology{"Code 39", code39Patterns, true, 0.06}},
	{"39", &symbology{"Code 39", code39Patterns, true, 0.06}},
	{"c93", &symbology{"Code 93", code93Patterns, true, 0.06}},
	{"c128", &symbology{"Code 128", code128Patterns, false, 0.06}},
	{"upcean", &symbology{"EAN and UPC", eanPatterns, true, 0.04688}},
	{"i25", &symbology{"Interleaved 2 of 5", interleavedPatterns, false, 0.06}},
	{"cb", &symbology{"Codabar", codabarPatterns, true, 0.06}},
	{"codabar", &symbology{"Codabar", codabarPatterns, true, 0.06}},
	{"msi", &symbology{"MSI", msiPatterns, true, 0.06}},
}

// barHeights are the heights of bars by the end of the family name, in modules (at 12 points a module is 10 mils and
// M half an inch).
var barHeights = []struct {
	suffix  string
	modules float64
}{{"xxs", 10}, {"xs", 20}, {"xxl", 100}, {"xl", 75}, {"s", 35}, {"m", 50}, {"l", 58}}

// barcodeKey is a face that is made once for the process.
type barcodeKey struct {
	symbology *symbology
	height    float64
	readable  bool
}

// barcodeFamily reads the name of a barcode family.
func barcodeFamily(family string) (barcodeKey, bool) {
	name, ok := strings.CutPrefix(familyKey(family), "idautomation")
	if !ok {
		return barcodeKey{}, false
	}
	name = strings.TrimSuffix(name, "demo")
	for _, sample := range []string{"", "s"} {
		for _, human := range []string{"", "h", "ha", "hb", "hc"} {
			rest, ok := strings.CutPrefix(name, sample+human)
			if !ok {
				continue
			}
			for _, s := range symbologies {
				tail, ok := strings.CutPrefix(rest, s.prefix)
				if !ok {
					continue
				}
				k := barcodeKey{s.symbology, 50, s.readable && (human != "" || s.prefix == "upcean" && !strings.Contains(tail, "nohr"))}
				for _, h := range barHeights {
					if strings.TrimSuffix(tail, "nohr") == h.suffix {
						k.height = h.modules
					}
				}
				return k, true
			}
		}
	}
	return barcodeKey{}, false
}

// barcodeFaces are the faces that were made. Like the embedded ones they are one for the process.
var barcodeFaces sync.Map // barcodeKey → *Face

// barcodeFace is the face that draws the bars of a family.
func barcodeFace(family string) (*Face, *symbology) {
	k, ok := barcodeFamily(family)
	if !ok {
		return nil, nil
	}
	if f, ok := barcodeFaces.Load(k); ok {
		return f.(*Face), k.symbology
	}
	f, err := Parse(makeBarcodeFont(k), 0)
	if err != nil {
		return nil, nil
	}
	actual, _ := barcodeFaces.LoadOrStore(k, f)
	return actual.(*Face), k.symbology
}
