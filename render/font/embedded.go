package font

import (
	"embed"
	"sync"

	"codeberg.org/go-fonts/liberation/liberationmonobold"
	"codeberg.org/go-fonts/liberation/liberationmonobolditalic"
	"codeberg.org/go-fonts/liberation/liberationmonoitalic"
	"codeberg.org/go-fonts/liberation/liberationmonoregular"
	"codeberg.org/go-fonts/liberation/liberationsansbold"
	"codeberg.org/go-fonts/liberation/liberationsansbolditalic"
	"codeberg.org/go-fonts/liberation/liberationsansitalic"
	"codeberg.org/go-fonts/liberation/liberationsansregular"
	"codeberg.org/go-fonts/liberation/liberationserifbold"
	"codeberg.org/go-fonts/liberation/liberationserifbolditalic"
	"codeberg.org/go-fonts/liberation/liberationserifitalic"
	"codeberg.org/go-fonts/liberation/liberationserifregular"
)

//go:embed embedded
var embeddedFiles embed.FS

// embedded is the catalogue of the fonts in the program. It is one for the process, so that each of them is parsed
// once; it is never changed after it was made.
var embedded = sync.OnceValue(func() *catalog {
	c := new(catalog)
	file := func(name string) func() ([]byte, error) {
		return func() ([]byte, error) { return embeddedFiles.ReadFile("embedded/" + name) }
	}
	data := func(b []byte) func() ([]byte, error) {
		return func() ([]byte, error) { return b, nil }
	}
	add := func(family string, weight int, italic bool, load func() ([]byte, error)) *source {
		src := &source{load: load}
		c.sources = append(c.sources, src)
		c.add(entry{family, weight, 5, italic, src})
		return src
	}
	four := func(family string, regular, bold, italic, boldItalic func() ([]byte, error)) {
		add(family, 400, false, regular)
		add(family, 700, false, bold)
		add(family, 400, true, italic)
		add(family, 700, true, boldItalic)
	}
	files := func(family, stem string) {
		four(family, file(stem+"-Regular.ttf"), file(stem+"-Bold.ttf"), file(stem+"-Italic.ttf"), file(stem+"-BoldItalic.ttf"))
	}
	files("Carlito", "Carlito")
	files("Open Sans", "OpenSans")
	four("Liberation Sans", data(liberationsansregular.TTF), data(liberationsansbold.TTF), data(liberationsansitalic.TTF), data(liberationsansbolditalic.TTF))
	four("Liberation Serif", data(liberationserifregular.TTF), data(liberationserifbold.TTF), data(liberationserifitalic.TTF), data(liberationserifbolditalic.TTF))
	four("Liberation Mono", data(liberationmonoregular.TTF), data(liberationmonobold.TTF), data(liberationmonoitalic.TTF), data(liberationmonobolditalic.TTF))
	files("Caladea", "Caladea")
	for _, e := range []struct {
		family, file string
		weight       int
		italic       bool
	}{
		{"Open Sans Light", "OpenSans-Light.ttf", 300, false},
		{"Open Sans Light", "OpenSans-LightItalic.ttf", 300, true},
		{"Open Sans Semibold", "OpenSans-SemiBold.ttf", 600, false},
		{"Open Sans Semibold", "OpenSans-SemiBoldItalic.ttf", 600, true},
	} {
		src := add(e.family, 400, e.italic, file(e.file))
		c.add(entry{"Open Sans", e.weight, 5, e.italic, src})
	}
	add("DejaVu Sans", 400, false, file("DejaVuSans.ttf"))
	add("DejaVu Sans", 700, false, file("DejaVuSans-Bold.ttf"))
	add("Libre Barcode 128", 400, false, file("LibreBarcode128-Regular.ttf"))
	add("Libre Barcode 128 Text", 400, false, file("LibreBarcode128Text-Regular.ttf"))
	add("Libre Barcode EAN13 Text", 400, false, file("LibreBarcodeEAN13Text-Regular.ttf"))
	return c
})
