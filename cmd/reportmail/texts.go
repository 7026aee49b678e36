package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"slices"
	"strings"

	"github.com/jedib0t/go-pretty/v6/table"
	"github.com/spf13/cobra"

	"reportmail/cmd/internal/files"
	"reportmail/cmd/internal/workspace"
)

func textsCommand(p *program) *cobra.Command {
	var dir string
	c := &cobra.Command{
		Use:   "texts",
		Short: "The reusable texts: what ships, and what the workspace says instead",
		Long: `Texts are Markdown, one file a language, in the folder texts/ of the workspace: greeting.nl.md. Those that ship are
used until the workspace has one of the same name: attached and attached-several are the bodies of messages without a
body layout, and pro-forma, remittance and remittance-journal stand in layouts whose reports carry no letter text.
Placeholders name columns of the dataset, {{Header/YourReference}}, and fields of the envelope: {{number}}, {{name}}.`,
		Example: `  reportmail texts list
  reportmail texts show attached
  reportmail texts export attached   # then change texts/attached.en.md`,
	}
	c.PersistentFlags().StringVarP(&dir, "workspace", "w", "", "folder of the workspace (default: the nearest one upwards)")
	c.AddCommand(textsList(p, &dir), textsShow(p, &dir), textsExport(p, &dir))
	return c
}

// textLine is a text in JSON.
type textLine struct {
	Name      string   `json:"name"`
	Languages []string `json:"languages"`
	Shipped   bool     `json:"shipped"`
}

func openTexts(dir string) (*workspace.Workspace, *workspace.Texts, error) {
	w, err := openWorkspace(dir)
	if err != nil {
		return nil, nil, err
	}
	return w, workspace.NewTexts(w, nil), nil
}

func textsList(p *program, dir *string) *cobra.Command {
	var asJSON bool
	c := &cobra.Command{Use: "list", Short: "List the texts", Args: cobra.NoArgs, RunE: func(*cobra.Command, []string) error {
		_, texts, err := openTexts(*dir)
		if err != nil {
			return err
		}
		all, err := texts.List()
		if err != nil {
			return failed(err)
		}
		if asJSON {
			enc := json.NewEncoder(p.out)
			for _, t := range all {
				if err := enc.Encode(textLine(t)); err != nil {
					return failed(err)
				}
			}
			return nil
		}
		t := newTable(p.out, "Text", "Languages", "From")
		for _, i := range all {
			from := workspace.TextsDir + "/"
			if i.Shipped {
				from = "ships"
			}
			t.AppendRow(table.Row{i.Name, strings.TrimSpace(strings.Join(i.Languages, " ")), from})
		}
		t.Render()
		return nil
	}}
	c.Flags().BoolVar(&asJSON, "json", false, "one line of JSON a text")
	return c
}

func textsShow(p *program, dir *string) *cobra.Command {
	return &cobra.Command{Use: "show NAME", Short: "Show a text in all its languages", Args: cobra.ExactArgs(1), RunE: func(_ *cobra.Command, args []string) error {
		_, texts, err := openTexts(*dir)
		if err != nil {
			return err
		}
		source, err := texts.Source(args[0])
		if err != nil {
			return failed(err)
		}
		for i, file := range slices.Sorted(maps.Keys(source)) {
			if i > 0 {
				fmt.Fprintln(p.out)
			}
			if _, err := fmt.Fprintf(p.out, "%s\n\n%s\n", file, strings.TrimRight(string(source[file]), "\n")); err != nil {
				return failed(err)
			}
		}
		return nil
	}}
}

func textsExport(p *program, dir *string) *cobra.Command {
	return &cobra.Command{Use: "export NAME", Short: "Copy a text that ships into the workspace, to change it", Args: cobra.ExactArgs(1), RunE: func(_ *cobra.Command, args []string) error {
		w, texts, err := openTexts(*dir)
		if err != nil {
			return err
		}
		source, err := texts.Source(args[0])
		if err != nil {
			return failed(err)
		}
		if err := os.MkdirAll(w.Path(workspace.TextsDir), 0o755); err != nil {
			return failed(err)
		}
		for _, file := range slices.Sorted(maps.Keys(source)) {
			path := w.Path(workspace.TextsDir, file)
			if _, err := os.Stat(path); !errors.Is(err, fs.ErrNotExist) {
				return failed(fmt.Errorf("%s is there already", path))
			}
			if err := files.Write(path, source[file], p.out); err != nil {
				return failed(err)
			}
			if _, err := fmt.Fprintf(p.out, "made %s\n", path); err != nil {
				return failed(err)
			}
		}
		return nil
	}}
}
