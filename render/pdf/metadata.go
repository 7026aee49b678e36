package pdf

import (
	"time"
)

// facts are what the file says about itself, once in the document information and once in XMP; both must say the same
// (ISO 19005-3 6.6.3).
type facts struct {
	title, author, subject, keywords, producer string
	time                                       time.Time
	invoice                                    *Attachment // with a Profile
}

func (n *native) facts() facts {
	p := n.pages
	v := facts{title: p.Title, author: p.Author, subject: p.Subject, keywords: p.Keywords, producer: n.o.Producer, time: n.o.Time.UTC()}
	if n.o.Title != "" {
		v.title = n.o.Title
	}
	for _, s := range []*string{&v.title, &v.author, &v.subject, &v.keywords, &v.producer} {
		*s = clean(*s)
	}
	if v.title == "" {
		v.title = "Document" // ISO 14289-1 7.1 wants a title
	}
	if v.producer == "" {
		v.producer = "reportmail"
	}
	for i := range n.o.Attachments {
		if n.o.Attachments[i].Profile != "" && v.invoice == nil {
			v.invoice = &n.o.Attachments[i]
		}
	}
	return v
}

const dateLayout = "D:20060102150405Z"

// appendInfo writes the document information dictionary (ISO 32000-1 14.3.3).
func appendInfo(b []byte, v facts) []byte {
	b = appendText(append(b, "<</Title"...), v.title)
	for _, e := range []struct{ key, value string }{
		{"/Author", v.author}, {"/Subject", v.subject}, {"/Keywords", v.keywords}, {"/Producer", v.producer},
	} {
		if e.value != "" {
			b = appendText(append(b, e.key...), e.value)
		}
	}
	if !v.time.IsZero() {
		b = appendLiteral(append(b, "/CreationDate"...), v.time.Format(dateLayout))
		b = appendLiteral(append(b, "/ModDate"...), v.time.Format(dateLayout))
	}
	return append(b, ">>"...)
}

const (
	xmpHead = "<?xpacket begin=\"\uFEFF\" id=\"W5M0MpCehiHzreSzNTczkc9d\"?>\n" +
		`<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">` + "\n" +
		`<rdf:Description rdf:about="" xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/" pdfaid:part="3" pdfaid:conformance="B"/>` + "\n" +
		`<rdf:Description rdf:about="" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/" pdfuaid:part="1"/>` + "\n" +
		`<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmlns:pdf="http://ns.adobe.com/pdf/1.3/">`
	xmpExtension = `<rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/" xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#"><pdfaExtension:schemas><rdf:Bag>`
	xmpTail      = "</rdf:RDF></x:xmpmeta>\n<?xpacket end=\"r\"?>"

	uaSchema      = "http://www.aiim.org/pdfua/ns/id/"
	invoiceSchema = "urn:factur-x:pdfa:CrossIndustryDocument:invoice:1p0#"
)

// appendXMP writes the metadata packet (ISO 16684-1): what the file says about itself, the standards it keeps, and
// the schemas of properties that PDF/A does not know (ISO 19005-3 6.6.2.3.3).
func appendXMP(b []byte, v facts) []byte {
	b = append(b, xmpHead...)
	alt := func(name, value string) {
		if value != "" {
			b = append(b, "<dc:"+name+`><rdf:Alt><rdf:li xml:lang="x-default">`...)
			b = append(appendXML(b, value), "</rdf:li></rdf:Alt></dc:"+name+">"...)
		}
	}
	simple := func(name, value string) {
		if value != "" {
			b = append(appendXML(append(b, "<"+name+">"...), value), "</"+name+">"...)
		}
	}
	simple("dc:format", "application/pdf")
	alt("title", v.title)
	alt("description", v.subject)
	if v.author != "" {
		b = append(appendXML(append(b, "<dc:creator><rdf:Seq><rdf:li>"...), v.author), "</rdf:li></rdf:Seq></dc:creator>"...)
	}
	simple("pdf:Producer", v.producer)
	simple("pdf:Keywords", v.keywords)
	if !v.time.IsZero() {
		simple("xmp:CreateDate", v.time.Format(time.RFC3339))
		simple("xmp:ModifyDate", v.time.Format(time.RFC3339))
	}
	b = append(b, "</rdf:Description>\n"...)
	if v.invoice != nil {
		b = append(b, `<rdf:Description rdf:about="" xmlns:fx="`+invoiceSchema+`">`...)
		simple("fx:DocumentType", "INVOICE")
		simple("fx:DocumentFileName", v.invoice.Name)
		simple("fx:Version", "1.0")
		simple("fx:ConformanceLevel", v.invoice.Profile)
		b = append(b, "</rdf:Description>\n"...)
	}
	b = append(b, xmpExtension...)
	b = appendSchema(b, "PDF/UA identification schema", uaSchema, "pdfuaid", "internal", "Integer", "part", "part of ISO 14289")
	if v.invoice != nil {
		b = appendSchema(b, "Factur-X PDFA Extension Schema", invoiceSchema, "fx", "external", "Text",
			"DocumentFileName", "name of the embedded XML invoice file", "DocumentType", "INVOICE",
			"Version", "version of the XML data", "ConformanceLevel", "conformance level of the XML data")
	}
	b = append(b, "</rdf:Bag></pdfaExtension:schemas></rdf:Description>\n"...)
	return append(b, xmpTail...)
}

// appendSchema describes a schema and its properties, given as pairs of name and description.
func appendSchema(b []byte, name, uri, prefix, category, valueType string, properties ...string) []byte {
	b = append(b, `<rdf:li rdf:parseType="Resource"><pdfaSchema:schema>`+name+`</pdfaSchema:schema><pdfaSchema:namespaceURI>`+uri+
		`</pdfaSchema:namespaceURI><pdfaSchema:prefix>`+prefix+`</pdfaSchema:prefix><pdfaSchema:property><rdf:Seq>`...)
	for i := 0; i+1 < len(properties); i += 2 {
		b = append(b, `<rdf:li rdf:parseType="Resource"><pdfaProperty:name>`+properties[i]+`</pdfaProperty:name><pdfaProperty:valueType>`+valueType+
			`</pdfaProperty:valueType><pdfaProperty:category>`+category+`</pdfaProperty:category><pdfaProperty:description>`+properties[i+1]+
			`</pdfaProperty:description></rdf:li>`...)
	}
	return append(b, `</rdf:Seq></pdfaSchema:property></rdf:li>`...)
}

// appendXML writes character data.
func appendXML(b []byte, s string) []byte {
	for i := range len(s) {
		switch c := s[i]; c {
		case '&':
			b = append(b, "&amp;"...)
		case '<':
			b = append(b, "&lt;"...)
		case '>':
			b = append(b, "&gt;"...)
		default:
			b = append(b, c)
		}
	}
	return b
}
