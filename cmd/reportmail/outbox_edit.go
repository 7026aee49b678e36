package main

import (
	"errors"
	"fmt"
	"os"

	"github.com/spf13/cobra"

	"reportmail/cmd/internal/sending"
	"reportmail/send/message"
	"reportmail/send/outbox"
	"reportmail/send/rights"
)

// editFlags say what becomes another in a message.
type editFlags struct {
	to, cc, bcc, subject, account, eml string
	attach                             []string
	send                               bool
}

func (f *boxFlags) editCommand(p *program) *cobra.Command {
	e := &editFlags{}
	c := &cobra.Command{
		Use:   "edit NUMBER",
		Short: "Change a draft or a message that failed or was sent in part, and send it",
		Long: `Changes what is given and keeps the rest; a list of recipients that is given empty takes them off. The message keeps its
number and its document, stays a draft or failed, and is sent with --send, outbox queue or outbox retry. What waits is
cancelled first; what was sent, or may have been, is not changed any more. Of what was sent in part, those who have it
stay on record and do not get it again, whatever is given: --to takes the place of those who were refused.

For another text, write the message to a file, change it there, and give it back with --eml.`,
		Example: `  reportmail outbox edit 42 --to accounts@adatum.example --send
  reportmail outbox edit 42 --cc "" --attach terms.pdf
  reportmail outbox show 42 --eml > 42.eml; reportmail outbox edit 42 --eml 42.eml`,
		Args: cobra.ExactArgs(1),
		RunE: func(c *cobra.Command, args []string) error {
			id, err := number(args[0])
			if err != nil {
				return err
			}
			change, err := e.change(c)
			if err != nil {
				return err
			}
			return e.run(c, p, f, id, change)
		},
	}
	fl := c.Flags()
	fl.StringVar(&e.to, "to", "", "recipients, with commas between")
	fl.StringVar(&e.cc, "cc", "", "recipients of a copy")
	fl.StringVar(&e.bcc, "bcc", "", "recipients of a copy whom the others do not see")
	fl.StringVar(&e.subject, "subject", "", "subject")
	fl.StringVar(&e.account, "account", "", "account that sends it")
	fl.StringArrayVar(&e.attach, "attach", nil, "attach this file, beside what the message has")
	fl.StringVar(&e.eml, "eml", "", "file with the whole message")
	fl.BoolVar(&e.send, "send", false, "queue the message then")
	return c
}

// change reads the flags; all that is wrong is said at once.
func (e *editFlags) change(c *cobra.Command) (sending.Change, error) {
	var change sending.Change
	var errs []error
	given := c.Flags().Changed
	for _, l := range []struct {
		name, value string
		to          *[]message.Address
	}{{"to", e.to, &change.To}, {"cc", e.cc, &change.Cc}, {"bcc", e.bcc, &change.Bcc}} {
		if !given(l.name) {
			continue
		}
		list, err := message.ParseAddressList(l.value)
		if err != nil {
			errs = append(errs, fmt.Errorf("--%s: %w", l.name, err))
		}
		*l.to = append([]message.Address{}, list...)
	}
	if given("subject") {
		change.Subject = &e.subject
	}
	for _, name := range e.attach {
		if _, err := os.Stat(name); err != nil {
			errs = append(errs, fmt.Errorf("--attach: %w", err))
		}
	}
	change.Attach = e.attach
	if len(errs) > 0 {
		return change, misuse("%w", errors.Join(errs...))
	}
	if !given("to") && !given("cc") && !given("bcc") && !given("subject") && !given("account") && !given("eml") && len(e.attach) == 0 {
		return change, misuse("say what to change: --to, --cc, --bcc, --subject, --account, --attach or --eml")
	}
	return change, nil
}

func (e *editFlags) run(c *cobra.Command, p *program, f *boxFlags, id int64, change sending.Change) error {
	if e.eml != "" {
		file, err := os.Open(e.eml)
		if err != nil {
			return failed(err)
		}
		defer file.Close()
		change.Message = file
	}
	return f.with(c.Context(), rights.User.MaySend, func(d *desk) error {
		if err := d.Visible(c.Context(), id, d.view); err != nil {
			return err
		}
		in := sending.NewIntake(d.workspace, d.user, p.clock)
		in.Account = e.account
		if err := in.Edit(c.Context(), d.Outbox, id, change); err != nil {
			return err
		}
		done := "changed"
		if e.send {
			m, err := d.Get(c.Context(), id)
			if err != nil {
				return err
			}
			queue := d.Retry
			if m.Status == outbox.Draft {
				queue = d.Queue
			}
			if err := queue(c.Context(), id, d.user.Name); err != nil {
				return err
			}
			done = "changed and queued"
		}
		_, err := fmt.Fprintf(p.out, "message %d %s\n", id, done)
		return err
	})
}
