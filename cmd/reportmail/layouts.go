package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/jedib0t/go-pretty/v6/table"
	"github.com/spf13/cobra"

	"reportmail/cmd/internal/files"
	"reportmail/cmd/internal/workspace"
	"reportmail/layouts"
	"reportmail/layouts/diff"
	"reportmail/render/dataset"
	"reportmail/selection"
)

// layoutFlags are the flags that the layouts verbs share.
type layoutFlags struct {
	workspace string
	json      bool
}

func layoutsCommand(p *program) *cobra.Command {
	f := &layoutFlags{}
	c := &cobra.Command{
		Use:   "layouts",
		Short: "The layouts there are: list, check, import, copy, change",
		Long: `The library is the layouts of the workspace (its folder layouts/) over the built-in ones, which are never changed.
A new, copied or imported layout is a draft until it is approved; report selections take approved ones.`,
		Example: `  reportmail layouts list
  reportmail layouts copy invoice our-invoice
  reportmail layouts check our-invoice.docx --data 103001.xml
  reportmail layouts new delivery-note --data 103001.xml`,
	}
	c.PersistentFlags().StringVarP(&f.workspace, "workspace", "w", "", "folder of the workspace (default: the nearest one upwards)")
	c.PersistentFlags().BoolVar(&f.json, "json", false, "write JSON")
	c.AddCommand(f.list(p), f.show(p), f.check(p), f.repair(p), f.export(p), f.importing(p), f.copying(p), f.rename(p), f.delete(p), f.diff(p), f.starter(p))
	for _, s := range []layouts.Status{layouts.Approved, layouts.Draft} {
		c.AddCommand(f.status(p, s))
	}
	return c
}

// library is the workspace's; without a workspace the built-in layouts alone.
func (f *layoutFlags) library() (*layouts.Library, *workspace.Workspace, error) {
	w, err := openWorkspace(f.workspace)
	if err == nil {
		return w.Library(), w, nil
	}
	if f.workspace == "" && errors.Is(err, workspace.ErrNoWorkspace) {
		return layouts.NewLibrary(nothing{}), nil, nil
	}
	return nil, nil, err
}

// nothing is the folder of no workspace.
type nothing struct{}

var errNoFolder = fmt.Errorf("%w: layouts of your own are kept in one; reportmail new DIR makes it", workspace.ErrNoWorkspace)

func (nothing) List() ([]string, error)     { return nil, nil }
func (nothing) Read(string) ([]byte, error) { return nil, fs.ErrNotExist }
func (nothing) Write(string, []byte) error  { return errNoFolder }
func (nothing) Rename(string, string) error { return errNoFolder }
func (nothing) Remove(string) error         { return errNoFolder }

// entryLine is a layout in JSON.
type entryLine struct {
	ID      string `json:"id"`
	Report  int    `json:"report,omitempty"`
	Usage   string `json:"usage,omitempty"`
	Kind    string `json:"kind,omitempty"`
	Caption string `json:"caption,omitempty"`
	Builtin bool   `json:"builtin"`
	Shadows bool   `json:"shadows,omitempty"`
	Status  string `json:"status"`
	From    string `json:"from,omitempty"`
	Drift   string `json:"drift,omitempty"`
	Error   string `json:"error,omitempty"`
}

func lineOfEntry(e layouts.Entry) entryLine {
	l := entryLine{ID: e.ID, Report: e.Report, Usage: e.Usage, Kind: fmt.Sprint(e.Kind), Caption: e.Caption, Builtin: e.Builtin, Shadows: e.Shadows, Status: string(e.Status), From: e.From, Drift: string(e.Drift)}
	if e.Err != nil {
		l.Error = e.Err.Error()
	}
	return l
}

func (f *layoutFlags) list(p *program) *cobra.Command {
	return &cobra.Command{Use: "list", Short: "List the layouts", Args: cobra.NoArgs, RunE: func(*cobra.Command, []string) error {
		lib, _, err := f.library()
		if err != nil {
			return err
		}
		all, err := lib.List()
		if err != nil {
			return failed(err)
		}
		if f.json {
			enc := json.NewEncoder(p.out)
			for _, e := range all {
				if err := enc.Encode(lineOfEntry(e)); err != nil {
					return failed(err)
				}
			}
			return nil
		}
		t := newTable(p.out, "Layout", "Kind", "Report", "Usage", "Status", "From", "Caption")
		for _, e := range all {
			t.AppendRow(entryRow(lineOfEntry(e)))
		}
		t.Render()
		return nil
	}}
}

func entryRow(l entryLine) table.Row {
	status := l.Status
	switch {
	case l.Error != "":
		status = "unreadable: " + clip(l.Error, 50)
	case l.Builtin:
		status = "built in"
	case l.Drift != "":
		status += ", " + l.Drift
	}
	report := ""
	if l.Report != 0 {
		report = fmt.Sprint(l.Report)
	}
	return table.Row{l.ID, l.Kind, report, l.Usage, status, l.From, l.Caption}
}

func (f *layoutFlags) show(p *program) *cobra.Command {
	return &cobra.Command{Use: "show LAYOUT", Short: "Show what a layout is", Args: cobra.ExactArgs(1), RunE: func(_ *cobra.Command, args []string) error {
		lib, _, err := f.library()
		if err != nil {
			return err
		}
		e, err := lib.Entry(args[0])
		if err != nil {
			return failed(err)
		}
		l := lineOfEntry(e)
		if f.json {
			return failed(json.NewEncoder(p.out).Encode(l))
		}
		row := entryRow(l)
		for i, name := range []string{"Layout", "Kind", "Report", "Usage", "Status", "Copied from", "Caption"} {
			if s := fmt.Sprint(row[i]); s != "" {
				fmt.Fprintf(p.out, "%-12s %s\n", name, s)
			}
		}
		return nil
	}}
}

func (f *layoutFlags) export(p *program) *cobra.Command {
	var force bool
	c := &cobra.Command{
		Use: "export LAYOUT [FILE.docx]", Short: "Write a layout to a file", Args: cobra.RangeArgs(1, 2),
		Long: "Writes LAYOUT.docx, or FILE.docx; \"-\" is standard output. Another file that is there already is written over with --force alone.",
		RunE: func(_ *cobra.Command, args []string) error {
			lib, _, err := f.library()
			if err != nil {
				return err
			}
			data, err := lib.Open(args[0])
			if err != nil {
				return failed(err)
			}
			to := args[0] + ".docx"
			if len(args) > 1 {
				to = args[1]
			}
			if old, err := os.ReadFile(to); to != "-" && !force && !errors.Is(err, fs.ErrNotExist) && (err != nil || !bytes.Equal(old, data)) {
				return failed(fmt.Errorf("%s is there already and is another file; --force writes over it", to))
			}
			return failed(files.Write(to, data, p.out))
		},
	}
	c.Flags().BoolVar(&force, "force", false, "write over another file that is there already")
	return c
}

func (f *layoutFlags) importing(p *program) *cobra.Command {
	var name, data string
	c := &cobra.Command{
		Use: "import FILE.docx", Short: "Take a Word file into the library, as a draft", Args: cobra.ExactArgs(1),
		Long: "Checks the layout and says what is wrong with it; it is imported all the same, as a draft. A name that is taken is never\nwritten over: the import becomes \"Copy of NAME\".",
		RunE: func(_ *cobra.Command, args []string) error {
			lib, _, err := f.library()
			if err != nil {
				return err
			}
			raw, err := files.Read(args[0], p.in)
			if err != nil {
				return failed(err)
			}
			if name == "" {
				name = strings.TrimSuffix(filepath.Base(args[0]), filepath.Ext(args[0]))
			}
			done, err := lib.Import(name, raw, f.checker(p, name, data))
			if err != nil {
				return failed(err)
			}
			if err := printFindings(p.err, "", done.Findings, f.json); err != nil {
				return failed(err)
			}
			return f.said(p, done.Entry, "imported")
		},
	}
	c.Flags().StringVar(&name, "name", "", "name of the layout (default: that of the file)")
	c.Flags().StringVar(&data, "data", "", "a dataset to hold the bindings against")
	return c
}

// said tells what became of a layout.
func (f *layoutFlags) said(p *program, e layouts.Entry, what string) error {
	if f.json {
		return failed(json.NewEncoder(p.out).Encode(lineOfEntry(e)))
	}
	_, err := fmt.Fprintf(p.out, "%s %q (%s)\n", what, e.ID, e.Status)
	return failed(err)
}

func (f *layoutFlags) copying(p *program) *cobra.Command {
	return &cobra.Command{Use: "copy LAYOUT [NAME]", Short: "Copy a layout, to change the copy", Args: cobra.RangeArgs(1, 2), RunE: func(_ *cobra.Command, args []string) error {
		lib, _, err := f.library()
		if err != nil {
			return err
		}
		name := ""
		if len(args) > 1 {
			name = args[1]
		}
		e, err := lib.Copy(args[0], name)
		if err != nil {
			return failed(err)
		}
		if err := f.said(p, e, "copied to"); err != nil {
			return err
		}
		return staying(p, lib, args[0], "not copied, each is with layouts copy")
	}}
}

func (f *layoutFlags) delete(p *program) *cobra.Command {
	return &cobra.Command{Use: "delete LAYOUT", Short: "Delete a layout of the workspace", Args: cobra.ExactArgs(1), RunE: func(_ *cobra.Command, args []string) error {
		lib, w, err := f.library()
		if err != nil {
			return err
		}
		if w != nil {
			if _, builtin := layouts.Find(args[0]); !builtin {
				if err := inUse(args[0], w.Table); err != nil {
					return failed(err)
				}
			}
		}
		if err := lib.Delete(args[0]); err != nil {
			return failed(err)
		}
		if _, err = fmt.Fprintf(p.out, "deleted %q\n", args[0]); err != nil {
			return failed(err)
		}
		return staying(p, lib, args[0], "still there, each goes with layouts delete")
	}}
}

// staying says what becomes of the layouts of a language that a verb leaves alone.
func staying(p *program, lib *layouts.Library, id, what string) error {
	variants, err := lib.Variants(id)
	if err == nil && len(variants) > 0 {
		_, err = fmt.Fprintf(p.err, "its layouts of a language are %s: %s\n", what, strings.Join(variants, ", "))
	}
	return failed(err)
}

func (f *layoutFlags) status(p *program, s layouts.Status) *cobra.Command {
	use, short := "approve LAYOUT", "Approve a layout, so that selections may use it"
	if s == layouts.Draft {
		use, short = "draft LAYOUT", "Make a layout a draft again"
	}
	return &cobra.Command{Use: use, Short: short, Args: cobra.ExactArgs(1), RunE: func(_ *cobra.Command, args []string) error {
		lib, dir, err := f.lenientLibrary()
		if err != nil {
			return err
		}
		if err := unused(dir, args[0]); err != nil && s == layouts.Draft {
			return failed(err)
		}
		if err := lib.SetStatus(args[0], s); err != nil {
			return failed(err)
		}
		_, err = fmt.Fprintf(p.out, "%q is %s\n", args[0], s)
		return failed(err)
	}}
}

// inUse says that selections name a layout.
func inUse(layout string, t *selection.Table) error {
	if used := t.Uses(layout); len(used) > 0 {
		return fmt.Errorf("layout %q is in use: %s; take it out of selections.yaml first", layout, strings.Join(used, ", "))
	}
	return nil
}

// unused fails when selections of a workspace name a layout, whatever else is wrong with them.
func unused(dir, layout string) error {
	data, err := os.ReadFile(filepath.Join(dir, workspace.SelectionsFile))
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	t, _ := selection.Load(workspace.SelectionsFile, data, nil)
	return inUse(layout, t)
}

// lenientLibrary is the library of a workspace whose selections may name drafts: approving one is the cure.
func (f *layoutFlags) lenientLibrary() (*layouts.Library, string, error) {
	dir := f.workspace
	if dir == "" {
		found, err := workspace.Find(".")
		if err != nil {
			return nil, "", failed(err)
		}
		dir = found
	}
	return layouts.NewLibrary(layouts.Dir(filepath.Join(dir, workspace.LayoutsDir))), dir, nil
}

func (f *layoutFlags) diff(p *program) *cobra.Command {
	return &cobra.Command{Use: "diff OLD NEW", Short: "Say in words how two layouts differ", Args: cobra.ExactArgs(2), RunE: func(_ *cobra.Command, args []string) error {
		lib, _, err := f.library()
		if err != nil {
			return err
		}
		var data [2][]byte
		for i, name := range args {
			if data[i], err = fileOrLayout(p, lib, name); err != nil {
				return failed(err)
			}
		}
		res, err := diff.Layouts(data[0], data[1])
		if err != nil {
			return failed(err)
		}
		if f.json {
			return failed(json.NewEncoder(p.out).Encode(res))
		}
		return failed(printDiff(p.out, res))
	}}
}

// fileOrLayout reads a .docx file, or a layout of the library.
func fileOrLayout(p *program, lib *layouts.Library, name string) ([]byte, error) {
	if strings.HasSuffix(strings.ToLower(name), ".docx") || name == "-" {
		return files.Read(name, p.in)
	}
	return lib.Open(name)
}

func printDiff(w io.Writer, r diff.Result) error {
	if r.Same() {
		_, err := fmt.Fprintln(w, "no difference")
		return err
	}
	for _, part := range []struct {
		title string
		list  []diff.Change
	}{{"Report", r.Report}, {"Text", r.Text}, {"Bindings", r.Bindings}, {"Styles", r.Styles}, {"Pages", r.Pages}} {
		if len(part.list) == 0 {
			continue
		}
		fmt.Fprintln(w, part.title)
		for _, c := range part.list {
			fmt.Fprintln(w, "  "+strings.ReplaceAll(c.String(), "\n", "\n  "))
		}
	}
	return nil
}

func (f *layoutFlags) starter(p *program) *cobra.Command {
	var data string
	c := &cobra.Command{
		Use: "new NAME --data DATA.xml", Short: "Make a starter layout for a dataset, to open in Word", Args: cobra.ExactArgs(1),
		RunE: func(_ *cobra.Command, args []string) error {
			if data == "" {
				return misuse("layouts new needs the --data that the layout is for")
			}
			lib, _, err := f.library()
			if err != nil {
				return err
			}
			raw, err := files.Read(data, p.in)
			if err != nil {
				return failed(err)
			}
			ds, err := dataset.Read(data, raw)
			if err != nil {
				return failed(err)
			}
			docx, err := layouts.Starter(ds)
			if err != nil {
				return failed(err)
			}
			e, err := lib.Add(args[0], docx, layouts.Document)
			if err != nil {
				return failed(err)
			}
			return f.said(p, e, "made")
		},
	}
	c.Flags().StringVar(&data, "data", "", "the dataset")
	return c
}
