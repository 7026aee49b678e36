package page

import "reportmail/render/doc"

// placement finds where a floating thing of size w × h stands: relative to the place it is anchored at (x and y from
// the region's corner) or to the page (fixed).
type placement struct {
	e              *engine
	reg            region
	x, y, w, h     float64
	fixedX, fixedY bool
	cell           bool // inside of a table cell, which stands for page and margins there
}

// axis is a stretch that positions are relative to.
type axis struct {
	from, to float64
	fixed    bool
}

// horizontal places by the words of w:framePr and w:tblpPr.
func (p *placement) horizontal(anchor, align string, offset float64) {
	base := "column"
	if anchor == "page" || anchor == "margin" {
		base = anchor
	}
	p.setX(p.across(base), align, offset)
}

func (p *placement) setX(a axis, align string, offset float64) {
	p.fixedX = a.fixed
	switch align {
	case "right", "outside":
		p.x = a.to - p.w
	case "center":
		p.x = (a.from + a.to - p.w) / 2
	case "left", "inside":
		p.x = a.from
	default:
		p.x = a.from + offset
	}
}

// vertical places by the words of w:framePr and w:tblpPr.
func (p *placement) vertical(anchor, align string, offset float64) {
	base := "paragraph"
	if anchor == "page" || anchor == "margin" {
		base = anchor
	}
	if align == "inline" {
		align, offset = "", 0
	}
	p.setY(p.down(base), align, offset)
}

func (p *placement) setY(a axis, align string, offset float64) {
	p.fixedY = a.fixed
	switch align {
	case "bottom", "outside":
		p.y = a.to - p.h
	case "center":
		p.y = (a.from + a.to - p.h) / 2
	case "top", "inside":
		p.y = a.from
	default:
		p.y = a.from + offset
	}
}

// across is the horizontal stretch behind a base (ECMA-376-1 20.4.3.4).
func (p *placement) across(base string) axis {
	s := p.e.sheet
	if p.cell {
		base = ""
	}
	switch base {
	case "page":
		return axis{0, s.width, true}
	case "margin":
		return axis{s.left, s.right, true}
	case "leftMargin", "insideMargin":
		return axis{0, s.left, true}
	case "rightMargin", "outsideMargin":
		return axis{s.right, s.width, true}
	}
	return axis{0, p.reg.w, false}
}

// down is the vertical stretch behind a base (ECMA-376-1 20.4.3.5).
func (p *placement) down(base string) axis {
	s := p.e.sheet
	if p.cell && base != "paragraph" && base != "line" {
		return axis{0, p.h, false} // the cell's height is not known yet: things that stand at its end stand at its top
	}
	switch base {
	case "page":
		return axis{0, s.height, true}
	case "margin":
		return axis{s.marginTop, s.marginBottom, true}
	case "topMargin":
		return axis{0, s.marginTop, true}
	case "bottomMargin", "insideMargin", "outsideMargin":
		return axis{s.marginBottom, s.height, true}
	}
	return axis{p.y, p.y + p.h, false}
}

// anchor places a drawing (ECMA-376-1 20.4.2.3, 20.4.2.10, 20.4.2.11).
func (p *placement) anchor(a *doc.Anchor) {
	h := p.across(a.H.Base)
	offset := a.H.Offset.Points()
	if a.H.Percent.Set {
		offset = float64(a.H.Percent.V) / 100000 * (h.to - h.from)
	}
	p.setX(h, a.H.Align, offset)
	v := p.down(a.V.Base)
	offset = a.V.Offset.Points()
	if a.V.Percent.Set {
		offset = float64(a.V.Percent.V) / 100000 * (v.to - v.from)
	}
	p.setY(v, a.V.Align, offset)
}
