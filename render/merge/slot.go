package merge

import (
	"slices"

	"reportmail/internal/nearest"
	"reportmail/render/dataset"
	"reportmail/render/diag"
	"reportmail/render/doc"
)

// slotStep is a control that is bound to nothing but has a title: a reusable text may take its place.
type slotStep struct {
	own  step // the control as it is without one
	text *textStep
}

// slot compiles an unbound control with a title.
func (c *compiler) slot(ctl *doc.Control, own step, dynamic bool) (step, bool) {
	if !dynamic {
		own = fixed{ctl}
	}
	b := &binding{ctl: ctl, path: []dataset.Step{{Name: ctl.Title}}} // names the control in findings; not a path of the data
	c.plan.slots = append(c.plan.slots, ctl.Title)
	return &slotStep{own: own, text: &textStep{ctl: ctl, b: b, shell: shellOf(ctl), look: lookOf(ctl), rich: richHTML}}, true
}

func (s *slotStep) run(x *exec) {
	if html, ok := x.texts[s.text.ctl.Title]; ok {
		s.text.pushHTML(x, html, nil)
		return
	}
	s.own.run(x)
}

// Slots are the titles of the controls that a reusable text may take the place of.
func (p *Plan) Slots() []string { return slices.Clone(p.slots) }

// checkTexts reports texts that no control takes.
func (p *Plan) checkTexts(texts map[string]string, f *diag.List) {
	var names []string
	for name := range texts {
		if !slices.Contains(p.slots, name) {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	for _, name := range names {
		f.Add(diag.Finding{ID: "no-such-control", Severity: diag.Warning, Where: diag.Where{Control: name},
			Message: "the layout has no unbound control with the title " + quoted(name) + ", so the text for it is left out", Hint: nearest.Hint(name, p.slots)})
	}
}
