package text

import (
	"fmt"
	"html"
	"strings"

	"github.com/vanng822/go-premailer/premailer"
)

// inlineStyles sets the rules of a checked sheet into the elements of a page that is nothing but body.
//
// QUIRK: the inliner starts a goroutine for each style element, and these race with each other; one element is safe. It
// also reads CSS wrongly that is unusual, and a panic in its goroutine cannot be caught: sheet.go lets nothing unusual
// through.
func inlineStyles(css, body string) (string, error) {
	if strings.TrimSpace(css) == "" {
		css = ".none{color:black}"
	}
	p, err := premailer.NewPremailerFromString(`<html><head><style>`+css+`</style></head>`+body+`</html>`, &premailer.Options{})
	if err != nil {
		return "", fmt.Errorf("reading HTML for the inliner: %w", err)
	}
	out, err := p.Transform()
	if err != nil {
		return "", fmt.Errorf("inlining styles: %w", err)
	}
	return out, nil
}

// inline sets the theme's styles into the HTML of a text. Without a theme a text looks like the body around it.
func (t *Theme) inline(fragment string) (string, error) {
	const open, close = `<div class="text">`, "</div>"
	if t == nil {
		return `<div style="` + wrapperStyle + `">` + "\n" + fragment + close + "\n", nil
	}
	out, err := inlineStyles(t.css, "<body>"+open+"\n"+fragment+close+"</body>")
	if err != nil {
		return "", err
	}
	from, to := strings.Index(out, "<body"), strings.LastIndex(out, "</body>")
	if from < 0 || to < from {
		return "", fmt.Errorf("the inliner gave no body")
	}
	body := stylesOf(out, "<body")
	out = out[from:to]
	out = out[strings.IndexByte(out, '>')+1:]
	tag, rest, _ := strings.Cut(out, ">")
	style := wrapperStyle
	own := attrOf(tag, "style")
	for _, name := range []string{"font-family", "font-size", "color"} { // what the body hands down
		if v := body[name]; v != "" {
			style += ";" + name + ":" + v
		}
	}
	if own != "" {
		style += ";" + own
	}
	return `<div class="text" style="` + html.EscapeString(style) + `">` + rest + "\n", nil
}

// wrapperStyle makes lines as high as their letters need: the body around has one height for all.
const wrapperStyle = "line-height:1.4;mso-line-height-rule:at-least"

// stylesOf are the declarations in the style attribute of the first tag that begins so.
func stylesOf(page, tag string) map[string]string {
	out := map[string]string{}
	i := strings.Index(page, tag)
	if i < 0 {
		return out
	}
	t, _, _ := strings.Cut(page[i:], ">")
	for d := range strings.SplitSeq(attrOf(t, "style"), ";") {
		if name, value, ok := strings.Cut(d, ":"); ok {
			out[strings.TrimSpace(name)] = strings.TrimSpace(value)
		}
	}
	return out
}

// attrOf is the value of an attribute in a start tag.
func attrOf(tag, name string) string {
	_, rest, ok := strings.Cut(tag, " "+name+`="`)
	if !ok {
		return ""
	}
	value, _, _ := strings.Cut(rest, `"`)
	return html.UnescapeString(value)
}
