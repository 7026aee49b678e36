package outbox

import (
	"context"
	"errors"
	"fmt"
	"io"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"reportmail/send/account"
	"reportmail/send/connector"
	"reportmail/send/outbox/database"
)

// A wake-up that the engine loses is made up for by looking, though heartbeats
// come as often as looks do (F20).
func TestRun_looksForItself(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := store{dir: t.TempDir()}
		p := newProvider()
		o, err := Open(t.Context(), s.config(p))
		if err != nil {
			t.Fatal(err)
		}
		defer o.Close()
		d, err := o.newDispatcher(t.Context(), true)
		if err != nil {
			t.Fatal(err)
		}
		ctx, cancel := context.WithCancel(t.Context())
		var wg sync.WaitGroup
		wg.Go(func() { d.loop(ctx); d.close() })
		time.Sleep(12 * time.Second)
		other, err := Open(t.Context(), s.config(nil))
		if err != nil {
			t.Fatal(err)
		}
		defer other.Close()
		other.mustEnqueue(t, message(1))
		sabotage(t, other)
		time.Sleep(11 * time.Second)
		if m, _ := p.total(); m != 1 {
			t.Error("nobody looked at the queue within two polls")
		}
		cancel()
		wg.Wait()
	})
}

// content writes a body of its own of a certain size.
func content(size, n int) func(io.Writer) error {
	return func(w io.Writer) error {
		_, err := fmt.Fprintf(w, "Message-ID: <m%d@example.com>\r\n\r\n%*d\r\n", n, size, n)
		return err
	}
}

// sabotage deletes all wake-ups.
func sabotage(t *testing.T, o *Outbox) {
	t.Helper()
	err := o.db.Write(t.Context(), func(ctx ctxT, x database.Tx) error {
		_, err := x.Exec(ctx, "DELETE FROM river_job")
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

// A dispatcher that stops while a large message is on a slow line stays alive
// for the others, and what it does meanwhile is its own.
func TestDispatcher_beatsWhileStopping(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := store{dir: t.TempDir()}
		p := newProvider()
		p.delay = 5 * time.Minute // the body
		first, err := Open(t.Context(), s.config(p))
		if err != nil {
			t.Fatal(err)
		}
		defer first.Close()
		id := first.mustEnqueue(t, message(1))
		ctx, cancel := context.WithCancel(t.Context())
		var wg sync.WaitGroup
		wg.Go(func() { first.Drain(ctx) })
		time.Sleep(time.Second)
		cancel() // it stops as soon as the message is through
		other, err := Open(t.Context(), s.config(newProvider()))
		if err != nil {
			t.Fatal(err)
		}
		defer other.Close()
		for range 9 {
			time.Sleep(30 * time.Second)
			other.recoverNow(t)
			other.is(t, id, Processing, Attempting)
		}
		wg.Wait()
		if d := other.is(t, id, Sent, Done); d.Tries != 1 {
			t.Errorf("%d tries", d.Tries)
		}
	})
}

// brokenStore is a store whose commits fail when it is told to.
type brokenStore struct {
	database.DB
	broken atomic.Bool
}

var errBroken = errors.New("no room")

func (b *brokenStore) Write(ctx ctxT, fn func(ctxT, database.Tx) error) error {
	return b.DB.Write(ctx, func(ctx ctxT, x database.Tx) error {
		if err := fn(ctx, x); err != nil || !b.broken.Load() {
			return err
		}
		return errBroken
	})
}

// What a release let through before its commit failed is nobody's: another
// dispatcher, or the same, may be given it again under the same fence.
func TestDispatcher_commitOfReleaseFails(t *testing.T) {
	p := newProvider()
	o := open(t, store{dir: t.TempDir()}.config(p))
	broken := &brokenStore{DB: o.db}
	o.db = broken
	o.mustEnqueue(t, message(1))
	d, err := o.newDispatcher(t.Context(), false)
	if err != nil {
		t.Fatal(err)
	}
	defer d.close()
	broken.broken.Store(true)
	d.step(t.Context())
	d.mu.Lock()
	working := len(d.working)
	d.mu.Unlock()
	if working > 0 {
		t.Error("an attempt began that no commit allowed")
	}
	broken.broken.Store(false)
	d.wg.Wait()
	o.is(t, 1, Queued, Fresh)
	if m, _ := p.total(); m != 0 {
		t.Error("it was sent")
	}
}

// An attempt whose hand-over finds another owner changes nothing of his.
func TestAttempt_fencedLeavesAllAsItIs(t *testing.T) {
	o := open(t, store{dir: t.TempDir()}.config(newProvider()))
	o.mustEnqueue(t, message(1))
	d, err := o.newDispatcher(t.Context(), false)
	if err != nil {
		t.Fatal(err)
	}
	defer d.close()
	owner := o.leaveBehind(t, 1, Handover)
	twin := *owner // the same fence: as after a restored store
	if _, ok := d.attempt(t.Context(), &twin, o.accounts["A"]); ok {
		t.Error("settled")
	}
	o.is(t, 1, Processing, Handover)
	list, err := o.Attempts(t.Context(), 1)
	if err != nil || len(list) != 1 || list[0].Outcome != outcomeOpen {
		t.Errorf("%+v, %v", list, err)
	}
}

// A provider that does not answer questions holds up neither the heart nor the
// queue.
func TestDispatcher_beatsWhileAsking(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := store{dir: t.TempDir()}
		p := newProvider()
		p.search = func(connector.Query) (connector.Found, error) {
			time.Sleep(2 * time.Minute)
			return connector.Found{}, errors.New("time-out")
		}
		cfg := s.config(p)
		o, err := Open(t.Context(), cfg)
		if err != nil {
			t.Fatal(err)
		}
		defer o.Close()
		for i := range 3 {
			o.leaveBehind(t, o.mustEnqueue(t, message(i)), Handover)
		}
		o.recoverNow(t)
		ctx, cancel := context.WithCancel(t.Context())
		var wg sync.WaitGroup
		wg.Go(func() { o.Drain(ctx) })
		time.Sleep(time.Second)
		id := o.mustEnqueue(t, message(9))
		time.Sleep(time.Second)
		o.is(t, id, Sent, Done)
		time.Sleep(3 * time.Minute)
		if n, err := o.Dispatchers(t.Context()); err != nil || n != 1 {
			t.Errorf("%d dispatchers live, %v", n, err)
		}
		cancel()
		wg.Wait()
	})
}

// A day's quota that is not quite used up, but too full for the next message,
// does not keep Drain for the rest of the day.
func TestDrain_endsAtTheQuota(t *testing.T) {
	for name, limits := range map[string]account.Limits{
		"recipients in a day":   {Concurrency: 3, PerDay: 5},
		"bytes in five minutes": {Concurrency: 3, MBPer5Minutes: 1},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				cfg := store{dir: t.TempDir()}.config(newProvider())
				cfg.Accounts[0].Limits = limits
				o, err := Open(t.Context(), cfg)
				if err != nil {
					t.Fatal(err)
				}
				defer o.Close()
				for i := range 2 {
					m := message(i)
					for r := range 2 {
						m.Recipients = append(m.Recipients, Recipient{Kind: Cc, Address: fmt.Sprintf("cc%d@example.net", r)})
					}
					m.Content = content(600_000, i)
					o.mustEnqueue(t, m)
				}
				start := time.Now()
				o.mustDrain(t)
				if took := time.Since(start); took > 2*time.Minute {
					t.Errorf("drained for %v", took)
				}
				o.is(t, 1, Sent, Done)
				o.is(t, 2, Queued, Fresh)
			})
		})
	}
}

// Two programs with different set-ups: the one that does not know an account
// leaves its messages to the other.
func TestDispatcher_differentSetUps(t *testing.T) {
	synctest.Test(t, func(t *testing.T) { differentSetUps(t) })
}

func differentSetUps(t *testing.T) {
	s := store{dir: t.TempDir()}
	full := s.config(newProvider())
	full.Accounts = append(full.Accounts, testAccount("B"))
	p := newProvider()
	p.search = func(connector.Query) (connector.Found, error) { return connector.Found{State: connector.Sent}, nil }
	full.Connect = p.connect
	knows := open(t, full)
	n, err := knows.newDispatcher(t.Context(), true)
	if err != nil {
		t.Fatal(err)
	}
	m := message(1)
	m.Account = "B"
	waiting := knows.mustEnqueue(t, m)
	m = message(2)
	m.Account = "B"
	asked := knows.mustEnqueue(t, m)
	if err := knows.write(t.Context(), func(x tx) error {
		return x.one(ErrNotFound, "UPDATE message SET status='unknown', phase='verifying', handover_at=? WHERE id=?", x.now, asked)
	}); err != nil {
		t.Fatal(err)
	}
	start := time.Now()
	open(t, s.config(newProvider())).mustDrain(t)
	if took := time.Since(start); took > 3*time.Minute {
		t.Errorf("drained for %v", took)
	}
	knows.is(t, waiting, Queued, Fresh)
	knows.is(t, asked, Unknown, Verifying)
	// When the other is gone nobody knows the account.
	n.close()
	last := open(t, s.config(newProvider()))
	last.mustDrain(t)
	last.is(t, waiting, Failed, Permanent)
}

// What was refused before a person mended the account and ended its pause does
// not pause it again.
func TestSettle_refusedBeforeResume(t *testing.T) {
	clock := &fixedClock{time.Date(2026, 11, 25, 8, 0, 0, 0, time.UTC)}
	cfg := store{dir: t.TempDir()}.config(newProvider())
	cfg.Clock = clock
	o := open(t, cfg)
	a := cfg.Accounts[0]
	for i := range 3 {
		o.mustEnqueue(t, message(i))
	}
	refused := func(wait time.Duration) outcome {
		return outcome{err: &connector.Error{Class: connector.Account, Stage: connector.StageSender, Code: 535, RetryAfter: wait}}
	}
	old := []*work{o.leaveBehind(t, 1, Attempting), o.leaveBehind(t, 2, Attempting), o.leaveBehind(t, 3, Attempting)}
	paused := func(want bool) {
		t.Helper()
		s, err := o.Account(t.Context(), "A")
		if err != nil || s.Paused != want {
			t.Errorf("paused %v, want %v, %v", s.Paused, want, err)
		}
	}
	clock.t = clock.t.Add(time.Second)
	settle := func(w *work, wait time.Duration) {
		t.Helper()
		if err := o.settleNow(t, w, a, refused(wait)); err != nil {
			t.Fatal(err)
		}
	}
	settle(old[0], 0)
	paused(true)
	clock.t = clock.t.Add(time.Minute)
	if err := o.Resume(t.Context(), "A", "ann"); err != nil {
		t.Fatal(err)
	}
	settle(old[1], 0)
	paused(false)
	settle(old[2], time.Minute) // but a provider that asks for time gets it
	paused(true)
	clock.t = clock.t.Add(2 * time.Minute)
	settle(o.leaveBehind(t, 1, Attempting), 0)
	paused(true)
}
