package html

import "reportmail/render/doc"

// The flow is a document as a body shows it: blocks one below the other, formats resolved, what is hidden or has no
// place in a body gone. It is built once and printed as HTML and as text.

// px is a length in CSS pixels of 1/96 inch.
type px int32

// pxOf rounds twips to pixels.
func pxOf(t doc.Twips) px {
	if t < 0 {
		return -pxOf(-t)
	}
	return px((t + 7) / 15)
}

// pxEMU rounds English metric units to pixels.
func pxEMU(e doc.EMU) px { return px((e + 4762) / 9525) }

// body is everything that is printed.
type body struct {
	parts []part
	lang  string
	width px // of the text area
	title string
	base  look // of most of the text
	line  px   // line height that goes with base
	cut   bool // blocks at the end are left out, by the body limit
}

// part is one document.
type part struct {
	blocks []block
	ground doc.Opt[doc.Color] // page background of the layout
}

type blockKind uint8

const (
	paraBlock blockKind = iota
	tableBlock
	boxBlock  // paragraphs with borders or shading in common, a frame, a text box
	rowBlock  // boxes side by side
	ruleBlock // a drawn line
)

// block is one thing in a column of text.
type block struct {
	kind  blockKind
	above px // space between it and the block before
	para  para
	table *table
	box   *box
	sides []*box // of a rowBlock
}

// para is a paragraph.
type para struct {
	fmt   *doc.ParaFormat
	atoms []atom
	look  look   // of most of its text
	line  px     // line height
	exact bool   // the line height is not a consequence of the font
	head  int    // heading level, 0 for none
	label *label // of a list; nil for none
}

// label is what stands before a paragraph of a list.
type label struct {
	text string
	look look
}

// box is blocks inside a frame of lines, colour or position.
type box struct {
	blocks []block
	tail   px // space below the last block
	edges  [4]edge
	pad    [4]px
	fill   doc.Opt[doc.Color]
	width  px // 0: as wide as its column
	align  doc.Align
	float  bool // text runs beside it
}

// table is a table with its cells placed.
type table struct {
	fmt    *doc.TableFormat
	rows   []row
	share  []float64 // of each grid column in the table's width; nil when the content decides
	width  width
	indent px
	gap    px  // between cells
	header int // rows at the top that name the columns; 0: a table for layout
	look   look
	line   px
	cut    span // rows left out by the body limit
}

// span is a range of rows, from inclusive to exclusive.
type span struct{ from, to int }

// width is a table's width: natural, a share of its column, or pixels.
type width struct {
	percent float64 // 0: see px
	px      px      // 0: natural
}

type row struct {
	cells  []cell
	height px
	repeat bool // made by a repeater, or one of several rows from one template
	header bool // marked as header row
	blank  bool // no cell has anything to show
}

type cell struct {
	fmt        *doc.CellFormat
	key        *doc.CellProps // identifies the template cell that it was copied from
	col        int            // first grid column
	cols, rows int            // extent
	blocks     []block
	tail       px
	edges      [4]edge
	pad        [4]px
	fill       doc.Opt[doc.Color]
	filler     bool // no cell of the layout: columns skipped before or after the row's cells
}

// Sides of boxes, in CSS order.
const (
	top = iota
	right
	bottom
	left
)

// edge is one line around a cell or box; width 0 is none.
type edge struct {
	width px
	style lineStyle
	color doc.Color
}

// lineStyle is how an edge is drawn.
type lineStyle uint8

const (
	solid lineStyle = iota
	double
	dotted
	dashed
)

// name is the style's name in CSS.
func (s lineStyle) name() string { return [...]string{"solid", "double", "dotted", "dashed"}[s] }

// look is a text format; two runs of one look are one piece of HTML.
type look struct {
	stack           string // font-family
	size            px     // rounded
	color           doc.Color
	fill            doc.Opt[doc.Color] // highlight or shading of the run
	bold, italic    bool
	caps, smallCaps bool
	under, strike   bool
	vert            doc.VertAlign
	spacing         doc.Twips
}

type atomKind uint8

const (
	textAtom atomKind = iota
	breakAtom
	tabAtom
	imageAtom
)

// atom is a piece of a paragraph: text of one look, a line break, a tab or a picture.
type atom struct {
	kind  atomKind
	align doc.TabAlign // of a tabAtom that names its own alignment; TabBar: as the tab stops say
	text  string
	link  string
	look  look
	image *picture
	from  *doc.Origin // nil without Options.Origins
}

// picture is a picture with its size in the body.
type picture struct {
	cid           string
	alt           string
	width, height px
	float         doc.Align // AlignLeft or AlignRight: text runs beside it; AlignBoth: it stands in the line
}

// hasText tells whether anything in the blocks can be read or seen.
func hasText(blocks []block) bool {
	for i := range blocks {
		b := &blocks[i]
		switch b.kind {
		case paraBlock:
			return true // blank paragraphs are not blocks
		case boxBlock:
			if hasText(b.box.blocks) {
				return true
			}
		default:
			return true
		}
	}
	return false
}
