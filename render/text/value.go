package text

import (
	"strings"

	"reportmail/render/diag"
)

// values fills one text.
type values struct {
	text   string
	lookup Lookup
	f      *diag.List
	seen   map[string]string
}

// get is the value of a placeholder; missing ones are empty and reported once.
func (v *values) get(name string) string {
	if s, ok := v.seen[name]; ok {
		return s
	}
	s, ok := "", false
	if v.lookup != nil {
		s, ok = v.lookup(name)
	}
	if !ok {
		v.f.Warn("text-column-missing", diag.Where{Part: v.text, Column: name}, "", "the data has no column for {{%s}}", name)
	}
	if len(s) > maxValue {
		v.f.Warn("text-column-cut", diag.Where{Part: v.text, Column: name}, "", "the value of {{%s}} is cut to %d bytes", name, maxValue)
		s = strings.ToValidUTF8(s[:maxValue], "")
	}
	s = strings.ReplaceAll(strings.ReplaceAll(s, "\r\n", "\n"), "\r", "\n")
	v.seen[name] = s
	return s
}

// address is a link's address with its columns. A column that is the whole address, or its beginning, is taken as it
// is; one inside of an address cannot change the parts around it. A refused address is reported when report says so.
func (v *values) address(parts []part, report bool) (string, bool) {
	var b strings.Builder
	for _, p := range parts {
		switch s := p.text; {
		case p.name == "":
			b.WriteString(s)
		case b.Len() == 0:
			b.WriteString(v.get(p.name))
		default:
			b.WriteString(escapePart(v.get(p.name)))
		}
	}
	if strings.TrimSpace(b.String()) == "" {
		return "", false // an empty column: nothing to link to, and nothing wrong
	}
	safe, ok := SafeURL(b.String())
	if !ok && report {
		v.f.Warn("link-refused", diag.Where{Part: v.text}, "links go to http, https, mailto and tel addresses", "address %q is not linked", short(b.String()))
	}
	return safe, ok
}

// short is s for a message, cut to what a person reads.
func short(s string) string {
	const most = 60
	if r := []rune(s); len(r) > most {
		return string(r[:most]) + "…"
	}
	return s
}
