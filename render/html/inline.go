package html

import (
	"strings"
	"unicode"

	"reportmail/render/diag"
	"reportmail/render/doc"
	"reportmail/render/text"
)

// inlines walks one paragraph.
type inlines struct {
	b     *builder
	p     *doc.Paragraph
	at    place
	link  string
	from  *doc.Origin // of the run in work
	ink   bool
	high  float64     // tallest single line
	sizes [4]struct { // looks and how much text each has
		look look
		n    int
	}
}

// para builds a paragraph. ink is false when it shows nothing but its own height.
func (b *builder) para(p *doc.Paragraph, f *doc.ParaFormat, at place) (pa para, ink bool) {
	pa.fmt = f
	in := inlines{b: b, p: p, at: at}
	if f.Num.Set && f.Num.V.ID != 0 {
		in.label(&pa, f)
	}
	if cap(b.atoms)-len(b.atoms) < 16 {
		b.atoms = make([]atom, 0, slabSize)
	}
	start := len(b.atoms)
	in.content(p.Content)
	pa.atoms = b.atoms[start:len(b.atoms):len(b.atoms)]
	mark := b.run(p, p.MarkSty, p.Mark, at)
	pa.look = in.prevailing(mark.look)
	if in.high == 0 {
		in.high = mark.height
	}
	pa.line, pa.exact = lineHeight(f, in.high)
	return pa, in.ink
}

// lineHeight is the height of a line whose tallest text has single lines of high pixels (ECMA-376-1 17.3.1.33).
func lineHeight(f *doc.ParaFormat, high float64) (px, bool) {
	fixed := float64(f.Line) / 15
	switch f.LineRule {
	case doc.LineExact:
		return max(px(fixed+0.5), 1), true
	case doc.LineAtLeast:
		return px(max(fixed, high) + 0.5), fixed > high
	}
	return max(px(high*float64(f.Line)/240+0.5), 1), false
}

// content adds the atoms of inline content.
func (in *inlines) content(content []doc.Node) {
	for _, n := range content {
		switch n := n.(type) {
		case *doc.Run:
			in.run(n)
		case *doc.Control:
			in.content(n.Content)
		case *doc.Link:
			in.linked(n.URL, n.Anchor, n.Content)
		case *doc.Field:
			in.field(n)
		case *doc.Break:
			in.brk(n)
		case *doc.PosTab:
			m := in.b.run(in.p, n.Style, n.Props, in.at)
			in.b.atoms = append(in.b.atoms, atom{kind: tabAtom, align: n.Align, look: m.look, link: in.link})
		case *doc.Drawing:
			in.drawing(n)
		case *doc.HTML:
			in.content(n.Content)
		}
	}
}

func (in *inlines) run(r *doc.Run) {
	if r.Text == "" {
		return
	}
	m := in.b.run(in.p, r.Style, r.Props, in.at)
	if m.hidden {
		in.b.f.Info("hidden-text", in.at.where, "", "hidden text left out")
		return
	}
	in.from = in.b.origin(r)
	in.text(r.Text, m)
	in.from = nil
}

// text adds the pieces of s between its tabs and line breaks.
func (in *inlines) text(s string, m *runMemo) {
	for s != "" {
		i := strings.IndexAny(s, "\t\n")
		piece := s
		if i >= 0 {
			piece = s[:i]
		}
		if piece != "" {
			in.piece(piece, m)
		}
		if i < 0 {
			return
		}
		a := atom{kind: breakAtom, look: m.look}
		if s[i] == '\t' {
			a = atom{kind: tabAtom, align: doc.TabBar, look: m.look, link: in.link}
		}
		in.b.atoms = append(in.b.atoms, a)
		in.high = max(in.high, m.height)
		s = s[i+1:]
	}
}

// piece adds text of one look. It joins the atom before when that has the same.
func (in *inlines) piece(s string, m *runMemo) {
	in.high = max(in.high, m.height)
	if visible(s) {
		in.ink = true
		in.weigh(m.look, len(s))
	} else if m.look.under || m.look.strike {
		in.ink = true // a line to write on
	}
	in.b.atoms = append(in.b.atoms, atom{text: s, look: m.look, link: in.link, from: in.from})
}

// visible tells whether s has more than white space.
func visible(s string) bool {
	for i := 0; i < len(s); i++ {
		if c := s[i]; c > ' ' && c < 0x7f {
			return true
		} else if c >= 0x7f {
			return strings.IndexFunc(s[i:], func(r rune) bool { return !unicode.IsSpace(r) && r != '\u00ad' && r != '\u200b' }) >= 0
		}
	}
	return false
}

func (in *inlines) brk(n *doc.Break) {
	if n.Kind == doc.ClearBreak {
		in.b.atoms = append(in.b.atoms, atom{kind: breakAtom, look: in.b.run(in.p, n.Style, n.Props, in.at).look})
	}
}

// linked adds content as a link to url. An address that a body may not have loses the link, not the text.
func (in *inlines) linked(url, anchor string, content []doc.Node) {
	outer := in.link
	if url != "" {
		in.link = in.b.link(url, in.at.where)
	} else if anchor != "" {
		in.b.f.Info("anchor-left-out", in.at.where, "", "link to bookmark %q left out: mail programs do not follow it", anchor)
	}
	in.content(content)
	in.link = outer
}

// link is url if a body may link to it, else nothing and a finding.
func (b *builder) link(url string, where diag.Where) string {
	safe, ok := text.SafeURL(url)
	if !ok {
		b.f.Warn("link-refused", where, "use an absolute address with https:, http:, mailto: or tel:", "address %q is not linked", oneLine(url, 60))
	}
	return safe
}
