package docx

import (
	"math"
	"strings"

	"reportmail/render/doc"
)

// VML is the drawing language of documents from before 2010 (ECMA-376-4 14.1). Pictures, lines, rectangles and text
// boxes are read; word art, such as watermarks, is not.

// vmlPresets are the VML elements that draw a shape.
var vmlPresets = map[string]string{"v:shape": "rect", "v:rect": "rect", "v:roundrect": "roundRect", "v:oval": "ellipse", "v:line": "line"}

// pict reads a w:pict.
func (s *story) pict(e *element, r *runState) {
	for _, k := range e.kids {
		preset, known := vmlPresets[k.name]
		switch {
		case k.name == "v:shapetype" || isMark(k.name) || strings.HasPrefix(k.name, "o:"):
		case k.name == "v:group":
			s.notShown(s.where(), "a VML group")
			r.add(&doc.Unknown{Name: k.name, Src: s.piece(r, e)})
		case !known:
			s.unknownInRun(e, r)
			return
		case k.kid("v:textpath") != nil:
			s.notShown(s.where(), "word art")
			r.add(&doc.Unknown{Name: "v:textpath", Src: s.piece(r, e)})
		default:
			d := &doc.Drawing{Name: k.attr("id"), Alt: k.attr("alt"), Link: k.attr("href"), Style: r.style, Props: r.props, Src: s.piece(r, e)}
			s.vmlShape(d, k, preset)
			r.add(d)
		}
	}
}

// vmlShape reads one shape.
func (s *story) vmlShape(d *doc.Drawing, e *element, preset string) {
	style := css(e.attr("style"))
	d.Width, d.Height = emu(style["width"]), emu(style["height"])
	if p := style["position"]; p == "absolute" || p == "relative" {
		d.Anchor = vmlAnchor(e, style)
	}
	if img := e.kid("v:imagedata"); img != nil {
		d.Picture = &doc.Picture{}
		if rel, ok := s.rels.byID(img.attr("r:id")); ok && !rel.external {
			d.Picture.Image = s.image(rel.target)
		}
		d.Picture.Crop = doc.Crop{Left: fraction(img.attr("cropleft")), Top: fraction(img.attr("croptop")), Right: fraction(img.attr("cropright")), Bottom: fraction(img.attr("cropbottom"))}
		if d.Alt == "" {
			d.Alt = img.attr("o:title")
		}
		return
	}
	sh := &doc.Shape{Preset: preset, FillAlpha: 255, InsetL: insetSide, InsetR: insetSide, InsetT: insetTop, InsetB: insetTop}
	d.Shape = sh
	if preset == "line" {
		vmlLine(d, e)
	}
	s.vmlPaint(sh, e, preset)
	if box := e.kid("v:textbox"); box != nil {
		s.vmlText(sh, box)
	}
}

// vmlPaint reads fill and line; VML shapes have both unless they say otherwise.
func (s *story) vmlPaint(sh *doc.Shape, e *element, preset string) {
	off := func(v string) bool { return v == "f" || v == "false" }
	if !off(e.attr("filled")) && preset != "line" {
		c, ok := vmlColor(e.attr("fillcolor"))
		if !ok {
			c = doc.Color{R: 255, G: 255, B: 255}
		}
		sh.Fill = doc.Some(c)
	}
	if !off(e.attr("stroked")) {
		b := doc.Border{Style: "single", Width: 6}
		if c, ok := vmlColor(e.attr("strokecolor")); ok {
			b.Color = c
		}
		if w := emu(e.attr("strokeweight")); w > 0 {
			b.Width = doc.EighthPoints(max(1, w*8/12700))
		}
		sh.Line = doc.Some(b)
	}
}

func (s *story) vmlText(sh *doc.Shape, box *element) {
	style := css(box.attr("style"))
	switch style["layout-flow"] {
	case "vertical":
		sh.TextDirection = doc.TopToBottom
		if style["mso-layout-flow-alt"] == "bottom-to-top" {
			sh.TextDirection = doc.BottomToTop
		}
	}
	sh.AutoFit = style["mso-fit-shape-to-text"] == "t"
	if inset := box.attr("inset"); inset != "" {
		for i, v := range strings.SplitN(inset, ",", 4) {
			if strings.TrimSpace(v) != "" {
				*[]*doc.EMU{&sh.InsetL, &sh.InsetT, &sh.InsetR, &sh.InsetB}[i] = emu(v)
			}
		}
	}
	if c := box.kid("w:txbxContent"); c != nil {
		sh.Text = s.boxContent(c)
	}
}

// vmlLine gives a v:line its box and direction from its end points.
func vmlLine(d *doc.Drawing, e *element) {
	x1, y1, _ := strings.Cut(e.attr("from"), ",")
	x2, y2, _ := strings.Cut(e.attr("to"), ",")
	l, t, r, b := emu(x1), emu(y1), emu(x2), emu(y2)
	d.Width, d.Height = max(r-l, l-r), max(b-t, t-b)
	d.Shape.FlipV = (r < l) != (b < t)
	if d.Anchor != nil {
		d.Anchor.H.Offset += min(l, r)
		d.Anchor.V.Offset += min(t, b)
	}
}

// vmlBases are the anchors' bases by their VML names.
var vmlBases = map[string]string{
	"margin": "margin", "page": "page", "text": "column", "char": "character", "line": "line",
	"left-margin-area": "leftMargin", "right-margin-area": "rightMargin", "top-margin-area": "topMargin", "bottom-margin-area": "bottomMargin",
}

func vmlAnchor(e *element, style map[string]string) *doc.Anchor {
	a := &doc.Anchor{
		AllowOverlap: true, LayoutInCell: true, Behind: strings.HasPrefix(style["z-index"], "-"),
		H: doc.Position{Base: "column", Offset: emu(style["margin-left"]) + emu(style["left"])},
		V: doc.Position{Base: "paragraph", Offset: emu(style["margin-top"]) + emu(style["top"])},
	}
	if b, ok := vmlBases[style["mso-position-horizontal-relative"]]; ok {
		a.H.Base = b
	}
	if b, ok := vmlBases[style["mso-position-vertical-relative"]]; ok {
		a.V.Base = b
		if b == "column" {
			a.V.Base = "paragraph"
		}
	}
	if v := style["mso-position-horizontal"]; v != "" && v != "absolute" {
		a.H.Align = v
	}
	if v := style["mso-position-vertical"]; v != "" && v != "absolute" {
		a.V.Align = v
	}
	if w := e.kid("w10:wrap"); w != nil {
		a.Wrap = map[string]doc.Wrap{"square": doc.WrapSquare, "tight": doc.WrapTight, "through": doc.WrapTight, "topAndBottom": doc.WrapTopBottom}[w.attr("type")]
		a.WrapSide = w.attr("side")
		if p := w.attr("anchorx"); p != "" && vmlBases[p] != "" {
			a.H.Base = vmlBases[p]
		}
		if p := w.attr("anchory"); p == "page" || p == "margin" {
			a.V.Base = p
		}
	}
	return a
}

// css reads the declarations of a style attribute.
func css(s string) map[string]string {
	m := map[string]string{}
	for _, d := range strings.Split(s, ";") {
		if k, v, ok := strings.Cut(d, ":"); ok {
			m[strings.ToLower(strings.TrimSpace(k))] = strings.TrimSpace(v)
		}
	}
	return m
}

// emu is a VML length; a bare number is in pixels of 1/96 inch or, in coordinates, nothing we show.
func emu(s string) doc.EMU {
	if p, ok := points(s); ok {
		return doc.EMU(math.Round(p * 12700))
	}
	return doc.EMU(number(s)) * 9525
}

// fraction is a share in 1/100,000 of a VML fraction: 0.25, or 16384f of 65,536.
func fraction(s string) int32 {
	if f, ok := strings.CutSuffix(s, "f"); ok {
		return int32(math.Round(float64(number(f)) / 65536 * 100000))
	}
	return int32(share(s+"%") * 100 * 100000)
}

// vmlColor is a colour with perhaps a palette index behind it: "#d9d9d9 [2732]", or a name.
func vmlColor(s string) (doc.Color, bool) {
	s, _, _ = strings.Cut(strings.TrimSpace(s), " ")
	if c, ok := presetColors[s]; ok {
		return c, true
	}
	if len(s) == 4 && s[0] == '#' { // #rgb
		s = string([]byte{s[1], s[1], s[2], s[2], s[3], s[3]})
	}
	return hexColor(s)
}
