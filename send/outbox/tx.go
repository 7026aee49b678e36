package outbox

import (
	"context"
	"fmt"
	"time"

	"reportmail/send/outbox/database"
)

// tx is a transaction with its context and the time it happens at.
type tx struct {
	database.Tx
	ctx context.Context
	o   *Outbox
	now int64 // milliseconds since 1970 UTC
	// woken are the accounts that got something to send.
	woken *[]string
}

func (t tx) exec(query string, args ...any) (int64, error) {
	return t.Exec(t.ctx, query, args...)
}

// one runs an update that must change exactly one row; otherwise it returns
// missed. All guards of the state machine work through it.
func (t tx) one(missed error, query string, args ...any) error {
	n, err := t.Exec(t.ctx, query, args...)
	if err != nil {
		return err
	}
	if n != 1 {
		return missed
	}
	return nil
}

func (t tx) row(query string, args []any, dest ...any) error {
	return t.Row(t.ctx, query, args, dest...)
}

func (t tx) rows(query string, args []any, each func(scan func(...any) error) error) error {
	return t.Rows(t.ctx, query, args, each)
}

// readClock takes the time of the transaction. With several machines there
// must be one clock, or limits would be counted with the difference between
// two: PostgreSQL's.
func (t *tx) readClock() error {
	if t.o.cfg.Clock != nil || t.o.db.Dialect() == database.SQLite {
		t.now = t.o.now().UnixMilli()
		return nil
	}
	if err := t.row("SELECT CAST(extract(epoch FROM clock_timestamp()) * 1000 AS BIGINT)", nil, &t.now); err != nil {
		return fmt.Errorf("read the store's clock: %w", err)
	}
	return nil
}

// now is this process's time, for timers and for SQLite.
func (o *Outbox) now() time.Time {
	if o.cfg.Clock != nil {
		return o.cfg.Clock.Now()
	}
	return time.Now().Add(o.cfg.skew)
}

// ours turns a time of the store into one of this process's clock, which timers
// go by: the two differ when the store is on another machine. 0 stays 0.
func (t tx) ours(ms int64) int64 {
	if ms == 0 || t.o.cfg.Clock != nil || t.o.db.Dialect() == database.SQLite {
		return ms
	}
	return ms - t.now + t.o.now().UnixMilli()
}

// moment turns milliseconds into a time; 0 is the zero time.
func moment(ms int64) time.Time {
	if ms == 0 {
		return time.Time{}
	}
	return time.UnixMilli(ms).UTC()
}

// millis turns a time into milliseconds; the zero time is 0.
func millis(t time.Time) int64 {
	if t.IsZero() {
		return 0
	}
	return t.UnixMilli()
}
