package svg

import (
	"encoding/base64"
	"fmt"
	"maps"
	"math"
	"slices"
	"strings"
	"unicode/utf8"

	"reportmail/render/font"
)

// Fonts collects the fonts of pages, and the characters that are drawn with each. The zero value is ready to use; it
// belongs to one goroutine.
type Fonts struct {
	uses  []*use
	bySel map[*font.Selection]*use
}

// use is a font with the glyphs of its characters.
type use struct {
	name  string
	sel   *font.Selection
	glyph map[rune]font.GID
	texts map[font.GID]string // what a glyph stood for first: its width goes by it
}

// use is the font of a selection.
func (f *Fonts) use(sel *font.Selection) *use {
	if u := f.bySel[sel]; u != nil {
		return u
	}
	if f.bySel == nil {
		f.bySel = map[*font.Selection]*use{}
	}
	for _, u := range f.uses {
		if u.sel.SameFont(sel) {
			f.bySel[sel] = u
			return u
		}
	}
	u := &use{name: f.name(sel), sel: sel, glyph: map[rune]font.GID{}, texts: map[font.GID]string{}}
	f.uses = append(f.uses, u)
	f.bySel[sel] = u
	return u
}

// name is what a page calls a font: the face, and the family that it stands in for where it takes that one's widths.
func (f *Fonts) name(sel *font.Selection) string {
	name := sel.Face.PostScriptName()
	if _, fitted := sel.RealWidths(); fitted {
		name += " as " + strings.Map(safe, sel.Requested)
	}
	taken := func(n string) bool { return slices.ContainsFunc(f.uses, func(u *use) bool { return u.name == n }) }
	for i := 2; taken(name); i++ {
		name = fmt.Sprintf("%s %d", strings.TrimRight(name, " 0123456789"), i)
	}
	return name
}

// safe keeps what a font-family may have without quotes.
func safe(r rune) rune {
	if r == '-' || r == ' ' || r >= '0' && r <= '9' || r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' {
		return r
	}
	return '_'
}

func (u *use) note(r rune, g font.GID, text string) {
	u.glyph[r] = g
	if _, known := u.texts[g]; !known {
		u.texts[g] = text
	}
}

// Names are the fonts that were used, in the order of their first use.
func (f *Fonts) Names() []string {
	var out []string
	for _, u := range f.uses {
		out = append(out, u.name)
	}
	return out
}

// Want adds characters to a font that is known by its name, as far as the font has them: those of a page that was
// drawn earlier. It tells whether the font is known.
func (f *Fonts) Want(name, text string) bool {
	for _, u := range f.uses {
		if u.name != name {
			continue
		}
		for _, r := range text {
			g, ok := u.sel.Face.Glyph(r)
			if r == nbsp {
				g, ok = u.sel.Face.Glyph(' ')
			}
			if r >= plane && r <= plane+math.MaxUint16 {
				g, ok = font.GID(r-plane), int(r-plane) < u.sel.Face.NumGlyphs()
			}
			if _, known := u.glyph[r]; ok && !known {
				u.note(r, g, textOf(r))
			}
		}
		return true
	}
	return false
}

func textOf(r rune) string {
	if r >= plane || r == utf8.RuneError {
		return ""
	}
	return string(r)
}

// Merge adds what o has collected. A font of o that has the name of another one here is left out: pages that name it
// are drawn with the one that was first.
func (f *Fonts) Merge(o *Fonts) {
	for _, u := range o.uses {
		i := slices.IndexFunc(f.uses, func(v *use) bool { return v.name == u.name })
		if i < 0 {
			i = len(f.uses)
			f.uses = append(f.uses, &use{name: u.name, sel: u.sel, glyph: map[rune]font.GID{}, texts: map[font.GID]string{}})
		}
		if v := f.uses[i]; v.sel.SameFont(u.sel) {
			for r, g := range u.glyph {
				v.note(r, g, u.texts[g])
			}
		}
	}
}

// CSS is an @font-face rule for every font, with the font in it.
func (f *Fonts) CSS() []byte {
	var b []byte
	for _, u := range f.uses {
		b = fmt.Appendf(b, "@font-face{font-family:%q;src:url(data:font/ttf;base64,%s)}\n", u.name, base64.StdEncoding.EncodeToString(u.file()))
	}
	return b
}

// file is the web font: the glyphs that were drawn, by the characters that the pages have for them.
func (u *use) file() []byte {
	w := webfont{face: u.sel.Face, glyphs: []font.GID{0}}
	numbers := map[font.GID]uint16{0: 0}
	for _, r := range slices.Sorted(maps.Keys(u.glyph)) {
		g := u.glyph[r]
		n, ok := numbers[g]
		if !ok {
			n = uint16(len(w.glyphs))
			numbers[g] = n
			w.glyphs = append(w.glyphs, g)
		}
		w.chars = append(w.chars, char{r, n})
	}
	if ratio, fitted := u.sel.RealWidths(); fitted {
		w.fit = &font.Fit{Ratio: ratio}
		for _, g := range w.glyphs {
			w.fit.Widths = append(w.fit.Widths, uint16(math.Round(u.sel.Width(u.texts[g], g)*float64(u.sel.Face.UnitsPerEm())/1000)))
		}
	}
	return w.file()
}
