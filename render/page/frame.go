package page

import (
	"reportmail/render/doc"
	"reportmail/render/font"
)

// Pages are the finished pages of one or more documents: everything has its place, a writer computes nothing. All
// coordinates are points of 1/72 inch from the top left corner of the page, y downwards.
type Pages struct {
	Pages    []*Page
	Tags     *Tag   // root of the structure tree (ISO 32000-1 14.7); kind TagDocument
	Title    string // never empty
	Lang     string // BCP 47
	Author   string
	Subject  string
	Keywords string
}

// Page is one page: its size and what stands on it, in paint order.
type Page struct {
	Width, Height float64
	Items         []Item
}

// Item is anything on a page. Its Tag is the structure element it belongs to; nil marks an artifact (borders, shading,
// repeated headers and footers).
type Item interface{ item() }

func (*Glyphs) item() {}
func (*Rect) item()   {}
func (*Line) item()   {}
func (*Path) item()   {}
func (*Image) item()  {}
func (*Link) item()   {}
func (*Group) item()  {}

// Glyphs is a run of glyphs of one font, size and colour on one baseline.
type Glyphs struct {
	X, Y    float64 // start of the baseline
	Font    *font.Selection
	Size    float64 // points
	Scale   float64 // horizontal scale; 1 is none
	Color   doc.Color
	Glyphs  []Glyph
	Text    string // what the glyphs say, in logical order
	RTL     bool
	Tag     *Tag
	LangTag string      // language when it differs from the document's
	From    *doc.Origin // the control and column that the text came from; nil for text of the layout
}

// Glyph is one glyph and the distance to the next one, in points, after scaling, kerning and spacing.
type Glyph struct {
	ID      font.GID
	Advance float64
	DX, DY  float64 // offset of the drawn glyph from the pen
	Runes   string  // the characters it stands for; "" for the following glyphs of a cluster
}

// Rect is a filled rectangle.
type Rect struct {
	X, Y, W, H float64
	Fill       doc.Color
	Alpha      uint8 // 255 is opaque
	Tag        *Tag
}

// Line is a straight stroke: borders, underlines, leaders.
type Line struct {
	X1, Y1, X2, Y2 float64
	Width          float64
	Color          doc.Color
	Dash           []float64 // on, off, … in points; nil is solid
	Round          bool      // round caps, for dotted lines
	Tag            *Tag
}

// Path is a closed or open outline of straight and cubic segments.
type Path struct {
	Segments []Segment
	Fill     doc.Opt[doc.Color]
	Stroke   doc.Opt[doc.Color]
	Width    float64
	Dash     []float64
	EvenOdd  bool
	Tag      *Tag
}

// Segment is one step of a path: 'M' and 'L' use X, Y; 'C' uses both control points and X, Y; 'Z' closes.
type Segment struct {
	Op                   byte
	X1, Y1, X2, Y2, X, Y float64
}

// Image is a picture in its box, cropped as the layout says.
type Image struct {
	X, Y, W, H   float64
	Image        *doc.Image
	Crop         doc.Crop
	FlipH, FlipV bool
	Tag          *Tag // a Figure with its alternative text
}

// Link is a rectangle that opens an address.
type Link struct {
	X, Y, W, H float64
	URL        string
	Text       string // description for assistive technology
	Tag        *Tag   // the Link element it belongs to
}

// Group moves, rotates and clips what it holds. Its items have coordinates of their own: the transform
// [A B C D E F] maps them to those around (ISO 32000-1 8.3.3, but with y downwards on both sides).
type Group struct {
	A, B, C, D, E, F float64
	Clip             *Clip // in the group's own coordinates
	Items            []Item
}

// Clip is a rectangle outside of which nothing shows.
type Clip struct{ X, Y, W, H float64 }

// Tag is a structure element (ISO 32000-1 14.8.4).
type Tag struct {
	Kind     TagKind
	Children []*Tag
	Alt      string // Figure, Link
	Lang     string
	Scope    string // TH: Row or Column
	ColSpan  int
	RowSpan  int
	Title    string
}

// TagKind is a standard structure type.
type TagKind string

// The structure types that layout makes. Layout tables have none: their paragraphs stand in reading order.
const (
	TagDocument TagKind = "Document"
	TagPart     TagKind = "Part"
	TagSect     TagKind = "Sect"
	TagP        TagKind = "P"
	TagH1       TagKind = "H1"
	TagH2       TagKind = "H2"
	TagH3       TagKind = "H3"
	TagH4       TagKind = "H4"
	TagH5       TagKind = "H5"
	TagH6       TagKind = "H6"
	TagTable    TagKind = "Table"
	TagTHead    TagKind = "THead"
	TagTBody    TagKind = "TBody"
	TagTR       TagKind = "TR"
	TagTH       TagKind = "TH"
	TagTD       TagKind = "TD"
	TagFigure   TagKind = "Figure"
	TagLink     TagKind = "Link"
	TagList     TagKind = "L"
	TagItem     TagKind = "LI"
	TagLabel    TagKind = "Lbl"
	TagLBody    TagKind = "LBody"
	TagSpan     TagKind = "Span"
	TagDiv      TagKind = "Div"
)
