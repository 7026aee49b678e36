package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"iter"
	"maps"
	"os"
	"slices"
	"time"

	"github.com/jedib0t/go-pretty/v6/table"
	"github.com/spf13/cobra"

	"reportmail/cmd/internal/sending"
	"reportmail/send/message"
	"reportmail/send/outbox"
	"reportmail/send/rights"
)

// sendFlags are the flags of the send verb.
type sendFlags struct {
	workspace, account, scenario, as string
	resend, draft, queueOnly, json   bool
	quiet                            bool
	log                              watchFlags
}

func sendCommand(p *program) *cobra.Command {
	f := &sendFlags{}
	c := &cobra.Command{
		Use:   "send [flags] [FILE.eml…]",
		Short: "Send messages: the stream of render, or .eml files",
		Long: `Reads messages from standard input (the stream that render --stream writes, or one .eml) or from files,
lets the scenario of each pick its account, and delivers them through the outbox.

A message that was sent before is not sent again: send says when and under which number. --resend means it.
While a server runs (reportmail serve) the messages are left to it; otherwise send delivers them itself and
waits for rate limits. What fails for a passing reason stays in the outbox and is tried again by the next
send or by the server.`,
		Example: `  reportmail render posted/* --stream | reportmail send
  reportmail send rendered/103001/message.eml
  reportmail send --resend --account billing rendered/103001/message.eml`,
		RunE: func(c *cobra.Command, args []string) error { return f.run(c.Context(), p, args) },
	}
	fl := c.Flags()
	fl.StringVarP(&f.workspace, "workspace", "w", "", "folder of the workspace (default: the nearest one upwards)")
	fl.StringVar(&f.account, "account", "", "send with this account, whatever the scenario says")
	fl.StringVar(&f.scenario, "scenario", "", "scenario of the messages, over what they say themselves")
	addAs(p, fl, &f.as)
	f.log.add(fl, "none")
	fl.BoolVar(&f.resend, "resend", false, "send messages again that were sent before")
	fl.BoolVar(&f.draft, "draft", false, "keep the messages as drafts")
	fl.BoolVar(&f.queueOnly, "queue", false, "only put them in the outbox")
	fl.BoolVar(&f.json, "json", false, "one line of JSON a message")
	fl.BoolVarP(&f.quiet, "quiet", "q", false, "no progress")
	return c
}

// sent is one message of a run: what was submitted, what the outbox said, what became of it.
type sent struct {
	Document string `json:"document"`
	To       string `json:"recipient"`
	Scenario string `json:"scenario"`
	Account  string `json:"account"`
	ID       int64  `json:"id,omitempty"`
	Message  string `json:"message_id,omitempty"`
	Status   string `json:"status"`
	Time     string `json:"time,omitempty"`
	Error    string `json:"error,omitempty"`

	result outbox.Result
	code   exitCode // of what was refused
}

func (f *sendFlags) run(ctx context.Context, p *program, args []string) error {
	if f.draft && f.resend {
		return misuse("--draft and --resend do not go together")
	}
	w, err := openWorkspace(f.workspace)
	if err != nil {
		return err
	}
	user, err := acting(w, f.as, rights.User.MaySend)
	if err != nil {
		return err
	}
	watch, end, err := f.log.start(ctx, p, w)
	if err != nil {
		return err
	}
	box, err := sending.OpenWatched(ctx, w, watch)
	if err != nil {
		return failed(err)
	}
	defer box.Close()
	defer end() // asks the outbox once more
	intake := sending.NewIntake(w, user, p.clock)
	intake.Account, intake.Scenario, intake.Resend, intake.Draft = f.account, f.scenario, f.resend, f.draft
	warnSafe(p, intake.Safe)
	rows, broken := f.enqueue(ctx, p, box, intake, args)
	if !f.draft && !f.queueOnly {
		if err := f.deliver(ctx, p, box, rows); err != nil && !errors.Is(err, context.Canceled) {
			return failed(err)
		}
	}
	for _, r := range rows {
		if err := r.settle(context.WithoutCancel(ctx), box); err != nil {
			return failed(err)
		}
	}
	if err := f.print(p, rows); err != nil {
		return failed(err)
	}
	return f.exit(ctx, rows, broken)
}

// enqueue submits every message of the input. broken is what ended the input early.
func (f *sendFlags) enqueue(ctx context.Context, p *program, box *outbox.Outbox, in *sending.Intake, args []string) (rows []*sent, broken error) {
	var waiting []*sending.Routed
	stream := func(yield func(outbox.Submission, error) bool) {
		for msg, err := range inputs(p.in, args) {
			if err != nil {
				broken = err
				return
			}
			r, err := in.Take(msg)
			if err != nil {
				fmt.Fprintf(p.err, "reportmail: %v\n", err)
				rows = append(rows, &sent{Status: "refused", Error: err.Error(), code: codeOf(err)})
				continue
			}
			waiting = append(waiting, r)
			if !yield(r.Submission, nil) {
				return
			}
		}
	}
	err := box.EnqueueAll(ctx, stream, func(s outbox.Submission, res outbox.Result, err error) {
		r := waiting[0]
		waiting = waiting[1:]
		row := &sent{Document: s.Document, To: first(r.To), Scenario: s.Scenario, Account: s.Account, ID: res.ID, Message: res.MessageID, Status: string(res.Outcome), result: res}
		if err != nil {
			row.Status, row.Error, row.code = "refused", err.Error(), codeOf(err)
			fmt.Fprintf(p.err, "reportmail: %s: %v\n", clip(s.Document, 80), err)
		}
		rows = append(rows, row)
		r.Release()
	})
	return rows, errors.Join(broken, err)
}

func first(to []string) string {
	switch len(to) {
	case 0:
		return ""
	case 1:
		return to[0]
	}
	return fmt.Sprintf("%s +%d", to[0], len(to)-1)
}

// inputs yields the messages of the files, or of standard input.
func inputs(stdin io.Reader, args []string) iter.Seq2[io.Reader, error] {
	return func(yield func(io.Reader, error) bool) {
		if len(args) == 0 {
			each(stdin, "standard input", yield)
			return
		}
		for _, name := range args {
			file, err := os.Open(name)
			if err != nil {
				yield(nil, err)
				return
			}
			more := each(file, name, yield)
			_ = file.Close()
			if !more {
				return
			}
		}
	}
}

// each yields the messages of one stream or file; it answers false when there is to be no further one.
func each(r io.Reader, name string, yield func(io.Reader, error) bool) bool {
	s, err := message.NewStreamReader(r)
	for err == nil {
		var msg io.Reader
		if msg, err = s.Next(); err == nil && !yield(msg, nil) {
			return false
		}
	}
	if errors.Is(err, io.EOF) {
		return true
	}
	yield(nil, fmt.Errorf("%s: %w", name, err))
	return false
}

// deliver sends what is due, unless a server does it.
func (f *sendFlags) deliver(ctx context.Context, p *program, box *outbox.Outbox, rows []*sent) error {
	if n, err := box.Servers(ctx); err != nil || n > 0 {
		return err
	}
	news := 0
	for _, r := range rows {
		if r.result.New() {
			news++
		}
	}
	stop := f.watch(ctx, p, box, news)
	defer stop()
	return box.Drain(ctx)
}

// watch shows how many of the new messages have left, until stop is called.
func (f *sendFlags) watch(ctx context.Context, p *program, box *outbox.Outbox, total int) (stop func()) {
	bar := p.newProgress(total, "sending", f.quiet)
	if bar == nil || total == 0 {
		return func() {}
	}
	before, _ := box.Count(ctx, outbox.Filter{})
	ctx, cancel := context.WithCancel(ctx)
	done := make(chan struct{})
	go func() {
		defer close(done)
		tick := time.NewTicker(200 * time.Millisecond)
		defer tick.Stop()
		for {
			select {
			case <-ctx.Done():
				return
			case <-tick.C:
				if now, err := box.Count(ctx, outbox.Filter{}); err == nil {
					_ = bar.bar.Set(min(total, now[outbox.Sent]-before[outbox.Sent]))
				}
			}
		}
	}()
	return func() { cancel(); <-done; bar.finish() }
}

// settle looks up what became of a message.
func (s *sent) settle(ctx context.Context, box *outbox.Outbox) error {
	if s.ID == 0 {
		return nil
	}
	m, err := box.Get(ctx, s.ID)
	if err != nil {
		return err
	}
	when := m.Finished
	if when.IsZero() {
		when = m.Queued
	}
	if when.IsZero() {
		when = m.Created // a draft
	}
	s.Time = when.UTC().Format(time.RFC3339)
	if s.result.New() {
		s.Status, s.Error = string(m.Status), m.ErrorText
		if m.Status == outbox.Sent && m.Phase == outbox.Partial {
			s.Status = "sent in part"
		}
	}
	return nil
}

func (f *sendFlags) print(p *program, rows []*sent) error {
	if f.json {
		enc := json.NewEncoder(p.out)
		for _, r := range rows {
			if err := enc.Encode(r); err != nil {
				return err
			}
		}
		return nil
	}
	if len(rows) == 0 {
		return nil
	}
	t := newTable(p.out, "Document", "Recipient", "Scenario", "Account", "Status", "Time")
	for _, r := range rows {
		status := r.Status
		if r.Error != "" {
			status += ": " + clip(r.Error, 60)
		}
		t.AppendRow(table.Row{clip(r.Document, 42), clip(r.To, 42), r.Scenario, r.Account, status, shortTime(r.Time)})
	}
	t.Render()
	fmt.Fprintln(p.out, totals(rows))
	return nil
}

// totals counts rows by status, in the order of first appearance.
func totals(rows []*sent) string {
	counts, order := map[string]int{}, []string{}
	for _, r := range rows {
		if counts[r.Status] == 0 {
			order = append(order, r.Status)
		}
		counts[r.Status]++
	}
	s := plural(len(rows), "message") + ":"
	for i, status := range order {
		if i > 0 {
			s += ","
		}
		s += fmt.Sprintf(" %d %s", counts[status], status)
	}
	return s
}

// exit answers the exit code for what became of the messages.
func (f *sendFlags) exit(ctx context.Context, rows []*sent, broken error) error {
	if broken != nil {
		return failed(broken)
	}
	if ctx.Err() != nil {
		return failed(ctx.Err())
	}
	good, bad, news := 0, 0, 0
	codes := map[exitCode]bool{}
	for _, r := range rows {
		switch r.Status {
		case string(outbox.Failed), string(outbox.Unknown), "refused":
			bad++
			codes[max(r.code, exitFailed)] = true
		default:
			good++
		}
		if r.result.New() {
			news++
		}
	}
	switch {
	case bad > 0 && good == 0 && len(codes) == 1: // one reason for all
		return &exitError{code: slices.Collect(maps.Keys(codes))[0]}
	case bad > 0 && good == 0:
		return &exitError{code: exitFailed}
	case bad > 0:
		return &exitError{code: exitSome}
	case news == 0:
		return &exitError{code: exitNothing}
	}
	return nil
}
