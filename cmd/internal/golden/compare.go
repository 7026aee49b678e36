package golden

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/rogpeppe/go-internal/diff"

	"reportmail/cmd/internal/files"
)

// Difference is one file that is not as it was.
type Difference struct {
	File string // relative to the folder of golden files
	Diff string // unified; "" for a file that is missing or new
	Kind Kind
}

// Kind is how a file differs.
type Kind string

const (
	Changed Kind = "changed"
	Missing Kind = "missing" // no golden file: the output is new
	Gone    Kind = "gone"    // a golden file of an output that there no longer is
)

// Compare holds a snapshot against the golden files in dir.
func Compare(dir string, s Snapshot) ([]Difference, error) {
	var out []Difference
	for _, name := range s.names() {
		want, err := os.ReadFile(filepath.Join(dir, name))
		switch {
		case errors.Is(err, fs.ErrNotExist):
			out = append(out, Difference{File: name, Kind: Missing})
		case err != nil:
			return nil, err
		case !bytes.Equal(unix(want), unix(s[name])):
			out = append(out, Difference{File: name, Kind: Changed, Diff: string(diff.Diff("golden/"+name, unix(want), name, unix(s[name])))})
		}
	}
	return out, nil
}

// Update writes a snapshot over the golden files in dir.
func Update(dir string, s Snapshot) error {
	for _, name := range s.names() {
		path := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			return fmt.Errorf("renewing golden files: %w", err)
		}
		if err := files.Write(path, s[name], nil); err != nil {
			return fmt.Errorf("renewing golden files: %w", err)
		}
	}
	return nil
}

// Left lists golden files in dir that no snapshot has any more.
func Left(dir string, have map[string]bool) ([]Difference, error) {
	var out []Difference
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		name, err := filepath.Rel(dir, path)
		if err == nil && !have[name] && strings.Contains(name, string(filepath.Separator)) {
			out = append(out, Difference{File: name, Kind: Gone})
		}
		return err
	})
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	return out, err
}

func (s Snapshot) names() []string {
	names := make([]string, 0, len(s))
	for n := range s {
		names = append(names, n)
	}
	slices.Sort(names)
	return names
}
