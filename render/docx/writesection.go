package docx

import (
	"strconv"

	"reportmail/render/doc"
)

// sectText is a section's w:sectPr.
func (s *storyWriter) sectText(sec *doc.Section) string {
	if e := s.x.starts[sec.Src.Start]; e != nil && e.name == "w:sectPr" && sec.Src.Part == s.x.index {
		return s.raw(e)
	}
	if s.doc == 0 {
		return ""
	}
	return s.p("<%sectPr><%type %val=\"nextPage\"/><%pgNumType %start=\"1\"/></%sectPr>")
}

// closeSection makes the last paragraph of a document carry the section break before the next document. Where the last
// block is no paragraph one is added that takes no room.
func (s *storyWriter) closeSection(content []doc.Node, sec *doc.Section) []doc.Node {
	s.closingSect = s.sectText(sec)
	if s.closingSect == "" {
		s.closingSect = s.p("<%sectPr/>")
	}
	if n := len(content); n > 0 {
		if p, ok := content[n-1].(*doc.Paragraph); ok {
			s.closing = p
			return content
		}
	}
	s.closing = &doc.Paragraph{Props: &doc.ParaProps{
		Before: doc.Some[doc.Twips](0), After: doc.Some[doc.Twips](0), Line: doc.Some[int32](20), LineRule: doc.Some(doc.LineExact),
	}}
	return append(content[:len(content):len(content)], s.closing)
}

// beforeType and beforeNumbers are the children of a w:sectPr that stand before w:type and w:pgNumType (ECMA-376-1
// 17.6.17).
var (
	beforeType    = map[string]bool{"w:headerReference": true, "w:footerReference": true, "w:footnotePr": true, "w:endnotePr": true}
	beforeNumbers = map[string]bool{"w:type": true, "w:pgSz": true, "w:pgMar": true, "w:paperSrc": true, "w:pgBorders": true, "w:lnNumType": true}
)

// sectEdits points a section at the headers and footers of its document, and starts a further document on a page of
// its own with the number 1.
func (s *storyWriter) sectEdits(e *element, edits *[]edit) {
	text := s.x.text
	for _, k := range e.kids {
		if id, ok := s.edgeRels[k.attr("r:id")]; ok && (k.name == "w:headerReference" || k.name == "w:footerReference") {
			*edits = append(*edits, edit{k.start, k.open, setAttr(text[k.start:k.open], s.r+":id", id)})
		}
	}
	if s.doc == 0 || e.start != s.firstSect || e.open == e.end {
		return
	}
	s.sectChild(e, "w:type", "val", "nextPage", func(name string) bool { return beforeType[name] }, edits)
	s.sectChild(e, "w:pgNumType", "start", strconv.Itoa(1), func(name string) bool { return beforeType[name] || beforeNumbers[name] }, edits)
}

// sectChild sets an attribute of a child, which is made in its place when it is not there.
func (s *storyWriter) sectChild(e *element, child, name, value string, before func(string) bool, edits *[]edit) {
	if k := e.kid(child); k != nil {
		*edits = append(*edits, edit{k.start, k.open, setAttr(s.x.text[k.start:k.open], s.w+":"+name, value)})
		return
	}
	at := e.open
	for _, k := range e.kids {
		if before(k.name) {
			at = k.end
		}
	}
	*edits = append(*edits, edit{at, at, "<" + s.w + ":" + child[2:] + " " + s.w + ":" + name + `="` + value + `"/>`})
}
