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
	dark    map[string]doc.Color // classes of the head's style sheet: t808080, fF2F2F2 …
	sizes   []tableSize          // long tables, for the body limit
	lost    int                  // rows left out
	origins []*doc.Origin        // by mark
	marks   int                  // bytes of marks, which no limit counts
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

// Dark-mode colours of a body whose theme names none.
var (
	darkGround = doc.Color{R: 0x1f, G: 0x1f, B: 0x1f}
	darkText   = doc.Color{R: 0xe8, G: 0xe8, B: 0xe8}
	darkLink   = doc.Color{R: 0x8a, G: 0xb4, B: 0xf8}
)

// page prints the whole page.
func (p *printer) page() []byte {
	p.b, p.sizes, p.lost = p.b[:0], p.sizes[:0], 0
	p.origins, p.marks = p.origins[:0], 0
	if p.dark == nil {
		p.dark = make(map[string]doc.Color, 8)
	}
	p.b = slices.Grow(p.b, 4096)
	e := env{look: p.body.base, line: p.body.line, width: p.body.width, rtl: direction(p.body.lang) == "rtl"}
	if e.rtl {
		e.align = doc.AlignRight
	}
	if t := p.o.Theme; t != nil && t.Font != "" {
		e.look.stack = t.Font
	}
	for _, t := range p.o.Before {
		p.text(t)
	}
	for i := range p.body.parts {
		if i > 0 {
			p.spacer(24, e)
		}
		p.blocks(p.body.parts[i].blocks, e)
	}
	if p.body.notes > 0 {
		p.notice(p.body.notes, e)
	}
	for _, t := range p.o.After {
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

// sheet writes the style element: dark-mode colours of what the body uses, and the theme's own media rules.
func (p *printer) sheet() {
	if !p.darkMode() {
		if t := p.o.Theme; t != nil && len(t.Media) > 0 {
			p.str("<style>")
			p.b = append(p.b, t.Media...)
			p.str("</style>\n")
		}
		return
	}
	d := p.o.Theme.Dark
	ground := d.Background.Or(darkGround)
	p.str("<style>@media (prefers-color-scheme:dark){.d{background-color:")
	p.b = appendColor(p.b, d.Page.Or(ground))
	p.str("!important}.e{background-color:")
	p.b = appendColor(p.b, ground)
	p.str("!important;color:")
	p.b = appendColor(p.b, d.Text.Or(darkText))
	p.str("!important}.l{color:")
	p.b = appendColor(p.b, d.Link.Or(darkLink))
	p.str("!important}.i{background-color:#ffffff!important}")
	names := make([]string, 0, len(p.dark))
	for n := range p.dark {
		names = append(names, n)
	}
	slices.Sort(names)
	for _, n := range names {
		p.str("." + n + "{" + darkProperty[n[0]] + ":")
		p.b = appendColor(p.b, p.dark[n])
		p.str("!important}")
	}
	p.str("}")
	p.b = append(p.b, p.o.Theme.Media...)
	p.str("</style>\n")
}

// darkProperty is what a class of the dark sheet sets, by its first letter.
var darkProperty = map[byte]string{'t': "color", 'f': "background-color", 'b': "border-color"}

// open writes the tables around the body: the page's background, and the column of text, which Outlook gets as a
// table of fixed width because it knows no max-width.
func (p *printer) open(e env) {
	page, ground := white, white
	textColor := black
	align := "center"
	if t := p.o.Theme; t != nil {
		ground = t.Light.Background.Or(white)
		page = t.Light.Page.Or(ground)
		textColor = t.Light.Text.Or(black)
		if t.Align != "" {
			align = t.Align
		}
	} else if len(p.body.parts) > 0 && p.body.parts[0].ground.Set && !p.body.parts[0].ground.V.Auto {
		page = p.body.parts[0].ground.V
		ground = page
	}
	p.str(`<body class="d" style="margin:0;padding:0;background-color:`)
	p.b = appendColor(p.b, page)
	p.str("\">\n" + `<table role="presentation" class="d" width="100%" cellpadding="0" cellspacing="0" border="0" bgcolor="`)
	p.b = appendColor(p.b, page)
	p.str(`" style="width:100%;background-color:`)
	p.b = appendColor(p.b, page)
	p.str(`"><tbody><tr><td align="` + align + `" style="padding:16px">` + "\n" +
		`<!--[if mso]><table role="presentation" width="`)
	p.int(p.body.width)
	p.str(`" cellpadding="0" cellspacing="0" border="0"><tr><td><![endif]-->` + "\n" +
		`<table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0"`)
	if e.rtl {
		p.str(` dir="rtl"`)
	}
	p.str(` style="width:100%;max-width:`)
	p.int(p.body.width)
	p.str(`px"><tbody><tr><td class="e" bgcolor="`)
	p.b = appendColor(p.b, ground)
	p.str(`" align="`)
	if e.rtl {
		p.str(`right`)
	} else {
		p.str(`left`)
	}
	p.str(`" style="background-color:`)
	p.b = appendColor(p.b, ground)
	p.str(`;color:`)
	p.b = appendColor(p.b, textColor)
	p.str(`;font-family:`)
	p.b = appendAttr(p.b, e.look.stack)
	p.str(`;font-size:`)
	p.int(e.look.size)
	p.str(`px;line-height:`)
	p.int(e.line)
	p.str("px;mso-line-height-rule:exactly\">\n")
}

func (p *printer) close() {
	p.str("</td></tr></tbody></table>\n<!--[if mso]></td></tr></table><![endif]-->\n</td></tr></tbody></table>\n</body>\n</html>\n")
}

// report says what the body limit took away.
func (p *printer) report(f *diag.List) {
	rows := p.body.notes
	for i := range p.sizes {
		rows += p.sizes[i].table.cut.to - p.sizes[i].table.cut.from
	}
	if rows > 0 {
		f.Warn("body-cut", diag.Where{}, "attach the PDF, which has them, or raise the body limit", "%d rows left out of the body, which may have %d bytes", rows, p.o.BodyLimit)
	}
}
