package outbox

import (
	"context"
	"errors"
	"fmt"

	"reportmail/send/outbox/database"
	"reportmail/send/policy"
)

// Visible returns nil when a user may see a message, by the same predicate that lists are made with; ErrHidden when
// not.
func (o *Outbox) Visible(ctx context.Context, id int64, v policy.View) error {
	query, args := "SELECT id FROM message WHERE id=?", []any{id}
	if term, values := v.Where(); term != "" {
		query, args = query+" AND "+term, append(args, values...)
	}
	err := o.read(ctx, func(t tx) error {
		if _, err := t.get(id); err != nil {
			return err
		}
		var found int64
		err := t.row(query, args, &found)
		if errors.Is(err, database.ErrNoRow) {
			return fmt.Errorf("message %d: %w", id, ErrHidden)
		}
		return err
	})
	if err != nil {
		return fmt.Errorf("outbox: %w", err)
	}
	return nil
}
