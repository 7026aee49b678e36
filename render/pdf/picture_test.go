package pdf

import (
	"bytes"
	"image"
	"image/color"
	"image/gif"
	"image/jpeg"
	"image/png"
	"testing"

	"golang.org/x/image/bmp"

	"reportmail/render/doc"
	"reportmail/render/page"
)

// testPictures are one of each kind of picture.
func testPictures(t testing.TB) map[string][]byte {
	box := image.Rect(0, 0, 21, 13)
	rgb, gray, deep := image.NewNRGBA(box), image.NewGray(box), image.NewNRGBA64(box)
	pal := image.NewPaletted(box, color.Palette{color.White, color.Black, color.NRGBA{255, 0, 0, 255}, color.NRGBA{}})
	for y := range 13 {
		for x := range 21 {
			rgb.SetNRGBA(x, y, color.NRGBA{uint8(12 * x), uint8(19 * y), uint8(x * y), 255})
			gray.SetGray(x, y, color.Gray{uint8(12 * x)})
			deep.SetNRGBA64(x, y, color.NRGBA64{uint16(3000 * x), uint16(5000 * y), 0, uint16(3000 * x)})
			pal.SetColorIndex(x, y, uint8((x+y)%4))
		}
	}
	out := make(map[string][]byte)
	save := func(name string, encode func(*bytes.Buffer) error) {
		var b bytes.Buffer
		if err := encode(&b); err != nil {
			t.Fatal(err)
		}
		out[name] = b.Bytes()
	}
	save("rgb.png", func(b *bytes.Buffer) error { return png.Encode(b, rgb) })
	save("gray.png", func(b *bytes.Buffer) error { return png.Encode(b, gray) })
	save("deep.png", func(b *bytes.Buffer) error { return png.Encode(b, deep) })
	save("palette.png", func(b *bytes.Buffer) error { return png.Encode(b, pal) })
	save("palette.gif", func(b *bytes.Buffer) error { return gif.Encode(b, pal, nil) })
	save("rgb.bmp", func(b *bytes.Buffer) error { return bmp.Encode(b, rgb) })
	save("rgb.jpg", func(b *bytes.Buffer) error { return jpeg.Encode(b, rgb, nil) })
	save("gray.jpg", func(b *bytes.Buffer) error { return jpeg.Encode(b, gray, nil) })
	return out
}

func TestWrite_everyKindOfPicture(t *testing.T) {
	c := newComposer(t)
	y := 10.0
	for name, data := range testPictures(t) {
		c.add(&page.Image{X: 10, Y: y, W: 42, H: 26, Image: &doc.Image{Name: name, Data: data}})
		y += 30
	}
	write(t, c.pages, Options{})
}

func TestEncodePicture_kinds(t *testing.T) {
	want := map[string]string{"rgb.png": "/DeviceRGB", "gray.png": "/DeviceGray", "palette.png": "/Indexed", "palette.gif": "/Indexed",
		"rgb.bmp": "/DeviceRGB", "rgb.jpg": "/DCTDecode", "gray.jpg": "/DeviceGray", "deep.png": "/DeviceRGB"}
	alpha := map[string]bool{"palette.png": true, "palette.gif": true, "deep.png": true}
	for name, data := range testPictures(t) {
		p, err := encodePicture(&doc.Image{Data: data})
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if !bytes.Contains(p.dict, []byte(want[name])) {
			t.Errorf("%s: %s has no %s", name, p.dict, want[name])
		}
		if (p.mask != nil) != alpha[name] {
			t.Errorf("%s: mask of %d bytes", name, len(p.mask))
		}
	}
}

// TestEncodePicture_cmyk checks that a JPEG of four colours becomes one of three.
func TestEncodePicture_cmyk(t *testing.T) {
	m := image.NewCMYK(image.Rect(0, 0, 8, 8))
	for i := range m.Pix {
		m.Pix[i] = uint8(i)
	}
	p, err := recodeJPEG(m)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Contains(p.dict, []byte("/DeviceRGB")) {
		t.Errorf("%s", p.dict)
	}
}

func TestEncodePicture_refuses(t *testing.T) {
	huge := testPictures(t)["rgb.png"]
	huge = bytes.Clone(huge)
	copy(huge[16:], []byte{0, 1, 0, 0, 0, 1, 0, 0}) // says it is 65,536 × 65,536
	for name, data := range map[string][]byte{"nothing": nil, "text": []byte("CompanyPicture"), "huge": huge, "half": testPictures(t)["rgb.png"][:60]} {
		if _, err := encodePicture(&doc.Image{Data: data}); err == nil {
			t.Errorf("%s is a picture", name)
		}
	}
}

func TestPictureCache_forgetsTheOldest(t *testing.T) {
	c := newPictureCache(3000)
	for i := range byte(10) {
		c.put(&cachedPicture{hash: [32]byte{i}, picture: &picture{data: make([]byte, 500)}})
		c.get([32]byte{0})
	}
	if c.get([32]byte{0}) == nil || c.get([32]byte{9}) == nil || c.get([32]byte{1}) != nil {
		t.Error("what was used last is not what is kept")
	}
	if c.bytes > 3000 {
		t.Errorf("%d bytes are kept", c.bytes)
	}
}

func FuzzEncodePicture(f *testing.F) {
	for _, data := range testPictures(f) {
		f.Add(data)
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		if p, err := encodePicture(&doc.Image{Data: data}); err == nil && (len(p.dict) == 0 || len(p.data) == 0) {
			t.Error("a picture of nothing")
		}
	})
}
