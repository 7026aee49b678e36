package font

type shaper struct{}
