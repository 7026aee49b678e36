// Package wake carries wake-ups between the processes of an outbox.
//
// A wake-up says "this account has something new in its queue". It is a job of
// River, inserted in the transaction that made it true, so it arrives if and
// only if that commits. River's leader also calls for the housekeeping, once for
// all machines. Nothing else is entrusted to the engine: when its tables are
// emptied, messages are found a little later, by looking.
package wake

import (
	"context"
	"fmt"
	"log/slog"
	"time"

	"github.com/riverqueue/river"
	"github.com/riverqueue/river/riverdriver"
	"github.com/riverqueue/river/riverdriver/riverpgxv5"
	"github.com/riverqueue/river/riverdriver/riversqlite"

	"reportmail/send/outbox/database"
)

// Queue is the name of the queue in River.
const Queue = "outbox"

// Handler is what wake-ups call. Both may be called by several goroutines.
type Handler struct {
	// Wake says that an account has something to send.
	Wake func(account string)
	// Tidy does the housekeeping; it is called on one machine only.
	Tidy func(ctx context.Context) error
	// Every is the time between two housekeepings.
	Every time.Duration
}

// Engine inserts wake-ups and, once started, receives them.
type Engine interface {
	// Insert adds a wake-up to the transaction.
	Insert(ctx context.Context, tx database.Tx, account string) error
	// Start receives wake-ups until Stop.
	Start(ctx context.Context, h Handler) error
	// Stop ends receiving; running handlers are waited for until ctx ends.
	Stop(ctx context.Context) error
}

// New returns the engine of a store.
func New(ctx context.Context, db database.DB, log *slog.Logger) (Engine, error) {
	switch db := db.(type) {
	case *database.SQLiteStore:
		return newSQLite(db, log)
	case *database.PostgresStore:
		return newEngine(riverpgxv5.New(db.Pool()), log, nil)
	}
	return nil, fmt.Errorf("wake: no engine for a store of type %T", db)
}

// newSQLite opens the engine's own connection only when it starts: most
// processes just insert.
func newSQLite(db *database.SQLiteStore, log *slog.Logger) (Engine, error) {
	return newEngine(riversqlite.New(nil), log, func(ctx context.Context) (opened, error) {
		h, err := db.Handle(ctx)
		if err != nil {
			return opened{}, err
		}
		return opened{driver: riversqlite.New(h), close: h.Close}, nil
	})
}

// config is River's, without anything to work on. The cooldown bounds how often
// a client announces what it inserted; an announcement that is left out costs a
// whole poll.
func config(log *slog.Logger) *river.Config {
	return &river.Config{Logger: slog.New(warnings{log.Handler()}), FetchCooldown: time.Millisecond}
}

func newEngine[T any](driver riverdriver.Driver[T], log *slog.Logger, open func(context.Context) (opened, error)) (Engine, error) {
	insert, err := river.NewClient(driver, config(log))
	if err != nil {
		return nil, fmt.Errorf("wake: %w", err)
	}
	return &engine[T]{insert: insert, driver: driver, log: log, open: open}, nil
}
