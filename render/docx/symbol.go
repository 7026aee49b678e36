package docx

import (
	"strings"

	"reportmail/render/doc"
)

// Symbol fonts have their glyphs at U+F020 to U+F0FF. The characters that lists and templates use are turned into
// Unicode while reading, so that any font can show them; Symbol and Wingdings need not be installed.

// symbolFonts are the fonts whose private characters are known.
var symbolFonts = map[string]map[byte]rune{
	"symbol": symbolSet, "wingdings": wingdings, "wingdings 2": wingdings2, "wingdings 3": wingdings3, "webdings": webdings,
}

// symbolSet is Adobe's Symbol encoding where it differs from ASCII (Unicode mapping table VENDORS/ADOBE/symbol.txt).
var symbolSet = runes(map[byte]string{
	0x22: "∀", 0x24: "∃", 0x27: "∋", 0x2A: "∗", 0x2D: "−", 0x40: "≅",
	0x41: "ΑΒΧΔΕΦΓΗΙϑΚΛΜΝΟΠΘΡΣΤΥςΩΞΨΖ", 0x5C: "∴", 0x5E: "⊥", 0x61: "αβχδεφγηιϕκλμνοπθρστυϖωξψζ", 0x7E: "∼",
	0xA0: "€ϒ′≤⁄∞ƒ♣♦♥♠↔←↑→↓°±″≥×∝∂•÷≠≡≈…⏐⎯↵ℵℑℜ℘⊗⊕∅∩∪⊃⊇⊄⊂⊆∈∉∠∇®©™∏√⋅¬∧∨⇔⇐⇑⇒⇓◊〈®©™∑⎛⎜⎝⎡⎢⎣⎧⎨⎩⎪",
	0xF1: "〉∫⌠⎮⌡⎞⎟⎠⎤⎥⎦⎫⎬⎭",
})

// wingdings are the bullets, boxes, arrows and signs of Wingdings (after L2/11-149).
var wingdings = runes(map[byte]string{
	0x22: "✂", 0x28: "☎✆✉", 0x36: "⌛⌨", 0x3E: "✇✍", 0x41: "✌", 0x45: "☜☞☝☟", 0x4A: "☺😐☹", 0x4E: "☠⚐", 0x51: "✈☼💧❄", 0x58: "✠✡☪☯",
	0x6C: "●❍■□", 0x71: "❑❒⬧⧫◆❖⬥⌧⍓⌘❀✿❝❞", 0x80: "⓪①②③④⑤⑥⑦⑧⑨⑩⓿❶❷❸❹❺❻❼❽❾❿", 0x9E: "·•▪○", 0xA7: "▪◻", 0xAA: "✦★✶✴✹✵",
	0xD5: "⌫⌦", 0xD8: "➢", 0xDC: "➲", 0xDF: "←→↑↓↖↗↙↘", 0xE8: "➔", 0xEF: "⇦⇨⇧⇩⬄⇳", 0xFB: "✗✓☒☑",
})

var wingdings2 = runes(map[byte]string{0x4F: "✗✓☒☑☒", 0x96: "●", 0x97: "●", 0x98: "•", 0x9E: "⊙", 0xA0: "■", 0xA1: "◻", 0xA3: "☐"})

var wingdings3 = runes(map[byte]string{0x21: "→", 0x22: "↑", 0x23: "↓", 0x70: "▲▼△▽◄►◁▷", 0x7D: "▶", 0x80: "◀"})

var webdings = runes(map[byte]string{0x33: "◀▶▲▼", 0x61: "✔", 0x63: "□", 0x67: "■", 0x6E: "●", 0x72: "✘", 0x9F: "•"})

// runes spreads runs of characters over consecutive codes. The runs do not overlap.
func runes(runs map[byte]string) map[byte]rune {
	m := map[byte]rune{}
	for at, s := range runs {
		for _, r := range s {
			m[at] = r
			at++
		}
	}
	return m
}

// symbol is a character of a symbol font in Unicode. Code is the font's own or in the private area.
func symbol(font string, code rune) (rune, bool) {
	set, ok := symbolFonts[strings.ToLower(font)]
	if !ok {
		return 0, false
	}
	if code >= 0xF000 && code <= 0xF0FF {
		code -= 0xF000
	}
	if code > 0xFF {
		return 0, false
	}
	if r, ok := set[byte(code)]; ok {
		return r, true
	}
	if strings.EqualFold(font, "symbol") && code >= 0x20 && code < 0x7F {
		return code, true
	}
	return 0, false
}

// symbolText turns text of a symbol font into Unicode, and takes the font off its format so that the surrounding one
// shows it. Text with a character that is not known stays as it is.
func symbolText(text string, p *doc.RunProps) (string, *doc.RunProps) {
	if p == nil || !p.Font.Set || text == "" {
		return text, p
	}
	if _, ok := symbolFonts[strings.ToLower(p.Font.V)]; !ok {
		return text, p
	}
	var b strings.Builder
	for _, r := range text {
		u, ok := symbol(p.Font.V, r)
		if !ok && r > 0x20 {
			return text, p
		}
		if !ok {
			u = r
		}
		b.WriteRune(u)
	}
	plain := *p
	plain.Font, plain.FontHigh, plain.FontAsia, plain.FontCS = doc.Opt[string]{}, doc.Opt[string]{}, doc.Opt[string]{}, doc.Opt[string]{}
	return b.String(), &plain
}
