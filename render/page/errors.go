package page

import "errors"

// ErrNoFonts is a call of Layout without a font library.
var ErrNoFonts = errors.New("lay out pages: no font library")
