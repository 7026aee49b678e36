package docx

import (
	"reportmail/render/doc"
)

// Insets of a text box that does not say: 0.1 inch at the sides, 0.05 above and below (ECMA-376-1 21.1.2.1.1).
const (
	insetSide doc.EMU = 91440
	insetTop  doc.EMU = 45720
)

// shape reads a wps:wsp: geometry, fill, line and text ([MS-ODRAWXML] 2.19).
func (s *story) shape(d *doc.Drawing, e *element) {
	pr, style := e.kid("wps:spPr"), e.kid("wps:style")
	sh := &doc.Shape{Preset: "rect", FillAlpha: 255}
	d.Shape = sh
	if g := pr.kid("a:prstGeom"); g != nil {
		sh.Preset = g.attr("prst")
	} else if pr.kid("a:custGeom") != nil {
		s.find.Info("construct-not-shown", s.where(), "", "the outline of shape %q is shown as a rectangle", d.Name)
	}
	if x := pr.kid("a:xfrm"); x != nil {
		sh.Rotation, sh.FlipH, sh.FlipV = rotation(x)
	}
	s.fill(sh, pr, style)
	if l, ok := s.line(pr, style); ok {
		sh.Line = doc.Some(l)
	}
	s.textBody(sh, e.kid("wps:bodyPr"))
	if e.kid("wps:linkedTxbx") != nil {
		s.find.Warn("construct-not-shown", s.where(), "", "the text of the box before does not flow on into shape %q", d.Name)
	}
	if box := e.path("wps:txbx", "w:txbxContent"); box != nil {
		sh.Text = s.boxContent(box)
	}
}

// boxContent reads the blocks of a text box. Tables in it have numbers of their own in the part.
func (s *story) boxContent(e *element) []doc.Node {
	open, outer := s.open, s.place
	s.open = nil
	s.place.Table, s.place.Row, s.place.Cell = 0, 0, 0
	defer func() { s.open, s.place = open, outer }()
	return s.content(e)
}

// fill reads a shape's fill: its own, or that of its style.
func (s *story) fill(sh *doc.Shape, pr, style *element) {
	for _, k := range kids(pr) {
		switch k.name {
		case "a:noFill":
			return
		case "a:solidFill":
			s.setFill(sh, k)
			return
		case "a:gradFill":
			s.find.Info("construct-not-shown", s.where(), "", "a colour gradient is shown as its mean colour")
			sh.Fill, sh.FillAlpha = s.theme.gradient(k)
			return
		case "a:pattFill":
			s.find.Info("construct-not-shown", s.where(), "", "a pattern fill is shown as its background colour")
			s.setFill(sh, k.kid("a:bgClr"))
			return
		case "a:blipFill":
			s.notShown(s.where(), "a picture that fills a shape")
			return
		}
	}
	if ref := style.kid("a:fillRef"); ref != nil && number(ref.attr("idx")) > 0 {
		s.setFill(sh, ref)
	}
}

func kids(e *element) []*element {
	if e == nil {
		return nil
	}
	return e.kids
}

func (s *story) setFill(sh *doc.Shape, e *element) {
	if c, alpha, ok := s.theme.color(e); ok {
		sh.Fill, sh.FillAlpha = doc.Some(c), alpha
	}
}

// dashes are the preset dashes (ECMA-376-1 20.1.10.49) as border styles.
var dashes = map[string]string{
	"solid": "single", "dot": "dotted", "sysDot": "dotted", "dash": "dashed", "sysDash": "dashed", "lgDash": "dashed",
	"dashDot": "dotDash", "sysDashDot": "dotDash", "lgDashDot": "dotDash", "lgDashDotDot": "dotDotDash", "sysDashDotDot": "dotDotDash",
}

const defaultLine = 9525 // EMU: a line without width is 0.75 pt (ECMA-376-1 20.1.2.2.24)

// line reads the outline of a shape or picture: its own, or that of its style; ok is false when there is none.
func (s *story) line(pr, style *element) (b doc.Border, ok bool) {
	ln, ref := pr.kid("a:ln"), style.kid("a:lnRef")
	width := int64(defaultLine)
	b = doc.Border{Style: "single", Color: doc.Color{Auto: true}}
	if idx := 0; ref != nil {
		idx = int(number(ref.attr("idx")))
		if idx > 0 && idx <= len(s.theme.lines) {
			width = s.theme.lines[idx-1]
		}
		b.Color, _, ok = s.theme.color(ref)
		ok = idx > 0
	}
	if ln != nil {
		if ln.has("w") {
			width = long(ln.attr("w"))
		}
		if ln.kid("a:noFill") != nil {
			return doc.Border{}, false
		}
		if c, _, has := s.theme.color(ln.kid("a:solidFill")); has {
			b.Color, ok = c, true
		}
		if ln.kid("a:gradFill") != nil {
			mean, _ := s.theme.gradient(ln.kid("a:gradFill"))
			b.Color, ok = mean.V, mean.Set
		}
		if d, has := dashes[attrVal(ln.kid("a:prstDash"))]; has {
			b.Style = d
		}
	}
	b.Width = doc.EighthPoints(max(1, min(width*8/12700, 8*1584)))
	return b, ok
}

func attrVal(e *element) string {
	if e == nil {
		return ""
	}
	return e.attr("val")
}

// textBody reads a bodyPr: the placing of text in a shape (ECMA-376-1 21.1.2.1.1).
func (s *story) textBody(sh *doc.Shape, e *element) {
	sh.InsetL, sh.InsetR, sh.InsetT, sh.InsetB = insetSide, insetSide, insetTop, insetTop
	if e == nil {
		return
	}
	for name, field := range map[string]*doc.EMU{"lIns": &sh.InsetL, "rIns": &sh.InsetR, "tIns": &sh.InsetT, "bIns": &sh.InsetB} {
		if e.has(name) {
			*field = offset(e.attr(name))
		}
	}
	switch e.attr("vert") {
	case "vert", "eaVert", "wordArtVert", "wordArtVertRtl", "mongolianVert":
		sh.TextDirection = doc.TopToBottom
	case "vert270":
		sh.TextDirection = doc.BottomToTop
	}
	sh.VAlign = map[string]doc.VAlign{"ctr": doc.VCenter, "b": doc.VBottom, "just": doc.VBoth, "dist": doc.VBoth}[e.attr("anchor")]
	sh.AutoFit = e.kid("a:spAutoFit") != nil
}
