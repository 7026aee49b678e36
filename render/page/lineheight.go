package page

import (
	"strings"

	"reportmail/render/doc"
)

// measureLine gives a line its height and baseline from what stands on it (ECMA-376-1 17.3.1.33).
//
// The natural height is the highest ascent plus the deepest descent of the fonts on the line. Tabs and blanks between
// other things do not count (Word), and the paragraph mark's font counts only where nothing else stands. A multiple leaves its extra space below, at-least leaves it above.
func (e *engine) measureLine(p *para, l *line) {
	var asc, desc, objects, blankAsc, blankDesc float64
	for s := int(l.s0); s < len(p.spans) && p.spans[s].g0 < l.g1; s++ {
		sp := &p.spans[s]
		switch sp.kind {
		case spanAnchor:
			continue
		case spanObject:
			objects = max(objects, sp.object.h)
			continue
		}
		if sp.kind == spanTab || sp.kind == spanPosTab || sp.kind == spanText && strings.TrimLeft(sp.text, " ") == "" {
			blankAsc, blankDesc = max(blankAsc, sp.asc), max(blankDesc, sp.desc)
			continue
		}
		asc, desc = max(asc, sp.asc), max(desc, sp.desc)
	}
	if asc+desc == 0 && objects == 0 {
		asc, desc = blankAsc, blankDesc
	}
	text := asc + desc
	if text == 0 {
		mark := p.mark.latin
		text = (mark.asc + mark.desc) * p.mark.full
		if objects == 0 {
			asc, desc = mark.asc*p.mark.full, mark.desc*p.mark.full
		}
	}
	l.asc, l.desc = max(asc, objects), desc
	natural := l.asc + l.desc
	l.height, l.base = natural, l.asc
	switch p.f.LineRule {
	case doc.LineAuto:
		l.multiple(p, natural, text)
	case doc.LineAtLeast:
		if least := doc.Twips(p.f.Line).Points(); least > natural {
			l.height, l.base = least, l.asc+least-natural
		}
	case doc.LineExact:
		l.exact(p)
	}
	if p.hideMark && p.empty() {
		l.height, l.base = 0, 0
	}
}

// raise is how far a span stands below the baseline for the vertical alignment of the paragraph's characters
// (ECMA-376-1 17.3.1.39).
func (p *para) raise(l *line, s *span) float64 {
	asc, desc := s.asc, s.desc
	if s.kind == spanObject {
		asc, desc = s.object.h, 0
	}
	switch p.f.TextAlign {
	case "top":
		return asc - l.asc
	case "center":
		return (asc - desc - l.asc + l.desc) / 2
	case "bottom":
		return l.desc - desc
	}
	return 0
}

// multiple scales the text's height by 1/240ths. Pictures in the line are not scaled: they count as they are. Less than
// one line takes away above the text.
func (l *line) multiple(p *para, natural, text float64) {
	if p.f.Line <= 0 || p.f.Line == 240 {
		return
	}
	scaled := text * float64(p.f.Line) / 240
	if natural > text+slack {
		l.height = natural + max(scaled-text, 0)
		return
	}
	if l.height = scaled; l.height < natural {
		l.base -= natural - l.height
	}
}

// exact takes the height as it is; four fifths of it stand above the baseline. What is higher is cut off.
func (l *line) exact(p *para) {
	h := doc.Twips(p.f.Line).Points()
	if h <= 0 {
		return
	}
	l.clip = l.asc+l.desc > h+slack
	l.height, l.base = h, h*exactAscent
}

// exactAscent is the share of an exact line height above the baseline.
const exactAscent = 0.8
