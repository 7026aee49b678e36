package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"reportmail/cmd/internal/batch"
	"reportmail/cmd/internal/files"
	"reportmail/cmd/internal/golden"
	"reportmail/cmd/internal/workspace"
	"reportmail/layouts"
)

// tested is what became of one document.
type tested struct {
	namedDocument
	sample  *golden.Sample
	changes []golden.Change
	err     error
	took    time.Duration
}

// testRun is one run over the sample documents.
type testRun struct {
	f       *testFlags
	p       *program
	r       *batch.Renderer
	report  *golden.Report
	whole   bool // all documents: what belongs to none is gone
	folders map[string]bool

	own []layouts.Entry // the workspace's own layouts

	same, different, broken, idle int
	unread                        int      // layouts
	left                          []string // files that belong to no document any more
	pictures                      map[string]bool
}

// layouts reads the workspace's own layouts; one that cannot be read has failed, whatever the documents are.
func (t *testRun) layouts() error {
	all, err := t.r.Workspace.Library().List()
	if err != nil {
		return err
	}
	t.own = slices.DeleteFunc(all, func(e layouts.Entry) bool { return e.Builtin })
	for _, e := range t.own {
		if e.Err == nil {
			continue
		}
		t.unread++
		d := tested{namedDocument: namedDocument{t.r.Workspace.Path(workspace.LayoutsDir, e.ID+".docx"), "layout " + e.ID}}
		t.report.Failed(d.folder, d.file, e.Err)
		if err := t.say(d, testLine{File: d.file, Status: "failed", Error: e.Err.Error()}); err != nil {
			return err
		}
	}
	return nil
}

func (t *testRun) render(_ context.Context, d namedDocument) tested {
	started := time.Now()
	out := tested{namedDocument: d}
	out.sample, out.err = golden.SampleOf(t.r, t.own, d.file, d.folder)
	switch {
	case out.err != nil:
	case t.f.update:
		out.changes, out.err = golden.Renew(t.f.golden, d.folder, out.sample)
	default:
		out.changes, out.err = golden.Examine(t.f.golden, d.folder, out.sample)
	}
	out.took = time.Since(started)
	return out
}

// testLine is what became of a document in JSON.
type testLine struct {
	Document string       `json:"document,omitempty"`
	File     string       `json:"file"`
	Status   string       `json:"status"` // same, different, renewed, failed, nothing, left over
	Changes  []changeLine `json:"changes,omitempty"`
	Error    string       `json:"error,omitempty"`
	Millis   float64      `json:"milliseconds"`
}

type changeLine struct {
	File string `json:"file"`
	What string `json:"what"`
}

func (t *testRun) take(d tested) error {
	l := testLine{Document: d.folder, File: d.file, Millis: float64(d.took.Microseconds()) / 1000}
	switch {
	case errors.Is(d.err, golden.ErrNothing):
		t.idle++
		delete(t.folders, d.folder) // its golden files, pictures too, are of nothing any more
		l.Status, l.Error = "nothing", d.err.Error()
	case d.err != nil:
		t.broken++
		t.report.Failed(d.folder, d.file, d.err)
		l.Status, l.Error = "failed", d.err.Error()
	case len(d.changes) == 0:
		t.same++
		l.Status = "same"
	case t.f.update:
		t.different++
		l.Status = "renewed"
	default:
		t.different++
		l.Status = "different"
	}
	if d.err == nil {
		t.keep(d.sample)
		t.report.Add(d.folder, d.file, d.sample, d.changes)
	}
	for _, c := range d.changes {
		l.Changes = append(l.Changes, changeLine{c.File, c.Say()})
	}
	return t.say(d, l)
}

// say writes what became of a document or a layout.
func (t *testRun) say(d tested, l testLine) error {
	if t.f.json {
		return json.NewEncoder(t.p.out).Encode(l)
	}
	return t.print(d, l)
}

// keep notes which pictures belong to somebody.
func (t *testRun) keep(s *golden.Sample) {
	if t.pictures == nil {
		t.pictures = map[string]bool{}
	}
	for name := range s.Pictures {
		t.pictures[name] = true
	}
}

// maxDiff is how many lines of a difference are printed; the report has more.
const maxDiff = 12

func (t *testRun) print(d tested, l testLine) error {
	if l.Status == "same" {
		return nil
	}
	var b strings.Builder
	fmt.Fprintf(&b, "%s: %s", d.folder, l.Status)
	if l.Error != "" {
		fmt.Fprintf(&b, ": %s", l.Error)
	}
	b.WriteString("\n")
	for _, c := range d.changes {
		fmt.Fprintf(&b, "  %s %s\n", c.File, c.Say())
		if t.f.update {
			continue
		}
		diff := strings.SplitAfter(c.Diff(), "\n")
		for _, line := range diff[min(3, len(diff)):min(3+maxDiff, len(diff))] {
			if line != "" {
				b.WriteString("    " + strings.TrimSuffix(line, "\n") + "\n")
			}
		}
	}
	_, err := fmt.Fprint(t.p.out, b.String())
	return err
}

// leftovers looks for golden files that belong to no document any more. What failed may have any of them for its own.
func (t *testRun) leftovers() error {
	if !t.whole || t.same+t.different == 0 || t.broken+t.unread > 0 { // an empty folder of samples takes nothing away
		return nil
	}
	all, err := golden.Left(t.f.golden, nil)
	if err != nil {
		return err
	}
	for _, d := range all {
		folder, rest, _ := strings.Cut(filepath.ToSlash(d.File), "/")
		if t.folders[folder] || folder == golden.PicturesDir && t.pictures[rest] {
			continue
		}
		if !t.f.update {
			t.left = append(t.left, filepath.Join(t.f.golden, d.File))
		} else if err := golden.Remove(t.f.golden, d.File); err != nil {
			return err
		}
	}
	return nil
}

// finish looks for leftovers and writes the report.
func (t *testRun) finish() error {
	if err := t.leftovers(); err != nil || t.f.report == "" {
		return err
	}
	t.report.Left = t.left
	var b strings.Builder
	if err := t.report.Write(&b, t.summary()); err != nil {
		return fmt.Errorf("writing the report: %w", err)
	}
	return files.Write(t.f.report, []byte(b.String()), t.p.out)
}

// summary is what a run found, in numbers.
func (t *testRun) summary() string {
	what := "different"
	if t.f.update {
		what = "renewed"
	}
	s := fmt.Sprintf("%s: %d the same, %d %s, %d failed", plural(t.same+t.different+t.broken, "document"), t.same, t.different, what, t.broken)
	if t.unread > 0 {
		s += "; " + plural(t.unread, "layout") + " failed"
	}
	if len(t.left) > 0 {
		s += "; " + plural(len(t.left), "golden file") + " left over"
	}
	return s
}

// exit says what was found and answers the exit code.
func (t *testRun) exit() error {
	for _, file := range t.left {
		if t.f.json {
			_ = json.NewEncoder(t.p.out).Encode(testLine{File: filepath.ToSlash(file), Status: "left over"})
		} else {
			fmt.Fprintln(t.p.out, filepath.ToSlash(file), "belongs to no document any more")
		}
	}
	if !t.f.json {
		fmt.Fprintln(t.p.out, t.summary())
	}
	switch {
	case t.broken+t.unread > 0, !t.f.update && t.different+len(t.left) > 0:
		return &exitError{code: exitFailed}
	case t.same+t.different == 0:
		return &exitError{exitNothing, errors.New("there is nothing to test: put documents into samples/ or posted/")}
	}
	return nil
}
