package html

import (
	"reportmail/render/doc"
	"reportmail/render/text"
)

// atoms prints the inside of a paragraph.
func (p *printer) atoms(atoms []atom, e env) {
	space := true
	for i := 0; i < len(atoms); {
		j := i + 1
		for j < len(atoms) && atoms[j].link == atoms[i].link && (atoms[i].link != "" || atoms[i].kind == textAtom && atoms[j].kind == textAtom && atoms[j].look == atoms[i].look) {
			j++
		}
		if atoms[i].link != "" {
			space = p.link(atoms[i:j], e, space)
		} else if atoms[i].kind == textAtom {
			space = p.run(atoms[i:j], e, space)
		} else {
			space = p.single(&atoms[i], e, space)
			j = i + 1
		}
		i = j
	}
}

// single prints a line break, a tab or a picture.
func (p *printer) single(a *atom, e env, space bool) bool {
	switch a.kind {
	case breakAtom:
		p.str("<br>\n")
		return true
	case tabAtom:
		p.str("\u00a0\u00a0\u00a0 ")
		return true
	case imageAtom:
		marked := p.mark(a.from)
		p.image(a)
		p.unmark(marked)
		return false
	}
	return space
}

// link prints atoms with one address. Its text has colour and underline inside the a element, as mail programs set
// their own there.
func (p *printer) link(atoms []atom, e env, space bool) bool {
	p.str(`<a href="`)
	p.b = appendAttr(p.b, atoms[0].link)
	p.str(`"`)
	l := atoms[0].look
	for i := range atoms {
		if atoms[i].kind == textAtom {
			l = atoms[i].look
			break
		}
	}
	c := l.color
	if c.Auto {
		c = black
	}
	if t := p.o.Theme; t != nil && t.Light.Link.Set && !e.fill.Set {
		c = t.Light.Link.V
		p.addClass('l', c, func() doc.Color { return p.o.Theme.Dark.Link.Or(text.DarkLink) })
	} else if !e.keep {
		p.addClass('t', c, func() doc.Color { return p.darkInk(c) })
	}
	p.prop("color")
	p.style = appendColor(p.style, c)
	p.decl("text-decoration", [2]string{"none", "underline"}[bit(l.under)])
	p.attrs()
	p.str(">")
	inner := e
	inner.look.color = l.color
	for i := 0; i < len(atoms); i++ {
		a := &atoms[i]
		if a.kind == textAtom {
			one := *a
			one.look.under, one.look.color = a.look.under && !l.under, l.color
			space = p.run([]atom{one}, inner, space)
		} else {
			space = p.single(a, inner, space)
		}
	}
	p.str("</a>")
	return space
}

// run prints text of one look.
func (p *printer) run(atoms []atom, e env, space bool) bool {
	l := atoms[0].look
	var closing [6]string
	n := 0
	tag := func(on bool, open, close string) {
		if on {
			p.str(open)
			closing[n] = close
			n++
		}
	}
	inner := e
	strong, em := l.bold && !e.look.bold, l.italic && !e.look.italic
	if strong {
		inner.look.bold = true
	}
	if em {
		inner.look.italic = true
	}
	p.ground(l.fill, &inner)
	p.looks(l, &inner)
	if l.spacing <= -8 || l.spacing >= 8 {
		p.pixels("letter-spacing", pxOf(l.spacing))
	}
	if len(p.style) > 0 {
		p.str("<span")
		p.attrs()
		p.str(">")
		closing[n], n = "</span>", n+1
	}
	tag(strong, "<b>", "</b>")
	tag(em, "<i>", "</i>")
	tag(l.under, "<u>", "</u>")
	tag(l.strike, "<s>", "</s>")
	switch l.vert {
	case doc.Superscript:
		tag(true, "<sup>", "</sup>")
	case doc.Subscript:
		tag(true, "<sub>", "</sub>")
	}
	for i := range atoms {
		marked := p.mark(atoms[i].from)
		p.b, space = appendText(p.b, atoms[i].text, space)
		p.unmark(marked)
	}
	for n > 0 {
		n--
		p.str(closing[n])
	}
	return space
}

// phone is the width of a picture from which on it must shrink with its column.
const phone px = 300

// image prints a picture.
func (p *printer) image(a *atom) {
	m := a.image
	p.str(`<img src="cid:`)
	p.b = appendAttr(p.b, m.cid)
	p.str(`" width="`)
	p.int(m.width)
	p.str(`" height="`)
	p.int(m.height)
	p.str(`" alt="`)
	p.b = appendAttr(p.b, m.alt)
	p.str(`"`)
	switch m.float {
	case doc.AlignLeft:
		p.str(` align="left" hspace="8"`)
	case doc.AlignRight:
		p.str(` align="right" hspace="8"`)
	}
	p.addClass('i', white, func() doc.Color { return white }) // dark logos on transparent ground stay visible
	if m.width > phone {
		p.nextClass()
		p.class = append(p.class, 'w')
		p.shrinks = true
	}
	p.decl("border", "0")
	p.attrs()
	p.str(">")
}
