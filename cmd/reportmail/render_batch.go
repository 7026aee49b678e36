package main

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"runtime"
	"runtime/debug"
	"slices"
	"strings"
	"time"

	"reportmail/cmd/internal/batch"
	"reportmail/cmd/internal/workspace"
	"reportmail/render/diag"
	"reportmail/send/message"
)

// batch renders posted documents of a workspace.
func (f *renderFlags) batch(ctx context.Context, p *program, args []string) error {
	if err := f.checkBatch(); err != nil {
		return err
	}
	r, err := f.renderer(p)
	if err != nil {
		return err
	}
	inputs, folders, err := f.posted(r.Workspace, args)
	if err != nil {
		return failed(err)
	}
	if p.getenv("GOGC") == "" { // a batch's heap is small: a quarter more documents a second for 50 MB
		defer debug.SetGCPercent(debug.SetGCPercent(400))
	}
	b := &batchRun{f: f, p: p, started: time.Now(), workspace: r.Workspace, folders: folders}
	if inputs, err = b.pending(ctx, inputs); err != nil {
		return failed(err)
	}
	jobs := r.Jobs(inputs)
	if err := b.open(len(inputs)); err != nil {
		return failed(err)
	}
	err = batch.Ordered(ctx, cmpPositive(f.jobs, runtime.NumCPU()), slices.Values(jobs), func(_ context.Context, job batch.Job) batch.Result {
		return r.Render(job, p.in)
	}, b.take)
	if e := b.close(); err == nil {
		err = e
	}
	if err != nil {
		return failed(err)
	}
	return b.exit()
}

func cmpPositive(n, otherwise int) int {
	if n > 0 {
		return n
	}
	return otherwise
}

func (f *renderFlags) checkBatch() error {
	switch {
	case f.pdf+f.html+f.text+f.docx+f.eml+f.data != "":
		return misuse("--data, --pdf, --html, --text, --docx and --eml go with --layout; for documents of a workspace use --out or --stream")
	case !f.stream && f.out == "":
		return misuse("nothing to write: give --out DIR or --stream (or --layout for a single layout)")
	case f.reprint && !f.stream:
		return misuse("--reprint goes with --stream: without it nothing is printed")
	case f.resume && f.report == "":
		return misuse("--resume needs the --report of the run to go on with")
	}
	return nil
}

// renderer opens the workspace with the flags over its settings.
func (f *renderFlags) renderer(p *program) (*batch.Renderer, error) {
	w, err := openWorkspace(f.workspace)
	if err != nil {
		return nil, err
	}
	if f.bodyLimit >= 0 {
		w.Config.Body.Limit = &f.bodyLimit
	}
	fo, err := f.fontOptions(w.FontOptions())
	if err != nil {
		return nil, err
	}
	compiler, findings, err := w.Compiler(fo)
	if err != nil {
		return nil, failed(err)
	}
	if err := printFindings(p.err, workspace.ThemeFile, findings, f.json); err != nil {
		return nil, failed(err)
	}
	now, err := p.clockAt(f.now)
	if err != nil {
		return nil, err
	}
	engine, err := f.pdfEngine()
	if err != nil {
		return nil, err
	}
	return &batch.Renderer{Workspace: w, Layouts: workspace.NewLayouts(w, compiler), Texts: workspace.NewTexts(w, compiler.Theme), Now: now, Usage: f.usage, Engine: engine}, nil
}

// openWorkspace opens the workspace in dir, or the nearest one from the working folder upwards.
func openWorkspace(dir string) (*workspace.Workspace, error) {
	if dir == "" {
		found, err := workspace.Find(".")
		if err != nil {
			return nil, failed(err)
		}
		dir = found
	}
	w, err := workspace.Open(dir)
	return w, failed(err)
}

// posted lists the documents to render: of the arguments, or of everything in posted/; and the folders among the
// arguments.
func (f *renderFlags) posted(w *workspace.Workspace, args []string) (documents, folders []string, err error) {
	if len(args) == 0 {
		entries, err := os.ReadDir(w.Path(workspace.PostedDir))
		if err != nil {
			return nil, nil, err
		}
		for _, e := range entries {
			if !e.IsDir() && !strings.HasPrefix(e.Name(), ".") {
				args = append(args, w.Path(workspace.PostedDir, e.Name()))
			}
		}
	}
	documents, folders = batch.Documents(args)
	return documents, folders, nil
}

// batchRun is one run over many documents: where its outputs go and what became of each.
type batchRun struct {
	f       *renderFlags
	p       *program
	started time.Time

	workspace *workspace.Workspace
	folders   []string // left out
	out       *bufio.Writer
	stream    *message.StreamWriter
	report    *os.File
	done      map[string]bool // by an earlier run
	names     map[string]bool // folders of --out in use
	saves     *savedFiles     // nil: only looking
	bar       *progress

	rendered, messages, failures, warnings int
	saved, printed, before                 int // files of sending profiles; before: printed by an earlier run
}

// open prepares the outputs of so many documents.
func (b *batchRun) open(documents int) error {
	b.names = map[string]bool{}
	if b.f.stream {
		var err error
		if b.saves, err = openSaved(b.workspace); err != nil {
			return err
		}
		b.out = bufio.NewWriterSize(b.p.out, 1<<16)
		b.stream = message.NewStreamWriter(b.out, "reportmail render")
	}
	if b.f.report != "" {
		mode := os.O_CREATE | os.O_WRONLY | os.O_TRUNC
		if b.f.resume {
			mode = os.O_CREATE | os.O_WRONLY | os.O_APPEND
		}
		var err error
		if b.report, err = os.OpenFile(b.f.report, mode, 0o644); err != nil {
			return fmt.Errorf("opening the report: %w", err)
		}
	}
	b.bar = b.p.newProgress(documents, "rendering", b.f.quiet)
	return nil
}

// pending are the first --limit documents of those that an earlier run did not finish.
func (b *batchRun) pending(ctx context.Context, all []string) ([]string, error) {
	b.done = map[string]bool{}
	if b.f.resume {
		if err := b.readReport(ctx); err != nil {
			return nil, err
		}
	}
	left := slices.DeleteFunc(all, func(f string) bool { return b.done[f] })
	if b.f.limit > 0 && len(left) > b.f.limit {
		left = left[:b.f.limit]
	}
	return left, nil
}

// take writes one result; only what ends the whole batch is an error.
func (b *batchRun) take(res batch.Result) error {
	b.bar.add(len(res.Files))
	if res.Err == nil {
		res.Err = b.f.acceptable(res.Findings)
	}
	if res.Err == nil && b.f.out != "" {
		res.Err = b.writeFiles(res)
	}
	if res.Err == nil && b.saves != nil {
		res.Err = b.save(res)
	}
	if len(res.Findings) > 0 || b.f.json {
		b.warnings += grave(res.Findings, diag.Warning)
		b.bar.clear()
		if err := printFindings(b.p.err, res.String(), res.Findings, b.f.json); err != nil {
			return err
		}
	}
	if res.Err != nil {
		b.failures += len(res.Files)
		b.bar.clear()
		for line := range strings.SplitSeq(res.Err.Error(), "\n") {
			if !strings.HasPrefix(line, res.Files[0]) {
				line = res.String() + ": " + line
			}
			fmt.Fprintf(b.p.err, "reportmail: %s\n", line)
		}
		return b.log(res)
	}
	if b.stream != nil {
		for _, m := range res.Mails {
			if m.Message == nil {
				continue
			}
			b.messages++
			if err := b.stream.Add(m.Message.Write); err != nil {
				return fmt.Errorf("writing to the stream after %d messages: %w", b.messages, err)
			}
		}
		if err := b.out.Flush(); err != nil {
			return fmt.Errorf("writing to the stream after %d messages: %w", b.messages, err)
		}
	}
	b.rendered += len(res.Files)
	return b.log(res)
}

func (b *batchRun) close() error {
	b.bar.finish()
	var faults []error
	if b.stream != nil {
		faults = append(faults, b.stream.Close(), b.out.Flush())
	}
	if b.saves != nil {
		faults = append(faults, b.saves.close())
	}
	if b.report != nil {
		faults = append(faults, b.report.Close())
	}
	return errors.Join(faults...)
}

// exit says what was done and answers the exit code.
func (b *batchRun) exit() error {
	took := time.Since(b.started)
	if b.f.json {
		_ = json.NewEncoder(b.p.err).Encode(map[string]any{
			"documents": b.rendered, "messages": b.messages, "saved": b.saved, "printed": b.printed, "printed_before": b.before, "failed": b.failures, "skipped": len(b.done), "warnings": b.warnings, "seconds": took.Seconds(),
		})
	} else if !b.f.quiet {
		rate := float64(b.rendered) / max(took.Seconds(), 0.001)
		fmt.Fprintf(b.p.err, "rendered %s in %s (%.0f/s), %d failed, %s%s\n", plural(b.rendered, "document"), took.Round(time.Millisecond), rate, b.failures, plural(b.warnings, "warning"), b.savings())
		for _, dir := range b.folders {
			fmt.Fprintf(b.p.err, "skipped %s: a folder; name its files to render them\n", dir)
		}
	}
	switch {
	case b.failures > 0 && b.rendered == 0:
		return &exitError{code: exitFailed}
	case b.failures > 0:
		return &exitError{code: exitSome}
	case b.rendered == 0:
		return &exitError{code: exitNothing}
	}
	return nil
}

func plural(n int, what string) string {
	if n == 1 {
		return "1 " + what
	}
	return fmt.Sprintf("%d %ss", n, what)
}
