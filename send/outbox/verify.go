package outbox

import (
	"context"
	"errors"
	"fmt"
	"math"
	"time"

	"reportmail/send/account"
	"reportmail/send/connector"
	"reportmail/send/outbox/database"
)

// ask asks providers about messages whose answer was lost, beside everything
// else: one that is slow to answer holds nothing up. It returns when to ask
// again, 0 when there is nothing to ask about or it is being done.
func (d *Dispatcher) ask(ctx context.Context) int64 {
	if d.isAsking() {
		return 0
	}
	open, next, err := d.o.unverified(ctx)
	if err != nil {
		if ctx.Err() == nil {
			d.o.cfg.Log.Warn("cannot look for messages to verify", "error", err)
		}
		return 0
	}
	if len(open) == 0 {
		return next
	}
	d.mu.Lock()
	d.asking = true
	d.mu.Unlock()
	d.wg.Go(func() {
		d.verify(ctx, open)
		d.mu.Lock()
		d.asking = false
		d.mu.Unlock()
		d.signal()
	})
	return 0
}

// verify asks about one message after the other.
func (d *Dispatcher) verify(ctx context.Context, open []work) {
	for i := range open {
		if ctx.Err() != nil {
			return
		}
		if err := d.o.verifyOne(ctx, d, &open[i]); err != nil {
			d.o.cfg.Log.Warn("verification failed", "message", open[i].ID, "error", err)
		}
	}
}

// verifyBatch bounds one round of questions.
const verifyBatch = 50

// unverified returns messages that it is time to ask about, and when the next
// one is due.
func (o *Outbox) unverified(ctx context.Context) (open []work, next int64, err error) {
	every := o.cfg.Timing.Verify.Milliseconds()
	err = o.read(ctx, func(t tx) error {
		open, next = open[:0], 0
		if err := t.readClock(); err != nil {
			return err
		}
		err := t.rows("SELECT "+messageColumns+", fence FROM message WHERE status='unknown' AND phase='verifying' AND checked_at<=? ORDER BY id LIMIT ?",
			[]any{t.now - every, verifyBatch}, func(scan func(...any) error) error {
				var w work
				m, err := scanMessage(func(dest ...any) error { return scan(append(dest, &w.fence)...) })
				w.Message = m
				open = append(open, w)
				return err
			})
		if err != nil {
			return err
		}
		var last int64
		if err := t.row("SELECT coalesce(min(checked_at),0) FROM message WHERE status='unknown' AND phase='verifying'", nil, &last); err != nil {
			return err
		}
		if last > 0 {
			next = t.ours(last + every)
		}
		return nil
	})
	return open, next, err
}

// verifyOne asks about one message and draws the conclusion.
func (o *Outbox) verifyOne(ctx context.Context, d *Dispatcher, w *work) error {
	a, ok := o.accounts[w.Account]
	if !ok {
		const reason = "its account is no longer set up"
		if alone, err := o.alone(ctx); err != nil || !alone {
			return errors.Join(err, o.postpone(ctx, w, reason)) // another may know the account
		}
		return o.conclude(ctx, w, Unresolved, reason, "")
	}
	if _, err := d.connector(ctx, a); err != nil {
		return o.postpone(ctx, w, err.Error())
	}
	s, ok := d.searcher(a)
	if !ok {
		return o.conclude(ctx, w, Unresolved, "the provider cannot be asked; look into the mailbox and resolve it", "")
	}
	to, err := o.openRecipients(ctx, w.ID)
	if err != nil {
		return err
	}
	found, err := s.Find(ctx, connector.Query{Ref: w.ProviderRef, MessageID: w.MessageID, HandedOver: w.Handover, Envelope: connector.Envelope{From: w.Sender, To: to}})
	if err != nil {
		return o.postpone(ctx, w, err.Error())
	}
	return o.believe(ctx, w, a, found)
}

// believe acts on a provider's answer. "Not here" counts only after the message
// had time to settle, because it may be in transport.
func (o *Outbox) believe(ctx context.Context, w *work, a account.Account, found connector.Found) error {
	return o.write(ctx, func(t tx) error {
		age, err := t.sinceHandover(w)
		if err != nil {
			return err
		}
		switch {
		case found.State == connector.Sent:
			return t.conclude(w, Reconciled, found.Text, found.Ref)
		case found.State == connector.Unsent, found.State == connector.Absent && min(age, t.running()) >= o.cfg.Timing.Settle:
			return t.conclude(w, Again, "", "")
		}
		return t.postpone(w, age, fmt.Sprintf("account %s: not found yet", a.Name))
	})
}

// verified is the guard of everything that verification comes to.
const verified = " WHERE id=? AND fence=? AND status='unknown' AND phase='verifying'"

// sinceHandover is how long ago the message was handed over, by the store's
// clock.
func (t tx) sinceHandover(w *work) (time.Duration, error) {
	var at int64
	err := t.row("SELECT handover_at FROM message"+verified, []any{w.ID, w.fence}, &at)
	if errors.Is(err, database.ErrNoRow) {
		return 0, errFenced
	}
	return time.Duration(t.now-at) * time.Millisecond, err
}

// running is how long the clock can be trusted to have told the passing of
// time: since the machine started, because then it may have been anywhere.
func (t tx) running() time.Duration {
	if t.o.uptime != nil && t.o.db.Dialect() == database.SQLite {
		if _, up, ok := t.o.uptime(); ok {
			return up
		}
	}
	return math.MaxInt64
}

func (o *Outbox) conclude(ctx context.Context, w *work, p Phase, text, ref string) error {
	return o.write(ctx, func(t tx) error { return t.conclude(w, p, text, ref) })
}

// conclude ends the verification of a message.
func (t tx) conclude(w *work, p Phase, text, ref string) error {
	switch p {
	case Reconciled:
		phase, missed, err := t.hadIt(w.ID, Reconciled)
		if err != nil {
			return err
		}
		return t.one(errFenced, `UPDATE message SET status='sent', phase=?, error_class='', error_code=0, error_text=?,
			finished_at=?, provider_ref=CASE WHEN ?='' THEN provider_ref ELSE ? END`+verified, phase, missed, t.now, ref, ref, w.ID, w.fence)
	case Again:
		if err := t.one(errFenced, "UPDATE message SET status='queued', phase='again', spent=spent-1, not_before=0, finished_at=0"+verified, w.ID, w.fence); err != nil {
			return err
		}
		return t.wake(w.Account)
	}
	return t.one(errFenced, "UPDATE message SET phase='unresolved', error_text=?"+verified, text, w.ID, w.fence)
}

// hadIt notes that the message arrived after all: at the recipients whose
// answer was lost, not at those that had been refused before. It returns the
// phase that the message is in then and whom it did not reach.
func (t tx) hadIt(id int64, all Phase) (p Phase, missed string, err error) {
	if _, err = t.exec("UPDATE recipient SET state='accepted' WHERE message=? AND state=''", id); err != nil {
		return "", "", err
	}
	return t.reached(id, all)
}

func (o *Outbox) postpone(ctx context.Context, w *work, reason string) error {
	return o.write(ctx, func(t tx) error {
		age, err := t.sinceHandover(w)
		if err != nil {
			return err
		}
		return t.postpone(w, age, reason)
	})
}

// postpone asks again later, or leaves the message to a person when it was
// asked about for long enough.
func (t tx) postpone(w *work, age time.Duration, reason string) error {
	if age >= t.o.cfg.Timing.GiveUp {
		return t.conclude(w, Unresolved, "the provider gave no answer: "+reason, "")
	}
	return t.one(errFenced, "UPDATE message SET checked_at=?"+verified, t.now, w.ID, w.fence)
}
