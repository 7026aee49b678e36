package workspace

import (
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"slices"
	"sync"

	"reportmail/internal/nearest"
	"reportmail/render/diag"
	"reportmail/render/text"
	"reportmail/selection"
)

// Texts are the reusable texts of a workspace and those that ship, each compiled once. It is shared by goroutines.
type Texts struct {
	Theme *text.Theme // nil: no theme

	workspace *Workspace
	compiled  sync.Map // file → func() (compiledText, error)
	names     func() (map[string][]textFile, error)
}

// textFile is one language of a text.
type textFile struct {
	file, lang string
	from       fs.FS
	shipped    bool
}

type compiledText struct {
	text     *text.Text
	findings []diag.Finding
}

// NewTexts is the store of the texts in dir texts/, styled by the workspace's theme.
func NewTexts(w *Workspace, theme *text.Theme) *Texts {
	t := &Texts{workspace: w, Theme: theme}
	t.names = sync.OnceValues(w.textFiles)
	return t
}

// textFiles are the languages of every text by its name. A text of the workspace takes the place of one that ships, in
// all languages.
func (w *Workspace) textFiles() (map[string][]textFile, error) {
	out := map[string][]textFile{}
	for i, from := range []fs.FS{selection.Texts(), os.DirFS(w.Path(TextsDir))} {
		entries, err := fs.ReadDir(from, ".")
		if err != nil && !errors.Is(err, fs.ErrNotExist) {
			return nil, fmt.Errorf("reading the texts: %w", err)
		}
		mine := map[string][]textFile{}
		for _, e := range entries {
			if name, lang, ok := text.SplitName(e.Name()); ok && !e.IsDir() {
				mine[name] = append(mine[name], textFile{e.Name(), lang, from, i == 0})
			}
		}
		maps.Copy(out, mine)
	}
	return out, nil
}

// TextInfo describes a text.
type TextInfo struct {
	Name      string
	Languages []string // in order; "" is the one for all
	Shipped   bool     // comes with the program, not from the workspace
}

// List lists the texts by name.
func (t *Texts) List() ([]TextInfo, error) {
	all, err := t.names()
	if err != nil {
		return nil, err
	}
	var out []TextInfo
	for _, name := range slices.Sorted(maps.Keys(all)) {
		i := TextInfo{Name: name, Shipped: all[name][0].shipped}
		for _, f := range all[name] {
			i.Languages = append(i.Languages, f.lang)
		}
		slices.Sort(i.Languages)
		out = append(out, i)
	}
	return out, nil
}

// Source is the Markdown of each language of a text, by its file name.
func (t *Texts) Source(name string) (map[string][]byte, error) {
	all, err := t.names()
	if err != nil {
		return nil, err
	}
	if len(all[name]) == 0 {
		return nil, t.absent(name, slices.Collect(maps.Keys(all)))
	}
	out := map[string][]byte{}
	for _, f := range all[name] {
		if out[f.file], err = fs.ReadFile(f.from, f.file); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// ErrNoText says that a text is not there.
var ErrNoText = errors.New("is not there")

func (t *Texts) absent(name string, all []string) error {
	hint := "make " + t.workspace.Path(TextsDir, name+".en.md")
	if near := nearest.Hint(name, all); near != "" {
		hint = near + " or " + hint
	}
	return fmt.Errorf("text %q %w; %s", name, ErrNoText, hint)
}

// Get is a text in the language that suits a reader best.
func (t *Texts) Get(name, lang string) (*text.Text, []diag.Finding, error) {
	all, err := t.names()
	if err != nil {
		return nil, nil, err
	}
	files := all[name]
	langs := make([]string, len(files))
	for i, f := range files {
		langs[i] = f.lang
	}
	i := text.Choose(langs, lang)
	if i < 0 {
		return nil, nil, t.absent(name, slices.Collect(maps.Keys(all)))
	}
	file := files[i].file
	once := sync.OnceValues(func() (compiledText, error) {
		data, err := fs.ReadFile(files[i].from, file)
		if err != nil {
			return compiledText{}, err
		}
		var f diag.List
		c, err := text.Compile(file, data, t.Theme, &f)
		return compiledText{c, f.Items()}, err
	})
	f, _ := t.compiled.LoadOrStore(file, once)
	c, err := f.(func() (compiledText, error))()
	return c.text, c.findings, err
}
