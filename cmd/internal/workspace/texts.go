package workspace

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"sync"

	"reportmail/render/diag"
	"reportmail/render/text"
)

// Texts are the reusable texts of a workspace, each compiled once. It is shared by goroutines.
type Texts struct {
	workspace *Workspace
	theme     *text.Theme
	compiled  sync.Map // file → func() (compiledText, error)
	names     func() (map[string][]textFile, error)
}

// textFile is one language of a text.
type textFile struct{ file, lang string }

type compiledText struct {
	text     *text.Text
	findings []diag.Finding
}

// NewTexts is the store of the texts in dir texts/, styled by the workspace's theme.
func NewTexts(w *Workspace, theme *text.Theme) *Texts {
	t := &Texts{workspace: w, theme: theme}
	t.names = sync.OnceValues(t.list)
	return t
}

func (t *Texts) list() (map[string][]textFile, error) {
	entries, err := os.ReadDir(t.workspace.Path(TextsDir))
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("reading the texts: %w", err)
	}
	out := map[string][]textFile{}
	for _, e := range entries {
		if name, lang, ok := text.SplitName(e.Name()); ok && !e.IsDir() {
			out[name] = append(out[name], textFile{e.Name(), lang})
		}
	}
	return out, nil
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
		return nil, nil, fmt.Errorf("text %q is not there: make %s", name, t.workspace.Path(TextsDir, name+".en.md"))
	}
	file := files[i].file
	once := sync.OnceValues(func() (compiledText, error) {
		data, err := os.ReadFile(t.workspace.Path(TextsDir, file))
		if err != nil {
			return compiledText{}, err
		}
		var f diag.List
		c, err := text.Compile(file, data, t.theme, &f)
		return compiledText{c, f.Items()}, err
	})
	f, _ := t.compiled.LoadOrStore(file, once)
	c, err := f.(func() (compiledText, error))()
	return c.text, c.findings, err
}
