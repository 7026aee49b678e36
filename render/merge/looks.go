package merge

import (
	"sync"

	"reportmail/render/doc"
)

// looks makes properties that the layout does not have, each once, so that the cascade keeps remembering them.
type looks struct {
	mu     sync.Mutex
	runs   map[runChange]*doc.RunProps
	paras  map[paraChange]*doc.ParaProps
	cells  map[cellChange]*doc.CellProps
	tables map[tableChange][]doc.Twips
}

func newLooks() *looks {
	return &looks{
		runs: map[runChange]*doc.RunProps{}, paras: map[paraChange]*doc.ParaProps{},
		cells: map[cellChange]*doc.CellProps{}, tables: map[tableChange][]doc.Twips{},
	}
}

// maxLooks bounds each table: what a hostile text asks for in variety is not remembered for ever.
const maxLooks = 4096

// change is what generated text changes about the format around it.
type change uint8

const (
	linked change = 1 << iota
	bold
	italic
	underlined
	heading1
	heading2
	heading3
)

type runChange struct {
	base *doc.RunProps
	what change
}

// run is base, changed.
func (l *looks) run(base *doc.RunProps, what change) *doc.RunProps {
	if what == 0 {
		return base
	}
	return once(&l.mu, l.runs, runChange{base, what}, func() *doc.RunProps {
		p := &doc.RunProps{}
		if base != nil {
			*p = *base
		}
		apply(p, what)
		return p
	})
}

func apply(p *doc.RunProps, what change) {
	if what&linked != 0 { // Word's own hyperlink colour; layouts have no style for it
		p.Color = doc.Some(doc.Color{R: 0x05, G: 0x63, B: 0xC1})
	}
	if what&(linked|underlined) != 0 {
		p.Underline = doc.Some(doc.Underline{Style: "single"})
	}
	if what&(bold|heading1|heading2|heading3) != 0 {
		p.Bold = doc.Some(true)
	}
	if what&italic != 0 {
		p.Italic = doc.Some(true)
	}
	for _, h := range []struct {
		is   change
		size doc.HalfPoints
	}{{heading1, 36}, {heading2, 30}, {heading3, 26}} {
		if what&h.is != 0 {
			p.Size, p.SizeCS = doc.Some(h.size), doc.Some(h.size)
		}
	}
}

// link is the look of a link in text of look l.
func (l *looks) link(base look) *linkLook {
	base.props = l.run(base.props, linked)
	base.src = doc.Source{} // the layout has no run of this format
	return &linkLook{base}
}

// once makes a value for a key the first time that it is asked for.
func once[K comparable, V any](mu *sync.Mutex, known map[K]V, key K, make func() V) V {
	mu.Lock()
	defer mu.Unlock()
	if v, ok := known[key]; ok {
		return v
	}
	v := make()
	if len(known) < maxLooks {
		known[key] = v
	}
	return v
}

type paraChange struct {
	base   *doc.ParaProps
	indent doc.Twips
	hang   doc.Twips
}

// para is base, indented; hang is how far the first line stands out.
func (l *looks) para(base *doc.ParaProps, indent, hang doc.Twips) *doc.ParaProps {
	if indent == 0 && hang == 0 {
		return base
	}
	return once(&l.mu, l.paras, paraChange{base, indent, hang}, func() *doc.ParaProps {
		p := &doc.ParaProps{}
		if base != nil {
			*p = *base
		}
		p.Left = doc.Some(p.Left.V + indent)
		p.FirstLine = doc.Some(-hang)
		return p
	})
}
