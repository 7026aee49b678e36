// Package preview joins a workspace with the preview server: it renders what is looked at as a batch would, notices when
// a file of the workspace is saved, and sends tests.
//
// What could be read last stays in use while a file is at fault, so that an author never loses the picture.
package preview

import (
	"fmt"
	"log/slog"
	"path/filepath"
	"slices"
	"sync"
	"time"

	"reportmail/cmd/internal/batch"
	"reportmail/cmd/internal/workspace"
	"reportmail/render/diag"
	"reportmail/render/preview"
	"reportmail/send/rights"
)

// Options say how a workspace is looked at.
type Options struct {
	Dir   string                                          // of the workspace
	Files []string                                        // documents; none: those of samples/ and posted/
	Now   func() time.Time                                // what DATE fields show
	As    func(*workspace.Workspace) (rights.User, error) // who sends tests
	Log   *slog.Logger
}

// Source is a workspace as the preview server shows it.
type Source struct {
	o Options

	mu      sync.Mutex
	set     *setting
	fault   error // of the last reading
	version int   // counts from the time it was opened, in milliseconds: a page of an earlier run is never taken for one of this
	index   *preview.Index
	views   map[preview.Place]*once
	good    map[preview.Place]*preview.View
	told    map[chan int]bool
	entries map[string]documentEntry // by file
	kept    map[string][32]byte      // hashes of files, to tell what really changed
}

// setting is a workspace that was read without faults, with what renders it.
type setting struct {
	workspace *workspace.Workspace
	renderer  *batch.Renderer
	findings  []diag.Finding // of the theme
}

// once is a view that is rendered when it is asked for first.
type once struct {
	sync.Once
	view *preview.View
}

// Open reads the workspace.
func Open(o Options) (*Source, error) {
	o.Dir = filepath.Clean(o.Dir)
	o.Files = slices.Clone(o.Files)
	for i, f := range o.Files {
		var err error
		if o.Files[i], err = filepath.Abs(f); err != nil {
			return nil, err
		}
	}
	s := &Source{o: o, good: map[preview.Place]*preview.View{}, told: map[chan int]bool{}, entries: map[string]documentEntry{}, kept: map[string][32]byte{}, version: int(time.Now().UnixMilli())}
	var err error
	if s.set, err = s.read(); err != nil { // tells the folders
		return nil, err
	}
	s.remember()
	if s.set, err = s.read(); err != nil {
		return nil, err
	}
	s.views = map[preview.Place]*once{}
	s.index = s.list(s.set, nil)
	return s, nil
}

// read opens the workspace anew.
func (s *Source) read() (*setting, error) {
	w, err := workspace.Open(s.o.Dir)
	if err != nil {
		return nil, err
	}
	compiler, findings, err := w.Compiler(w.FontOptions())
	if err != nil {
		return nil, fmt.Errorf("fonts and theme: %w", err)
	}
	r := &batch.Renderer{Workspace: w, Layouts: workspace.NewLayouts(w, compiler), Texts: workspace.NewTexts(w, compiler.Theme)}
	r.Preview = batch.Preview{Origins: true, Recipient: nobody}
	return &setting{w, r, findings}, nil
}

// nobody stands in where no rule gives a recipient: the layout is worth looking at all the same.
const nobody = "nobody@reportmail.invalid"

// Index implements preview.Source.
func (s *Source) Index() *preview.Index {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.index
}

// Changes implements preview.Source.
func (s *Source) Changes() (<-chan int, func()) {
	c := make(chan int, 1)
	s.mu.Lock()
	defer s.mu.Unlock()
	s.told[c] = true
	return c, func() {
		s.mu.Lock()
		defer s.mu.Unlock()
		delete(s.told, c)
	}
}

// publish makes a new version of everything and tells who listens. A listener that is behind gets the newest one.
func (s *Source) publish(set *setting, fault error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.set, s.fault = set, fault
	s.version++
	s.views = map[preview.Place]*once{}
	s.index = s.list(set, fault)
	for c := range s.told {
		select {
		case <-c:
		default:
		}
		c <- s.version
	}
}
