package golden

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"github.com/rogpeppe/go-internal/diff"
)

// Change is a file of a sample that is not as it was.
type Change struct {
	File     string // relative to the folder of golden files
	Kind     Kind
	Level    Level
	Old, New []byte
}

// Diff is the change line by line, "" where lines say nothing to a reader.
func (c Change) Diff() string {
	if c.Kind != Changed || strings.HasSuffix(c.File, ".svg") || path.Dir(c.File) == PicturesDir {
		return ""
	}
	return string(diff.Diff("golden/"+c.File, unix(c.Old), "now/"+c.File, unix(c.New)))
}

// Say is the change in words.
func (c Change) Say() string {
	switch c.Kind {
	case Missing:
		return "is new"
	case Gone:
		return "is gone"
	}
	return c.Level.String()
}

// Examine holds a sample against the golden files in dir: what is new, what changed, and what its document no longer
// has. folder is that of the document. Files of a layout that cannot be read are passed over: nobody knows what it makes.
func Examine(dir, folder string, s *Sample) ([]Change, error) {
	var out []Change
	for _, name := range s.names() {
		old, err := os.ReadFile(filepath.Join(dir, filepath.FromSlash(name)))
		switch {
		case errors.Is(err, fs.ErrNotExist):
			out = append(out, Change{File: name, Kind: Missing, Level: levelOf(name), New: s.Snapshot[name]})
		case err != nil:
			return nil, err
		case !Same(name, old, s.Snapshot[name]):
			out = append(out, Change{name, Changed, LevelOf(name, old, s.Snapshot[name]), old, s.Snapshot[name]})
		}
	}
	gone, err := missed(dir, folder, s)
	out = append(out, gone...)
	slices.SortStableFunc(out, func(a, b Change) int { return int(b.Level) - int(a.Level) })
	return out, err
}

// missed are the golden files in folder that its sample does not have.
func missed(dir, folder string, s *Sample) ([]Change, error) {
	var out []Change
	err := filepath.WalkDir(filepath.Join(dir, folder), func(file string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		name, err := filepath.Rel(dir, file)
		if err != nil {
			return err
		}
		name = filepath.ToSlash(name)
		if d.IsDir() {
			if slices.Contains(s.Unread, name) {
				return fs.SkipDir
			}
			return nil
		}
		if _, have := s.Snapshot[name]; have {
			return nil
		}
		old, err := os.ReadFile(file)
		out = append(out, Change{File: name, Kind: Gone, Level: levelOf(name), Old: old})
		return err
	})
	if errors.Is(err, fs.ErrNotExist) {
		err = nil
	}
	return out, err
}

// levelOf is the level of a file that is new or gone.
func levelOf(name string) Level {
	if strings.HasSuffix(name, ".svg") || path.Dir(name) == PicturesDir {
		return Look
	}
	return Text
}

// Renew writes a sample over its golden files and takes away what its document no longer has. Files that are the same
// to an author stay as they are, so that a renewal shows what changed and nothing else.
func Renew(dir, folder string, s *Sample) ([]Change, error) {
	changes, err := Examine(dir, folder, s)
	if err != nil {
		return nil, err
	}
	fresh := Snapshot{}
	for _, c := range changes {
		if c.Kind != Gone {
			fresh[c.File] = c.New
			continue
		}
		if err := Remove(dir, c.File); err != nil {
			return nil, err
		}
	}
	return changes, Update(dir, fresh)
}

// Remove takes a golden file away, and the folders that it leaves empty.
func Remove(dir, name string) error {
	file := filepath.FromSlash(name)
	if err := os.Remove(filepath.Join(dir, file)); err != nil {
		return fmt.Errorf("renewing golden files: %w", err)
	}
	for up := filepath.Dir(file); up != "."; up = filepath.Dir(up) {
		if os.Remove(filepath.Join(dir, up)) != nil { // not empty
			break
		}
	}
	return nil
}

// Summary says how much of what changed: "2 texts changed, page looks different".
func Summary(changes []Change) string {
	var b bytes.Buffer
	seen := map[string]int{}
	var order []string
	for _, c := range changes {
		if seen[c.Say()]++; seen[c.Say()] == 1 {
			order = append(order, c.Say())
		}
	}
	for i, s := range order {
		if i > 0 {
			b.WriteString(", ")
		}
		fmt.Fprintf(&b, "%d × %s", seen[s], s)
	}
	return b.String()
}
