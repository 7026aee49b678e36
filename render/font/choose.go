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
	f := l.find(name, w)
	real := familyKey(name) == familyKey(family) && f.face != nil
	why := f.err
	if f.face == nil {
		if face, kind := barcodeFace(name); face != nil {
			return &Selection{Face: face, Requested: family, Family: face.Family(), Style: s, Substituted: true, barcode: kind.name}
		}
		f = l.standIn(name, w)
	}
	sel := &Selection{Face: f.face, Requested: family, Family: f.family, Style: s, Substituted: !real, unusable: why}
	if f.family == familyKey(f.family) && f.face.Family() != "" {
		sel.Family = f.face.Family()
	}
	sel.FakeBold = s.Bold && f.face.Weight() < 600 && f.weight < 600
	sel.FakeItalic = s.Italic && !f.face.Italic() && !f.italic
	if sel.Substituted {
		sel.symbol = symbolMapFor(family, f.face)
	}
	if sel.Substituted && !explicit {
		sel.widths = widthsFor(family, s, f.face)
		sel.lines = lineHeightFor(family)
	}
	return sel
}

// standIn finds a face for a family that no place has.
func (l *Library) standIn(name string, w want) found {
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
		if f := l.find(name, w); f.face != nil {
			return f
		}
	}
	return l.embedded.find("Liberation Sans", w)
}

// Report adds a finding when the selection stands in for another font; repeated ones are counted by the list.
func (s *Selection) Report(l *diag.List) {
	if !s.Substituted {
		return
	}
	if s.unusable != nil {
		l.Warn("font-unusable", diag.Where{}, "", "font %q cannot be used: %v", s.Requested, s.unusable)
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
