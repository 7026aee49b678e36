package merge

import (
	"errors"

	"reportmail/render/doc"
)

// pictureStep is a picture control bound to a column of base64 text.
type pictureStep struct {
	ctl    *doc.Control
	b      *binding
	levels []level      // down to the drawing
	box    *doc.Drawing // nil: the control holds no drawing
}

func (c *compiler) picture(ctl *doc.Control, b *binding) step {
	s := &pictureStep{ctl: ctl, b: b}
	s.descend(nil, ctl.Content)
	return s
}

// descend finds the first drawing below node. Everything beside it stays.
func (s *pictureStep) descend(node doc.Node, content []doc.Node) bool {
	for i, n := range content {
		l := level{node: node, before: content[:i], after: content[i+1:]}
		s.levels = append(s.levels, l)
		if d, ok := n.(*doc.Drawing); ok {
			s.box = d
			return true
		}
		if s.descend(n, doc.Children(n)) {
			return true
		}
		s.levels = s.levels[:len(s.levels)-1]
	}
	return false
}

func (s *pictureStep) run(x *exec) {
	img := s.image(x)
	if s.box == nil {
		s.inPlace(x, img)
		return
	}
	var content []doc.Node
	if img != nil {
		content = x.one(s.drawing(x, img))
	}
	for i := len(s.levels) - 1; i >= 0; i-- {
		l := s.levels[i]
		if len(l.before)+len(l.after) > 0 {
			content = append(append(append([]doc.Node(nil), l.before...), content...), l.after...)
		}
		if l.node != nil {
			content = x.one(x.rewrap(l.node, content))
		}
	}
	x.push(x.control(s.ctl, content))
}

// rewrap is a copy of a node with other content.
func (x *exec) rewrap(n doc.Node, content []doc.Node) doc.Node {
	switch n := n.(type) {
	case *doc.Paragraph:
		return x.paragraph(n, content)
	case *doc.Cell:
		return x.cell(n, content)
	case *doc.Control:
		return x.control(n, content)
	case *doc.Row:
		r := *n
		r.Content = content
		return &r
	case *doc.Table:
		t := *n
		t.Content = content
		return &t
	case *doc.Link:
		l := *n
		l.Content = content
		return &l
	case *doc.Field:
		f := *n
		f.Result = content
		return &f
	case *doc.HTML:
		h := *n
		h.Content = content
		return &h
	}
	return n
}

// image is the column's picture; nil when there is none to show, which is reported unless the column is empty.
func (s *pictureStep) image(x *exec) *doc.Image {
	value := s.b.value(x)
	if row, _, _ := s.b.row(x); value == "" && row == x.mergeRow && row != nil {
		value = x.batch.carried(s.b.column)
	}
	if value == "" {
		return nil
	}
	img, err := x.plan.images.get(value, s.b.column)
	if err != nil {
		id := "picture-unreadable"
		if errors.Is(err, errTooLarge) {
			id = "picture-too-large"
		}
		x.find.Warn(id, s.b.where(), "columns hold PNG, JPEG, GIF or BMP as base64", "the picture in %s is left out: %v", s.b.text(), err)
		return nil
	}
	return img
}

// drawing is the control's drawing with the image, in the control's box: as large as fits with its aspect kept, at the
// top left. Crop and placeholder go.
func (s *pictureStep) drawing(x *exec, img *doc.Image) *doc.Drawing {
	d := *s.box
	pic := doc.Picture{Image: img}
	if p := s.box.Picture; p != nil {
		pic = *p
		pic.Image, pic.Crop = img, doc.Crop{}
	}
	d.Picture, d.Shape = &pic, nil
	d.Width, d.Height = fit(s.box.Width, s.box.Height, img)
	s.describe(x, &d)
	return &d
}

// describe gives a drawing its address and alternative text from the columns beside the picture's.
func (s *pictureStep) describe(x *exec, d *doc.Drawing) {
	if alt := s.b.sibling(x, s.b.column+altSuffix); alt != "" {
		d.Alt = alt
	}
	if address := s.b.sibling(x, s.b.column+urlSuffix); address != "" {
		if href, ok := x.href(s.b, address); ok {
			d.Link = href
		}
	}
}

// fit is the largest size of an image's shape in a box. A box without extent takes the image's own size.
func fit(width, height doc.EMU, img *doc.Image) (w, h doc.EMU) {
	iw, ih := int64(max(img.Width, 1)), int64(max(img.Height, 1))
	if width <= 0 || height <= 0 {
		return natural(img)
	}
	if int64(width)*ih <= int64(height)*iw {
		return width, doc.EMU(max(int64(width)*ih/iw, 1))
	}
	return doc.EMU(max(int64(height)*iw/ih, 1)), height
}

const (
	emuPerInch = 914400
	screenDPI  = 96
	maxNatural = 17 * 360000 // EMU; the text width of a page, which a picture without a box must not leave
)

// natural is the size that an image has by its own resolution.
func natural(img *doc.Image) (w, h doc.EMU) {
	dpi := img.DPI
	if dpi < 1 {
		dpi = screenDPI
	}
	w = doc.EMU(float64(img.Width) * emuPerInch / dpi)
	h = doc.EMU(float64(img.Height) * emuPerInch / dpi)
	if most := max(w, h); most > maxNatural {
		w, h = w*maxNatural/most, h*maxNatural/most
	}
	return max(w, 1), max(h, 1)
}

// inPlace shows the picture of a control that holds no drawing, at its own size.
func (s *pictureStep) inPlace(x *exec, img *doc.Image) {
	sh := shellOf(s.ctl)
	var inlines []doc.Node
	if img != nil {
		d := &doc.Drawing{Picture: &doc.Picture{Image: img}, Name: s.b.column}
		d.Width, d.Height = natural(img)
		s.describe(x, d)
		x.find.Info("picture-without-box", s.b.where(), "", "the picture control of %s has no box; the picture has its own size", s.b.text())
		inlines = x.one(d)
	}
	x.push(sh.fill(x, inlines))
}
