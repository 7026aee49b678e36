package doc

import (
	"cmp"
	"slices"
)

// lay puts the properties that over sets onto acc. over may be nil.
func lay(acc, over *ParaProps) {
	if over == nil {
		return
	}
	acc.Align = over.Align.Over(acc.Align)
	acc.Left = over.Left.Over(acc.Left)
	acc.Right = over.Right.Over(acc.Right)
	acc.FirstLine = over.FirstLine.Over(acc.FirstLine)
	acc.Before = over.Before.Over(acc.Before)
	acc.After = over.After.Over(acc.After)
	acc.BeforeAuto = over.BeforeAuto.Over(acc.BeforeAuto)
	acc.AfterAuto = over.AfterAuto.Over(acc.AfterAuto)
	acc.Line = over.Line.Over(acc.Line)
	acc.LineRule = over.LineRule.Over(acc.LineRule)
	acc.Contextual = over.Contextual.Over(acc.Contextual)
	acc.KeepNext = over.KeepNext.Over(acc.KeepNext)
	acc.KeepLines = over.KeepLines.Over(acc.KeepLines)
	acc.PageBreak = over.PageBreak.Over(acc.PageBreak)
	acc.WidowControl = over.WidowControl.Over(acc.WidowControl)
	acc.Bidi = over.Bidi.Over(acc.Bidi)
	acc.SnapToGrid = over.SnapToGrid.Over(acc.SnapToGrid)
	acc.Borders = over.Borders.Over(acc.Borders)
	acc.Shading = over.Shading.Over(acc.Shading)
	acc.Outline = over.Outline.Over(acc.Outline)
	acc.Num = joinNum(acc.Num, over.Num)
	acc.TextAlign = over.TextAlign.Over(acc.TextAlign)
	acc.Frame = over.Frame.over(acc.Frame)
	for _, t := range over.Tabs { // stops add up; one at the same place replaces or clears (ECMA-376-1 17.3.1.38)
		acc.Tabs = append(slices.DeleteFunc(slices.Clone(acc.Tabs), func(o TabStop) bool { return o.Pos == t.Pos }), t)
	}
}

// over lays a frame over the one of a style, attribute by attribute: layouts name a style's frame again with nothing but
// its wrapping. Either may be nil.
func (f *Frame) over(base *Frame) *Frame {
	if f == nil || base == nil || *f == *base {
		return cmp.Or(f, base)
	}
	m := *f
	m.Width, m.HSpace, m.VSpace = cmp.Or(f.Width, base.Width), cmp.Or(f.HSpace, base.HSpace), cmp.Or(f.VSpace, base.VSpace)
	if f.Height == 0 && f.HeightRule == HeightAuto {
		m.Height, m.HeightRule = base.Height, base.HeightRule
	}
	m.Wrap, m.HAnchor, m.VAnchor = cmp.Or(f.Wrap, base.Wrap), cmp.Or(f.HAnchor, base.HAnchor), cmp.Or(f.VAnchor, base.VAnchor)
	if f.X == 0 && f.XAlign == "" {
		m.X, m.XAlign = base.X, base.XAlign
	}
	if f.Y == 0 && f.YAlign == "" {
		m.Y, m.YAlign = base.Y, base.YAlign
	}
	m.DropCap, m.Lines = cmp.Or(f.DropCap, base.DropCap), cmp.Or(f.Lines, base.Lines)
	return &m
}

// joinNum lays one list reference over another; one that names only a level keeps the list.
func joinNum(base, over Opt[NumRef]) Opt[NumRef] {
	if !over.Set || over.V.ID != InheritedList {
		return over.Over(base)
	}
	if base.Set {
		base.V.Level = over.V.Level
	}
	return base
}

// layRun puts the properties that over sets onto acc. over may be nil.
func layRun(acc, over *RunProps) {
	if over == nil {
		return
	}
	acc.Font = over.Font.Over(acc.Font)
	acc.FontHigh = over.FontHigh.Over(acc.FontHigh)
	acc.FontAsia = over.FontAsia.Over(acc.FontAsia)
	acc.FontCS = over.FontCS.Over(acc.FontCS)
	acc.Size = over.Size.Over(acc.Size)
	acc.SizeCS = over.SizeCS.Over(acc.SizeCS)
	acc.Bold = over.Bold.Over(acc.Bold)
	acc.Italic = over.Italic.Over(acc.Italic)
	acc.Caps = over.Caps.Over(acc.Caps)
	acc.SmallCaps = over.SmallCaps.Over(acc.SmallCaps)
	acc.Strike = over.Strike.Over(acc.Strike)
	acc.DStrike = over.DStrike.Over(acc.DStrike)
	acc.Hidden = over.Hidden.Over(acc.Hidden)
	acc.Underline = over.Underline.Over(acc.Underline)
	acc.Color = over.Color.Over(acc.Color)
	acc.Highlight = over.Highlight.Over(acc.Highlight)
	acc.Shading = over.Shading.Over(acc.Shading)
	acc.Border = over.Border.Over(acc.Border)
	acc.Spacing = over.Spacing.Over(acc.Spacing)
	acc.Scale = over.Scale.Over(acc.Scale)
	acc.Kern = over.Kern.Over(acc.Kern)
	acc.Position = over.Position.Over(acc.Position)
	acc.VertAlign = over.VertAlign.Over(acc.VertAlign)
	acc.Lang = over.Lang.Over(acc.Lang)
	acc.RTL = over.RTL.Over(acc.RTL)
	acc.CS = over.CS.Over(acc.CS)
	acc.Ligatures = over.Ligatures.Over(acc.Ligatures)
}

// layTable puts the properties that over sets onto acc. over may be nil.
func layTable(acc, over *TableProps) {
	if over == nil {
		return
	}
	acc.Width = over.Width.Over(acc.Width)
	acc.Indent = over.Indent.Over(acc.Indent)
	acc.Align = over.Align.Over(acc.Align)
	acc.Fixed = over.Fixed.Over(acc.Fixed)
	acc.Borders = over.Borders.Over(acc.Borders)
	acc.Margins = over.Margins.Over(acc.Margins)
	acc.Spacing = over.Spacing.Over(acc.Spacing)
	acc.Shading = over.Shading.Over(acc.Shading)
	acc.Look = over.Look.Over(acc.Look)
	acc.Bidi = over.Bidi.Over(acc.Bidi)
	acc.RowBand = over.RowBand.Over(acc.RowBand)
	acc.ColBand = over.ColBand.Over(acc.ColBand)
	if over.Float != nil {
		acc.Float = over.Float
	}
}

// layCell puts the properties that over sets onto acc. over may be nil.
func layCell(acc, over *CellProps) {
	if over == nil {
		return
	}
	acc.Width = over.Width.Over(acc.Width)
	acc.Borders = over.Borders.Over(acc.Borders)
	acc.Shading = over.Shading.Over(acc.Shading)
	acc.Margins = over.Margins.Over(acc.Margins)
	acc.VAlign = over.VAlign.Over(acc.VAlign)
	acc.NoWrap = over.NoWrap.Over(acc.NoWrap)
	acc.Fit = over.Fit.Over(acc.Fit)
	acc.HideMark = over.HideMark.Over(acc.HideMark)
	acc.Direction = over.Direction.Over(acc.Direction)
	if over.Span != 0 {
		acc.Span = over.Span
	}
	if over.VMerge != NoMerge {
		acc.VMerge = over.VMerge
	}
}

// layRow puts the properties that over sets onto acc. over may be nil.
func layRow(acc, over *RowProps) {
	if over == nil {
		return
	}
	if over.Height.Set {
		acc.Height, acc.HeightRule = over.Height, over.HeightRule
	}
	acc.CantSplit = over.CantSplit.Over(acc.CantSplit)
	acc.Header = over.Header.Over(acc.Header)
	acc.Hidden = over.Hidden.Over(acc.Hidden)
	acc.Align = over.Align.Over(acc.Align)
	acc.GridBefore, acc.GridAfter = over.GridBefore, over.GridAfter
	acc.WidthBefore = over.WidthBefore.Over(acc.WidthBefore)
	acc.WidthAfter = over.WidthAfter.Over(acc.WidthAfter)
	acc.Spacing = over.Spacing.Over(acc.Spacing)
}
