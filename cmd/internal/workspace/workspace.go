// Package workspace opens what a user has on disk: reportmail.yaml, selections.yaml, the folders of layouts, texts,
// attachments and posted documents, and the theme. It joins the packages that each know a part of it and decides
// nothing of its own.
package workspace

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
)

// Names of the files and folders of a workspace.
const (
	ConfigFile     = "reportmail.yaml"
	SelectionsFile = "selections.yaml"
	ThemeFile      = "theme.css"
	LayoutsDir     = "layouts"
	TextsDir       = "texts"
	AttachmentsDir = "attachments"
	PostedDir      = "posted"
	SamplesDir     = "samples"
	StateDir       = "state"
	GoldenDir      = "golden" // what samples became when somebody last looked
)

// ErrNoWorkspace says that a folder, and the folders above it, hold no reportmail.yaml.
var ErrNoWorkspace = errors.New("no workspace")

// Find looks for the workspace that dir belongs to: the nearest folder, from dir upwards, with a reportmail.yaml.
func Find(dir string) (string, error) {
	abs, err := filepath.Abs(dir)
	if err != nil {
		return "", fmt.Errorf("looking for a workspace from %s: %w", dir, err)
	}
	for at := abs; ; at = filepath.Dir(at) {
		if _, err := os.Stat(filepath.Join(at, ConfigFile)); err == nil {
			return at, nil
		}
		if at == filepath.Dir(at) {
			return "", fmt.Errorf("%w: neither %s nor a folder above it holds a %s; reportmail new DIR makes one", ErrNoWorkspace, abs, ConfigFile)
		}
	}
}
