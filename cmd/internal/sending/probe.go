package sending

import (
	"context"
	"crypto/rand"
	"fmt"
	"html"
	"time"

	"reportmail/send/account"
	"reportmail/send/message"
	"reportmail/send/outbox"
	"reportmail/send/rights"
)

// TestMessage says how the account is set up.
func TestMessage(a account.Account, user rights.User, to []message.Address, now time.Time) *message.Message {
	rows := append([][2]string{{"Account", a.Name}, {"Connector", string(a.Connector)}, {"User", user.Name}}, Describe(a)...)
	text, table := "This message tests an account of reportmail.\n\n", `<p>This message tests an account of reportmail.</p><table role="presentation">`
	for _, r := range rows {
		if r[1] == "" || r[0] == "Password" {
			continue
		}
		text += fmt.Sprintf("%-14s %s\n", r[0], r[1])
		table += "<tr><td>" + html.EscapeString(r[0]) + "</td><td>" + html.EscapeString(r[1]) + "</td></tr>"
	}
	return &message.Message{
		Subject: "Test of the account " + a.Name, Date: now, MessageID: "test." + rand.Text() + "@reportmail.invalid", To: to,
		Text: text, HTML: "<!DOCTYPE html><html lang=\"en\"><head><title>Test</title></head><body>" + table + "</table></body></html>",
	}
}

// Deliver delivers a message, or waits for the server that does.
func Deliver(ctx context.Context, box *outbox.Outbox, id int64) (outbox.Detail, error) {
	const patience = 90 * time.Second
	n, err := box.Servers(ctx)
	if err != nil {
		return outbox.Detail{}, err
	}
	if n == 0 {
		// A message that is to be tried again later ends the wait.
		ctx, cancel := context.WithTimeout(ctx, patience)
		defer cancel()
		go func() {
			defer cancel()
			_, _ = settled(ctx, box, id)
		}()
		if err := box.Drain(ctx); err != nil && ctx.Err() == nil {
			return outbox.Detail{}, err
		}
	}
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), patience)
	defer cancel()
	return settled(ctx, box, id)
}

// settled waits until a message was tried once.
func settled(ctx context.Context, box *outbox.Outbox, id int64) (outbox.Detail, error) {
	tick := time.NewTicker(50 * time.Millisecond)
	defer tick.Stop()
	for {
		d, err := box.Get(context.WithoutCancel(ctx), id)
		if err != nil {
			return d, err
		}
		if d.Status != outbox.Processing && (d.Status != outbox.Queued || d.Tries > 0) {
			return d, nil
		}
		select {
		case <-ctx.Done():
			return d, nil
		case <-tick.C:
		}
	}
}
