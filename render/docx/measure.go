package docx

import (
	"math"
	"strconv"
	"strings"

	"reportmail/render/doc"
)

// on is an on/off value (ECMA-376-1 17.17.4): an element without w:val is on.
func on(e *element) bool {
	switch e.val() {
	case "0", "false", "off":
		return false
	}
	return true
}

// number is a decimal number; broken ones are 0. Programs write "12.0" where the standard has integers.
func number(s string) int32 {
	if n, err := strconv.ParseInt(s, 10, 32); err == nil {
		return int32(n)
	}
	f, err := strconv.ParseFloat(strings.TrimSpace(s), 64)
	if err != nil || math.IsNaN(f) {
		return 0
	}
	return int32(math.Round(max(math.MinInt32, min(f, math.MaxInt32))))
}

// long is a number of EMU or the like.
func long(s string) int64 {
	n, err := strconv.ParseInt(s, 10, 64)
	if err != nil {
		return int64(number(s))
	}
	return n
}

// pointsOf are the units of ST_UniversalMeasure (ECMA-376-1 22.9.2.15) in points.
var pointsOf = map[string]float64{"pt": 1, "in": 72, "cm": 72 / 2.54, "mm": 72 / 25.4, "pc": 12, "pi": 12, "px": 0.75, "emu": 1.0 / 12700}

// points is a length with its unit.
func points(s string) (float64, bool) {
	s = strings.TrimSpace(s)
	n := len(s)
	for n > 0 && (s[n-1] >= 'a' && s[n-1] <= 'z' || s[n-1] >= 'A' && s[n-1] <= 'Z') {
		n--
	}
	per, ok := pointsOf[strings.ToLower(s[n:])]
	v, err := strconv.ParseFloat(strings.TrimSpace(s[:n]), 64)
	return v * per, ok && err == nil && math.Abs(v*per) < 1e6
}

// twips is a length in twips, or with a unit.
func twips(s string) doc.Twips {
	if p, ok := points(s); ok {
		return doc.Twips(math.Round(p * 20))
	}
	return doc.Twips(number(s))
}

// halfPoints is a font size or the like in half points, or with a unit.
func halfPoints(s string) doc.HalfPoints {
	if p, ok := points(s); ok {
		return doc.HalfPoints(math.Round(p * 2))
	}
	return doc.HalfPoints(number(s))
}

// measure is a table or cell width (ECMA-376-1 17.4.87). QUIRK: Word takes "50%" for a percentage whatever the type.
func measure(e *element) doc.Measure {
	w := e.attr("w:w")
	if p, ok := strings.CutSuffix(w, "%"); ok {
		f, _ := strconv.ParseFloat(strings.TrimSpace(p), 64)
		return doc.Measure{Kind: doc.Percent, Value: int32(math.Round(max(-1000, min(f, 1000)) * 50))}
	}
	switch e.attr("w:type") {
	case "auto":
		return doc.Measure{Kind: doc.Auto}
	case "nil":
		return doc.Measure{Kind: doc.Nil}
	case "pct":
		return doc.Measure{Kind: doc.Percent, Value: number(w)}
	}
	return doc.Measure{Kind: doc.Dxa, Value: int32(twips(w))}
}
