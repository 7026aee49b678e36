package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"unicode/utf8"

	"github.com/jedib0t/go-pretty/v6/table"
	"github.com/spf13/cobra"
	"go.yaml.in/yaml/v4"

	"reportmail/cmd/internal/files"
	"reportmail/cmd/internal/workspace"
	"reportmail/send/scenario"
)

func scenariosAttachments(p *program, s *setUp) *cobra.Command {
	c := &cobra.Command{
		Use: "attachments", Short: "Files that go along with the messages of a scenario",
		Long: `Files are in the folder attachments of the workspace. A file that is listed goes along with every message of its
scenario by itself; one that was added by hand is offered to people who write a message. The scenario Default offers the
files of all.`,
		Example: `  reportmail scenarios attachments list "Sales Invoice"
  reportmail scenarios attachments add "Sales Invoice" ~/terms.pdf
  reportmail scenarios attachments add "Sales Invoice" brochure.pdf --by-hand
  reportmail scenarios attachments remove "Sales Invoice" brochure.pdf`,
	}
	c.AddCommand(attachmentsList(p, s), attachmentsAdd(p, s), attachmentsRemove(p, s))
	return c
}

func attachmentsList(p *program, s *setUp) *cobra.Command {
	var asJSON bool
	c := &cobra.Command{Use: "list [SCENARIO]", Short: "List the files of a scenario, or of all", Args: cobra.MaximumNArgs(1), RunE: func(_ *cobra.Command, args []string) error {
		w, _, err := s.viewer()
		if err != nil {
			return err
		}
		if len(args) == 0 {
			args = []string{scenario.Default}
		}
		names, err := scenarioNames(w, args)
		if err != nil {
			return err
		}
		list := w.Scenarios.Offer(names[0])
		if asJSON {
			enc := json.NewEncoder(p.out)
			for _, a := range list {
				if err := enc.Encode(map[string]any{"file": a.File, "default": a.Default, "size": sizeOf(w, a.File)}); err != nil {
					return failed(err)
				}
			}
			return nil
		}
		t := newTable(p.out, "File", "Goes along", "Size")
		for _, a := range list {
			when, size := "by itself", fmt.Sprintf("%d KB", (sizeOf(w, a.File)+1023)>>10)
			if !a.Default {
				when = "by hand"
			}
			if sizeOf(w, a.File) < 0 {
				size = "not there"
			}
			t.AppendRow(table.Row{a.File, when, size})
		}
		t.Render()
		return nil
	}}
	c.Flags().BoolVar(&asJSON, "json", false, "one line of JSON a file")
	return c
}

// sizeOf is the size of a file in the folder of attachments, -1 when it is not there.
func sizeOf(w *workspace.Workspace, file string) int64 {
	st, err := os.Stat(w.Path(workspace.AttachmentsDir, filepath.FromSlash(file)))
	if err != nil {
		return -1
	}
	return st.Size()
}

func attachmentsAdd(p *program, s *setUp) *cobra.Command {
	var byHand bool
	c := &cobra.Command{
		Use: "add SCENARIO FILE…", Short: "Add files to a scenario; those from elsewhere are copied into the folder attachments", Args: cobra.MinimumNArgs(2),
		RunE: func(c *cobra.Command, args []string) error {
			w, user, err := s.admin()
			if err != nil {
				return err
			}
			names, err := scenarioNames(w, args[:1])
			if err != nil {
				return err
			}
			var added []string
			for _, path := range args[1:] {
				name, err := keepAttachment(w, path)
				if err != nil {
					return failed(err)
				}
				added = append(added, name)
			}
			now, err := s.change(p, w, func(top *yaml.Node) error {
				for _, name := range added {
					scenario.Attach(top, names[0], name, !byHand)
				}
				return nil
			})
			if err != nil {
				return err
			}
			for _, name := range added {
				fmt.Fprintf(p.out, "%s goes along with %s\n", name, names[0])
			}
			return note(c.Context(), now, user.Name, "add attachments", names[0])
		},
	}
	c.Flags().BoolVar(&byHand, "by-hand", false, "only offer the files, do not attach them by themselves")
	return c
}

// maxFileName is the longest file name, in characters, as in Business Central.
const maxFileName = 250

// keepAttachment finds a file in the folder of attachments, or copies it there, and answers its name in it.
func keepAttachment(w *workspace.Workspace, path string) (string, error) {
	dir := w.Path(workspace.AttachmentsDir)
	if !filepath.IsAbs(path) {
		if _, err := os.Stat(filepath.Join(dir, path)); err == nil {
			return filepath.ToSlash(filepath.Clean(path)), nil
		}
	}
	data, err := os.ReadFile(path)
	if err != nil {
		return "", err
	}
	name := filepath.Base(path)
	if utf8.RuneCountInString(name) > maxFileName {
		return "", fmt.Errorf("the name of %s is longer than %d characters", path, maxFileName)
	}
	to := filepath.Join(dir, name)
	switch there, err := os.ReadFile(to); {
	case err == nil && !bytes.Equal(there, data):
		return "", fmt.Errorf("another file %s is in the folder attachments already", name)
	case err == nil:
		return name, nil
	case !errors.Is(err, fs.ErrNotExist):
		return "", err
	}
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return "", err
	}
	return name, files.Write(to, data, nil)
}

func attachmentsRemove(p *program, s *setUp) *cobra.Command {
	return &cobra.Command{
		Use: "remove SCENARIO FILE…", Short: "Take files off a scenario; they stay in the folder", Args: cobra.MinimumNArgs(2),
		RunE: func(c *cobra.Command, args []string) error {
			w, user, err := s.admin()
			if err != nil {
				return err
			}
			names, err := scenarioNames(w, args[:1])
			if err != nil {
				return err
			}
			now, err := s.change(p, w, func(top *yaml.Node) error {
				for _, file := range args[1:] {
					if err := scenario.Detach(top, names[0], file); err != nil {
						return err
					}
				}
				return nil
			})
			if err != nil {
				return err
			}
			for _, file := range args[1:] {
				fmt.Fprintf(p.out, "%s no longer goes along with %s\n", file, names[0])
			}
			return note(c.Context(), now, user.Name, "remove attachments", names[0])
		},
	}
}
