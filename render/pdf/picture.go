package pdf

import (
	"bytes"
	"errors"
	"fmt"
	"image"
	_ "image/gif" // formats that pictures come in
	"image/jpeg"
	_ "image/png"

	_ "golang.org/x/image/bmp"
	_ "golang.org/x/image/tiff"
	_ "golang.org/x/image/webp"

	"reportmail/render/doc"
)

// picture is an image as a PDF holds it: the stream's dictionary without length and mask, and its bytes.
type picture struct {
	dict, data     []byte
	maskDict, mask []byte // opacity; nil: opaque
}

func (p *picture) size() int { return len(p.dict) + len(p.data) + len(p.maskDict) + len(p.mask) }

// maxPixels bounds what a picture may unpack to: 64 megapixels are 256 MB while it is decoded.
const maxPixels = 64 << 20

var errPicture = errors.New("not a picture that can be read")

// encodePicture turns a picture file into what a PDF holds. JPEG goes through as it is; everything else is decoded.
func encodePicture(img *doc.Image) (p *picture, err error) {
	defer func() { // decoders of picture formats are not all proof against corrupt files
		if r := recover(); r != nil {
			p, err = nil, fmt.Errorf("%w: %v", errPicture, r)
		}
	}()
	cfg, format, err := image.DecodeConfig(bytes.NewReader(img.Data))
	if err != nil {
		return nil, fmt.Errorf("%w: %v", errPicture, err)
	}
	if cfg.Width <= 0 || cfg.Height <= 0 || cfg.Width > maxPixels/cfg.Height {
		return nil, fmt.Errorf("%w: %d × %d pixels", errPicture, cfg.Width, cfg.Height)
	}
	if format == "jpeg" {
		if p := passJPEG(img.Data); p != nil {
			return p, nil
		}
	}
	m, _, err := image.Decode(bytes.NewReader(img.Data))
	if err != nil {
		return nil, fmt.Errorf("%w: %v", errPicture, err)
	}
	if format == "jpeg" {
		return recodeJPEG(m)
	}
	return packPixels(m), nil
}

// recodeJPEG makes an sRGB JPEG of a CMYK one: the output intent is sRGB, so CMYK is not allowed (ISO 19005-3 6.2.4.3).
func recodeJPEG(m image.Image) (*picture, error) {
	const quality = 92 // no visible loss on print
	var b bytes.Buffer
	if err := jpeg.Encode(&b, m, &jpeg.Options{Quality: quality}); err != nil {
		return nil, fmt.Errorf("%w: %v", errPicture, err)
	}
	if p := passJPEG(b.Bytes()); p != nil {
		return p, nil
	}
	return nil, errPicture
}

// isJPEG tells whether the bytes are a JPEG file.
func (p *picture) isJPEG() bool { return len(p.data) > 2 && p.data[0] == 0xFF && p.data[1] == 0xD8 }
