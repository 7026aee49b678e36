package pdf

import (
	"math"
	"strconv"
)

// maxNumber bounds what is written as a coordinate; beyond it viewers disagree (ISO 32000-1 annex C).
const maxNumber = 32767 * 8

// round is v as it is written with the given number of decimals (0 to 4); what is no number is 0.
func round(v float64, decimals int) int64 {
	if math.IsNaN(v) {
		return 0
	}
	v = min(max(v, -maxNumber), maxNumber)
	return int64(math.Round(v * pow10[decimals]))
}

var pow10 = [...]float64{1, 10, 100, 1000, 10000}

// appendNumber writes v with at most the given number of decimals, without trailing zeros.
func appendNumber(b []byte, v float64, decimals int) []byte {
	return appendScaled(b, round(v, decimals), decimals)
}

// appendScaled writes n / 10^decimals.
func appendScaled(b []byte, n int64, decimals int) []byte {
	if n < 0 {
		b = append(b, '-')
		n = -n
	}
	unit := int64(pow10[decimals])
	b = strconv.AppendInt(b, n/unit, 10)
	rest := n % unit
	if rest == 0 {
		return b
	}
	b = append(b, '.')
	for rest > 0 {
		unit /= 10
		b = append(b, byte('0'+rest/unit))
		rest %= unit
	}
	return b
}

// appendInt writes a whole number.
func appendInt(b []byte, n int) []byte { return strconv.AppendInt(b, int64(n), 10) }

// appendNumbers writes several numbers, each followed by a blank.
func appendNumbers(b []byte, decimals int, vs ...float64) []byte {
	for _, v := range vs {
		b = append(appendNumber(b, v, decimals), ' ')
	}
	return b
}

// appendRef writes a reference to an object.
func appendRef(b []byte, obj int) []byte {
	return append(appendInt(b, obj), " 0 R"...)
}
