package merge

import "strings"

// didYouMean is a hint that names the candidate nearest to a name, "" when none is near.
func didYouMean(name string, candidates []string) string {
	best, distance := "", 1+limit(name)
	for _, c := range candidates {
		if d := editDistance(plainName(name), plainName(c), distance); d < distance {
			best, distance = c, d
		}
	}
	if best == "" {
		return ""
	}
	return "did you mean " + best + "?"
}

// limit is how many changes still make a name the same one misspelt.
func limit(name string) int { return max(1, min(len(name)/3, 6)) }

// plainName is a name without what people get wrong first.
func plainName(s string) string { return strings.ToLower(strings.ReplaceAll(s, "_", "")) }

const maxName = 128 // longer names are not compared

// editDistance counts insertions, deletions, replacements and swaps of neighbours between a and b, up to most.
func editDistance(a, b string, most int) int {
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
