package merge

import (
	"bytes"
	"encoding/base64"
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"image/gif"
	"image/jpeg"
	"image/png"
	"strings"

	"golang.org/x/image/bmp"

	"reportmail/render/doc"
)

// Errors of pictures in datasets.
var (
	errNoPicture = errors.New("it is no PNG, JPEG, GIF or BMP")
	errBroken    = errors.New("the picture is damaged")
	errTooLarge  = errors.New("the picture is too large")
	errBase64    = errors.New("it is not base64")
)

// Limits of pictures: far above any logo, far below what harms a batch.
const (
	maxImageBytes  = 16 << 20
	maxImagePixels = 40_000_000
)

// readImage decodes base64 text and looks at the picture in it. Bytes are kept as they are, except that BMP, which mail
// clients and PDF do not have, becomes PNG.
func readImage(text, name string) (*doc.Image, error) {
	data, err := decodeBase64(text)
	if err != nil {
		return nil, err
	}
	for _, f := range formats {
		if bytes.HasPrefix(data, []byte(f.magic)) {
			img := &doc.Image{Name: name, ContentType: f.contentType, Data: data}
			if err := f.read(img); err != nil {
				return nil, err
			}
			if img.Width < 1 || img.Height < 1 {
				return nil, errBroken
			}
			return img, nil
		}
	}
	return nil, errNoPicture
}

func decodeBase64(text string) ([]byte, error) {
	if len(text) > maxImageBytes/3*4+8 {
		return nil, errTooLarge
	}
	if i := strings.Index(text, ";base64,"); i >= 0 && strings.HasPrefix(text, "data:") {
		text = text[i+len(";base64,"):]
	}
	if strings.ContainsAny(text, " \t") { // line ends are passed over by the decoder
		text = strings.NewReplacer(" ", "", "\t", "").Replace(text)
	}
	data, err := base64.StdEncoding.DecodeString(text)
	if err != nil {
		data, err = base64.RawStdEncoding.DecodeString(text)
	}
	if err != nil {
		return nil, errBase64
	}
	return data, nil
}

// formats are the kinds of pictures by their first bytes.
var formats = []struct {
	magic, contentType string
	read               func(*doc.Image) error
}{
	{"\x89PNG\r\n\x1a\n", "image/png", readPNG},
	{"\xFF\xD8\xFF", "image/jpeg", readJPEG},
	{"GIF8", "image/gif", readGIF},
	{"BM", "image/bmp", readBMP},
}

func (p *pixels) set(img *doc.Image) error {
	if p.w < 1 || p.h < 1 {
		return errBroken
	}
	if int64(p.w)*int64(p.h) > maxImagePixels {
		return fmt.Errorf("%w: %d × %d pixels", errTooLarge, p.w, p.h)
	}
	img.Width, img.Height = p.w, p.h
	return nil
}

type pixels struct{ w, h int }

// readPNG checks every chunk's sum (PNG 5.3), which finds damage without inflating the picture.
func readPNG(img *doc.Image) error {
	cfg, err := png.DecodeConfig(bytes.NewReader(img.Data))
	if err != nil {
		return errBroken
	}
	hasData := false
	for b := img.Data[8:]; ; {
		if len(b) < 12 {
			return errBroken
		}
		n := int64(binary.BigEndian.Uint32(b))
		if n > int64(len(b)-12) || crc32.ChecksumIEEE(b[4:8+n]) != binary.BigEndian.Uint32(b[8+n:]) {
			return errBroken
		}
		body := b[8 : 8+n]
		switch string(b[4:8]) {
		case "pHYs":
			if n == 9 && body[8] == 1 { // pixels a metre
				img.DPI = float64(binary.BigEndian.Uint32(body)) * 0.0254
			}
		case "IDAT":
			hasData = true
		case "IEND":
			if !hasData {
				return errBroken
			}
			return (&pixels{cfg.Width, cfg.Height}).set(img)
		}
		b = b[12+n:]
	}
}

// readJPEG wants a picture that has scan data and is not cut off in the middle of its header.
func readJPEG(img *doc.Image) error {
	cfg, err := jpeg.DecodeConfig(bytes.NewReader(img.Data))
	if err != nil || !bytes.Contains(img.Data, []byte("\xFF\xDA")) {
		return errBroken
	}
	if b := img.Data; len(b) > 18 && string(b[6:11]) == "JFIF\x00" { // JFIF 1.02: density
		x := float64(binary.BigEndian.Uint16(b[14:]))
		switch b[13] {
		case 1:
			img.DPI = x
		case 2:
			img.DPI = x * 2.54
		}
	}
	return (&pixels{cfg.Width, cfg.Height}).set(img)
}

func readGIF(img *doc.Image) error {
	cfg, err := gif.DecodeConfig(bytes.NewReader(img.Data))
	if err != nil {
		return errBroken
	}
	return (&pixels{cfg.Width, cfg.Height}).set(img)
}

// readBMP turns the picture into PNG.
func readBMP(img *doc.Image) error {
	cfg, err := bmp.DecodeConfig(bytes.NewReader(img.Data))
	if err != nil {
		return errBroken
	}
	if err := (&pixels{cfg.Width, cfg.Height}).set(img); err != nil {
		return err
	}
	picture, err := bmp.Decode(bytes.NewReader(img.Data))
	if err != nil {
		return errBroken
	}
	var out bytes.Buffer
	if err := png.Encode(&out, picture); err != nil {
		return fmt.Errorf("turning BMP into PNG: %w", err)
	}
	img.ContentType, img.Data = "image/png", out.Bytes()
	return nil
}
