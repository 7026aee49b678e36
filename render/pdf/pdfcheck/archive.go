package pdfcheck

import (
	"bytes"
	"encoding/xml"
	"fmt"
	"io"
	"strings"
	"time"
)

func checkHeader(d *document, report func(string, ...any)) {
	if !bytes.HasPrefix(d.data, []byte("%PDF-1.7\n%")) || len(d.data) < 15 {
		report("does not begin with %%PDF-1.7 and a comment")
		return
	}
	for _, c := range d.data[10:14] {
		if c < 0x80 {
			report("the comment after the header has a byte below 128")
		}
	}
	if !bytes.HasSuffix(d.data, []byte("%%EOF\n")) {
		report("does not end with %%%%EOF")
	}
}

func checkIdentifier(d *document, report func(string, ...any)) {
	id := d.array(d.trailer["ID"])
	if len(id) != 2 {
		report("no /ID of two strings")
		return
	}
	if a, _ := id[0].(text); len(a) < 16 {
		report("/ID is too short")
	}
	if d.trailer["Encrypt"] != nil {
		report("the file is encrypted")
	}
}

// properties are the simple properties of an XMP packet by namespace and name.
type properties map[xml.Name]string

const (
	nsDC  = "http://purl.org/dc/elements/1.1/"
	nsXMP = "http://ns.adobe.com/xap/1.0/"
	nsPDF = "http://ns.adobe.com/pdf/1.3/"
	nsA   = "http://www.aiim.org/pdfa/ns/id/"
	nsUA  = "http://www.aiim.org/pdfua/ns/id/"
	nsRDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
)

func (d *document) properties() (properties, error) {
	s, ok := d.get(d.catalog()["Metadata"]).(*stream)
	if !ok {
		return nil, fmt.Errorf("%w: no metadata", errSyntax)
	}
	if s.dict["Filter"] != nil {
		return nil, fmt.Errorf("%w: the metadata stream has a filter", errSyntax)
	}
	p := make(properties)
	dec := xml.NewDecoder(bytes.NewReader(s.raw))
	var path []xml.Name
	for {
		t, err := dec.Token()
		if err == io.EOF {
			return p, nil
		}
		if err != nil {
			return nil, fmt.Errorf("metadata: %w", err)
		}
		switch t := t.(type) {
		case xml.StartElement:
			path = append(path, t.Name)
			for _, a := range t.Attr {
				if t.Name == (xml.Name{Space: nsRDF, Local: "Description"}) {
					p[a.Name] = a.Value
				}
			}
		case xml.EndElement:
			path = path[:len(path)-1]
		case xml.CharData:
			for i := len(path) - 1; i >= 0; i-- {
				if path[i].Space != nsRDF {
					p[path[i]] += strings.TrimSpace(string(t))
					break
				}
			}
		}
	}
}

func checkMetadata(d *document, report func(string, ...any)) {
	p, err := d.properties()
	if err != nil {
		report("%v", err)
		return
	}
	for _, c := range []struct{ ns, name, want string }{{nsA, "part", "3"}, {nsA, "conformance", "B"}, {nsUA, "part", "1"}} {
		if got := p[xml.Name{Space: c.ns, Local: c.name}]; got != c.want {
			report("%s is %q, want %q", c.name, got, c.want)
		}
	}
	if p[xml.Name{Space: nsDC, Local: "title"}] == "" {
		report("no dc:title")
	}
}

// checkInformation holds the document information against XMP.
func checkInformation(d *document, report func(string, ...any)) {
	p, err := d.properties()
	if err != nil {
		return // said by checkMetadata
	}
	info := d.dict(d.trailer["Info"])
	for _, c := range []struct {
		key      name
		ns, name string
	}{
		{"Title", nsDC, "title"}, {"Author", nsDC, "creator"}, {"Subject", nsDC, "description"}, {"Keywords", nsPDF, "Keywords"},
		{"Producer", nsPDF, "Producer"}, {"CreationDate", nsXMP, "CreateDate"}, {"ModDate", nsXMP, "ModifyDate"},
	} {
		a, b := d.text(info[c.key]), p[xml.Name{Space: c.ns, Local: c.name}]
		if strings.HasSuffix(string(c.key), "Date") && a != "" {
			t, err := time.Parse("D:20060102150405Z", a)
			if err != nil {
				report("/%s %q is no date", c.key, a)
			}
			a = t.Format(time.RFC3339)
		}
		if strings.Join(strings.Fields(a), " ") != strings.Join(strings.Fields(b), " ") {
			report("/%s is %q in the information and %q in XMP", c.key, a, b)
		}
	}
}

func checkOutputIntent(d *document, report func(string, ...any)) {
	list := d.array(d.catalog()["OutputIntents"])
	if len(list) != 1 {
		report("%d output intents", len(list))
		return
	}
	o := d.dict(list[0])
	s, ok := d.get(o["DestOutputProfile"]).(*stream)
	if o["S"] != name("GTS_PDFA1") || !ok || s.dict["N"] != 3.0 {
		report("not a GTS_PDFA1 intent with a profile of three colours")
		return
	}
	icc, err := d.bytes(s)
	if err != nil || len(icc) < 132 || string(icc[36:40]) != "acsp" || string(icc[12:20]) != "mntrRGB " || int(icc[0])<<24|int(icc[1])<<16|int(icc[2])<<8|int(icc[3]) != len(icc) {
		report("the profile is not an ICC profile of a display")
	}
}

func checkPictures(d *document, report func(string, ...any)) {
	for i, p := range d.pages {
		objects := d.dict(d.dict(p.dict["Resources"])["XObject"])
		for n := range p.content.drawn {
			s, ok := d.get(objects[n]).(*stream)
			if !ok {
				report("page %d draws /%s, which is not there", i+1, n)
				continue
			}
			d.checkPicture(s, report)
			if m, ok := d.get(s.dict["SMask"]).(*stream); ok {
				if m.dict["ColorSpace"] != name("DeviceGray") || m.dict["Width"] == nil {
					report("a mask is not gray")
				}
				d.checkPicture(m, report)
			}
		}
	}
}

// checkPicture checks colours, filters and the number of samples.
func (d *document) checkPicture(s *stream, report func(string, ...any)) {
	if s.dict["Interpolate"] == true || s.dict["Alternates"] != nil {
		report("a picture is interpolated or has alternates")
	}
	channels := 1.0
	switch cs := d.get(s.dict["ColorSpace"]).(type) {
	case name:
		if cs == "DeviceRGB" {
			channels = 3
		} else if cs != "DeviceGray" {
			report("a picture is in %s", cs)
		}
	case array:
		if len(cs) != 4 || cs[0] != name("Indexed") || cs[1] != name("DeviceRGB") {
			report("a picture has a colour space %v", cs)
		}
	}
	if s.dict["Filter"] == name("DCTDecode") {
		return
	}
	w, _ := s.dict["Width"].(float64)
	h, _ := s.dict["Height"].(float64)
	bits, _ := s.dict["BitsPerComponent"].(float64)
	row := int(w*channels*bits+7) / 8
	if s.dict["DecodeParms"] != nil {
		row++
	}
	if b, err := d.bytes(s); err != nil || len(b) != row*int(h) {
		report("a picture of %g × %g has %d bytes, want %d (%v)", w, h, len(b), row*int(h), err)
	}
}

func checkAttachments(d *document, report func(string, ...any)) {
	names := d.array(d.dict(d.dict(d.catalog()["Names"])["EmbeddedFiles"])["Names"])
	af := d.array(d.catalog()["AF"])
	if len(names) != 2*len(af) {
		report("%d files are named and %d associated", len(names)/2, len(af))
	}
	for _, v := range af {
		spec := d.dict(v)
		n := d.text(spec["UF"])
		if n == "" || spec["F"] == nil {
			report("a file specification has no name")
		}
		if _, ok := spec["AFRelationship"].(name); !ok {
			report("%s has no relationship", n)
		}
		s, ok := d.get(d.dict(spec["EF"])["F"]).(*stream)
		if !ok {
			report("%s is not embedded", n)
			continue
		}
		if _, ok := s.dict["Subtype"].(name); !ok {
			report("%s has no MIME type", n)
		}
		size, _ := d.dict(s.dict["Params"])["Size"].(float64)
		if b, err := d.bytes(s); err != nil || len(b) != int(size) {
			report("%s has %d bytes and says %d", n, len(b), int(size))
		}
	}
}

func checkAnnotations(d *document, report func(string, ...any)) {
	for i, p := range d.pages {
		for _, v := range d.array(p.dict["Annots"]) {
			a := d.dict(v)
			if a["Subtype"] != name("Link") {
				report("page %d has an annotation %v", i+1, a["Subtype"])
			}
			if f, _ := a["F"].(float64); int(f)&4 == 0 || int(f)&^4 != 0 {
				report("page %d has an annotation with flags %v", i+1, a["F"])
			}
			if act := d.dict(a["A"]); act["S"] != name("URI") {
				report("page %d has an action %v", i+1, act["S"])
			}
		}
	}
}
