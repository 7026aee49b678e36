package font

import "unicode"

type fallbackQuestion struct {
	r     rune
	style Style
}

// noFace remembers that no font has a character.
var noFace = new(Selection)

// Fallback is a face that has r, or nil when no font has it.
func (l *Library) Fallback(r rune, s Style) *Selection {
	q := fallbackQuestion{r, s}
	l.mu.RLock()
	sel := l.fallbacks[q]
	l.mu.RUnlock()
	if sel == nil {
		sel = l.cover(r, s)
		l.mu.Lock()
		if l.fallbacks == nil || len(l.fallbacks) >= maxRemembered {
			l.fallbacks = make(map[fallbackQuestion]*Selection)
		}
		l.fallbacks[q] = sel
		l.mu.Unlock()
	}
	if sel == noFace {
		return nil
	}
	return sel
}

// fallbackFamilies are the embedded families by the share of Unicode they cover.
var fallbackFamilies = []string{"Carlito", "Liberation Sans", "Open Sans", "Liberation Serif", "Liberation Mono", "DejaVu Sans"}

// cover looks for r in the fonts of the document and the directories, the embedded ones, then those of the machine:
// what travels with the program gives the same page everywhere, so it comes before what is only here.
func (l *Library) cover(r rune, s Style) *Selection {
	if unicode.IsControl(r) || r == unicode.ReplacementChar {
		return noFace
	}
	for _, c := range []*catalog{l.document, l.dirs} {
		if c == nil {
			continue
		}
		for _, src := range c.sources {
			if !src.covers(r) {
				continue
			}
			if face, err := src.get(); err == nil {
				return l.Select(face.Family(), s).ifHas(r, face, s)
			}
		}
	}
	for _, family := range fallbackFamilies {
		sel := l.Select(family, s)
		if _, ok := sel.Face.Glyph(r); ok {
			return sel
		}
	}
	if face := l.system.covering(r, s); face != nil {
		return drawn(face, s)
	}
	return noFace
}

// ifHas is the selection when its face has r, and else face as it is.
func (sel *Selection) ifHas(r rune, face *Face, s Style) *Selection {
	if _, ok := sel.Face.Glyph(r); ok && !sel.Substituted {
		return sel
	}
	return drawn(face, s)
}

// drawn is a face as it is, in a style it may have to be given.
func drawn(face *Face, s Style) *Selection {
	return &Selection{Face: face, Requested: face.Family(), Family: face.Family(), Style: s,
		FakeBold: s.Bold && face.Weight() < 600, FakeItalic: s.Italic && !face.Italic()}
}

// Resolve is the selection and glyph to draw r with: of sel, of a fallback, or, when no font has r, a replacement
// (missing). It never fails, so that an unusual name never fails a document.
func (l *Library) Resolve(sel *Selection, r rune) (by *Selection, g GID, missing bool) {
	if g, ok := sel.Glyph(r); ok {
		return sel, g, false
	}
	r = sel.Rune(r)
	if f := l.Fallback(r, sel.Style); f != nil {
		g, _ := f.Glyph(r)
		return f, g, false
	}
	by, g = l.replacement(sel)
	return by, g, true
}

// replacements are what is drawn instead of a character that no font has: never glyph 0, which PDF/A forbids
// (ISO 19005-3, 6.2.11.8).
var replacements = []rune{unicode.ReplacementChar, '□', '?', ' '}

func (l *Library) replacement(sel *Selection) (*Selection, GID) {
	for _, r := range replacements {
		for _, s := range []*Selection{sel, l.Select(fallbackFamilies[1], sel.Style), l.Select(fallbackFamilies[0], sel.Style)} {
			if g, ok := s.Face.Glyph(r); ok {
				return s, g
			}
		}
	}
	return sel, 1
}
