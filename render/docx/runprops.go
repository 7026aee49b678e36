package docx

import (
	"strings"

	"reportmail/render/doc"
)

// run reads a w:rPr; nil when it says nothing.
func (x *props) run(e *element) *doc.RunProps {
	return once(x, x.runs, e, func(p *doc.RunProps, e *element) { each(x, p, e, runReaders, runIgnored) })
}

type runReader = func(*props, *doc.RunProps, *element)

// runFlag reads an on/off property.
func runFlag(field func(*doc.RunProps) *doc.Opt[bool]) runReader {
	return func(_ *props, p *doc.RunProps, e *element) { *field(p) = doc.Some(on(e)) }
}

// runReaders are the run properties that the model has (ECMA-376-1 17.3.2).
var runReaders = map[string]runReader{
	"w:b":         runFlag(func(p *doc.RunProps) *doc.Opt[bool] { return &p.Bold }),
	"w:i":         runFlag(func(p *doc.RunProps) *doc.Opt[bool] { return &p.Italic }),
	"w:caps":      runFlag(func(p *doc.RunProps) *doc.Opt[bool] { return &p.Caps }),
	"w:strike":    runFlag(func(p *doc.RunProps) *doc.Opt[bool] { return &p.Strike }),
	"w:dstrike":   runFlag(func(p *doc.RunProps) *doc.Opt[bool] { return &p.DStrike }),
	"w:vanish":    runFlag(func(p *doc.RunProps) *doc.Opt[bool] { return &p.Hidden }),
	"w:rtl":       runFlag(func(p *doc.RunProps) *doc.Opt[bool] { return &p.RTL }),
	"w:cs":        runFlag(func(p *doc.RunProps) *doc.Opt[bool] { return &p.CS }),
	"w:smallCaps": runFlag(func(p *doc.RunProps) *doc.Opt[bool] { return &p.SmallCaps }),
	"w:rFonts":    func(x *props, p *doc.RunProps, e *element) { x.fonts(p, e) },
	"w:sz":        func(_ *props, p *doc.RunProps, e *element) { size(&p.Size, e) },
	"w:szCs":      func(_ *props, p *doc.RunProps, e *element) { size(&p.SizeCS, e) },
	"w:u": func(x *props, p *doc.RunProps, e *element) {
		u := doc.Underline{Style: e.val()}
		if u.Style == "" {
			u.Style = "none" // QUIRK: a w:u without w:val shows no line in Word
		}
		if c, ok := x.theme.wordColor(e, "w:color", "w:themeColor", "w:themeTint", "w:themeShade"); ok && !c.Auto {
			u.Color = doc.Some(c)
		}
		p.Underline = doc.Some(u)
	},
	"w:color": func(x *props, p *doc.RunProps, e *element) {
		if c, ok := x.theme.wordColor(e, "w:val", "w:themeColor", "w:themeTint", "w:themeShade"); ok {
			p.Color = doc.Some(c)
		}
	},
	"w:highlight": func(_ *props, p *doc.RunProps, e *element) {
		c, ok := highlights[e.val()]
		p.Highlight = doc.Opt[doc.Color]{V: c, Set: ok}
	},
	"w:shd":     func(x *props, p *doc.RunProps, e *element) { p.Shading = x.shading(e) },
	"w:bdr":     func(x *props, p *doc.RunProps, e *element) { p.Border = doc.Some(x.border(e)) },
	"w:spacing": func(_ *props, p *doc.RunProps, e *element) { p.Spacing = doc.Some(twips(e.val())) },
	"w:w": func(_ *props, p *doc.RunProps, e *element) {
		if n := number(strings.TrimSuffix(e.val(), "%")); n >= 1 && n <= 600 {
			p.Scale = doc.Some(n)
		}
	},
	"w:kern":     func(_ *props, p *doc.RunProps, e *element) { p.Kern = doc.Some(halfPoints(e.val())) },
	"w:position": func(_ *props, p *doc.RunProps, e *element) { p.Position = doc.Some(halfPoints(e.val())) },
	"w:vertAlign": func(_ *props, p *doc.RunProps, e *element) {
		p.VertAlign = doc.Some(map[string]doc.VertAlign{"superscript": doc.Superscript, "subscript": doc.Subscript}[e.val()])
	},
	"w:lang": func(_ *props, p *doc.RunProps, e *element) {
		if v := e.val(); v != "" && !strings.HasPrefix(v, "x-") {
			p.Lang = doc.Some(v)
		}
	},
	"w14:ligatures": func(_ *props, p *doc.RunProps, e *element) { p.Ligatures = doc.Some(e.attr("w14:val") != "none") },
	// Word writes an outline "none" with many runs; only one that is drawn is lost.
	"w14:textOutline": func(x *props, _ *doc.RunProps, e *element) {
		if e.kid("a:noFill") == nil && e.kid("w14:noFill") == nil {
			x.notEffect(e)
		}
	},
	"w:effect": func(x *props, _ *doc.RunProps, e *element) {
		if e.val() != "none" {
			x.notEffect(e)
		}
	},
	"w:em": func(x *props, _ *doc.RunProps, e *element) {
		if e.val() != "none" {
			x.notEffect(e)
		}
	},
	"w:emboss": offOnly, "w:imprint": offOnly, "w:outline": offOnly, "w:shadow": offOnly,
}

// runIgnored are elements of w:rPr that change nothing that shows: what is read elsewhere, the traces of editing and
// proofing, and choices of typography that Word makes only with the fonts' own features.
var runIgnored = []string{
	"w:rStyle", "w:bCs", "w:iCs", "w:noProof", "w:webHidden", "w:specVanish", "w:snapToGrid", "w:oMath", "w:ins", "w:del", "w:moveFrom", "w:moveTo",
	"w:rPrChange", "w14:cntxtAlts", "w14:numForm", "w14:numSpacing", "w14:stylisticSets",
}

func (x *props) notEffect(e *element) {
	x.find.Info("construct-not-shown", x.where(), "", "text effect %s is not shown", e.name)
}

func offOnly(x *props, _ *doc.RunProps, e *element) {
	if on(e) {
		x.notEffect(e)
	}
}

func size(field *doc.Opt[doc.HalfPoints], e *element) {
	if h := halfPoints(e.val()); h > 0 && h <= 3276 { // Word's largest font size is 1,638 pt
		*field = doc.Some(h)
	}
}

// fonts reads a w:rFonts; a theme font counts more than a named one (ECMA-376-1 17.3.2.26).
func (x *props) fonts(p *doc.RunProps, e *element) {
	for _, f := range []struct {
		field        *doc.Opt[string]
		name, themed string
	}{
		{&p.Font, "w:ascii", "w:asciiTheme"}, {&p.FontHigh, "w:hAnsi", "w:hAnsiTheme"},
		{&p.FontAsia, "w:eastAsia", "w:eastAsiaTheme"}, {&p.FontCS, "w:cs", "w:cstheme"},
	} {
		name := e.attr(f.name)
		if t := e.attr(f.themed); t != "" {
			if face := x.theme.font(t); face != "" {
				name = face
			}
		}
		if name != "" {
			*f.field = doc.Some(name)
		}
	}
}
