package merge

import (
	"html"
	"slices"
	"strings"
)

// joiner puts a mark in place of each placeholder of a part.
type joiner struct {
	prefix string
	names  []string // of the marks, in order
}

// wordSpaces are the name spaces of WordprocessingML, transitional and strict (ECMA-376-1 A.1, ECMA-376-4 A.1).
var wordSpaces = []string{"http://schemas.openxmlformats.org/wordprocessingml/2006/main", "http://purl.oclc.org/ooxml/wordprocessingml/main"}

// wordPrefix is the prefix that a part has for WordprocessingML.
func wordPrefix(xml string) string {
	for _, ns := range wordSpaces {
		for _, quote := range []string{`="`, `='`} {
			if i := strings.Index(xml, quote+ns); i > 0 {
				if j := strings.LastIndex(xml[:i], "xmlns:"); j >= 0 && !strings.ContainsAny(xml[j+6:i], " =>") {
					return xml[j+6 : i]
				}
			}
		}
	}
	return "w"
}

// textSpan is the content of a w:t.
type textSpan struct {
	tag, start, end int // offsets of its start tag, of its text and of the end of the text
	text            string
}

// join goes through the paragraphs of a part. Paragraphs nest where text boxes do.
func (j *joiner) join(xml string) string {
	var open [][]textSpan
	var edits []textSpan
	para, text := j.prefix+":p", j.prefix+":t"
	for pos := 0; ; {
		i := strings.IndexByte(xml[pos:], '<')
		if i < 0 {
			break
		}
		tag := pos + i
		end := strings.IndexByte(xml[tag:], '>')
		if end < 0 {
			break
		}
		pos = tag + end + 1
		body := xml[tag+1 : pos-1]
		name := strings.TrimSuffix(body, "/")
		if space := strings.IndexAny(name, " \t\r\n"); space >= 0 {
			name = name[:space]
		}
		self := strings.HasSuffix(body, "/")
		switch {
		case name == para && !self:
			open = append(open, nil)
		case name == "/"+para && len(open) > 0:
			edits = append(edits, j.paragraph(open[len(open)-1])...)
			open = open[:len(open)-1]
		case name == text && !self && len(open) > 0:
			close := strings.IndexByte(xml[pos:], '<')
			if close < 0 {
				close = len(xml) - pos
			}
			top := &open[len(open)-1]
			*top = append(*top, textSpan{tag, pos, pos + close, xml[pos : pos+close]})
		}
	}
	return j.apply(xml, edits)
}

// apply writes the part with changed texts. White space of theirs is kept.
func (j *joiner) apply(xml string, edits []textSpan) string {
	slices.SortFunc(edits, func(a, b textSpan) int { return a.tag - b.tag }) // nested paragraphs close before the ones around them
	var b strings.Builder
	done := 0
	for _, e := range edits {
		b.WriteString(xml[done:e.tag])
		b.WriteString("<" + j.prefix + `:t xml:space="preserve">` + e.text)
		done = e.end
	}
	b.WriteString(xml[done:])
	return b.String()
}

// paragraph joins the placeholders of a paragraph: each moves into the text where it begins.
func (j *joiner) paragraph(spans []textSpan) []textSpan {
	var all strings.Builder
	for _, s := range spans {
		all.WriteString(s.text)
	}
	found := findPlaceholders(all.String())
	if len(found) == 0 {
		return nil
	}
	var out []textSpan
	offset := 0
	for _, s := range spans {
		from, to := offset, offset+len(s.text)
		offset = to
		text, changed := j.rewrite(s.text, from, found)
		if s.text = text; changed {
			out = append(out, s)
		}
	}
	for _, f := range found {
		j.names = append(j.names, f.name)
	}
	return out
}

// rewrite gives one text of a paragraph, which begins at offset from, without the placeholders that lie in it, and with
// marks for the ones that begin in it.
func (j *joiner) rewrite(text string, from int, found []placeholder) (string, bool) {
	var b strings.Builder
	at, changed := 0, false
	for i, f := range found {
		start, end := f.start-from, f.end-from
		if end <= 0 || start >= len(text) {
			continue
		}
		changed = true
		b.WriteString(text[at:max(start, at)])
		if start >= 0 {
			b.WriteString(mark(len(j.names) + i))
		}
		at = min(end, len(text))
	}
	b.WriteString(text[at:])
	return b.String(), changed
}

// placeholder is one {{name}} at byte offsets of a paragraph's text.
type placeholder struct {
	start, end int
	name       string
}

const maxPlaceholder = 160 // bytes of a name; two braces somewhere and two much later are not one

// findPlaceholders finds {{name}} in text, which may be escaped for XML.
func findPlaceholders(text string) []placeholder {
	var out []placeholder
	for pos := 0; ; {
		i := strings.Index(text[pos:], "{{")
		if i < 0 {
			return out
		}
		start := pos + i
		for strings.HasPrefix(text[start+1:], "{{") { // the innermost braces count
			start++
		}
		n := strings.Index(text[start:], "}}")
		if n < 0 {
			return out
		}
		raw := text[start+2 : start+n]
		name := strings.TrimSpace(html.UnescapeString(raw))
		if name == "" || len(raw) > maxPlaceholder || strings.ContainsAny(raw, "{}\n<>") {
			pos = start + 2
			continue
		}
		out = append(out, placeholder{start, start + n + 2, name})
		pos = start + n + 2
	}
}
