package main

import (
	"context"
	"errors"
	"path/filepath"
	"runtime"
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"reportmail/cmd/internal/batch"
	"reportmail/cmd/internal/golden"
	"reportmail/cmd/internal/workspace"
)

// testNow is the time of DATE fields in tests, which must not change with the day.
const testNow = "2026-01-01T12:00:00Z"

// testFlags are the flags of the test verb.
type testFlags struct {
	workspace, golden, report, now string
	update, json                   bool
	jobs                           int
}

func testCommand(p *program) *cobra.Command {
	f := &testFlags{}
	c := &cobra.Command{
		Use:   "test [flags] [FILE…]",
		Short: "Hold what layouts make of sample documents against golden files",
		Long: `Renders the sample documents of the workspace (samples/, else posted/, or the FILEs): the messages that their
selections make, and every layout of the workspace's own for their reports. What comes out is held against golden/:
what is said first, where it stands second (half a point is rounding), pages as pictures last.

--update renews the golden files; look at the difference before you commit them. --report writes one HTML file with
old, new and difference side by side.

A document's golden files are in golden/NUMBER; where several samples have one number, in golden/NUMBER FILE, but for the
sample that is called like the number.

A document or a layout of your own that cannot be read has failed, and its golden files stay as they are.

Exit codes: 0 everything is the same (or renewed), 1 something differs or cannot be rendered, 4 there is nothing to
test.`,
		Example: `  reportmail test --update          # the first time, and when a change is right
  reportmail test --report test.html
  reportmail test samples/103001.xml`,
		RunE: func(c *cobra.Command, args []string) error { return f.run(c.Context(), p, args) },
	}
	f.add(c.Flags())
	return c
}

func (f *testFlags) add(fl *pflag.FlagSet) {
	fl.StringVarP(&f.workspace, "workspace", "w", "", "folder of the workspace (default: the nearest one upwards)")
	fl.BoolVar(&f.update, "update", false, "renew the golden files")
	fl.StringVar(&f.report, "report", "", "write old, new and difference side by side to this HTML file")
	fl.StringVar(&f.golden, "golden", "", "folder of the golden files (default: golden/ of the workspace)")
	fl.StringVar(&f.now, "now", testNow, "time for DATE fields")
	fl.IntVar(&f.jobs, "jobs", 0, "documents rendered at once (default: the number of processors)")
	fl.BoolVar(&f.json, "json", false, "one line of JSON a document")
}

func (f *testFlags) run(ctx context.Context, p *program, args []string) error {
	w, err := openWorkspace(f.workspace)
	if err != nil {
		return err
	}
	if f.golden == "" {
		f.golden = w.Path(workspace.GoldenDir)
	}
	r, err := f.renderer(p, w)
	if err != nil {
		return err
	}
	docs, err := sampleDocuments(w, args)
	samples, err2 := sampleDocuments(w, nil)
	if err := errors.Join(err, err2); err != nil {
		return failed(err)
	}
	t := &testRun{f: f, p: p, r: r, report: golden.NewReport(f.golden, "reportmail test"), whole: len(args) == 0, folders: map[string]bool{}}
	named := t.named(docs, samples)
	if err := t.layouts(); err != nil {
		return failed(err)
	}
	err = batch.Ordered(ctx, cmpPositive(f.jobs, runtime.NumCPU()), slices.Values(named), t.render, t.take)
	if err == nil {
		err = t.finish()
	}
	if err != nil {
		return failed(err)
	}
	return t.exit()
}

func (f *testFlags) renderer(p *program, w *workspace.Workspace) (*batch.Renderer, error) {
	now, err := p.clockAt(f.now)
	if err != nil {
		return nil, err
	}
	compiler, _, err := w.Compiler(w.FontOptions())
	if err != nil {
		return nil, failed(err)
	}
	return &batch.Renderer{Workspace: w, Layouts: workspace.NewLayouts(w, compiler), Texts: workspace.NewTexts(w, compiler.Theme), Now: now}, nil
}

// sampleDocuments are the FILEs, or those of samples/, or those of posted/.
func sampleDocuments(w *workspace.Workspace, args []string) ([]string, error) {
	if len(args) == 0 {
		all, err := w.Samples()
		if err != nil {
			return nil, err
		}
		samples := w.Path(workspace.SamplesDir) + string(filepath.Separator)
		args = slices.DeleteFunc(slices.Clone(all), func(f string) bool { return !strings.HasPrefix(f, samples) })
		if len(args) == 0 {
			args = all
		}
	}
	args, _ = batch.Documents(args)
	return args, nil
}
