package doc

import (
	"bytes"
	"errors"
	"image"
	"image/gif"
	"image/jpeg"
	"image/png"
	"math"
	"testing"
)

// picture is a file of 7 by 5 pixels.
func picture(t testing.TB, format string) []byte {
	t.Helper()
	img := image.NewGray(image.Rect(0, 0, 7, 5))
	var b bytes.Buffer
	var err error
	switch format {
	case "png":
		err = png.Encode(&b, img)
	case "jpeg":
		err = jpeg.Encode(&b, img, nil)
	case "gif":
		err = gif.Encode(&b, img, nil)
	case "bmp":
		head := make([]byte, 54)
		copy(head, "BM")
		head[14], head[18], head[22] = 40, 7, 251 // width 7, height -5
		head[23], head[24], head[25] = 255, 255, 255
		b.Write(head)
	}
	if err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestReadImage_formats(t *testing.T) {
	for _, format := range []string{"png", "jpeg", "gif", "bmp"} {
		img, err := ReadImage("x", picture(t, format))
		if err != nil || img.Width != 7 || img.Height != 5 || img.ContentType != "image/"+format || img.DPI != 0 {
			t.Errorf("%s: got %+v, %v", format, img, err)
		}
	}
}

func TestReadImage_resolution(t *testing.T) {
	p := picture(t, "png")
	phys := "\x00\x00\x00\x09pHYs\x00\x00\x0b\x13\x00\x00\x0b\x13\x01\x00\x00\x00\x00" // 2835 dots a metre
	p = append(append(bytes.Clone(p[:33]), phys...), p[33:]...)
	j := picture(t, "jpeg")
	jfif := "\xff\xe0\x00\x10JFIF\x00\x01\x02\x02\x00\x76\x00\x76\x00\x00" // 118 dots a centimetre
	j = append(append(bytes.Clone(j[:2]), jfif...), j[2:]...)
	for want, data := range map[float64][]byte{72: p, 299.7: j} {
		img, err := ReadImage("x", data)
		if err != nil || math.Abs(img.DPI-want) > 0.1 {
			t.Errorf("got %+v, %v, want %v dpi", img, err, want)
		}
	}
}

func TestReadImage_refuses(t *testing.T) {
	if _, err := ReadImage("x", []byte("CompanyPicture")); !errors.Is(err, ErrNotImage) {
		t.Errorf("got %v", err)
	}
	wide := picture(t, "png")
	wide[16] = 1 // 16 million pixels wide
	for what, data := range map[string][]byte{"cut off": picture(t, "png")[:20], "no frame": picture(t, "jpeg")[:20], "too wide": wide, "no header": []byte("GIF89a")} {
		if img, err := ReadImage("x", data); err == nil {
			t.Errorf("%s: got %+v", what, img)
		}
	}
}

func FuzzReadImage(f *testing.F) {
	for _, format := range []string{"png", "jpeg", "gif", "bmp"} {
		f.Add(picture(f, format))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		if img, err := ReadImage("x", data); err == nil && (img.Width <= 0 || img.Height <= 0 || img.Width > maxPixels || img.Height > maxPixels) {
			t.Errorf("got %d × %d", img.Width, img.Height)
		}
	})
}
