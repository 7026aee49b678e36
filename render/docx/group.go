package docx

import (
	"reportmail/render/doc"
)

// maxGroupDepth bounds groups in groups.
const maxGroupDepth = 16

// frameBox maps the coordinates inside a group to its place (ECMA-376-1 20.1.7.5): child offset and extent to EMU.
type frameBox struct {
	x, y, sx, sy float64 // EMU = (v - x) * sx
}

// group reads a wpg:wgp or a wpc:wpc. Members are drawings of their own, with offsets from the group's corner.
func (s *story) group(d *doc.Drawing, e *element) {
	d.Shape = &doc.Shape{Preset: "rect", FillAlpha: 255}
	box := frameBox{sx: 1, sy: 1}
	if x := e.path("wpg:grpSpPr", "a:xfrm"); x != nil {
		box = groupBox(x, float64(d.Width), float64(d.Height))
		d.Shape.Rotation, d.Shape.FlipH, d.Shape.FlipV = rotation(x)
	}
	s.members(d.Shape, e, box, 0)
}

// groupBox is the mapping of a group whose size on the page is w by h.
func groupBox(x *element, w, h float64) frameBox {
	b := frameBox{sx: 1, sy: 1}
	if o := x.kid("a:chOff"); o != nil {
		b.x, b.y = float64(long(o.attr("x"))), float64(long(o.attr("y")))
	}
	if c := x.kid("a:chExt"); c != nil {
		if cx, cy := float64(long(c.attr("cx"))), float64(long(c.attr("cy"))); cx > 0 && cy > 0 {
			b.sx, b.sy = w/cx, h/cy
		}
	}
	return b
}

func (s *story) members(sh *doc.Shape, e *element, box frameBox, depth int) {
	if depth > maxGroupDepth {
		s.notShown(s.where(), "a group nested very deep")
		return
	}
	for _, k := range e.kids {
		var pr *element
		switch k.name {
		case "wps:wsp":
			pr = k.kid("wps:spPr")
		case "pic:pic":
			pr = k.kid("pic:spPr")
		case "wpg:grpSp", "wpg:wgp":
			pr = k.kid("wpg:grpSpPr")
		case "wpg:graphicFrame", "wpg:contentPart", "wpc:graphicFrame":
			s.notShown(s.where(), "a chart or diagram in a group")
			continue
		default:
			continue
		}
		x := pr.kid("a:xfrm")
		if x == nil {
			continue
		}
		m := placed(x, box)
		switch k.name {
		case "wps:wsp":
			s.docProps(m, k.kid("wps:cNvPr"))
			s.shape(m, k)
		case "pic:pic":
			s.docProps(m, k.path("pic:nvPicPr", "pic:cNvPr"))
			s.picture(m, k)
		default:
			m.Shape = &doc.Shape{Preset: "rect", FillAlpha: 255}
			m.Shape.Rotation, m.Shape.FlipH, m.Shape.FlipV = rotation(x)
			s.members(m.Shape, k, groupBox(x, float64(m.Width), float64(m.Height)), depth+1)
		}
		sh.Children = append(sh.Children, m)
	}
}

// placed is a member at its place in the group.
func placed(x *element, box frameBox) *doc.Drawing {
	m := &doc.Drawing{Anchor: &doc.Anchor{}}
	clip := func(v float64) doc.EMU { return doc.EMU(max(-maxExtent, min(v, maxExtent))) }
	if o := x.kid("a:off"); o != nil {
		m.Anchor.H.Offset = clip((float64(long(o.attr("x"))) - box.x) * box.sx)
		m.Anchor.V.Offset = clip((float64(long(o.attr("y"))) - box.y) * box.sy)
	}
	if c := x.kid("a:ext"); c != nil {
		m.Width, m.Height = max(0, clip(float64(long(c.attr("cx")))*box.sx)), max(0, clip(float64(long(c.attr("cy")))*box.sy))
	}
	return m
}
