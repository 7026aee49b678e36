package font

// Metrics are the vertical measures of the font, in font units, y upwards.
type Metrics struct {
	Ascent, Descent, LineGap int // as Word uses them for line height; Descent is positive downwards
	CapHeight, XHeight       int
	UnderlinePos, Underline  int // position of the stroke's centre (negative: below the baseline) and its thickness
	StrikePos, Strike        int
	SuperOffset, SubOffset   int
}

// os2 is what the OS/2 table says about use and style; a font without one is a regular face that may be embedded.
type os2 struct {
	weight, width int
	embedding     int  // fsType
	italic, bold  bool // fsSelection
}

const (
	selItalic     = 1 << 0
	selBold       = 1 << 5
	selTypoMetric = 1 << 7
	selOblique    = 1 << 9
)

func parseOS2(t, head view) os2 {
	o := os2{weight: 400, width: 5}
	mac := head.u16(44)
	if len(t) < 64 {
		o.bold, o.italic = mac&1 != 0, mac&2 != 0
		if o.bold {
			o.weight = 700
		}
		return o
	}
	o.weight, o.width, o.embedding = t.u16(4), t.u16(6), t.u16(8)
	if o.weight < 1 || o.weight > 1000 {
		o.weight = 400
	} else if o.weight < 10 { // QUIRK: old fonts number the weights 1 to 9
		o.weight *= 100
	}
	if o.width < 1 || o.width > 9 {
		o.width = 5
	}
	sel := t.u16(62)
	o.italic = sel&(selItalic|selOblique) != 0
	o.bold = sel&selBold != 0
	return o
}

// parseMetrics computes line metrics as GDI and Word do: the clipping box of the OS/2 table, and of hhea's line gap
// what is left after the box is already taller than hhea's ascender and descender (tmExternalLeading). A font that
// sets USE_TYPO_METRICS asks for the typographic values instead (OpenType 1.9, OS/2 fsSelection bit 7).
//
// QUIRK: in fonts with CFF outlines the clipping box is often no more than that, the box around the tallest accents;
// where their hhea and typographic values agree, those are meant.
func parseMetrics(hhea, os2, post view, upm int, cff bool) Metrics {
	asc, desc, gap := hhea.i16(4), -hhea.i16(6), hhea.i16(8)
	m := Metrics{Ascent: asc, Descent: desc, LineGap: max(gap, 0)}
	if len(os2) >= 78 {
		typoAsc, typoDesc, typoGap := os2.i16(68), -os2.i16(70), os2.i16(72)
		win, wd := os2.u16(74), os2.u16(76)
		switch {
		case os2.u16(62)&selTypoMetric != 0:
			m.Ascent, m.Descent, m.LineGap = typoAsc, typoDesc, max(typoGap, 0)
		case cff && typoAsc == asc && typoDesc == desc && typoGap == gap:
		case win+wd > 0:
			m.Ascent, m.Descent = win, wd
			m.LineGap = max(0, gap-(win+wd-asc-desc))
		}
		m.SuperOffset, m.SubOffset = os2.i16(24), os2.i16(16)
		m.Strike, m.StrikePos = os2.i16(26), os2.i16(28)-os2.i16(26)/2
	}
	if len(os2) >= 90 && os2.u16(0) >= 2 {
		m.XHeight, m.CapHeight = os2.i16(86), os2.i16(88)
	}
	m.Underline = post.i16(10)
	m.UnderlinePos = post.i16(8) - m.Underline/2 // post gives the upper edge
	m.sane(upm)
	return m
}

// sane replaces what is missing or absurd by usual proportions, so that no line collapses or explodes.
func (m *Metrics) sane(upm int) {
	limit := 8 * upm
	if m.Ascent+m.Descent <= 0 || m.Ascent > limit || m.Ascent < 0 || m.Descent > limit || m.Descent < -upm || m.LineGap > limit {
		m.Ascent, m.Descent, m.LineGap = upm*9/10, upm*3/10, 0
	}
	usual := func(v *int, low, high, def int) {
		if *v < low || *v > high {
			*v = def
		}
	}
	usual(&m.CapHeight, upm/10, 2*upm, upm*7/10)
	usual(&m.XHeight, upm/10, 2*upm, upm/2)
	usual(&m.Underline, 1, upm/2, upm/20)
	usual(&m.UnderlinePos, -upm, -1, -upm/10)
	usual(&m.Strike, 1, upm/2, upm/20)
	usual(&m.StrikePos, 1, upm, upm/4)
	usual(&m.SuperOffset, 1, upm, upm/3)
	usual(&m.SubOffset, 1, upm, upm/7)
}
