package font

import (
	"strings"
	"sync"
)

// source is a face that is parsed when it is first drawn with.
type source struct {
	load  func() ([]byte, error)
	index int
	once  sync.Once
	face  *Face
	err   error

	coverage func() *cmap // characters of a file, read without the rest of it; nil: parse the face
}

// covers tells whether the face has a character. A folder of fonts is searched for it without reading their outlines.
func (s *source) covers(r rune) bool {
	if s.coverage != nil {
		return s.coverage().glyph(r) != 0
	}
	face, err := s.get()
	if err != nil {
		return false
	}
	_, ok := face.Glyph(r)
	return ok
}

func (s *source) get() (*Face, error) {
	s.once.Do(func() {
		var data []byte
		if data, s.err = s.load(); s.err == nil {
			s.face, s.err = Parse(data, s.index)
		}
		if s.err == nil && !s.face.Embeddable() {
			s.face, s.err = nil, ErrRestricted
		}
	})
	return s.face, s.err
}

// entry is one face under one of its family names.
type entry struct {
	family        string
	weight, width int
	italic        bool
	src           *source
}

// catalog finds faces by family; all of its entries stand in the order they were found in.
type catalog struct {
	families map[string][]entry
	sources  []*source
}

func (c *catalog) add(e entry) {
	if c.families == nil {
		c.families = make(map[string][]entry)
	}
	key := familyKey(e.family)
	c.families[key] = append(c.families[key], e)
}

// familyKey makes family names comparable: fonts and layouts differ in case and blanks.
func familyKey(s string) string {
	return strings.ToLower(strings.Join(strings.Fields(s), ""))
}

// describe lists a face under its names: each family of four faces it belongs to, with bold or regular as its weight,
// and its typographic family with its true weight. A font without a typographic family may have more than four faces
// in the other one; there the true weight tells them apart.
func (c *catalog) describe(src *source, n naming, o os2) {
	c.sources = append(c.sources, src)
	ribbi := 400
	switch {
	case o.bold:
		ribbi = 700
	case len(n.typo) == 0:
		ribbi = o.weight
	}
	for _, name := range n.families {
		c.add(entry{name, ribbi, o.width, o.italic, src})
	}
	for _, name := range n.typo {
		c.add(entry{name, o.weight, o.width, o.italic, src})
	}
}

// want is the face that is looked for.
type want struct {
	weight int
	italic bool
}

// found is the answer of a catalogue: a face and the name it was found under, or nil, and then why, when the family
// is there but cannot be used.
type found struct {
	face *Face
	entry
	err error
}

// find is the face of a family that comes nearest; a face that does not parse or may not be embedded is passed over.
func (c *catalog) find(family string, w want) (f found) {
	if c == nil {
		return f
	}
	tried := make(map[*source]bool)
	for {
		best, score := -1, 0
		entries := c.families[familyKey(family)]
		for i, e := range entries {
			if s := w.distance(e); !tried[e.src] && (best < 0 || s < score) {
				best, score = i, s
			}
		}
		if best < 0 {
			return f
		}
		f.entry = entries[best]
		var err error
		if f.face, err = f.src.get(); err == nil {
			f.err = nil
			return f
		}
		f.err = err
		tried[f.src] = true
	}
}

// distance says how far a face is from the one wanted: the width counts before slant, slant before weight. Between
// equally far weights the lighter one wins below 500 and the heavier one above (CSS Fonts 4, 5.2).
func (w want) distance(e entry) int {
	d := 100000 * abs(e.width-5)
	if e.italic != w.italic {
		d += 10000
	}
	d += 2 * abs(e.weight-w.weight)
	if e.weight > w.weight == (w.weight < 500) {
		d++
	}
	return d
}

func abs(v int) int {
	if v < 0 {
		return -v
	}
	return v
}
