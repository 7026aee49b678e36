package diff

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"reportmail/render/doc"
)

// styles compares the styles of two layouts by what they come to, with everything they inherit.
func styles(a, b *doc.Styles) []Change {
	var out []Change
	for _, id := range styleIDs(a, b) {
		x, y := describe(a, id), describe(b, id)
		if x == nil || y == nil {
			if x != nil {
				out = append(out, Change{"style " + nameOf(a, id), strings.Join(x, ", "), ""})
			} else if y != nil {
				out = append(out, Change{"style " + nameOf(b, id), "", strings.Join(y, ", ")})
			}
			continue
		}
		var old, later []string
		for i := range x {
			if x[i] != y[i] {
				old, later = append(old, x[i]), append(later, y[i])
			}
		}
		if old != nil {
			out = append(out, Change{"style " + nameOf(a, id), strings.Join(old, ", "), strings.Join(later, ", ")})
		}
	}
	return out
}

func styleIDs(sets ...*doc.Styles) []string {
	var ids []string
	for _, s := range sets {
		if s == nil {
			continue
		}
		for id, st := range s.ByID {
			if (st.Kind == doc.ParagraphStyle || st.Kind == doc.CharacterStyle) && !slices.Contains(ids, id) {
				ids = append(ids, id)
			}
		}
	}
	slices.Sort(ids)
	return ids
}

func nameOf(s *doc.Styles, id string) string {
	if st := s.ByID[id]; st != nil && st.Name != "" {
		return st.Name
	}
	return id
}

// describe lists what a style comes to, always in the same order; nil when there is none.
func describe(s *doc.Styles, id string) []string {
	if s == nil || s.ByID[id] == nil {
		return nil
	}
	p, char := &doc.Paragraph{}, ""
	if s.ByID[id].Kind == doc.CharacterStyle {
		char = id
	} else {
		p.Style = id
	}
	run, para := s.Run(p, char, nil, doc.CellContext{}), s.Para(p, doc.CellContext{})
	return []string{
		run.Font, points(float64(run.Size) / 2), onOff("bold", run.Bold), onOff("italic", run.Italic), "colour " + colour(run.Color), "underline " + run.Underline.Style,
		"align " + [...]string{"left", "center", "right", "both", "distribute"}[min(para.Align, doc.AlignDistribute)],
		"before " + twips(para.Before), "after " + twips(para.After), fmt.Sprintf("line %d/%d", para.Line, para.LineRule), "indent " + twips(para.Left), onOff("keep with next", para.KeepNext),
	}
}

func onOff(what string, on bool) string {
	if on {
		return what
	}
	return "not " + what
}

func colour(c doc.Color) string {
	if c.Auto {
		return "automatic"
	}
	return fmt.Sprintf("#%02X%02X%02X", c.R, c.G, c.B)
}

func points(p float64) string { return strconv.FormatFloat(p, 'f', -1, 64) + " pt" }

func twips(t doc.Twips) string { return points(float64(t) / 20) }

// pages compares the page set-up of the sections.
func pages(a, b *doc.Document) []Change {
	var out []Change
	for i := range max(len(a.Sections), len(b.Sections)) {
		c := Change{Where: "page"}
		if i > 0 {
			c.Where = fmt.Sprintf("page of section %d", i+1)
		}
		if i < len(a.Sections) {
			c.Old = setup(a.Sections[i].Page)
		}
		if i < len(b.Sections) {
			c.New = setup(b.Sections[i].Page)
		}
		if c.Old != c.New {
			out = append(out, c)
		}
	}
	return out
}

func setup(p doc.PageSetup) string {
	s := fmt.Sprintf("%s × %s, margins %s %s %s %s, header %s, footer %s", twips(p.Width), twips(p.Height), twips(p.Top), twips(p.Right), twips(p.Bottom), twips(p.Left), twips(p.Header), twips(p.Footer))
	if p.TitlePage {
		s += ", first page differs"
	}
	return s
}
