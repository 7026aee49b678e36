package pdf

import (
	"bytes"
	"fmt"
	"slices"
	"time"

	"github.com/jung-kurt/gofpdf"

	"reportmail/render/diag"
	"reportmail/render/doc"
	"reportmail/render/font"
	"reportmail/render/page"
)

// plain is the engine on gofpdf: the same pages as plain PDF 1.4 without tags, metadata and archive rules. It draws
// characters, not glyphs, so ligatures and the joined forms of scripts are lost; a character that it cannot draw at all
// is a finding.
//
// QUIRK: gofpdf orders pictures by their width alone; of two that are equally wide either may come first.
type plain struct {
	pages  *page.Pages
	o      Options
	f      *gofpdf.Fpdf
	fonts  map[*font.Selection]*plainFont
	used   []*font.Selection // in the order of their first use
	faces  map[*font.Face]string
	stand  *font.Library // what stands in for fonts that gofpdf cannot read
	images map[*doc.Image]string
	height float64
	number int
	ctm    Matrix
	saved  []plainState
}

// plainState is what Save keeps: the transform and how many clips were opened since.
type plainState struct {
	ctm   Matrix
	clips int
}

func newPlain(pages *page.Pages, o Options) *plain {
	p := &plain{pages: pages, o: o, fonts: make(map[*font.Selection]*plainFont), faces: make(map[*font.Face]string), images: make(map[*doc.Image]string)}
	p.f = gofpdf.NewCustom(&gofpdf.InitType{UnitStr: "pt", Size: gofpdf.SizeType{Wd: 595.28, Ht: 841.89}})
	f := p.f
	f.SetMargins(0, 0, 0)
	f.SetAutoPageBreak(false, 0)
	f.SetCatalogSort(true) // else objects come out in the order of a map
	when := o.Time.UTC()
	if o.Time.IsZero() {
		when = time.Unix(0, 0).UTC() // gofpdf would take the clock's
	}
	f.SetCreationDate(when)
	f.SetModificationDate(when)
	n := native{pages: pages, o: o}
	v := n.facts()
	f.SetTitle(v.title, true)
	f.SetAuthor(v.author, true)
	f.SetSubject(v.subject, true)
	f.SetKeywords(v.keywords, true)
	f.SetProducer(v.producer, true)
	return p
}

func (p *plain) BeginPage(width, height float64) {
	p.number++
	p.height, p.ctm, p.saved = height, identity, nil
	p.f.AddPageFormat("P", gofpdf.SizeType{Wd: width, Ht: height})
}

func (p *plain) EndPage() {
	for len(p.saved) > 0 {
		p.Restore()
	}
}

func (p *plain) Tag(*page.Tag, string) {}

func (p *plain) Save() {
	p.f.TransformBegin()
	p.saved = append(p.saved, plainState{ctm: p.ctm})
}

func (p *plain) Restore() {
	last := len(p.saved) - 1
	if last < 0 {
		return
	}
	s := p.saved[last]
	for range s.clips {
		p.f.ClipEnd()
	}
	p.f.TransformEnd()
	p.ctm, p.saved = s.ctm, p.saved[:last]
}

func (p *plain) Transform(m Matrix) {
	p.ctm = m.Then(p.ctm)
	h := p.height
	p.f.Transform(gofpdf.TransformMatrix{A: m.A, B: -m.B, C: -m.C, D: m.D, E: m.E + m.C*h, F: h - m.D*h - m.F})
}

func (p *plain) Clip(c page.Clip) {
	p.f.ClipRect(c.X, c.Y, c.W, c.H, false)
	if last := len(p.saved) - 1; last >= 0 {
		p.saved[last].clips++
	}
}

func (p *plain) Rect(r *page.Rect) {
	p.fill(r.Fill)
	p.alpha(r.Alpha)
	p.f.Rect(r.X, r.Y, r.W, r.H, "F")
	p.alpha(255)
}

func (p *plain) Line(l *page.Line) {
	p.stroke(l.Color, l.Width, l.Dash, l.Round)
	p.f.Line(l.X1, l.Y1, l.X2, l.Y2)
}

func (p *plain) Path(it *page.Path) {
	if len(it.Segments) == 0 || !it.Fill.Set && !it.Stroke.Set {
		return
	}
	style := ""
	if it.Fill.Set {
		p.fill(it.Fill.V)
		style = "F"
	}
	if it.Stroke.Set {
		p.stroke(it.Stroke.V, it.Width, it.Dash, false)
		style += "D"
	}
	if it.EvenOdd && it.Fill.Set {
		style += "*"
	}
	for i, s := range it.Segments {
		switch {
		case i == 0 || s.Op == 'M':
			p.f.MoveTo(s.X, s.Y)
		case s.Op == 'L':
			p.f.LineTo(s.X, s.Y)
		case s.Op == 'C':
			p.f.CurveBezierCubicTo(s.X1, s.Y1, s.X2, s.Y2, s.X, s.Y)
		case s.Op == 'Z':
			p.f.ClosePath()
		}
	}
	p.f.DrawPath(style)
}

func (p *plain) fill(c doc.Color) {
	c = ink(c)
	p.f.SetFillColor(int(c.R), int(c.G), int(c.B))
}

func (p *plain) stroke(c doc.Color, width float64, dash []float64, round bool) {
	c = ink(c)
	p.f.SetDrawColor(int(c.R), int(c.G), int(c.B))
	p.f.SetLineWidth(width)
	p.f.SetDashPattern(slices.Clone(dash), 0)
	if round {
		p.f.SetLineCapStyle("round")
	} else {
		p.f.SetLineCapStyle("butt")
	}
}

func (p *plain) alpha(a uint8) {
	if now, _ := p.f.GetAlpha(); now != float64(a)/255 {
		p.f.SetAlpha(float64(a)/255, "Normal")
	}
}

func (p *plain) Link(l *page.Link) {
	address, ok := safeURL(l.URL)
	if !ok {
		p.o.Findings.Warn("link-refused", diag.Where{Page: p.number}, "use a http, https, mailto or tel address", "%q is not a link that a document may have", l.URL)
		return
	}
	x0, y0, x1, y1 := p.ctm.Box(l.X, l.Y, l.W, l.H)
	p.f.LinkString(x0, y0, x1-x0, y1-y0, address)
}

// Image draws a picture through a transform, which also turns it over.
func (p *plain) Image(i *page.Image) {
	if i.Image == nil || i.W <= 0 || i.H <= 0 {
		return
	}
	name := p.register(i.Image)
	if name == "" {
		return
	}
	x, y, w, h := uncropped(i)
	p.Save()
	if i.Crop != (doc.Crop{}) {
		p.Clip(page.Clip{X: i.X, Y: i.Y, W: i.W, H: i.H})
	}
	turn := identity
	if i.FlipH {
		turn.A, turn.E = -1, 2*x+w
	}
	if i.FlipV {
		turn.D, turn.F = -1, 2*y+h
	}
	if turn != identity {
		p.Transform(turn)
	}
	p.f.ImageOptions(name, x, y, w, h, false, gofpdf.ImageOptions{AllowNegativePosition: true}, 0, "")
	p.Restore()
}

func (p *plain) Finish() (b []byte, err error) {
	defer func() {
		if r := recover(); r != nil {
			b, err = nil, fmt.Errorf("gofpdf: %v", r)
		}
	}()
	reportSubstitutes(p.used, p.o.Findings)
	var files []gofpdf.Attachment
	for i := range p.o.Attachments {
		a := &p.o.Attachments[i]
		if err := a.check(); err != nil {
			return nil, err
		}
		files = append(files, gofpdf.Attachment{Content: a.Data, Filename: a.Name, Description: a.Description})
	}
	if len(files) > 0 {
		p.f.SetAttachments(files)
	}
	var out bytes.Buffer
	if err := p.f.Output(&out); err != nil {
		return nil, fmt.Errorf("gofpdf: %w", err)
	}
	return out.Bytes(), nil
}
