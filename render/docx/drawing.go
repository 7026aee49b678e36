package docx

import (
	"strings"

	"reportmail/render/doc"
)

// drawing reads a w:drawing: a picture or shape in the line or anchored (ECMA-376-1 20.4).
func (s *story) drawing(e *element, r *runState) {
	for _, k := range e.kids {
		if k.name != "wp:inline" && k.name != "wp:anchor" {
			continue
		}
		if h := k.kid("wp:docPr"); h != nil && (h.attr("hidden") == "1" || h.attr("hidden") == "true") {
			continue // hidden in Word's selection pane
		}
		d := &doc.Drawing{Style: r.style, Props: r.props, Src: s.piece(r, e)}
		d.Width, d.Height = extent(k.kid("wp:extent"), "cx", "cy")
		s.docProps(d, k.kid("wp:docPr"))
		if k.name == "wp:anchor" {
			d.Anchor = anchor(k)
		}
		s.graphic(d, k.path("a:graphic", "a:graphicData"))
		r.add(d)
	}
}

// maxExtent bounds sizes: Word's own limit is 22 inches.
const maxExtent = 100 * 914400

func extent(e *element, w, h string) (doc.EMU, doc.EMU) {
	if e == nil {
		return 0, 0
	}
	clip := func(v int64) doc.EMU { return doc.EMU(max(0, min(v, maxExtent))) }
	return clip(long(e.attr(w))), clip(long(e.attr(h)))
}

// offset is a position, which may be negative.
func offset(s string) doc.EMU { return doc.EMU(max(-maxExtent, min(long(s), maxExtent))) }

// docProps reads a wp:docPr: name, text alternative and link (ECMA-376-1 20.4.2.5).
func (s *story) docProps(d *doc.Drawing, e *element) {
	if e == nil {
		return
	}
	d.Name, d.Alt = e.attr("name"), e.attr("descr")
	if d.Alt == "" {
		d.Alt = e.attr("title")
	}
	if h := e.kid("a:hlinkClick"); h != nil {
		if rel, ok := s.rels.byID(h.attr("r:id")); ok && rel.external {
			d.Link = rel.target
		}
	}
	if dec := e.find("adec:decorative"); dec != nil {
		d.Decorative = dec.attr("val") == "1" || dec.attr("val") == "true"
	}
}

var wraps = map[string]doc.Wrap{
	"wp:wrapNone": doc.WrapNone, "wp:wrapSquare": doc.WrapSquare, "wp:wrapTight": doc.WrapTight, "wp:wrapThrough": doc.WrapTight, "wp:wrapTopAndBottom": doc.WrapTopBottom,
}

// anchor reads a wp:anchor (ECMA-376-1 20.4.2.3, [MS-DOCX] 2.20.1).
func anchor(e *element) *doc.Anchor {
	yes := func(name string) bool { v := e.attr(name); return v == "1" || v == "true" }
	a := &doc.Anchor{
		Behind: yes("behindDoc"), AllowOverlap: yes("allowOverlap"), LayoutInCell: yes("layoutInCell"), ZOrder: uint32(long(e.attr("relativeHeight"))),
		DistL: offset(e.attr("distL")), DistT: offset(e.attr("distT")), DistR: offset(e.attr("distR")), DistB: offset(e.attr("distB")),
	}
	for _, k := range e.kids {
		switch k.name {
		case "wp:positionH":
			a.H = position(k, "wp14:pctPosHOffset")
		case "wp:positionV":
			a.V = position(k, "wp14:pctPosVOffset")
		case "wp14:sizeRelH":
			a.WidthOf = sizeShare(k, "wp14:pctWidth")
		case "wp14:sizeRelV":
			a.HeightOf = sizeShare(k, "wp14:pctHeight")
		}
		if w, ok := wraps[k.name]; ok {
			a.Wrap, a.WrapSide = w, k.attr("wrapText")
			for name, field := range map[string]*doc.EMU{"distL": &a.DistL, "distT": &a.DistT, "distR": &a.DistR, "distB": &a.DistB} {
				if k.has(name) {
					*field = offset(k.attr(name))
				}
			}
		}
	}
	if p := e.kid("wp:simplePos"); yes("simplePos") && p != nil {
		a.H = doc.Position{Base: "page", Offset: offset(p.attr("x"))}
		a.V = doc.Position{Base: "page", Offset: offset(p.attr("y"))}
	}
	return a
}

func position(e *element, percent string) doc.Position {
	p := doc.Position{Base: e.attr("relativeFrom")}
	for _, k := range e.kids {
		switch k.name {
		case "wp:posOffset":
			p.Offset = offset(strings.TrimSpace(k.text))
		case "wp:align":
			p.Align = strings.TrimSpace(k.text)
		case percent:
			p.Percent = doc.Some(number(strings.TrimSpace(k.text)))
		}
	}
	return p
}

// sizeShare reads a relative size; 0 percent means that the size is not relative.
func sizeShare(e *element, name string) doc.Opt[doc.Share] {
	k := e.kid(name)
	if k == nil {
		return doc.Opt[doc.Share]{}
	}
	pct := number(strings.TrimSpace(k.text))
	return doc.Opt[doc.Share]{V: doc.Share{Base: e.attr("relativeFrom"), Percent: pct}, Set: pct > 0}
}

// graphic reads what a drawing shows.
func (s *story) graphic(d *doc.Drawing, data *element) {
	if data != nil {
		for _, k := range data.kids {
			switch k.name {
			case "pic:pic":
				s.picture(d, k)
				return
			case "wps:wsp":
				s.shape(d, k)
				return
			case "wpg:wgp", "wpc:wpc":
				s.group(d, k)
				return
			}
		}
	}
	s.notShown(s.where(), graphicName(data))
}

func graphicName(data *element) string {
	if data == nil || len(data.kids) == 0 {
		return "an empty drawing"
	}
	switch data.kids[0].name {
	case "c:chart":
		return "a chart"
	case "dgm:relIds":
		return "a diagram (SmartArt)"
	}
	return "a drawing of " + data.kids[0].name
}

// picture reads a pic:pic (ECMA-376-1 20.2.2.5).
func (s *story) picture(d *doc.Drawing, e *element) {
	p := &doc.Picture{}
	d.Picture = p
	fill := e.kid("pic:blipFill")
	if blip := fill.kid("a:blip"); blip != nil {
		if rel, ok := s.rels.byID(blip.attr("r:embed")); ok && !rel.external {
			p.Image = s.image(rel.target)
		} else if blip.has("r:link") {
			s.find.Warn("picture-external", s.where(), "embed the picture", "picture %q is linked, not embedded, and is not fetched", d.Name)
		}
	}
	if c := fill.kid("a:srcRect"); c != nil {
		p.Crop = doc.Crop{Left: thousandths(c.attr("l")), Top: thousandths(c.attr("t")), Right: thousandths(c.attr("r")), Bottom: thousandths(c.attr("b"))}
	}
	pr := e.kid("pic:spPr")
	if x := pr.kid("a:xfrm"); x != nil {
		p.Rotation, p.FlipH, p.FlipV = rotation(x)
	}
	if l, ok := s.line(pr, nil); ok {
		p.Border = doc.Some(l)
	}
	if name := e.path("pic:nvPicPr", "pic:cNvPr"); name != nil && d.Name == "" && d.Alt == "" { // a group member has no wp:docPr
		s.docProps(d, name)
	}
}

// thousandths is a share in 1/1,000 percent, or with a percent sign as in strict files.
func thousandths(v string) int32 {
	if strings.HasSuffix(v, "%") {
		return int32(share(v) * 100000)
	}
	return max(-10_000_000, min(number(v), 10_000_000))
}

// rotation reads the turns of an a:xfrm.
func rotation(x *element) (rot int32, flipH, flipV bool) {
	yes := func(v string) bool { return v == "1" || v == "true" }
	return number(x.attr("rot")) % (360 * 60000), yes(x.attr("flipH")), yes(x.attr("flipV"))
}
