package dataset

import (
	"strconv"
	"strings"
)

// picture is one section of a numeric format, taken apart.
type picture struct {
	parts     []part
	whole     int  // digit places before the point
	frac      int  // and after
	firstZero int  // places before the point from the first 0 on
	lastZero  int  // places after the point up to the last 0
	group     bool // a comma between places before the point
	scale     int  // power of ten: 2 for each %, 3 for each ‰, -3 for each scaling comma
	exponent  bool
}

type partKind uint8

const (
	literal partKind = iota
	digitPlace
	pointPlace
	exponentPlace
)

type part struct {
	kind partKind
	text string // literal text; of an exponent, its letter and sign
	min  int    // digits of an exponent
}

func parsePicture(s string) picture {
	var p picture
	point, commas := false, 0 // commas since the last place
	add := func(text string) { p.parts = append(p.parts, part{text: text}) }
	for i := 0; i < len(s); i++ {
		switch c := s[i]; c {
		case '0', '#':
			if commas > 0 && !point {
				p.group, commas = true, 0
			}
			p.place(c == '0', point)
		case '.':
			if !point {
				point = true
				p.parts = append(p.parts, part{kind: pointPlace})
			}
		case ',':
			if !point && p.whole > 0 {
				commas++
			}
		case '%':
			p.scale += 2
			add("%")
		case '\\':
			if i++; i < len(s) {
				add(s[i : i+1])
			}
		case '\'', '"':
			j := strings.IndexByte(s[i+1:], c)
			if j < 0 {
				j = len(s) - i - 1
			}
			add(s[i+1 : i+1+j])
			i += j + 1
		case 'E', 'e':
			if n := p.exponentAt(s[i:]); n > 0 {
				i += n - 1
			} else {
				add(s[i : i+1])
			}
		default:
			if strings.HasPrefix(s[i:], "‰") {
				p.scale += 3
				add("‰")
				i += len("‰") - 1
			} else {
				add(s[i : i+1])
			}
		}
	}
	p.scale -= 3 * commas
	return p
}

func (p *picture) place(zero, point bool) {
	p.parts = append(p.parts, part{kind: digitPlace})
	switch {
	case point:
		if p.frac++; zero {
			p.lastZero = p.frac
		}
	default:
		if p.whole++; zero || p.firstZero > 0 {
			p.firstZero++
		}
	}
}

// exponentAt reads E0, E+0, E-0 with any number of zeros and tells its length.
func (p *picture) exponentAt(s string) int {
	n := 1
	if n < len(s) && (s[n] == '+' || s[n] == '-') {
		n++
	}
	zeros := len(s[n:]) - len(strings.TrimLeft(s[n:], "0"))
	if zeros == 0 || p.exponent {
		return 0
	}
	p.exponent = true
	p.parts = append(p.parts, part{kind: exponentPlace, text: s[:n], min: min(zeros, 10)})
	return n + zeros
}

// scaled is the number that the section prints, rounded to its places.
func (d decimal) scaled(p picture) decimal {
	if d.zero() {
		return d
	}
	d.exp += p.scale
	if p.exponent {
		return d.round(p.whole + p.frac)
	}
	return d.round(d.exp + p.frac)
}

// write prints a number that scaled has rounded.
func (p picture) write(d decimal, c Culture) string {
	exp := 0
	if p.exponent && !d.zero() {
		exp, d.exp = d.exp-p.whole, p.whole
	}
	whole, frac := d.split(p)
	var b strings.Builder
	wholePlace, fracPlace := 0, 0
	for _, part := range p.parts {
		switch part.kind {
		case literal:
			b.WriteString(part.text)
		case pointPlace:
			p.writeWhole(&b, whole, &wholePlace, p.whole, c) // a format such as .00 has no place for them
			if frac != "" {
				b.WriteString(c.Decimal)
			}
		case digitPlace:
			if wholePlace < p.whole {
				p.writeWhole(&b, whole, &wholePlace, wholePlace+1, c)
			} else if fracPlace < len(frac) {
				b.WriteByte(frac[fracPlace])
				fracPlace++
			}
		case exponentPlace:
			b.WriteString(exponent(part, exp))
		}
	}
	return b.String()
}

// split gives the digits before and after the point, zeros added where the places ask for them.
func (d decimal) split(p picture) (whole, frac string) {
	switch {
	case d.exp <= 0:
		frac = strings.Repeat("0", min(-d.exp, p.frac)) + d.digits
	case d.exp >= len(d.digits):
		whole = d.digits + strings.Repeat("0", d.exp-len(d.digits))
	default:
		whole, frac = d.digits[:d.exp], d.digits[d.exp:]
	}
	if n := p.firstZero - len(whole); n > 0 {
		whole = strings.Repeat("0", n) + whole
	}
	frac = frac[:min(len(frac), p.frac)]
	if n := p.lastZero - len(frac); n > 0 {
		frac += strings.Repeat("0", n)
	}
	return whole, frac
}

// writeWhole prints the digits that belong to the places from *place up to end. The first place takes all digits that
// there are more than places.
func (p picture) writeWhole(b *strings.Builder, whole string, place *int, end int, c Culture) {
	if p.whole == 0 && *place == 0 && end == 0 {
		p.digits(b, whole, 0, len(whole), c)
		return
	}
	for ; *place < end; *place++ {
		left := p.whole - *place // places from here to the point
		from, to := len(whole)-left, len(whole)-left+1
		if *place == 0 {
			from = 0
		}
		if to > 0 {
			p.digits(b, whole, max(from, 0), to, c)
		}
	}
}

func (p picture) digits(b *strings.Builder, whole string, from, to int, c Culture) {
	for i := from; i < to; i++ {
		b.WriteByte(whole[i])
		if left := len(whole) - i - 1; p.group && left > 0 && c.groupEnds(left) {
			b.WriteString(c.Group)
		}
	}
}

// groupEnds tells whether a separator stands before the last n digits.
func (c Culture) groupEnds(n int) bool {
	if c.Sizes[0] <= 0 || n < c.Sizes[0] {
		return false
	}
	return n == c.Sizes[0] || c.Sizes[1] > 0 && (n-c.Sizes[0])%c.Sizes[1] == 0
}

func exponent(p part, exp int) string {
	sign := ""
	switch {
	case exp < 0:
		sign, exp = "-", -exp
	case strings.HasSuffix(p.text, "+"):
		sign = "+"
	}
	digits := strconv.Itoa(exp)
	return p.text[:1] + sign + strings.Repeat("0", max(p.min-len(digits), 0)) + digits
}
