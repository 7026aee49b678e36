package font

import "reportmail/render/diag"

// maxChain bounds how many substitutions follow each other: A=B, B=C.
const maxChain = 8

// choose finds the face for a family: by the caller's substitution, by its name, by its name without a weight, by the
// built-in table, or by a guess.
func (l *Library) choose(family string, s Style) *Selection {
	w := want{weight: 400, italic: s.Italic}
	if s.Bold {
		w.weight = 700
	}
	name, explicit := family, false
	for range maxChain {
		to, ok := l.substitute[familyKey(name)]
		if !ok || familyKey(to) == familyKey(name) {
			break
		}
		name, explicit = to, true
	}
	face, e, ok := l.find(name, w)
	real := familyKey(name) == familyKey(family) && ok
	if !ok {
		if face, kind := barcodeFace(name); face != nil {
			return &Selection{Face: face, Requested: family, Family: face.Family(), Style: s, Substituted: true, barcode: kind.name}
		}
		face, e, w = l.standIn(name, w)
	}
	sel := &Selection{Face: face, Requested: family, Family: e.family, Style: s, Substituted: !real}
	if e.family == familyKey(e.family) && face.Family() != "" {
		sel.Family = face.Family()
	}
	sel.FakeBold = s.Bold && face.Weight() < 600 && e.weight < 600
	sel.FakeItalic = s.Italic && !face.Italic() && !e.italic
	if sel.Substituted {
		sel.symbol = symbolMapFor(family, face)
	}
	if sel.Substituted && !explicit {
		sel.widths = widthsFor(family, s, face)
		sel.lines = lineHeightFor(family)
	}
	return sel
}

// standIn finds a face for a family that no place has.
func (l *Library) standIn(name string, w want) (*Face, entry, want) {
	for range maxChain {
		if to, ok := substitutes[familyKey(name)]; ok {
			name = to
		} else if base, weight, ok := splitWeight(name); ok {
			name = base
			if w.weight == 700 {
				weight = max(weight, 700)
			}
			w.weight = weight
		} else {
			name = generic(name)
		}
		if face, e, ok := l.find(name, w); ok {
			return face, e, w
		}
	}
	face, e, _ := l.embedded.find("Liberation Sans", w)
	return face, e, w
}

// Report adds a finding when the selection stands in for another font; repeated ones are counted by the list.
func (s *Selection) Report(l *diag.List) {
	if !s.Substituted {
		return
	}
	note := ""
	switch {
	case s.barcode != "":
		l.Info("font-substituted", diag.Where{}, "", "font %q is not here; its %s bars are drawn", s.Requested, s.barcode)
		return
	case s.widths != nil:
		note = ", with the widths of " + s.Requested
	case s.symbol != nil:
		note = ", with its symbols as Unicode characters"
	}
	l.Info("font-substituted", diag.Where{}, "put the font into the layout or a --font-dir, or choose one with --font-substitute",
		"font %q is not here; %s stands in%s", s.Requested, s.Family, note)
}

// ReportMissing adds a finding for a character that no font has.
func ReportMissing(l *diag.List, r rune) {
	l.Warn("glyph-missing", diag.Where{}, "put a font that has it into a --font-dir", "no font has the character %q (%U)", r, r)
}
