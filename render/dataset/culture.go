package dataset

import (
	"strings"

	"golang.org/x/text/language"
	"golang.org/x/text/message"
	"golang.org/x/text/number"
)

// Culture is how a region writes numbers.
type Culture struct {
	Decimal string
	Group   string
	Sizes   [2]int // digits of the group next to the decimal separator, and of those before it
}

// Invariant is the culture of raw numbers in exports.
var Invariant = Culture{Decimal: ".", Group: ",", Sizes: [2]int{3, 3}}

// CultureOf is the culture with a name such as en-GB, from the Unicode locale data; Invariant when the name is empty or
// unknown. Digits are always ASCII and the minus sign always a hyphen, which is what the product prints.
func CultureOf(name string) Culture {
	tag, err := language.Parse(name)
	if err != nil || tag == language.Und {
		return Invariant
	}
	if t, err := tag.SetTypeForKey("nu", "latn"); err == nil {
		tag = t
	}
	sample := message.NewPrinter(tag).Sprint(number.Decimal(12345678.5))
	c := Culture{Sizes: [2]int{0, 0}}
	head, decimal := splitDecimal(sample)
	if c.Decimal = decimal; decimal == "" {
		return Invariant
	}
	groups := strings.FieldsFunc(head, func(r rune) bool { return r < '0' || r > '9' })
	if len(groups) < 2 {
		c.Group, c.Sizes = "", [2]int{3, 3}
		return c
	}
	c.Group = head[len(groups[0]) : len(head)-len(strings.TrimLeftFunc(head[len(groups[0]):], notDigit))]
	c.Sizes = [2]int{len(groups[len(groups)-1]), len(groups[len(groups)-2])}
	if len(groups) == 2 {
		c.Sizes[1] = c.Sizes[0]
	}
	return c
}

func notDigit(r rune) bool { return r < '0' || r > '9' }

// splitDecimal takes a formatted 12345678.5 apart before its last digit.
func splitDecimal(s string) (head, decimal string) {
	s = strings.TrimRightFunc(s, notDigit)
	if !strings.HasSuffix(s, "5") {
		return s, ""
	}
	s = s[:len(s)-1]
	head = strings.TrimRightFunc(s, notDigit)
	return head, s[len(head):]
}
