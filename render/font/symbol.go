package font

// symbolMap maps the characters of a symbol font to Unicode, for a face that stands in for it. Layouts write them as
// U+F0xx or as the bare code (ECMA-376-1 17.3.3.30).
type symbolMap [256]rune

func (m *symbolMap) rune(r rune) rune {
	c := r
	if c >= 0xF000 && c <= 0xF0FF {
		c -= 0xF000
	}
	if c >= 0 && c < 256 && m[c] != 0 {
		return m[c]
	}
	return r
}

// symbolMapFor is the map of a symbol family; nil for others, and when the face has symbols of its own.
func symbolMapFor(family string, face *Face) *symbolMap {
	if face.cmap.symbol {
		return nil
	}
	switch familyKey(family) {
	case "symbol", "symbolmt":
		return &symbolChars
	case "wingdings":
		return &wingdings
	case "wingdings2":
		return &wingdings2
	case "wingdings3":
		return &wingdings3
	case "webdings":
		return &webdings
	}
	return nil
}

// symbolTable makes a map from codes and the characters from each code on.
func symbolTable(runs map[int]string) (m symbolMap) {
	for code, chars := range runs {
		for _, r := range chars {
			if r != ' ' && code < 256 {
				m[code] = r
			}
			code++
		}
	}
	return m
}

// symbolChars is Adobe's Symbol encoding (ISO 32000-1 D.5).
var symbolChars = symbolTable(map[int]string{
	0x21: "!∀#∃%&∋()∗+,−./0123456789:;<=>?",
	0x40: "≅ΑΒΧΔΕΦΓΗΙϑΚΛΜΝΟΠΘΡΣΤΥςΩΞΨΖ[∴]⊥_",
	0x61: "αβχδεφγηιϕκλμνοπθρστυϖωξψζ{|}∼",
	0xA0: "€ϒ′≤⁄∞ƒ♣♦♥♠↔←↑→↓°±″≥×∝∂•÷≠≡≈…⏐⎯↵ℵℑℜ℘⊗⊕∅∩∪⊃⊇⊄⊂⊆∈∉∠∇®©™∏√⋅¬∧∨⇔⇐⇑⇒⇓◊〈®©™∑",
})

// wingdings are the codes that layouts use: bullets, boxes, ticks, arrows, hands, mail.
var wingdings = symbolTable(map[int]string{
	0x21: "✏✂✁👓🔔📖🕯☎✆✉", 0x36: "⌛", 0x3F: "✍", 0x41: "✌👌👍👎☜☞☝☟✋☺😐☹💣☠⚐", 0x51: "✈☼💧❄",
	0x58: "✠✡☪☯ॐ☸♈♉♊♋♌♍♎♏♐♑♒♓", 0x6C: "●❍■□🞐❑❒⬧⧫◆❖⬥⌧⮹⌘", 0x80: "⓪①②③④⑤⑥⑦⑧⑨⑩⓿❶❷❸❹❺❻❼❽❾❿",
	0x9E: "·•▪○", 0xA4: "◉◎", 0xA7: "▪◻", 0xAA: "✦★✶✴✹✵", 0xB0: "⟡", 0xB2: "✪✰",
	0xD5: "⌫⌦", 0xD8: "➢", 0xDF: "←→↑↓↖↗↙↘", 0xE8: "➔", 0xEF: "⇦⇨⇧⇩⬄⇳⬀⬁⬃⬂", 0xFB: "✗✓☒☑",
})

var wingdings2 = symbolTable(map[int]string{
	0x4F: "✗✓", 0x51: "☒☑☒☒", 0x97: "●", 0xA1: "▪", 0xA3: "□",
})

var wingdings3 = symbolTable(map[int]string{
	0x66: "←→↑↓↖↗↙↘", 0x70: "▲▼△▽◀▶◁▷", 0x7D: "▶",
})

var webdings = symbolTable(map[int]string{
	0x33: "⏴⏵⏶⏷⏪⏩⏮⏭⏸⏹", 0x61: "✔", 0x67: "■", 0x6E: "●", 0x72: "✖", 0x98: "✈",
})
