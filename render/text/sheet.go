package text

import (
	"maps"
	"slices"
	"strings"

	"reportmail/internal/nearest"
	"reportmail/render/diag"
)

// Limits of a theme style sheet. Gmail drops a style element of more than 16 KB.
const (
	MaxTheme = 16 << 10
	maxRules = 400
)

// rule is one checked rule of a style sheet.
type rule struct {
	media     string // condition of the @media block around it; "" for none
	selectors []string
	decls     []decl
}

type decl struct{ name, value string }

// sheetReader reads and checks CSS (CSS Syntax 3, the part that mail programs know). The inliner takes its input at its
// word and fails in odd ways on what it does not know, so that only what is certain to work passes.
type sheetReader struct {
	s     string
	at    int
	rules []rule
	f     *diag.List
	where diag.Where
}

// readSheet reads a style sheet. What is refused goes to f.
func readSheet(css string, f *diag.List, name string) []rule {
	if len(css) > MaxTheme {
		f.Warn("theme-too-long", diag.Where{Part: name}, "", "the style sheet has %d bytes, at most %d: it is left out", len(css), MaxTheme)
		return nil
	}
	r := sheetReader{s: stripComments(css), f: f, where: diag.Where{Part: name}}
	r.list("")
	return r.rules
}

func stripComments(s string) string {
	var b strings.Builder
	for {
		before, rest, found := strings.Cut(s, "/*")
		b.WriteString(before)
		if !found {
			return b.String()
		}
		b.WriteByte(' ')
		if _, s, found = strings.Cut(rest, "*/"); !found {
			return b.String()
		}
	}
}

// list reads rules up to the end of the sheet, or of the block of an @media rule.
func (r *sheetReader) list(media string) {
	for {
		prelude, stop := r.until("{};")
		prelude = strings.TrimSpace(prelude)
		switch {
		case stop == 0:
			if prelude != "" {
				r.refuse("theme-rule", prelude, "it is not closed")
			}
			return
		case stop == '}':
			if media != "" {
				return
			}
			r.refuse("theme-rule", prelude, "a brace too many")
		case stop == ';':
			r.refuse("theme-rule", prelude, "only rules and @media blocks are taken")
		case strings.HasPrefix(strings.ToLower(prelude), "@media") && media == "":
			r.mediaBlock(strings.Join(strings.Fields(prelude[len("@media"):]), " "))
		case strings.HasPrefix(prelude, "@"):
			r.refuse("theme-rule", prelude, "mail programs do not know it")
			r.skipBlock()
		default:
			body, _ := r.until("}")
			r.rule(media, prelude, body)
		}
	}
}

// mediaBlock reads an @media block: a condition of letters, digits, colons and brackets.
func (r *sheetReader) mediaBlock(cond string) {
	if cond == "" || strings.ContainsFunc(cond, func(c rune) bool {
		return !(c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || strings.ContainsRune(" ():-,.", c))
	}) {
		r.refuse("theme-rule", "@media "+cond, "the condition is not understood")
		r.skipBlock()
		return
	}
	r.list(cond)
}

// until reads up to one of the stop characters and tells which; 0 is the end of the sheet.
func (r *sheetReader) until(stops string) (string, byte) {
	for i := r.at; i < len(r.s); i++ {
		if strings.IndexByte(stops, r.s[i]) >= 0 {
			text := r.s[r.at:i]
			r.at = i + 1
			return text, r.s[i]
		}
	}
	text := r.s[r.at:]
	r.at = len(r.s)
	return text, 0
}

// skipBlock skips a block with the blocks inside of it.
func (r *sheetReader) skipBlock() {
	for depth := 1; depth > 0; {
		_, stop := r.until("{}")
		switch stop {
		case '{':
			depth++
		case '}':
			depth--
		case 0:
			return
		}
	}
}

func (r *sheetReader) refuse(id, what, why string) {
	r.f.Warn(id, r.where, "", "%q is left out: %s", short(strings.Join(strings.Fields(what), " ")), why)
}

// rule checks one rule.
func (r *sheetReader) rule(media, prelude, body string) {
	if len(r.rules) == maxRules {
		r.refuse("theme-rule", prelude, "the style sheet has too many rules")
		return
	}
	out := rule{media: media}
	for sel := range strings.SplitSeq(prelude, ",") {
		sel = strings.Join(strings.Fields(strings.ReplaceAll(sel, ">", " > ")), " ")
		if !selectable(sel) {
			r.refuse("theme-selector", sel, "selectors are element names, classes and ids with blanks or > between")
			continue
		}
		out.selectors = append(out.selectors, sel)
	}
	for d := range strings.SplitSeq(body, ";") {
		if strings.TrimSpace(d) != "" {
			r.decl(&out, d)
		}
	}
	if len(out.selectors) > 0 && len(out.decls) > 0 {
		r.rules = append(r.rules, out)
	}
}

// decl checks one declaration. Of two with one name the last stays.
func (r *sheetReader) decl(out *rule, s string) {
	name, value, ok := strings.Cut(s, ":")
	name, value = strings.ToLower(strings.TrimSpace(name)), strings.Join(strings.Fields(value), " ")
	if v, important := cutSuffixFold(value, "!important"); important {
		value = strings.TrimSpace(v)
		r.f.Info("theme-important", r.where, "", "!important has no place in a theme and is taken off")
	}
	switch {
	case !ok:
		r.refuse("theme-property", s, "it is no declaration")
	case !properties[name]:
		r.f.Warn("theme-property", r.where, instead[name], "%q is left out: mail programs do not show it alike", short(name))
	case !safeValue(value):
		r.refuse("theme-property", s, "the value is not understood")
	default:
		for i := range out.decls {
			if out.decls[i].name == name {
				out.decls[i].value = value
				return
			}
		}
		out.decls = append(out.decls, decl{name, value})
	}
}

func cutSuffixFold(s, suffix string) (string, bool) {
	if n := len(s) - len(suffix); n >= 0 && strings.EqualFold(s[n:], suffix) {
		return s[:n], true
	}
	return s, false
}

// properties are the properties that mail programs show alike (notes of caniemail.com and Microsoft's list for Outlook).
var properties = setOf(`background-color border border-top border-right border-bottom border-left border-collapse border-color
	border-radius border-spacing border-style border-width color direction font font-family font-size font-style font-variant
	font-weight letter-spacing line-height list-style-type margin margin-top margin-right margin-bottom margin-left max-width
	padding padding-top padding-right padding-bottom padding-left text-align text-decoration text-indent text-transform
	vertical-align width height mso-line-height-rule word-break white-space`)

// instead has the remedy for properties that are often written in place of one that is taken.
var instead = map[string]string{
	"background": "write background-color", "min-width": "write width", "text-decoration-line": "write text-decoration", "list-style": "write list-style-type",
}

// matched are the elements and classes that a theme meets: those of texts and of the body around them.
var matched = setOf("body .body .text p h2 h3 h4 h5 h6 ul ol li a strong em del br hr blockquote code pre div table thead tbody tr th td")

// checkSelectors reports selectors that nothing has.
func checkSelectors(rules []rule, f *diag.List, name string) {
	known := slices.Sorted(maps.Keys(matched))
	for _, r := range rules {
		for _, sel := range r.selectors {
			if stray := unmatched(sel); stray != "" {
				f.Warn("theme-selector", diag.Where{Part: name}, nearest.Hint(stray, known), "%q changes nothing: no part of a mail is %q", short(sel), short(stray))
			}
		}
	}
}

// unmatched is the first element, class or id of a selector that nothing has; "" when there is none.
func unmatched(sel string) string {
	marked := strings.NewReplacer(".", " .", "#", " #", ">", " ").Replace(sel)
	for _, w := range strings.Fields(marked) {
		if !matched[w] && !matched[strings.ToLower(w)] {
			return w
		}
	}
	return ""
}

func setOf(words string) map[string]bool {
	m := map[string]bool{}
	for _, w := range strings.Fields(words) {
		m[w] = true
	}
	return m
}

// safeValue tells whether a value has nothing but words, numbers, colours and quoted names: no addresses, no escapes, no
// functions but rgb().
func safeValue(v string) bool {
	if v == "" || len(v) > 200 {
		return false
	}
	for _, c := range v {
		if !(c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || strings.ContainsRune(" #.,%'()-+_", c)) {
			return false
		}
	}
	if strings.Count(v, "'")%2 != 0 || strings.Count(v, "(") != strings.Count(v, ")") {
		return false
	}
	for rest := strings.ToLower(v); ; {
		before, after, found := strings.Cut(rest, "(")
		if !found {
			return true
		}
		if !strings.HasSuffix(before, "rgb") {
			return false
		}
		rest = after
	}
}

// selectable tells whether the inliner and mail programs agree on a selector.
func selectable(sel string) bool {
	if sel == "" || len(sel) > 120 {
		return false
	}
	name := true // a name must follow
	for w := range strings.SplitSeq(sel, " ") {
		if w == ">" {
			if name {
				return false
			}
			name = true
			continue
		}
		if !compound(w) {
			return false
		}
		name = false
	}
	return !name
}

// compound tells whether w is an element name with classes or an id.
func compound(w string) bool {
	part := 0
	for i := 0; i < len(w); i++ {
		switch c := w[i]; {
		case c == '.' || c == '#':
			if i > 0 && part == 0 {
				return false
			}
			part = 0
		case c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z', part > 0 && (c >= '0' && c <= '9' || c == '-' || c == '_'):
			part++
		default:
			return false
		}
	}
	return part > 0
}
