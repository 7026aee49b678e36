package outbox

import (
	"context"
	"fmt"
	"time"
)

// Event is a line of the audit log.
type Event struct {
	At      time.Time
	Who     string
	Action  string
	Message int64 // 0 when it is not about one
	Detail  string
}

// Audit returns the newest events, of one message or, with 0, of all.
func (o *Outbox) Audit(ctx context.Context, id int64, limit int) ([]Event, error) {
	query, args := "SELECT at, who, action, message, detail FROM audit ORDER BY id DESC LIMIT ?", []any{limit}
	if id != 0 {
		query, args = "SELECT at, who, action, message, detail FROM audit WHERE message=? ORDER BY id DESC LIMIT ?", []any{id, limit}
	}
	var list []Event
	err := o.read(ctx, func(t tx) error {
		list = list[:0]
		return t.rows(query, args, func(scan func(...any) error) error {
			var e Event
			var at int64
			err := scan(&at, &e.Who, &e.Action, &e.Message, &e.Detail)
			e.At = moment(at)
			list = append(list, e)
			return err
		})
	})
	if err != nil {
		return nil, fmt.Errorf("outbox: audit log: %w", err)
	}
	return list, nil
}

// Note writes a line of the audit log, for what happens outside of the outbox:
// who looked at a message, who changed an account.
func (o *Outbox) Note(ctx context.Context, who, action string, id int64, detail string) error {
	err := o.write(ctx, func(t tx) error { return t.audit(who, action, id, detail) })
	if err != nil {
		return fmt.Errorf("outbox: audit log: %w", err)
	}
	return nil
}

// audit writes down who did what.
func (t tx) audit(who, action string, id int64, detail string) error {
	n, err := t.number("audit")
	if err != nil {
		return err
	}
	_, err = t.exec("INSERT INTO audit (id, at, who, action, message, detail) VALUES (?,?,?,?,?,?)", n, t.now, who, action, id, detail)
	return err
}
