package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"reportmail/cmd/internal/files"
	"reportmail/cmd/internal/workspace"
	"reportmail/selection"
)

func (f *layoutFlags) rename(p *program) *cobra.Command {
	return &cobra.Command{
		Use: "rename LAYOUT NAME", Short: "Rename a layout of the workspace; its layouts of a language and selections follow", Args: cobra.ExactArgs(2),
		RunE: func(_ *cobra.Command, args []string) error {
			lib, dir, err := f.lenientLibrary()
			if err != nil {
				return err
			}
			path := filepath.Join(dir, workspace.SelectionsFile)
			variants, err := lib.Variants(args[0])
			if err != nil {
				return failed(err)
			}
			changed, n, err := renamedSelections(path, append(variants, args[0]), args[0], args[1])
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
			for _, v := range variants {
				fmt.Fprintf(p.out, "renamed %q to %q\n", v, args[1]+strings.TrimPrefix(v, args[0]))
			}
			_, err = fmt.Fprintf(p.out, "renamed %q to %q, %s of selections.yaml with it\n", args[0], args[1], plural(n, "place"))
			return failed(err)
		},
	}
}

// renamedSelections is the selection table with layouts under the name to instead of from, whatever follows it, and in
// how many places.
func renamedSelections(path string, layouts []string, from, to string) ([]byte, int, error) {
	data, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, 0, nil
	}
	places := 0
	for _, l := range layouts {
		if err != nil {
			return nil, 0, err
		}
		n := 0
		data, n, err = selection.RenameLayout(path, data, l, to+strings.TrimPrefix(l, from))
		places += n
	}
	return data, places, err
}
