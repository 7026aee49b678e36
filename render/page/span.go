package page

import "reportmail/render/doc"

// span is a stretch of a paragraph that is one thing: text of one font and size, a tab, a break or an object. Its
// glyphs are para.glyphs[g0:g1]; what is no text has one glyph without a shape, whose advance is its width.
type span struct {
	kind      spanKind
	style     *textStyle
	face      *face
	size      float64 // points
	asc, desc float64 // points, above and below the baseline of the line
	text      string
	g0, g1    int32
	level     uint8 // bidirectional embedding level; odd is right to left
	link      *linkTarget
	from      *doc.Origin // where the text came from
	object    *object     // spanObject
	tab       *doc.PosTab // spanPosTab
	leader    doc.TabLeader
	dropped   bool // text has characters without a shape
}

type spanKind uint8

const (
	spanText spanKind = iota
	spanTab
	spanPosTab
	spanLine   // line break
	spanPage   // page break
	spanColumn // column break
	spanClear  // line break that clears floating objects
	spanObject // picture or shape in the line
	spanAnchor // place of an anchored drawing; has no width
)

// mark says what a glyph is for breaking and justifying lines.
type mark uint8

const (
	markBreak mark = 1 << iota // a line may end after it
	markSoft                   // … and then shows a hyphen
	markSpace                  // a space: it hangs at the line's end and stretches when justified
)

// linkTarget is the hyperlink that inlines stand in.
type linkTarget struct {
	url  string
	text string
	tag  *Tag
}

// object is a drawing that stands in the line like a letter.
type object struct {
	drawing *doc.Drawing
	box     *shapeBox // text inside, laid out
	w, h    float64   // as it takes room
}
