package dataset

import (
	"strconv"
	"strings"
)

// FormatNumber writes a raw invariant number (-1234.5) with a .NET custom numeric format string, as an export's
// decimalformatter asks for it: digit placeholders 0 and #, decimal point, group separators and scaling commas,
// percent and per mille, exponents, literals, and up to three sections for positive, negative and zero. Rounding is
// half away from zero, in decimal arithmetic. ok is false when value is no number; it is then to be shown as it stands.
func FormatNumber(value, format string, c Culture) (text string, ok bool) {
	if len(value) > maxNumberLen || len(format) > maxNumberLen {
		return "", false
	}
	d, ok := parseDecimal(value)
	if !ok {
		return "", false
	}
	sections := splitSections(format)
	pick, sign := 0, d.neg
	if d.neg && len(sections) > 1 && sections[1] != "" {
		pick, sign = 1, false
	}
	if d.zero() && len(sections) > 2 && sections[2] != "" {
		pick = 2
	}
	p := parsePicture(sections[pick])
	r := d.scaled(p)
	if r.zero() { // what rounds to zero is printed as zero
		sign = false
		if pick != 2 && len(sections) > 2 && sections[2] != "" {
			p = parsePicture(sections[2])
			r = d.scaled(p)
		} else if pick == 1 {
			p = parsePicture(sections[0])
			r = d.scaled(p)
		}
	}
	text = p.write(r, c)
	if sign {
		text = "-" + text
	}
	return text, true
}

const (
	maxNumberLen = 256 // decimals have 29 digits; longer ones, and longer formats, are no numbers
	maxExponent  = 400
)

// decimal is 0.DIGITS × 10^exp, without leading and trailing zeros in digits. No digits is zero.
type decimal struct {
	neg    bool
	digits string
	exp    int
}

func (d decimal) zero() bool { return d.digits == "" }

func parseDecimal(s string) (decimal, bool) {
	var d decimal
	if s != "" && (s[0] == '-' || s[0] == '+') {
		d.neg, s = s[0] == '-', s[1:]
	}
	if i := strings.IndexAny(s, "eE"); i >= 0 {
		e, err := strconv.Atoi(strings.TrimPrefix(s[i+1:], "+"))
		if err != nil || e > maxExponent || e < -maxExponent {
			return d, false
		}
		d.exp, s = e, s[:i]
	}
	whole, frac, _ := strings.Cut(s, ".")
	if whole+frac == "" || strings.Trim(whole+frac, "0123456789") != "" {
		return d, false
	}
	d.exp += len(whole)
	all := whole + frac
	trimmed := strings.TrimLeft(all, "0")
	d.exp -= len(all) - len(trimmed)
	if d.digits = strings.TrimRight(trimmed, "0"); d.digits == "" {
		d.exp = 0
	}
	return d, true
}

// round keeps n digits, half away from zero. n may be negative.
func (d decimal) round(n int) decimal {
	if n >= len(d.digits) {
		return d
	}
	if n < 0 || d.digits[n] < '5' {
		d.digits = strings.TrimRight(d.digits[:max(n, 0)], "0")
	} else {
		kept := []byte(d.digits[:n])
		i := n - 1
		for ; i >= 0 && kept[i] == '9'; i-- {
		}
		if i < 0 {
			d.digits, d.exp = "1", d.exp+1
			return d
		}
		kept[i]++
		d.digits = string(kept[:i+1])
	}
	if d.digits == "" {
		d.exp = 0
	}
	return d
}

// splitSections cuts a format at its semicolons, but not inside of literals.
func splitSections(format string) []string {
	var out []string
	start := 0
	for i := 0; i < len(format); i++ {
		switch format[i] {
		case '\\':
			i++
		case '\'', '"':
			if j := strings.IndexByte(format[i+1:], format[i]); j >= 0 {
				i += j + 1
			}
		case ';':
			out = append(out, format[start:i])
			start = i + 1
		}
	}
	if out = append(out, format[min(start, len(format)):]); len(out) > 3 {
		out = out[:3]
	}
	return out
}
