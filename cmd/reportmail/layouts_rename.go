package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/spf13/cobra"

	"reportmail/cmd/internal/files"
	"reportmail/cmd/internal/workspace"
	"reportmail/selection"
)

func (f *layoutFlags) rename(p *program) *cobra.Command {
	return &cobra.Command{
		Use: "rename LAYOUT NAME", Short: "Rename a layout of the workspace; selections follow", Args: cobra.ExactArgs(2),
		RunE: func(_ *cobra.Command, args []string) error {
			lib, dir, err := f.lenientLibrary()
			if err != nil {
				return err
			}
			path := filepath.Join(dir, workspace.SelectionsFile)
			changed, n, err := renamedSelections(path, args[0], args[1])
			if err != nil {
				return failed(err)
			}
			if err := lib.Rename(args[0], args[1]); err != nil {
				return failed(err)
			}
			if n > 0 {
				if err := files.Write(path, changed, p.out); err != nil {
					return failed(fmt.Errorf("the layout is renamed, but selections.yaml still has its old name: %w", err))
				}
			}
			_, err = fmt.Fprintf(p.out, "renamed %q to %q, %s of selections.yaml with it\n", args[0], args[1], plural(n, "place"))
			return failed(err)
		},
	}
}

func renamedSelections(path, from, to string) ([]byte, int, error) {
	data, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, 0, nil
	}
	if err != nil {
		return nil, 0, err
	}
	return selection.RenameLayout(path, data, from, to)
}
