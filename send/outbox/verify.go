package outbox

import (
	"context"
	"fmt"

	"reportmail/send/account"
	"reportmail/send/connector"
)

// verify asks providers about messages whose answer was lost. It returns when
// to ask again, 0 when there is nothing to ask about.
func (o *Outbox) verify(ctx context.Context, d *Dispatcher) int64 {
	open, next, err := o.unverified(ctx)
	if err != nil {
		o.cfg.Log.Warn("cannot look for messages to verify", "error", err)
		return 0
	}
	for i := range open {
		if ctx.Err() != nil {
			return 0
		}
		if err := o.verifyOne(ctx, d, &open[i]); err != nil {
			o.cfg.Log.Warn("verification failed", "message", open[i].ID, "error", err)
		}
	}
	if len(open) > 0 {
		if _, next, err = o.unverified(ctx); err != nil {
			return 0
		}
	}
	return next
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
			next = last + every
		}
		return nil
	})
	return open, next, err
}

// verifyOne asks about one message and draws the conclusion.
func (o *Outbox) verifyOne(ctx context.Context, d *Dispatcher, w *work) error {
	a, ok := o.accounts[w.Account]
	if !ok {
		return o.conclude(ctx, w, Unresolved, "its account is no longer set up", "")
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
	settled := o.now().Sub(w.Handover) >= o.cfg.Timing.Settle
	switch {
	case found.State == connector.Sent:
		return o.conclude(ctx, w, Reconciled, found.Text, found.Ref)
	case found.State == connector.Unsent, found.State == connector.Absent && settled:
		if err := o.conclude(ctx, w, Again, "", ""); err != nil {
			return err
		}
		return nil
	}
	return o.postpone(ctx, w, fmt.Sprintf("account %s: not found yet", a.Name))
}

// conclude ends the verification of a message.
func (o *Outbox) conclude(ctx context.Context, w *work, p Phase, text, ref string) error {
	const guard = " WHERE id=? AND fence=? AND status='unknown' AND phase='verifying'"
	return o.write(ctx, func(t tx) error {
		switch p {
		case Reconciled:
			if err := t.markAccepted(w.ID); err != nil {
				return err
			}
			return t.one(errFenced, `UPDATE message SET status='sent', phase='reconciled', error_class='', error_code=0, error_text='',
				finished_at=?, provider_ref=CASE WHEN ?='' THEN provider_ref ELSE ? END`+guard, t.now, ref, ref, w.ID, w.fence)
		case Again:
			if err := t.one(errFenced, "UPDATE message SET status='queued', phase='again', spent=spent-1, not_before=0, finished_at=0"+guard, w.ID, w.fence); err != nil {
				return err
			}
			return t.wake(w.Account)
		}
		return t.one(errFenced, "UPDATE message SET phase='unresolved', error_text=?"+guard, text, w.ID, w.fence)
	})
}

// markAccepted notes that whoever was open has the message.
func (t tx) markAccepted(id int64) error {
	_, err := t.exec("UPDATE recipient SET state='accepted' WHERE message=? AND state IN ('','deferred')", id)
	return err
}

// postpone asks again later, or leaves the message to a person when it was
// asked about for long enough.
func (o *Outbox) postpone(ctx context.Context, w *work, reason string) error {
	if o.now().Sub(w.Handover) >= o.cfg.Timing.GiveUp {
		return o.conclude(ctx, w, Unresolved, "the provider gave no answer: "+reason, "")
	}
	return o.write(ctx, func(t tx) error {
		return t.one(errFenced, "UPDATE message SET checked_at=? WHERE id=? AND fence=? AND status='unknown' AND phase='verifying'", t.now, w.ID, w.fence)
	})
}
