package docx

import (
	"encoding/hex"
	"strings"

	"reportmail/render/doc"
)

// faces are the elements of a w:font that embed one (ECMA-376-1 17.8.3.3 to 17.8.3.6).
var faces = []struct {
	name         string
	bold, italic bool
}{{"w:embedRegular", false, false}, {"w:embedBold", true, false}, {"w:embedItalic", false, true}, {"w:embedBoldItalic", true, true}}

// readFonts reads the fonts that travel with the document. A damaged one is reported and left out.
func (r *reader) readFonts() error {
	rel, ok := r.rels.first("fontTable")
	if !ok || !r.archive.has(rel.target) {
		return nil
	}
	tree, _, err := r.archive.tree(rel.target)
	if err != nil {
		return err
	}
	rels, err := r.archive.relations(rel.target)
	if err != nil {
		return err
	}
	for _, f := range tree.kids {
		for _, face := range faces {
			e := f.kid(face.name)
			if e == nil {
				continue
			}
			target, ok := rels.byID(e.attr("r:id"))
			if !ok || target.external {
				continue
			}
			data, err := r.archive.bytes(target.target, maxPart)
			if err != nil {
				r.find.Warn("font-unreadable", r.at(target.target), "", "embedded font %s cannot be read: %v", f.attr("w:name"), err)
				continue
			}
			reveal(data, e.attr("w:fontKey"))
			r.doc.Fonts = append(r.doc.Fonts, doc.EmbeddedFont{Family: f.attr("w:name"), Bold: face.bold, Italic: face.italic, Data: data})
		}
	}
	return nil
}

// reveal takes the obfuscation off a font: its first 32 bytes are combined with the digits of a GUID in reverse order
// (ECMA-376-4 17.8.1). A font without a key is stored as it is.
func reveal(font []byte, guid string) {
	key, err := hex.DecodeString(strings.NewReplacer("{", "", "}", "", "-", "").Replace(guid))
	if err != nil || len(key) != 16 || len(font) < 32 {
		return
	}
	for i := range 32 {
		font[i] ^= key[15-i%16]
	}
}
