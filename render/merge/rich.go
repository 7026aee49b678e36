package merge

// runRich fills a control with formatted text.
func (s *textStep) runRich(x *exec, value string) {
	x.push(s.shell.fill(x, x.one(x.text(s.look, value, x.origin(s.b)))))
}
