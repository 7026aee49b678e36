package docx

// tables are the readers of content by element name. They are made once per package rather than declared, because
// the functions in them use the tables.
type tables struct {
	block  map[string]func(*story, *element, *blocks)
	inline map[string]func(*story, *element, *inlines)
	run    map[string]func(*story, *element, *runState)
	row    map[string]func(*story, *element, *blocks) // inside w:tbl
	cell   map[string]func(*story, *element, *blocks) // inside w:tr
}

func newTables() *tables {
	t := &tables{
		block: map[string]func(*story, *element, *blocks){
			"w:p": (*story).paragraph, "w:tbl": (*story).table, "w:sdt": (*story).blockControl, "w:sectPr": nil,
			"w:altChunk": (*story).unknownBlock, "m:oMathPara": (*story).unknownBlock,
		},
		row:  map[string]func(*story, *element, *blocks){"w:tr": (*story).row, "w:sdt": (*story).rowControl, "w:tblPr": nil, "w:tblGrid": nil},
		cell: map[string]func(*story, *element, *blocks){"w:tc": (*story).cell, "w:sdt": (*story).cellControl, "w:trPr": nil, "w:tblPrEx": nil},
		inline: map[string]func(*story, *element, *inlines){
			"w:r": (*story).run, "w:hyperlink": (*story).hyperlink, "w:fldSimple": (*story).simpleField, "w:sdt": (*story).inlineControl,
			"w:pPr": nil, "m:oMath": (*story).unknownInline, "m:oMathPara": (*story).unknownInline, "w:subDoc": (*story).unknownInline,
		},
		run: runContent(),
	}
	for _, wrapper := range []string{"w:ins", "w:moveTo", "w:customXml", "w:smartTag"} { // accepted changes and marked-up content
		t.block[wrapper] = func(s *story, e *element, b *blocks) { s.blocks(e, b) }
		t.row[wrapper] = func(s *story, e *element, b *blocks) { s.level(e, b, t.row) }
		t.cell[wrapper] = func(s *story, e *element, b *blocks) { s.level(e, b, t.cell) }
	}
	for _, wrapper := range []string{"w:ins", "w:moveTo", "w:customXml", "w:smartTag", "w:dir", "w:bdo"} {
		t.inline[wrapper] = func(s *story, e *element, in *inlines) { s.inlines(e, in) }
	}
	return t
}

// isMark tells whether an element is one of those that stand between content and show nothing: bookmarks, ranges of
// comments, permissions and moves, traces of proofing, deleted text, and properties of wrappers.
func isMark(name string) bool { return marks[name] }

var marks = map[string]bool{
	"w:bookmarkStart": true, "w:bookmarkEnd": true, "w:commentRangeStart": true, "w:commentRangeEnd": true, "w:proofErr": true,
	"w:permStart": true, "w:permEnd": true, "w:moveFromRangeStart": true, "w:moveFromRangeEnd": true, "w:moveToRangeStart": true,
	"w:moveToRangeEnd": true, "w:customXmlInsRangeStart": true, "w:customXmlInsRangeEnd": true, "w:customXmlDelRangeStart": true,
	"w:customXmlDelRangeEnd": true, "w:customXmlMoveFromRangeStart": true, "w:customXmlMoveFromRangeEnd": true,
	"w:customXmlMoveToRangeStart": true, "w:customXmlMoveToRangeEnd": true, "w14:customXmlConflictInsRangeStart": true,
	"w14:customXmlConflictInsRangeEnd": true, "w14:customXmlConflictDelRangeStart": true, "w14:customXmlConflictDelRangeEnd": true,
	"w:del": true, "w:moveFrom": true, "w:customXmlPr": true, "w:smartTagPr": true,
}
