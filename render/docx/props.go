package docx

import (
	"slices"
	"strings"

	"reportmail/render/diag"
	"reportmail/render/doc"
)

// props reads property elements of one part. Equal elements give the same pointer: the cascade remembers what it
// computed by pointer, and a layout has a few dozen different properties in thousands of places.
type props struct {
	theme *theme
	find  *diag.List
	where func() diag.Where
	text  string // of the part
	runs  map[string]*doc.RunProps
	paras map[string]*doc.ParaProps
	cells map[string]*doc.CellProps
}

func newProps(t *theme, find *diag.List, text string, where func() diag.Where) *props {
	return &props{theme: t, find: find, where: where, text: text,
		runs: map[string]*doc.RunProps{}, paras: map[string]*doc.ParaProps{}, cells: map[string]*doc.CellProps{}}
}

// once reads an element with read, or gives what an equal one gave.
func once[T any](x *props, seen map[string]*T, e *element, read func(*T, *element)) *T {
	if e == nil || len(e.kids) == 0 {
		return nil
	}
	key := x.text[e.start:e.end]
	if p, ok := seen[key]; ok {
		return p
	}
	p := new(T)
	read(p, e)
	seen[key] = p
	return p
}

// each reads the children of a property element by table. Those of ignore mean nothing to us; others are findings.
func each[T any](x *props, p *T, e *element, table map[string]func(*props, *T, *element), ignore []string) {
	if e == nil {
		return
	}
	for _, k := range e.kids {
		if read := table[k.name]; read != nil {
			read(x, p, k)
		} else if !slices.Contains(ignore, k.name) {
			x.find.Info("construct-not-shown", x.where(), "", "property %s has no effect", k.name)
		}
	}
}

// borderReaders reads the edges of any border element (ECMA-376-1 17.3.1.24, 17.4.38, 17.4.66).
var borderReaders = map[string]func(*doc.Borders) *doc.Opt[doc.Border]{
	"w:top": func(b *doc.Borders) *doc.Opt[doc.Border] { return &b.Top }, "w:bottom": func(b *doc.Borders) *doc.Opt[doc.Border] { return &b.Bottom },
	"w:left": func(b *doc.Borders) *doc.Opt[doc.Border] { return &b.Left }, "w:right": func(b *doc.Borders) *doc.Opt[doc.Border] { return &b.Right },
	"w:start": func(b *doc.Borders) *doc.Opt[doc.Border] { return &b.Left }, "w:end": func(b *doc.Borders) *doc.Opt[doc.Border] { return &b.Right },
	"w:insideH": func(b *doc.Borders) *doc.Opt[doc.Border] { return &b.InsideH }, "w:insideV": func(b *doc.Borders) *doc.Opt[doc.Border] { return &b.InsideV },
	"w:between": func(b *doc.Borders) *doc.Opt[doc.Border] { return &b.InsideH },
	"w:tl2br":   func(b *doc.Borders) *doc.Opt[doc.Border] { return &b.TL2BR }, "w:tr2bl": func(b *doc.Borders) *doc.Opt[doc.Border] { return &b.TR2BL },
}

func (x *props) borders(e *element) doc.Borders {
	var b doc.Borders
	for _, k := range e.kids {
		if edge := borderReaders[k.name]; edge != nil {
			*edge(&b) = doc.Some(x.border(k))
		}
	}
	return b
}

// border is one edge. Without a size Word draws the thinnest line it has, 1/4 pt.
func (x *props) border(e *element) doc.Border {
	b := doc.Border{Style: e.val(), Width: doc.EighthPoints(number(e.attr("w:sz"))), Space: number(e.attr("w:space")), Color: doc.Color{Auto: true}}
	if b.Drawn() && b.Width <= 0 {
		b.Width = 2
	}
	if c, ok := x.theme.wordColor(e, "w:color", "w:themeColor", "w:themeTint", "w:themeShade"); ok {
		b.Color = c
	}
	b.Shadow = e.has("w:shadow") && e.attr("w:shadow") != "0" && e.attr("w:shadow") != "false"
	return b
}

// patterns are the shares of the pattern colour in shading patterns that are no percentage (ECMA-376-1 17.18.78).
var patterns = map[string]float64{
	"horzStripe": .5, "vertStripe": .5, "reverseDiagStripe": .5, "diagStripe": .5, "horzCross": .5, "diagCross": .5,
	"thinHorzStripe": .25, "thinVertStripe": .25, "thinReverseDiagStripe": .25, "thinDiagStripe": .25, "thinHorzCross": .4375, "thinDiagCross": .4375,
	"solid": 1, "pct12": .125, "pct37": .375, "pct62": .625, "pct87": .875,
}

// shading is a w:shd with its pattern mixed into one colour (ECMA-376-1 17.3.5).
func (x *props) shading(e *element) doc.Opt[doc.Shading] {
	fill, ok := x.theme.wordColor(e, "w:fill", "w:themeFill", "w:themeFillTint", "w:themeFillShade")
	if !ok {
		fill = doc.Color{Auto: true}
	}
	pattern := e.val()
	part, known := patterns[pattern]
	if pct, cut := strings.CutPrefix(pattern, "pct"); cut && !known {
		part = float64(number(pct)) / 100
	}
	if part > 0 {
		ink, ok := x.theme.wordColor(e, "w:color", "w:themeColor", "w:themeTint", "w:themeShade")
		if !ok || ink.Auto {
			ink = doc.Color{}
		}
		if fill.Auto {
			fill = doc.Color{R: 255, G: 255, B: 255}
		}
		fill = mix(ink, fill, part)
	}
	return doc.Some(doc.Shading{Fill: fill})
}
