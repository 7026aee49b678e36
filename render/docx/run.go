package docx

import (
	"strconv"
	"strings"

	"reportmail/render/doc"
)

// runState is the run that is being read.
type runState struct {
	in    *inlines
	e     *element
	style string
	props *doc.RunProps
	last  *doc.Run // text of this run that more text may join
	text  []byte   // its text so far
}

// run reads a w:r (ECMA-376-1 17.3.2.25). One run gives a node for every kind of content that it holds.
func (s *story) run(e *element, in *inlines) {
	r := &runState{in: in, e: e}
	if pr := e.kid("w:rPr"); pr != nil {
		r.style, r.props = attrOf(pr.kid("w:rStyle")), s.props.run(pr)
	}
	for _, k := range e.kids {
		read, known := s.tables.run[k.name]
		switch {
		case read != nil:
			read(s, k, r)
		case !known && !isMark(k.name):
			s.unknownInRun(k, r)
		}
	}
	r.flush()
}

// piece is the source of one piece of a run: Start and End are the run's, Open and Close the piece's.
func (s *story) piece(r *runState, e *element) doc.Source {
	src := doc.Source{Part: s.index, Start: r.e.start, Open: e.start, Close: e.end, End: r.e.end}
	if e.around != nil {
		src.Open, src.Close = e.around.start, e.around.end
	}
	return src
}

func (r *runState) add(n doc.Node) {
	r.flush()
	r.in.add(n)
}

// flush ends the text that more might have joined.
func (r *runState) flush() {
	if r.last != nil {
		r.last.Text = string(r.text)
		r.last, r.text = nil, r.text[:0]
	}
}

// text adds characters in the run's format.
func (s *story) addText(r *runState, e *element, text string) {
	if text == "" || s.ghost(r.in) {
		return
	}
	plain, props := symbolText(text, r.props)
	src := s.piece(r, e)
	if r.last != nil && r.last.Props == props {
		r.text = append(r.text, plain...)
		r.last.Src.Close = src.Close
		return
	}
	n := &doc.Run{Style: r.style, Props: props, Src: src}
	r.add(n)
	r.last, r.text = n, append(r.text, plain...)
}

func (s *story) unknownInRun(e *element, r *runState) {
	s.notShown(s.where(), what(e))
	r.add(&doc.Unknown{Name: e.name, Src: s.piece(r, e)})
}

// literal makes a reader of an element that stands for fixed text.
func literal(text string) func(*story, *element, *runState) {
	return func(s *story, e *element, r *runState) { s.addText(r, e, text) }
}

// note makes a reader of a reference to something outside of the text, which only Word output keeps.
func note(what string) func(*story, *element, *runState) {
	return func(s *story, e *element, r *runState) {
		s.notShown(s.where(), what)
		r.add(&doc.Unknown{Name: e.name, Src: s.piece(r, e)})
	}
}

// date makes a reader of an element that shows a part of today's date (ECMA-376-1 17.3.3.5 and on).
func date(picture string) func(*story, *element, *runState) {
	return func(s *story, e *element, r *runState) {
		r.add(&doc.Field{Name: "DATE", Switch: []doc.Switch{{Name: "@", Arg: picture}}, Style: r.style, Props: r.props, Src: s.piece(r, e)})
	}
}

// runContent are the elements of a w:r (ECMA-376-1 17.3.3); nil ones show nothing.
func runContent() map[string]func(*story, *element, *runState) {
	return map[string]func(*story, *element, *runState){
		"w:t": (*story).runText, "w:tab": literal("\t"), "w:cr": literal("\n"), "w:noBreakHyphen": literal("\u2011"), "w:softHyphen": literal("\u00AD"),
		"w:br": (*story).runBreak, "w:sym": (*story).runSymbol, "w:ptab": (*story).runTab,
		"w:fldChar": (*story).fieldChar, "w:instrText": (*story).instruction,
		"w:drawing": (*story).drawing, "w:pict": (*story).pict,
		"w:footnoteReference": note("a footnote"), "w:endnoteReference": note("an endnote"), "w:commentReference": note("a comment"),
		"w:pgNum": func(s *story, e *element, r *runState) {
			r.add(&doc.Field{Name: "PAGE", Style: r.style, Props: r.props, Src: s.piece(r, e)})
		},
		"w:dayShort": date("dd"), "w:dayLong": date("dddd"), "w:monthShort": date("MM"), "w:monthLong": date("MMMM"), "w:yearShort": date("yy"), "w:yearLong": date("yyyy"),
		"w:ruby": (*story).ruby,
		"w:rPr":  nil, "w:lastRenderedPageBreak": nil, "w:annotationRef": nil, "w:footnoteRef": nil, "w:endnoteRef": nil, "w:separator": nil,
		"w:continuationSeparator": nil, "w:delText": nil, "w:delInstrText": nil,
	}
}

// runText reads a w:t. Without xml:space="preserve" space at its ends does not count (ECMA-376-1 17.3.3.31).
func (s *story) runText(e *element, r *runState) {
	text := e.text
	if !e.preserve {
		text = strings.Trim(text, " \t\n")
	}
	if strings.ContainsAny(text, "\n") {
		text = strings.ReplaceAll(text, "\n", " ")
	}
	s.addText(r, e, text)
}

func (s *story) runBreak(e *element, r *runState) {
	kind := doc.PageBreak
	switch e.attr("w:type") {
	case "page":
	case "column":
		kind = doc.ColumnBreak
	default:
		if c := e.attr("w:clear"); c == "" || c == "none" {
			s.addText(r, e, "\n")
			return
		}
		kind = doc.ClearBreak
	}
	r.add(&doc.Break{Kind: kind, Style: r.style, Props: r.props, Src: s.piece(r, e)})
}

// runSymbol reads a w:sym: a character of a font by its code (ECMA-376-1 17.3.3.30).
func (s *story) runSymbol(e *element, r *runState) {
	code, err := strconv.ParseUint(e.attr("w:char"), 16, 16)
	if err != nil || code == 0 {
		return
	}
	font := e.attr("w:font")
	if u, ok := symbol(font, rune(code)); ok {
		s.addText(r, e, string(u))
		return
	}
	p := doc.RunProps{}
	if r.props != nil {
		p = *r.props
	}
	p.Font, p.FontHigh = doc.Some(font), doc.Some(font)
	s.find.Info("symbol-unmapped", s.where(), "", "character %X of font %s has no Unicode equivalent here", code, font)
	r.add(&doc.Run{Style: r.style, Props: &p, Text: string(rune(code)), Src: s.piece(r, e)})
}

// runTab reads a w:ptab (ECMA-376-1 17.3.3.23).
func (s *story) runTab(e *element, r *runState) {
	r.add(&doc.PosTab{
		Align: tabAligns[e.attr("w:alignment")], FromText: e.attr("w:relativeTo") == "indent", Leader: tabLeaders[e.attr("w:leader")],
		Style: r.style, Props: r.props, Src: s.piece(r, e),
	})
}

// ruby shows the base text and reports that the text above it is gone.
func (s *story) ruby(e *element, r *runState) {
	s.notShown(s.where(), what(e))
	r.flush()
	if base := e.kid("w:rubyBase"); base != nil {
		s.inlines(base, r.in)
	}
}
