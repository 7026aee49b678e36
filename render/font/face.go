// Package font parses fonts, finds them by family and style, says what stands in for one that is not there, and makes
// the subsets that a PDF embeds.
package font

// GID is a glyph's number in its font.
type GID uint16

// Face is one parsed font, immutable and shared by goroutines.
type Face struct{}

// Parse reads a TrueType or OpenType font; index picks a font of a collection.
func Parse(data []byte, index int) (*Face, error) { panic("not written yet") }

// Glyph is the glyph of a character; false when the font has none.
func (f *Face) Glyph(r rune) (GID, bool) { return 0, false }

// Advance is a glyph's width in font units.
func (f *Face) Advance(g GID) int { return 0 }

// UnitsPerEm is the number of font units in an em.
func (f *Face) UnitsPerEm() int { return 1000 }

// Metrics are the vertical measures of the font, in font units, y upwards.
type Metrics struct {
	Ascent, Descent, LineGap int // as Word uses them for line height; Descent is positive downwards
	CapHeight, XHeight       int
	UnderlinePos, Underline  int // position of the stroke's centre (negative: below the baseline) and its thickness
	StrikePos, Strike        int
	SuperOffset, SubOffset   int
}

// Metrics are the face's vertical measures.
func (f *Face) Metrics() Metrics { return Metrics{} }

// Style picks a face of a family.
type Style struct{ Bold, Italic bool }

// Selection is what a Library answers for a family and style: the face to draw with and how it stands in.
type Selection struct {
	Face        *Face
	Requested   string // family asked for
	Family      string // family of Face
	Substituted bool
	FakeBold    bool // the face is not bold: draw it with a stroke
	FakeItalic  bool // the face is not slanted: draw it skewed
}

// Advance is the width of r drawn with glyph g in 1/1000 em. Where Face stands in for a font whose real widths are
// known, it is the real width, so that lines break where Word breaks them.
func (s *Selection) Advance(r rune, g GID) float64 { return 0 }

// Metrics are the vertical measures to lay out with, in 1/1000 em.
func (s *Selection) Metrics() (ascent, descent, lineGap float64) { return 0, 0, 0 }

// Options say where fonts come from.
type Options struct {
	Dirs       []string          // searched first
	Substitute map[string]string // family → family, before the built-in table
	System     bool              // also the fonts of the machine
}

// Library finds faces. It is shared by goroutines; a face is parsed once per process.
type Library struct{}

// NewLibrary opens a library: Dirs, then (With) fonts of the document, then the system's, then the embedded ones.
func NewLibrary(o Options) (*Library, error) { return &Library{}, nil }

// Select never fails: it answers with a substitute when the family is not there.
func (l *Library) Select(family string, s Style) *Selection { return nil }

// Fallback is a face that has r, or nil when no font has it.
func (l *Library) Fallback(r rune, s Style) *Selection { return nil }
