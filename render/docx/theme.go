package docx

import (
	"strings"

	"reportmail/render/doc"
)

// theme holds the colours and fonts that documents refer to (ECMA-376-1 20.1.6).
type theme struct {
	colors  map[string]doc.Color // dk1, lt1, …, folHlink
	mapping map[string]string    // bg1, tx1, …: w:clrSchemeMapping of the settings
	major   fontScheme
	minor   fontScheme
	lines   []int64 // widths of the three line styles, EMU
	asia    string  // script of w:themeFontLang/@w:eastAsia: Jpan, Hans, Hant, Hang or ""
	bidi    string  // script of w:themeFontLang/@w:bidi
}

type fontScheme struct {
	latin, ea, cs string
	script        map[string]string
}

func (r *reader) readTheme() error {
	root, err := r.part("theme")
	if err != nil || root == nil {
		return err
	}
	elements := root.kid("a:themeElements")
	r.theme.colors = map[string]doc.Color{}
	if scheme := elements.kid("a:clrScheme"); scheme != nil {
		for _, k := range scheme.kids {
			if c, _, ok := r.theme.color(k); ok {
				r.theme.colors[strings.TrimPrefix(k.name, "a:")] = c
			}
		}
	}
	r.theme.major = readFontScheme(elements.path("a:fontScheme", "a:majorFont"))
	r.theme.minor = readFontScheme(elements.path("a:fontScheme", "a:minorFont"))
	if ln := elements.path("a:fmtScheme", "a:lnStyleLst"); ln != nil {
		for _, k := range ln.kids {
			r.theme.lines = append(r.theme.lines, long(k.attr("w")))
		}
	}
	return nil
}

func readFontScheme(e *element) fontScheme {
	f := fontScheme{script: map[string]string{}}
	if e == nil {
		return f
	}
	for _, k := range e.kids {
		face := k.attr("typeface")
		switch k.name {
		case "a:latin":
			f.latin = face
		case "a:ea":
			f.ea = face
		case "a:cs":
			f.cs = face
		case "a:font":
			f.script[k.attr("script")] = face
		}
	}
	return f
}

// font is the font that a theme reference stands for (ECMA-376-1 17.18.96); "" when the theme has none.
func (t *theme) font(ref string) string {
	s := &t.minor
	rest, major := strings.CutPrefix(ref, "major")
	if major {
		s = &t.major
	} else {
		rest = strings.TrimPrefix(ref, "minor")
	}
	switch rest {
	case "Ascii", "HAnsi":
		return s.latin
	case "EastAsia":
		if s.ea == "" {
			return s.script[t.asia]
		}
		return s.ea
	case "Bidi":
		if s.cs == "" {
			return s.script[t.bidi]
		}
		return s.cs
	}
	return ""
}

// scheme is a colour of the scheme by any of its names (ECMA-376-1 17.18.97 and 20.1.10.54), through the mapping of
// the settings.
func (t *theme) scheme(name string) (doc.Color, bool) {
	if to, ok := longNames[name]; ok {
		name = to
	}
	if to, ok := t.mapping[name]; ok {
		name = to
	} else if to, ok := standardMapping[name]; ok {
		name = to
	}
	c, ok := t.colors[name]
	return c, ok
}

// standardMapping is the mapping of a document whose settings have none.
var standardMapping = map[string]string{"bg1": "lt1", "tx1": "dk1", "bg2": "lt2", "tx2": "dk2"}

// mappingNames are the values of w:clrSchemeMapping's attributes (ECMA-376-1 17.18.103).
var mappingNames = map[string]string{
	"dark1": "dk1", "light1": "lt1", "dark2": "dk2", "light2": "lt2", "accent1": "accent1", "accent2": "accent2", "accent3": "accent3",
	"accent4": "accent4", "accent5": "accent5", "accent6": "accent6", "hyperlink": "hlink", "followedHyperlink": "folHlink",
}

// longNames are the names of ST_ThemeColor that ST_SchemeColorVal writes shorter.
var longNames = map[string]string{
	"dark1": "dk1", "light1": "lt1", "dark2": "dk2", "light2": "lt2", "background1": "bg1", "background2": "bg2", "text1": "tx1", "text2": "tx2",
	"hyperlink": "hlink", "followedHyperlink": "folHlink",
}

// scriptOf is the theme script of a language, for the fonts of East Asian and complex text.
func scriptOf(lang string) string {
	switch l := strings.ToLower(lang); {
	case strings.HasPrefix(l, "ja"):
		return "Jpan"
	case strings.HasPrefix(l, "ko"):
		return "Hang"
	case l == "zh-tw", l == "zh-hk", l == "zh-mo":
		return "Hant"
	case strings.HasPrefix(l, "zh"):
		return "Hans"
	case strings.HasPrefix(l, "ar"), strings.HasPrefix(l, "fa"):
		return "Arab"
	case strings.HasPrefix(l, "he"):
		return "Hebr"
	case strings.HasPrefix(l, "th"):
		return "Thai"
	}
	return ""
}
