package merge

import (
	"bytes"
	"encoding/base64"
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"image/png"
	"strings"

	"golang.org/x/image/bmp"

	"reportmail/render/doc"
)

// Errors of pictures in datasets.
var (
	errBroken   = errors.New("the picture is damaged")
	errTooLarge = errors.New("the picture is too large")
	errBase64   = errors.New("it is not base64")
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
	img, err := doc.ReadImage(name, data)
	if err != nil {
		return nil, err
	}
	if int64(img.Width)*int64(img.Height) > maxImagePixels {
		return nil, fmt.Errorf("%w: %d × %d pixels", errTooLarge, img.Width, img.Height)
	}
	switch img.ContentType {
	case "image/bmp":
		return fromBMP(img)
	case "image/png":
		if !wholePNG(data) {
			return nil, errBroken
		}
	case "image/jpeg":
		if !bytes.Contains(data, []byte("\xFF\xDA")) { // start of scan: there are pixels
			return nil, errBroken
		}
	}
	return img, nil
}

// decodeBase64 reads base64 text with or without padding, white space and the head of a data: URL.
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

// wholePNG checks the sum of every chunk (PNG 5.3), which finds damage without inflating the picture.
func wholePNG(data []byte) bool {
	pixels := false
	for b := data[8:]; len(b) >= 12; {
		n := uint64(binary.BigEndian.Uint32(b))
		if n > uint64(len(b)-12) || crc32.ChecksumIEEE(b[4:8+n]) != binary.BigEndian.Uint32(b[8+n:]) {
			return false
		}
		switch string(b[4:8]) {
		case "IDAT":
			pixels = true
		case "IEND":
			return pixels
		}
		b = b[12+n:]
	}
	return false
}

// fromBMP turns a picture into PNG.
func fromBMP(img *doc.Image) (*doc.Image, error) {
	picture, err := bmp.Decode(bytes.NewReader(img.Data))
	if err != nil {
		return nil, fmt.Errorf("%w: %w", errBroken, err)
	}
	var out bytes.Buffer
	if err := png.Encode(&out, picture); err != nil {
		return nil, fmt.Errorf("turning BMP into PNG: %w", err)
	}
	img.ContentType, img.Data = "image/png", out.Bytes()
	return img, nil
}
