package columns

// auto weighs preferred widths and contents.
func auto(t Table, cols []column) []float64 {
	whole := t.Width
	base := whole
	if base <= 0 {
		base = t.Available
	}
	out := make([]float64, len(cols))
	var sum, least float64
	for i := range cols {
		c := &cols[i]
		w := c.max
		switch {
		case c.pref > 0:
			w = c.pref
		case c.share > 0:
			w = c.share * base
		}
		out[i] = max(w, c.min)
		sum += out[i]
		least += c.min
	}
	if whole <= 0 {
		whole = min(sum, max(t.Available, least)) // preferred widths beyond the space are scaled down
	}
	whole = max(whole, min(least, max(t.Available, whole)))
	switch {
	case sum > whole:
		shrink(out, cols, sum-whole)
	case sum < whole:
		grow(out, cols, whole-sum)
	}
	return something(out, base)
}

// open tells whether a column has no preferred width.
func open(cols []column) bool {
	for i := range cols {
		if cols[i].pref == 0 && cols[i].share == 0 {
			return true
		}
	}
	return false
}

// shrink takes extra from the columns, in proportion to what each has above its minimum; below the minima when all of
// them together are too wide.
func shrink(out []float64, cols []column, extra float64) {
	var give, sum float64
	for i := range out {
		give += out[i] - cols[i].min
		sum += out[i]
	}
	if give > 0 {
		k := min(extra/give, 1)
		for i := range out {
			out[i] -= (out[i] - cols[i].min) * k
		}
		extra -= give * k
	}
	if extra > 0.001 {
		sum = 0
		for i := range out {
			sum += out[i]
		}
		if sum <= 0 {
			return
		}
		k := max(1-extra/sum, 0)
		for i := range out {
			out[i] *= k
		}
	}
}

// grow gives extra to the columns without a preferred width, else to all, in proportion to their widths.
func grow(out []float64, cols []column, extra float64) {
	var sum float64
	free := open(cols)
	takes := func(i int) bool { return !free || cols[i].pref == 0 && cols[i].share == 0 }
	for i := range out {
		if takes(i) {
			sum += out[i]
		}
	}
	for i := range out {
		if !takes(i) {
			continue
		}
		if sum > 0 {
			out[i] += extra * out[i] / sum
		} else {
			out[i] += extra / float64(len(out))
		}
	}
}
