package page

// Block arrows with the presets' default sizes (ECMA-376-1 20.1.9): the head is half as long as the shape's shorter
// side, the shaft half as wide as the head.

func rightArrow(x, y, w, h float64) []Segment {
	head := min(w, h) / 2
	return polygon(x, y+h/4, x+w-head, y+h/4, x+w-head, y, x+w, y+h/2, x+w-head, y+h, x+w-head, y+h*3/4, x, y+h*3/4)
}

func leftArrow(x, y, w, h float64) []Segment {
	head := min(w, h) / 2
	return polygon(x+w, y+h/4, x+head, y+h/4, x+head, y, x, y+h/2, x+head, y+h, x+head, y+h*3/4, x+w, y+h*3/4)
}

func upArrow(x, y, w, h float64) []Segment {
	head := min(w, h) / 2
	return polygon(x+w/4, y+h, x+w/4, y+head, x, y+head, x+w/2, y, x+w, y+head, x+w*3/4, y+head, x+w*3/4, y+h)
}

func downArrow(x, y, w, h float64) []Segment {
	head := min(w, h) / 2
	return polygon(x+w/4, y, x+w/4, y+h-head, x, y+h-head, x+w/2, y+h, x+w, y+h-head, x+w*3/4, y+h-head, x+w*3/4, y)
}

func upDownArrow(x, y, w, h float64) []Segment {
	head := min(w, h) / 2
	return polygon(x, y+head, x+w/2, y, x+w, y+head, x+w*3/4, y+head, x+w*3/4, y+h-head, x+w, y+h-head, x+w/2, y+h,
		x, y+h-head, x+w/4, y+h-head, x+w/4, y+head)
}

func leftRightArrow(x, y, w, h float64) []Segment {
	head := min(w, h) / 2
	return polygon(x, y+h/2, x+head, y, x+head, y+h/4, x+w-head, y+h/4, x+w-head, y, x+w, y+h/2, x+w-head, y+h,
		x+w-head, y+h*3/4, x+head, y+h*3/4, x+head, y+h)
}

func homePlate(x, y, w, h float64) []Segment {
	d := min(w, h) / 2
	return polygon(x, y, x+w-d, y, x+w, y+h/2, x+w-d, y+h, x, y+h)
}

func chevron(x, y, w, h float64) []Segment {
	d := min(w, h) / 2
	return polygon(x, y, x+w-d, y, x+w, y+h/2, x+w-d, y+h, x, y+h, x+d, y+h/2)
}
