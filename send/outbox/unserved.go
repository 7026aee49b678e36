package outbox

import (
	"context"
	"errors"
	"fmt"

	"reportmail/send/outbox/database"
)

// failUnserved fails what waits for accounts that were deleted, or leaves it
// sent in part when somebody has it: nobody would ever send it, and waiting for ever looks like being sent soon. Retry after
// setting up an account of that name brings it back. While other dispatchers
// live, whose set-up may be newer or older, it is not for one of them to say.
func (o *Outbox) failUnserved(ctx context.Context) error {
	names, err := o.waiting(ctx)
	if err != nil || len(names) == 0 {
		return err
	}
	if alone, err := o.alone(ctx); err != nil || !alone {
		return err
	}
	for _, name := range names {
		if _, ok := o.accounts[name]; ok {
			continue
		}
		err := o.write(ctx, func(t tx) error {
			n, err := t.stop(Permanent, "account", fmt.Sprintf("its account %q is no longer set up", name), "account=? AND status='queued'", name)
			if n > 0 {
				o.cfg.Log.Error("messages of an account that is not set up have failed", "account", name, "messages", n)
			}
			return err
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// alone reports whether no more than one dispatcher lives.
func (o *Outbox) alone(ctx context.Context) (bool, error) {
	n, err := o.Dispatchers(ctx)
	return n <= 1, err
}

// waiting returns the accounts that have queued messages. It hops along the
// index of what is due, so that a long queue costs nothing.
func (o *Outbox) waiting(ctx context.Context) ([]string, error) {
	var names []string
	err := o.read(ctx, func(t tx) error {
		names = names[:0]
		for last := ""; ; {
			var name string
			err := t.row("SELECT account FROM message WHERE status='queued' AND account>? ORDER BY account LIMIT 1", []any{last}, &name)
			if errors.Is(err, database.ErrNoRow) {
				return nil
			}
			if err != nil {
				return err
			}
			names = append(names, name)
			last = name
		}
	})
	return names, err
}

// Waiting returns how many messages wait in the queue of an account and how
// many of its are under way: what deleting the account would touch.
func (o *Outbox) Waiting(ctx context.Context, account string) (int, error) {
	s, err := o.Account(ctx, account)
	return s.Queued + s.Processing + s.Unknown, err
}
