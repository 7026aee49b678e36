package outbox

import (
	"context"
	"fmt"
	"io"

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

// Edit gives a draft, or a message that failed and nobody got, what change makes
// of it: another account, header, recipients or content. It stays a draft or
// failed until Queue or Retry, and keeps its key, number, records and document.
// A message in another state is ErrState, and so is one that somebody else
// changed meanwhile.
func (o *Outbox) Edit(ctx context.Context, id int64, who string, change func(d Detail, content io.Reader) (Submission, error)) error {
	d, err := o.Get(ctx, id)
	if err != nil {
		return err
	}
	if d.Status != Draft && d.Status != Failed {
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
		if m.Status != d.Status || m.Blob != d.Blob || m.Account != d.Account {
			return fmt.Errorf("message is %s and was changed meanwhile: %w", m.Status, ErrState)
		}
		err := t.one(ErrState, `UPDATE message SET message_id=?, account=?, subject=?, sender=?, recipients=?, rcpt_count=?, blob=?, size=?
			WHERE id=? AND status IN ('draft','failed')`,
			s.MessageID, s.Account, s.Subject, s.From, s.display(), len(s.Recipients), blob.Sum, blob.Size, id)
		if err != nil {
			return err
		}
		return t.replaceParts(id, &s)
	})
}
