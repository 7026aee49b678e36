package font

import (
	_ "embed"
	"strconv"
	"strings"
	"sync"
)

// widthFacts are advance widths of fonts that cannot be shipped, in 1/1000 em: a line a face with family, style
// (r, b, i, bi) and runs of characters, "0041:589,604" is A and B. They are facts, read from PDFs that Word made and,
// for Segoe UI, from a font that was made to its measures.
//
//go:embed widths.tsv
var widthFacts string

// widths are the real advances of a family, for a face that stands in for it.
type widths struct {
	latin [256]float64 // 0: not known
	rest  map[rune]float64
	ratio float64 // what the real font is wider than the face on average, for characters that are not known
}

func (w *widths) advance(r rune, own float64) float64 {
	if r >= 0 && r < 256 {
		if v := w.latin[r]; v != 0 {
			return v
		}
	} else if v, ok := w.rest[r]; ok {
		return v
	}
	return own * w.ratio
}

// facts are the known advances of one face.
type facts map[rune]float64

// knownWidths are the facts by family key and style.
var knownWidths = sync.OnceValue(func() map[string]facts {
	all := make(map[string]facts)
	for line := range strings.Lines(widthFacts) {
		cols := strings.Split(strings.TrimSpace(line), "\t")
		if len(cols) != 3 {
			continue
		}
		f := make(facts)
		for run := range strings.FieldsSeq(cols[2]) {
			start, values, _ := strings.Cut(run, ":")
			r, err := strconv.ParseInt(start, 16, 32)
			if err != nil {
				continue
			}
			for v := range strings.SplitSeq(values, ",") {
				f[rune(r)], _ = strconv.ParseFloat(v, 64)
				r++
			}
		}
		all[familyKey(cols[0])+"/"+cols[1]] = f
	}
	// Weights between two known ones: the widths of a family drawn from a light and a bold master lie between them.
	all["segoeuisemibold/r"] = between(all["segoeui/r"], all["segoeui/b"], 2.0/3)
	all["segoeuisemilight/r"] = between(all["segoeuilight/r"], all["segoeui/r"], 0.5)
	return all
})

func between(a, b facts, share float64) facts {
	f := make(facts)
	for r, v := range a {
		if w, ok := b[r]; ok {
			f[r] = v + (w-v)*share
		}
	}
	return f
}

// widthsFor are the real advances of family for a face that stands in for it, or nil when they are not known. A style
// that is not known has those of the nearest one that is: upright and italic faces of a family differ little.
func widthsFor(family string, s Style, face *Face) *widths {
	key := familyKey(family) + "/"
	styles := []string{"r"}
	switch {
	case s.Bold && s.Italic:
		styles = []string{"bi", "b", "r"}
	case s.Bold:
		styles = []string{"b", "r"}
	case s.Italic:
		styles = []string{"i", "r"}
	}
	for _, st := range styles {
		if f := knownWidths()[key+st]; f != nil {
			return newWidths(f, face)
		}
	}
	return nil
}

func newWidths(f facts, face *Face) *widths {
	w := &widths{rest: make(map[rune]float64), ratio: 1}
	var real, own float64
	for r, v := range f {
		if r < 256 {
			w.latin[r] = v
		} else {
			w.rest[r] = v
		}
		if g, ok := face.Glyph(r); ok && r > ' ' {
			real += v
			own += float64(face.Advance(g)) * face.scale
		}
	}
	if own > 0 {
		// Rounded, so that the order in which a map was walked cannot show.
		w.ratio, _ = strconv.ParseFloat(strconv.FormatFloat(real/own, 'f', 4, 64), 64)
	}
	return w
}

// lineHeight is a family's vertical measures in 1/1000 em, as Metrics gives them.
type lineHeight struct{ ascent, descent, gap float64 }

// lineHeights are those of families whose stand-in has others: ascender and descender of their OS/2 and hhea tables,
// as published and as Word's PDFs state them.
var lineHeights = map[string]*lineHeight{
	"aptos":                {939, 282, 0},
	"aptosdisplay":         {939, 282, 0},
	"aptosnarrow":          {939, 282, 0},
	"aptoslight":           {939, 282, 0},
	"aptossemibold":        {939, 282, 0},
	"segoeui":              {1079, 251, 0},
	"segoeuilight":         {1079, 251, 0},
	"segoeuisemilight":     {1079, 251, 0},
	"segoeuisemibold":      {1079, 251, 0},
	"cambria":              {950, 222, 0},
	"georgia":              {917, 219, 0},
	"verdana":              {1005, 210, 0},
	"tahoma":               {1000, 207, 0},
	"trebuchetms":          {939, 222, 0},
	"centurygothic":        {1006, 220, 0},
	"garamond":             {862, 263, 0},
	"bookantiqua":          {923, 283, 0},
	"consolas":             {908, 263, 0},
	"candara":              {952, 269, 0},
	"corbel":               {952, 269, 0},
	"constantia":           {952, 269, 0},
	"lucidasansunicode":    {1098, 439, 0},
	"franklingothicbook":   {920, 213, 0},
	"franklingothicmedium": {920, 213, 0},
}

func lineHeightFor(family string) *lineHeight { return lineHeights[familyKey(family)] }
