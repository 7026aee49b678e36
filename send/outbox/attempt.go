package outbox

import (
	"context"
	"errors"
	"fmt"
	"io"
	"time"

	"reportmail/send/account"
	"reportmail/send/connector"
	"reportmail/send/outbox/database"
	"reportmail/send/outbox/spool"
)

// attempt sends one message and writes down what became of it. It returns what
// the gate let through in the same transaction; false when there was none.
func (d *Dispatcher) attempt(ctx context.Context, w *work, a account.Account) (grant, bool) {
	ctx = d.o.attempting(ctx, w)
	out := d.deliver(ctx, w, a)
	g, err := d.settle(ctx, w, a, out)
	d.o.attempted(ctx, w, out)
	d.o.limited(ctx, a.Name, g)
	log := d.o.cfg.Log.With("message", w.ID, "account", a.Name, "attempt", w.Tries)
	switch {
	case errors.Is(err, errFenced):
		log.Warn("another dispatcher took the message over", "outcome", out.err)
	case err != nil:
		log.Error("the outcome of an attempt could not be recorded", "outcome", out.err, "error", err)
	case d.o.cfg.Observer != nil: // it has been told
	case out.err != nil:
		log.Warn("attempt failed", "class", connector.ClassOf(out.err), "error", out.err)
	default:
		log.Info("sent", "ref", out.receipt.Ref, "code", out.receipt.Code)
	}
	return g, err == nil
}

// deliver hands the message to the connector.
func (d *Dispatcher) deliver(ctx context.Context, w *work, a account.Account) (out outcome) {
	ctx, cancel := context.WithTimeout(ctx, d.o.attemptTimeout(w.Size))
	defer cancel()
	defer func() {
		if p := recover(); p != nil {
			out.err = brokenConnector(fmt.Errorf("connector panicked: %v", p), out.handed)
		}
	}()
	c, err := d.connector(ctx, a)
	if err != nil {
		return outcome{err: &connector.Error{Class: connector.Account, Stage: connector.StageConnect, Text: "the account cannot be used", Err: err}}
	}
	to, err := d.o.openRecipients(ctx, w.ID)
	if err != nil {
		return outcome{ours: true, err: &connector.Error{Class: connector.Temporary, Stage: connector.StageConnect, Err: err}}
	}
	blob := spool.Blob{Sum: w.Blob, Size: w.Size}
	delivery := connector.Delivery{
		Envelope:  connector.Envelope{From: w.Sender, To: to},
		MessageID: w.MessageID,
		Size:      w.Size,
		Open:      func() (io.ReadCloser, error) { return d.o.spool.Open(ctx, blob) },
	}
	out.receipt, out.err = c.Send(ctx, delivery, func(ctx context.Context, n connector.Notice) error {
		if err := d.o.handover(ctx, w, len(to), n); err != nil {
			return err
		}
		out.handed = true
		return nil
	})
	out.ours = d.life.Err() != nil
	if out.err != nil && damaged(out.err) && connector.ClassOf(out.err) != connector.Unknown {
		out.err = &connector.Error{Class: connector.Permanent, Stage: connector.StageContent, Err: out.err}
	}
	return out
}

// damaged reports that the spooled bytes are gone: no later attempt will help.
func damaged(err error) bool {
	return errors.Is(err, spool.ErrDamaged) || errors.Is(err, spool.ErrMissing)
}

func brokenConnector(err error, handed bool) error {
	class := connector.Temporary
	if handed {
		class = connector.Unknown
	}
	return &connector.Error{Class: class, Stage: connector.StageHandover, Err: err}
}

// openRecipients are those that have not accepted the message yet and were not
// refused for good.
func (o *Outbox) openRecipients(ctx context.Context, id int64) ([]string, error) {
	var to []string
	err := o.read(ctx, func(t tx) error {
		to = to[:0]
		return t.rows("SELECT address FROM recipient WHERE message=? AND state IN ('','deferred') ORDER BY ord", []any{id}, func(scan func(...any) error) error {
			var a string
			err := scan(&a)
			to = append(to, a)
			return err
		})
	})
	return to, err
}

// settle writes the outcome. After a reply the write is tried until it works
// (disk full, store away): what the provider said must not be lost while the
// process lives. Should it die, recovery finds a hand-over without an answer.
func (d *Dispatcher) settle(ctx context.Context, w *work, a account.Account, out outcome) (grant, error) {
	if !out.handed && errors.Is(out.err, errFenced) {
		return grant{}, errFenced // the hand-over found another owner: there is nothing of ours to settle
	}
	_, canAsk := d.searcher(a)
	ctx = context.WithoutCancel(ctx)
	wait := 50 * time.Millisecond
	for try := 0; ; try++ {
		var g grant
		err := d.o.write(ctx, func(t tx) error {
			g = grant{}
			if err := t.settle(w, a, out, canAsk); err != nil {
				return err
			}
			return d.nextGrant(t, a, &g)
		})
		if err == nil || errors.Is(err, errFenced) || errors.Is(err, database.ErrClosed) {
			return g, err
		}
		if d.abandoned() {
			return grant{}, err
		}
		d.o.cfg.Log.Error("cannot write the outcome of an attempt; trying again", "message", w.ID, "try", try+1, "error", err)
		time.Sleep(wait)
		wait = min(2*wait, 5*time.Second)
	}
}

// nextGrant asks the gate within the transaction of a result, so that the next
// message does not cost another commit.
func (d *Dispatcher) nextGrant(t tx, a account.Account, g *grant) error {
	if d.stopping() {
		return nil
	}
	var err error
	*g, err = t.release(a, d.node.id, 1)
	return err
}
