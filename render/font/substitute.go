package font

import "strings"

// substitutes are families and what stands in for them, by familyKey: first those with a metric twin, then those that
// look alike. Names of other weights of a family need no line: "X Light" is looked for as X in a light weight.
var substitutes = map[string]string{
	// metric twins
	"calibri":            "Carlito",
	"calibrilight":       "Carlito",
	"cambria":            "Caladea", // the same height only; the widths are in the table of advances
	"cambriamath":        "Caladea",
	"arial":              "Liberation Sans",
	"arialmt":            "Liberation Sans",
	"helvetica":          "Liberation Sans",
	"helveticaneue":      "Liberation Sans",
	"arialunicodems":     "Liberation Sans",
	"microsoftsansserif": "Liberation Sans",
	"timesnewroman":      "Liberation Serif",
	"timesnewromanpsmt":  "Liberation Serif",
	"times":              "Liberation Serif",
	"couriernew":         "Liberation Mono",
	"courier":            "Liberation Mono",

	// humanist sans serifs
	"segoeui":           "Open Sans",
	"segoeuilight":      "Open Sans Light",
	"segoeuisemilight":  "Open Sans Light",
	"segoeuisemibold":   "Open Sans Semibold",
	"segoe":             "Open Sans",
	"segoewp":           "Open Sans",
	"aptos":             "Open Sans",
	"aptosdisplay":      "Open Sans",
	"aptosnarrow":       "Open Sans",
	"aptoslight":        "Open Sans Light",
	"aptossemibold":     "Open Sans Semibold",
	"aptosserif":        "Caladea",
	"aptosmono":         "Liberation Mono",
	"verdana":           "DejaVu Sans",
	"tahoma":            "Open Sans",
	"trebuchetms":       "Open Sans",
	"lucidasans":        "Open Sans",
	"lucidasansunicode": "Open Sans",
	"lucidagrande":      "Open Sans",
	"frutiger":          "Open Sans",
	"myriadpro":         "Open Sans",
	"notosans":          "Open Sans",
	"roboto":            "Open Sans",
	"sourcesanspro":     "Open Sans",
	"selawik":           "Open Sans",
	"candara":           "Carlito",
	"corbel":            "Carlito",
	"lato":              "Carlito",

	// geometric and grotesque sans serifs
	"centurygothic":        "Open Sans",
	"urwgothic":            "Open Sans",
	"futura":               "Open Sans",
	"gillsans":             "Open Sans",
	"gillsansmt":           "Open Sans",
	"twcenmt":              "Carlito",
	"franklingothic":       "Liberation Sans",
	"franklingothicbook":   "Liberation Sans",
	"franklingothicmedium": "Liberation Sans",
	"bahnschrift":          "Liberation Sans",
	"univers":              "Liberation Sans",

	// serifs
	"garamond":           "Liberation Serif",
	"ebgaramond":         "Liberation Serif",
	"georgia":            "Caladea",
	"constantia":         "Caladea",
	"bookantiqua":        "Liberation Serif",
	"palatinolinotype":   "Liberation Serif",
	"palatino":           "Liberation Serif",
	"bookmanoldstyle":    "Liberation Serif",
	"centuryschoolbook":  "Liberation Serif",
	"century":            "Liberation Serif",
	"baskervilleoldface": "Liberation Serif",
	"rockwell":           "Caladea",
	"sylfaen":            "Liberation Serif",

	// monospaced
	"consolas":       "Liberation Mono",
	"lucidaconsole":  "Liberation Mono",
	"cascadiacode":   "Liberation Mono",
	"cascadiamono":   "Liberation Mono",
	"dejavusansmono": "Liberation Mono",
	"menlo":          "Liberation Mono",
	"ocra":           "Liberation Mono",
	"ocraextended":   "Liberation Mono",
	"ocrb":           "Liberation Mono",

	// symbols that have Unicode characters of their own
	"segoeuisymbol":     "DejaVu Sans",
	"segoeuiemoji":      "DejaVu Sans",
	"segoeuihistoric":   "DejaVu Sans",
	"msgothic":          "DejaVu Sans",
	"msmincho":          "DejaVu Sans",
	"sitkatext":         "Liberation Serif",
	"sitkatextsemibold": "Liberation Serif",

	// symbols: the characters are mapped to Unicode (symbolMaps)
	"symbol":     "Liberation Sans",
	"symbolmt":   "Liberation Sans",
	"wingdings":  "Liberation Sans",
	"wingdings2": "Liberation Sans",
	"wingdings3": "Liberation Sans",
	"webdings":   "Liberation Sans",
}

// weights are the words that a family name ends in to say its weight.
var weights = []struct {
	word   string
	weight int
}{
	{"extralight", 200}, {"ultralight", 200}, {"semilight", 350}, {"light", 300}, {"thin", 100},
	{"semibold", 600}, {"demibold", 600}, {"demi", 600}, {"medium", 500},
	{"extrabold", 800}, {"ultrabold", 800}, {"bold", 700}, {"black", 900}, {"heavy", 900},
}

// splitWeight takes a weight off the end of a family name: "Segoe UI Semibold" is Segoe UI at 600.
func splitWeight(family string) (base string, weight int, ok bool) {
	key := familyKey(family)
	for _, w := range weights {
		if rest, found := strings.CutSuffix(key, w.word); found && rest != "" {
			return rest, w.weight, true
		}
	}
	return family, 0, false
}

// generic is the stand-in for a family that nobody knows, guessed from its name.
func generic(family string) string {
	key := familyKey(family)
	has := func(words ...string) bool {
		for _, w := range words {
			if strings.Contains(key, w) {
				return true
			}
		}
		return false
	}
	switch {
	case has("mono", "courier", "console", "typewriter", "code"):
		return "Liberation Mono"
	case has("sans", "gothic", "grotesk", "grotesque"):
		return "Liberation Sans"
	case has("serif", "roman", "times", "garamond", "book", "antiqua", "caslon", "bodoni", "baskerville", "minion"):
		return "Liberation Serif"
	}
	return "Liberation Sans"
}
