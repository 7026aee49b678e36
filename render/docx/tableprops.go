package docx

import (
	"strconv"

	"reportmail/render/doc"
)

// table reads a w:tblPr or w:tblPrEx (ECMA-376-1 17.4.60, 17.4.61); nil when it says nothing.
func (x *props) table(e *element) *doc.TableProps {
	if e == nil || len(e.kids) == 0 {
		return nil
	}
	p := new(doc.TableProps)
	each(x, p, e, tableReaders, tableIgnored)
	return p
}

var tableReaders = map[string]func(*props, *doc.TableProps, *element){
	"w:tblW":   func(_ *props, p *doc.TableProps, e *element) { p.Width = doc.Some(measure(e)) },
	"w:tblInd": func(_ *props, p *doc.TableProps, e *element) { p.Indent = doc.Some(measure(e)) },
	"w:jc": func(_ *props, p *doc.TableProps, e *element) {
		if a, ok := aligns[e.val()]; ok {
			p.Align = doc.Some(a)
		}
	},
	"w:tblLayout":           func(_ *props, p *doc.TableProps, e *element) { p.Fixed = doc.Some(e.attr("w:type") == "fixed") },
	"w:tblBorders":          func(x *props, p *doc.TableProps, e *element) { p.Borders = x.borders(e) },
	"w:tblCellMar":          func(_ *props, p *doc.TableProps, e *element) { p.Margins = margins(e) },
	"w:tblCellSpacing":      func(_ *props, p *doc.TableProps, e *element) { p.Spacing = doc.Some(measure(e)) },
	"w:shd":                 func(x *props, p *doc.TableProps, e *element) { p.Shading = x.shading(e) },
	"w:tblLook":             func(_ *props, p *doc.TableProps, e *element) { p.Look = doc.Some(look(e)) },
	"w:bidiVisual":          func(_ *props, p *doc.TableProps, e *element) { p.Bidi = doc.Some(on(e)) },
	"w:tblStyleRowBandSize": func(_ *props, p *doc.TableProps, e *element) { p.RowBand = doc.Some(number(e.val())) },
	"w:tblStyleColBandSize": func(_ *props, p *doc.TableProps, e *element) { p.ColBand = doc.Some(number(e.val())) },
	"w:tblpPr":              func(_ *props, p *doc.TableProps, e *element) { p.Float = float(e) },
	"w:tblOverlap": func(_ *props, p *doc.TableProps, e *element) {
		if p.Float != nil { // it stands behind w:tblpPr, and means nothing without
			p.Float.NoOverlap = e.val() == "never"
		}
	},
	"w:tblCaption":     func(_ *props, p *doc.TableProps, e *element) { p.Caption = e.val() },
	"w:tblDescription": func(_ *props, p *doc.TableProps, e *element) { p.Description = e.val() },
}

var tableIgnored = []string{"w:tblStyle", "w:tblPrChange", "w:tblPrExChange"}

// margins reads cell margins. Percentages do not exist in Word's own files and count as nothing.
func margins(e *element) doc.Margins {
	var m doc.Margins
	for _, k := range e.kids {
		v := doc.Opt[doc.Twips]{}
		if w := measure(k); w.Kind == doc.Dxa {
			v = doc.Some(doc.Twips(w.Value))
		} else if w.Kind == doc.Nil {
			v = doc.Some(doc.Twips(0))
		}
		switch k.name {
		case "w:top":
			m.Top = v
		case "w:left", "w:start":
			m.Left = v
		case "w:bottom":
			m.Bottom = v
		case "w:right", "w:end":
			m.Right = v
		}
	}
	return m
}

// look reads a w:tblLook: its attributes, or the bits of its value where there are none (ECMA-376-4 14.3.7).
func look(e *element) doc.Look {
	bits, _ := strconv.ParseUint(e.val(), 16, 16)
	is := func(name string, bit uint64) bool {
		if e.has(name) {
			v := e.attr(name)
			return v == "1" || v == "true" || v == "on"
		}
		return bits&bit != 0
	}
	return doc.Look{
		FirstRow: is("w:firstRow", 0x20), LastRow: is("w:lastRow", 0x40), FirstCol: is("w:firstColumn", 0x80), LastCol: is("w:lastColumn", 0x100),
		HBand: !is("w:noHBand", 0x200), VBand: !is("w:noVBand", 0x400),
	}
}

// float reads a w:tblpPr (ECMA-376-1 17.4.57).
func float(e *element) *doc.Float {
	f := &doc.Float{
		Left: twips(e.attr("w:leftFromText")), Right: twips(e.attr("w:rightFromText")), Top: twips(e.attr("w:topFromText")), Bottom: twips(e.attr("w:bottomFromText")),
		HAnchor: e.attr("w:horzAnchor"), VAnchor: e.attr("w:vertAnchor"), X: twips(e.attr("w:tblpX")), Y: twips(e.attr("w:tblpY")),
		XAlign: e.attr("w:tblpXSpec"), YAlign: e.attr("w:tblpYSpec"),
	}
	if f.HAnchor == "" {
		f.HAnchor = "text" // 17.4.57: "column" and "page" are the standard's defaults; Word's are these
	}
	if f.VAnchor == "" {
		f.VAnchor = "page"
	}
	return f
}

// row reads a w:trPr (ECMA-376-1 17.4.81); nil when it says nothing.
func (x *props) row(e *element) *doc.RowProps {
	if e == nil || len(e.kids) == 0 {
		return nil
	}
	p := new(doc.RowProps)
	each(x, p, e, rowReaders, rowIgnored)
	return p
}

var rowReaders = map[string]func(*props, *doc.RowProps, *element){
	"w:trHeight": func(_ *props, p *doc.RowProps, e *element) {
		p.Height = doc.Some(twips(e.val()))
		p.HeightRule = doc.HeightAtLeast // QUIRK: "auto", the default, is "at least" in Word
		if e.attr("w:hRule") == "exact" {
			p.HeightRule = doc.HeightExact
		}
	},
	"w:cantSplit":      func(_ *props, p *doc.RowProps, e *element) { p.CantSplit = doc.Some(on(e)) },
	"w:tblHeader":      func(_ *props, p *doc.RowProps, e *element) { p.Header = doc.Some(on(e)) },
	"w:hidden":         func(_ *props, p *doc.RowProps, e *element) { p.Hidden = doc.Some(on(e)) },
	"w:gridBefore":     func(_ *props, p *doc.RowProps, e *element) { p.GridBefore = columns(e) },
	"w:gridAfter":      func(_ *props, p *doc.RowProps, e *element) { p.GridAfter = columns(e) },
	"w:wBefore":        func(_ *props, p *doc.RowProps, e *element) { p.WidthBefore = doc.Some(measure(e)) },
	"w:wAfter":         func(_ *props, p *doc.RowProps, e *element) { p.WidthAfter = doc.Some(measure(e)) },
	"w:tblCellSpacing": func(_ *props, p *doc.RowProps, e *element) { p.Spacing = doc.Some(measure(e)) },
	"w:jc": func(_ *props, p *doc.RowProps, e *element) {
		if a, ok := aligns[e.val()]; ok {
			p.Align = doc.Some(a)
		}
	},
}

var rowIgnored = []string{"w:cnfStyle", "w:divId", "w:ins", "w:del", "w:trPrChange"}

// columns is a number of grid columns; Word's tables have at most 63.
func columns(e *element) int32 { return max(0, min(number(e.val()), maxColumns)) }

const maxColumns = 64

// cell reads a w:tcPr (ECMA-376-1 17.4.69); nil when it says nothing.
func (x *props) cell(e *element) *doc.CellProps {
	return once(x, x.cells, e, func(p *doc.CellProps, e *element) { each(x, p, e, cellReaders, cellIgnored) })
}

var cellReaders = map[string]func(*props, *doc.CellProps, *element){
	"w:tcW":      func(_ *props, p *doc.CellProps, e *element) { p.Width = doc.Some(measure(e)) },
	"w:gridSpan": func(_ *props, p *doc.CellProps, e *element) { p.Span = columns(e) },
	"w:vMerge": func(_ *props, p *doc.CellProps, e *element) {
		p.VMerge = doc.MergeContinue
		if e.val() == "restart" {
			p.VMerge = doc.MergeStart
		}
	},
	"w:tcBorders":     func(x *props, p *doc.CellProps, e *element) { p.Borders = x.borders(e) },
	"w:shd":           func(x *props, p *doc.CellProps, e *element) { p.Shading = x.shading(e) },
	"w:tcMar":         func(_ *props, p *doc.CellProps, e *element) { p.Margins = margins(e) },
	"w:vAlign":        func(_ *props, p *doc.CellProps, e *element) { p.VAlign = doc.Some(vAligns[e.val()]) },
	"w:noWrap":        func(_ *props, p *doc.CellProps, e *element) { p.NoWrap = doc.Some(on(e)) },
	"w:tcFitText":     func(_ *props, p *doc.CellProps, e *element) { p.Fit = doc.Some(on(e)) },
	"w:hideMark":      func(_ *props, p *doc.CellProps, e *element) { p.HideMark = doc.Some(on(e)) },
	"w:textDirection": func(_ *props, p *doc.CellProps, e *element) { p.Direction = doc.Some(directions[e.val()]) },
}

var cellIgnored = []string{"w:cnfStyle", "w:hMerge", "w:cellIns", "w:cellDel", "w:cellMerge", "w:tcPrChange", "w:headers"}

var vAligns = map[string]doc.VAlign{"top": doc.VTop, "center": doc.VCenter, "bottom": doc.VBottom, "both": doc.VBoth}

// directions are the flows of text (ECMA-376-1 17.18.93) in their transitional and strict names.
var directions = map[string]doc.TextDirection{"btLr": doc.BottomToTop, "lr": doc.BottomToTop, "tbRl": doc.TopToBottom, "rl": doc.TopToBottom,
	"tbRlV": doc.TopToBottom, "rlV": doc.TopToBottom, "tbLrV": doc.TopToBottom, "lrV": doc.TopToBottom}
