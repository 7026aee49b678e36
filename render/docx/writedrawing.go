package docx

import (
	"fmt"
	"path"
	"strconv"
	"strings"

	"reportmail/render/doc"
)

// drawing writes a drawing that a merge changed: one of the layout's with another picture or text, or a new picture.
func (s *storyWriter) drawing(n *doc.Drawing) {
	e := s.x.element(n)
	own, _ := s.x.nodes[n.Src].(*doc.Drawing)
	pic := n.Picture != nil && n.Picture.Image != nil
	if e == nil || own == nil || e.name != "w:r" || pic && own.Picture == nil {
		if pic {
			s.b.WriteString(s.p("<%r>") + s.runProps(n.Style, n.Props) + s.newPicture(n) + s.p("</%r>"))
		}
		return
	}
	var piece []*element
	for _, k := range e.kids {
		if k.start >= n.Src.Open && k.end <= n.Src.Close {
			piece = append(piece, k)
		}
	}
	var edits []edit
	for _, k := range piece {
		again := s.seen[k.start]
		s.seen[k.start] = true
		if k.around != nil {
			s.onlyBranch(k, &edits) // the other branch shows what was
		}
		if props := k.find("wp:docPr"); props != nil && again {
			s.seen[props.start] = true
		}
		if pic {
			s.pictureEdits(k, n, again, &edits)
		} else {
			s.textEdits(k, own, n, again, &edits)
		}
	}
	s.b.WriteString(s.x.text[e.start:e.open] + s.raw(e.kid("w:rPr")) + edited(s.x.text, n.Src.Open, n.Src.Close, edits) + closeTag(s.x.text, e))
}

// pictureEdits shows a picture in a drawing, in its new size and without the placeholder's crop.
func (s *storyWriter) pictureEdits(e *element, n *doc.Drawing, again bool, edits *[]edit) {
	text := s.x.text
	set := func(k *element, pairs ...string) {
		if k == nil {
			return
		}
		tag := text[k.start:k.open]
		for i := 0; i < len(pairs); i += 2 {
			tag = setAttr(tag, pairs[i], pairs[i+1])
		}
		*edits = append(*edits, edit{k.start, k.open, tag})
	}
	w, h := strconv.FormatInt(int64(n.Width), 10), strconv.FormatInt(int64(n.Height), 10)
	set(e.find("wp:extent"), "cx", w, "cy", h)
	set(e.find("pic:spPr").path("a:xfrm", "a:ext"), "cx", w, "cy", h)
	if blip := e.find("a:blip"); blip != nil {
		// Effects and alternatives of the placeholder, such as its SVG, go with it.
		*edits = append(*edits, edit{blip.start, blip.end, s.blip(text[blip.start:blip.open], n.Picture.Image)})
	}
	if crop := e.find("a:srcRect"); crop != nil {
		*edits = append(*edits, edit{crop.start, crop.end, ""})
	}
	if img := e.find("v:imagedata"); img != nil {
		set(img, s.r+":id", s.media(n.Picture.Image))
	}
	if props := e.find("wp:docPr"); props != nil {
		tag := text[props.start:props.open]
		if again {
			tag = setAttr(tag, "id", s.id())
		}
		if n.Alt != "" {
			tag = setAttr(tag, "descr", n.Alt)
		}
		if n.Link == "" || props.kid("a:hlinkClick") != nil {
			*edits = append(*edits, edit{props.start, props.open, tag})
			return
		}
		*edits = append(*edits, edit{props.start, props.end, openTag(tag) + s.clickLink(n.Link) + closeTag(text, props)})
	}
}

const drawingMain = "http://schemas.openxmlformats.org/drawingml/2006/main"

// clickLink is the link of a picture.
func (s *storyWriter) clickLink(url string) string {
	return fmt.Sprintf(`<a:hlinkClick xmlns:a="%s" %s:id="%s"/>`, drawingMain, s.r, s.relate("hyperlink", url, true))
}

func (s *storyWriter) blip(tag string, img *doc.Image) string {
	tag = dropAttr(openTag(tag), "link")
	tag = setAttr(tag, s.r+":embed", s.media(img))
	return strings.TrimSuffix(tag, ">") + "/>"
}

// textEdits puts the merged text into the text boxes of a drawing. Boxes are told by where their text stood.
func (s *storyWriter) textEdits(e *element, own, n *doc.Drawing, again bool, edits *[]edit) {
	if again {
		s.freshIDs(e, edits)
	}
	var before, after [][]doc.Node
	texts(own, &before)
	texts(n, &after)
	for i := range min(len(before), len(after)) {
		if len(before[i]) == 0 {
			continue
		}
		first := s.x.element(before[i][0])
		box := s.x.parent[first]
		for box != nil && box.name != "w:txbxContent" {
			box = s.x.parent[box]
		}
		if box == nil {
			continue
		}
		outer := s.b
		s.b = strings.Builder{}
		s.nodes(after[i], box, box.close)
		*edits = append(*edits, edit{box.open, box.close, s.b.String()})
		s.b = outer
	}
}

// freshIDs gives the drawings of a copy ids of their own.
func (s *storyWriter) freshIDs(e *element, edits *[]edit) {
	if e.name == "wp:docPr" {
		*edits = append(*edits, edit{e.start, e.open, setAttr(s.x.text[e.start:e.open], "id", s.id())})
	}
	if e.name != "w:txbxContent" {
		for _, k := range e.kids {
			s.freshIDs(k, edits)
		}
	}
}

// texts are the text boxes of a drawing and the members of its groups, in the same order for every copy of it.
func texts(d *doc.Drawing, out *[][]doc.Node) {
	if d.Shape == nil {
		return
	}
	*out = append(*out, d.Shape.Text)
	for _, m := range d.Shape.Children {
		texts(m, out)
	}
}

// extensions are those of picture parts.
var extensions = map[string]string{"image/png": "png", "image/jpeg": "jpeg", "image/gif": "gif", "image/bmp": "bmp"}

// media is the relationship of a picture; each picture is one part however often it shows.
func (s *storyWriter) media(img *doc.Image) string {
	name, ok := s.images[img]
	if !ok {
		if name = img.Name; !s.out.archive.has(name) || s.writer.image(name) != img {
			ext := extensions[img.ContentType]
			name = s.out.freeName(path.Join(path.Dir(s.Package.main), "media"), "merged", "."+ext)
			s.out.put(name, img.Data)
			s.out.types = append(s.out.types, typeOf{extension: ext, contentType: img.ContentType})
		}
		s.images[img] = name
	}
	return s.relate("image", name, false)
}

// image is the layout's picture of a part name.
func (w *writer) image(name string) *doc.Image { return w.stories[0].reader.images[partKey(name)] }

// newPicture is a drawing in the line for a picture that the layout has no box for.
func (s *storyWriter) newPicture(n *doc.Drawing) string {
	link := ""
	if n.Link != "" {
		link = s.clickLink(n.Link)
	}
	return s.p(`<%drawing>`) + fmt.Sprintf(
		`<wp:inline xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" distT="0" distB="0" distL="0" distR="0">`+
			`<wp:extent cx="%[1]d" cy="%[2]d"/><wp:docPr id="%[3]s" name="%[4]s" descr="%[5]s">%[6]s</wp:docPr>`+
			`<a:graphic xmlns:a="%[7]s"><a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/picture">`+
			`<pic:pic xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:nvPicPr><pic:cNvPr id="0" name="%[4]s"/><pic:cNvPicPr/></pic:nvPicPr>`+
			`<pic:blipFill><a:blip %[8]s:embed="%[9]s"/><a:stretch><a:fillRect/></a:stretch></pic:blipFill>`+
			`<pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="%[1]d" cy="%[2]d"/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr>`+
			`</pic:pic></a:graphicData></a:graphic></wp:inline>`,
		n.Width, n.Height, s.id(), escapeAttr(n.Name), escapeAttr(n.Alt), link, drawingMain, s.r, s.media(n.Picture.Image)) + s.p(`</%drawing>`)
}
