package pdf

import (
	"slices"

	"reportmail/render/font"
	"reportmail/render/page"
)

// Proportions of a style that the face has not, as GDI makes them.
const (
	fakeBold = 0.03   // width of the stroke around the outlines, in em
	fakeSkew = 0.2126 // tangent of 12 degrees
)

// Glyphs shows a run. A viewer moves on by the widths in the file; where the layout says another advance (kerning,
// justification, spacing) the difference is written between the glyphs.
func (n *native) Glyphs(g *page.Glyphs) {
	if len(g.Glyphs) == 0 || g.Font == nil || g.Size <= 0 {
		return
	}
	n.prepare(true)
	n.setAlpha(255)
	u := n.use(g.Font)
	n.setText(u, g)
	n.moveTo(g)
	r := run{native: n, use: u, sel: g.Font, size: g.Size, unit: 1000 / (g.Size * n.page.scale)}
	r.spacing(g.Glyphs)
	for i := 0; i < len(g.Glyphs); {
		j := i + 1
		for j < len(g.Glyphs) && g.Glyphs[j].Runes == "" {
			j++
		}
		r.cluster(g.Glyphs[i:j])
		i = j
	}
	r.end()
	if r.rise != 0 {
		n.content = append(n.content, "0 Ts\n"...)
	}
}

// use is the font of the document for a selection.
func (n *native) use(sel *font.Selection) *fontUse {
	u := n.fontOf[sel]
	if u == nil {
		for _, o := range n.fonts {
			if o.sel.SameFont(sel) {
				u = o
				break
			}
		}
		if u == nil {
			u = newFontUse(sel, n.file.number())
			n.fonts = append(n.fonts, u)
		}
		n.fontOf[sel] = u
		n.selected = append(n.selected, sel)
	}
	if !slices.Contains(n.page.fonts, u) {
		n.page.fonts = append(n.page.fonts, u)
	}
	return u
}

// setText sets font, size, horizontal scale, colour and the stroke that makes a face bold.
func (n *native) setText(u *fontUse, g *page.Glyphs) {
	p := n.page
	if p.font != u || p.size != g.Size {
		p.font, p.size = u, g.Size
		b := append(appendInt(append(n.content, "/F"...), u.object), ' ')
		n.content = append(appendNumber(b, g.Size, 2), " Tf\n"...)
	}
	scale := g.Scale
	if scale <= 0 {
		scale = 1
	}
	if p.scale != scale {
		p.scale = scale
		n.content = append(appendNumber(n.content, scale*100, 2), " Tz\n"...)
	}
	n.setFill(g.Color)
	if p.bold != g.Font.FakeBold {
		p.bold = g.Font.FakeBold
		mode := "0 Tr\n"
		if p.bold {
			mode = "2 Tr\n"
		}
		n.content = append(n.content, mode...)
	}
	if p.bold {
		n.setStroke(g.Color)
		n.setLine(g.Size*fakeBold, nil, false)
	}
}

// moveTo sets the start of the run. Positions are relative to the start of the run before, rounded as they are
// written, so that rounding does not add up.
func (n *native) moveTo(g *page.Glyphs) {
	p := n.page
	x, y := round(g.X, 2), round(p.height-g.Y, 2)
	skew := 0.0
	if g.Font.FakeItalic {
		skew = fakeSkew
	}
	switch {
	case skew != 0 || p.skew != 0:
		b := append(n.content, "1 0 "...)
		b = append(appendNumber(b, skew, 4), " 1 "...)
		b = append(appendScaled(b, x, 2), ' ')
		n.content = append(appendScaled(b, y, 2), " Tm\n"...)
	default:
		b := append(appendScaled(n.content, x-p.x, 2), ' ')
		n.content = append(appendScaled(b, y-p.y, 2), " Td\n"...)
	}
	p.x, p.y, p.skew = x, y, skew
}
