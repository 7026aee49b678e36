package doc

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"math"
)

// ErrNotImage is what ReadImage gives for bytes that are no picture of a known format.
var ErrNotImage = errors.New("no PNG, JPEG, GIF or BMP picture")

// maxPixels bounds the width and height of a picture: no printer has more dots on a page, and writers that decode one
// need four bytes a pixel.
const maxPixels = 30000

// maxArea bounds width times height, 400 MB decoded.
const maxArea = 100_000_000

// ReadImage makes an Image of a picture file, telling its format by its first bytes and its size and resolution by
// its header. Data is kept, not copied. The pixels are not looked at.
func ReadImage(name string, data []byte) (*Image, error) {
	for _, f := range imageFormats {
		if !bytes.HasPrefix(data, []byte(f.magic)) {
			continue
		}
		img := &Image{Name: name, ContentType: f.contentType, Data: data}
		if !f.header(img) || img.Width <= 0 || img.Height <= 0 {
			return nil, fmt.Errorf("%s header is damaged", f.contentType)
		}
		if img.Width > maxPixels || img.Height > maxPixels || img.Width*img.Height > maxArea {
			return nil, fmt.Errorf("picture of %d × %d pixels is too large", img.Width, img.Height)
		}
		if img.DPI < 10 || img.DPI > 10000 || math.IsNaN(img.DPI) { // a resolution nobody means
			img.DPI = 0
		}
		return img, nil
	}
	return nil, ErrNotImage
}

var imageFormats = []struct {
	magic, contentType string
	header             func(*Image) bool
}{
	{"\x89PNG\r\n\x1a\n", "image/png", pngHeader}, {"\xff\xd8\xff", "image/jpeg", jpegHeader},
	{"GIF87a", "image/gif", gifHeader}, {"GIF89a", "image/gif", gifHeader}, {"BM", "image/bmp", bmpHeader},
}

const inchesPerMeter = 0.0254

// pngHeader reads IHDR and pHYs (PNG 11.2.2, 11.3.5.3).
func pngHeader(img *Image) bool {
	d := img.Data[8:]
	if len(d) < 25 || string(d[4:8]) != "IHDR" {
		return false
	}
	img.Width, img.Height = int(binary.BigEndian.Uint32(d[8:])), int(binary.BigEndian.Uint32(d[12:]))
	for len(d) >= 12 {
		n := uint64(binary.BigEndian.Uint32(d))
		kind := string(d[4:8])
		if n+12 > uint64(len(d)) || kind == "IDAT" {
			break
		}
		if kind == "pHYs" && n == 9 && d[16] == 1 {
			img.DPI = float64(binary.BigEndian.Uint32(d[8:])) * inchesPerMeter
		}
		d = d[n+12:]
	}
	return true
}

// jpegHeader reads the start-of-frame and JFIF segments (ITU-T T.81 B.2.2, T.871 10.1).
func jpegHeader(img *Image) bool {
	d := img.Data[2:]
	for len(d) >= 4 && d[0] == 0xFF {
		marker := d[1]
		if marker == 0xFF { // fill byte
			d = d[1:]
			continue
		}
		n := int(binary.BigEndian.Uint16(d[2:])) + 2
		if n < 4 || n > len(d) {
			return false
		}
		switch {
		case marker == 0xE0 && n >= 16 && string(d[4:9]) == "JFIF\x00":
			density := float64(binary.BigEndian.Uint16(d[12:]))
			img.DPI = density * map[byte]float64{1: 1, 2: 2.54}[d[11]]
		case marker >= 0xC0 && marker <= 0xCF && marker != 0xC4 && marker != 0xC8 && marker != 0xCC:
			if n < 9 {
				return false
			}
			img.Height, img.Width = int(binary.BigEndian.Uint16(d[5:])), int(binary.BigEndian.Uint16(d[7:]))
			return true
		}
		d = d[n:]
	}
	return false
}

func gifHeader(img *Image) bool {
	if len(img.Data) < 13 {
		return false
	}
	img.Width, img.Height = int(binary.LittleEndian.Uint16(img.Data[6:])), int(binary.LittleEndian.Uint16(img.Data[8:]))
	return true
}

// bmpHeader reads a BITMAPINFOHEADER or one of its successors; a negative height means rows from the top.
func bmpHeader(img *Image) bool {
	d := img.Data
	if len(d) < 54 || binary.LittleEndian.Uint32(d[14:]) < 40 {
		return false
	}
	w, h := int32(binary.LittleEndian.Uint32(d[18:])), int32(binary.LittleEndian.Uint32(d[22:]))
	img.Width, img.Height = int(w), int(max(h, -h))
	img.DPI = float64(binary.LittleEndian.Uint32(d[38:])) * inchesPerMeter
	return true
}
