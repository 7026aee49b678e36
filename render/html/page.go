package html

import (
	"slices"
	"strconv"

	"reportmail/render/diag"
	"reportmail/render/doc"
	"reportmail/render/text"
)

// printer writes the flow as HTML.
type printer struct {
	o       *Options
	body    *body
	images  *images
	b       []byte
	style   []byte // of the element in work
	class   []byte
	dark    []darkColor   // classes of the head's style sheet
	sizes   []tableSize   // long tables, for the body limit
	shrinks bool          // a picture must shrink with its column
	crowds  bool          // a table is too wide for a telephone
	origins []*doc.Origin // by mark
	marks   int           // bytes of marks, which no limit counts
}

// env is what the element around has already said.
type env struct {
	look  look
	line  px
	align doc.Align
	rtl   bool
	fill  doc.Opt[doc.Color] // ground; unset is the body's
	keep  bool               // the ground is the same in dark mode
	width px
}

// page prints the whole page.
func (p *printer) page() []byte {
	p.b, p.sizes, p.shrinks, p.crowds = p.b[:0], p.sizes[:0], false, false
	p.origins, p.marks = p.origins[:0], 0
	p.dark = p.dark[:0]
	p.b = slices.Grow(p.b, 4096)
	e := env{look: p.body.base, line: p.body.line, width: p.body.width, rtl: direction(p.body.lang) == "rtl"}
	if e.rtl {
		e.align = doc.AlignRight
	}
	e.look.stack = p.stack()
	for _, t := range p.o.Before {
		p.text(t)
	}
	for i := range p.body.parts {
		if i > 0 {
			p.spacer(24, e)
		}
		p.blocks(p.body.parts[i].blocks, e)
	}
	if p.body.cut {
		p.notice()
	}
	for i, t := range p.o.After {
		if i == 0 {
			p.spacer(16, e)
		}
		p.text(t)
	}
	inner := p.b
	p.b = make([]byte, 0, len(inner)+2048)
	p.head()
	p.open(e)
	p.b = append(p.b, inner...)
	p.close()
	return p.b
}

func (p *printer) text(t text.Output) {
	p.b = append(p.b, t.HTML...)
	if n := len(t.HTML); n > 0 && t.HTML[n-1] != '\n' {
		p.b = append(p.b, '\n')
	}
}

// str appends markup of this package's own.
func (p *printer) str(s string) { p.b = append(p.b, s...) }

func (p *printer) int(n px) { p.b = strconv.AppendInt(p.b, int64(n), 10) }

// head writes everything before the body element.
func (p *printer) head() {
	dir := direction(p.body.lang)
	p.str(`<!DOCTYPE html>` + "\n" + `<html lang="`)
	p.b = appendAttr(p.b, p.body.lang)
	p.str(`" dir="` + dir + `">` + "\n" + `<head>` + "\n" + `<meta charset="utf-8">` + "\n" +
		`<meta name="viewport" content="width=device-width, initial-scale=1">` + "\n")
	if p.darkMode() {
		p.str(`<meta name="color-scheme" content="light dark">` + "\n")
	} else {
		p.str(`<meta name="color-scheme" content="light">` + "\n")
	}
	p.str("<title>")
	p.b, _ = appendText(p.b, p.body.title, false)
	p.str("</title>\n")
	p.sheet()
	// Outlook's Word engine does not hand fonts down into tables.
	p.str(`<!--[if mso]><style>td,th{font-family:`)
	p.b = appendAttr(p.b, p.stack())
	p.str(`}</style><![endif]-->` + "\n</head>\n")
}

func (p *printer) stack() string {
	if t := p.o.Theme; t != nil && t.Font != "" {
		return t.Font
	}
	return p.body.base.stack
}

func (p *printer) darkMode() bool { return p.o.Theme != nil && p.o.Theme.HasDark }

// sheet writes the style element: pictures that shrink with their column, crowded tables, dark-mode colours of what the body uses, and
// the theme's own media rules. Outlook's Word engine has no use for any of them and does not get it.
func (p *printer) sheet() {
	from := len(p.b)
	p.str("<!--[if !mso]><!--><style>")
	start := len(p.b)
	if p.shrinks {
		p.str(".w{max-width:100%!important;height:auto!important}")
	}
	if p.crowds {
		p.str(crowdedSheet)
	}
	if p.darkMode() {
		p.darkSheet()
	}
	if t := p.o.Theme; t != nil {
		p.b = append(p.b, t.Media...)
	}
	if len(p.b) == start {
		p.b = p.b[:from]
		return
	}
	p.str("</style><!--<![endif]-->\n")
}

// darkSheet writes the colours of dark mode (Media Queries 5, 11.5).
func (p *printer) darkSheet() {
	d := p.o.Theme.Dark
	ground := d.Background.Or(text.DarkGround)
	p.str("@media (prefers-color-scheme:dark){.d{background-color:")
	p.b = appendColor(p.b, d.Page.Or(ground))
	p.str("!important}.e{background-color:")
	p.b = appendColor(p.b, ground)
	p.str("!important;color:")
	p.b = appendColor(p.b, d.Text.Or(text.DarkText))
	p.str("!important}")
	for i, c := range p.dark {
		p.str("." + string(c.kind))
		p.int(px(i))
		p.str("{" + darkProperty[c.kind] + ":")
		p.b = appendColor(p.b, c.to)
		p.str("!important}")
	}
	p.str("}")
}

// darkProperty is what a class of the dark sheet sets, by its first letter.
var darkProperty = map[byte]string{'t': "color", 'f': "background-color", 'b': "border-color", 'i': "background-color", 'l': "color"}

// open writes the tables around the body: the page's background, and the column of text. Outlook gets the column as a
// table of fixed width, because it knows no max-width; everybody else gets one that shrinks with the window.
func (p *printer) open(e env) {
	page, ground, ink := p.grounds()
	align := "center"
	if t := p.o.Theme; t != nil && t.Align != "" {
		align = t.Align
	}
	p.str(`<body` + p.darkClass("d") + ` style="margin:0;background-color:`)
	p.b = appendColor(p.b, page)
	p.str("\">\n" + `<table role="presentation"` + p.darkClass("d") + ` width="100%" cellpadding="0" cellspacing="0" border="0" bgcolor="`)
	p.b = appendColor(p.b, page)
	p.str(`" style="background-color:`)
	p.b = appendColor(p.b, page)
	p.str(`"><tbody><tr><td align="` + align + `" style="padding:16px">` + "\n" + `<!--[if mso]><table role="presentation" width="`)
	p.int(p.body.width)
	p.str(`"`)
	p.column(e, ground, ink)
	p.str("<![endif]-->\n" + `<!--[if !mso]><!--><table role="presentation" width="100%" style="max-width:`)
	p.int(p.body.width)
	p.str(`px"`)
	p.column(e, ground, ink)
	p.str("<!--<![endif]-->\n")
}

// darkClass is the attribute for a class of the dark sheet.
func (p *printer) darkClass(class string) string {
	if !p.darkMode() {
		return ""
	}
	return ` class="` + class + `"`
}

// column writes the rest of the table that is the column of text, up to its cell.
func (p *printer) column(e env, ground, ink doc.Color) {
	p.str(` cellpadding="0" cellspacing="0" border="0"`)
	align := "left"
	if e.rtl {
		p.str(` dir="rtl"`)
		align = "right"
	}
	p.str(`><tbody><tr><td` + p.darkClass("e") + ` bgcolor="`)
	p.b = appendColor(p.b, ground)
	p.str(`" align="` + align + `" style="background-color:`)
	p.b = appendColor(p.b, ground)
	p.str(`;color:`)
	p.b = appendColor(p.b, ink)
	p.str(`;font-family:`)
	p.b = appendAttr(p.b, e.look.stack)
	p.str(`;font-size:`)
	p.int(e.look.size)
	p.str(`px;line-height:`)
	p.int(e.line)
	p.str(`px;mso-line-height-rule:exactly">`)
}

// grounds are the colours around the body, below it and of its text.
func (p *printer) grounds() (page, ground, ink doc.Color) {
	if t := p.o.Theme; t != nil && (t.Light.Page.Set || t.Light.Background.Set) {
		ground = t.Light.Background.Or(white)
		return t.Light.Page.Or(ground), ground, t.Light.Text.Or(black)
	}
	page = white
	if g := p.body.parts; len(g) > 0 && g[0].ground.Set && !g[0].ground.V.Auto {
		page = g[0].ground.V
	}
	return page, page, p.textColor()
}

// textColor is the colour of automatic text.
func (p *printer) textColor() doc.Color {
	if t := p.o.Theme; t != nil {
		return t.Light.Text.Or(black)
	}
	return black
}

func (p *printer) close() {
	p.str("<!--[if !mso]><!--></td></tr></tbody></table><!--<![endif]-->\n<!--[if mso]></td></tr></tbody></table><![endif]-->\n</td></tr></tbody></table>\n</body>\n</html>\n")
}

// report says what the body limit took away, and when it could not take enough.
func (p *printer) report(size int, f *diag.List) {
	const hint = "attach the PDF, which has everything, or raise the body limit"
	rows := 0
	for i := range p.sizes {
		rows += p.sizes[i].table.cut.to - p.sizes[i].table.cut.from
	}
	limit := p.o.BodyLimit
	switch {
	case rows > 0:
		f.Warn("body-cut", diag.Where{}, hint, "%d rows left out of the body, which may have %d bytes", rows, limit)
	case p.body.cut:
		f.Warn("body-cut", diag.Where{}, hint, "the end is left out of the body, which may have %d bytes", limit)
	}
	if limit > 0 && size > limit {
		f.Warn("body-too-long", diag.Where{}, hint, "the body has %d bytes, more than the %d it may have, and nothing that can be cut", size, limit)
	}
}
