package docx

import (
	"maps"

	"reportmail/render/doc"
)

// Page of a section that does not say: US Letter with Word's margins of one inch.
const (
	letterWidth  doc.Twips = 12240
	letterHeight doc.Twips = 15840
	inch         doc.Twips = 1440
)

var sectionStarts = map[string]doc.SectionStart{
	"nextPage": doc.NextPage, "continuous": doc.Continuous, "nextColumn": doc.NextColumn, "evenPage": doc.EvenPage, "oddPage": doc.OddPage,
}

var headerTypes = map[string]doc.HeaderType{"default": doc.DefaultPages, "first": doc.FirstPage, "even": doc.EvenPages}

// endSection makes a section of the blocks collected so far. e may be nil for a document without section properties.
func (s *story) endSection(b *blocks, e *element) error {
	sec := &doc.Section{Content: b.nodes, Headers: map[doc.HeaderType]*doc.HeaderFooter{}, Footers: map[doc.HeaderType]*doc.HeaderFooter{}}
	b.nodes = nil
	if n := len(s.doc.Sections); n > 0 { // what a section does not name it has from the one before (ECMA-376-1 17.10.1)
		maps.Copy(sec.Headers, s.doc.Sections[n-1].Headers)
		maps.Copy(sec.Footers, s.doc.Sections[n-1].Footers)
	}
	sec.Page = s.pageSetup(e)
	s.doc.Sections = append(s.doc.Sections, sec)
	if e == nil {
		return nil
	}
	sec.Src = s.source(e)
	for _, k := range e.kids {
		edges := map[string]map[doc.HeaderType]*doc.HeaderFooter{"w:headerReference": sec.Headers, "w:footerReference": sec.Footers}[k.name]
		kind, ok := headerTypes[k.attr("w:type")]
		rel, found := s.rels.byID(k.attr("r:id"))
		if edges == nil || !ok || !found || rel.external || !s.archive.has(rel.target) {
			continue
		}
		h, err := s.readEdge(rel.target)
		if err != nil {
			return err
		}
		edges[kind] = h
	}
	return nil
}

// pageSetup reads a w:sectPr (ECMA-376-1 17.6.17).
func (s *story) pageSetup(e *element) doc.PageSetup {
	p := doc.PageSetup{
		Width: letterWidth, Height: letterHeight, Top: inch, Right: inch, Bottom: inch, Left: inch, Header: inch / 2, Footer: inch / 2,
	}
	if e != nil {
		for _, k := range e.kids {
			if read := sectionReaders[k.name]; read != nil {
				read(s, &p, k)
			} else if unsupportedSection[k.name] {
				s.find.Info("construct-not-shown", s.where(), "", "section property %s has no effect", k.name)
			}
		}
	}
	s.columns(&p, e.kid("w:cols"))
	return p
}

var sectionReaders = map[string]func(*story, *doc.PageSetup, *element){
	"w:pgSz": func(_ *story, p *doc.PageSetup, e *element) {
		if w, h := twips(e.attr("w:w")), twips(e.attr("w:h")); w > 0 && h > 0 {
			p.Width, p.Height = min(w, maxPage), min(h, maxPage)
		}
		p.Landscape = e.attr("w:orient") == "landscape"
	},
	"w:pgMar": func(_ *story, p *doc.PageSetup, e *element) {
		for name, field := range map[string]*doc.Twips{
			"w:top": &p.Top, "w:right": &p.Right, "w:bottom": &p.Bottom, "w:left": &p.Left, "w:header": &p.Header, "w:footer": &p.Footer, "w:gutter": &p.Gutter,
		} {
			if e.has(name) {
				*field = twips(e.attr(name))
			}
		}
	},
	"w:type":    func(_ *story, p *doc.PageSetup, e *element) { p.Start = sectionStarts[e.val()] },
	"w:titlePg": func(_ *story, p *doc.PageSetup, e *element) { p.TitlePage = on(e) },
	"w:pgNumType": func(_ *story, p *doc.PageSetup, e *element) {
		if e.has("w:start") {
			p.PageNumberStart = doc.Some(number(e.attr("w:start")))
		}
		p.PageNumberFormat = e.attr("w:fmt")
	},
	"w:vAlign": func(_ *story, p *doc.PageSetup, e *element) { p.VAlign = vAligns[e.val()] },
	"w:pgBorders": func(s *story, p *doc.PageSetup, e *element) {
		p.Borders = s.props.borders(e)
		p.BordersFromText = e.attr("w:offsetFrom") != "page"
	},
	"w:bidi": func(_ *story, p *doc.PageSetup, e *element) { p.Bidi = on(e) },
}

// unsupportedSection are section properties that change what Word shows and that no writer has.
var unsupportedSection = map[string]bool{"w:lnNumType": true, "w:textDirection": true}

// maxPage is Word's largest page, 22 inches.
const maxPage doc.Twips = 31680

// columns fills in the text columns (ECMA-376-1 17.6.4): equal ones share the width between the margins.
func (s *story) columns(p *doc.PageSetup, e *element) {
	width := max(p.Width-p.Left-p.Right-p.Gutter, 1)
	p.Columns = []doc.Column{{Width: width}}
	if e == nil {
		return
	}
	p.ColumnLine = e.has("w:sep") && e.attr("w:sep") != "0" && e.attr("w:sep") != "false"
	if v := e.attr("w:equalWidth"); v == "0" || v == "false" || v == "off" {
		var own []doc.Column
		for _, k := range e.kids {
			if k.name == "w:col" && len(own) < maxColumns {
				own = append(own, doc.Column{Width: twips(k.attr("w:w")), Space: twips(k.attr("w:space"))})
			}
		}
		if len(own) > 0 {
			p.Columns = own
		}
		return
	}
	n := doc.Twips(max(1, min(number(e.attr("w:num")), maxColumns)))
	space := doc.Twips(720)
	if e.has("w:space") {
		space = twips(e.attr("w:space"))
	}
	p.Columns = nil
	for range n {
		p.Columns = append(p.Columns, doc.Column{Width: max((width-(n-1)*space)/n, 1), Space: space})
	}
	p.Columns[n-1].Space = 0
}
