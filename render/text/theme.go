package text

import (
	"cmp"
	_ "embed"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"reportmail/render/diag"
	"reportmail/render/doc"
)

// Palette are the colours of a body in light or dark mode; what is not set is the layout's or the default.
type Palette struct {
	Page       doc.Opt[doc.Color] // around the body
	Background doc.Opt[doc.Color] // of the body
	Text       doc.Opt[doc.Color] // automatic text
	Link       doc.Opt[doc.Color]
}

// Theme is a compiled theme. It is immutable and shared by goroutines.
type Theme struct {
	Font    string // CSS font-family in place of the layout's main font; "" is the layout's own
	Width   int    // pixels; 0 is the layout's text width
	Align   string // left or center: where the body stands in a wide window; "" is center
	Light   Palette
	Dark    Palette
	HasDark bool
	Media   []byte // @media rules for the head, checked

	css string // checked rules outside of @media, as the inliner gets them
}

//go:embed default.css
var defaultCSS string

// darkMedia is the condition of dark mode (Media Queries 5, 11.5).
const darkMedia = "(prefers-color-scheme: dark)"

// Default is the theme of a workspace that has none of its own.
func Default() *Theme {
	t, err := CompileTheme("default.css", nil, new(diag.List))
	if err != nil { // the default sheet is part of the program and covered by tests
		return &Theme{HasDark: true}
	}
	return t
}

// CompileTheme compiles a theme style sheet, which comes after the default one and overrides it. name is how findings
// call it. Rules that mail programs do not understand are refused and go to f.
func CompileTheme(name string, css []byte, f *diag.List) (*Theme, error) {
	own := readSheet(string(css), f, name)
	checkSelectors(own, f, name)
	defaults := readSheet(defaultCSS, f, "default.css")
	rules := slices.Concat(defaults, own)
	t := &Theme{}
	for _, r := range rules {
		if isDark(r.media) {
			t.HasDark = true
			t.Dark.take(r)
		}
	}
	var sheet strings.Builder
	var media []rule
	for i, r := range rules {
		if i == len(defaults) {
			writeLinksOfTexts(&sheet, own)
		}
		if r.media != "" {
			media = append(media, r)
			continue
		}
		writeRule(&sheet, r, "")
		if d, ok := t.Dark.darkened(r); ok && t.HasDark {
			media = append(media, d)
		}
	}
	slices.SortStableFunc(media, func(a, b rule) int { return cmp.Compare(a.media, b.media) })
	t.css, t.Media = sheet.String(), writeMedia(media)
	if err := t.probe(f, name); err != nil {
		return nil, fmt.Errorf("theme %s: %w", name, err)
	}
	return t, nil
}

// writeLinksOfTexts says what a theme says of links again for those of texts, which the default sheet has a rule of its
// own for. What the theme says of .text a comes after it; in @media blocks "a" means texts anyway.
func writeLinksOfTexts(sheet *strings.Builder, own []rule) {
	for _, r := range own {
		if r.media == "" && slices.Contains(r.selectors, "a") {
			writeRule(sheet, rule{selectors: []string{".text a"}, decls: r.decls}, "")
		}
	}
}

func isDark(media string) bool {
	return strings.EqualFold(strings.ReplaceAll(media, " ", ""), strings.ReplaceAll(darkMedia, " ", ""))
}

// take notes the colours that a dark rule gives to the body itself.
func (p *Palette) take(r rule) {
	for _, sel := range r.selectors {
		for _, d := range r.decls {
			c, ok := parseColor(d.value)
			switch {
			case !ok:
			case sel == "body" && d.name == "background-color":
				p.Page = doc.Some(c)
			case sel == ".body" && d.name == "background-color":
				p.Background = doc.Some(c)
			case (sel == ".body" || sel == "body") && d.name == "color":
				p.Text = doc.Some(c)
			case sel == "a" && d.name == "color":
				p.Link = doc.Some(c)
			}
		}
	}
}

// writeMedia writes the rules for texts of @media blocks, one block for each condition. They must win over the inline
// styles.
func writeMedia(rules []rule) []byte {
	var b strings.Builder
	open := ""
	for _, r := range rules {
		if r = scoped(r); len(r.selectors) == 0 {
			continue
		}
		if open != r.media {
			if open != "" {
				b.WriteString("}")
			}
			b.WriteString("@media " + r.media + "{")
			open = r.media
		}
		writeRule(&b, r, "!important")
	}
	if open != "" {
		b.WriteString("}")
	}
	return []byte(b.String())
}

// scoped keeps the rules of @media blocks to reusable texts: the body has classes of its own for dark mode.
func scoped(r rule) rule {
	out := r
	out.selectors = nil
	for _, sel := range r.selectors {
		if sel == "body" || sel == ".body" {
			continue
		}
		if !strings.HasPrefix(sel, ".") {
			sel = ".text " + sel
		}
		out.selectors = append(out.selectors, sel)
	}
	return out
}

func writeRule(b *strings.Builder, r rule, suffix string) {
	b.WriteString(strings.Join(r.selectors, ",") + "{")
	for i, d := range r.decls {
		if i > 0 {
			b.WriteByte(';')
		}
		b.WriteString(d.name + ":" + d.value + suffix)
	}
	b.WriteString("}")
}

// probe asks the inliner what the sheet makes of a body, so that the theme and its texts go by the same cascade.
func (t *Theme) probe(f *diag.List, name string) error {
	html, err := inlineStyles(t.css, `<body><table><tr><td class="body"><a href="https://example.com">x</a></td></tr></table></body>`)
	if err != nil {
		return err
	}
	body, column, link := stylesOf(html, "<body"), stylesOf(html, "<td"), stylesOf(html, "<a ")
	t.Font = first(column["font-family"], body["font-family"])
	t.Align = map[string]string{"left": "left", "center": "center"}[body["text-align"]]
	for _, v := range []string{body["width"], body["max-width"], column["width"], column["max-width"]} {
		if v == "" {
			continue
		}
		n, err := strconv.Atoi(strings.TrimSuffix(v, "px"))
		if err != nil || n < minWidth || n > maxWidth {
			f.Warn("theme-width", diag.Where{Part: name}, "", "width %q is left out: it must be %dpx to %dpx", v, minWidth, maxWidth)
			continue
		}
		t.Width = n
	}
	for _, c := range []struct {
		to    *doc.Opt[doc.Color]
		value string
	}{
		{&t.Light.Page, body["background-color"]}, {&t.Light.Background, column["background-color"]},
		{&t.Light.Text, first(column["color"], body["color"])}, {&t.Light.Link, link["color"]},
	} {
		if c.value == "" {
			continue
		}
		v, ok := parseColor(c.value)
		if !ok {
			f.Warn("theme-color", diag.Where{Part: name}, "write #rrggbb", "colour %q is not understood", c.value)
			continue
		}
		*c.to = doc.Some(v)
	}
	return nil
}

// A body narrower than a telephone or wider than a window is a slip.
const (
	minWidth = 320
	maxWidth = 960
)

func first(list ...string) string {
	for _, s := range list {
		if s != "" {
			return s
		}
	}
	return ""
}

// names are the colour names that a theme may use beside #rrggbb, #rgb and rgb().
var names = map[string]doc.Color{
	"black": {}, "white": {R: 255, G: 255, B: 255}, "gray": {R: 128, G: 128, B: 128}, "silver": {R: 192, G: 192, B: 192},
	"red": {R: 255}, "green": {G: 128}, "blue": {B: 255}, "navy": {B: 128}, "maroon": {R: 128}, "teal": {G: 128, B: 128},
}

// parseColor reads a colour (CSS Color 4, 5.2).
func parseColor(s string) (doc.Color, bool) {
	s = strings.ToLower(strings.TrimSpace(s))
	if c, ok := names[s]; ok {
		return c, true
	}
	if hex, ok := strings.CutPrefix(s, "#"); ok {
		if len(hex) == 3 {
			hex = string([]byte{hex[0], hex[0], hex[1], hex[1], hex[2], hex[2]})
		}
		v, err := strconv.ParseUint(hex, 16, 32)
		if len(hex) != 6 || err != nil {
			return doc.Color{}, false
		}
		return doc.Color{R: uint8(v >> 16), G: uint8(v >> 8), B: uint8(v)}, true
	}
	if inner, ok := strings.CutPrefix(s, "rgb("); ok {
		parts := strings.FieldsFunc(strings.TrimSuffix(inner, ")"), func(r rune) bool { return r == ',' || r == ' ' })
		var v [3]uint8
		if len(parts) != 3 {
			return doc.Color{}, false
		}
		for i, p := range parts {
			n, err := strconv.ParseUint(p, 10, 8)
			if err != nil {
				return doc.Color{}, false
			}
			v[i] = uint8(n)
		}
		return doc.Color{R: v[0], G: v[1], B: v[2]}, true
	}
	return doc.Color{}, false
}
