package outbox

import (
	"errors"
	"fmt"

	"reportmail/send/outbox/database"
)

// One document goes out once, alone or in a combined message: the keys of its
// documents are kept beside a combined message, and every new message asks for
// its own.

// keys are those of the documents that a submission stands for.
func (s *Submission) keys() []string {
	if len(s.Covers) > 0 {
		return s.Covers
	}
	return []string{s.Key}
}

// covering decides about a submission whose documents are in other messages.
// When all are in one that goes out, it has met that message. When some are, or
// the one failed or is a draft, a person decides.
func (t tx) covering(p *prepared) (known bool, err error) {
	if p.Resend {
		return false, nil
	}
	var held []string
	holder := map[int64]bool{}
	first := int64(0)
	for _, key := range p.keys() {
		id, err := t.holder(key, len(p.Covers) > 0)
		if err != nil {
			return false, err
		}
		if id == 0 {
			continue
		}
		held = append(held, key)
		holder[id] = true
		if first == 0 {
			first = id
		}
	}
	switch {
	case len(held) == 0:
		return false, nil
	case len(held) < len(p.keys()) || len(holder) > 1:
		return false, &CoveredError{Held: held, Message: first}
	}
	old, err := t.get(first)
	if errors.Is(err, ErrNotFound) { // sent long ago
		return t.metForgotten(p, "id=?", first)
	}
	switch {
	case err != nil:
		return false, err
	case old.Status == Draft, old.Status == Failed && old.Phase != Cancelled:
		return false, &CoveredError{Held: held, Message: first, Status: old.Status}
	}
	return true, t.meet(old, p)
}

// holder is the number of the message that a document is in; 0 is none. A
// document of a combined message may be in one of its own.
func (t tx) holder(key string, alone bool) (int64, error) {
	queries := []string{"SELECT message FROM covered WHERE document=?"}
	if alone {
		queries = append(queries, "SELECT id FROM message WHERE idem_key=?", "SELECT id FROM forgotten WHERE idem_key=?")
	}
	for _, q := range queries {
		var id int64
		err := t.row(q, []any{key}, &id)
		if err == nil || !errors.Is(err, database.ErrNoRow) {
			return id, err
		}
	}
	return 0, nil
}

// cover keeps the documents of a new message.
func (t tx) cover(id int64, documents []string) error {
	for _, d := range documents {
		if _, err := t.exec("INSERT INTO covered (document, message) VALUES (?,?) ON CONFLICT (document) DO NOTHING", d, id); err != nil {
			return err
		}
	}
	return nil
}

// CoveredError says that a part of a combined message's documents is in other
// messages already.
type CoveredError struct {
	// Held are the keys of these documents, Message is the number of the message
	// that has the first.
	Held    []string
	Message int64
	// Status is that of the message when it has all of them, and waits for a
	// person.
	Status Status
}

// Error names the documents and what to do.
func (e *CoveredError) Error() string {
	list := e.Held[0]
	if n := len(e.Held) - 1; n > 0 {
		list += fmt.Sprintf(" and %d more", n)
	}
	if e.Status != "" {
		return fmt.Sprintf("%s is in message %d, which is %s; send that one, or discard it", list, e.Message, e.Status)
	}
	return fmt.Sprintf("%s is in message %d already, and would be sent twice; render the other documents without it", list, e.Message)
}
