package docx

import (
	"cmp"
	"slices"
	"strings"
)

// edit replaces a range of a part's text.
type edit struct {
	from, to int32
	text     string
}

// edited is text[from:to] with edits inside it applied. Edits that lie inside an earlier, larger one are gone with it.
func edited(text string, from, to int32, edits []edit) string {
	if len(edits) == 0 {
		return text[from:to]
	}
	slices.SortStableFunc(edits, func(a, b edit) int {
		return cmp.Or(cmp.Compare(a.from, b.from), cmp.Compare(b.to, a.to))
	})
	var b strings.Builder
	at := from
	for _, e := range edits {
		if e.from < at {
			continue
		}
		b.WriteString(text[at:e.from])
		b.WriteString(e.text)
		at = e.to
	}
	b.WriteString(text[at:to])
	return b.String()
}

// attrRange finds an attribute in a raw start tag by local name, with any prefix: the range from the space before it
// to its end, and that of its value.
func attrRange(tag, local string) (from, to, value, valueEnd int, ok bool) {
	i := 1 + len(rawName(tag))
	for i < len(tag) {
		from = i
		for i < len(tag) && isSpace(tag[i]) {
			i++
		}
		eq := strings.IndexByte(tag[i:], '=')
		if eq < 0 {
			break
		}
		name := strings.TrimRight(tag[i:i+eq], " \t\r\n")
		i += eq + 1
		for i < len(tag) && isSpace(tag[i]) {
			i++
		}
		if i >= len(tag) {
			break
		}
		end := strings.IndexByte(tag[i+1:], tag[i])
		if end < 0 {
			break
		}
		value, valueEnd = i+1, i+1+end
		i = valueEnd + 1
		if _, l, has := strings.Cut(name, ":"); has && l == local || !has && name == local {
			return from, i, value, valueEnd, true
		}
	}
	return 0, 0, 0, 0, false
}

// setAttr is a raw start tag with an attribute's value set; name carries the prefix to use when the attribute is new.
func setAttr(tag, name, value string) string {
	local := name[strings.IndexByte(name, ':')+1:]
	if _, _, from, to, ok := attrRange(tag, local); ok {
		return tag[:from] + escapeAttr(value) + tag[to:]
	}
	at := 1 + len(rawName(tag))
	return tag[:at] + " " + name + `="` + escapeAttr(value) + `"` + tag[at:]
}

// dropAttr is a raw start tag without an attribute.
func dropAttr(tag, local string) string {
	if from, to, _, _, ok := attrRange(tag, local); ok {
		return tag[:from] + tag[to:]
	}
	return tag
}

var attrEscaper = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;", `"`, "&quot;", "\n", "&#10;", "\r", "&#13;", "\t", "&#9;")

func escapeAttr(s string) string { return attrEscaper.Replace(fit(s)) }

var textEscaper = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;")

func escapeText(s string) string { return textEscaper.Replace(fit(s)) }

// fit takes out what XML 1.0 cannot hold (2.2).
func fit(s string) string {
	return strings.Map(func(r rune) rune {
		if r < 0x20 && r != '\t' && r != '\n' && r != '\r' || r == 0xFFFE || r == 0xFFFF {
			return -1
		}
		return r
	}, strings.ToValidUTF8(s, "\uFFFD"))
}
