package preview

import (
	"fmt"
	"slices"
	"strings"

	"reportmail/render/diag"
	"reportmail/render/preview/clients"
)

// findingsTab is everything that there is to say about a view.
type findingsTab struct {
	Bad     int // warnings and errors
	Groups  []findingGroup
	Size    gauge
	Lacks   []clients.Lack // what some mail programs do not show
	Handled []clients.Lack // and what bodies see to
}

type findingGroup struct {
	Title string
	Items []finding // warnings and errors
	Notes []finding
}

// finding is one finding, with those of its kind when there are many.
type finding struct {
	diag.Finding
	Level, Place string
	More         []finding
}

// many is how many findings of one kind are folded into the first.
const many = 4

// fold puts findings of one kind together.
func fold(list []finding) []finding {
	kinds := map[string]int{}
	for _, f := range list {
		kinds[f.ID]++
	}
	at := map[string]int{}
	var out []finding
	for _, f := range list {
		i, begun := at[f.ID]
		switch {
		case kinds[f.ID] < many:
			out = append(out, f)
		case begun:
			out[i].More = append(out[i].More, f)
		default:
			at[f.ID] = len(out)
			out = append(out, f)
		}
	}
	return out
}

// clip is the size from which on Gmail shows a body only in part.
const clip = 102 << 10

// gauge is the size of a body against the limit.
type gauge struct {
	Bytes, Limit, Percent int
	Bad                   bool
}

func findingsOf(v *View) *findingsTab {
	t := &findingsTab{}
	for _, g := range v.Findings {
		group := findingGroup{Title: g.Title}
		for _, f := range g.Findings {
			one := finding{Finding: f, Level: f.Severity.String(), Place: f.Where.String()}
			if f.Severity >= diag.Warning {
				t.Bad++
				group.Items = append(group.Items, one)
			} else {
				group.Notes = append(group.Notes, one)
			}
		}
		slices.SortStableFunc(group.Items, func(a, b finding) int { return int(b.Severity) - int(a.Severity) })
		group.Items, group.Notes = fold(group.Items), fold(group.Notes)
		if len(group.Items)+len(group.Notes) > 0 {
			t.Groups = append(t.Groups, group)
		}
	}
	if v.Body.HTML == nil {
		return t
	}
	t.Size = gauge{Bytes: v.Body.Size, Limit: clip, Percent: min(100, v.Body.Size*100/clip), Bad: v.Body.Size > clip}
	if t.Size.Bad {
		t.Bad++
	}
	for _, l := range clients.Check(v.Body.unmarked()) {
		if l.Handled == "" {
			t.Lacks = append(t.Lacks, l)
		} else {
			t.Handled = append(t.Handled, l)
		}
	}
	return t
}

// Programs says who lacks a feature, in words.
func (f *findingsTab) Programs(l clients.Lack) string {
	var parts []string
	if len(l.None) > 0 {
		parts = append(parts, fmt.Sprintf("not in %s", strings.Join(l.None, ", ")))
	}
	if len(l.Partly) > 0 {
		parts = append(parts, fmt.Sprintf("in part in %s", strings.Join(l.Partly, ", ")))
	}
	return strings.Join(parts, "; ")
}
