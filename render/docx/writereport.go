package docx

import (
	"crypto/sha256"
	"fmt"
	"path"
	"strings"
)

// propertiesType is the content type of a custom XML part's properties (ECMA-376-1 15.2.6).
const propertiesType = "application/vnd.openxmlformats-officedocument.customXmlProperties+xml"

// prepareReport puts the data into the report's custom XML part, and gives the part an id where it has none. The id
// comes from the name space, so that the same layout always gets the same.
func (w *writer) prepareReport(data []byte) error {
	c := w.ReportPart()
	if c == nil {
		return nil
	}
	w.report = &reportPart{root: c.Root, namespace: c.Namespace, storeID: c.StoreID}
	if data != nil {
		text, err := decode(data)
		if err != nil {
			return err
		}
		if w.report.namespace, w.report.root, err = rootName(text); err != nil {
			return err
		}
		w.out.put(c.Name, data)
	}
	if w.report.storeID == "" {
		w.report.storeID = w.out.addProperties(c.Name, w.report.namespace)
	}
	return nil
}

// addProperties gives a custom XML part properties with an id.
func (o *output) addProperties(part, namespace string) string {
	h := sha256.Sum256([]byte(namespace))
	h[6], h[8] = h[6]&0x0F|0x50, h[8]&0x3F|0x80 // RFC 9562 5.5: made of a name
	id := strings.ToUpper(fmt.Sprintf("{%x-%x-%x-%x-%x}", h[:4], h[4:6], h[6:8], h[8:10], h[10:16]))
	name := o.freeName(path.Dir(part), "itemProps", ".xml")
	o.putXML(name, `<ds:datastoreItem ds:itemID="`+id+`" xmlns:ds="http://schemas.openxmlformats.org/officeDocument/2006/customXml"><ds:schemaRefs>`+
		`<ds:schemaRef ds:uri="`+escapeAttr(namespace)+`"/></ds:schemaRefs></ds:datastoreItem>`)
	o.types = append(o.types, typeOf{part: name, contentType: propertiesType})
	o.rels[part] = append(o.rels[part], relation{
		id: "rIdM1", kind: "customXmlProps", base: "http://schemas.openxmlformats.org/officeDocument/2006/relationships/", target: name,
	})
	return id
}
