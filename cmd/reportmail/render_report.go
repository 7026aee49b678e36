package main

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"

	"reportmail/cmd/internal/batch"
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
			all.IDs = append(all.IDs, m.Message.MessageID)
		}
	}
	if len(res.Files) > 1 {
		all.Together = len(res.Files)
	}
	if res.Err != nil {
		all.Status, all.Messages, all.IDs, all.Error = "failed", 0, nil, res.Err.Error()
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

// readReport notes which documents an earlier run finished. A last line that the run did not finish is left out.
func (b *batchRun) readReport() error {
	f, err := os.Open(b.f.report)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("reading the report: %w", err)
	}
	defer f.Close()
	lines := bufio.NewScanner(f)
	lines.Buffer(nil, 16<<20)
	for lines.Scan() {
		var line struct{ File, Status string }
		if json.Unmarshal(lines.Bytes(), &line) == nil && line.Status == statusRendered {
			b.done[line.File] = true
		}
	}
	return lines.Err()
}
