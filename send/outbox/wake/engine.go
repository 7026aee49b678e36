package wake

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"sync"
	"time"

	"github.com/riverqueue/river"
	"github.com/riverqueue/river/riverdriver"

	"reportmail/send/outbox/database"
)

// wakeArgs is the job "look at the account's queue".
type wakeArgs struct {
	Account string `json:"account"`
}

// Kind implements river.JobArgs.
func (wakeArgs) Kind() string { return "wake" }

// tidyArgs is the job "do the housekeeping".
type tidyArgs struct{}

// Kind implements river.JobArgs.
func (tidyArgs) Kind() string { return "tidy" }

// opened is a driver on a connection of its own.
type opened struct {
	driver any // riverdriver.Driver[T]
	close  func() error
}

// engine is River on one kind of store; T is the transaction of its driver.
type engine[T any] struct {
	insert *river.Client[T]
	driver riverdriver.Driver[T]
	open   func(context.Context) (opened, error)
	log    *slog.Logger

	mu    sync.Mutex
	work  *river.Client[T]
	close func() error
}

// Waits of the engine. A wake-up is light and can be repeated at will, so a
// worker that was killed is replaced soon.
const (
	cooldown   = 50 * time.Millisecond
	poll       = 2 * time.Second
	jobTimeout = 10 * time.Minute
	rescue     = 11 * time.Minute
	keepDone   = time.Hour
)

// Insert implements Engine.
func (e *engine[T]) Insert(ctx context.Context, tx database.Tx, account string) error {
	raw, ok := tx.Raw().(T)
	if !ok {
		return fmt.Errorf("wake: transaction is a %T", tx.Raw())
	}
	if _, err := e.insert.InsertTx(ctx, raw, wakeArgs{account}, &river.InsertOpts{Queue: Queue}); err != nil {
		return fmt.Errorf("wake: %w", err)
	}
	return nil
}

// Start implements Engine.
func (e *engine[T]) Start(ctx context.Context, h Handler) error {
	e.mu.Lock()
	defer e.mu.Unlock()
	if e.work != nil {
		return errors.New("wake: started already")
	}
	driver, closeConn := e.driver, func() error { return nil }
	if e.open != nil {
		o, err := e.open(ctx)
		if err != nil {
			return fmt.Errorf("wake: %w", err)
		}
		driver, closeConn = o.driver.(riverdriver.Driver[T]), o.close
	}
	client, err := river.NewClient(driver, e.workConfig(h))
	if err == nil {
		err = client.Start(context.WithoutCancel(ctx))
	}
	if err != nil {
		closeConn()
		return fmt.Errorf("wake: %w", err)
	}
	e.work, e.close = client, closeConn
	return nil
}

func (e *engine[T]) workConfig(h Handler) *river.Config {
	workers := river.NewWorkers()
	river.AddWorker(workers, river.WorkFunc(func(_ context.Context, job *river.Job[wakeArgs]) error {
		h.Wake(job.Args.Account)
		return nil
	}))
	river.AddWorker(workers, river.WorkFunc(func(ctx context.Context, _ *river.Job[tidyArgs]) error {
		return h.Tidy(ctx)
	}))
	c := config(e.log)
	c.Workers = workers
	c.Queues = map[string]river.QueueConfig{Queue: {MaxWorkers: 4}}
	c.FetchCooldown, c.FetchPollInterval = cooldown, poll
	c.JobTimeout, c.RescueStuckJobsAfter = jobTimeout, rescue
	c.CompletedJobRetentionPeriod = keepDone
	c.PeriodicJobs = []*river.PeriodicJob{river.NewPeriodicJob(river.PeriodicInterval(h.Every), func() (river.JobArgs, *river.InsertOpts) {
		return tidyArgs{}, &river.InsertOpts{Queue: Queue, MaxAttempts: 1}
	}, nil)}
	return c
}

// Stop implements Engine.
func (e *engine[T]) Stop(ctx context.Context) error {
	e.mu.Lock()
	defer e.mu.Unlock()
	if e.work == nil {
		return nil
	}
	err := e.work.Stop(ctx)
	if err != nil {
		err = errors.Join(err, e.work.StopAndCancel(context.WithoutCancel(ctx)))
	}
	err = errors.Join(err, e.close())
	e.work, e.close = nil, nil
	return err
}

// warnings lets only River's warnings and errors through: it logs every job.
type warnings struct{ slog.Handler }

// Enabled implements slog.Handler.
func (w warnings) Enabled(ctx context.Context, l slog.Level) bool {
	return l >= slog.LevelWarn && w.Handler.Enabled(ctx, l)
}

// WithAttrs implements slog.Handler.
func (w warnings) WithAttrs(a []slog.Attr) slog.Handler { return warnings{w.Handler.WithAttrs(a)} }

// WithGroup implements slog.Handler.
func (w warnings) WithGroup(name string) slog.Handler { return warnings{w.Handler.WithGroup(name)} }
