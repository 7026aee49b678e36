package main

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/spf13/cobra"
	"go.yaml.in/yaml/v4"

	"reportmail/cmd/internal/sending"
	"reportmail/cmd/internal/workspace"
	"reportmail/internal/yamledit"
	"reportmail/send/outbox"
	"reportmail/send/safemode"
)

func accountsSafeMode(p *program, s *setUp) *cobra.Command {
	var keep, drop bool
	c := &cobra.Command{
		Use: "safe-mode [off | folder | redirect ADDRESS | allow ADDRESS|DOMAIN…]", Short: "Keep mail away from real recipients, or stop doing so", Args: cobra.ArbitraryArgs,
		Long: `Without arguments says what holds.

  folder     every message becomes an .eml file in state/safe-mode; nothing leaves the machine
  redirect   every message goes to one address; X-Original-Recipients names the others
  allow      messages go to these addresses and domains; all others are refused
  off        messages go to their recipients

A workspace that was copied or moved, or checked out without its state, is in the mode folder until this verb says
otherwise: another machine may be sending for it. What waited in its outbox was the original's to send: "off" and "allow"
ask whether to keep or to cancel it. In containers, whose machine name and state
may be new with every start, set REPORTMAIL_HOST to a name that stays.`,
		Example: `  reportmail accounts safe-mode
  reportmail accounts safe-mode redirect test@noordzee.example
  reportmail accounts safe-mode off --cancel-waiting`,
	}
	c.Flags().BoolVar(&keep, "keep-waiting", false, "with off and allow: what waits in the outbox is to be sent from here")
	c.Flags().BoolVar(&drop, "cancel-waiting", false, "with off and allow: cancel what waits in the outbox")
	c.RunE = func(c *cobra.Command, args []string) error {
		if len(args) == 0 {
			w, _, err := s.viewer()
			if err != nil {
				return err
			}
			return showSafeMode(p, w.SafeMode())
		}
		if keep && drop {
			return misuse("--keep-waiting and --cancel-waiting do not go together")
		}
		mode, err := safemode.New(safemode.Kind(args[0]), args[1:]...)
		if err != nil {
			return misuse("safe-mode: %v", err)
		}
		w, user, err := s.admin()
		if err != nil {
			return err
		}
		if w.SafeMode().On() && (mode.Kind == safemode.Off || mode.Kind == safemode.Allow) {
			if err := settleWaiting(c.Context(), p, w, user.Name, keep, drop); err != nil {
				return failed(err)
			}
		}
		now, _, err := workspace.Change(w.Dir, func(top *yaml.Node) error {
			yamledit.Put(top, "safe_mode", mode.Node())
			return nil
		})
		if err != nil {
			return failed(err)
		}
		if _, err := now.Settle(); err != nil {
			return failed(err)
		}
		return failed(applySafeMode(c.Context(), p, now, user.Name))
	}
	return c
}

func showSafeMode(p *program, m safemode.Mode) error {
	text := m.String()
	if m.Why != "" {
		text += " (" + m.Why + ")"
	}
	_, err := fmt.Fprintln(p.out, text)
	return err
}

// applySafeMode tells the outbox and whoever serves it.
func applySafeMode(ctx context.Context, p *program, w *workspace.Workspace, who string) error {
	mode := w.SafeMode()
	if err := showSafeMode(p, mode); err != nil {
		return err
	}
	return withBox(ctx, w, func(box *outbox.Outbox) error {
		if !mode.On() {
			released, err := sending.Release(ctx, box, w, who)
			if err != nil {
				return err
			}
			if len(released) > 0 {
				fmt.Fprintf(p.out, "sending again: %s\n", strings.Join(released, ", "))
			}
		}
		if err := running(ctx, p, box); err != nil {
			return err
		}
		return box.Note(ctx, who, "safe mode", 0, mode.String())
	})
}

// settleWaiting asks what becomes of messages that wait in an outbox which comes out of safe mode, for some or for all: in a copy they are
// the original's, and would leave twice.
func settleWaiting(ctx context.Context, p *program, w *workspace.Workspace, who string, keep, drop bool) error {
	return withBox(ctx, w, func(box *outbox.Outbox) error {
		waiting := outbox.Filter{Statuses: []outbox.Status{outbox.Queued}, OldestFirst: true}
		counts, err := box.Count(ctx, waiting)
		if n := counts[outbox.Queued]; err != nil || n == 0 || keep {
			return err
		} else if !drop {
			return &exitError{exitRefused, fmt.Errorf("%s in the outbox; if the workspace is a copy, the original sends them too: say --keep-waiting to send them from here, or --cancel-waiting", plural(n, "waiting message"))}
		}
		cancelled := 0
		for {
			list, err := box.List(ctx, waiting)
			if err != nil || len(list) == 0 {
				fmt.Fprintf(p.out, "%s cancelled\n", plural(cancelled, "waiting message"))
				return err
			}
			for _, m := range list {
				waiting.Before = m.ID
				if err := box.Cancel(ctx, m.ID, who); err != nil && !errors.Is(err, outbox.ErrState) && !errors.Is(err, outbox.ErrTooLate) {
					return err
				}
				cancelled++
			}
		}
	})
}
