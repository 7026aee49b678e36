package merge

import (
	"bytes"
	"encoding/base64"
	"fmt"
	"image"
	"image/color"
	"image/gif"
	"image/jpeg"
	"image/png"
	"strings"
	"testing"

	"golang.org/x/image/bmp"

	"reportmail/render/diag"
	"reportmail/render/doc"
)

func encoded(t testing.TB, format string, w, h int) []byte {
	t.Helper()
	img := image.NewPaletted(image.Rect(0, 0, w, h), color.Palette{color.White, color.Black})
	var b bytes.Buffer
	err := map[string]func() error{
		"png": func() error { return png.Encode(&b, img) }, "jpeg": func() error { return jpeg.Encode(&b, img, nil) },
		"gif": func() error { return gif.Encode(&b, img, nil) }, "bmp": func() error { return bmp.Encode(&b, img) },
	}[format]()
	if err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func base(data []byte) string { return base64.StdEncoding.EncodeToString(data) }

// pictureControl is a picture control with a box of w × h.
func pictureControl(path string, w, h doc.EMU) *doc.Control {
	d := &doc.Drawing{Width: w, Height: h, Alt: "logo", Picture: &doc.Picture{Crop: doc.Crop{Left: 10}, Image: &doc.Image{Name: "old"}}}
	return bind(&doc.Control{Kind: doc.PictureControl, Level: doc.InlineLevel, Content: []doc.Node{d}}, path)
}

func pictureData(pairs ...string) string {
	var b strings.Builder
	b.WriteString(`{"data": {"Header": {"No": "1"`)
	for i := 0; i < len(pairs); i += 2 {
		fmt.Fprintf(&b, `, %q: %q`, pairs[i], pairs[i+1])
	}
	return b.String() + "}}}"
}

func TestRun_pictures(t *testing.T) {
	pngData := encoded(t, "png", 40, 20)
	logo := func(level doc.Level) []doc.Node {
		c := pictureControl("Header/P", 600, 600)
		if level == doc.CellLevel {
			c.Level, c.Content = level, []doc.Node{cell(para(c.Content...))}
			return []doc.Node{table(row(c))}
		}
		return []doc.Node{para(text("a"), c)}
	}
	damaged := bytes.Clone(pngData)
	damaged[len(damaged)-20] ^= 0xFF
	run(t, []mergeCase{
		{"fits with its aspect kept", logo(doc.InlineLevel), pictureData("P", base(pngData)), "a{600×300}¶", ""},
		{"in a cell", logo(doc.CellLevel), pictureData("P", base(pngData)), "[({600×300}¶|)]", ""},
		{"tall", logo(doc.InlineLevel), pictureData("P", base(encoded(t, "png", 10, 40))), "a{150×600}¶", ""},
		{"jpeg", logo(doc.InlineLevel), pictureData("P", base(encoded(t, "jpeg", 40, 20))), "a{600×300}¶", ""},
		{"gif", logo(doc.InlineLevel), pictureData("P", base(encoded(t, "gif", 40, 20))), "a{600×300}¶", ""},
		{"bmp", logo(doc.InlineLevel), pictureData("P", base(encoded(t, "bmp", 40, 20))), "a{600×300}¶", ""},
		{"data url and white space", logo(doc.InlineLevel), pictureData("P", "data:image/png;base64,"+base(pngData)[:20]+"\n "+base(pngData)[20:]), "a{600×300}¶", ""},
		{"empty: the paragraph stays", logo(doc.InlineLevel), pictureData("P", ""), "a¶", ""},
		{"empty in a cell", logo(doc.CellLevel), pictureData("P", ""), "[(¶|)]", ""},
		{"missing", logo(doc.InlineLevel), pictureData(), "a¶", "missing-column"},
		{"linked", logo(doc.InlineLevel), pictureData("P", base(pngData), "P_Url", "https://x.example"), "a{600×300→https://x.example}¶", ""},
		{"refused link", logo(doc.InlineLevel), pictureData("P", base(pngData), "P_Url", "file:///x"), "a{600×300}¶", "link-refused"},
		{"the name of the column, as in skeletons", logo(doc.InlineLevel), pictureData("P", "CompanyPicture"), "a¶", "picture-unreadable"},
		{"no base64", logo(doc.InlineLevel), pictureData("P", "<not at all>"), "a¶", "picture-unreadable"},
		{"another format", logo(doc.InlineLevel), pictureData("P", base([]byte("<svg xmlns='http://www.w3.org/2000/svg'/>"))), "a¶", "picture-unreadable"},
		{"cut off", logo(doc.InlineLevel), pictureData("P", base(pngData[:len(pngData)-8])), "a¶", "picture-unreadable"},
		{"damaged", logo(doc.InlineLevel), pictureData("P", base(damaged)), "a¶", "picture-unreadable"},
		{"no box", []doc.Node{para(bind(&doc.Control{Kind: doc.PictureControl, Level: doc.InlineLevel}, "Header/P"))}, pictureData("P", base(pngData)), "{381000×190500}¶", "picture-without-box"},
	})
}

func TestRun_pictureDetails(t *testing.T) {
	bmpData := encoded(t, "bmp", 4, 4)
	p := Compile(document(para(pictureControl("Header/P", 400, 400))), nil, &diag.List{})
	drawing := func(json string) *doc.Drawing {
		docs := p.Run(data(t, json), Options{}, nil)
		var d *doc.Drawing
		doc.Walk(docs[0].Sections[0].Content, func(n doc.Node) bool {
			if x, ok := n.(*doc.Drawing); ok {
				d = x
			}
			return true
		})
		return d
	}
	first := drawing(pictureData("P", base(bmpData), "P_Alt", "our logo"))
	if pic := first.Picture; pic.Image.ContentType != "image/png" || pic.Crop != (doc.Crop{}) || first.Alt != "our logo" {
		t.Errorf("%+v %+v", first, pic)
	}
	second := drawing(pictureData("P", base(bmpData)))
	if second.Alt != "logo" || second.Picture.Image != first.Picture.Image {
		t.Error("the same bytes gave another image, or the layout's text was lost")
	}
}

// A picture that only the first row brings is meant for every document.
func TestRun_pictureOfFirstRow(t *testing.T) {
	logo, other := base(encoded(t, "png", 40, 20)), base(encoded(t, "png", 20, 40))
	layout := func() *doc.Document { return document(para(pictureControl("Header/P", 600, 600))) }
	rows := func(p ...string) string {
		return fmt.Sprintf(`{"data": {"Header": [{"P": %q}, {"P": %q}, {"P": %q}]}}`, p[0], p[1], p[2])
	}
	for name, c := range map[string]struct{ json, want string }{
		"carried":                {rows(logo, "", ""), "{600×300}¶ / {600×300}¶ / {600×300}¶"},
		"not when others differ": {rows(logo, "", other), "{600×300}¶ / ¶ / {300×600}¶"},
		"not backwards":          {rows("", logo, ""), "¶ / {600×300}¶ / ¶"},
	} {
		if got, found := merged(t, layout(), c.json); got != c.want || found != "" {
			t.Errorf("%s: %s %s, want %s", name, got, found, c.want)
		}
	}
}

func TestImageCache_bounds(t *testing.T) {
	c := newImageCache()
	for i := range 3 * maxCachedImages {
		if _, err := c.get(base(encoded(t, "png", i+1, 1)), "x"); err != nil {
			t.Fatal(err)
		}
	}
	if len(c.known) > maxCachedImages || len(c.order) != len(c.known) || c.bytes <= 0 || c.bytes > maxCachedBytes {
		t.Errorf("%d images, %d in order, %d bytes", len(c.known), len(c.order), c.bytes)
	}
}

func FuzzReadImage(f *testing.F) {
	for _, format := range []string{"png", "jpeg", "gif", "bmp"} {
		f.Add(encoded(f, format, 3, 2))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		img, err := readImage(base(data), "x")
		if err == nil && (img.Width < 1 || img.Height < 1 || img.Width*img.Height > maxImagePixels) {
			t.Fatalf("%d × %d", img.Width, img.Height)
		}
	})
}
