package docx

import (
	"strings"

	"reportmail/render/diag"
	"reportmail/render/doc"
)

// at is a finding's place in a part.
func (r *reader) at(part string) diag.Where { return diag.Where{Part: part} }

// maxPlaceholder is the size up to which a part that is no picture stands in for one: Business Central writes the
// base64-decoded name of the column, 10 to 16 bytes.
const maxPlaceholder = 256

// image is the picture of a part, shared by all that show it; nil for a placeholder and for files that are no picture
// or of a format that no writer has.
func (r *reader) image(name string) *doc.Image {
	key := partKey(name)
	if img, ok := r.images[key]; ok {
		return img
	}
	r.images[key] = nil
	if !r.archive.has(name) {
		r.find.Warn("picture-unreadable", r.at(name), "", "picture part is missing")
		return nil
	}
	b, err := r.archive.bytes(name, maxPart)
	if err != nil {
		r.find.Warn("picture-unreadable", r.at(name), "", "picture cannot be read: %v", err)
		return nil
	}
	img, err := doc.ReadImage(name, b)
	if err != nil {
		if len(b) > maxPlaceholder || !strings.HasSuffix(key, ".bin") {
			r.find.Warn("picture-unreadable", r.at(name), "use PNG, JPEG, GIF or BMP", "picture cannot be shown: %v", err)
		}
		return nil
	}
	r.images[key] = img
	return img
}
