package font

import (
	"bytes"
	"sync"

	"reportmail/render/doc"
)

// Options say where fonts come from.
type Options struct {
	Dirs       []string          // searched first
	Substitute map[string]string // family → family, before the built-in table
	System     bool              // also the fonts of the machine
	CacheDir   string            // where the index of the machine's fonts is kept; "" is the user's cache directory
}

// Library finds faces. It is shared by goroutines; a face is parsed once per process.
type Library struct {
	substitute map[string]string // by familyKey
	dirs       *catalog
	document   *catalog
	system     *system
	embedded   *catalog

	mu         sync.RWMutex
	selections map[question]*Selection
	fallbacks  map[fallbackQuestion]*Selection
}

type question struct {
	family string
	style  Style
}

// NewLibrary opens a library: Dirs, then (With) fonts of the document, then the system's, then the embedded ones.
func NewLibrary(o Options) (*Library, error) {
	l := &Library{substitute: make(map[string]string), dirs: new(catalog), embedded: embedded()}
	for from, to := range o.Substitute {
		l.substitute[familyKey(from)] = to
	}
	for _, dir := range o.Dirs {
		if err := scanDir(l.dirs, dir); err != nil {
			return nil, err
		}
	}
	if o.System {
		var err error
		if l.system, err = openSystem(o.CacheDir); err != nil {
			return nil, err
		}
	}
	return l, nil
}

// With is the library with the fonts that a layout carries, searched after the directories. Fonts that do not parse
// or may not be embedded are passed over.
func (l *Library) With(fonts []doc.EmbeddedFont) *Library {
	if len(fonts) == 0 {
		return l
	}
	c := new(catalog)
	for _, f := range fonts {
		src := &source{load: func() ([]byte, error) { return f.Data, nil }}
		weight := 400
		if f.Bold {
			weight = 700
		}
		c.sources = append(c.sources, src)
		c.add(entry{f.Family, weight, 5, f.Italic, src})
		for _, h := range headers(bytes.NewReader(f.Data)) {
			for _, name := range append(h.names.families, h.names.typo...) {
				if familyKey(name) != familyKey(f.Family) {
					c.add(entry{name, weight, 5, f.Italic, src})
				}
			}
			break
		}
	}
	return &Library{substitute: l.substitute, dirs: l.dirs, document: c, system: l.system, embedded: l.embedded}
}

// Select never fails: it answers with a substitute when the family is not there.
func (l *Library) Select(family string, s Style) *Selection {
	q := question{family, s}
	l.mu.RLock()
	sel := l.selections[q]
	l.mu.RUnlock()
	if sel != nil {
		return sel
	}
	sel = l.choose(family, s)
	l.mu.Lock()
	defer l.mu.Unlock()
	if old := l.selections[q]; old != nil {
		return old
	}
	if l.selections == nil || len(l.selections) >= maxRemembered {
		l.selections = make(map[question]*Selection)
	}
	l.selections[q] = sel
	return sel
}

// maxRemembered bounds what a library remembers about questions it was asked: layouts name a dozen families and
// documents use some hundred characters, but a server sees many of them.
const maxRemembered = 1 << 14

// find looks a family up in every place, in order.
func (l *Library) find(family string, w want) found {
	var why error
	for _, c := range []*catalog{l.dirs, l.document, l.system.families(), l.embedded} {
		f := c.find(family, w)
		if f.face != nil {
			return f
		}
		if why == nil {
			why = f.err
		}
	}
	return found{err: why}
}
