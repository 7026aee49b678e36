package page

import (
	"reportmail/render/diag"
	"reportmail/render/doc"
	"reportmail/render/font"
	"reportmail/render/page/linebreak"
)

// engine lays one document out. It belongs to one goroutine.
type engine struct {
	opt     Options
	finds   *diag.List
	doc     *doc.Document
	styles  *doc.Styles
	faces   map[faceKey]*face
	fall    map[selection]*face
	text    map[*doc.RunFormat]*textStyle
	counter *doc.Counter
	part    string // package part that findings name

	out   *Pages
	pages []*sheet // finished pages of this document
	sheet *sheet   // page being filled
	total totals   // page counts that fields show

	bodyTotals bool // the body shows page counts
	stories    map[*doc.HeaderFooter]*story

	mem    memory
	finder linebreak.Finder
	runes  []rune
	owner  []int32
	glyphs []Glyph
	spans  []span
	breaks []linebreak.Break
	depth  int // tables and text boxes inside each other
	list   listTags
}

// totals are the counts behind NUMPAGES and SECTIONPAGES: a guess in the first pass.
type totals struct {
	pages    int
	sections []int
	used     bool // a field asked
}

type selection = *font.Selection

// maxDepth bounds tables and text boxes inside each other; what stands deeper is not shown.
const maxDepth = 40

// warn reports a construct that is not shown, once per part and kind.
func (e *engine) warn(id, hint, format string, args ...any) {
	e.finds.Warn(id, diag.Where{Part: e.part}, hint, format, args...)
}
