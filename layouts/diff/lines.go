package diff

// most bounds the comparison, which needs memory in proportion to both lengths. Layouts have some hundred lines; beyond
// this only what the sides do not share at all is told.
const most = 4000

// lines compares two lists by their longest common subsequence. What stands at the same place on both sides is one
// change.
func lines(where string, a, b []string) []Change {
	for len(a) > 0 && len(b) > 0 && a[0] == b[0] {
		a, b = a[1:], b[1:]
	}
	for len(a) > 0 && len(b) > 0 && a[len(a)-1] == b[len(b)-1] {
		a, b = a[:len(a)-1], b[:len(b)-1]
	}
	var out []Change
	var gone, came []string
	flush := func() {
		for i := range max(len(gone), len(came)) {
			c := Change{Where: where}
			if i < len(gone) {
				c.Old = gone[i]
			}
			if i < len(came) {
				c.New = came[i]
			}
			out = append(out, c)
		}
		gone, came = nil, nil
	}
	length := common(a, b)
	i, j := 0, 0
	for i < len(a) || j < len(b) {
		switch {
		case i < len(a) && j < len(b) && a[i] == b[j]:
			flush()
			i, j = i+1, j+1
		case j == len(b) || i < len(a) && length(i+1, j) >= length(i, j+1):
			gone = append(gone, a[i])
			i++
		default:
			came = append(came, b[j])
			j++
		}
	}
	flush()
	return out
}

// common gives the length of the longest common subsequence of a[i:] and b[j:].
func common(a, b []string) func(i, j int) int {
	if len(a) > most || len(b) > most {
		return func(int, int) int { return 0 }
	}
	width := len(b) + 1
	table := make([]uint16, (len(a)+1)*width)
	for i := len(a) - 1; i >= 0; i-- {
		for j := len(b) - 1; j >= 0; j-- {
			if a[i] == b[j] {
				table[i*width+j] = table[(i+1)*width+j+1] + 1
			} else {
				table[i*width+j] = max(table[(i+1)*width+j], table[i*width+j+1])
			}
		}
	}
	return func(i, j int) int { return int(table[i*width+j]) }
}
