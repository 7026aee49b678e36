package preview

import (
	"slices"
	"strings"

	"reportmail/cmd/internal/batch"
	"reportmail/render/diag"
	"reportmail/render/preview"
)

func joined(list []string) string { return strings.Join(list, ", ") }

// judge adds what the layouts use and everything that is found: the bindings of each layout against the data, and what
// rendering had to say.
func (s *Source) judge(v *preview.View, set *setting, m batch.Rendered, rendering []diag.Finding) error {
	var said []diag.Finding
	for _, name := range layoutsOf(m) {
		l, err := set.renderer.Layouts.Get(name)
		if err != nil {
			return err
		}
		for _, u := range l.Uses() {
			u.Where.Part = name
			v.Uses = append(v.Uses, u)
		}
		var list diag.List
		list.Append(l.Findings)
		list.Append(l.CheckBindings(v.Data))
		said = append(said, list.Items()...)
		v.Findings = append(v.Findings, preview.Group{Title: "Layout " + name, Findings: list.Items()})
	}
	rest := slices.DeleteFunc(slices.Clone(rendering), func(f diag.Finding) bool {
		return slices.ContainsFunc(said, func(o diag.Finding) bool {
			return o.ID == f.ID && o.Where.Column == f.Where.Column && o.Where.Control == f.Where.Control
		})
	})
	v.Findings = append(v.Findings, preview.Group{Title: "Rendering", Findings: rest}, preview.Group{Title: "Theme", Findings: set.findings})
	return nil
}

// layoutsOf are the layouts that a message is made of, each once.
func layoutsOf(m batch.Rendered) []string {
	var out []string
	if m.Mail.Body != nil {
		out = append(out, m.Mail.Body.Layout)
	}
	for _, a := range m.Mail.Attachments {
		if !slices.Contains(out, a.Layout) {
			out = append(out, a.Layout)
		}
	}
	return out
}
