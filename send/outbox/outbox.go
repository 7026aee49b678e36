// Package outbox keeps every message from the moment it is queued, hands it to
// its account's connector once, and knows what became of it.
//
// The table is the truth. A message is written to the spool before its row is
// committed; every step is one guarded update that must hit exactly one row;
// and the moment of hand-over is committed before it happens, so that a process
// may die between any two instructions: what was not handed over is sent again,
// what may have been handed over is never sent again without proof. What nobody
// can know has a status of its own, Unknown, and a person decides.
//
// The limits of an account are kept by the gate: a message leaves the queue in
// a transaction that counts what is under way and what was handed over within
// the window, whichever process did it. The engine (River) carries wake-ups
// between processes and nothing else: losing them delays a message and does not
// lose or repeat it.
//
// The package builds no messages, knows no protocol and no set-up file.
package outbox

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"reportmail/send/account"
	"reportmail/send/connector"
	"reportmail/send/outbox/database"
	"reportmail/send/outbox/spool"
	"reportmail/send/outbox/wake"
)

// Outbox is an open outbox. Its methods may be called by several goroutines;
// several processes may have the same outbox open.
type Outbox struct {
	cfg      Config
	db       database.DB
	spool    spool.Store
	accounts map[string]account.Account

	mu          sync.Mutex
	dispatchers map[*Dispatcher]bool
	engine      wake.Engine

	uptime  uptime
	started atomic.Int64 // see followSteps
}

// Config says where an outbox is and what it works with.
type Config struct {
	// Dir is the folder of the state: spooled messages, locks and, without a
	// DSN, the store file reportmail.db.
	Dir string
	// DSN is a store elsewhere: "postgres://…" or "sqlite:FILE"; empty is the
	// file in Dir.
	DSN string
	// Spool is where messages are kept: "s3://…" (see spool.OpenBucket); empty is
	// the folder spool in Dir. Several machines need one that all of them reach.
	Spool string
	// Accounts are those that may send.
	Accounts []account.Account
	// Connect makes the connector of an account. It is needed to dispatch and is
	// called once for each account that has something to send.
	Connect func(ctx context.Context, a account.Account) (connector.Connector, error)
	// Clock is the time; nil is the system's, or the store's where several
	// machines share one.
	Clock Clock
	// Log receives what happens; nil discards it.
	Log *slog.Logger
	// Observer is told what becomes of messages; nil is nobody.
	Observer Observer
	// Keep says how long finished messages stay.
	Keep Keep
	// Rand gives numbers in [0,1) for the jitter of retries; nil is random.
	Rand func() float64
	// Timing are waits that tests shorten; zero fields take the defaults.
	Timing Timing

	// open replaces the driver of SQLite, spool the Store of messages, uptime the
	// clock that nobody sets, and skew puts this machine's clock wrong, in tests.
	open   database.Opener
	spool  spool.Store
	uptime uptime
	skew   time.Duration
}

// Clock tells the time.
type Clock interface{ Now() time.Time }

// StoreFile is the name of the store in Config.Dir.
const StoreFile = "reportmail.db"

// Open opens the outbox and creates it when it is not there.
func Open(ctx context.Context, cfg Config) (*Outbox, error) {
	if cfg.Dir == "" {
		return nil, errors.New("outbox: no folder for its state")
	}
	if cfg.Log == nil {
		cfg.Log = slog.New(slog.DiscardHandler)
	}
	if cfg.Rand == nil {
		cfg.Rand = rand.Float64
	}
	cfg.Timing = cfg.Timing.withDefaults()
	o := &Outbox{cfg: cfg, accounts: map[string]account.Account{}, dispatchers: map[*Dispatcher]bool{}}
	if o.uptime = cfg.uptime; o.uptime == nil && cfg.Clock == nil {
		o.uptime = systemUptime()
	}
	for _, a := range cfg.Accounts {
		o.accounts[a.Name] = a
	}
	var err error
	if o.spool, err = openSpool(cfg); err != nil {
		return nil, fmt.Errorf("outbox: %w", err)
	}
	if o.db, err = openStore(ctx, cfg); err != nil {
		return nil, fmt.Errorf("outbox: %w", err)
	}
	if err := o.checkPlace(ctx); err != nil {
		o.db.Close()
		return nil, fmt.Errorf("outbox: %w", err)
	}
	return o, nil
}

func openStore(ctx context.Context, cfg Config) (database.DB, error) {
	file, isFile := strings.CutPrefix(cfg.DSN, "sqlite:")
	switch {
	case cfg.open != nil:
		return database.OpenSQLiteWith(ctx, filepath.Join(cfg.Dir, StoreFile), cfg.open)
	case cfg.DSN == "":
		return database.OpenSQLite(ctx, filepath.Join(cfg.Dir, StoreFile))
	case isFile:
		return database.OpenSQLite(ctx, file)
	case strings.HasPrefix(cfg.DSN, "postgres://"), strings.HasPrefix(cfg.DSN, "postgresql://"):
		return database.OpenPostgres(ctx, cfg.DSN)
	}
	return nil, fmt.Errorf("store %q is neither sqlite:FILE nor postgres://…", cfg.DSN)
}

// Close closes the store. Dispatching must have ended.
func (o *Outbox) Close() error { return o.db.Close() }

// write runs fn in a transaction with the store's time, and tells this
// process's dispatchers what it woke once it is committed.
func (o *Outbox) write(ctx context.Context, fn func(t tx) error) error {
	var woken []string
	var started int64
	err := o.db.Write(ctx, func(ctx context.Context, raw database.Tx) error {
		woken = woken[:0]
		t := tx{Tx: raw, ctx: ctx, o: o, woken: &woken}
		if err := t.readClock(); err != nil {
			return err
		}
		var err error
		if started, err = t.followSteps(); err != nil {
			return err
		}
		return fn(t)
	})
	if err == nil {
		o.started.Store(started)
		o.poke(woken)
	}
	return err
}

func (o *Outbox) read(ctx context.Context, fn func(t tx) error) error {
	return o.db.Read(ctx, func(ctx context.Context, raw database.Tx) error {
		return fn(tx{Tx: raw, ctx: ctx, o: o})
	})
}
