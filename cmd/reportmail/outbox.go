package main

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"reportmail/cmd/internal/sending"
	"reportmail/cmd/internal/workspace"
	"reportmail/send/account"
	"reportmail/send/outbox"
	"reportmail/send/policy"
	"reportmail/send/rights"
)

// boxFlags choose a workspace and the messages of its outbox.
type boxFlags struct {
	workspace                         string
	status                            []string
	account, scenario, document, text string
	since, until                      string
	limit                             int
	before                            int64
	json                              bool
	as                                string
}

func outboxCommand(p *program) *cobra.Command {
	f := &boxFlags{}
	c := &cobra.Command{
		Use:   "outbox [flags]",
		Short: "List messages that are not sent yet, and steer them",
		Long: `Lists what waits, is under way, failed, or is unknown: handed over without an answer, so that nobody can say
whether it left. Nothing unknown is ever sent again by itself; look at the mailbox and say what you found with
"outbox resolve".`,
		Example: `  reportmail outbox
  reportmail outbox --status failed,unknown --json
  reportmail outbox show 42
  reportmail outbox resolve 42 --sent`,
		Args: cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error {
			return f.list(c.Context(), p, []outbox.Status{outbox.Draft, outbox.Queued, outbox.Processing, outbox.Failed, outbox.Unknown})
		},
	}
	f.add(p, c)
	c.Flags().StringSliceVar(&f.status, "status", nil, "only these: draft, queued, processing, failed, unknown")
	c.AddCommand(f.showCommand(p), f.attemptsCommand(p), f.editCommand(p), f.resolveCommand(p), f.pauseCommand(p), f.resumeCommand(p), f.logCommand(p))
	for _, v := range steers {
		c.AddCommand(v.command(p, f))
	}
	return c
}

func sentCommand(p *program) *cobra.Command {
	f := &boxFlags{}
	c := &cobra.Command{
		Use:     "sent [flags]",
		Short:   "List messages that a provider took",
		Example: "  reportmail sent --since 2026-11-01 --text adatum",
		Args:    cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error {
			return f.list(c.Context(), p, []outbox.Status{outbox.Sent})
		},
	}
	f.add(p, c)
	c.AddCommand(f.showCommand(p), f.attemptsCommand(p), resend.command(p, f))
	return c
}

func (f *boxFlags) add(p *program, c *cobra.Command) {
	fl := c.PersistentFlags()
	fl.StringVarP(&f.workspace, "workspace", "w", "", "folder of the workspace (default: the nearest one upwards)")
	fl.BoolVar(&f.json, "json", false, "one line of JSON a message")
	addAs(p, fl, &f.as)
	fl = c.Flags()
	fl.StringVar(&f.account, "account", "", "only messages of this account")
	fl.StringVar(&f.scenario, "scenario", "", "only messages of this scenario")
	fl.StringVar(&f.document, "document", "", "only messages of this document")
	fl.StringVar(&f.text, "text", "", "only messages with this in subject, recipients, document or Message-ID")
	fl.StringVar(&f.since, "since", "", "queued at or after this time (2026-11-25 or RFC 3339)")
	fl.StringVar(&f.until, "until", "", "queued before this time")
	fl.IntVar(&f.limit, "limit", 100, "at most this many")
	fl.Int64Var(&f.before, "before", 0, "only messages with a smaller number, to go on with a list")
}

// desk is an open outbox and the user who works with it.
type desk struct {
	*outbox.Outbox
	workspace *workspace.Workspace
	user      rights.User
	view      policy.View
}

// with opens the outbox of the workspace for one piece of work of a user whose rights go far enough.
func (f *boxFlags) with(ctx context.Context, may func(rights.User) error, work func(*desk) error) error {
	w, err := openWorkspace(f.workspace)
	if err != nil {
		return err
	}
	user, err := acting(w, f.as, may)
	if err != nil {
		return err
	}
	box, err := sending.Open(ctx, w)
	if err != nil {
		return failed(err)
	}
	defer box.Close()
	return failed(work(&desk{box, w, user, w.Users.View(user)}))
}

// look asks whether the user may see a message, and writes down that it was looked at where users are kept apart.
func (d *desk) look(ctx context.Context, id int64, what string) error {
	if err := d.Visible(ctx, id, d.view); err != nil {
		return err
	}
	if d.view.User == "" {
		return nil
	}
	return d.Note(ctx, d.user.Name, "look", id, what)
}

func (f *boxFlags) filter(p *program, allowed []outbox.Status) (outbox.Filter, error) {
	flt := outbox.Filter{Statuses: allowed, Account: f.account, Scenario: f.scenario, Document: f.document, Text: f.text, Limit: f.limit, Before: f.before}
	if len(f.status) > 0 {
		flt.Statuses = nil
		for _, s := range f.status {
			st := outbox.Status(strings.ToLower(strings.TrimSpace(s)))
			if !slices.Contains(allowed, st) {
				return flt, misuse("--status %q: one of %v", s, allowed)
			}
			flt.Statuses = append(flt.Statuses, st)
		}
	}
	for _, t := range []struct {
		flag string
		to   *time.Time
	}{{f.since, &flt.Since}, {f.until, &flt.Until}} {
		if t.flag == "" {
			continue
		}
		at, err := p.clockAt(t.flag)
		if err != nil {
			return flt, misuse("%q is no time: write it as 2026-05-15 or 2026-05-15T09:41:00Z", t.flag)
		}
		*t.to = at
	}
	return flt, nil
}

func (f *boxFlags) list(ctx context.Context, p *program, statuses []outbox.Status) error {
	flt, err := f.filter(p, statuses)
	if err != nil {
		return err
	}
	return f.with(ctx, rights.User.MaySee, func(d *desk) error {
		flt.View = d.view
		list, err := d.List(ctx, flt)
		if err != nil {
			return err
		}
		if d.view.User != "" {
			if err := d.Note(ctx, d.user.Name, "list", 0, plural(len(list), "message")); err != nil {
				return err
			}
		}
		return printMessages(p.out, list, f.json)
	})
}

// number reads the number of a message.
func number(arg string) (int64, error) {
	id, err := strconv.ParseInt(strings.TrimPrefix(arg, "#"), 10, 64)
	if err != nil || id < 1 {
		return 0, misuse("%q is no number of a message: reportmail outbox lists them", arg)
	}
	return id, nil
}

// steer is a verb that does one thing to messages named by number.
type steer struct {
	use, short, done string
	do               func(ctx context.Context, box *outbox.Outbox, id int64, who string) error
	// may asks, before anything happens, whether the user may use the account of the message; nil is no question of it.
	may func(d *desk, m outbox.Detail) error
}

// mayUse refuses who may not send with the account of a message.
func (d *desk) mayUse(m outbox.Detail) error {
	a, ok := account.Find(d.workspace.Accounts, m.Account)
	if !ok {
		return nil // safe mode's, or one that is gone and sends nothing
	}
	return d.user.MayUse(a.Connector)
}

// maySendAs refuses, besides, messages that carry another user's address because their account sends as the current user.
func (d *desk) maySendAs(m outbox.Detail) error {
	if err := d.mayUse(m); err != nil {
		return err
	}
	a, _ := account.Find(d.workspace.Accounts, m.Account)
	current := a.Connector == account.CurrentUser || a.SMTP != nil && a.SMTP.Sender == account.AsUser
	if !current || d.workspace.Users.Open() || strings.EqualFold(m.Owner, d.user.Name) {
		return nil
	}
	return fmt.Errorf("%w: account %s sends as the current user, and the message is from user %s; send it yourself: reportmail outbox show %d --eml > %d.eml; reportmail send --resend --account %q %d.eml",
		rights.ErrRefused, a.Name, m.Owner, m.ID, m.ID, a.Name, m.ID)
}

var steers = []steer{
	{"queue", "Send drafts", "queued", func(ctx context.Context, b *outbox.Outbox, id int64, who string) error { return b.Queue(ctx, id, who) }, (*desk).maySendAs},
	{"cancel", "Take messages out of the queue; they count as failed, or as sent in part when somebody has them", "cancelled", func(ctx context.Context, b *outbox.Outbox, id int64, who string) error { return b.Cancel(ctx, id, who) }, nil},
	{"retry", "Queue failed messages again", "queued again", func(ctx context.Context, b *outbox.Outbox, id int64, who string) error { return b.Retry(ctx, id, who) }, (*desk).mayUse},
	{"discard", "Delete drafts, and messages that failed and nobody got", "discarded", func(ctx context.Context, b *outbox.Outbox, id int64, who string) error {
		return b.Discard(ctx, id, who)
	}, nil},
	{"urgent", "Move messages to the front of the queue", "moved to the front", func(ctx context.Context, b *outbox.Outbox, id int64, who string) error {
		return b.SetPriority(ctx, id, outbox.High, who)
	}, nil},
}

// resend is the steer of sent messages.
var resend = steer{"resend", "Queue copies of sent messages, on purpose", "queued once more", func(ctx context.Context, b *outbox.Outbox, id int64, who string) error {
	if err := b.Note(ctx, who, "resend", id, "asked for a copy"); err != nil {
		return err
	}
	_, err := b.Resend(ctx, id, who)
	return err
}, (*desk).maySendAs}

func (s steer) command(p *program, f *boxFlags) *cobra.Command {
	return &cobra.Command{
		Use: s.use + " NUMBER…", Short: s.short, Args: cobra.MinimumNArgs(1),
		RunE: func(c *cobra.Command, args []string) error {
			ids := make([]int64, len(args))
			for i, a := range args {
				var err error
				if ids[i], err = number(a); err != nil {
					return err
				}
			}
			return f.with(c.Context(), rights.User.MaySend, func(d *desk) error { return s.run(c.Context(), p, d, ids) })
		},
	}
}

// run does it to every message; one that cannot does not stop the rest.
func (s steer) run(ctx context.Context, p *program, d *desk, ids []int64) error {
	bad, code := 0, exitDone
	for _, id := range ids {
		err := s.allowed(ctx, d, id)
		if err == nil {
			err = s.do(ctx, d.Outbox, id, d.user.Name)
		}
		if err != nil {
			fmt.Fprintf(p.err, "reportmail: message %d: %v\n", id, err)
			bad++
			code = codeOf(err)
			continue
		}
		fmt.Fprintf(p.out, "message %d %s\n", id, s.done)
	}
	switch {
	case bad == len(ids):
		return &exitError{code: code}
	case bad > 0:
		return &exitError{code: exitSome}
	}
	return nil
}

// allowed asks whether the user may see the message, and do this to it.
func (s steer) allowed(ctx context.Context, d *desk, id int64) error {
	if err := d.Visible(ctx, id, d.view); err != nil || s.may == nil {
		return err
	}
	m, err := d.Get(ctx, id)
	if err != nil {
		return err
	}
	return s.may(d, m)
}

func (f *boxFlags) resolveCommand(p *program) *cobra.Command {
	var sent, again bool
	c := &cobra.Command{
		Use: "resolve NUMBER… --sent|--again", Short: "Say what became of messages that are unknown", Args: cobra.MinimumNArgs(1),
		RunE: func(c *cobra.Command, args []string) error {
			if sent == again {
				return misuse("say --sent when the message left, --again when it did not and is to be sent again")
			}
			s := steer{done: "was sent", do: func(ctx context.Context, b *outbox.Outbox, id int64, who string) error {
				return b.Resolve(ctx, id, outbox.WasSent, who)
			}}
			if again {
				s = steer{done: "queued again", may: (*desk).mayUse, do: func(ctx context.Context, b *outbox.Outbox, id int64, who string) error {
					return b.Resolve(ctx, id, outbox.SendAgain, who)
				}}
			}
			return s.command(p, f).RunE(c, args)
		},
	}
	c.Flags().BoolVar(&sent, "sent", false, "the recipient or the mailbox has it")
	c.Flags().BoolVar(&again, "again", false, "nobody has it: send it again")
	return c
}

func (f *boxFlags) pauseCommand(p *program) *cobra.Command {
	var reason, until string
	c := &cobra.Command{
		Use: "pause ACCOUNT", Short: "Stop an account; outbox resume starts it again", Args: cobra.ExactArgs(1),
		RunE: func(c *cobra.Command, args []string) error {
			var at time.Time
			if until != "" {
				var err error
				if at, err = p.clockAt(until); err != nil {
					return err
				}
			}
			return f.with(c.Context(), rights.User.MaySetUp, func(d *desk) error {
				if err := d.Pause(c.Context(), args[0], at, reason, d.user.Name); err != nil {
					return err
				}
				_, err := fmt.Fprintf(p.out, "account %s paused\n", args[0])
				return err
			})
		},
	}
	c.Flags().StringVar(&reason, "reason", "paused by hand", "why, for the record")
	c.Flags().StringVar(&until, "until", "", "when it starts again by itself (default: never)")
	return c
}

func (f *boxFlags) resumeCommand(p *program) *cobra.Command {
	return &cobra.Command{
		Use: "resume ACCOUNT", Short: "Start a paused account", Args: cobra.ExactArgs(1),
		RunE: func(c *cobra.Command, args []string) error {
			return f.with(c.Context(), rights.User.MaySetUp, func(d *desk) error {
				if err := d.Resume(c.Context(), args[0], d.user.Name); err != nil {
					return err
				}
				_, err := fmt.Fprintf(p.out, "account %s sends again\n", args[0])
				return err
			})
		},
	}
}
