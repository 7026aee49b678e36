package page

import (
	"slices"

	"golang.org/x/text/unicode/bidi"
)

// rightToLeft tells whether the first strong character of s is right-to-left.
func rightToLeft(s string) bool {
	for _, r := range s {
		if r < 0x590 {
			if r >= 'A' && r <= 'Z' || r >= 'a' && r <= 'z' {
				return false
			}
			continue
		}
		switch class(r) {
		case bidi.R, bidi.AL:
			return true
		case bidi.L:
			return false
		}
	}
	return false
}

func class(r rune) bidi.Class {
	p, _ := bidi.LookupRune(r)
	return p.Class()
}

// resolveBidi gives the paragraph's characters their embedding levels (UAX 9; the implicit rules: explicit embeddings
// are ignored) and splits spans where the level changes.
func (e *engine) resolveBidi(p *para) {
	found := p.f.Bidi
	for _, r := range e.runes {
		if r >= 0x590 && (class(r) == bidi.R || class(r) == bidi.AL) {
			found = true
			break
		}
	}
	p.bidi = found
	if !found {
		return
	}
	levels := implicitLevels(e.runes, p.f.Bidi)
	glyph := make([]uint8, len(p.glyphs))
	for i, g := range e.owner {
		if g >= 0 {
			glyph[g] = levels[i]
		}
	}
	for g := len(glyph) - 1; g > 0; g-- { // glyphs of a cluster in front of its owner
		if p.glyphs[g].Runes == "" && glyph[g-1] == 0 {
			glyph[g-1] = glyph[g]
		}
	}
	var out []span
	for _, s := range p.spans {
		for s.g0 < s.g1 {
			end, bytes := s.g0, 0
			for end < s.g1 && glyph[end] == glyph[s.g0] {
				bytes += len(p.glyphs[end].Runes)
				end++
			}
			part := s
			part.g1, part.level = end, glyph[s.g0]
			if s.kind == spanText {
				bytes = min(bytes, len(s.text))
				part.text, s.text = s.text[:bytes], s.text[bytes:]
			}
			out = append(out, part)
			s.g0 = end
		}
	}
	p.spans = out
}

// implicitLevels resolves weak and neutral types and implicit levels (UAX 9 W1–W7, N1–N2, I1–I2).
func implicitLevels(runes []rune, rtl bool) []uint8 {
	base := uint8(0)
	if rtl {
		base = 1
	}
	t := make([]bidi.Class, len(runes))
	for i, r := range runes {
		t[i] = class(r)
	}
	weak(t, rtl)
	neutral(t, rtl)
	out := make([]uint8, len(runes))
	for i, c := range t {
		l := base
		switch {
		case c == bidi.R && base == 0:
			l = 1
		case (c == bidi.EN || c == bidi.AN) && base == 0:
			l = 2
		case c != bidi.R && base == 1:
			l = 2
		}
		out[i] = l
	}
	for i := len(out) - 1; i >= 0 && runes[i] == ' '; i-- { // L1
		out[i] = base
	}
	return out
}

func weak(t []bidi.Class, rtl bool) {
	strong := bidi.L
	if rtl {
		strong = bidi.R
	}
	prev, prevStrong := strong, strong
	for i := range t {
		switch t[i] {
		case bidi.NSM:
			t[i] = prev
		case bidi.EN:
			if prevStrong == bidi.AL {
				t[i] = bidi.AN
			}
		case bidi.L, bidi.R, bidi.AL:
			prevStrong = t[i]
		}
		prev = t[i]
	}
	prevStrong = strong
	for i := range t {
		switch t[i] {
		case bidi.AL:
			t[i] = bidi.R
		case bidi.ES, bidi.CS:
			t[i] = separator(t, i)
		case bidi.ET:
			if i > 0 && t[i-1] == bidi.EN || number(t[i:]) {
				t[i] = bidi.EN
			} else {
				t[i] = bidi.ON
			}
		}
		switch t[i] {
		case bidi.L, bidi.R:
			prevStrong = t[i]
		case bidi.EN:
			if prevStrong == bidi.L {
				t[i] = bidi.L
			}
		}
	}
}

// separator is what a separator between two numbers becomes (W4, W6).
func separator(t []bidi.Class, i int) bidi.Class {
	if i > 0 && i+1 < len(t) && t[i+1] == bidi.EN && (t[i-1] == bidi.EN || t[i-1] == bidi.L) {
		return t[i-1]
	}
	if i > 0 && i+1 < len(t) && t[i] == bidi.CS && t[i-1] == bidi.AN && t[i+1] == bidi.AN {
		return bidi.AN
	}
	return bidi.ON
}

// number tells whether a row of terminators ends in a European number (W5).
func number(t []bidi.Class) bool {
	for _, c := range t {
		if c != bidi.ET {
			return c == bidi.EN
		}
	}
	return false
}

func neutral(t []bidi.Class, rtl bool) {
	base := bidi.L
	if rtl {
		base = bidi.R
	}
	side := func(c bidi.Class) bidi.Class {
		if c == bidi.EN || c == bidi.AN {
			return bidi.R
		}
		return c
	}
	isNeutral := func(c bidi.Class) bool {
		return c != bidi.L && c != bidi.R && c != bidi.EN && c != bidi.AN
	}
	for i := 0; i < len(t); i++ {
		if !isNeutral(t[i]) {
			continue
		}
		end := i
		for end < len(t) && isNeutral(t[end]) {
			end++
		}
		before, after := base, base
		if i > 0 {
			before = side(t[i-1])
		}
		if end < len(t) {
			after = side(t[end])
		}
		as := base
		if before == after {
			as = before
		}
		for k := i; k < end; k++ {
			t[k] = as
		}
		i = end - 1
	}
}

// reorder puts the pieces of a line into the order in which they are seen, left to right (UAX 9 L2).
func reorder(pieces []piece) {
	highest, lowest := uint8(0), uint8(255)
	for _, p := range pieces {
		highest = max(highest, p.level)
		if p.level%2 == 1 {
			lowest = min(lowest, p.level)
		}
	}
	for level := highest; level >= lowest && level > 0; level-- {
		for i := 0; i < len(pieces); i++ {
			if pieces[i].level < level {
				continue
			}
			end := i
			for end < len(pieces) && pieces[end].level >= level {
				end++
			}
			slices.Reverse(pieces[i:end])
			i = end
		}
	}
}
