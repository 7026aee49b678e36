package main

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"slices"

	"reportmail/cmd/internal/batch"
	"reportmail/cmd/internal/sending"
	"reportmail/cmd/internal/workspace"
	"reportmail/render/diag"
)

// reportLine is one line of --report: what became of one document.
type reportLine struct {
	File     string         `json:"file"`
	Number   string         `json:"document,omitempty"`
	Usage    string         `json:"usage,omitempty"`
	Account  string         `json:"account,omitempty"`
	Status   string         `json:"status"` // rendered or failed
	Messages int            `json:"messages"`
	IDs      []string       `json:"message_ids,omitempty"`
	Keys     []string       `json:"keys,omitempty"`     // of the messages, by which the outbox knows them
	Together int            `json:"together,omitempty"` // documents that share the messages, when they are several
	Error    string         `json:"error,omitempty"`
	Findings []diag.Finding `json:"findings,omitempty"`
	Millis   float64        `json:"milliseconds"`
}

const statusRendered = "rendered"

// log writes the report's line of each document.
func (b *batchRun) log(res batch.Result) error {
	if b.report == nil {
		return nil
	}
	all := reportLine{Status: statusRendered, Findings: res.Findings, Millis: float64(res.Took.Microseconds()) / 1000}
	for _, m := range res.Mails {
		if m.Message != nil {
			all.Messages++
			all.IDs, all.Keys = append(all.IDs, m.Message.MessageID), append(all.Keys, m.Message.Routing.Key)
		}
	}
	if len(res.Files) > 1 {
		all.Together = len(res.Files)
	}
	if res.Err != nil {
		all.Status, all.Messages, all.IDs, all.Keys, all.Error = "failed", 0, nil, nil, res.Err.Error()
	}
	enc := json.NewEncoder(b.report)
	for i, file := range res.Files {
		line := all
		line.File = file
		if i < len(res.Documents) {
			d := res.Documents[i]
			line.Number, line.Usage, line.Account = d.Number, d.Usage, d.Account.No
		}
		if err := enc.Encode(line); err != nil {
			return fmt.Errorf("writing the report: %w", err)
		}
	}
	return nil
}

// readReport notes which documents an earlier run finished. What it wrote into a pipe is finished when the outbox has it.
// A last line that the run did not finish is left out.
func (b *batchRun) readReport(ctx context.Context) error {
	keys, err := rendered(b.f.report)
	if err != nil || len(keys) == 0 {
		return err
	}
	known := map[string]bool{}
	if b.f.stream {
		if known, err = inOutbox(ctx, b.workspace, slices.Concat(slices.Collect(maps.Values(keys))...)); err != nil {
			return fmt.Errorf("looking up what is done already: %w", err)
		}
	}
	for file, all := range keys {
		if !b.f.stream || !slices.ContainsFunc(all, func(k string) bool { return !known[k] }) {
			b.done[file] = true
		}
	}
	return nil
}

// rendered are the documents that a report has as rendered, with the keys of their messages.
func rendered(report string) (map[string][]string, error) {
	f, err := os.Open(report)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("reading the report: %w", err)
	}
	defer f.Close()
	keys := map[string][]string{}
	lines := bufio.NewScanner(f)
	lines.Buffer(nil, 16<<20)
	for lines.Scan() {
		var line struct {
			File, Status string
			Keys         []string
		}
		if json.Unmarshal(lines.Bytes(), &line) == nil && line.Status == statusRendered {
			keys[line.File] = line.Keys
		}
	}
	return keys, lines.Err()
}

// inOutbox tells which keys the workspace's outbox has.
func inOutbox(ctx context.Context, w *workspace.Workspace, keys []string) (map[string]bool, error) {
	box, err := sending.Open(ctx, w)
	if err != nil {
		return nil, err
	}
	known, err := box.Known(ctx, keys)
	return known, errors.Join(err, box.Close())
}
