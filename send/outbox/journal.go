package outbox

import (
	"context"
	"time"

	"reportmail/send/connector"
)

// handover writes down that the message is about to become the provider's.
// It is committed before the final dot, or it returns an error and there is no
// dot: the fence makes sure that only the owner of the message gets here. Whom
// the provider refused is written down with it: should this process die now,
// "it was sent" does not include them.
func (o *Outbox) handover(ctx context.Context, w *work, to int, n connector.Notice) error {
	begun := time.Now()
	err := o.write(ctx, func(t tx) error {
		err := t.one(errFenced, `UPDATE message SET phase='handover', handover_at=?, provider_ref=?
			WHERE id=? AND fence=? AND status='processing' AND phase='attempt'`, t.now, n.Ref, w.ID, w.fence)
		if err != nil {
			return err
		}
		// Whom an earlier attempt could not reach this one may: nobody knows until
		// the answer.
		if _, err := t.exec("UPDATE recipient SET state='' WHERE message=? AND state='deferred'", w.ID); err != nil {
			return err
		}
		for _, r := range n.Refused {
			if err := t.answered(w, r); err != nil {
				return err
			}
		}
		return t.saveAttempt(w, attempt{Handover: moment(t.now), Outcome: outcomeOpen, Count: to, ProviderRef: n.Ref})
	})
	if err == nil {
		o.cfg.Log.Debug("hand-over recorded", "message", w.ID, "attempt", w.Tries, "took", time.Since(begun))
	}
	return err
}

// saveAttempt adds or completes the row of the current attempt.
func (t tx) saveAttempt(w *work, a attempt) error {
	_, err := t.exec(`INSERT INTO attempt (message, n, account, node, started_at, handover_at, ended_at, counted_at, rcpt_count, size,
		outcome, class, stage, code, enhanced, reply, provider_ref) VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)
		ON CONFLICT (message, n) DO UPDATE SET ended_at=excluded.ended_at, counted_at=excluded.counted_at, outcome=excluded.outcome,
		class=excluded.class, stage=excluded.stage, code=excluded.code, enhanced=excluded.enhanced, reply=excluded.reply, provider_ref=excluded.provider_ref`,
		w.ID, w.Tries, w.Account, w.Node, millis(w.Started), millis(a.Handover), millis(a.Ended), millis(a.Counted), a.Count, w.Size,
		a.Outcome, a.Class, a.Stage, a.Code, a.Enhanced, a.Reply, a.ProviderRef)
	return err
}

// attempt is the journal's row of one attempt.
type attempt struct {
	Handover, Ended, Counted     time.Time
	Count                        int
	Outcome, Class, Stage        string
	Code                         int
	Enhanced, Reply, ProviderRef string
}

// What became of an attempt.
const (
	outcomeOpen    = "handed over" // and no answer yet
	outcomeSent    = "sent"
	outcomePartial = "partial"
	outcomeFailed  = "failed"
	outcomeUnknown = "unknown"
	outcomeAborted = "abandoned" // its process died before the hand-over
)

// owned is the guard of every result: the attempt is still the owner, or it
// was taken for dead after its hand-over and proves otherwise by its answer.
const owned = ` WHERE id=? AND fence=? AND (status='processing' OR status='unknown' AND phase IN ('verifying','unresolved'))`
