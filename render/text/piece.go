package text

import (
	"html"
	"strings"

	"reportmail/render/diag"
)

// piece is a part of a compiled text: markup that stays as it is, a placeholder in text, or a link whose address or
// title holds placeholders.
type piece struct {
	html  string // as it is; for a link: the rest of its start tag, from the end of the address on
	name  string // placeholder in text
	href  []part // address of a link
	close bool   // the end tag of the last link
}

// part is a piece of an address or a line: text, a placeholder when name is set, or the address of a link.
type part struct {
	text, name string
	href       []part
}

func (p *piece) names() []string {
	var out []string
	if p.name != "" {
		out = append(out, p.name)
	}
	for _, h := range p.href {
		if h.name != "" {
			out = append(out, h.name)
		}
	}
	return out
}

// pieces cuts compiled HTML at its placeholders and at links with placeholders in their address. It is HTML that the
// inliner wrote, in which < and > are markup and nothing else.
func (c *compiler) pieces(s string) []piece {
	var out []piece
	opened := false
	for s != "" {
		i := strings.IndexByte(s, '<')
		if i < 0 {
			i = len(s)
		}
		out = c.split(out, s[:i])
		if s = s[i:]; s == "" {
			break
		}
		end := strings.IndexByte(s, '>') + 1
		if end == 0 {
			end = len(s)
		}
		tag := s[:end]
		s = s[end:]
		switch {
		case strings.HasPrefix(tag, "<a "):
			p := c.link(tag)
			opened = p.href != nil
			out = append(out, p)
		case tag == "</a>" && opened:
			out, opened = append(out, piece{html: tag, close: true}), false
		default:
			out = append(out, piece{html: c.unmark(tag)})
		}
	}
	return joinPieces(out)
}

// split appends text with its placeholders.
func (c *compiler) split(out []piece, s string) []piece {
	for {
		from, to, n := c.tokens.next(s)
		if from < 0 || n >= len(c.names) {
			return append(out, piece{html: s})
		}
		out = append(out, piece{html: s[:from]}, piece{name: c.names[n]})
		s = s[to:]
	}
}

// link takes a start tag apart. An address without placeholders was checked by the compiler already.
func (c *compiler) link(tag string) piece {
	const attr = ` href="`
	i := strings.Index(tag, attr)
	if i < 0 {
		return piece{html: c.unmark(tag)}
	}
	rest := tag[i+len(attr):]
	value, after, _ := strings.Cut(rest, `"`)
	value = html.UnescapeString(value)
	if from, _, _ := c.tokens.next(value); from < 0 {
		return piece{html: c.unmark(tag)}
	}
	p := piece{html: c.unmark(tag[2:i] + after)} // attributes before and after the address
	p.href = c.parts(value)
	return p
}

// unmark takes placeholders out of a tag: titles of links and the like have none.
func (c *compiler) unmark(tag string) string {
	for {
		from, to, _ := c.tokens.next(tag)
		if from < 0 {
			return tag
		}
		tag = tag[:from] + tag[to:]
	}
}

// joinPieces joins neighbours that stay as they are.
func joinPieces(in []piece) []piece {
	var out []piece
	for _, p := range in {
		fixed := p.name == "" && p.href == nil && !p.close
		if fixed && p.html == "" {
			continue
		}
		if n := len(out); fixed && n > 0 && out[n-1].name == "" && out[n-1].href == nil && !out[n-1].close {
			out[n-1].html += p.html
			continue
		}
		out = append(out, p)
	}
	return out
}

// Fill puts columns in place of the placeholders. Values are escaped, their line breaks kept. One that is missing is
// empty and a finding; a link whose address comes out wrong loses the link and keeps its text.
func (t *Text) Fill(lookup Lookup, f *diag.List) Output {
	v := values{text: t.Name, lookup: lookup, f: f, seen: map[string]string{}}
	b := make([]byte, 0, 1024)
	dropped := false
	for i := range t.pieces {
		p := &t.pieces[i]
		switch {
		case p.name != "":
			b = appendValue(b, v.get(p.name))
		case p.href != nil:
			address, ok := v.address(p.href, true)
			if dropped = !ok; ok {
				b = append(b, `<a href="`...)
				b = append(b, html.EscapeString(address)...)
				b = append(append(b, '"'), p.html...)
			}
		case p.close:
			if !dropped {
				b = append(b, p.html...)
			}
			dropped = false
		default:
			b = append(b, p.html...)
		}
		if len(b) > maxHTML {
			f.Warn("text-too-long", diag.Where{Part: t.Name}, "", "the filled text is longer than %d bytes and left out", maxHTML)
			return Output{}
		}
	}
	return Output{HTML: b, Plain: v.plain(t.plain)}
}

// appendValue appends a value as text, with a br for each line break.
func appendValue(b []byte, s string) []byte {
	for i, line := range strings.Split(s, "\n") {
		if i > 0 {
			b = append(b, "<br>"...)
		}
		b = append(b, html.EscapeString(strings.Map(textRune, line))...)
	}
	return b
}

// textRune drops characters that HTML does not allow.
func textRune(r rune) rune {
	switch {
	case r == '\t':
		return ' '
	case r < ' ', r >= 0x7f && r < 0xa0, r == 0xfffe, r == 0xffff:
		return -1
	}
	return r
}
