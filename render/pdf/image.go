package pdf

import (
	"slices"

	"reportmail/render/diag"
	"reportmail/render/doc"
	"reportmail/render/page"
)

// pictureUse is a picture of the document; object 0 is one that cannot be shown.
type pictureUse struct {
	object int
}

// Image shows a picture in its box; what the crop cuts off is clipped away (ISO 32000-1 8.10.1).
func (n *native) Image(i *page.Image) {
	if i.Image == nil || i.W <= 0 || i.H <= 0 {
		return
	}
	u := n.picture(i.Image)
	if u.object == 0 {
		return
	}
	n.prepare(false)
	n.occupy(i.X, i.Y, i.W, i.H)
	n.setAlpha(255)
	n.content = append(n.content, "q\n"...)
	x, y, w, h := uncropped(i)
	if i.Crop != (doc.Crop{}) {
		n.Clip(page.Clip{X: i.X, Y: i.Y, W: i.W, H: i.H})
	}
	a, d, e, f := w, h, x, n.page.height-y-h
	if i.FlipH {
		a, e = -w, x+w
	}
	if i.FlipV {
		d, f = -h, n.page.height-y
	}
	b := appendNumbers(n.content, 3, a)
	b = appendNumbers(append(b, "0 0 "...), 3, d, e, f)
	b = appendInt(append(b, "cm/I"...), u.object)
	n.content = append(b, " Do Q\n"...)
}

// uncropped is the box of the whole picture, of which the item's box is the part that shows. A picture that is cropped
// to nothing is shown whole.
func uncropped(i *page.Image) (x, y, w, h float64) {
	share := func(v int32) float64 { return float64(v) / 100000 }
	left, top, right, bottom := share(i.Crop.Left), share(i.Crop.Top), share(i.Crop.Right), share(i.Crop.Bottom)
	if i.FlipH {
		left, right = right, left
	}
	if i.FlipV {
		top, bottom = bottom, top
	}
	const least = 0.001 // of the picture must show
	if 1-left-right < least || 1-top-bottom < least {
		return i.X, i.Y, i.W, i.H
	}
	w, h = i.W/(1-left-right), i.H/(1-top-bottom)
	return i.X - left*w, i.Y - top*h, w, h
}

// picture is the document's object for an image; it is written when it is first shown.
func (n *native) picture(img *doc.Image) pictureUse {
	u, known := n.pictures[img]
	if !known {
		enc, err := encodedPicture(img)
		if err != nil {
			n.o.Findings.Warn("picture-unreadable", diag.Where{Page: n.page.number + 1}, "use a PNG or JPEG picture", "picture %s cannot be shown: %v", img.Name, err)
		} else {
			u.object = n.file.writePicture(enc)
		}
		if n.pictures == nil {
			n.pictures = make(map[*doc.Image]pictureUse)
		}
		n.pictures[img] = u
	}
	if u.object != 0 && !slices.Contains(n.page.pictures, u) {
		n.page.pictures = append(n.page.pictures, u)
	}
	return u
}

// writePicture writes an image and its mask (ISO 32000-1 8.9.5, 11.6.5.3).
func (f *file) writePicture(p *picture) int {
	dict := slices.Clone(p.dict)
	if p.mask != nil {
		mask := f.number()
		f.stream(mask, p.maskDict, p.mask, false)
		dict = appendRef(append(dict, "/SMask "...), mask)
	}
	obj := f.number()
	f.stream(obj, dict, p.data, false)
	return obj
}
