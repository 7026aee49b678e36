package message

import "strings"

// cidReferences returns the content ids that an HTML body shows, each once
// (RFC 2392). Only a reference at the start of an attribute value or of url() counts:
// "cid:" may stand in a text as well.
func cidReferences(html string) []string {
	var out []string
	seen := map[string]bool{}
	for rest := html; ; {
		i := strings.Index(rest, "cid:")
		if i < 0 {
			return out
		}
		before := byte(0)
		if i > 0 {
			before = rest[i-1]
		}
		rest = rest[i+len("cid:"):]
		end := strings.IndexAny(rest, "\"' )>\r\n\t")
		if end <= 0 || (before != '"' && before != '\'' && before != '(' && before != '=') {
			continue
		}
		if id := rest[:end]; !seen[id] {
			seen[id] = true
			out = append(out, id)
		}
	}
}
