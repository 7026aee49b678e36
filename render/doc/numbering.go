package doc

import (
	"strconv"
	"strings"
)

// Numbering are the lists of a document (ECMA-376-1 17.9).
type Numbering struct {
	Lists map[int32]*List // by w:numId
}

// List is one w:num with its abstract definition resolved and its overrides applied.
type List struct {
	Abstract int32 // lists of the same abstract definition count on together
	Levels   [9]ListLevel
	Restarts [9]Opt[int32] // w:startOverride
}

// ListLevel is one w:lvl.
type ListLevel struct {
	Start  int32
	Format string // ST_NumberFormat: decimal, bullet, lowerLetter, upperRoman, none, …
	Text   string // w:lvlText: "%1.%2."
	Align  Align
	Suffix string // tab, space, nothing
	Para   *ParaProps
	Run    *RunProps
	Legal  bool // w:isLgl: all numbers decimal
	Reset  Opt[int32]
	Style  string // paragraph style that this level belongs to
}

// Level is the level that ref names, or nil.
func (n *Numbering) Level(ref NumRef) *ListLevel {
	if n == nil || ref.ID == 0 || ref.Level < 0 || ref.Level > 8 {
		return nil
	}
	l := n.Lists[ref.ID]
	if l == nil {
		return nil
	}
	return &l.Levels[ref.Level]
}

// Counter numbers the paragraphs of one document in document order. It belongs to one goroutine.
type Counter struct {
	numbering *Numbering
	counts    map[int32]*[9]int32 // by abstract list
	started   map[int32]bool      // lists whose restarts were applied
}

// NewCounter is a counter before the first paragraph. n may be nil.
func NewCounter(n *Numbering) *Counter {
	return &Counter{numbering: n, counts: map[int32]*[9]int32{}, started: map[int32]bool{}}
}

// Next counts the next paragraph of ref's list and gives its label, and the level it is of; nil when ref names no list.
func (c *Counter) Next(ref NumRef) (label string, level *ListLevel) {
	lvl := c.numbering.Level(ref)
	if lvl == nil {
		return "", nil
	}
	list := c.numbering.Lists[ref.ID]
	counts := c.counts[list.Abstract]
	if counts == nil {
		counts = new([9]int32)
		for i := range counts {
			counts[i] = list.Levels[i].Start - 1
		}
		c.counts[list.Abstract] = counts
	}
	if !c.started[ref.ID] {
		c.started[ref.ID] = true
		for i, r := range list.Restarts {
			if r.Set {
				counts[i] = r.V - 1
			}
		}
	}
	counts[ref.Level]++
	for i := ref.Level + 1; i < 9; i++ {
		if after := list.Levels[i].Reset; !after.Set || after.V != 0 {
			counts[i] = list.Levels[i].Start - 1
		}
	}
	return expand(list, lvl, counts, ref.Level), lvl
}

// expand writes a level's text with its numbers in place of %1 to %9 (ECMA-376-1 17.9.11).
func expand(list *List, lvl *ListLevel, counts *[9]int32, at int32) string {
	if lvl.Format == "bullet" || lvl.Format == "none" || !strings.Contains(lvl.Text, "%") {
		return lvl.Text
	}
	var b strings.Builder
	for i := 0; i < len(lvl.Text); i++ {
		if lvl.Text[i] == '%' && i+1 < len(lvl.Text) && lvl.Text[i+1] >= '1' && lvl.Text[i+1] <= '9' {
			i++
			k := int32(lvl.Text[i] - '1')
			n, format := counts[k], list.Levels[k].Format
			if k < at && n < list.Levels[k].Start {
				n = list.Levels[k].Start
			}
			if lvl.Legal {
				format = "decimal"
			}
			b.WriteString(FormatNumber(int(n), format))
			continue
		}
		b.WriteByte(lvl.Text[i])
	}
	return b.String()
}

// FormatNumber writes n in a number format of ECMA-376-1 17.18.59; formats it does not know are decimal.
func FormatNumber(n int, format string) string {
	switch format {
	case "lowerLetter":
		return strings.ToLower(letters(n))
	case "upperLetter":
		return letters(n)
	case "lowerRoman":
		return strings.ToLower(roman(n))
	case "upperRoman":
		return roman(n)
	case "decimalZero":
		if n < 10 && n >= 0 {
			return "0" + strconv.Itoa(n)
		}
	case "numberInDash":
		return "- " + strconv.Itoa(n) + " -"
	case "none":
		return ""
	}
	return strconv.Itoa(n)
}

// letters counts A … Z, AA, BB … as Word does.
func letters(n int) string {
	if n < 1 || n > 26*64 {
		return strconv.Itoa(n)
	}
	return strings.Repeat(string(rune('A'+(n-1)%26)), (n-1)/26+1)
}

func roman(n int) string {
	if n < 1 || n > 3999 {
		return strconv.Itoa(n)
	}
	var b strings.Builder
	for _, d := range []struct {
		v int
		s string
	}{{1000, "M"}, {900, "CM"}, {500, "D"}, {400, "CD"}, {100, "C"}, {90, "XC"}, {50, "L"}, {40, "XL"}, {10, "X"}, {9, "IX"}, {5, "V"}, {4, "IV"}, {1, "I"}} {
		for n >= d.v {
			b.WriteString(d.s)
			n -= d.v
		}
	}
	return b.String()
}
