package outbox

import (
	"context"
	"fmt"
	"slices"
)

// Retry queues a message that failed, or the refused part of one that was
// delivered in part, with a fresh count of attempts.
func (o *Outbox) Retry(ctx context.Context, id int64, who string) error {
	return o.operate(ctx, id, who, "retry", func(t tx, m Message) error {
		if m.Status != Failed && m.Phase != Partial {
			return fmt.Errorf("message is %s: %w", m.Status, ErrState)
		}
		if _, err := t.exec("UPDATE recipient SET state='' WHERE message=? AND state<>'accepted'", id); err != nil {
			return err
		}
		return t.requeue(id, "status='failed' OR phase='partial'")
	})
}

// Cancel fails a message that waits in the queue, or leaves it sent in part when
// somebody has it already. One that is under way cannot be stopped any more.
func (o *Outbox) Cancel(ctx context.Context, id int64, who string) error {
	return o.operate(ctx, id, who, "cancel", func(t tx, m Message) error {
		switch m.Status {
		case Processing:
			return ErrTooLate
		case Queued, Draft:
		default:
			return fmt.Errorf("message is %s: %w", m.Status, ErrState)
		}
		n, err := t.stop(Cancelled, "", "cancelled by "+who, "id=? AND status IN ('queued','draft')", id)
		if err == nil && n != 1 {
			err = ErrTooLate
		}
		return err
	})
}

// stop ends messages that wait: those that nobody has have failed, in phase p,
// and those that somebody has are sent in part. It returns how many there were.
func (t tx) stop(p Phase, class, text, which string, args ...any) (int64, error) {
	const had = "EXISTS (SELECT 1 FROM recipient r WHERE r.message=message.id AND r.state='accepted')"
	return t.exec("UPDATE message SET status=CASE WHEN "+had+" THEN 'sent' ELSE 'failed' END, phase=CASE WHEN "+had+` THEN 'partial' ELSE ? END,
		finished_at=?, error_class=?, error_code=0, error_text=? WHERE `+which, append([]any{p, t.now, class, text}, args...)...)
}

// had returns who has the message already.
func (t tx) had(id int64) ([]Recipient, error) {
	all, err := t.recipients(id)
	return slices.DeleteFunc(all, func(r Recipient) bool { return r.State != Accepted }), err
}

// Verdict is what a person says about a message that is Unknown.
type Verdict string

// The verdicts.
const (
	WasSent   Verdict = "was sent"
	SendAgain Verdict = "send again"
)

// Resolve ends the uncertainty about a message: a person has looked.
func (o *Outbox) Resolve(ctx context.Context, id int64, v Verdict, who string) error {
	return o.operate(ctx, id, who, "resolve: "+string(v), func(t tx, m Message) error {
		if m.Status != Unknown {
			return fmt.Errorf("message is %s: %w", m.Status, ErrState)
		}
		if v == SendAgain {
			return t.requeue(id, "status='unknown'")
		}
		phase, missed, err := t.hadIt(id, Confirmed)
		if err != nil {
			return err
		}
		return t.one(ErrState, `UPDATE message SET status='sent', phase=?, finished_at=CASE WHEN handover_at>0 THEN handover_at ELSE ? END,
			error_class='', error_code=0, error_text=? WHERE id=? AND status='unknown'`, phase, t.now, missed, id)
	})
}

// Queue sends a draft.
func (o *Outbox) Queue(ctx context.Context, id int64, who string) error {
	return o.operate(ctx, id, who, "queue", func(t tx, m Message) error {
		if m.Status != Draft {
			return fmt.Errorf("message is %s: %w", m.Status, ErrState)
		}
		return t.requeue(id, "status='draft'")
	})
}

// Discard deletes a draft or a message that failed and nobody got.
func (o *Outbox) Discard(ctx context.Context, id int64, who string) error {
	return o.operate(ctx, id, who, "discard", func(t tx, m Message) error {
		if m.Status != Draft && m.Status != Failed {
			return fmt.Errorf("message is %s: %w", m.Status, ErrState)
		}
		had, err := t.had(id)
		if err != nil {
			return err
		}
		if len(had) > 0 {
			return fmt.Errorf("%s has it already: %w", had[0].Address, ErrState)
		}
		return t.remove(id)
	})
}

// SetPriority moves a message within the queue.
func (o *Outbox) SetPriority(ctx context.Context, id int64, p Priority, who string) error {
	return o.operate(ctx, id, who, fmt.Sprintf("priority %d", p), func(t tx, m Message) error {
		return t.one(fmt.Errorf("message is %s: %w", m.Status, ErrState), "UPDATE message SET priority=? WHERE id=? AND status IN ('queued','draft')", p, id)
	})
}

// operate runs one operation on one message and writes down who asked for it.
func (o *Outbox) operate(ctx context.Context, id int64, who, action string, fn func(t tx, m Message) error) error {
	err := o.write(ctx, func(t tx) error {
		m, err := t.get(id)
		if err != nil {
			return err
		}
		if err := fn(t, m); err != nil {
			return err
		}
		return t.audit(who, action, id, fmt.Sprintf("was %s/%s", m.Status, m.Phase))
	})
	if err != nil {
		return fmt.Errorf("outbox: %s message %d: %w", action, id, err)
	}
	return nil
}

// requeue puts a message back into the queue for a new start. Its fence moves
// on, so that an attempt that was given up cannot settle it any more.
func (t tx) requeue(id int64, guard string) error {
	err := t.one(ErrState, `UPDATE message SET status='queued', phase='again', spent=0, fence=fence+1, not_before=0, deadline=0, queued_at=?, finished_at=0,
			error_class='', error_code=0, error_text=''
		WHERE id=? AND (`+guard+")", t.now, id)
	if err != nil {
		return err
	}
	m, err := t.get(id)
	if err != nil {
		return err
	}
	return t.wake(m.Account)
}

// remove deletes a message with its parts. Its content goes with the next
// sweep of the spool.
func (t tx) remove(id int64) error {
	for _, q := range []string{"recipient WHERE message=?", "relation WHERE message=?", "attempt WHERE message=?", "covered WHERE message=?", "message WHERE id=?"} {
		if _, err := t.exec("DELETE FROM "+q, id); err != nil {
			return err
		}
	}
	return nil
}
