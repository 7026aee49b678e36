package html

import (
	"bytes"
	"strconv"

	"reportmail/render/doc"
	"reportmail/render/text"
)

// prop starts a declaration of the element in work.
func (p *printer) prop(name string) {
	if len(p.style) > 0 {
		p.style = append(p.style, ';')
	}
	p.style = append(p.style, name...)
	p.style = append(p.style, ':')
}

func (p *printer) decl(name, value string) {
	p.prop(name)
	p.style = append(p.style, value...)
}

func (p *printer) pixels(name string, n px) {
	p.prop(name)
	p.style = appendPx(p.style, n)
}

// appendPx appends a length; zero has no unit.
func appendPx(b []byte, n px) []byte {
	if n < 0 {
		b, n = append(b, '-'), -n
	}
	if n == 0 {
		return append(b, '0')
	}
	var d [8]byte
	i := len(d)
	for v := n; v > 0 && i > 0; v /= 10 {
		i--
		d[i] = byte('0' + v%10)
	}
	return append(append(b, d[i:]...), "px"...)
}

// four is a padding or margin in its shortest form.
func (p *printer) four(name string, v [4]px) {
	p.prop(name)
	n := 4
	switch {
	case v[left] != v[right]:
	case v[top] != v[bottom]:
		n = 3
	case v[top] != v[right]:
		n = 2
	default:
		n = 1
	}
	for i := range n {
		if i > 0 {
			p.style = append(p.style, ' ')
		}
		p.style = appendPx(p.style, v[i])
	}
}

// darkColor is a class of the head's style sheet: what a colour of the body becomes in dark mode.
type darkColor struct {
	kind     byte // t: text, f: ground, b: border, l: links of the theme, i: ground of pictures
	from, to doc.Color
}

// addClass names a class for dark mode, once for each element.
func (p *printer) addClass(kind byte, c doc.Color, dark func() doc.Color) {
	if !p.darkMode() {
		return
	}
	i := 0
	for i < len(p.dark) && (p.dark[i].kind != kind || p.dark[i].from != c) {
		i++
	}
	if i == len(p.dark) {
		p.dark = append(p.dark, darkColor{kind, c, dark()})
	}
	p.className(kind, i)
}

// className adds a class to the element in work: a letter and a number.
func (p *printer) className(kind byte, i int) {
	var d [8]byte
	name := strconv.AppendInt(append(d[:0], kind), int64(i), 10)
	for rest := p.class; len(rest) >= len(name); { // borders of one colour come several times
		k := bytes.IndexByte(rest, ' ')
		if k < 0 {
			k = len(rest)
		}
		if bytes.Equal(rest[:k], name) {
			return
		}
		rest = rest[min(k+1, len(rest)):]
	}
	p.nextClass()
	p.class = append(p.class, name...)
}

// nextClass makes room for one more class.
func (p *printer) nextClass() {
	if len(p.class) > 0 {
		p.class = append(p.class, ' ')
	}
}

// attrs writes class and style of the element in work, and forgets them.
func (p *printer) attrs() {
	if len(p.class) > 0 {
		p.str(` class="`)
		p.b = append(p.b, p.class...)
		p.str(`"`)
		p.class = p.class[:0]
	}
	if len(p.style) > 0 {
		p.str(` style="`)
		p.b = append(p.b, p.style...)
		p.str(`"`)
		p.style = p.style[:0]
	}
}

// looks adds what l has and the element around has not.
func (p *printer) looks(l look, e *env) {
	if l.stack != e.look.stack {
		p.family(l, e)
	}
	if l.size != e.look.size {
		p.pixels("font-size", l.size)
		e.look.size = l.size
	}
	p.color(l.color, e)
	if l.bold != e.look.bold {
		p.decl("font-weight", [2]string{"normal", "bold"}[bit(l.bold)])
		e.look.bold = l.bold
	}
	if l.italic != e.look.italic {
		p.decl("font-style", [2]string{"normal", "italic"}[bit(l.italic)])
		e.look.italic = l.italic
	}
	if l.caps != e.look.caps {
		p.decl("text-transform", [2]string{"none", "uppercase"}[bit(l.caps)])
		e.look.caps = l.caps
	}
	if l.smallCaps != e.look.smallCaps {
		p.decl("font-variant", [2]string{"normal", "small-caps"}[bit(l.smallCaps)])
		e.look.smallCaps = l.smallCaps
	}
}

// family sets the font. The theme's stands in for the layout's main one.
func (p *printer) family(l look, e *env) {
	want := l.stack
	if want == p.body.base.stack {
		want = p.stack()
	}
	if want != e.look.stack {
		p.prop("font-family")
		p.style = appendAttr(p.style, want)
		e.look.stack = want
	}
}

func bit(b bool) int {
	if b {
		return 1
	}
	return 0
}

// color sets the text colour where it differs.
func (p *printer) color(c doc.Color, e *env) {
	if c == e.look.color {
		return
	}
	e.look.color = c
	if c.Auto {
		c = p.textColor()
	}
	p.prop("color")
	p.style = appendColor(p.style, c)
	if !e.keep {
		p.addClass('t', c, func() doc.Color { return p.darkInk(c) })
	}
}

// darkInk is a text colour as dark mode shows it.
func (p *printer) darkInk(c doc.Color) doc.Color {
	if c == p.textColor() {
		c = black
	}
	return p.o.Theme.Dark.InkIn(c)
}

// ground sets a background where there is one. In dark mode pale grounds turn dark; strong ones stay as they are.
func (p *printer) ground(f doc.Opt[doc.Color], e *env) {
	if !f.Set || f == e.fill {
		return
	}
	e.fill = f
	p.prop("background-color")
	p.style = appendColor(p.style, f.V)
	if e.keep = !text.Pale(f.V); !e.keep {
		p.addClass('f', f.V, func() doc.Color { return p.o.Theme.Dark.GroundIn() })
	}
}

// borders adds the sides that are drawn.
func (p *printer) borders(edges *[4]edge, e *env) {
	if edges[top] == edges[right] && edges[top] == edges[bottom] && edges[top] == edges[left] {
		if edges[top].width > 0 {
			p.prop("border")
			p.line(edges[top], e)
		}
		return
	}
	for i, name := range [4]string{"border-top", "border-right", "border-bottom", "border-left"} {
		if edges[i].width > 0 {
			p.prop(name)
			p.line(edges[i], e)
		}
	}
}

func (p *printer) line(l edge, e *env) {
	p.style = appendPx(p.style, l.width)
	p.style = append(p.style, ' ')
	p.style = append(p.style, l.style.name()...)
	p.style = append(p.style, ' ')
	p.style = appendColor(p.style, l.color)
	if !e.keep {
		c := l.color
		if c.Auto {
			c = black
		}
		p.addClass('b', c, func() doc.Color { return darkLine(c) })
	}
}

// darkLine is a border's colour in dark mode: as strong on the dark ground as it is on white, but no brighter than text.
func darkLine(c doc.Color) doc.Color {
	from := text.DarkGround
	if lo, hi := min(c.R, c.G, c.B), max(c.R, c.G, c.B); hi-lo > 40 { // a colour keeps its hue
		from = c
	}
	want := min(max(doc.Contrast(c, white), 1.25), 5)
	for share := 0.0; share < 1; share += 0.02 {
		if m := from.Mix(white, share); doc.Contrast(m, text.DarkGround) >= want {
			return m
		}
	}
	return text.DarkText
}
