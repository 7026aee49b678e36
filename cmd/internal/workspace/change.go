package workspace

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"

	"go.yaml.in/yaml/v4"

	"reportmail/cmd/internal/files"
	"reportmail/internal/yamledit"
)

// Change changes reportmail.yaml of the workspace in dir and opens the result. Lines that the change is not about stay
// as they are, and a change that would break the workspace is not written.
func Change(dir string, fn func(top *yaml.Node) error) (w *Workspace, changed bool, err error) {
	path := filepath.Join(dir, ConfigFile)
	data, err := os.ReadFile(path)
	if err != nil {
		return nil, false, fmt.Errorf("opening the workspace: %w", err)
	}
	text, err := yamledit.Change(ConfigFile, data, fn)
	if err != nil {
		return nil, false, err
	}
	if w, err = read(dir, text); err != nil {
		return nil, false, fmt.Errorf("nothing changed: %w", err)
	}
	if bytes.Equal(text, data) {
		return w, false, nil
	}
	return w, true, files.Write(path, text, nil)
}
