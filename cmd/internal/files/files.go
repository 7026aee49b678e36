// Package files writes files whole or not at all.
package files

import (
	"fmt"
	"io"
	"os"
	"path/filepath"
)

// Write puts data at path: written beside it, then renamed, so that no reader ever sees a part of it and a failure
// leaves what was there. The path "-" is out.
func Write(path string, data []byte, out io.Writer) error {
	if path == "-" {
		_, err := out.Write(data)
		return err
	}
	f, err := os.CreateTemp(filepath.Dir(path), ".reportmail-*")
	if err != nil {
		return fmt.Errorf("writing %s: %w", path, err)
	}
	_, err = f.Write(data)
	if err == nil {
		err = f.Chmod(0o644)
	}
	if e := f.Close(); err == nil {
		err = e
	}
	if err == nil {
		err = os.Rename(f.Name(), path)
	}
	if err != nil {
		_ = os.Remove(f.Name())
		return fmt.Errorf("writing %s: %w", path, err)
	}
	return nil
}

// Read reads a whole file; the path "-" is in.
func Read(path string, in io.Reader) ([]byte, error) {
	if path == "-" {
		return io.ReadAll(in)
	}
	return os.ReadFile(path)
}
