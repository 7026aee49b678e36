// Package nearest finds the known name that a misspelt one stands for, for the hints of findings and errors.
package nearest

import "strings"

// Hint is "did you mean NAME?" with the known name that is written most alike, "" when none is near.
func Hint(name string, known []string) string {
	if n := Name(name, known); n != "" {
		return "did you mean " + n + "?"
	}
	return ""
}

// Name is the known name that is written most alike, the first of equals, "" when none is near.
func Name(name string, known []string) string {
	plain := Plain(name)
	best, least := "", 1+limit(plain)
	for _, k := range known {
		if d := distance(plain, Plain(k), least); d < least {
			best, least = k, d
		}
	}
	return best
}

// Plain is a name without what people get wrong first: case, spaces, underscores and hyphens.
func Plain(name string) string { return strings.ToLower(separators.Replace(name)) }

var separators = strings.NewReplacer("_", "", "-", "", " ", "")

// limit is how many changes still make a name the same one misspelt.
func limit(name string) int { return max(1, min(len(name)/3, 6)) }

const maxName = 128 // bytes; longer names are not compared, so that a hostile one costs nothing

// distance counts insertions, deletions, replacements and swaps of neighbours between a and b (optimal string
// alignment), up to most.
func distance(a, b string, most int) int {
	if len(a) > maxName || len(b) > maxName || len(a)-len(b) >= most || len(b)-len(a) >= most {
		return most
	}
	var rows [3][maxName + 1]int
	before, last, row := &rows[0], &rows[1], &rows[2]
	for j := range len(b) + 1 {
		last[j] = j
	}
	for i := 1; i <= len(a); i++ {
		row[0] = i
		low := i
		for j := 1; j <= len(b); j++ {
			cost := 1
			if a[i-1] == b[j-1] {
				cost = 0
			}
			row[j] = min(last[j]+1, row[j-1]+1, last[j-1]+cost)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				row[j] = min(row[j], before[j-2]+1)
			}
			low = min(low, row[j])
		}
		if low >= most {
			return most
		}
		before, last, row = last, row, before
	}
	return min(last[len(b)], most)
}
