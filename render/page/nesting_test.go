package page

import (
	"strings"
	"testing"
	"time"

	"reportmail/render/diag"
	"reportmail/render/doc"
)

// Tables inside of each other must not multiply the work at each level.
func TestLayout_deepNesting(t *testing.T) {
	for name, wrap := range map[string]func([]doc.Node) []doc.Node{
		"rows": func(in []doc.Node) []doc.Node {
			return []doc.Node{&doc.Table{Content: []doc.Node{&doc.Row{Content: []doc.Node{&doc.Cell{Content: in}}}}}, &doc.Paragraph{}}
		},
		"merged": func(in []doc.Node) []doc.Node {
			cell := func(m doc.VMerge, in []doc.Node) doc.Node {
				return &doc.Row{Content: []doc.Node{&doc.Cell{Props: &doc.CellProps{VMerge: m}, Content: in}, &doc.Cell{Content: []doc.Node{&doc.Paragraph{}}}}}
			}
			return []doc.Node{&doc.Table{Content: []doc.Node{cell(doc.MergeStart, in), cell(doc.MergeContinue, []doc.Node{&doc.Paragraph{}})}}, &doc.Paragraph{}}
		},
		"floating": func(in []doc.Node) []doc.Node {
			return []doc.Node{&doc.Table{Props: &doc.TableProps{Float: &doc.Float{HAnchor: "text", VAnchor: "text"}}, Content: []doc.Node{&doc.Row{Content: []doc.Node{&doc.Cell{Content: in}}}}}, &doc.Paragraph{}}
		},
		"text boxes": func(in []doc.Node) []doc.Node {
			d := &doc.Drawing{Width: 12700 * 200, Height: 12700 * 100, Shape: &doc.Shape{Preset: "rect", Text: in}}
			return []doc.Node{&doc.Paragraph{Content: []doc.Node{d}}}
		},
	} {
		t.Run(name, func(t *testing.T) {
			for _, depth := range []int{maxDepth - 2, maxDepth + 10} {
				nest(t, wrap, depth)
			}
		})
	}
}

func nest(t *testing.T, wrap func([]doc.Node) []doc.Node, depth int) {
	t.Helper()
	in := []doc.Node{&doc.Paragraph{Content: []doc.Node{&doc.Run{Text: strings.Repeat("some words ", 400)}}}}
	for range depth {
		in = wrap(in)
	}
	d := &doc.Document{Sections: []*doc.Section{{Content: in, Page: doc.PageSetup{Width: 12240, Height: 6000, Top: 720, Bottom: 720, Left: 720, Right: 720}}}}
	start := time.Now()
	var f diag.List
	if _, err := Layout([]*doc.Document{d}, Options{Fonts: library(t)}, &f); err != nil {
		t.Fatal(err)
	}
	if took := time.Since(start); took > limit {
		t.Errorf("%d levels took %v", depth, took)
	}
	if deep := depth > maxDepth; deep != (len(f.Items()) > 0) {
		t.Errorf("%d levels: findings %v", depth, f.Items())
	}
}
