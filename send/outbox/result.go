package outbox

import (
	"errors"
	"fmt"
	"math"
	"strings"
	"time"

	"reportmail/send/account"
	"reportmail/send/connector"
	"reportmail/send/outbox/database"
)

// forever marks a pause that only a person ends.
const forever = math.MaxInt64

// outcome is what an attempt came to, before it is written.
type outcome struct {
	receipt connector.Receipt
	err     error
	handed  bool // the hand-over was recorded
	ours    bool // what failed is this program, not the message or the provider
}

// settle writes the outcome of an attempt. It is the only place where a
// message leaves Processing by an answer.
func (t tx) settle(w *work, a account.Account, out outcome, canAsk bool) error {
	open, err := t.judge(w, out)
	if err != nil {
		return err
	}
	if out.err == nil {
		return t.accepted(w, a, out, open)
	}
	switch connector.ClassOf(out.err) {
	case connector.Temporary:
		if out.ours || errors.Is(out.err, connector.ErrNotHandedOver) {
			return t.putBack(w, out)
		}
		return t.tryLater(w, a, out, outcomeFailed)
	case connector.Permanent:
		return t.fail(w, out, Permanent)
	case connector.Account:
		return t.throttle(w, out)
	default:
		return t.unknown(w, out, canAsk)
	}
}

// judge keeps what the provider said about each recipient and returns how many
// may still be tried.
func (t tx) judge(w *work, out outcome) (open int, err error) {
	answers := out.receipt.Recipients
	var e *connector.Error
	if errors.As(out.err, &e) {
		answers = e.Recipients
	}
	for _, r := range answers {
		if r.Accepted && out.err != nil {
			continue // the server would have taken it, and then took nothing
		}
		if stateOf(r) == Deferred {
			open++
		}
		if err := t.answered(w, r); err != nil {
			return 0, err
		}
	}
	return open, nil
}

// answered keeps what the provider said about a recipient that does not have the
// message yet.
func (t tx) answered(w *work, r connector.Recipient) error {
	_, err := t.exec("UPDATE recipient SET state=?, code=?, enhanced=?, reply=? WHERE message=? AND address=? AND state<>'accepted'",
		stateOf(r), r.Code, r.Enhanced, r.Text, w.ID, r.Address)
	return err
}

func stateOf(r connector.Recipient) RecipientState {
	switch {
	case r.Accepted:
		return Accepted
	case r.Class == connector.Temporary:
		return Deferred
	}
	return Refused
}

// accepted: the provider took it for at least one recipient.
func (t tx) accepted(w *work, a account.Account, out outcome, open int) error {
	refused := out.receipt.Refused()
	if open > 0 {
		out.err = partialError(refused)
		return t.tryLater(w, a, out, outcomePartial)
	}
	phase, text, err := t.reached(w.ID, Done)
	if err != nil {
		return err
	}
	if err := t.finish(w, Sent, phase, "", out.receipt.Code, text, out.receipt.Ref); err != nil {
		return err
	}
	result := outcomeSent
	if len(refused) > 0 {
		result = outcomePartial
	}
	return t.endAttempt(w, out, result)
}

func partialError(refused []connector.Recipient) error {
	return &connector.Error{Class: connector.Temporary, Stage: connector.StageRecipient, Code: refused[0].Code,
		Enhanced: refused[0].Enhanced, Text: "some recipients were not accepted", Recipients: refused}
}

// reached returns the phase of a message that was sent: all when nobody was
// refused, else Partial and whom it did not reach.
func (t tx) reached(id int64, all Phase) (p Phase, missed string, err error) {
	var list []string
	err = t.rows("SELECT address FROM recipient WHERE message=? AND state IN ('refused','deferred') ORDER BY ord", []any{id}, func(scan func(...any) error) error {
		var a string
		err := scan(&a)
		list = append(list, a)
		return err
	})
	if err != nil || len(list) == 0 {
		return all, "", err
	}
	return Partial, "refused: " + strings.Join(list, ", "), nil
}

// tryLater puts the message back with a wait, or gives up when no attempts are
// left.
func (t tx) tryLater(w *work, a account.Account, out outcome, result string) error {
	wait := max(a.Retry.Wait(w.Attempts+1, t.o.cfg.Rand), connector.RetryAfter(out.err))
	due := t.now + wait.Milliseconds()
	limit := millis(w.Queued) + a.Retry.GiveUpAfter.Milliseconds()
	if w.Attempts >= max(a.Retry.Attempts, 1) || a.Retry.GiveUpAfter > 0 && due > limit {
		return t.giveUp(w, out, result)
	}
	class, code, text := describe(out.err)
	err := t.one(errFenced, `UPDATE message SET status='queued', phase='backoff', finished_at=0, not_before=?, error_class=?, error_code=?, error_text=?`+owned,
		due, class, code, text, w.ID, w.fence)
	if err != nil {
		return err
	}
	return t.endAttempt(w, out, result)
}

// putBackWait keeps a message that could not be journaled from running hot.
const putBackWait = time.Second

// putBack returns a message to the queue at no cost: the store was away for a
// moment, or the program is stopping.
func (t tx) putBack(w *work, out outcome) error {
	class, code, text := describe(out.err)
	err := t.one(errFenced, `UPDATE message SET status='queued', phase='recovered', finished_at=0, spent=spent-1, not_before=?,
		error_class=?, error_code=?, error_text=?`+owned, t.now+putBackWait.Milliseconds(), class, code, text, w.ID, w.fence)
	if err != nil {
		return err
	}
	return t.endAttempt(w, out, outcomeAborted)
}

// giveUp ends a message whose attempts are used up: it was sent, in part, if
// anybody has it.
func (t tx) giveUp(w *work, out outcome, result string) error {
	had, err := t.had(w.ID)
	if err != nil {
		return err
	}
	status, phase := Failed, Exhausted
	if len(had) > 0 {
		status, phase = Sent, Partial
	}
	class, code, text := describe(out.err)
	if err := t.finish(w, status, phase, class, code, text, out.receipt.Ref); err != nil {
		return err
	}
	return t.endAttempt(w, out, result)
}

// fail ends a message that the provider refuses for good.
func (t tx) fail(w *work, out outcome, phase Phase) error {
	class, code, text := describe(out.err)
	had, err := t.had(w.ID)
	if err != nil {
		return err
	}
	status := Failed
	if len(had) > 0 {
		status, phase = Sent, Partial
	}
	if err := t.finish(w, status, phase, class, code, text, ""); err != nil {
		return err
	}
	return t.endAttempt(w, out, outcomeFailed)
}

// throttle puts the message back without spending an attempt and pauses its
// account: for as long as the provider asks, or until a person was there.
func (t tx) throttle(w *work, out outcome) error {
	class, code, text := describe(out.err)
	err := t.one(errFenced, `UPDATE message SET status='queued', phase='throttled', finished_at=0, spent=spent-1, error_class=?, error_code=?, error_text=?`+owned,
		class, code, text, w.ID, w.fence)
	if err != nil {
		return err
	}
	if err := t.holdBack(w, connector.RetryAfter(out.err), text); err != nil {
		return err
	}
	return t.endAttempt(w, out, outcomeFailed)
}

// holdBack pauses the account of a refused attempt. One that began before a
// person ended the last pause says nothing about what that person has mended;
// a later one will.
func (t tx) holdBack(w *work, wait time.Duration, text string) error {
	if wait > 0 {
		return t.pause(w.Account, t.now+wait.Milliseconds(), text)
	}
	var mended int64
	err := t.row("SELECT paused_at FROM account WHERE name=? AND paused_until=0", []any{w.Account}, &mended)
	if err != nil && !errors.Is(err, database.ErrNoRow) {
		return err
	}
	if mended > millis(w.Started) {
		return nil
	}
	return t.pause(w.Account, forever, text)
}

// unknown: it may have been delivered. It is never sent again without proof.
func (t tx) unknown(w *work, out outcome, canAsk bool) error {
	phase := Unresolved
	if canAsk {
		phase = Verifying
	}
	class, code, text := describe(out.err)
	if err := t.finish(w, Unknown, phase, class, code, text, ""); err != nil {
		return err
	}
	return t.endAttempt(w, out, outcomeUnknown)
}

func (t tx) finish(w *work, s Status, p Phase, class string, code int, text, ref string) error {
	return t.one(errFenced, `UPDATE message SET status=?, phase=?, finished_at=?, error_class=?, error_code=?, error_text=?,
		provider_ref=CASE WHEN ?='' THEN provider_ref ELSE ? END`+owned,
		s, p, t.now, class, code, text, ref, ref, w.ID, w.fence)
}

// endAttempt completes the attempt's row. It counts for the limits when it
// reached the hand-over, whatever the answer: the provider counts it too.
func (t tx) endAttempt(w *work, out outcome, result string) error {
	a := attempt{Ended: moment(t.now), Outcome: result, Code: out.receipt.Code, Enhanced: out.receipt.Enhanced,
		Reply: out.receipt.Reply, ProviderRef: out.receipt.Ref, Count: w.Count}
	if out.handed {
		a.Counted = moment(t.now)
	}
	var e *connector.Error
	if errors.As(out.err, &e) {
		a.Class, a.Stage, a.Code, a.Enhanced, a.Reply = string(e.Class), string(e.Stage), e.Code, e.Enhanced, e.Text
		if a.Reply == "" && e.Err != nil {
			a.Reply = e.Err.Error()
		}
	} else if out.err != nil {
		a.Class, a.Reply = string(connector.ClassOf(out.err)), out.err.Error()
	}
	return t.saveAttempt(w, a)
}

// describe gives an error as the outbox keeps it.
func describe(err error) (class string, code int, text string) {
	var e *connector.Error
	if errors.As(err, &e) {
		return string(e.Class), e.Code, clip(e.Error())
	}
	return string(connector.ClassOf(err)), 0, clip(fmt.Sprint(err))
}

// clip bounds a provider's answer; servers have sent whole pages.
func clip(s string) string {
	const most = 2048
	if len(s) <= most {
		return s
	}
	return strings.ToValidUTF8(s[:most], "") + "…"
}

// pause holds an account back. A longer pause is never shortened by a shorter.
func (t tx) pause(name string, until int64, reason string) error {
	_, err := t.exec(`INSERT INTO account (name, paused_until, pause_reason, paused_at) VALUES (?,?,?,?)
		ON CONFLICT (name) DO UPDATE SET paused_until=excluded.paused_until, pause_reason=excluded.pause_reason, paused_at=excluded.paused_at
		WHERE account.paused_until < excluded.paused_until`, name, until, reason, t.now)
	return err
}

// attemptTimeout leaves a large message the time of a slow line.
func (o *Outbox) attemptTimeout(size int64) time.Duration {
	const slowest = 64 << 10 // bytes a second
	return o.cfg.Timing.Attempt + time.Duration(size/slowest)*time.Second
}
