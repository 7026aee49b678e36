package docx

import (
	"reportmail/render/doc"
)

// controlKinds are the elements of a w:sdtPr that say what the control holds (ECMA-376-1 17.5.2, [MS-DOCX] 2.5.3).
var controlKinds = map[string]doc.ControlKind{
	"w:text": doc.PlainText, "w:richText": doc.RichText, "w:picture": doc.PictureControl, "w15:repeatingSection": doc.Repeater,
	"w15:repeatingSectionItem": doc.RepeaterItem, "w:group": doc.Group, "w:docPartObj": doc.DocPart, "w:docPartList": doc.DocPart,
	"w:date": doc.OtherControl, "w:dropDownList": doc.OtherControl, "w:comboBox": doc.OtherControl, "w:equation": doc.OtherControl,
	"w:citation": doc.OtherControl, "w:bibliography": doc.OtherControl, "w14:checkbox": doc.OtherControl,
}

// control reads what a w:sdt says about itself; its content is the caller's part.
func (s *story) control(e *element, level doc.Level) (*doc.Control, *element) {
	c := &doc.Control{Level: level, Where: s.place}
	pr := e.kid("w:sdtPr")
	if pr != nil {
		for _, k := range pr.kids {
			if kind, ok := controlKinds[k.name]; ok {
				c.Kind = kind
			}
			if read := controlReaders[k.name]; read != nil {
				read(s, c, k)
			}
		}
	}
	content := e.kid("w:sdtContent")
	c.Src = s.source(e)
	if content != nil {
		c.Src.Open, c.Src.Close = content.open, content.close
	} else {
		c.Src.Open = c.Src.Close
		content = &element{}
	}
	return c, content
}

var controlReaders = map[string]func(*story, *doc.Control, *element){
	"w:id":    func(_ *story, c *doc.Control, e *element) { c.ID = e.val() },
	"w:alias": func(_ *story, c *doc.Control, e *element) { c.Title = e.val() },
	"w:tag":   func(_ *story, c *doc.Control, e *element) { c.Tag = e.val() },
	"w:rPr": func(s *story, c *doc.Control, e *element) {
		c.Props = s.props.run(e)
		c.Style = attrOf(e.kid("w:rStyle"))
	},
	"w:showingPlcHdr": func(_ *story, c *doc.Control, e *element) { c.Placeholder = on(e) },
	"w:text": func(_ *story, c *doc.Control, e *element) {
		c.MultiLine = e.attr("w:multiLine") == "1" || e.attr("w:multiLine") == "true"
	},
	"w:dataBinding":   func(_ *story, c *doc.Control, e *element) { c.Binding = binding(e, false) },
	"w15:dataBinding": func(_ *story, c *doc.Control, e *element) { c.Binding = binding(e, true) },
}

// binding reads a data binding of either name space. QUIRK: the attributes of w15:dataBinding are in the name space w.
func binding(e *element, word15 bool) *doc.Binding {
	get := func(name string) string {
		for _, prefix := range []string{"w:", "w15:", ""} {
			if e.has(prefix + name) {
				return e.attr(prefix + name)
			}
		}
		return ""
	}
	b := &doc.Binding{XPath: get("xpath"), Prefixes: get("prefixMappings"), StoreItemID: get("storeItemID"), Word15: word15}
	b.Path, _ = ParseXPath(b.XPath)
	return b
}

// blockControl reads a w:sdt between blocks. One in which a section ends is taken apart, for a section holds whole
// controls only; no bound control has been seen to hold a section break.
func (s *story) blockControl(e *element, b *blocks) {
	c, content := s.control(e, doc.BlockLevel)
	if b.section != nil && content.find("w:sectPr") != nil {
		s.find.Warn("section-in-control", s.where(), "move the section break out of the control", "control %q holds a section break and is read as if it were not there", c.Title)
		s.blocks(content, b)
		return
	}
	in := &blocks{}
	s.blocks(content, in)
	c.Content = in.nodes
	b.add(c)
}

func (s *story) rowControl(e *element, b *blocks) {
	c, content := s.control(e, doc.RowLevel)
	c.Where.Row, c.Where.Cell = s.place.Row+1, 0
	in := &blocks{}
	s.level(content, in, s.tables.row)
	c.Content = in.nodes
	b.add(c)
}

func (s *story) cellControl(e *element, b *blocks) {
	c, content := s.control(e, doc.CellLevel)
	c.Where.Cell = s.place.Cell + 1
	in := &blocks{}
	s.level(content, in, s.tables.cell)
	c.Content = in.nodes
	b.add(c)
}

func (s *story) inlineControl(e *element, in *inlines) {
	c, content := s.control(e, doc.InlineLevel)
	in.push()
	s.inlines(content, in)
	c.Content = in.pop(s)
	in.add(c)
}
