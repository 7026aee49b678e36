package html

import (
	"strings"

	"reportmail/render/doc"
)

// bullets are the characters of Symbol and Wingdings that lists use, as Unicode. Mail programs lack these fonts.
var bullets = map[rune]string{
	0xb7: "•", 0xa7: "▪", 0xa8: "◦", 0xd8: "➢", 0xfc: "✓", 0x76: "❖", 0x6e: "■", 0x71: "❑", 0x6c: "●", 0xe0: "→", 0xf0: "⇨", 0x2d: "–", 0x6f: "o",
}

// label gives a paragraph the label of its list.
func (in *inlines) label(pa *para, f *doc.ParaFormat) {
	text, level := in.b.count.Next(f.Num.V)
	if level == nil {
		return
	}
	text = strings.Map(func(r rune) rune {
		if r >= 0xf000 && r <= 0xf0ff {
			if s, ok := bullets[r-0xf000]; ok {
				return []rune(s)[0]
			}
			return '•'
		}
		return r
	}, text)
	if text == "" {
		return
	}
	in.ink = true
	props := level.Run
	if props != nil { // the symbol font is not used
		own := *props
		own.Font, own.FontHigh = doc.Opt[string]{}, doc.Opt[string]{}
		props = &own
	}
	pa.label = &label{text, in.b.labelLook(in.p, props, in.at)}
}

// labelLook is the format of a list label: that of the paragraph mark with the level's own over it
// (ECMA-376-1 17.9.24).
func (b *builder) labelLook(p *doc.Paragraph, level *doc.RunProps, at place) look {
	m := b.run(p, p.MarkSty, p.Mark, at)
	l := m.look.plain()
	if level == nil {
		return l
	}
	f := doc.RunFormat{Color: level.Color.Or(l.color), Bold: level.Bold.Or(l.bold), Italic: level.Italic.Or(l.italic)}
	l.bold, l.italic = f.Bold, f.Italic
	if level.Color.Set {
		l.color = f.Color
	}
	return l
}
