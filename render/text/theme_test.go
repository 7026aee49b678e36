package text_test

import (
	"strings"
	"testing"

	"reportmail/render/diag"
	"reportmail/render/doc"
	"reportmail/render/text"
)

func compileTheme(t testing.TB, css string) (*text.Theme, string) {
	t.Helper()
	var f diag.List
	theme, err := text.CompileTheme("theme.css", []byte(css), &f)
	if err != nil {
		t.Fatal(err)
	}
	var ids []string
	for _, i := range f.Items() {
		ids = append(ids, i.ID)
	}
	return theme, strings.Join(ids, " ")
}

func TestDefault(t *testing.T) {
	var f diag.List
	if _, err := text.CompileTheme("x", nil, &f); err != nil || len(f.Items()) > 0 {
		t.Fatalf("the default sheet: %v, %v", err, f.Items())
	}
	d := text.Default()
	if !d.HasDark || !d.Dark.Background.Set || d.Font != "" || d.Width != 0 || d.Light.Link.Set {
		t.Errorf("%+v", d)
	}
}

func TestCompileTheme_values(t *testing.T) {
	theme, found := compileTheme(t, `
		/* a company */
		body { font-family: 'Segoe UI', Arial, sans-serif; background-color: #EEE; text-align: left }
		.body { width: 600px; background-color: rgb(255, 255, 240); color: #222222 }
		a { color: navy }
		@media (prefers-color-scheme: dark) { body { background-color: black } .body, body { color: #eee } }`)
	if found != "" {
		t.Errorf("found %s", found)
	}
	if theme.Font != "'Segoe UI', Arial, sans-serif" && theme.Font != `Segoe UI, Arial, sans-serif` || theme.Width != 600 || theme.Align != "left" {
		t.Errorf("font %q, width %d, align %q", theme.Font, theme.Width, theme.Align)
	}
	want := text.Palette{Page: doc.Some(doc.Color{R: 0xee, G: 0xee, B: 0xee}), Background: doc.Some(doc.Color{R: 255, G: 255, B: 240}), Text: doc.Some(doc.Color{R: 0x22, G: 0x22, B: 0x22}), Link: doc.Some(doc.Color{B: 128})}
	if theme.Light != want {
		t.Errorf("light %+v", theme.Light)
	}
	if theme.Dark.Page != doc.Some(doc.Color{}) || theme.Dark.Text != doc.Some(doc.Color{R: 0xee, G: 0xee, B: 0xee}) {
		t.Errorf("dark %+v", theme.Dark)
	}
}

func TestCompileTheme_refusals(t *testing.T) {
	for css, want := range map[string]string{
		"@import url(x.css); p { color: red }":           "theme-rule",
		"@font-face { font-family: x; src: url(y) }":     "theme-rule",
		"@media print and (x { p { color: red } }":       "",
		"@supports (display: grid) { p { color: red } }": "theme-rule",
		"p:hover { color: red }":                         "theme-selector",
		"* { color: red }":                               "theme-selector",
		"p + p { color: red }":                           "theme-selector",
		":is(a, b) { color: red }":                       "theme-selector theme-selector",
		"p { position: absolute }":                       "theme-property",
		"p { background-color: url(javascript:x) }":      "theme-property",
		"p { color: expression(alert(1)) }":              "theme-property",
		"p { color: red !important }":                    "theme-important",
		"p { color red; padding: 3px }":                  "theme-property",
		"p { font-family: \"Segoe UI\" }":                "theme-property",
		".body { width: 50% }":                           "theme-width",
		".body { background-color: papayawhip }":         "theme-color",
		"p { color: red":                                 "",
		"} p { color: red }":                             "theme-rule",
		"p { color: </style><script> }":                  "theme-property",
		strings.Repeat("p { color: red } ", 2000):        "theme-too-long",
		strings.Repeat("p{color:red}", 500):              "theme-rule",
		"p { --x: red; color: var(--x) }":                "theme-property theme-property",
		"/* open comment p { color: red }":               "",
		"p > a, ul li, div.text { color: red }":          "",
		"ul li.x, #id, .nosuch { color: red }":           "theme-selector theme-selector theme-selector",
		"body { background: #eee }":                      "theme-property",
	} {
		_, found := compileTheme(t, css)
		if want == "" && found != "" && !strings.HasPrefix(css, "@media print") || want != "" && found != want {
			t.Errorf("%.60s: found %q, want %q", css, found, want)
		}
	}
}

func TestTheme_inText(t *testing.T) {
	theme, _ := compileTheme(t, `body { font-size: 16px; font-family: Georgia, serif } .text p { color: #333333 } h2 { color: #003366; font-size: 24px } a { color: #aa0000 } .text a { color: #bb0000 }`)
	x, err := text.Compile("t.md", []byte("# Hello\n\nDear {{A}}, [pay]({{B}})"), theme, new(diag.List))
	if err != nil {
		t.Fatal(err)
	}
	got := string(x.Fill(columns("A", "you", "B", "https://x.example"), new(diag.List)).HTML)
	for _, want := range []string{`<div class="text" style="line-height:1.4;mso-line-height-rule:at-least;font-family:Georgia, serif;font-size:16px">`, "color:#333333", "color:#bb0000", `href="https://x.example"`, "font-size:20px"} {
		if !strings.Contains(got, want) {
			t.Errorf("no %s in\n%s", want, got)
		}
	}
	checkHTML(t, got)
}

// What a theme says of links holds for those of texts too, which the default sheet has a colour for.
func TestTheme_linksOfTexts(t *testing.T) {
	for _, css := range []string{`a { color: #cc0000 }`, `.text a { color: #cc0000 } a { color: #00cc00 }`} {
		theme, _ := compileTheme(t, css)
		x, err := text.Compile("t.md", []byte("[pay](https://x.example)"), theme, new(diag.List))
		if err != nil {
			t.Fatal(err)
		}
		if got := string(x.Fill(nil, new(diag.List)).HTML); !strings.Contains(got, "color:#cc0000") || !theme.Light.Link.Set {
			t.Errorf("%s: %s, links %v", css, got, theme.Light.Link)
		}
	}
}

func TestCompileTheme_bodyWidth(t *testing.T) {
	for css, want := range map[string]int{`body { width: 500px }`: 500, `body { max-width: 500px } .body { width: 600px }`: 600} {
		if theme, found := compileTheme(t, css); theme.Width != want || found != "" {
			t.Errorf("%s: width %d, found %s", css, theme.Width, found)
		}
	}
}

func TestCompileTheme_hints(t *testing.T) {
	for css, want := range map[string]string{`body { background: #eee }`: "background-color", `.boddy { color: red }`: "did you mean .body?", `h1 { color: red }`: "did you mean h2?"} {
		var f diag.List
		if _, err := text.CompileTheme("theme.css", []byte(css), &f); err != nil || len(f.Items()) != 1 || !strings.Contains(f.Items()[0].Hint, want) {
			t.Errorf("%s: %v, %v", css, err, f.Items())
		}
	}
}

// A style sheet ends in a theme or in findings, never in a crash: the inliner's would take the process with it.
func FuzzTheme(f *testing.F) {
	f.Add("p { color: red } .body { width: 600px } @media (prefers-color-scheme: dark) { a { color: #fff } }")
	f.Add("@media x { @media y { p { } } } } /* */ a > b { font: 'x } p , , { ; : }")
	f.Add("p.x#y { border: 1px solid rgb(1,2,3); border: 0 }")
	f.Fuzz(func(t *testing.T, css string) {
		theme, err := text.CompileTheme("theme.css", []byte(css), new(diag.List))
		if err != nil {
			return
		}
		x, err := text.Compile("t.md", []byte("# a\n\nb [c](https://d.example)\n\n- e\n\n| f |\n|---|\n| g |\n"), theme, new(diag.List))
		if err != nil {
			t.Fatalf("%q: %v", css, err)
		}
		checkHTML(t, string(x.Fill(nil, new(diag.List)).HTML))
		if strings.ContainsAny(string(theme.Media), "<\\") {
			t.Errorf("media %q", theme.Media)
		}
	})
}

// Colours that a theme gives texts in light mode have a readable counterpart in dark mode, unless the theme says its own.
func TestCompileTheme_dark(t *testing.T) {
	theme, found := compileTheme(t, `.text p { color: #1d2b36 } th { background-color: #eeeeee } td { background-color: #003366; color: white } li { color: #00aa00 }
		@media (prefers-color-scheme: dark) { .text p { color: #cccccc } }`)
	media := string(theme.Media)
	for _, want := range []string{".text p{color:#", ".text th{background-color:#333333!important}", ".text p{color:#cccccc!important}"} {
		if !strings.Contains(media, want) {
			t.Errorf("no %s in %s", want, media)
		}
	}
	if strings.Contains(media, "td") || strings.Contains(media, "li{") || found != "" {
		t.Errorf("media %s, found %s", media, found)
	}
	if strings.Index(media, ".text p{color:#cccccc") < strings.Index(media, ".text p{color:#") || strings.Count(media, "{") != strings.Count(media, "}") {
		t.Errorf("order or braces in %s", media)
	}
}
