package selection

import (
	"strings"
	"testing"
)

func TestAmount_reads(t *testing.T) {
	for _, c := range []struct{ printed, decimal, currency, want string }{
		{"1,234.50", ".", "EUR", "1234.50"}, {"1.234,50", ",", "EUR", "1234.50"}, {"1 234,5", ",", "EUR", "1234.50"}, {"1'234.00", ".", "CHF", "1234.00"},
		{"1\u202f234\u202f567,80", ",", "EUR", "1234567.80"}, {"14,678.84", ".", "EUR", "14678.84"}, {"€ 12", ".", "EUR", "12.00"},
		{"-3,00", ",", "EUR", "-3.00"}, {"3.00-", ".", "EUR", "-3.00"}, {"(3.00)", ".", "EUR", "-3.00"}, {"0", ".", "EUR", "0.00"}, {"12,5 €", ",", "EUR", "12.50"}, {"12,-", ",", "EUR", "12.00"},
		{"1,234.567", ".", "KWD", "1234.567"}, {"1.234", ".", "KWD", "1.234"}, {"1.234", ",", "KWD", "1234.000"}, {"1,234", ".", "EUR", "1234.00"},
		{"1.234,50 kr.", ",", "DKK", "1234.50"}, {"kr.50", ",", "DKK", "50.00"}, {"12,34,567.80", ".", "INR", "1234567.80"}, {"1,234", ".", "JPY", "1234"}, {"1,234.00", ".", "JPY", "1234"},
		{"1,5", ",", "kwd", "1.500"}, {"007", ".", "XCG", "7.00"},
	} {
		got, err := Amount(c.printed, c.decimal, c.currency)
		if got != c.want || (err == nil) != (c.want != "") {
			t.Errorf("%q of %s: %q, %v, want %q", c.printed, c.currency, got, err, c.want)
		}
	}
}

// What could be another amount is not asked for.
func TestAmount_refuses(t *testing.T) {
	for _, c := range []struct{ printed, decimal, currency, want string }{
		{"none", ".", "EUR", `"none" cannot be read`}, {"", ".", "EUR", "cannot be read"}, {"1.234", ".", "EUR", "more decimals than the 2 of EUR"},
		{"12.500", ".", "EUR", "more decimals"}, {"1,234.567", ".", "EUR", "more decimals"}, {"1234.5", ".", "JPY", "more decimals than the 0"},
		{"1.2.3", ".", "EUR", "cannot be read"}, {"13.05.2026", ".", "EUR", "cannot be read"}, {".50", ".", "EUR", "cannot be read"}, {"1e5", ".", "EUR", "cannot be read"},
		{"12.00", ".", "", "the currency is not known"}, {"12.00", ".", "EURO", `"EURO" is no currency`}, {"12.00", ".", "XXX", "no currency"},
	} {
		if got, err := Amount(c.printed, c.decimal, c.currency); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%q of %q: %q, %v", c.printed, c.currency, got, err)
		}
	}
}
