package doc

import (
	"cmp"
	"iter"
	"slices"
)

// The cascade (ECMA-376-1 17.7.2): document defaults, table style with its conditional parts, list level, paragraph
// style, character style, direct properties. Later ones win, except that the toggle properties of table, paragraph and
// character styles cancel each other (17.7.3).

type paraKey struct {
	style  string
	direct *ParaProps
	cell   CellContext
}

// Para is the effective format of a paragraph.
func (s *Styles) Para(p *Paragraph, cell CellContext) *ParaFormat {
	key := paraKey{p.Style, p.Props, cell.text()}
	if f, ok := s.cache.Load(key); ok {
		return f.(*ParaFormat)
	}
	f := s.computePara(key)
	s.cache.Store(key, f)
	return f
}

func (s *Styles) computePara(key paraKey) *ParaFormat {
	style := s.paraStyle(key.style)
	var acc ParaProps
	lay(&acc, s.DocPara)
	for _, t := range s.chain(key.cell.Table) {
		lay(&acc, t.Para)
		for _, c := range s.conds(t, key.cell.Conds) {
			lay(&acc, c.Para)
		}
	}
	layers := make([]*ParaProps, 0, 8)
	for _, st := range s.chain(style) {
		layers = append(layers, st.Para)
	}
	s.layListed(&acc, append(layers, key.direct))
	f := acc.format()
	f.Style = style
	if st := s.ByID[style]; st != nil {
		f.StyleName = st.Name
	}
	return f
}

// layListed lays the paragraph styles and the direct properties. The properties of a list level come right under
// those of the layer that names the list (ECMA-376-1 17.9.23), so that an indent of a style further down the chain
// gives way to the list's; a list that a later layer takes away or replaces leaves nothing.
func (s *Styles) layListed(acc *ParaProps, layers []*ParaProps) {
	var num Opt[NumRef]
	from := -1 // the layer that names the list that counts
	for i, p := range layers {
		if p != nil && p.Num.Set {
			num, from = joinNum(num, p.Num), i
		}
	}
	for i, p := range layers {
		if i == from {
			if lvl := s.Numbering.Level(num.V); lvl != nil {
				lay(acc, lvl.Para)
			}
		}
		lay(acc, p)
	}
	acc.Num = num
}

// format fills in the values that an element has when nothing says otherwise. In a right-to-left paragraph left and
// right are where the text begins and ends (ECMA-376-1 17.3.1.13, ECMA-376-4 14.11.2).
func (p *ParaProps) format() *ParaFormat {
	if p.Bidi.V {
		p.Left, p.Right = p.Right, p.Left
		switch {
		case !p.Align.Set || p.Align.V == AlignLeft:
			p.Align = Some(AlignRight)
		case p.Align.V == AlignRight:
			p.Align = Some(AlignLeft)
		}
	}
	f := &ParaFormat{
		Align: p.Align.V, Left: p.Left.V, Right: p.Right.V, FirstLine: p.FirstLine.V,
		Before: p.Before.V, After: p.After.V, BeforeAuto: p.BeforeAuto.V, AfterAuto: p.AfterAuto.V,
		Line: p.Line.Or(240), LineRule: p.LineRule.V,
		Contextual: p.Contextual.V, KeepNext: p.KeepNext.V, KeepLines: p.KeepLines.V, PageBreak: p.PageBreak.V,
		WidowControl: p.WidowControl.Or(true), Bidi: p.Bidi.V, SnapToGrid: p.SnapToGrid.Or(true),
		Top: p.Borders.Top.V, LeftEdge: p.Borders.Left.V, Bottom: p.Borders.Bottom.V, RightEdge: p.Borders.Right.V,
		Between: p.Borders.InsideH.V, Shading: fill(p.Shading),
		Outline: p.Outline.Or(-1), Num: p.Num, Frame: p.Frame.format(), TextAlign: p.TextAlign.Or("auto"),
	}
	for _, t := range p.Tabs {
		if t.Align != TabClear {
			f.Tabs = append(f.Tabs, t)
		}
	}
	slices.SortStableFunc(f.Tabs, func(a, b TabStop) int { return int(a.Pos - b.Pos) })
	return f
}

// format fills in the bases that a frame does not name (ECMA-376-1 17.3.1.11).
func (f *Frame) format() *Frame {
	if f == nil || f.HAnchor != "" && f.VAnchor != "" {
		return f
	}
	m := *f
	m.HAnchor, m.VAnchor = cmp.Or(f.HAnchor, "text"), cmp.Or(f.VAnchor, "page") // QUIRK: the standard's default for both is "page"
	return &m
}

type runKey struct {
	para   string
	style  string
	direct *RunProps
	cell   CellContext
}

// Run is the effective format of a run with character style and direct properties, in paragraph p.
func (s *Styles) Run(p *Paragraph, style string, direct *RunProps, cell CellContext) *RunFormat {
	key := runKey{p.Style, style, direct, cell.text()}
	if f, ok := s.cache.Load(key); ok {
		return f.(*RunFormat)
	}
	f := s.computeRun(key)
	s.cache.Store(key, f)
	return f
}

// MarkFormat is the effective format of the paragraph mark.
func (s *Styles) MarkFormat(p *Paragraph, cell CellContext) *RunFormat {
	return s.Run(p, p.MarkSty, p.Mark, cell)
}

func (s *Styles) computeRun(key runKey) *RunFormat {
	var acc RunProps
	layRun(&acc, s.DocRun)
	for _, t := range s.chain(key.cell.Table) {
		layRun(&acc, t.Run)
		for _, c := range s.conds(t, key.cell.Conds) {
			layRun(&acc, c.Run)
		}
	}
	var para, char RunProps
	for _, st := range s.chain(s.paraStyle(key.para)) {
		layRun(&para, st.Run)
	}
	for _, st := range s.chain(key.style) {
		layRun(&char, st.Run)
	}
	before := acc
	layRun(&acc, &para)
	layRun(&acc, &char)
	for _, t := range toggles {
		on := t(&before).V != t(&para).V != t(&char).V
		t(&acc).V = on || s.DocRun != nil && t(s.DocRun).V
	}
	layRun(&acc, key.direct)
	return acc.format()
}

// Label is the effective format of a paragraph's list label: that of the paragraph mark under that of the level.
func (s *Styles) Label(p *Paragraph, level *ListLevel, cell CellContext) *RunFormat {
	key := labelKey{runKey{p.Style, p.MarkSty, p.Mark, cell.text()}, level}
	if f, ok := s.cache.Load(key); ok {
		return f.(*RunFormat)
	}
	var direct RunProps
	layRun(&direct, p.Mark)
	direct.Underline = Opt[Underline]{} // QUIRK: Word does not underline a label with its mark
	layRun(&direct, level.Run)
	f := s.computeRun(runKey{p.Style, p.MarkSty, &direct, key.cell})
	s.cache.Store(key, f)
	return f
}

type labelKey struct {
	runKey
	level *ListLevel
}

// toggles are the properties that cancel each other between paragraph and character styles (ECMA-376-1 17.7.3).
var toggles = []func(*RunProps) *Opt[bool]{
	func(r *RunProps) *Opt[bool] { return &r.Bold }, func(r *RunProps) *Opt[bool] { return &r.Italic },
	func(r *RunProps) *Opt[bool] { return &r.Caps }, func(r *RunProps) *Opt[bool] { return &r.SmallCaps },
	func(r *RunProps) *Opt[bool] { return &r.Strike }, func(r *RunProps) *Opt[bool] { return &r.DStrike },
	func(r *RunProps) *Opt[bool] { return &r.Hidden },
}

func (r *RunProps) format() *RunFormat {
	font := r.Font.Or("Times New Roman")
	size := r.Size.Or(20)
	return &RunFormat{
		Font: font, FontHigh: r.FontHigh.Or(font), FontAsia: r.FontAsia.Or(font), FontCS: r.FontCS.Or(font),
		Size: size, SizeCS: r.SizeCS.Or(size),
		Bold: r.Bold.V, Italic: r.Italic.V, Caps: r.Caps.V, SmallCaps: r.SmallCaps.V, Strike: r.Strike.V, DStrike: r.DStrike.V,
		Hidden: r.Hidden.V, Underline: r.Underline.Or(Underline{Style: "none"}), Color: r.Color.Or(Color{Auto: true}),
		Highlight: r.Highlight, Shading: fill(r.Shading), Border: r.Border.V,
		Spacing: r.Spacing.V, Scale: r.Scale.Or(100), Kern: r.Kern.V, Position: r.Position.V, VertAlign: r.VertAlign.V,
		Lang: r.Lang.V, RTL: r.RTL.V, CS: r.CS.V, Ligatures: r.Ligatures.V,
	}
}

func fill(s Opt[Shading]) Opt[Color] {
	if !s.Set || s.V.Fill.Auto {
		return Opt[Color]{}
	}
	return Some(s.V.Fill)
}

// paraStyle is the style that a paragraph with style id has: the default one when the id is empty or unknown.
func (s *Styles) paraStyle(id string) string {
	if st := s.ByID[id]; st != nil && st.Kind == ParagraphStyle {
		return id
	}
	return s.DefaultPara
}

// maxChain bounds styles that are based on each other; Word refuses chains of more than a dozen.
const maxChain = 100

// chain is a style and the styles it is based on, the base first. Circles end where they close.
func (s *Styles) chain(id string) []*Style {
	var out []*Style
	for st := s.ByID[id]; st != nil && len(out) < maxChain && !slices.Contains(out, st); st = s.ByID[st.BasedOn] {
		out = append(out, st)
	}
	slices.Reverse(out)
	return out
}

// conds are the conditional parts of one table style that apply, weakest first.
func (s *Styles) conds(st *Style, set Condition) iter.Seq2[Condition, *CondProps] {
	return func(yield func(Condition, *CondProps) bool) {
		if len(st.Cond) == 0 {
			return
		}
		for c := WholeTable; c <= lastCondition; c <<= 1 {
			if p := st.Cond[c]; p != nil && (c == WholeTable || set&c != 0) && !yield(c, p) {
				return
			}
		}
	}
}
