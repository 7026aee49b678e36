package selection

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"golang.org/x/text/currency"
)

// decimalsOf are the decimals of the currencies that have not two (ISO 4217). Those of golang.org/x/text are CLDR's: what
// is in use, RSD without any, and not what the standard says.
var decimalsOf = map[string]int{
	"BIF": 0, "CLP": 0, "DJF": 0, "GNF": 0, "ISK": 0, "JPY": 0, "KMF": 0, "KRW": 0, "PYG": 0, "RWF": 0, "UGX": 0, "UYI": 0, "VND": 0, "VUV": 0, "XAF": 0, "XOF": 0, "XPF": 0,
	"BHD": 3, "IQD": 3, "JOD": 3, "KWD": 3, "LYD": 3, "OMR": 3, "TND": 3, "CLF": 4, "UYW": 4,
}

// youngCurrencies are newer than the tables of golang.org/x/text.
var youngCurrencies = []string{"MRU", "SLE", "UYW", "VED", "VES", "XCG", "ZWG"}

// decimals are those of a currency, by its code of ISO 4217.
func decimals(code string) (int, error) {
	code = strings.ToUpper(code)
	unit, err := currency.ParseISO(code)
	if unknown := err != nil || unit == currency.XXX || unit == currency.XTS; unknown && !slices.Contains(youngCurrencies, code) {
		if code == "" {
			return 0, fmt.Errorf("the currency is not known")
		}
		return 0, fmt.Errorf("%q is no currency of ISO 4217", code)
	}
	if n, ok := decimalsOf[code]; ok {
		return n, nil
	}
	return 2, nil
}

// Amount reads a printed amount of a currency (ISO 4217) in XML number format, with the decimals of the currency:
// 1234.50, 1234.567 of KWD, 1234 of JPY. decimal is the decimal separator of the region that it was printed for; it
// tells 1,234 from 1.234, which look alike. An amount that could be another one is not read.
func Amount(printed, decimal, code string) (string, error) {
	places, err := decimals(code)
	if err != nil {
		return "", err
	}
	n, ok := readAmount(strings.TrimSpace(printed), decimal)
	switch {
	case !ok:
		return "", fmt.Errorf("%q cannot be read as an amount", printed)
	case len(n.fraction) > places && (n.alike || strings.Trim(n.fraction[places:], "0") != ""):
		return "", fmt.Errorf("%q has more decimals than the %d of %s", printed, places, code)
	}
	out := strings.TrimLeft(n.whole, "0")
	if out == "" {
		out = "0"
	}
	if places > 0 {
		out += "." + (n.fraction + strings.Repeat("0", places))[:places]
	}
	if n.negative {
		out = "-" + out
	}
	return out, nil
}

// amount is a printed amount, taken apart.
type amount struct {
	whole, fraction string // digits
	negative        bool
	alike           bool // its fraction could be thousands, but for the region
}

// What stands in and around a printed amount: separators, a unit before it (kr.50), and 12,- for a whole one.
var (
	printedAmount = regexp.MustCompile(`^(.*?)(\d(?:.*\d)?)(\D*)$`)
	separator     = regexp.MustCompile(`[.,'’ \x{a0}\x{202f}]`)
	digitsOnly    = regexp.MustCompile(`^\d+$`)
	bareFraction  = regexp.MustCompile(`(^|\P{L})[.,]$`)
	noFraction    = regexp.MustCompile(`^[.,][-–—]+`)
)

func readAmount(printed, decimal string) (amount, bool) {
	m := printedAmount.FindStringSubmatch(printed)
	if m == nil || bareFraction.MatchString(m[1]) {
		return amount{}, false
	}
	n := amount{negative: strings.ContainsAny(m[1]+noFraction.ReplaceAllString(m[3], ""), "-−(")}
	groups, marks := separator.Split(m[2], -1), separator.FindAllString(m[2], -1)
	if slices.ContainsFunc(groups, func(g string) bool { return !digitsOnly.MatchString(g) }) {
		return n, false
	}
	if last := len(marks) - 1; last >= 0 {
		n.alike = last == 0 && len(groups[1]) == 3
		point := marks[last]
		if (point == "." || point == ",") && !slices.Contains(marks[:last], point) && (!n.alike || point == decimal) {
			n.fraction, groups, marks = groups[last+1], groups[:last+1], marks[:last]
		}
	}
	n.whole = strings.Join(groups, "")
	return n, grouped(groups, marks)
}

// grouped tells whether digits are thousands with one separator between them: 1.234.567, or 12,34,567 as in India.
func grouped(groups, marks []string) bool {
	last := len(groups) - 1
	if last == 0 {
		return true
	}
	for i, g := range groups {
		if len(g) > 3 || i == last && len(g) < 3 || i > 0 && len(g) < 2 {
			return false
		}
	}
	return len(slices.Compact(slices.Clone(marks))) == 1
}
