package html

import "strings"

// typeface is what a body needs to know of a font: the families to ask for, and the height of a line.
type typeface struct {
	stack string  // CSS font-family
	line  float64 // height of a single line, in font sizes (ascent, descent and gap of the font's own tables)
}

// known are fonts that layouts use, with free fonts of the same widths and the nearest that every system has.
var known = map[string]typeface{
	"calibri":            {"Calibri,Carlito,Arial,sans-serif", 1.22},
	"calibri light":      {"Calibri Light,Calibri,Carlito,Arial,sans-serif", 1.22},
	"aptos":              {"Aptos,Calibri,Carlito,Arial,sans-serif", 1.28},
	"aptos display":      {"Aptos Display,Aptos,Calibri,Carlito,Arial,sans-serif", 1.28},
	"segoe ui":           {"Segoe UI,Open Sans,Arial,sans-serif", 1.33},
	"segoe ui light":     {"Segoe UI Light,Segoe UI,Open Sans,Arial,sans-serif", 1.33},
	"segoe ui semilight": {"Segoe UI Semilight,Segoe UI,Open Sans,Arial,sans-serif", 1.33},
	"segoe ui semibold":  {"Segoe UI Semibold,Segoe UI,Open Sans,Arial,sans-serif", 1.33},
	"arial":              {"Arial,Liberation Sans,Helvetica,sans-serif", 1.15},
	"helvetica":          {"Helvetica,Arial,Liberation Sans,sans-serif", 1.15},
	"verdana":            {"Verdana,DejaVu Sans,Geneva,sans-serif", 1.215},
	"tahoma":             {"Tahoma,Verdana,DejaVu Sans,sans-serif", 1.207},
	"century gothic":     {"Century Gothic,URW Gothic,Avant Garde,Arial,sans-serif", 1.226},
	"trebuchet ms":       {"Trebuchet MS,Fira Sans,Arial,sans-serif", 1.16},
	"times new roman":    {"Times New Roman,Liberation Serif,Times,serif", 1.15},
	"cambria":            {"Cambria,Caladea,Georgia,serif", 1.172},
	"georgia":            {"Georgia,Gelasio,Times New Roman,serif", 1.136},
	"garamond":           {"Garamond,EB Garamond,Georgia,serif", 1.125},
	"courier new":        {"Courier New,Liberation Mono,Courier,monospace", 1.133},
	"consolas":           {"Consolas,Inconsolata,Courier New,monospace", 1.17},
}

// serifs and monos are words in the names of other fonts that tell their kind.
var (
	serifs = []string{"times", "serif", "roman", "garamond", "georgia", "palatino", "antiqua", "bookman", "schoolbook", "minion", "baskerville", "caslon", "didot"}
	monos  = []string{"courier", "mono", "consol", "typewriter", "code"}
)

// face is the typeface of a font name in a layout.
func face(name string) typeface {
	lower := strings.ToLower(strings.TrimSpace(name))
	if f, ok := known[lower]; ok {
		return f
	}
	own := cssName(name)
	generic, line := "Arial,sans-serif", 1.2
	switch {
	case containsAny(lower, monos):
		generic = "Courier New,monospace"
	case containsAny(lower, serifs) && !strings.Contains(lower, "sans"):
		generic = "Georgia,serif"
	}
	if own == "" {
		return typeface{generic, line}
	}
	return typeface{own + "," + generic, line}
}

func containsAny(s string, words []string) bool {
	for _, w := range words {
		if strings.Contains(s, w) {
			return true
		}
	}
	return false
}

// cssName is a font name as it may stand unquoted in a style attribute: words of letters and digits. A name with
// other characters loses them; one whose words are no identifiers is quoted.
func cssName(name string) string {
	clean := strings.Map(func(r rune) rune {
		switch {
		case r >= 'a' && r <= 'z', r >= 'A' && r <= 'Z', r >= '0' && r <= '9', r == '-', r == ' ', r == '_', r > 0xa0 && r < 0xfff0:
			return r
		}
		return -1
	}, name)
	words := strings.Fields(clean)
	clean = strings.Join(words, " ")
	for _, w := range words {
		if w[0] == '-' || w[0] >= '0' && w[0] <= '9' {
			return "'" + clean + "'"
		}
	}
	return clean
}
