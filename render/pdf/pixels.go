package pdf

import (
	"bytes"
	"image"
	"image/color"
)

// pixels are a picture's samples, one byte each.
type pixels struct {
	w, h    int
	rgb     []byte // three a pixel
	alpha   []byte // one a pixel
	gray    bool   // all pixels are
	opaque  bool
	palette map[[3]byte]byte // of at most 256 colours; nil: more
	colors  [][3]byte
}

func packPixels(m image.Image) *picture {
	px := readPixels(m)
	f := newFile()
	defer f.release()
	p := new(picture)
	space, data, channels := "/DeviceRGB", px.rgb, 3
	bits, predicted := 8, true
	const few = 16 // colours that four bits can number
	switch {
	case px.palette != nil && (!px.gray || len(px.colors) <= few):
		space, channels, predicted = indexed(px.colors), 1, false
		data, bits = px.indexes()
	case px.gray:
		space, channels = "/DeviceGray", 1
		data = make([]byte, px.w*px.h)
		for i := range data {
			data[i] = px.rgb[3*i]
		}
	}
	p.dict = header(px.w, px.h, bits, space)
	if predicted {
		p.dict = appendPredictor(p.dict, px.w, channels)
		data = predict(data, px.w*channels, channels)
	}
	p.dict = append(p.dict, "/Filter/FlateDecode"...)
	p.data = bytes.Clone(f.deflate(data))
	if !px.opaque {
		p.maskDict = append(appendPredictor(header(px.w, px.h, 8, "/DeviceGray"), px.w, 1), "/Filter/FlateDecode"...)
		p.mask = bytes.Clone(f.deflate(predict(px.alpha, px.w, 1)))
	}
	return p
}

func header(w, h, bits int, space string) []byte {
	b := appendInt([]byte("/Type/XObject/Subtype/Image/Width "), w)
	b = appendInt(append(b, "/Height "...), h)
	b = appendInt(append(b, "/BitsPerComponent "...), bits)
	return append(append(b, "/ColorSpace"...), space...)
}

// indexed is a colour space of listed colours (ISO 32000-1 8.6.6.3).
func indexed(colors [][3]byte) string {
	b := appendInt([]byte("[/Indexed/DeviceRGB "), len(colors)-1)
	b = append(b, '<')
	for _, c := range colors {
		for _, v := range c {
			b = append(b, hexDigits[v>>4], hexDigits[v&15])
		}
	}
	return string(append(b, ">]"...))
}

// indexes packs the pixels as numbers of colours, in as few bits as they need.
func (px *pixels) indexes() ([]byte, int) {
	bits := 8
	for _, b := range []int{1, 2, 4} {
		if len(px.colors) <= 1<<b {
			bits = b
			break
		}
	}
	row := (px.w*bits + 7) / 8
	out := make([]byte, row*px.h)
	for y := range px.h {
		for x := range px.w {
			i := 3 * (y*px.w + x)
			v := px.palette[[3]byte(px.rgb[i:i+3])]
			at := x * bits
			out[y*row+at/8] |= v << (8 - bits - at%8)
		}
	}
	return out, bits
}

// readPixels takes a picture apart. Colours of pixels that cannot be seen are dropped, which packs better.
func readPixels(m image.Image) *pixels {
	b := m.Bounds()
	px := &pixels{w: b.Dx(), h: b.Dy(), gray: true, opaque: true, palette: make(map[[3]byte]byte)}
	px.rgb, px.alpha = make([]byte, 3*px.w*px.h), make([]byte, px.w*px.h)
	at := pixelAt(m)
	var last [3]byte
	seen := false
	i := 0
	for y := b.Min.Y; y < b.Max.Y; y++ {
		for x := b.Min.X; x < b.Max.X; x++ {
			c := at(x, y)
			if c.A == 0 {
				c = color.NRGBA{R: 255, G: 255, B: 255}
			}
			rgb := [3]byte{c.R, c.G, c.B}
			copy(px.rgb[3*i:], rgb[:])
			px.alpha[i] = c.A
			i++
			px.opaque = px.opaque && c.A == 255
			px.gray = px.gray && c.R == c.G && c.G == c.B
			if px.palette != nil && (!seen || rgb != last) {
				px.colour(rgb)
			}
			last, seen = rgb, true
		}
	}
	return px
}

func (px *pixels) colour(c [3]byte) {
	if _, ok := px.palette[c]; ok {
		return
	}
	if len(px.colors) == 256 {
		px.palette = nil
		return
	}
	px.palette[c] = byte(len(px.colors))
	px.colors = append(px.colors, c)
}

// pixelAt reads a pixel without an interface value for each one where the type allows it.
func pixelAt(m image.Image) func(x, y int) color.NRGBA {
	switch m := m.(type) {
	case *image.NRGBA:
		return m.NRGBAAt
	case *image.Gray:
		return func(x, y int) color.NRGBA {
			v := m.GrayAt(x, y).Y
			return color.NRGBA{v, v, v, 255}
		}
	case *image.Paletted:
		pal := make([]color.NRGBA, 256)
		for i := range m.Palette {
			pal[i] = color.NRGBAModel.Convert(m.Palette[i]).(color.NRGBA)
		}
		return func(x, y int) color.NRGBA { return pal[m.ColorIndexAt(x, y)] }
	case *image.RGBA:
		return func(x, y int) color.NRGBA {
			c := m.RGBAAt(x, y)
			if c.A == 255 {
				return color.NRGBA{c.R, c.G, c.B, 255}
			}
			return color.NRGBAModel.Convert(c).(color.NRGBA)
		}
	}
	return func(x, y int) color.NRGBA { return color.NRGBAModel.Convert(m.At(x, y)).(color.NRGBA) }
}

func appendPredictor(b []byte, columns, colors int) []byte {
	b = appendInt(append(b, "/DecodeParms<</Predictor 15/Colors "...), colors)
	return append(appendInt(append(b, "/Columns "...), columns), ">>"...)
}

// predict filters rows as PNG does (RFC 2083 6): none, sub or up, whichever leaves the smallest differences.
func predict(data []byte, row, bpp int) []byte {
	out := make([]byte, 0, len(data)+len(data)/row)
	prev := make([]byte, row)
	best, trial := make([]byte, row), make([]byte, row)
	for at := 0; at+row <= len(data); at += row {
		cur := data[at : at+row]
		kind, least := byte(0), 0
		for k := range byte(3) {
			sum := 0
			for x, v := range cur {
				switch {
				case k == 1 && x >= bpp:
					v -= cur[x-bpp]
				case k == 2:
					v -= prev[x]
				}
				trial[x] = v
				sum += abs(int(int8(v)))
			}
			if k == 0 || sum < least {
				kind, least = k, sum
				best, trial = trial, best
			}
		}
		out = append(append(out, kind), best...)
		prev = cur
	}
	return out
}

func abs(v int) int {
	if v < 0 {
		return -v
	}
	return v
}
