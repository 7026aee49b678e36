package docx

import (
	"archive/zip"
	"bytes"
	"fmt"
	"io"
	"maps"
	"path"
	"slices"
	"strings"

	"github.com/klauspost/compress/flate"
)

// output is the package that is being written: that of the layout with parts replaced and added.
type output struct {
	archive  *archive
	replaced map[string][]byte     // by partKey
	added    []string              // names of new parts, in their order
	rels     map[string][]relation // new relationships by source part
	types    []typeOf              // new content types
}

// typeOf is a content type: of an extension, or of a part.
type typeOf struct{ extension, part, contentType string }

func newOutput(a *archive) *output {
	fresh := *a // the budget of bytes is that of this writing
	fresh.unpacked = 0
	return &output{archive: &fresh, replaced: map[string][]byte{}, rels: map[string][]relation{}}
}

// put replaces a part or adds it.
func (o *output) put(name string, data []byte) {
	if !o.archive.has(name) && o.replaced[partKey(name)] == nil {
		o.added = append(o.added, name)
	}
	o.replaced[partKey(name)] = data
}

// putXML puts an XML part that was read from any encoding.
func (o *output) putXML(name, text string) {
	o.put(name, []byte(`<?xml version="1.0" encoding="UTF-8" standalone="yes"?>`+"\n"+strings.TrimLeft(withoutDeclaration(text), "\r\n")))
}

// tree is an XML part as it is now.
func (o *output) tree(name string) (*element, string, error) {
	data, ok := o.replaced[partKey(name)]
	if !ok {
		return o.archive.tree(name)
	}
	root, err := scan(string(data))
	return root, string(data), err
}

func (o *output) has(name string) bool {
	return o.replaced[partKey(name)] != nil || o.archive.has(name)
}

// freeName is a part name that the package does not have.
func (o *output) freeName(dir, stem, ext string) string {
	for n := 1; ; n++ {
		if name := path.Join(dir, fmt.Sprintf("%s%d%s", stem, n, ext)); !o.has(name) {
			return name
		}
	}
}

// sameType gives a new part the content type of another.
func (o *output) sameType(name, as string) {
	o.types = append(o.types, typeOf{part: name, extension: as})
}

// bytes packs the package. Parts that did not change are not packed anew, and the order is that of the layout, so that
// the same input gives the same bytes.
func (o *output) bytes() ([]byte, error) {
	for _, source := range slices.Sorted(maps.Keys(o.rels)) {
		if err := o.addRelations(source, o.rels[source]); err != nil {
			return nil, err
		}
	}
	if err := o.addTypes(); err != nil {
		return nil, err
	}
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	z.RegisterCompressor(zip.Deflate, func(w io.Writer) (io.WriteCloser, error) { return flate.NewWriter(w, flate.DefaultCompression) })
	for _, f := range o.archive.files {
		data, changed := o.replaced[partKey(f.Name)]
		if !changed {
			if err := z.Copy(f); err != nil {
				return nil, fmt.Errorf("copy part %s: %w", f.Name, err)
			}
			continue
		}
		if err := store(z, f.Name, data); err != nil {
			return nil, err
		}
	}
	for _, name := range o.added {
		if err := store(z, name, o.replaced[partKey(name)]); err != nil {
			return nil, err
		}
	}
	if err := z.Close(); err != nil {
		return nil, fmt.Errorf("close the package: %w", err)
	}
	return b.Bytes(), nil
}

func store(z *zip.Writer, name string, data []byte) error {
	w, err := z.CreateHeader(&zip.FileHeader{Name: name, Method: zip.Deflate})
	if err == nil {
		_, err = w.Write(data)
	}
	if err != nil {
		return fmt.Errorf("pack part %s: %w", name, err)
	}
	return nil
}

// addRelations writes the relationships of a part with new ones.
func (o *output) addRelations(source string, rels []relation) error {
	name := relationsName(source)
	text := `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"></Relationships>`
	if o.has(name) {
		root, t, err := o.tree(name)
		if err != nil {
			return err
		}
		text = t[root.start:root.end]
		if strings.HasSuffix(text, "/>") {
			text = openTag(text) + "</" + rawName(text) + ">"
		}
	}
	end := strings.LastIndex(text, "</")
	var b strings.Builder
	for _, r := range rels {
		target, mode := r.target, ` TargetMode="External"`
		if !r.external {
			target, mode = relativeTo(source, r.target), ""
		}
		fmt.Fprintf(&b, `<%sRelationship Id="%s" Type="%s" Target="%s"%s/>`, rawPrefix(text), r.id, r.base+r.kind, escapeAttr(target), mode)
	}
	o.putXML(name, text[:end]+b.String()+text[end:])
	return nil
}

// openTag is a raw tag that is not an empty element.
func openTag(tag string) string {
	if t, ok := strings.CutSuffix(tag, "/>"); ok {
		return strings.TrimRight(t, " ") + ">"
	}
	return tag
}

func rawPrefix(tag string) string {
	name := rawName(tag)
	return name[:strings.IndexByte(name, ':')+1]
}

// relativeTo is a relationship target seen from its source part.
func relativeTo(source, target string) string {
	if dir := path.Dir(source) + "/"; strings.HasPrefix(target, dir) {
		return target[len(dir):]
	}
	return "/" + target
}

// addTypes adds the content types of new parts (ECMA-376-2 6.2.3.2).
func (o *output) addTypes() error {
	if len(o.types) == 0 {
		return nil
	}
	const name = "[Content_Types].xml"
	root, text, err := o.tree(name)
	if err != nil {
		return err
	}
	known := map[string]string{} // extensions ".png" and parts "word/a.xml" → content type
	for _, e := range root.kids {
		switch e.name {
		case "ct:Default":
			known["."+strings.ToLower(e.attr("Extension"))] = e.attr("ContentType")
		case "ct:Override":
			known[partKey(e.attr("PartName"))] = e.attr("ContentType")
		}
	}
	prefix := rawPrefix(text[root.start:])
	var b strings.Builder
	for _, t := range o.types {
		switch {
		case t.part == "" && known["."+t.extension] == "":
			known["."+t.extension] = t.contentType
			fmt.Fprintf(&b, `<%sDefault Extension="%s" ContentType="%s"/>`, prefix, t.extension, t.contentType)
		case t.part != "" && known[partKey(t.part)] == "":
			contentType := t.contentType
			if t.extension != "" {
				contentType = known[partKey(t.extension)]
			}
			if contentType != "" {
				known[partKey(t.part)] = contentType
				fmt.Fprintf(&b, `<%sOverride PartName="/%s" ContentType="%s"/>`, prefix, escapeAttr(t.part), contentType)
			}
		}
	}
	o.putXML(name, text[:root.open]+b.String()+text[root.open:])
	return nil
}
