package page

import (
	"math"
	"testing"

	"reportmail/render/diag"
	"reportmail/render/doc"
)

// boxes are shapes wider than high, higher than wide, and square.
var boxes = [][2]float64{{93.6, 72}, {40, 130}, {50, 50}}

func TestPresets_stayInTheirBox(t *testing.T) {
	for name, draw := range presets {
		for _, b := range boxes {
			segs := draw(10, 20, b[0], b[1])
			if last := segs[len(segs)-1]; last.Op != 'Z' {
				t.Errorf("%s: the outline is open", name)
			}
			for _, s := range segs {
				if s.Op == 'Z' {
					continue
				}
				if s.X < 9.5 || s.X > 10.5+b[0] || s.Y < 19.5 || s.Y > 20.5+b[1] {
					t.Errorf("%s %v: a corner at %.1f, %.1f", name, b, s.X, s.Y)
				}
			}
		}
	}
}

func TestTextRects_leaveRoom(t *testing.T) {
	for name, f := range textRects {
		if presets[name] == nil {
			t.Errorf("%s has a text box but no outline", name)
		}
		for _, b := range boxes {
			r := f(b[0], b[1])
			if r.l < 0 || r.t < 0 || r.r < 0 || r.b < 0 || r.l+r.r >= b[0] || r.t+r.b >= b[1] {
				t.Errorf("%s %v: text keeps %v", name, b, r)
			}
		}
	}
}

func TestCloud_closes(t *testing.T) {
	s := cloud(0, 0, 432, 432)
	first, last := s[0], s[len(s)-2]
	if d := math.Hypot(first.X-last.X, first.Y-last.Y); d > 2 {
		t.Errorf("the last arc ends %.2f from the start", d)
	}
}

func TestDonut_holeTurnsTheOtherWay(t *testing.T) {
	for name, draw := range map[string]func(x, y, w, h float64) []Segment{"donut": donut, "frame": frame} {
		var areas []float64
		var area, px, py float64
		for _, s := range draw(0, 0, 80, 60) {
			switch s.Op {
			case 'M':
				area = 0
			case 'Z':
				areas = append(areas, area)
				continue
			default:
				area += px*s.Y - s.X*py
			}
			px, py = s.X, s.Y
		}
		if len(areas) != 2 || areas[0]*areas[1] >= 0 || math.Abs(areas[1]) >= math.Abs(areas[0]) {
			t.Errorf("%s: areas %v", name, areas)
		}
	}
}

// Text in a triangle stands in the box of its lower half (ECMA-376-1 20.1.9).
func TestLayout_textInATriangle(t *testing.T) {
	sh := &doc.Shape{Preset: "triangle", FillAlpha: 255, Text: []doc.Node{&doc.Paragraph{Content: []doc.Node{&doc.Run{Text: "one two three"}}}}}
	d := &doc.Drawing{Width: 100 * 12700, Height: 100 * 12700, Shape: sh}
	one := &doc.Document{Sections: []*doc.Section{{
		Page:    doc.PageSetup{Width: 10000, Height: 10000, Left: 1000, Right: 1000, Top: 1000, Bottom: 1000},
		Content: []doc.Node{&doc.Paragraph{Content: []doc.Node{d}}},
	}}}
	pages, err := Layout([]*doc.Document{one}, Options{Fonts: library(t), Now: testNow}, new(diag.List))
	if err != nil {
		t.Fatal(err)
	}
	lines := 0
	for _, it := range pages.Pages[0].Items {
		if g, ok := it.(*Glyphs); ok {
			lines++
			if g.Y < 100 || g.X < 50+25 {
				t.Errorf("text at %.1f, %.1f", g.X, g.Y)
			}
		}
	}
	if lines < 2 {
		t.Errorf("%d lines in half the width", lines)
	}
}
