// Command generate builds the layouts of layouts/design and writes them to the folder named by its argument.
package main

import (
	"fmt"
	"os"
	"path/filepath"

	"reportmail/layouts/design"
)

func main() {
	if len(os.Args) != 2 {
		fmt.Fprintln(os.Stderr, "usage: generate FOLDER")
		os.Exit(2)
	}
	if err := run(os.Args[1]); err != nil {
		fmt.Fprintln(os.Stderr, "generate:", err)
		os.Exit(1)
	}
}

func run(folder string) error {
	for _, e := range design.Entries() {
		l, err := e.Layout()
		if err != nil {
			return err
		}
		data, err := l.Docx()
		if err != nil {
			return err
		}
		if err := os.WriteFile(filepath.Join(folder, e.ID+".docx"), data, 0o644); err != nil {
			return fmt.Errorf("writing layout %s: %w", e.ID, err)
		}
	}
	return nil
}
