package outbox

import (
	"errors"

	"reportmail/send/outbox/database"
)

// insert adds one message, or finds that it is there.
func (t tx) insert(p *prepared) error {
	old, err := t.sameMessage(p)
	switch {
	case err == nil:
		return t.meet(old, p)
	case !errors.Is(err, database.ErrNoRow):
		return err
	}
	// In this order: what is forgotten meanwhile leaves the one before it is in the other.
	for _, decide := range []func(*prepared) (bool, error){t.covering, t.wasForgotten} {
		if known, err := decide(p); known || err != nil {
			return err
		}
	}
	id, err := t.number("message")
	if err != nil {
		return err
	}
	status, phase, queued := Queued, Fresh, t.now
	if p.Draft {
		status, phase, queued = Draft, Editing, 0
	}
	_, err = t.exec(`INSERT INTO message (id, idem_key, message_id, account, scenario, usage, document, owner, subject, sender,
		recipients, rcpt_count, blob, size, priority, created_at, queued_at, not_before, deadline, status, phase, resend_of)
		VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)`,
		id, p.Key, p.MessageID, p.Account, p.Scenario, p.Usage, p.Document, p.Owner, p.Subject, p.From,
		p.display(), len(p.Recipients), p.blob.Sum, p.blob.Size, p.Priority, t.now, queued, millis(p.NotBefore), millis(p.Deadline), status, phase, p.resendOf)
	if err != nil {
		return err
	}
	if err := t.insertParts(id, &p.Submission); err != nil {
		return err
	}
	if err := t.cover(id, p.Covers); err != nil {
		return err
	}
	p.result = Result{ID: id, MessageID: p.MessageID, Outcome: Enqueued, At: moment(t.now)}
	return nil
}

func (t tx) insertParts(id int64, s *Submission) error {
	for i, r := range s.Recipients {
		if _, err := t.exec("INSERT INTO recipient (message, ord, kind, address) VALUES (?,?,?,?)", id, i, r.Kind, r.Address); err != nil {
			return err
		}
	}
	for _, r := range s.Relations {
		kind, origin := "related", "compose"
		if r.Primary {
			kind = "primary"
		}
		if r.Lookup {
			origin = "lookup"
		}
		_, err := t.exec(`INSERT INTO relation (message, entity, record, kind, origin) VALUES (?,?,?,?,?)
			ON CONFLICT (entity, record, message) DO NOTHING`, id, r.Entity, r.Record, kind, origin)
		if err != nil {
			return err
		}
	}
	return nil
}

// replaceParts gives a message the recipients and relations of a submission.
func (t tx) replaceParts(id int64, s *Submission) error {
	for _, table := range []string{"recipient", "relation"} {
		if _, err := t.exec("DELETE FROM "+table+" WHERE message=?", id); err != nil {
			return err
		}
	}
	return t.insertParts(id, s)
}

// queueAlone keeps others from queueing messages until the commit: what is asked about a submission's documents must
// still be so when it is in. The counter is the lock, because every new message takes a number anyway.
func (t tx) queueAlone() error {
	var next int64
	return t.row("SELECT next FROM counter WHERE name = 'message'"+t.o.db.Dialect().ForUpdate(), nil, &next)
}

// number takes the next number of a counter.
func (t tx) number(counter string) (int64, error) {
	var next int64
	err := t.row("UPDATE counter SET next = next + 1 WHERE name = ? RETURNING next", []any{counter}, &next)
	return next - 1, err
}
