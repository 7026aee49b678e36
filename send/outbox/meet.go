package outbox

import (
	"errors"
	"fmt"

	"reportmail/send/outbox/database"
)

// sameMessage finds the message with the submission's key or Message-ID.
func (t tx) sameMessage(p *prepared) (Message, error) {
	var m Message
	found := false
	for _, by := range []struct{ column, value string }{{"idem_key", p.Key}, {"message_id", p.MessageID}} {
		err := t.rows("SELECT "+messageColumns+" FROM message WHERE "+by.column+" = ? AND "+by.column+" <> ''", []any{by.value}, func(scan func(...any) error) (err error) {
			m, err = scanMessage(scan)
			found = true
			return err
		})
		if err != nil || found {
			return m, err
		}
	}
	return m, database.ErrNoRow
}

// meet decides what a submission does that meets itself.
func (t tx) meet(old Message, p *prepared) error {
	p.result = Result{ID: old.ID, MessageID: old.MessageID, At: old.Queued}
	switch old.Status {
	case Sent:
		p.result.Outcome, p.result.At = AlreadySent, old.Finished
	case Unknown:
		p.result.Outcome, p.result.At = AlreadyUnknown, old.Finished
	case Failed, Draft:
		if old.Phase == Cancelled {
			p.result.Outcome, p.result.At = AlreadyCancelled, old.Finished
			return nil
		}
		if had, err := t.had(old.ID); err != nil || len(had) > 0 {
			p.result.Outcome, p.result.At = AlreadySent, old.Finished
			return err
		}
		return t.replace(old, p)
	default:
		p.result.Outcome = AlreadyQueued
	}
	return nil
}

// replace gives a message that nobody got, or a draft, the new content.
func (t tx) replace(old Message, p *prepared) error {
	if p.Key != old.Key {
		return fmt.Errorf("%w: message %d has it", ErrDuplicate, old.ID)
	}
	status, phase := Queued, Again
	if p.Draft {
		status, phase = Draft, Editing
	}
	err := t.one(ErrState, `UPDATE message SET message_id=?, account=?, scenario=?, usage=?, document=?, owner=?, subject=?, sender=?,
		recipients=?, rcpt_count=?, blob=?, size=?, priority=?, queued_at=?, not_before=?, deadline=?, status=?, phase=?, spent=0,
		error_class='', error_code=0, error_text='', finished_at=0 WHERE id=? AND status IN ('draft','failed')`,
		p.MessageID, p.Account, p.Scenario, p.Usage, p.Document, p.Owner, p.Subject, p.From,
		p.display(), len(p.Recipients), p.blob.Sum, p.blob.Size, p.Priority, t.now, millis(p.NotBefore), millis(p.Deadline), status, phase, old.ID)
	if err != nil {
		return err
	}
	if err := t.replaceParts(old.ID, &p.Submission); err != nil {
		return err
	}
	p.result = Result{ID: old.ID, MessageID: p.MessageID, Outcome: Requeued, At: moment(t.now)}
	return nil
}

// wasForgotten answers for messages that were sent so long ago that only their
// key is left.
func (t tx) wasForgotten(p *prepared) (bool, error) {
	if p.Resend {
		return false, nil
	}
	return t.metForgotten(p, "idem_key=?", p.Key)
}

// metForgotten looks among what was sent long ago.
func (t tx) metForgotten(p *prepared, where string, value any) (bool, error) {
	var sent int64
	var r Result
	err := t.row("SELECT id, message_id, finished_at FROM forgotten WHERE "+where, []any{value}, &r.ID, &r.MessageID, &sent)
	if errors.Is(err, database.ErrNoRow) {
		return false, nil
	}
	r.Outcome, r.At = AlreadySent, moment(sent)
	p.result = r
	return err == nil, err
}
