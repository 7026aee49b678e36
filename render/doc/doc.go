// Package doc is the document model: what a Word layout says, without its XML.
//
// The reader (render/docx) builds it, merge copies and fills it, the writers (render/html, render/page) read it.
// It follows WordprocessingML (ECMA-376-1 17) where names and meaning are concerned, with theme references already
// resolved, and imports nothing of this project.
//
// A compiled layout is immutable and shared by goroutines: merge never changes a node, it makes a new one and shares
// what did not change. Properties are pointers for the same reason, and so that the cascade (Styles) can remember
// what it computed.
//
// Content is a tree of Node. Controls stand wherever Word allows them (around blocks, rows, cells and inlines);
// writers look through them with Blocks, Rows, Cells and Inlines.
package doc

// Document is one Word document, or one merged document.
type Document struct {
	Sections []*Section
	Styles   *Styles
	Settings Settings
	Props    Properties
	Fonts    []EmbeddedFont
}

// Settings are the document-wide settings that change layout (ECMA-376-1 17.15).
type Settings struct {
	EvenAndOddHeaders bool  // 17.10.1
	DefaultTab        Twips // 17.15.1.25; 720 when absent
	CompatibilityMode int   // w:compatSetting compatibilityMode; 15 for Word 2013 and later, 12 when absent
	MirrorMargins     bool
	GutterAtTop       bool
	AddSpacing        bool // the spaces after and before neighbouring paragraphs add up (17.15.3.21); else the larger counts
	BackgroundColor   Opt[Color]
}

// Properties are the core properties of the package (ECMA-376-2 8.3).
type Properties struct {
	Title, Subject, Author, Keywords, Language string
}

// EmbeddedFont is a font that travels with the layout, already de-obfuscated (ECMA-376-1 17.8.1).
type EmbeddedFont struct {
	Family       string
	Bold, Italic bool
	Data         []byte
}

// Section is a run of blocks on pages of one setup (ECMA-376-1 17.6).
type Section struct {
	Page    PageSetup
	Headers map[HeaderType]*HeaderFooter // effective: inherited ones are filled in by the reader (17.10.3)
	Footers map[HeaderType]*HeaderFooter
	Content []Node // Paragraph, Table, Control
	Src     Source // the w:sectPr
}

// PageSetup is the geometry of a section's pages.
type PageSetup struct {
	Width, Height            Twips
	Landscape                bool
	Top, Right, Bottom, Left Twips // negative top or bottom: the body is not pushed by the header or footer
	Header, Footer, Gutter   Twips
	Start                    SectionStart
	TitlePage                bool // first page has its own header and footer
	Columns                  []Column
	ColumnLine               bool // rule between the columns
	PageNumberStart          Opt[int32]
	PageNumberFormat         string // ST_NumberFormat; "" is decimal
	VAlign                   VAlign
	Borders                  Borders // page borders
	BordersFromText          bool
	Bidi                     bool
}

// Column is one text column: its width and the space after it.
type Column struct{ Width, Space Twips }

// SectionStart is where a section begins (ECMA-376-1 17.18.77).
type SectionStart uint8

const (
	NextPage SectionStart = iota
	Continuous
	NextColumn
	EvenPage
	OddPage
)

// HeaderType says on which pages a header or footer stands (ECMA-376-1 17.18.36).
type HeaderType uint8

const (
	DefaultPages HeaderType = iota
	FirstPage
	EvenPages
)

// HeaderFooter is one header or footer part.
type HeaderFooter struct {
	Content []Node
	Part    string
}

// Source says where a node stands in its part, as byte offsets into the part's UTF-8 text. Everything between Start
// and Open is the start tag with its properties, between Close and End the end tag. The zero Source is a node that
// merge made. render/docx uses it to write a merged document back.
type Source struct {
	Part                    int32 // index into the package's list of story parts, from 1
	Start, Open, Close, End int32
}

// Node is anything in the content tree.
type Node interface{ node() }

func (*Paragraph) node() {}
func (*Table) node()     {}
func (*Row) node()       {}
func (*Cell) node()      {}
func (*Control) node()   {}
func (*Run) node()       {}
func (*Break) node()     {}
func (*PosTab) node()    {}
func (*Field) node()     {}
func (*Link) node()      {}
func (*Drawing) node()   {}
func (*Unknown) node()   {}
func (*HTML) node()      {}

// Unknown is a construct that the reader met and no writer shows: a formula, a reference to a note or a comment. HTML and
// pages skip it, Word output keeps it as it stands; the reader has reported it.
type Unknown struct {
	Name string // qualified element name
	Src  Source
}
