package pdf

import (
	"fmt"
	"slices"
	"strings"
)

// attached is a file specification and its name, for the catalog.
type attached struct {
	name string
	spec int
}

// writeAttachments writes the embedded files (ISO 32000-1 7.11.4) with what they are to the document (ISO 19005-3
// 6.8).
func (n *native) writeAttachments() ([]attached, error) {
	var list []attached
	for i := range n.o.Attachments {
		a := &n.o.Attachments[i]
		if err := a.check(); err != nil {
			return nil, err
		}
		if slices.ContainsFunc(list, func(o attached) bool { return o.name == a.Name }) {
			return nil, fmt.Errorf("attach %q: %w: another has the same name", a.Name, ErrAttachment)
		}
		f := n.file
		data, spec := f.number(), f.number()
		mime := a.MIME
		if mime == "" {
			mime = "application/octet-stream"
		}
		dict := appendName([]byte("/Type/EmbeddedFile/Subtype"), mime)
		dict = appendInt(append(dict, "/Params<</Size "...), len(a.Data))
		mod := a.ModTime
		if mod.IsZero() {
			mod = n.o.Time
		}
		if !mod.IsZero() {
			dict = appendLiteral(append(dict, "/ModDate"...), mod.UTC().Format(dateLayout))
		}
		f.stream(data, append(dict, ">>"...), f.deflate(a.Data), true)

		f.object(spec)
		b := appendLiteral(append(f.objects, "<</Type/Filespec/F"...), asciiName(a.Name))
		b = appendText(append(b, "/UF"...), a.Name)
		if a.Description != "" {
			b = appendText(append(b, "/Desc"...), clean(a.Description))
		}
		relationship := a.Relationship
		if relationship == "" {
			relationship = Unspecified
		}
		b = appendName(append(b, "/AFRelationship"...), string(relationship))
		b = appendRef(append(b, "/EF<</F "...), data)
		b = appendRef(append(b, "/UF "...), data)
		f.objects = append(b, ">>>>"...)
		list = append(list, attached{a.Name, spec})
	}
	return list, nil
}

func (a *Attachment) check() error {
	switch a.Relationship {
	case Source, Data, Alternative, Supplement, Unspecified, "":
	default:
		return fmt.Errorf("attach %q: %w: no relationship %q", a.Name, ErrAttachment, a.Relationship)
	}
	if a.Name == "" || a.Name != clean(a.Name) || strings.ContainsAny(a.Name, "/\\\n\t") {
		return fmt.Errorf("attach %q: %w: not a file name", a.Name, ErrAttachment)
	}
	return nil
}

// asciiName is a name for readers that do not know Unicode names.
func asciiName(s string) string {
	return strings.Map(func(r rune) rune {
		if r < 0x20 || r > 0x7E {
			return '_'
		}
		return r
	}, s)
}

// appendAttachments writes the catalog's entries for them: the name tree, sorted, and the associated files.
func appendAttachments(b []byte, list []attached) []byte {
	if len(list) == 0 {
		return b
	}
	b = append(b, "/AF["...)
	for i, a := range list {
		if i > 0 {
			b = append(b, ' ')
		}
		b = appendRef(b, a.spec)
	}
	b = append(b, "]/Names<</EmbeddedFiles<</Names["...)
	type named struct {
		key  string
		spec int
	}
	sorted := make([]named, len(list))
	for i, a := range list {
		sorted[i] = named{string(appendText(nil, a.name)), a.spec}
	}
	slices.SortFunc(sorted, func(x, y named) int { return strings.Compare(x.key, y.key) })
	for _, s := range sorted {
		b = appendRef(append(b, s.key...), s.spec)
	}
	return append(b, "]>>>>"...)
}
