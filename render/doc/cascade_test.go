package doc

import "testing"

// sheet makes styles by id.
func sheet(styles ...*Style) *Styles {
	s := &Styles{ByID: map[string]*Style{}}
	for _, st := range styles {
		s.ByID[st.ID] = st
	}
	return s
}

func TestStyles_ParaPrecedence(t *testing.T) {
	after := func(n Twips) *ParaProps { return &ParaProps{After: Some(n)} }
	table := &Style{ID: "t", Kind: TableStyle, Para: after(20), Cond: map[Condition]*CondProps{FirstRow: {Para: after(30)}}}
	base := &Style{ID: "base"}
	normal := &Style{ID: "Normal", BasedOn: "base"}
	s := sheet(table, base, normal)
	s.DefaultPara = "Normal"
	s.DocPara = after(10)
	p := &Paragraph{}
	steps := []struct {
		what string
		do   func()
		cell CellContext
		want Twips
	}{
		{"document defaults", func() {}, CellContext{}, 10},
		{"table style over defaults", func() {}, CellContext{Table: "t", Conds: WholeTable}, 20},
		{"conditional part over table style", func() {}, CellContext{Table: "t", Conds: WholeTable | FirstRow}, 30},
		{"base of the default style over the table's", func() { base.Para = after(40) }, CellContext{Table: "t", Conds: WholeTable | FirstRow}, 40},
		{"style over its base", func() { normal.Para = after(50) }, CellContext{Table: "t"}, 50},
		{"direct over style", func() { p.Props = after(60) }, CellContext{Table: "t"}, 60},
	}
	for _, step := range steps {
		step.do()
		s.cache.Clear()
		if got := s.Para(p, step.cell).After; got != step.want {
			t.Errorf("%s: got %d, want %d", step.what, got, step.want)
		}
	}
}

func TestStyles_ParaUnknownStyleIsDefault(t *testing.T) {
	s := sheet(&Style{ID: "N", Name: "Normal", Para: &ParaProps{Line: Some[int32](300)}}, &Style{ID: "c", Kind: CharacterStyle})
	s.DefaultPara = "N"
	for _, id := range []string{"", "missing", "c"} {
		if f := s.Para(&Paragraph{Style: id}, CellContext{}); f.Style != "N" || f.StyleName != "Normal" || f.Line != 300 {
			t.Errorf("style %q: got %+v", id, f)
		}
	}
}

func TestStyles_CircleEnds(t *testing.T) {
	s := sheet(&Style{ID: "a", BasedOn: "b", Para: &ParaProps{Left: Some[Twips](1)}}, &Style{ID: "b", BasedOn: "a", Para: &ParaProps{Right: Some[Twips](2)}})
	if f := s.Para(&Paragraph{Style: "a"}, CellContext{}); f.Left != 1 || f.Right != 2 {
		t.Errorf("got %+v", f)
	}
}

func TestStyles_ListIndents(t *testing.T) {
	level := func(left Twips) ListLevel { return ListLevel{Para: &ParaProps{Left: Some(left)}} }
	s := sheet(
		&Style{ID: "plain", Para: &ParaProps{Left: Some[Twips](700)}},
		&Style{ID: "bullet", BasedOn: "plain", Para: &ParaProps{Num: Some(NumRef{ID: 1})}},
		&Style{ID: "own", BasedOn: "bullet", Para: &ParaProps{Left: Some[Twips](50)}},
	)
	s.Numbering = &Numbering{Lists: map[int32]*List{
		1: {Levels: [9]ListLevel{level(100), level(110)}}, 2: {Levels: [9]ListLevel{level(200)}},
	}}
	for _, c := range []struct {
		what, style string
		direct      *ParaProps
		left        Twips
		num         NumRef
	}{
		{"the list's indent over that of a base style", "bullet", nil, 100, NumRef{ID: 1}},
		{"a later style over the list's", "own", nil, 50, NumRef{ID: 1}},
		{"a direct list over styles", "own", &ParaProps{Num: Some(NumRef{ID: 2})}, 200, NumRef{ID: 2}},
		{"direct indent over direct list", "plain", &ParaProps{Num: Some(NumRef{ID: 2}), Left: Some[Twips](9)}, 9, NumRef{ID: 2}},
		{"only a level", "bullet", &ParaProps{Num: Some(NumRef{ID: InheritedList, Level: 1})}, 110, NumRef{ID: 1, Level: 1}},
		{"list taken away", "bullet", &ParaProps{Num: Some(NumRef{})}, 700, NumRef{}},
	} {
		f := s.Para(&Paragraph{Style: c.style, Props: c.direct}, CellContext{})
		if f.Left != c.left || f.Num.V != c.num {
			t.Errorf("%s: got indent %d and list %+v, want %d and %+v", c.what, f.Left, f.Num.V, c.left, c.num)
		}
	}
}

func TestStyles_Tabs(t *testing.T) {
	s := sheet(&Style{ID: "a", Para: &ParaProps{Tabs: []TabStop{{Pos: 300}, {Pos: 100}}}})
	f := s.Para(&Paragraph{Style: "a", Props: &ParaProps{Tabs: []TabStop{{Pos: 200, Align: TabRight}, {Pos: 300, Align: TabClear}}}}, CellContext{})
	if len(f.Tabs) != 2 || f.Tabs[0].Pos != 100 || f.Tabs[1] != (TabStop{Pos: 200, Align: TabRight}) {
		t.Errorf("got %+v", f.Tabs)
	}
}

func TestStyles_RightToLeftSides(t *testing.T) {
	s := sheet()
	props := func(a Opt[Align]) *ParaProps { return &ParaProps{Bidi: Some(true), Align: a, Left: Some[Twips](5)} }
	for want, a := range map[Align]Opt[Align]{AlignRight: {}, AlignLeft: Some(AlignRight), AlignCenter: Some(AlignCenter)} {
		if f := s.Para(&Paragraph{Props: props(a)}, CellContext{}); f.Align != want || f.Right != 5 || f.Left != 0 {
			t.Errorf("%+v: got %+v", a, f)
		}
	}
}

// Toggle properties, ECMA-376-1 17.7.3: an odd number of levels that set one is on, a false value changes nothing.
func TestStyles_Toggles(t *testing.T) {
	yes, no, unset := Some(true), Some(false), Opt[bool]{}
	for _, c := range []struct {
		defaults, table, para, char, direct Opt[bool]
		want                                bool
	}{
		{unset, unset, yes, unset, unset, true},
		{unset, unset, yes, yes, unset, false},
		{unset, unset, yes, no, unset, true},
		{unset, yes, unset, unset, unset, true},
		{unset, yes, yes, unset, unset, false},
		{unset, yes, yes, yes, unset, true},
		{yes, unset, yes, unset, unset, true},
		{unset, unset, yes, yes, yes, true},
		{yes, yes, yes, unset, no, false},
	} {
		bold := func(b Opt[bool]) *RunProps { return &RunProps{Bold: b} }
		s := sheet(&Style{ID: "t", Kind: TableStyle, Run: bold(c.table)}, &Style{ID: "p", Run: bold(c.para)}, &Style{ID: "c", Kind: CharacterStyle, Run: bold(c.char)})
		s.DocRun = bold(c.defaults)
		if got := s.Run(&Paragraph{Style: "p"}, "c", bold(c.direct), CellContext{Table: "t"}).Bold; got != c.want {
			t.Errorf("%+v: got %t", c, got)
		}
	}
}

func TestStyles_RunFallbacks(t *testing.T) {
	s := sheet()
	f := s.Run(&Paragraph{}, "", &RunProps{Font: Some("A")}, CellContext{})
	if f.Font != "A" || f.FontHigh != "A" || f.Size != 20 || !f.Color.Auto || f.Scale != 100 || f.Underline.Style != "none" {
		t.Errorf("got %+v", f)
	}
	if f := s.Run(&Paragraph{}, "", nil, CellContext{}); f.Font != "Times New Roman" {
		t.Errorf("got font %s", f.Font)
	}
}

func TestStyles_Label(t *testing.T) {
	s := sheet()
	level := &ListLevel{Run: &RunProps{Color: Some(Color{R: 1})}}
	p := &Paragraph{Mark: &RunProps{Bold: Some(true), Color: Some(Color{G: 2}), Underline: Some(Underline{Style: "single"})}}
	f := s.Label(p, level, CellContext{})
	if !f.Bold || f.Color != (Color{R: 1}) || f.Underline.Style != "none" {
		t.Errorf("got %+v", f)
	}
	if s.Label(p, level, CellContext{}) != f {
		t.Error("the format is computed twice")
	}
}
