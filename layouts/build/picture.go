package build

import (
	"bytes"
	"image"
	"image/color"
	"image/png"
)

// Picture is a picture control bound to an image column. The image is fitted into the box; a column P with a sibling
// P_Url is a link.
type Picture struct {
	Path          string
	Width, Height Twips
	Alt           string
}

const emuPerTwip = 635

func (p Picture) inline(s *story) {
	s.media = true
	s.file.pictures++
	id, cx, cy := num(s.file.pictures), num(p.Width*emuPerTwip), num(p.Height*emuPerTwip)
	s.open("w:sdt")
	s.open("w:sdtPr")
	s.bound(p.Path, "w:dataBinding", true)
	s.el("w:picture")
	s.close("w:sdtPr")
	s.open("w:sdtContent")
	s.open("w:r")
	s.open("w:drawing")
	s.open("wp:inline", "distT", "0", "distB", "0", "distL", "0", "distR", "0")
	s.el("wp:extent", "cx", cx, "cy", cy)
	s.el("wp:docPr", "id", id, "name", "Picture "+id, "descr", p.Alt)
	s.open("wp:cNvGraphicFramePr")
	s.el("a:graphicFrameLocks", "noChangeAspect", "1")
	s.close("wp:cNvGraphicFramePr")
	s.open("a:graphic")
	s.open("a:graphicData", "uri", nsPicture)
	s.open("pic:pic")
	s.open("pic:nvPicPr")
	s.el("pic:cNvPr", "id", id, "name", "Picture "+id)
	s.el("pic:cNvPicPr")
	s.close("pic:nvPicPr")
	s.open("pic:blipFill")
	s.el("a:blip", "r:embed", mediaRel)
	s.WriteString(`<a:stretch><a:fillRect/></a:stretch>`)
	s.close("pic:blipFill")
	s.open("pic:spPr")
	s.open("a:xfrm")
	s.el("a:off", "x", "0", "y", "0")
	s.el("a:ext", "cx", cx, "cy", cy)
	s.close("a:xfrm")
	s.WriteString(`<a:prstGeom prst="rect"><a:avLst/></a:prstGeom>`)
	for _, end := range []string{"pic:spPr", "pic:pic", "a:graphicData", "a:graphic", "wp:inline", "w:drawing", "w:r", "w:sdtContent", "w:sdt"} {
		s.close(end)
	}
}

// placeholder is the image that stands in a picture control at design time: a pale frame. It is not compressed, so that
// its bytes do not depend on the version of a compressor.
func placeholder() ([]byte, error) {
	const w, h = 156, 54
	frame := image.NewPaletted(image.Rect(0, 0, w, h), color.Palette{color.Gray{0xF5}, color.Gray{0xB0}})
	for x := range w {
		frame.SetColorIndex(x, 0, 1)
		frame.SetColorIndex(x, h-1, 1)
	}
	for y := range h {
		frame.SetColorIndex(0, y, 1)
		frame.SetColorIndex(w-1, y, 1)
	}
	var b bytes.Buffer
	enc := png.Encoder{CompressionLevel: png.NoCompression}
	if err := enc.Encode(&b, frame); err != nil {
		return nil, err
	}
	return b.Bytes(), nil
}
