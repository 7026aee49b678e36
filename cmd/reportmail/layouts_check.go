package main

import (
	"fmt"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"reportmail/cmd/internal/files"
	"reportmail/layouts"
	"reportmail/render"
	"reportmail/render/dataset"
	"reportmail/render/diag"
	"reportmail/render/font"
)

func (f *layoutFlags) check(p *program) *cobra.Command {
	var data string
	var fontDirs []string
	c := &cobra.Command{
		Use:   "check LAYOUT.docx",
		Short: "Find what is wrong with a layout",
		Long: `Names every binding that leads nowhere or is stale, data that no control shows, fonts and what stands in for
them, and constructs that a body or a PDF will not show: with part, table, row, cell and control, and what was
probably meant. Exit 1 when there is an error, 0 with warnings.`,
		Example: `  reportmail layouts check invoice.docx --data 103001.xml`,
		Args:    cobra.ExactArgs(1),
		RunE: func(_ *cobra.Command, args []string) error {
			lib, _, err := f.library()
			if err != nil {
				return err
			}
			raw, err := fileOrLayout(p, lib, args[0])
			if err != nil {
				return failed(err)
			}
			list, err := checkLayout(p, args[0], raw, data, fontDirs)
			if err != nil {
				return failed(err)
			}
			return reportCheck(p, args[0], list, f.json)
		},
	}
	c.Flags().StringVar(&data, "data", "", "a dataset to hold the bindings against")
	c.Flags().StringArrayVar(&fontDirs, "font-dir", nil, "look for fonts in this folder first")
	return c
}

// checker is the check of an import.
func (f *layoutFlags) checker(p *program, name, data string) layouts.Check {
	return func(docx []byte) ([]diag.Finding, error) { return checkLayout(p, name, docx, data, nil) }
}

// checkLayout finds what is wrong with a layout; data names a dataset, "" is none.
func checkLayout(p *program, name string, docx []byte, data string, fontDirs []string) ([]diag.Finding, error) {
	fonts, err := font.NewLibrary(font.Options{Dirs: fontDirs})
	if err != nil {
		return nil, err
	}
	l, err := (&render.Compiler{Fonts: fonts}).Compile(filepath.Base(name), docx)
	if err != nil || data == "" {
		if err != nil {
			return nil, err
		}
		return l.Check(nil)
	}
	raw, err := files.Read(data, p.in)
	if err != nil {
		return nil, fmt.Errorf("reading the dataset: %w", err)
	}
	ds, err := dataset.Read(data, raw)
	if err != nil {
		return nil, err
	}
	return l.Check(ds)
}

// reportCheck writes findings and answers 1 when one is an error.
func reportCheck(p *program, layout string, list []diag.Finding, asJSON bool) error {
	errs := grave(list, diag.Error)
	if asJSON {
		if err := printFindings(p.out, layout, list, true); err != nil {
			return failed(err)
		}
	} else {
		for _, f := range list {
			fmt.Fprintln(p.out, f)
		}
		warnings := grave(list, diag.Warning) - errs
		fmt.Fprintf(p.out, "%s, %s, %s\n", plural(errs, "error"), plural(warnings, "warning"), plural(len(list)-warnings-errs, "note"))
	}
	if errs > 0 {
		return &exitError{code: exitFailed}
	}
	return nil
}

func (f *layoutFlags) repair(p *program) *cobra.Command {
	var out string
	c := &cobra.Command{
		Use: "repair LAYOUT.docx", Short: "Rewrite store ids and name spaces of bindings to those of the layout's own part", Args: cobra.ExactArgs(1),
		Long: "Writes a repaired copy beside the layout (NAME.repaired.docx), or to --out. What cannot be repaired is named.",
		RunE: func(_ *cobra.Command, args []string) error {
			raw, err := files.Read(args[0], p.in)
			if err != nil {
				return failed(err)
			}
			repaired, list, err := render.Repair(raw)
			if err != nil {
				return failed(fmt.Errorf("layout %s: %w", args[0], err))
			}
			if out == "" {
				out = strings.TrimSuffix(args[0], filepath.Ext(args[0])) + ".repaired.docx"
			}
			if err := files.Write(out, repaired, p.out); err != nil {
				return failed(err)
			}
			return reportCheck(p, args[0], list, f.json)
		},
	}
	c.Flags().StringVar(&out, "out", "", "file to write")
	return c
}
