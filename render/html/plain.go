package html

import (
	"strings"

	"reportmail/render/text"
)

// The plain-text alternative says what the HTML says, in the same order (RFC 2046 5.1.4): paragraphs are wrapped,
// tables with named columns stand in columns, or as label and value where they are too wide; tables for layout are read
// cell by cell. Nothing is drawn.

// gapLines is the space between blocks, in pixels, that makes a blank line.
const gapLines px = 5

// plain prints the flow as text.
func plain(b *body, o *Options) []byte {
	t := &plainer{body: b}
	var out []byte
	for _, x := range o.Before {
		out = appendBlock(out, x.Plain)
	}
	for i := range b.parts {
		out = appendBlock(out, appendLines(nil, t.blocks(b.parts[i].blocks, text.LineWidth)))
	}
	if b.cut {
		out = appendBlock(out, []byte(wordsFor(b.lang).rest+"\n"))
	}
	for _, x := range o.After {
		out = appendBlock(out, x.Plain)
	}
	return out
}

func appendBlock(out, block []byte) []byte {
	if len(block) == 0 {
		return out
	}
	if len(out) > 0 {
		out = append(out, '\n')
	}
	return append(out, block...)
}

// appendLines ends every line, and leaves out blanks at its end and blank lines that repeat.
func appendLines(out []byte, lines []string) []byte {
	blank := true
	for i, l := range lines {
		l = strings.TrimRight(l, " \u00a0")
		if l == "" {
			if blank || i == len(lines)-1 {
				continue
			}
			blank = true
		} else {
			blank = false
		}
		out = append(append(out, l...), '\n')
	}
	return out
}

// plainer writes text.
type plainer struct{ body *body }

// blocks are the lines of a column of blocks.
func (t *plainer) blocks(list []block, width int) []string {
	var lines []string
	for i := range list {
		b := &list[i]
		if i > 0 && (b.above >= gapLines || b.kind != paraBlock || list[i-1].kind != paraBlock) {
			lines = append(lines, "")
		}
		switch b.kind {
		case paraBlock:
			lines = t.para(lines, &b.para, width)
		case tableBlock:
			lines = append(lines, t.table(b.table, width)...)
		case boxBlock:
			lines = append(lines, t.blocks(b.box.blocks, width)...)
		case rowBlock:
			for k, s := range b.sides {
				if k > 0 {
					lines = append(lines, "")
				}
				lines = append(lines, t.blocks(s.blocks, width)...)
			}
		}
	}
	return lines
}

// para adds the lines of a paragraph. A list item hangs from its label.
func (t *plainer) para(lines []string, pa *para, width int) []string {
	indent := ""
	if pa.label != nil {
		indent = strings.Repeat(" ", text.Columns(pa.label.text)+1)
	}
	for i, l := range strings.Split(atomText(pa.atoms), "\n") {
		for k, w := range text.Wrap(l, width-len(indent)) {
			switch {
			case indent == "":
			case i == 0 && k == 0:
				w = pa.label.text + " " + w
			default:
				w = indent + w
			}
			lines = append(lines, w)
		}
	}
	return lines
}

// atomText is the text of a paragraph, with \n for line breaks and the address behind every link that does not show
// it.
func atomText(atoms []atom) string {
	if len(atoms) == 1 && atoms[0].kind == textAtom && atoms[0].link == "" {
		return atoms[0].text
	}
	var s strings.Builder
	for i := 0; i < len(atoms); {
		j := i + 1
		for j < len(atoms) && atoms[j].link == atoms[i].link {
			j++
		}
		from := s.Len()
		for k := i; k < j; k++ {
			writeAtom(&s, &atoms[k])
		}
		if link := atoms[i].link; link != "" {
			shown := strings.TrimSpace(s.String()[from:])
			address := strings.TrimPrefix(strings.TrimPrefix(link, "mailto:"), "tel:")
			if shown != link && shown != address && !strings.HasPrefix(link, "cid:") {
				s.WriteString(" <" + address + ">")
			}
		}
		i = j
	}
	return s.String()
}

func writeAtom(s *strings.Builder, a *atom) {
	switch a.kind {
	case textAtom:
		s.WriteString(a.text)
	case breakAtom:
		s.WriteByte('\n')
	case tabAtom:
		s.WriteString("  ")
	case imageAtom:
		if a.image.alt != "" {
			s.WriteString("[" + a.image.alt + "]")
		}
	}
}
