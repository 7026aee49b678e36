package main

import (
	"bytes"
	"context"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"reportmail/cmd/internal/sending"
	"reportmail/cmd/internal/workspace"
	"reportmail/send/account"
	"reportmail/send/message"
	"reportmail/send/outbox"
	"reportmail/send/rights"
)

func accountsTry(p *program, s *setUp) *cobra.Command {
	var to string
	c := &cobra.Command{
		Use: "test NAME", Short: "Send a test message with an account", Args: cobra.ExactArgs(1),
		Long: `Sends a message that says how the account is set up, by the way that every message takes, and says where it went. The
outbox keeps it. As with send, whatever else is due leaves too.`,
		Example: `  reportmail accounts test billing
  reportmail accounts test billing --to "me@noordzee.example; Test <test@noordzee.example>"`,
	}
	c.Flags().StringVar(&to, "to", "", "recipients, separated by ; (default: the account's own address)")
	c.RunE = func(c *cobra.Command, args []string) error {
		w, err := openWorkspace(s.workspace)
		if err != nil {
			return err
		}
		user, err := acting(w, s.as, rights.User.MaySend)
		if err != nil {
			return err
		}
		a, err := namedAccount(w, args[0])
		if err != nil {
			return err
		}
		return failed(tryAccount(c.Context(), p, w, user, a, to))
	}
	return c
}

// tryAccount sends the test message and waits for what becomes of it.
func tryAccount(ctx context.Context, p *program, w *workspace.Workspace, user rights.User, a account.Account, to string) error {
	in := sending.NewIntake(w, user, p.clock)
	in.Account = a.Name
	warnSafe(p, in.Safe)
	if to == "" {
		to = a.Address
	}
	if to == "" {
		to = user.Address
	}
	recipients, err := message.ParseAddressList(to)
	if err != nil {
		return err
	}
	if len(recipients) == 0 {
		return misuse("the account has no address of its own: say where the message is to go with --to ADDRESS")
	}
	var raw bytes.Buffer
	if err := sending.TestMessage(a, user, recipients, p.clock()).Write(&raw); err != nil {
		return err
	}
	routed, err := in.Take(&raw)
	if err != nil {
		return err
	}
	defer routed.Release()
	routed.Priority = outbox.High
	return withBox(ctx, w, func(box *outbox.Outbox) error {
		if err := underLimit(ctx, box, a); err != nil {
			return err
		}
		res, err := box.Enqueue(ctx, routed.Submission)
		if err != nil {
			return err
		}
		d, err := sending.Deliver(ctx, box, res.ID)
		if err != nil {
			return err
		}
		return sayTest(p, d, w, in)
	})
}

// underLimit refuses a test while the account is at its limit: waiting in the queue would tell nothing.
func underLimit(ctx context.Context, box *outbox.Outbox, a account.Account) error {
	state, err := box.Account(ctx, a.Name)
	if err != nil {
		return err
	}
	if n := a.Limits.PerMinute; n > 0 && state.LastMinute >= n {
		return &exitError{exitRefused, fmt.Errorf("account %s has sent %d of %d messages within a minute; try again soon", a.Name, state.LastMinute, n)}
	}
	return nil
}

// sayTest says where the message went, or why it did not.
func sayTest(p *program, d outbox.Detail, w *workspace.Workspace, in *sending.Intake) error {
	switch {
	case d.Status == outbox.Sent:
		where := "to " + strings.Join(recipientsOf(d, true), ", ")
		if d.Account == sending.SafeAccount {
			where = "into " + w.Path(workspace.StateDir, sending.SafeFolder)
		}
		fmt.Fprintf(p.out, "sent %s with account %s (message %d", where, d.Account, d.ID)
		if d.ProviderRef != "" {
			fmt.Fprintf(p.out, ", %s", d.ProviderRef)
		}
		fmt.Fprintln(p.out, ")")
		return sayMissed(p, d)
	case d.ErrorText != "":
		return fmt.Errorf("the test message is %s: %s; reportmail outbox attempts %d says more", d.Status, d.ErrorText, d.ID)
	}
	return fmt.Errorf("the test message is %s; reportmail outbox show %d says more", d.Status, d.ID)
}

// sayMissed says who was refused of a message that was sent in part.
func sayMissed(p *program, d outbox.Detail) error {
	missed := recipientsOf(d, false)
	if len(missed) == 0 {
		return nil
	}
	fmt.Fprintf(p.err, "reportmail: not sent to %s; reportmail outbox attempts %d says more\n", strings.Join(missed, ", "), d.ID)
	return &exitError{code: exitSome}
}

// recipientsOf are those who have the message, or those who have not; of the latter each with what the server said.
func recipientsOf(d outbox.Detail, accepted bool) []string {
	var list []string
	for _, r := range d.Recipients {
		switch {
		case (r.State == outbox.Accepted) != accepted:
		case accepted || r.Reply == "":
			list = append(list, r.Address)
		default:
			list = append(list, fmt.Sprintf("%s (%d %s)", r.Address, r.Code, r.Reply))
		}
	}
	return list
}
