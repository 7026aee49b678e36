package doc

import (
	"cmp"
	"slices"
)

// The cascade (ECMA-376-1 17.7.2): document defaults, table style with its conditional parts, list level, paragraph
// style, character style, direct properties. Later ones win, except that the toggle properties of paragraph and
// character styles cancel each other (17.7.3).

type paraKey struct {
	style  string
	direct *ParaProps
	cell   CellContext
}

// Para is the effective format of a paragraph.
func (s *Styles) Para(p *Paragraph, cell CellContext) *ParaFormat {
	key := paraKey{p.Style, p.Props, cell}
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
	var own ParaProps // paragraph style, for its list
	chain := s.chain(style)
	for _, st := range chain {
		lay(&own, st.Para)
	}
	if lvl := s.Numbering.Level(own.Num.Or(NumRef{})); lvl != nil {
		lay(&acc, lvl.Para)
	}
	for _, st := range chain {
		lay(&acc, st.Para)
	}
	if key.direct != nil {
		if lvl := s.Numbering.Level(key.direct.Num.Or(NumRef{})); lvl != nil {
			lay(&acc, lvl.Para)
		}
		lay(&acc, key.direct)
	}
	f := acc.format()
	f.Style = style
	if st := s.ByID[style]; st != nil {
		f.StyleName = st.Name
	}
	return f
}

// format fills in the values that an element has when nothing says otherwise.
func (p *ParaProps) format() *ParaFormat {
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
	key := runKey{p.Style, style, direct, cell}
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
		t(&acc).V = t(&before).V != t(&para).V != t(&char).V
		if t(&para).Set && !t(&para).V && !t(&char).Set { // an explicit "off" in the style wins over the table's "on"
			t(&acc).V = false
		}
	}
	layRun(&acc, key.direct)
	return acc.format()
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

// chain is a style and the styles it is based on, the base first. Circles end where they close.
func (s *Styles) chain(id string) []*Style {
	var out []*Style
	for st := s.ByID[id]; st != nil && !slices.Contains(out, st); st = s.ByID[st.BasedOn] {
		out = append(out, st)
	}
	slices.Reverse(out)
	return out
}

// conds are the conditional parts of one table style that apply, weakest first.
func (s *Styles) conds(st *Style, set Condition) []*CondProps {
	var out []*CondProps
	for c := WholeTable; c <= SWCell; c <<= 1 {
		if p := st.Cond[c]; p != nil && (c == WholeTable || set&c != 0) {
			out = append(out, p)
		}
	}
	return out
}
