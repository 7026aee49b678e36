package main

import (
	"github.com/schollz/progressbar/v3"
)

// progress shows how far a batch is, on a terminal only; nil shows nothing.
type progress struct{ bar *progressbar.ProgressBar }

func (p *program) newProgress(total int, what string, quiet bool) *progress {
	if !p.terminal || quiet {
		return nil
	}
	return &progress{progressbar.NewOptions(total, progressbar.OptionSetWriter(p.err), progressbar.OptionSetDescription(what),
		progressbar.OptionShowCount(), progressbar.OptionShowIts(), progressbar.OptionSetItsString("doc"), progressbar.OptionClearOnFinish(),
		progressbar.OptionSetWidth(30))}
}

func (p *progress) add(n int) {
	if p != nil {
		_ = p.bar.Add(n)
	}
}

// clear takes the bar away for a line of output; the next add shows it again.
func (p *progress) clear() {
	if p != nil {
		_ = p.bar.Clear()
	}
}

func (p *progress) finish() {
	if p != nil {
		_ = p.bar.Finish()
	}
}
