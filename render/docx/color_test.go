package docx

import (
	"os"
	"testing"

	"reportmail/render/doc"
)

func TestTheme_color(t *testing.T) {
	th := &theme{colors: map[string]doc.Color{"accent1": {R: 0x44, G: 0x72, B: 0xC4}, "dk1": {}, "lt1": {R: 255, G: 255, B: 255}}, mapping: map[string]string{"bg1": "dk1"}}
	for markup, want := range map[string]string{
		`<a:srgbClr val="0a0B0c"/>`:                 "0A0B0C",
		`<a:sysClr val="window" lastClr="F0F0F0"/>`: "F0F0F0",
		`<a:sysClr val="window"/>`:                  "FFFFFF",
		`<a:schemeClr val="tx1"/>`:                  "000000",
		`<a:schemeClr val="bg1"/>`:                  "000000", // mapped by the settings
		`<a:schemeClr val="accent1"><a:lumMod val="40000"/><a:lumOff val="60000"/></a:schemeClr>`: "B4C6E7",
		`<a:schemeClr val="accent1"><a:lumMod val="75000"/></a:schemeClr>`:                        "2F5597",
		`<a:prstClr val="navy"/>`:                                    "000080",
		`<a:scrgbClr r="0" g="100%" b="50000"/>`:                     "00FFBC",
		`<a:hslClr hue="7200000" sat="100000" lum="50000"/>`:         "00FF00",
		`<a:srgbClr val="000000"><a:tint val="50000"/></a:srgbClr>`:  "808080",
		`<a:srgbClr val="FFFFFF"><a:shade val="50000"/></a:srgbClr>`: "808080",
		`<a:schemeClr val="nothing"/>`:                               "",
	} {
		e, err := scan(`<a:solidFill ` + declarations + `>` + markup + `</a:solidFill>`)
		if err != nil {
			t.Fatal(err)
		}
		c, _, ok := th.color(e)
		if got := hexOf(c); ok != (want != "") || ok && got != want {
			t.Errorf("%s: got %s %t, want %s", markup, got, ok, want)
		}
	}
}

func TestTheme_gradient(t *testing.T) {
	e, err := scan(`<a:gradFill ` + declarations + `><a:gsLst><a:gs pos="0"><a:srgbClr val="000000"/></a:gs><a:gs pos="100000"><a:srgbClr val="FF8000"><a:alpha val="0"/></a:srgbClr></a:gs></a:gsLst></a:gradFill>`)
	if err != nil {
		t.Fatal(err)
	}
	if c, alpha := new(theme).gradient(e); !c.Set || hexOf(c.V) != "7F4000" || alpha != 127 {
		t.Errorf("got %+v, %d", c, alpha)
	}
}

func TestTheme_font(t *testing.T) {
	th := &theme{asia: "Jpan", bidi: "Arab", major: fontScheme{latin: "Big", script: map[string]string{"Jpan": "Gothic", "Arab": "Naskh"}}, minor: fontScheme{latin: "Small", ea: "Song"}}
	for ref, want := range map[string]string{
		"majorHAnsi": "Big", "minorAscii": "Small", "majorEastAsia": "Gothic", "minorEastAsia": "Song", "majorBidi": "Naskh", "minorBidi": "", "other": "",
	} {
		if got := th.font(ref); got != want {
			t.Errorf("%s: got %q, want %q", ref, got, want)
		}
	}
}

// TestTheme_wordColor_corpus holds the computed theme colours against those that Word stored beside them.
func TestTheme_wordColor_corpus(t *testing.T) {
	checked := 0
	for _, f := range layouts(t, "corpus", "*", "layout.docx") {
		data, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		p, err := Read(data, nil)
		if err != nil {
			t.Fatal(err)
		}
		s := p.stories[0]
		x, err := p.index(s)
		if err != nil {
			t.Fatal(err)
		}
		for e := range x.parent {
			for _, a := range [][4]string{{"w:color", "w:themeColor", "w:themeTint", "w:themeShade"}, {"w:fill", "w:themeFill", "w:themeFillTint", "w:themeFillShade"}} {
				value := a[0]
				if e.name == "w:color" {
					value = "w:val"
				}
				stored, ok := hexColor(e.attr(value))
				got, themed := s.theme.wordColor(e, value, a[1], a[2], a[3])
				if !ok || stored.Auto || !themed || e.attr(a[1]) == "" {
					continue
				}
				checked++
				if far(stored.R, got.R) || far(stored.G, got.G) || far(stored.B, got.B) {
					t.Errorf("%s: %s computed as %s", f, s.text[e.start:e.open], hexOf(got))
				}
			}
		}
	}
	if checked < 1000 {
		t.Errorf("only %d colours checked", checked)
	}
}

func far(a, b uint8) bool { return max(a, b)-min(a, b) > 2 }

func TestSymbol_codes(t *testing.T) {
	for _, c := range []struct {
		font string
		code rune
		want rune
	}{
		{"Symbol", 0xF0B7, '•'}, {"symbol", 'a', 'α'}, {"Symbol", 0xF028, '('}, {"Wingdings", 0xF0A7, '▪'}, {"Wingdings", 0xFC, '✓'}, {"Wingdings", 0xF0FE, '☑'},
		{"Wingdings", 0xF0D8, '➢'}, {"Wingdings", 0xF076, '❖'}, {"Wingdings 2", 0xF052, '☑'}, {"Arial", 'a', 0}, {"Wingdings", 0x2022, 0}, {"Wingdings", 0xF000, 0},
	} {
		if got, _ := symbol(c.font, c.code); got != c.want {
			t.Errorf("%s %X: got %q, want %q", c.font, c.code, got, c.want)
		}
	}
}
