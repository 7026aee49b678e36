package workspace

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// Samples lists the documents to look at layouts with: those of samples/, then those of posted/. Hidden files and
// folders are passed over; envelopes are in the list.
func (w *Workspace) Samples() ([]string, error) {
	var out []string
	for _, dir := range []string{SamplesDir, PostedDir} {
		entries, err := os.ReadDir(w.Path(dir))
		if err != nil && !errors.Is(err, fs.ErrNotExist) {
			return nil, err
		}
		for _, e := range entries {
			if !e.IsDir() && !strings.HasPrefix(e.Name(), ".") {
				out = append(out, filepath.Join(w.Dir, dir, e.Name()))
			}
		}
	}
	return out, nil
}
