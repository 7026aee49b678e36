package build

import "fmt"

// Theme is the one place for the colours and fonts of a layout. Everything in the layout refers to it by role, and in
// Word the same roles are under Design > Colours and Fonts.
type Theme struct {
	Name                            string
	Ink, Quiet, Paper, Wash, Accent string // RRGGBB: text, secondary text, ground, tinted ground, the one accent
	Heading, Text                   string // font families
}

// Colour is a role in the theme.
type Colour uint8

// The roles, and the theme colour that carries each of them in Word.
const (
	Inherit  Colour = iota
	Ink             // text 1
	Quiet           // text 2
	Paper           // background 1
	Wash            // background 2
	Accent          // accent 1
	Hairline        // background 1, darker by 15 %
)

// themeColour is a colour as attributes want it: the value that programs without themes show, and the theme reference.
type themeColour struct{ hex, name, shade string }

func (t Theme) colour(c Colour) themeColour {
	switch c {
	case Quiet:
		return themeColour{t.Quiet, "text2", ""}
	case Paper:
		return themeColour{t.Paper, "background1", ""}
	case Wash:
		return themeColour{t.Wash, "background2", ""}
	case Accent:
		return themeColour{t.Accent, "accent1", ""}
	case Hairline:
		return themeColour{shade(t.Paper, 0xD9), "background1", "D9"}
	}
	return themeColour{t.Ink, "text1", ""}
}

// attrs are the attributes of an element that takes a theme colour; key and themeKey name them (ECMA-376-1 17.3.2.6).
func (c themeColour) attrs(key, themeKey string) []string {
	out := []string{key, c.hex, themeKey, c.name}
	if c.shade != "" {
		out = append(out, map[string]string{"w:themeColor": "w:themeShade", "w:themeFill": "w:themeFillShade"}[themeKey], c.shade)
	}
	return out
}

// shade darkens a colour by a w:themeShade of part/255.
func shade(hex string, part int) string {
	var r, g, b int
	fmt.Sscanf(hex, "%02x%02x%02x", &r, &g, &b)
	return fmt.Sprintf("%02X%02X%02X", r*part/255, g*part/255, b*part/255)
}

// xml is the theme part (ECMA-376-1 14.2.7). Word wants all twelve colours and a format scheme.
func (t Theme) xml() string {
	s := new(story)
	s.WriteString(xmlHead)
	s.open("a:theme", "xmlns:a", nsDrawing, "name", t.Name)
	s.open("a:themeElements")
	s.open("a:clrScheme", "name", t.Name)
	for _, c := range []struct{ role, hex string }{
		{"dk1", t.Ink}, {"lt1", t.Paper}, {"dk2", t.Quiet}, {"lt2", t.Wash}, {"accent1", t.Accent}, {"accent2", t.Quiet},
		{"accent3", t.Ink}, {"accent4", t.Accent}, {"accent5", t.Quiet}, {"accent6", t.Ink}, {"hlink", t.Accent}, {"folHlink", t.Accent},
	} {
		s.open("a:" + c.role)
		s.el("a:srgbClr", "val", c.hex)
		s.close("a:" + c.role)
	}
	s.close("a:clrScheme")
	s.open("a:fontScheme", "name", t.Name)
	for _, f := range []struct{ role, family string }{{"a:majorFont", t.Heading}, {"a:minorFont", t.Text}} {
		s.open(f.role)
		s.el("a:latin", "typeface", f.family)
		s.el("a:ea", "typeface", "")
		s.el("a:cs", "typeface", "")
		s.close(f.role)
	}
	s.close("a:fontScheme")
	s.WriteString(formatScheme)
	s.close("a:themeElements")
	s.close("a:theme")
	return s.String()
}

// formatScheme is the least that ECMA-376-1 20.1.4.1.14 allows: three of each kind, plain.
const formatScheme = `<a:fmtScheme name="Plain">` +
	`<a:fillStyleLst>` + plainFill + plainFill + plainFill + `</a:fillStyleLst>` +
	`<a:lnStyleLst>` + plainLine + plainLine + plainLine + `</a:lnStyleLst>` +
	`<a:effectStyleLst>` + plainEffect + plainEffect + plainEffect + `</a:effectStyleLst>` +
	`<a:bgFillStyleLst>` + plainFill + plainFill + plainFill + `</a:bgFillStyleLst></a:fmtScheme>`

const (
	plainFill   = `<a:solidFill><a:schemeClr val="phClr"/></a:solidFill>`
	plainLine   = `<a:ln w="9525"><a:solidFill><a:schemeClr val="phClr"/></a:solidFill></a:ln>`
	plainEffect = `<a:effectStyle><a:effectLst/></a:effectStyle>`
)
