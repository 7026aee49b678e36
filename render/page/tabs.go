package page

import (
	"strings"

	"reportmail/render/doc"
)

// tabState is the tab that the text being placed follows. Text after a right, centre or decimal tab pushes the tab
// together as it grows, so the tab's width is known only when the next one or the line's end comes.
type tabState struct {
	glyph int32 // of the tab; -1 for a stop without a tab, -2 for none
	align doc.TabAlign
	stop  float64
	from  float64 // where the tab starts
	seg   float64 // width of the text after it
	front float64 // of it, before the decimal separator; -1 before it came
}

func (t *tabState) reset(x float64) { *t = tabState{glyph: -2, stop: x, from: x, front: -1} }

func (t *tabState) start(stop float64, align doc.TabAlign, glyph int32) {
	from := t.x()
	*t = tabState{glyph: glyph, align: align, stop: stop, from: from, front: -1}
}

// x is where the text placed so far ends.
func (t *tabState) x() float64 { return t.end(t.seg) }

// after is where it would end with w more.
func (t *tabState) after(w float64) float64 { return t.end(t.seg + w) }

func (t *tabState) end(seg float64) float64 {
	switch t.align {
	case doc.TabRight:
		return max(t.stop, t.from+seg)
	case doc.TabCenter:
		return max(t.stop+seg/2, t.from+seg)
	case doc.TabDecimal:
		if t.front >= 0 {
			return max(t.stop+seg-t.front, t.from+seg)
		}
		return max(t.stop, t.from+seg)
	}
	return t.stop + seg
}

// width is the tab's own width.
func (t *tabState) width() float64 { return t.x() - t.seg - t.from }

func (t *tabState) add(w float64, runes string, e *engine) {
	if t.align == doc.TabDecimal && t.front < 0 && runes == e.decimal() {
		t.front = t.seg
	}
	t.seg += w
}

// decimal is the decimal separator of the document's language.
func (e *engine) decimal() string {
	switch lang, _, _ := strings.Cut(e.lang(), "-"); lang {
	case "", "en", "ja", "zh", "ko", "th", "he":
		return "."
	}
	return ","
}

// decimalCell tells whether a paragraph in a cell stands at its decimal tab stop without a tab, as Word does it.
func (p *para) decimalCell() bool {
	if !p.inCell || len(p.f.Tabs) == 0 || p.f.Tabs[0].Align != doc.TabDecimal {
		return false
	}
	for i := range p.spans {
		if p.spans[i].kind == spanTab {
			return false
		}
	}
	return true
}

// tab places a tab; false when it belongs on the next line.
func (b *breaker) tab(g int32, sp *span) bool {
	if b.tabs.glyph >= 0 {
		b.p.glyphs[b.tabs.glyph].Advance = b.tabs.width()
	}
	x := b.tabs.x()
	var stop float64
	align := doc.TabLeft
	if sp.kind == spanPosTab {
		stop, align = b.posTab(sp.tab)
		sp.leader = sp.tab.Leader
	} else {
		stop, align, sp.leader = b.nextStop(x)
		if stop > b.right+slack && align == doc.TabLeft && g > b.from && b.p.custom(stop) < 0 {
			return false
		}
	}
	b.tabs.start(stop, align, g)
	if align == doc.TabLeft {
		b.p.glyphs[g].Advance = max(stop-x, 0)
	}
	return true
}

// nextStop is the first stop beyond x: a custom one, the hanging indent, or a default one (ECMA-376-1 17.3.1.37).
func (b *breaker) nextStop(x float64) (float64, doc.TabAlign, doc.TabLeader) {
	f := b.p.f
	hang := f.Left.Points()
	for _, t := range f.Tabs {
		pos := t.Pos.Points()
		if pos <= x+slack || t.Align == doc.TabBar {
			continue
		}
		if f.FirstLine < 0 && hang > x+slack && hang < pos {
			break
		}
		return pos, t.Align, t.Leader
	}
	if f.FirstLine < 0 && hang > x+slack {
		return hang, doc.TabLeft, doc.LeaderNone
	}
	d := b.e.doc.Settings.DefaultTab.Points()
	if d < 1 {
		d = 36
	}
	k := float64(int((x+slack)/d)) + 1
	if x < 0 {
		k = 0
	}
	return k * d, doc.TabLeft, doc.LeaderNone
}

// custom is the index of the custom stop at x, or -1.
func (p *para) custom(x float64) int {
	for i, t := range p.f.Tabs {
		if d := t.Pos.Points() - x; d < slack && d > -slack && t.Align != doc.TabBar {
			return i
		}
	}
	return -1
}

// posTab is the stop of a tab that is placed relative to margin or indent (ECMA-376-1 17.3.3.23).
func (b *breaker) posTab(t *doc.PosTab) (float64, doc.TabAlign) {
	left, right := 0.0, b.right+b.p.f.Right.Points()
	if t.FromText {
		left, right = b.p.f.Left.Points(), b.right
	}
	switch t.Align {
	case doc.TabRight:
		return right, doc.TabRight
	case doc.TabCenter:
		return (left + right) / 2, doc.TabCenter
	}
	return left, doc.TabLeft
}
