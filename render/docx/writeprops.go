package docx

import (
	"fmt"
	"strconv"
	"strings"

	"reportmail/render/doc"
)

// markup collects property elements in the order of the schema.
type markup struct {
	strings.Builder
	w string // prefix
}

// el writes an element with attributes of the same name space, names and values in turn; those with an empty value are
// left out.
func (m *markup) el(name string, attrs ...string) {
	m.WriteString("<" + m.w + ":" + name)
	for i := 0; i < len(attrs); i += 2 {
		if attrs[i+1] != "" {
			m.WriteString(" " + m.w + ":" + attrs[i] + `="` + escapeAttr(attrs[i+1]) + `"`)
		}
	}
	m.WriteString("/>")
}

func (m *markup) flag(name string, v doc.Opt[bool]) {
	switch {
	case v.Set && v.V:
		m.el(name)
	case v.Set:
		m.el(name, "val", "0")
	}
}

func number32[T ~int32](v doc.Opt[T]) string {
	if !v.Set {
		return ""
	}
	return strconv.Itoa(int(v.V))
}

func (m *markup) number(name, value string) {
	if value != "" {
		m.el(name, "val", value)
	}
}

func hexOf(c doc.Color) string {
	if c.Auto {
		return "auto"
	}
	return fmt.Sprintf("%02X%02X%02X", c.R, c.G, c.B)
}

func (m *markup) border(name string, b doc.Opt[doc.Border]) {
	if b.Set && b.V.Style != "" {
		m.el(name, "val", b.V.Style, "sz", strconv.Itoa(int(b.V.Width)), "space", strconv.Itoa(int(b.V.Space)), "color", hexOf(b.V.Color))
	}
}

func (m *markup) shading(s doc.Opt[doc.Shading]) {
	if s.Set {
		m.el("shd", "val", "clear", "color", "auto", "fill", hexOf(s.V.Fill))
	}
}

// runProps is a w:rPr in the order of ECMA-376-1 annex A; "" when there is nothing to say.
func (s *storyWriter) runProps(style string, p *doc.RunProps) string {
	m := &markup{w: s.w}
	m.number("rStyle", style)
	if p != nil {
		m.characters(p)
	}
	if m.Len() == 0 {
		return ""
	}
	return s.p("<%rPr>") + m.String() + s.p("</%rPr>")
}

func (m *markup) characters(p *doc.RunProps) {
	if p.Font.Set || p.FontHigh.Set || p.FontAsia.Set || p.FontCS.Set {
		m.el("rFonts", "ascii", p.Font.V, "hAnsi", p.FontHigh.V, "eastAsia", p.FontAsia.V, "cs", p.FontCS.V)
	}
	m.flag("b", p.Bold)
	m.flag("i", p.Italic)
	m.flag("caps", p.Caps)
	m.flag("smallCaps", p.SmallCaps)
	m.flag("strike", p.Strike)
	m.flag("dstrike", p.DStrike)
	m.flag("vanish", p.Hidden)
	if p.Color.Set {
		m.el("color", "val", hexOf(p.Color.V))
	}
	m.number("spacing", number32(p.Spacing))
	m.number("w", number32(p.Scale))
	m.number("kern", number32(p.Kern))
	m.number("position", number32(p.Position))
	m.number("sz", number32(p.Size))
	m.number("szCs", number32(p.SizeCS))
	if p.Highlight.Set {
		for name, c := range highlights {
			if c == p.Highlight.V {
				m.el("highlight", "val", name)
				break
			}
		}
	}
	if p.Underline.Set {
		color := ""
		if p.Underline.V.Color.Set {
			color = hexOf(p.Underline.V.Color.V)
		}
		m.el("u", "val", p.Underline.V.Style, "color", color)
	}
	m.border("bdr", p.Border)
	m.shading(p.Shading)
	if p.VertAlign.Set {
		m.el("vertAlign", "val", []string{"baseline", "superscript", "subscript"}[p.VertAlign.V])
	}
	m.flag("rtl", p.RTL)
	m.flag("cs", p.CS)
	m.number("lang", p.Lang.V)
}

// paraProps is a w:pPr in the order of ECMA-376-1 annex A; "" when there is nothing to say.
func (s *storyWriter) paraProps(n *doc.Paragraph) string {
	m := &markup{w: s.w}
	m.number("pStyle", n.Style)
	if n.Props != nil {
		m.paragraph(n.Props)
	}
	m.WriteString(s.runProps(n.MarkSty, n.Mark))
	if m.Len() == 0 {
		return ""
	}
	return s.p("<%pPr>") + m.String() + s.p("</%pPr>")
}

// names of enumerations, by value.
var (
	alignNames    = []string{"left", "center", "right", "both", "distribute"}
	lineRuleNames = []string{"auto", "exact", "atLeast"}
	tabNames      = []string{"left", "center", "right", "decimal", "bar", "clear"}
	leaderNames   = []string{"", "dot", "hyphen", "underscore", "middleDot"}
)

func (m *markup) paragraph(p *doc.ParaProps) {
	m.flag("keepNext", p.KeepNext)
	m.flag("keepLines", p.KeepLines)
	m.flag("pageBreakBefore", p.PageBreak)
	m.frame(p.Frame)
	m.flag("widowControl", p.WidowControl)
	if p.Num.Set {
		m.WriteString("<" + m.w + ":numPr>")
		m.el("ilvl", "val", strconv.Itoa(int(p.Num.V.Level)))
		if p.Num.V.ID != doc.InheritedList {
			m.el("numId", "val", strconv.Itoa(int(p.Num.V.ID)))
		}
		m.WriteString("</" + m.w + ":numPr>")
	}
	if b := p.Borders; b != (doc.Borders{}) {
		m.WriteString("<" + m.w + ":pBdr>")
		m.border("top", b.Top)
		m.border("left", b.Left)
		m.border("bottom", b.Bottom)
		m.border("right", b.Right)
		m.border("between", b.InsideH)
		m.WriteString("</" + m.w + ":pBdr>")
	}
	m.shading(p.Shading)
	if len(p.Tabs) > 0 {
		m.WriteString("<" + m.w + ":tabs>")
		for _, t := range p.Tabs {
			m.el("tab", "val", tabNames[t.Align], "leader", leaderNames[t.Leader], "pos", strconv.Itoa(int(t.Pos)))
		}
		m.WriteString("</" + m.w + ":tabs>")
	}
	m.flag("bidi", p.Bidi)
	m.flag("snapToGrid", p.SnapToGrid)
	m.spacing(p)
	m.flag("contextualSpacing", p.Contextual)
	if p.Align.Set {
		m.el("jc", "val", alignNames[p.Align.V])
	}
	m.number("textAlignment", p.TextAlign.V)
	if p.Outline.Set && p.Outline.V >= 0 {
		m.el("outlineLvl", "val", strconv.Itoa(int(p.Outline.V)))
	}
}

func (m *markup) spacing(p *doc.ParaProps) {
	rule := ""
	if p.LineRule.Set {
		rule = lineRuleNames[p.LineRule.V]
	}
	yes := func(v doc.Opt[bool]) string {
		if !v.Set {
			return ""
		}
		return map[bool]string{true: "1", false: "0"}[v.V]
	}
	if p.Before.Set || p.After.Set || p.Line.Set || p.LineRule.Set || p.BeforeAuto.Set || p.AfterAuto.Set {
		m.el("spacing", "before", number32(p.Before), "beforeAutospacing", yes(p.BeforeAuto), "after", number32(p.After), "afterAutospacing", yes(p.AfterAuto),
			"line", number32(p.Line), "lineRule", rule)
	}
	if p.Left.Set || p.Right.Set || p.FirstLine.Set {
		first, hanging := number32(p.FirstLine), ""
		if p.FirstLine.V < 0 {
			first, hanging = "", strconv.Itoa(int(-p.FirstLine.V))
		}
		m.el("ind", "left", number32(p.Left), "right", number32(p.Right), "firstLine", first, "hanging", hanging)
	}
}

func (m *markup) frame(f *doc.Frame) {
	if f == nil {
		return
	}
	length := func(v doc.Twips) string {
		if v == 0 {
			return ""
		}
		return strconv.Itoa(int(v))
	}
	m.el("framePr", "dropCap", f.DropCap, "w", length(f.Width), "h", length(f.Height), "hRule", []string{"", "atLeast", "exact"}[f.HeightRule],
		"hSpace", length(f.HSpace), "vSpace", length(f.VSpace), "wrap", f.Wrap, "vAnchor", f.VAnchor, "hAnchor", f.HAnchor,
		"x", length(f.X), "xAlign", f.XAlign, "y", length(f.Y), "yAlign", f.YAlign)
}
