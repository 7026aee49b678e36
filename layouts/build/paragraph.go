package build

// Align is the alignment of a paragraph.
type Align string

// The alignments that layouts use.
const (
	Left   Align = ""
	Center Align = "center"
	Right  Align = "right"
)

// Para is a paragraph in a style of the layout.
type Para struct {
	Style    string
	Align    Align
	KeepNext bool
	Content  []Inline
}

// P is a paragraph.
func P(style string, content ...Inline) *Para { return &Para{Style: style, Content: content} }

// Aligned is the paragraph with another alignment.
func (p *Para) Aligned(a Align) *Para {
	q := *p
	q.Align = a
	return &q
}

// Kept is the paragraph kept on the page of the next one.
func (p *Para) Kept() *Para {
	q := *p
	q.KeepNext = true
	return &q
}

func (p *Para) block(s *story) {
	s.open("w:p")
	s.style(p.Style, false)
	s.open("w:pPr")
	s.el("w:pStyle", "w:val", p.Style)
	if p.KeepNext {
		s.el("w:keepNext")
	}
	if p.Align != Left {
		s.el("w:jc", "w:val", string(p.Align))
	}
	s.close("w:pPr")
	for _, c := range p.Content {
		c.inline(s)
	}
	s.close("w:p")
}

// Text is a fixed text.
type Text string

func (t Text) inline(s *story) {
	s.open("w:r")
	s.text(string(t))
	s.close("w:r")
}

// Styled is inline content in a character style.
type Styled struct {
	Style string
	Text  Text
}

func (t Styled) inline(s *story) {
	s.open("w:r")
	s.runStyle(t.Style)
	s.text(string(t.Text))
	s.close("w:r")
}

func (s *story) runStyle(id string) {
	if id == "" {
		return
	}
	s.style(id, true)
	s.open("w:rPr")
	s.el("w:rStyle", "w:val", id)
	s.close("w:rPr")
}

// Tab goes to the next tab stop.
type Tab struct{}

func (Tab) inline(s *story) {
	s.open("w:r")
	s.el("w:tab")
	s.close("w:r")
}

// PageNumber is the number of the page, PageCount how many there are (ECMA-376-1 17.16.5.44, 17.16.5.41).
type (
	PageNumber struct{}
	PageCount  struct{}
)

func (PageNumber) inline(s *story) { s.field("PAGE") }
func (PageCount) inline(s *story)  { s.field("NUMPAGES") }

func (s *story) field(code string) {
	for _, kind := range []string{"begin", "", "separate", "1", "end"} {
		s.open("w:r")
		switch kind {
		case "":
			s.open("w:instrText", "xml:space", "preserve")
			s.WriteString(" " + code + " ")
			s.close("w:instrText")
		case "1":
			s.text("1")
		default:
			s.el("w:fldChar", "w:fldCharType", kind)
		}
		s.close("w:r")
	}
}
