package docx

import (
	"reportmail/render/doc"
)

// para reads a w:pPr; nil when it says nothing.
func (x *props) para(e *element) *doc.ParaProps {
	if e == nil || !formats(e) {
		return nil
	}
	return once(x, x.paras, e, func(p *doc.ParaProps, e *element) { each(x, p, e, paraReaders, paraIgnored) })
}

// formats tells whether a w:pPr holds more than the style and the mark.
func formats(e *element) bool {
	for _, k := range e.kids {
		if k.name != "w:pStyle" && k.name != "w:rPr" && k.name != "w:sectPr" {
			return true
		}
	}
	return false
}

type paraReader = func(*props, *doc.ParaProps, *element)

func paraFlag(field func(*doc.ParaProps) *doc.Opt[bool]) paraReader {
	return func(_ *props, p *doc.ParaProps, e *element) { *field(p) = doc.Some(on(e)) }
}

// paraReaders are the paragraph properties that the model has (ECMA-376-1 17.3.1).
var paraReaders = map[string]paraReader{
	"w:contextualSpacing": paraFlag(func(p *doc.ParaProps) *doc.Opt[bool] { return &p.Contextual }),
	"w:keepNext":          paraFlag(func(p *doc.ParaProps) *doc.Opt[bool] { return &p.KeepNext }),
	"w:keepLines":         paraFlag(func(p *doc.ParaProps) *doc.Opt[bool] { return &p.KeepLines }),
	"w:pageBreakBefore":   paraFlag(func(p *doc.ParaProps) *doc.Opt[bool] { return &p.PageBreak }),
	"w:widowControl":      paraFlag(func(p *doc.ParaProps) *doc.Opt[bool] { return &p.WidowControl }),
	"w:bidi":              paraFlag(func(p *doc.ParaProps) *doc.Opt[bool] { return &p.Bidi }),
	"w:snapToGrid":        paraFlag(func(p *doc.ParaProps) *doc.Opt[bool] { return &p.SnapToGrid }),
	"w:jc": func(_ *props, p *doc.ParaProps, e *element) {
		if a, ok := aligns[e.val()]; ok {
			p.Align = doc.Some(a)
		}
	},
	"w:ind":     func(_ *props, p *doc.ParaProps, e *element) { indents(p, e) },
	"w:spacing": func(_ *props, p *doc.ParaProps, e *element) { spacing(p, e) },
	"w:pBdr":    func(x *props, p *doc.ParaProps, e *element) { p.Borders = x.borders(e) },
	"w:shd":     func(x *props, p *doc.ParaProps, e *element) { p.Shading = x.shading(e) },
	"w:tabs":    func(_ *props, p *doc.ParaProps, e *element) { p.Tabs = tabStops(e) },
	"w:outlineLvl": func(_ *props, p *doc.ParaProps, e *element) {
		if n := number(e.val()); n >= 0 && n <= 8 {
			p.Outline = doc.Some(int8(n))
		} else {
			p.Outline = doc.Some(int8(-1))
		}
	},
	"w:numPr": func(_ *props, p *doc.ParaProps, e *element) {
		ref := doc.NumRef{ID: doc.InheritedList}
		if id := e.kid("w:numId"); id != nil {
			ref.ID = number(id.val())
		}
		if l := e.kid("w:ilvl"); l != nil {
			ref.Level = max(0, min(number(l.val()), 8))
		}
		p.Num = doc.Some(ref)
	},
	"w:framePr":       func(_ *props, p *doc.ParaProps, e *element) { p.Frame = framePr(e) },
	"w:textAlignment": func(_ *props, p *doc.ParaProps, e *element) { p.TextAlign = doc.Some(e.val()) },
}

// paraIgnored are elements of w:pPr that are read elsewhere, leave traces of editing, or choose East Asian typography
// and hyphenation, which no writer has.
var paraIgnored = []string{
	"w:pStyle", "w:rPr", "w:sectPr", "w:pPrChange", "w:ins", "w:del", "w:cnfStyle", "w:divId", "w:suppressLineNumbers", "w:suppressAutoHyphens",
	"w:kinsoku", "w:wordWrap", "w:overflowPunct", "w:topLinePunct", "w:autoSpaceDE", "w:autoSpaceDN", "w:adjustRightInd", "w:mirrorIndents",
	"w:suppressOverlap", "w:textboxTightWrap", "w:textDirection", "w15:collapsed",
}

// aligns are the values of w:jc; start and end are sides of a left-to-right paragraph (ECMA-376-1 17.18.44).
var aligns = map[string]doc.Align{
	"left": doc.AlignLeft, "start": doc.AlignLeft, "center": doc.AlignCenter, "right": doc.AlignRight, "end": doc.AlignRight,
	"both": doc.AlignBoth, "distribute": doc.AlignDistribute, "thaiDistribute": doc.AlignDistribute,
	"lowKashida": doc.AlignBoth, "mediumKashida": doc.AlignBoth, "highKashida": doc.AlignBoth,
}

func indents(p *doc.ParaProps, e *element) {
	for _, a := range e.attrs {
		switch a.name {
		case "w:left", "w:start":
			p.Left = doc.Some(twips(a.value))
		case "w:right", "w:end":
			p.Right = doc.Some(twips(a.value))
		case "w:firstLine":
			if !p.FirstLine.Set { // a hanging indent counts more
				p.FirstLine = doc.Some(twips(a.value))
			}
		case "w:hanging":
			p.FirstLine = doc.Some(-twips(a.value))
		}
	}
}

var lineRules = map[string]doc.LineRule{"auto": doc.LineAuto, "exact": doc.LineExact, "atLeast": doc.LineAtLeast}

func spacing(p *doc.ParaProps, e *element) {
	yes := func(s string) doc.Opt[bool] { return doc.Some(s == "1" || s == "true" || s == "on") }
	for _, a := range e.attrs {
		switch a.name {
		case "w:before":
			p.Before = doc.Some(twips(a.value))
		case "w:after":
			p.After = doc.Some(twips(a.value))
		case "w:beforeAutospacing":
			p.BeforeAuto = yes(a.value)
		case "w:afterAutospacing":
			p.AfterAuto = yes(a.value)
		case "w:line":
			p.Line = doc.Some(int32(twips(a.value)))
		case "w:lineRule":
			p.LineRule = doc.Some(lineRules[a.value])
		}
	}
}

var tabAligns = map[string]doc.TabAlign{
	"left": doc.TabLeft, "start": doc.TabLeft, "num": doc.TabLeft, "center": doc.TabCenter, "right": doc.TabRight, "end": doc.TabRight,
	"decimal": doc.TabDecimal, "bar": doc.TabBar, "clear": doc.TabClear,
}

var tabLeaders = map[string]doc.TabLeader{
	"dot": doc.LeaderDot, "hyphen": doc.LeaderHyphen, "underscore": doc.LeaderUnderscore, "heavy": doc.LeaderUnderscore, "middleDot": doc.LeaderMiddleDot,
}

// maxTabs are the tab stops that a paragraph can have in Word (ECMA-376-1 17.3.1.38).
const maxTabs = 64

func tabStops(e *element) []doc.TabStop {
	var out []doc.TabStop
	for _, k := range e.kids {
		if k.name == "w:tab" && len(out) < maxTabs {
			out = append(out, doc.TabStop{Pos: twips(k.attr("w:pos")), Align: tabAligns[k.val()], Leader: tabLeaders[k.attr("w:leader")]})
		}
	}
	return out
}

var heightRules = map[string]doc.HeightRule{"auto": doc.HeightAuto, "atLeast": doc.HeightAtLeast, "exact": doc.HeightExact}

// framePr reads a w:framePr (ECMA-376-1 17.3.1.11). A height without a rule is a least height. What it does not say
// comes from the style, so the cascade fills in the defaults.
func framePr(e *element) *doc.Frame {
	f := &doc.Frame{
		Width: twips(e.attr("w:w")), Height: twips(e.attr("w:h")), HSpace: twips(e.attr("w:hSpace")), VSpace: twips(e.attr("w:vSpace")),
		Wrap: e.attr("w:wrap"), HAnchor: e.attr("w:hAnchor"), VAnchor: e.attr("w:vAnchor"), X: twips(e.attr("w:x")), Y: twips(e.attr("w:y")),
		XAlign: e.attr("w:xAlign"), YAlign: e.attr("w:yAlign"), DropCap: e.attr("w:dropCap"), Lines: number(e.attr("w:lines")),
		HeightRule: heightRules[e.attr("w:hRule")],
	}
	if f.Height > 0 && !e.has("w:hRule") {
		f.HeightRule = doc.HeightAtLeast
	}
	return f
}
