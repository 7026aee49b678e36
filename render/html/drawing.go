package html

import (
	"hash/crc32"
	"strconv"
	"strings"

	"reportmail/render/diag"
	"reportmail/render/doc"
)

// images are the pictures of a body, each once.
type images struct {
	list []Image
	cids map[*doc.Image]string
}

// maxImages bounds the pictures of one body; a repeater over thousands of rows with a picture each is no e-mail.
const maxImages = 200

// formats are the picture formats that mail programs show, with the ending of their files.
var formats = map[string]string{"image/png": ".png", "image/jpeg": ".jpg", "image/gif": ".gif", "image/bmp": ".bmp"}

// cid is the content id under which img travels (RFC 2392), or "" when it cannot.
func (b *builder) cid(img *doc.Image, where diag.Where) string {
	if id, ok := b.images.cids[img]; ok {
		return id
	}
	ending, ok := formats[img.ContentType]
	switch {
	case !ok || len(img.Data) == 0:
		b.f.Warn("picture-left-out", where, "use PNG or JPEG", "picture %q of type %q is not shown", img.Name, img.ContentType)
		return ""
	case len(b.images.list) == maxImages:
		b.f.Warn("picture-left-out", where, "", "more than %d pictures: the rest is left out", maxImages)
		return ""
	}
	// The checksum makes ids differ between messages of one thread, which some mail programs mix up.
	name := "image" + strconv.Itoa(len(b.images.list)+1)
	id := name + "." + Checksum(img.Data) + "@reportmail"
	if b.images.cids == nil {
		b.images.cids = make(map[*doc.Image]string, 4)
	}
	b.images.cids[img] = id
	b.images.list = append(b.images.list, Image{CID: id, ContentType: img.ContentType, Name: name + ending, Data: img.Data})
	return id
}

// Checksum is the part of a CID between dot and @ for a picture with these bytes.
func Checksum(data []byte) string {
	return strconv.FormatUint(uint64(crc32.Checksum(data, crc32.MakeTable(crc32.Castagnoli))), 16)
}

// drawing adds a picture to the line, or keeps an anchored drawing for before the paragraph.
func (in *inlines) drawing(n *doc.Drawing) {
	b := in.b
	switch {
	case n.Picture != nil && n.Anchor == nil:
		if p := b.picture(n, in.at); p != nil {
			in.image(p, n, in.link)
		}
	case n.Picture != nil:
		in.anchored(n)
	case n.Shape != nil:
		if bl, ok := b.shape(n, in.at); ok {
			b.floats = append(b.floats, bl)
		}
	default:
		b.f.Warn("drawing-left-out", in.at.where, "save it as a picture", "drawing %q is of a kind that a body cannot show", n.Name)
	}
}

func (in *inlines) image(p *picture, n *doc.Drawing, link string) {
	if n.Link != "" {
		link = in.b.link(n.Link, in.at.where)
	}
	if link != "" && p.alt == "" { // a link must have a name
		p.alt = linkName(link)
	}
	in.ink = true
	in.b.atoms = append(in.b.atoms, atom{kind: imageAtom, image: p, link: link, text: p.alt, from: in.b.pictureOrigin(n)})
}

// anchored shows an anchored picture: beside the text when text runs around it, else in the line.
func (in *inlines) anchored(n *doc.Drawing) {
	p := in.b.picture(n, in.at)
	if p == nil {
		return
	}
	if w := n.Anchor.Wrap; w == doc.WrapSquare || w == doc.WrapTight {
		p.float = doc.AlignLeft
		if side(n.Anchor.H, n.Width, in.b.page()) == doc.AlignRight {
			p.float = doc.AlignRight
		}
	}
	in.image(p, n, in.link)
}

// picture is n as a body shows it, scaled down to its column; nil when there is nothing to show.
func (b *builder) picture(n *doc.Drawing, at place) *picture {
	img := n.Picture.Image
	if img == nil {
		return nil
	}
	id := b.cid(img, at.where)
	if id == "" {
		return nil
	}
	if n.Picture.Rotation != 0 || n.Picture.FlipH || n.Picture.FlipV {
		b.f.Info("picture-upright", at.where, "rotate the picture file", "rotation of picture %q left out", n.Name)
	}
	if n.Picture.Crop != (doc.Crop{}) {
		b.f.Info("picture-whole", at.where, "crop the picture file", "picture %q is shown whole: mail programs do not crop", n.Name)
	}
	p := &picture{cid: id, alt: alt(n), width: pxEMU(n.Width), height: pxEMU(n.Height), float: doc.AlignBoth}
	if n.Width <= 0 {
		p.width, p.height = px(img.Width), px(img.Height)
	}
	p.width, p.height = max(p.width, 1), max(p.height, 1) // a picture of no height is shown in its own
	if at.width > 0 && p.width > at.width {
		p.height = max(px(int64(p.height)*int64(at.width)/int64(p.width)), 1)
		p.width = at.width
	}
	return p
}

// alt is the text in place of a picture: what the author wrote, or nothing, which marks it as decoration. Names that
// Word makes up ("Picture 1") say nothing to anybody.
func alt(n *doc.Drawing) string {
	if n.Decorative {
		return ""
	}
	return oneLine(n.Alt, 150)
}

// linkName is a readable name for an address without a text of its own.
func linkName(url string) string {
	_, rest, _ := strings.Cut(url, ":")
	rest = strings.TrimPrefix(rest, "//")
	if i := strings.IndexAny(rest, "/?#"); i > 0 {
		rest = rest[:i]
	}
	return rest
}

// page is the page setup that positions refer to.
func (b *builder) page() doc.PageSetup {
	if len(b.d.Sections) == 0 {
		return doc.PageSetup{}
	}
	return b.d.Sections[0].Page
}

// side is where on its line something anchored at pos stands: left, centre or right third of the text area.
func side(pos doc.Position, width doc.EMU, page doc.PageSetup) doc.Align {
	switch pos.Align {
	case "left", "inside":
		return doc.AlignLeft
	case "center":
		return doc.AlignCenter
	case "right", "outside":
		return doc.AlignRight
	}
	x := doc.Twips(pos.Offset/635) + doc.Twips(width/1270)
	switch pos.Base {
	case "page", "leftMargin", "insideMargin":
		x -= page.Left
	case "rightMargin", "outsideMargin":
		x += page.Width - page.Left - page.Right
	}
	return third(x, page.Width-page.Left-page.Right)
}

// third is where a middle at x stands in a column of width: left, centre or right.
func third(x, width doc.Twips) doc.Align {
	switch {
	case width <= 0 || x < width*2/5:
		return doc.AlignLeft
	case x > width*3/5:
		return doc.AlignRight
	}
	return doc.AlignCenter
}
