package merge

import (
	"regexp"
	"strconv"
	"strings"
	"time"

	"reportmail/render/dataset"
	"reportmail/render/doc/datepicture"
)

// Columns come as they are printed in the dataset's format region. A picture of a merge field writes them anew: they are
// read back first, which is possible as long as the region says what is what.

// numbered writes a printed number with a numeric picture (ECMA-376-1 17.16.4.2), in the dataset's region; ok is false for
// what is no number.
func numbered(value, picture, region string) (text string, ok bool) {
	c := dataset.CultureOf(region)
	return dataset.FormatNumber(invariant(value, region), invariantPicture(picture, c), c)
}

var (
	commaDecimals = regexp.MustCompile(`\.[^,]*,[0#]+[^0#.,]*$|,(0|00|[0#]|[0#]{2}|[0#]{4,})[^0#.,]*$`)
	pointGroups   = regexp.MustCompile(`^[^,.]*#\.##0[^0#.,]*$`)
)

// invariantPicture is a picture as a report format: with a point for decimals, and with signs of percent that only stand
// there (Word does not scale, ECMA-376-1 17.16.4.2). Word writes pictures with the separators of the region; such a one
// is known by decimals behind a comma (#.##0,00) or groups behind a point (#.##0).
func invariantPicture(picture string, c dataset.Culture) string {
	first, _, _ := strings.Cut(picture, ";")
	swap := c.Decimal == "," && (commaDecimals.MatchString(first) || pointGroups.MatchString(first))
	var b strings.Builder
	quoted := false
	for _, r := range picture {
		switch {
		case r == '\'':
			quoted = !quoted
		case quoted:
		case r == '%' || r == '‰':
			b.WriteString("'" + string(r) + "'")
			continue
		case swap && r == ',':
			r = '.'
		case swap && r == '.':
			r = ','
		}
		b.WriteRune(r)
	}
	return b.String()
}

// invariant is a number printed in a region as -1234.5; what is no number comes out as something that is none either.
func invariant(value, region string) string {
	c := dataset.CultureOf(region)
	raw := strings.TrimSpace(value)
	groups := []string{c.Group, "\u00a0", "\u202f", "'", "’"}
	if strings.TrimSpace(c.Group) == "" {
		groups = append(groups, " ")
	}
	for _, group := range groups {
		if group != "" && group != c.Decimal {
			raw = strings.ReplaceAll(raw, group, "")
		}
	}
	if tail, minus := strings.CutSuffix(raw, "-"); minus { // printed behind it in some regions
		raw = "-" + tail
	}
	return strings.Replace(raw, c.Decimal, ".", 1)
}

// dated writes a printed date with a date picture (ECMA-376-1 17.16.4.1), in the language of the region; ok is false for
// what is no date.
func dated(value, picture, region string) (text string, ok bool) {
	t, ok := parseDate(value, region)
	if !ok {
		return "", false
	}
	return datepicture.Format(t, picture, region), true
}

// parseDate reads a date of numbers: as ISO 8601 with or without a time, else in the order of the region. Years of two
// digits are of this century.
func parseDate(value, region string) (time.Time, bool) {
	value = strings.TrimSpace(value)
	for _, layout := range []string{time.RFC3339, "2006-01-02T15:04:05", "2006-01-02 15:04:05", "2006-01-02T15:04", time.DateOnly} {
		if t, err := time.Parse(layout, value); err == nil {
			return t, true
		}
	}
	parts := strings.FieldsFunc(value, func(r rune) bool { return strings.ContainsRune("./- ", r) })
	if len(parts) != 3 || len(value) > 12 {
		return time.Time{}, false
	}
	var n [3]int
	for i, p := range parts {
		v, err := strconv.Atoi(p)
		if err != nil || v < 0 {
			return time.Time{}, false
		}
		n[i] = v
	}
	day, month, year := n[0], n[1], n[2]
	switch {
	case len(parts[0]) == 4:
		year, month, day = n[0], n[1], n[2]
	case monthFirst[strings.ToLower(region)]:
		month, day = n[0], n[1]
	case yearFirst[strings.ToLower(region)]:
		year, month, day = n[0], n[1], n[2]
	}
	if year < 100 {
		year += 2000
	}
	t := time.Date(year, time.Month(month), day, 0, 0, 0, 0, time.UTC)
	return t, t.Day() == day && int(t.Month()) == month && year < 10000
}

// Regions whose dates of numbers do not begin with the day (CLDR short dates).
var (
	monthFirst = map[string]bool{"": true, "en": true, "en-us": true, "en-ph": true, "es-us": true, "es-pa": true, "es-pr": true, "fil-ph": true}
	yearFirst  = map[string]bool{"sv": true, "sv-se": true, "hu": true, "hu-hu": true, "lt": true, "lt-lt": true, "ja": true, "ja-jp": true, "ko": true, "ko-kr": true,
		"zh": true, "zh-cn": true, "zh-tw": true, "fr-ca": true, "en-ca": true, "en-za": true, "eu": true, "eu-es": true, "mn": true, "mn-mn": true, "fa": true, "fa-ir": true}
)

// short is a value as a finding shows it.
func short(value string) string {
	if r := []rune(value); len(r) > 40 {
		return string(r[:40]) + "…"
	}
	return value
}
