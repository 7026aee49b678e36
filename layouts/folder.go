package layouts

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// Folder is where a workspace keeps its own layouts. Names are plain file names.
type Folder interface {
	List() ([]string, error) // files, sorted; none when the folder is not there
	Read(name string) ([]byte, error)
	Write(name string, data []byte) error // whole or not at all
	Rename(from, to string) error
	Remove(name string) error
}

// Dir is a folder on disk.
type Dir string

// List gives the files of the folder; a folder that is not there has none.
func (d Dir) List() ([]string, error) {
	entries, err := os.ReadDir(string(d))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("listing layouts: %w", err)
	}
	var names []string
	for _, e := range entries {
		if e.Type().IsRegular() && !strings.HasPrefix(e.Name(), ".") && !strings.HasPrefix(e.Name(), "~") { // Word's lock files begin with ~$
			names = append(names, e.Name())
		}
	}
	slices.Sort(names)
	return names, nil
}

// Read gives a file's bytes.
func (d Dir) Read(name string) ([]byte, error) { return os.ReadFile(d.path(name)) }

// Write writes a file beside its place and puts it there in one step, so that nobody ever reads half of it.
func (d Dir) Write(name string, data []byte) error {
	if err := os.MkdirAll(string(d), 0o755); err != nil {
		return err
	}
	f, err := os.CreateTemp(string(d), ".*.tmp")
	if err != nil {
		return err
	}
	_, err = f.Write(data)
	err = errors.Join(err, f.Chmod(0o644), f.Sync(), f.Close())
	if err == nil {
		err = os.Rename(f.Name(), d.path(name))
	}
	if err != nil {
		return errors.Join(err, os.Remove(f.Name()))
	}
	return nil
}

// Rename gives a file another name.
func (d Dir) Rename(from, to string) error { return os.Rename(d.path(from), d.path(to)) }

// Remove deletes a file.
func (d Dir) Remove(name string) error { return os.Remove(d.path(name)) }

func (d Dir) path(name string) string { return filepath.Join(string(d), name) }
