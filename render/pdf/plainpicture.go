package pdf

import (
	"bytes"
	"fmt"
	"image"
	"image/png"

	"github.com/jung-kurt/gofpdf"

	"reportmail/render/diag"
	"reportmail/render/doc"
)

// register hands a picture to gofpdf: JPEG as it is, everything else as a PNG of eight bits without interlacing, the
// only kind it reads.
func (p *plain) register(img *doc.Image) string {
	if name, ok := p.images[img]; ok {
		return name
	}
	name, err := p.registerAs(img, fmt.Sprintf("i%d", len(p.images)))
	if err != nil {
		p.o.Findings.Warn("picture-unreadable", diag.Where{Page: p.number}, "use a PNG or JPEG picture", "picture %s cannot be shown: %v", img.Name, err)
	}
	p.images[img] = name
	return name
}

func (p *plain) registerAs(img *doc.Image, name string) (_ string, err error) {
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("%w: %v", errPicture, r)
		}
	}()
	enc, err := encodedPicture(img) // the same limits and the same verdict as the native engine's
	if err != nil {
		return "", err
	}
	data, kind := img.Data, "JPG"
	if enc.isJPEG() {
		data = enc.data
	} else {
		m, _, err := image.Decode(bytes.NewReader(img.Data))
		if err != nil {
			return "", fmt.Errorf("%w: %v", errPicture, err)
		}
		n := image.NewNRGBA(m.Bounds())
		at := pixelAt(m)
		for y := n.Rect.Min.Y; y < n.Rect.Max.Y; y++ {
			for x := n.Rect.Min.X; x < n.Rect.Max.X; x++ {
				n.SetNRGBA(x, y, at(x, y))
			}
		}
		var b bytes.Buffer
		if err := png.Encode(&b, n); err != nil {
			return "", fmt.Errorf("%w: %v", errPicture, err)
		}
		data, kind = b.Bytes(), "PNG"
	}
	p.f.RegisterImageOptionsReader(name, gofpdf.ImageOptions{ImageType: kind}, bytes.NewReader(data))
	if p.f.Err() {
		err := p.f.Error()
		p.f.ClearError()
		return "", fmt.Errorf("%w: %v", errPicture, err)
	}
	return name, nil
}
