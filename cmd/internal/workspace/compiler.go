package workspace

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"sync"

	"reportmail/layouts"
	"reportmail/render"
	"reportmail/render/diag"
	"reportmail/render/font"
	"reportmail/render/text"
)

// DefaultBodyLimit keeps a body under the 102 KB at which Gmail clips it, with room for what transport adds.
const DefaultBodyLimit = 100_000

// BodyLimit is the most bytes of HTML in a body; 0 is no limit.
func (w *Workspace) BodyLimit() int {
	if w.Config.Body.Limit != nil {
		return *w.Config.Body.Limit
	}
	return DefaultBodyLimit
}

// FontOptions are where the workspace's fonts come from.
func (w *Workspace) FontOptions() font.Options {
	o := font.Options{Substitute: w.Config.Fonts.Substitute, System: w.Config.Fonts.System}
	for _, dir := range w.Config.Fonts.Dirs {
		if !filepath.IsAbs(dir) {
			dir = w.Path(dir)
		}
		o.Dirs = append(o.Dirs, dir)
	}
	return o
}

// Theme is the workspace's theme.css over the default one.
func (w *Workspace) Theme() (*text.Theme, []diag.Finding, error) {
	data, err := os.ReadFile(w.Path(ThemeFile))
	if errors.Is(err, fs.ErrNotExist) {
		return text.Default(), nil, nil
	}
	if err != nil {
		return nil, nil, fmt.Errorf("reading the theme: %w", err)
	}
	var f diag.List
	t, err := text.CompileTheme(ThemeFile, data, &f)
	return t, f.Items(), err
}

// Compiler is what the workspace's layouts are compiled with: fonts (o over the workspace's own) and theme.
func (w *Workspace) Compiler(o font.Options) (*render.Compiler, []diag.Finding, error) {
	fonts, err := font.NewLibrary(o)
	if err != nil {
		return nil, nil, err
	}
	theme, findings, err := w.Theme()
	return &render.Compiler{Fonts: fonts, Theme: theme}, findings, err
}

// Layouts compiles the layouts of a workspace, each once. It is shared by goroutines.
type Layouts struct {
	library  *layouts.Library
	compiler *render.Compiler
	compiled sync.Map // name → func() (*render.Layout, error)
	approved sync.Map // name → bool: whether an approved layout of the workspace has it
}

// NewLayouts is an empty store of compiled layouts.
func NewLayouts(w *Workspace, c *render.Compiler) *Layouts {
	return &Layouts{library: w.Library(), compiler: c}
}

// Compiled is a store of layouts that are compiled already.
func Compiled(layouts map[string]*render.Layout) *Layouts {
	l := &Layouts{}
	for name, c := range layouts {
		l.compiled.Store(name, func() (*render.Layout, error) { return c, nil })
	}
	return l
}

// Forget makes the next Get compile a layout anew.
func (l *Layouts) Forget(name string) {
	l.compiled.Delete(name)
	l.approved.Delete(name)
}

// For is the name of the layout that stands in for a layout in a language: invoice.nl-BE or invoice.nl in the
// workspace, when it is there and approved, else the layout itself.
func (l *Layouts) For(name, lang string) string {
	base, _, _ := strings.Cut(lang, "-")
	for _, tag := range []string{lang, base} {
		if tag != "" && l.isApproved(name+"."+tag) {
			return name + "." + tag
		}
	}
	return name
}

func (l *Layouts) isApproved(name string) bool {
	if known, ok := l.approved.Load(name); ok {
		return known.(bool)
	}
	is := false
	if l.library != nil {
		e, err := l.library.Entry(name)
		is = err == nil && !e.Builtin && e.Status == layouts.Approved
	}
	l.approved.Store(name, is)
	return is
}

// Get is a layout, compiled when it is asked for first.
func (l *Layouts) Get(name string) (*render.Layout, error) {
	once := sync.OnceValues(func() (*render.Layout, error) {
		data, err := l.library.Open(name)
		if err != nil {
			return nil, fmt.Errorf("layout %s: %w", name, err)
		}
		return l.compiler.Compile(name, data)
	})
	f, _ := l.compiled.LoadOrStore(name, once)
	return f.(func() (*render.Layout, error))()
}
