package merge

import (
	"html"
	"net/url"
	"regexp"
	"strings"
)

// Addresses of links stand in the relationships of a part (ECMA-376-2 6.5), where Word writes braces as %7B and %7D.

var (
	relationTag    = regexp.MustCompile(`<(?:\w+:)?Relationship\s[^>]*>`)
	relationTarget = regexp.MustCompile(`(\sTarget\s*=\s*)("[^"]*"|'[^']*')`)
	escapedBraces  = regexp.MustCompile(`(?i)(?:\{|%7b){2}[^{}]*?(?:\}|%7d){2}`)
)

// readableBraces is an address with its placeholders as they are written in text.
func readableBraces(address string) string {
	return escapedBraces.ReplaceAllStringFunc(address, func(s string) string {
		if plain, err := url.PathUnescape(s); err == nil {
			return plain
		}
		return s
	})
}

// noAddress is the target of a link that has nothing to lead to: Word takes no empty one.
const noAddress = "about:blank"

// relations tells whether a part holds relationships of the text, a header or a footer.
func relations(name string) bool {
	base, ok := strings.CutPrefix(name, "word/_rels/")
	return ok && story("word/"+strings.TrimSuffix(base, ".rels"))
}

// fillLinks fills the placeholders in the addresses of links.
func (p *PlaceholderLayout) fillLinks(x *exec, pkg []byte) ([]byte, error) {
	if !p.links {
		return pkg, nil
	}
	return rewritePackage(pkg, relations, func(_, content string) string {
		return relationTag.ReplaceAllStringFunc(content, func(tag string) string {
			m := relationTarget.FindStringSubmatchIndex(tag)
			if m == nil || !strings.Contains(tag, "External") {
				return tag
			}
			address := readableBraces(html.UnescapeString(tag[m[4]+1 : m[5]-1]))
			if len(findPlaceholders(address)) == 0 {
				return tag
			}
			return tag[:m[4]] + `"` + html.EscapeString(p.address(x, address)) + `"` + tag[m[5]:]
		})
	})
}

// address is an address with its placeholders filled, checked.
func (p *PlaceholderLayout) address(x *exec, address string) string {
	out, done := "", 0
	found := findPlaceholders(address)
	for _, f := range found {
		out += address[done:f.start]
		out += inAddress(out, p.value(x, f.name))
		done = f.end
	}
	if out = x.checked(out+address[done:], p.Where(found[0].name)); out == "" {
		return noAddress
	}
	return out
}
