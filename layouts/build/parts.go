package build

import (
	"crypto/sha1"
	"encoding/binary"
	"fmt"
	"path"
	"slices"
	"strings"
	"unicode/utf16"

	"reportmail/layouts/report"
)

// all are the parts of the package in the order they are packed: content types and relationships first.
func (f *file) all() ([]part, error) {
	l := f.layout
	picture, err := placeholder()
	if err != nil {
		return nil, fmt.Errorf("placeholder picture: %w", err)
	}
	parts := append(slices.Clone(f.parts),
		part{"word/styles.xml", wordType + "styles+xml", []byte(l.xmlStyles()), nil},
		part{"word/settings.xml", wordType + "settings+xml", []byte(settings), nil},
		part{"word/fontTable.xml", wordType + "fontTable+xml", []byte(l.Theme.fontTable()), nil},
		part{"word/theme/theme1.xml", "application/vnd.openxmlformats-officedocument.theme+xml", []byte(l.Theme.xml()), nil},
		part{"customXml/item1.xml", "", utf16le(skeleton(l.Report)), []rel{{"rId1", nsOffice + "/customXmlProps", "itemProps1.xml"}}},
		part{"customXml/itemProps1.xml", "application/vnd.openxmlformats-officedocument.customXmlProperties+xml", []byte(l.itemProps()), nil},
		part{"docProps/core.xml", "application/vnd.openxmlformats-package.core-properties+xml", []byte(l.core()), nil},
		part{"docProps/app.xml", "application/vnd.openxmlformats-officedocument.extended-properties+xml", []byte(app), nil},
	)
	if f.pictures > 0 {
		parts = append(parts, part{mediaPart, "", picture, nil})
	}
	head := []part{
		{name: "[Content_Types].xml", data: []byte(contentTypes(parts))},
		{name: "_rels/.rels", data: []byte(relationships([]rel{
			{"rId1", nsOffice + "/officeDocument", "word/document.xml"},
			{"rId2", "http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties", "docProps/core.xml"},
			{"rId3", nsOffice + "/extended-properties", "docProps/app.xml"},
		}))},
	}
	for _, p := range parts {
		head = append(head, p)
		if p.rels != nil {
			head = append(head, part{name: path.Dir(p.name) + "/_rels/" + path.Base(p.name) + ".rels", data: []byte(relationships(p.rels))})
		}
	}
	return head, nil
}

func contentTypes(parts []part) string {
	s := new(story)
	s.WriteString(xmlHead)
	s.open("Types", "xmlns", "http://schemas.openxmlformats.org/package/2006/content-types")
	s.el("Default", "Extension", "rels", "ContentType", "application/vnd.openxmlformats-package.relationships+xml")
	s.el("Default", "Extension", "xml", "ContentType", "application/xml")
	s.el("Default", "Extension", "png", "ContentType", "image/png")
	for _, p := range parts {
		if p.contentType != "" {
			s.el("Override", "PartName", "/"+p.name, "ContentType", p.contentType)
		}
	}
	s.close("Types")
	return s.String()
}

func relationships(rels []rel) string {
	s := new(story)
	s.WriteString(xmlHead)
	s.open("Relationships", "xmlns", nsRels)
	for _, r := range rels {
		s.el("Relationship", "Id", r.id, "Type", r.kind, "Target", r.target)
	}
	s.close("Relationships")
	return s.String()
}

// settings: Word 2013 layout rules, theme colours by their usual names, no space for borders around nothing.
const settings = xmlHead + `<w:settings xmlns:w="` + nsWord + `"><w:zoom w:percent="100"/><w:defaultTabStop w:val="720"/><w:characterSpacingControl w:val="doNotCompress"/><w:compat>` +
	`<w:compatSetting w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" w:val="15"/>` +
	`<w:compatSetting w:name="overrideTableStyleFontSizeAndJustification" w:uri="http://schemas.microsoft.com/office/word" w:val="1"/>` +
	`<w:compatSetting w:name="enableOpenTypeFeatures" w:uri="http://schemas.microsoft.com/office/word" w:val="1"/>` +
	`<w:compatSetting w:name="doNotFlipMirrorIndents" w:uri="http://schemas.microsoft.com/office/word" w:val="1"/>` +
	`</w:compat><w:themeFontLang w:val="en-GB"/><w:clrSchemeMapping w:bg1="light1" w:t1="dark1" w:bg2="light2" w:t2="dark2" w:accent1="accent1" w:accent2="accent2" w:accent3="accent3" w:accent4="accent4" w:accent5="accent5" w:accent6="accent6" w:hyperlink="hyperlink" w:followedHyperlink="followedHyperlink"/>` +
	`<w:decimalSymbol w:val="."/><w:listSeparator w:val=","/></w:settings>`

const app = xmlHead + `<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"><Application>reportmail</Application></Properties>`

func (t Theme) fontTable() string {
	s := new(story)
	s.WriteString(xmlHead)
	s.open("w:fonts", "xmlns:w", nsWord)
	for _, name := range slices.Compact([]string{t.Heading, t.Text}) {
		s.open("w:font", "w:name", name)
		s.el("w:charset", "w:val", "00")
		s.el("w:family", "w:val", "swiss")
		s.el("w:pitch", "w:val", "variable")
		s.close("w:font")
	}
	s.close("w:fonts")
	return s.String()
}

func (l *Layout) core() string {
	s := new(story)
	s.WriteString(xmlHead)
	s.open("cp:coreProperties", "xmlns:cp", "http://schemas.openxmlformats.org/package/2006/metadata/core-properties",
		"xmlns:dc", "http://purl.org/dc/elements/1.1/", "xmlns:dcterms", "http://purl.org/dc/terms/", "xmlns:xsi", "http://www.w3.org/2001/XMLSchema-instance")
	s.WriteString("<dc:title>" + escape(l.Title) + "</dc:title><dc:creator>" + escape(l.Author) + "</dc:creator>")
	for _, e := range []string{"dcterms:created", "dcterms:modified"} {
		s.open(e, "xsi:type", "dcterms:W3CDTF")
		s.WriteString(packed.Format("2006-01-02T15:04:05Z"))
		s.close(e)
	}
	s.close("cp:coreProperties")
	return s.String()
}

// storeID names the custom part of the report's data. It is the same in all layouts of a report.
func (l *Layout) storeID() string {
	h := sha1.Sum([]byte(l.Report.Namespace()))
	h[6], h[8] = h[6]&0x0F|0x50, h[8]&0x3F|0x80 // RFC 9562 5.5
	return strings.ToUpper(fmt.Sprintf("{%x-%x-%x-%x-%x}", h[0:4], h[4:6], h[6:8], h[8:10], h[10:16]))
}

func (l *Layout) itemProps() string {
	s := new(story)
	s.WriteString(`<?xml version="1.0" encoding="UTF-8" standalone="no"?>` + "\n")
	s.open("ds:datastoreItem", "ds:itemID", l.storeID(), "xmlns:ds", "http://schemas.openxmlformats.org/officeDocument/2006/customXml")
	s.open("ds:schemaRefs")
	s.el("ds:schemaRef", "ds:uri", l.Report.Namespace())
	s.close("ds:schemaRefs")
	s.close("ds:datastoreItem")
	return s.String()
}

// reportInformation are the columns that every Word part begins with.
var reportInformation = &report.Item{Name: "BCReportInformation", Items: []*report.Item{
	{Name: "ReportMetadata", Columns: []string{"ExtensionId", "ExtensionName", "ExtensionPublisher", "ExtensionVersion", "ReportId", "ReportName",
		"AboutThisReportTitle", "AboutThisReportText", "ReportHelpLink"}},
	{Name: "ReportRequest", Columns: []string{"TenantEntraId", "EnvironmentName", "EnvironmentType", "CompanyName", "CompanyDisplayName", "CompanyId",
		"UserName", "DateAndTime", "Language", "FormatRegion"}, Items: []*report.Item{
		{Name: "DateTimeValues", Columns: []string{"Year", "MonthNumber", "DayNumber", "Hour", "Minute"}},
	}},
}}

// skeleton is the design-time part: every column with its own name as its value, pictures empty.
func skeleton(r *report.Report) string {
	s := new(story)
	s.WriteString(`<?xml version="1.0" encoding="utf-16"?>` + "\n")
	s.open("NavWordReportXmlPart", "xmlns", r.Namespace())
	s.skeleton(reportInformation)
	for _, item := range r.Items {
		s.skeleton(item)
	}
	s.close("NavWordReportXmlPart")
	return s.String()
}

func (s *story) skeleton(item *report.Item) {
	s.open(item.Name)
	for _, c := range item.Columns {
		if strings.HasSuffix(c, "Picture") || strings.HasSuffix(c, "Logo") {
			s.el(c)
			continue
		}
		s.WriteString("<" + c + ">" + c + "</" + c + ">")
	}
	for _, i := range item.Items {
		s.skeleton(i)
	}
	s.close(item.Name)
}

// utf16le is the text with a byte order mark, as Business Central writes its part.
func utf16le(text string) []byte {
	units := utf16.Encode([]rune("\uFEFF" + text))
	out := make([]byte, 0, 2*len(units))
	for _, u := range units {
		out = binary.LittleEndian.AppendUint16(out, u)
	}
	return out
}
