package outbox

import (
	"context"
	"fmt"
	"io"
	"slices"
	"strings"

	"reportmail/send/outbox/spool"
)

// Content returns the bytes of a message as they are or were sent.
func (o *Outbox) Content(ctx context.Context, id int64) (io.ReadCloser, error) {
	m, err := o.Get(ctx, id)
	if err != nil {
		return nil, err
	}
	r, err := o.spool.Open(ctx, spool.Blob{Sum: m.Blob, Size: m.Size})
	if err != nil {
		return nil, fmt.Errorf("outbox: message %d: %w", id, err)
	}
	return r, nil
}

// Edit gives a draft, or a message that failed or was sent in part, what change
// makes of it: another account, header, recipients or content. It stays what it
// is until Queue or Retry, and keeps its key, number, records and document. Who
// has it already stays on record and does not get it again.
// A message in another state is ErrState, and so is one that somebody else
// changed meanwhile.
func (o *Outbox) Edit(ctx context.Context, id int64, who string, change func(d Detail, content io.Reader) (Submission, error)) error {
	d, err := o.Get(ctx, id)
	if err != nil {
		return err
	}
	if d.Status != Draft && d.Status != Failed && d.Phase != Partial {
		return fmt.Errorf("outbox: edit message %d: message is %s: %w", id, d.Status, ErrState)
	}
	content, err := o.Content(ctx, id)
	if err != nil {
		return err
	}
	s, err := change(d, content)
	content.Close()
	if err != nil {
		return fmt.Errorf("outbox: edit message %d: %w", id, err)
	}
	s.Key, s.Relations = d.Key, d.Relations
	if err := s.check(o); err != nil {
		return fmt.Errorf("outbox: edit message %d: %w", id, err)
	}
	blob, err := o.spool.Put(ctx, s.Content)
	if err != nil {
		return fmt.Errorf("outbox: edit message %d: %w", id, err)
	}
	return o.operate(ctx, id, who, "edit", func(t tx, m Message) error {
		if m.Status != d.Status || m.Phase != d.Phase || m.Blob != d.Blob || m.Account != d.Account {
			return fmt.Errorf("message is %s and was changed meanwhile: %w", m.Status, ErrState)
		}
		had, err := t.had(id)
		if err != nil {
			return err
		}
		s := s
		s.Recipients = append(had, without(s.Recipients, had)...)
		if len(s.Recipients) == len(had) {
			return fmt.Errorf("everybody whom it names has it already: %w", ErrNoRecipient)
		}
		err = t.one(ErrState, `UPDATE message SET message_id=?, account=?, subject=?, sender=?, recipients=?, rcpt_count=?, blob=?, size=?
			WHERE id=? AND (status IN ('draft','failed') OR phase='partial')`,
			s.MessageID, s.Account, s.Subject, s.From, s.display(), len(s.Recipients), blob.Sum, blob.Size, id)
		if err != nil {
			return err
		}
		if err := t.replaceParts(id, &s); err != nil {
			return err
		}
		return t.keep(id, had)
	})
}

// without are the recipients of list that are not among had.
func without(list, had []Recipient) []Recipient {
	return slices.DeleteFunc(slices.Clone(list), func(r Recipient) bool {
		return slices.ContainsFunc(had, func(h Recipient) bool { return strings.EqualFold(h.Address, r.Address) })
	})
}

// keep writes back what the provider said about those who have the message.
func (t tx) keep(id int64, had []Recipient) error {
	for _, r := range had {
		_, err := t.exec("UPDATE recipient SET state=?, code=?, enhanced=?, reply=? WHERE message=? AND address=?", r.State, r.Code, r.Enhanced, r.Reply, id, r.Address)
		if err != nil {
			return err
		}
	}
	return nil
}
