package html

import (
	"strings"
	"unicode/utf8"
)

// A table whose longest words do not fit beside each other makes the whole body wider than a telephone. Programs that
// know media queries (Media Queries 4, 4.3) show it in smaller letters there.

// phoneColumn is the room for text on a telephone of 375 pixels.
const phoneColumn px = 375 - 2*16

// crowdedSheet are the rules for tables of class n.
const crowdedSheet = "@media only screen and (max-width:480px){.n td,.n th{font-size:11px!important;padding-left:2px!important;padding-right:2px!important}.n p{font-size:11px!important}}"

// crowdedRows are looked at; tables have rows of one kind.
const crowdedRows = 40

// crowded tells whether the words of a table with three or more columns of text are too wide for a telephone. Tables
// that hold others are not looked at: those inside are.
func (t *table) crowded() bool {
	if len(t.share) < 3 && len(t.rows[0].cells) < 3 {
		return false
	}
	var need []px
	for i := range min(len(t.rows), crowdedRows) {
		for j := range t.rows[i].cells {
			c := &t.rows[i].cells[j]
			for len(need) < c.col+c.cols {
				need = append(need, 0)
			}
			if c.cols != 1 {
				continue
			}
			w, leaf := wordWidth(c.blocks)
			if !leaf {
				return false
			}
			if w > 0 {
				need[c.col] = max(need[c.col], w+c.pad[left]+c.pad[right])
			}
		}
	}
	sum, columns := px(0), 0
	for _, w := range need {
		if sum += w; w > 0 {
			columns++
		}
	}
	return columns > 2 && sum > phoneColumn
}

// wordWidth is about the width of the longest word of paragraphs; leaf is false when there is anything else.
func wordWidth(blocks []block) (widest px, leaf bool) {
	for i := range blocks {
		if blocks[i].kind != paraBlock {
			return 0, false
		}
		for j := range blocks[i].para.atoms {
			a := &blocks[i].para.atoms[j]
			for word := range strings.FieldsSeq(a.text) {
				widest = max(widest, px(utf8.RuneCountInString(word))*a.look.size*55/100) // of a sans serif's figures and letters
			}
		}
	}
	return widest, true
}
