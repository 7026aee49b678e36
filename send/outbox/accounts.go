package outbox

import (
	"context"
	"fmt"
	"time"
)

// AccountState is an account as the outbox sees it.
type AccountState struct {
	Name string
	// Paused is set while nothing of the account is sent; Until is when that
	// ends, zero when a person has to end it.
	Paused bool
	Until  time.Time
	Reason string
	// Queued, Processing and Unknown count its messages.
	Queued, Processing, Unknown int
	// LastMinute is how many messages were handed over in the last 60 seconds.
	LastMinute int
}

// Pause stops an account; messages under way are not stopped. A zero until is
// until Resume.
func (o *Outbox) Pause(ctx context.Context, name string, until time.Time, reason, who string) error {
	ms := int64(forever)
	if !until.IsZero() {
		ms = until.UnixMilli()
	}
	return o.onAccount(ctx, name, who, "pause", reason, func(t tx) error { return t.pause(name, ms, reason) })
}

// Resume ends the pause of an account.
func (o *Outbox) Resume(ctx context.Context, name, who string) error {
	return o.onAccount(ctx, name, who, "resume", "", func(t tx) error {
		if _, err := t.exec("UPDATE account SET paused_until=0, pause_reason='', paused_at=? WHERE name=?", t.now, name); err != nil {
			return err
		}
		return t.wake(name)
	})
}

func (o *Outbox) onAccount(ctx context.Context, name, who, action, detail string, fn func(t tx) error) error {
	if _, ok := o.accounts[name]; !ok {
		return fmt.Errorf("outbox: %s account %q: %w", action, name, ErrNoAccount)
	}
	err := o.write(ctx, func(t tx) error {
		if err := fn(t); err != nil {
			return err
		}
		return t.audit(who, action+" "+name, 0, detail)
	})
	if err != nil {
		return fmt.Errorf("outbox: %s account %q: %w", action, name, err)
	}
	return nil
}

// Account returns the state of one account.
func (o *Outbox) Account(ctx context.Context, name string) (AccountState, error) {
	s := AccountState{Name: name}
	err := o.read(ctx, func(t tx) error {
		if err := t.readClock(); err != nil {
			return err
		}
		return t.accountState(&s)
	})
	if err != nil {
		return s, fmt.Errorf("outbox: account %q: %w", name, err)
	}
	return s, nil
}

func (t tx) accountState(s *AccountState) error {
	err := t.rows("SELECT paused_until, pause_reason FROM account WHERE name=?", []any{s.Name}, func(scan func(...any) error) error {
		var until int64
		err := scan(&until, &s.Reason)
		if s.Paused = until > t.now; s.Paused && until != forever {
			s.Until = moment(until)
		}
		return err
	})
	if err != nil {
		return err
	}
	if !s.Paused {
		s.Reason = ""
	}
	for status, into := range map[Status]*int{Queued: &s.Queued, Processing: &s.Processing, Unknown: &s.Unknown} {
		// The literal status lets the partial indexes answer.
		q := fmt.Sprintf("SELECT count(*) FROM message WHERE account=? AND status='%s'", status)
		if err := t.row(q, []any{s.Name}, into); err != nil {
			return err
		}
	}
	return t.row("SELECT count(*) FROM attempt WHERE account=? AND counted_at>=?", []any{s.Name, t.now - time.Minute.Milliseconds()}, &s.LastMinute)
}
