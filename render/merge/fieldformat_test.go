package merge

import "testing"

func TestNumbered(t *testing.T) {
	for _, c := range []struct{ value, picture, region, want string }{
		{"1,234.5", "#,##0.00", "en-GB", "1,234.50"},
		{"1.234,5", "#,##0.00", "nl-NL", "1.234,50"},
		{"1 234,5", "0.0", "fr-FR", "1234,5"},
		{"1'234.50", "0", "de-CH", "1235"},
		{"-7", "0.00;(0.00)", "en-US", "(7.00)"},
		{"12,50-", "0.00", "de-DE", "-12,50"},
		{"1234.5", "€ #,##0.00", "", "€ 1,234.50"},
		{"1.234.567,89", "#.##0,00", "nl-NL", "1.234.567,89"},
		{"1.234.567,89", "EUR #.##0,00;-EUR #.##0,00", "de-DE", "EUR 1.234.567,89"},
		{"1.234,5", "#.##0", "nl-NL", "1.235"},
		{"1.234,5", "#,##0", "nl-NL", "1.235"},
		{"1.234,5", "0,00", "nl-NL", "1234,50"},
		{"1234.5", "0,00", "en-GB", "1,235"},
		{"21", "0%", "nl-NL", "21%"},
		{"21", "0,0 %", "nl-NL", "21,0 %"},
	} {
		if got, ok := numbered(c.value, c.picture, c.region); !ok || got != c.want {
			t.Errorf("%s as %s in %q: %q, %t; want %q", c.value, c.picture, c.region, got, ok, c.want)
		}
	}
	for _, bad := range []string{"", "EUR 12", "12 pieces", "n/a", "1-2"} {
		if got, ok := numbered(bad, "0.00", "en-GB"); ok {
			t.Errorf("%q is no number, got %q", bad, got)
		}
	}
}

func TestDated(t *testing.T) {
	for _, c := range []struct{ value, region, want string }{
		{"2026-05-04", "en-US", "4 May 2026"},
		{"2026-05-04T10:30:00", "nl-NL", "4 mei 2026"},
		{"05/04/2026", "en-US", "4 May 2026"},
		{"04/05/2026", "en-GB", "4 May 2026"},
		{"04-05-26", "nl-NL", "4 mei 2026"},
		{"4.5.2026", "de-DE", "4 Mai 2026"},
		{"26-05-04", "sv-SE", "4 maj 2026"},
		{"2026. 5. 4", "hu-HU", "4 May 2026"},
		{"5/4/2026", "", "4 May 2026"},
	} {
		if got, ok := dated(c.value, "d MMMM yyyy", c.region); !ok || got != c.want {
			t.Errorf("%s in %q: %q, %t; want %q", c.value, c.region, got, ok, c.want)
		}
	}
	for _, bad := range []string{"", "soon", "31/02/2026", "1/2", "2026-13-01", "12.05.20261", "4 May 2026"} {
		if got, ok := dated(bad, "d MMMM yyyy", "en-GB"); ok {
			t.Errorf("%q is no date of numbers, got %q", bad, got)
		}
	}
}
