package outbox

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"time"

	"reportmail/send/outbox/database"
)

// serve runs a dispatcher until the test ends.
func serve(t *testing.T, o *Outbox) (stop func()) {
	t.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan error, 1)
	go func() { done <- o.Run(ctx) }()
	stopped := false
	stop = func() {
		if stopped {
			return
		}
		stopped = true
		cancel()
		select {
		case err := <-done:
			if err != nil {
				t.Errorf("Run: %v", err)
			}
		case <-time.After(20 * time.Second):
			t.Error("Run did not stop")
		}
	}
	t.Cleanup(stop)
	return stop
}

// eventually waits for a condition.
func eventually(t *testing.T, within time.Duration, what string, cond func() bool) {
	t.Helper()
	for end := time.Now().Add(within); time.Now().Before(end); time.Sleep(5 * time.Millisecond) {
		if cond() {
			return
		}
	}
	t.Errorf("not within %v: %s", within, what)
}

// A message that another process queues is sent by the server soon, though it
// looks by itself only once an hour.
func TestRun_wokenByOthers(t *testing.T) {
	eachStore(t, func(t *testing.T, s store) {
		p := newProvider()
		cfg := s.config(p)
		cfg.Timing.Poll = time.Hour
		server := open(t, cfg)
		stop := serve(t, server)
		other := open(t, s.config(nil))
		eventually(t, 10*time.Second, "the server lives", func() bool { n, _ := other.Dispatchers(t.Context()); return n == 1 })
		for i := range 3 {
			other.mustEnqueue(t, message(i))
			start := time.Now()
			eventually(t, 10*time.Second, "sent", func() bool { return p.count(fmt.Sprintf("m%d@example.com", i)) == 1 })
			t.Logf("message %d after %v", i, time.Since(start).Round(time.Millisecond))
		}
		stop()
		if n, _ := other.Dispatchers(t.Context()); n != 0 {
			t.Errorf("%d dispatchers on the list after a graceful stop", n)
		}
	})
}

// Emptying the engine's tables delays messages and loses none (F20).
func TestRun_engineSabotaged(t *testing.T) {
	eachStore(t, func(t *testing.T, s store) {
		p := newProvider()
		cfg := s.config(p)
		cfg.Timing.Poll = 300 * time.Millisecond
		server := open(t, cfg)
		serve(t, server)
		other := open(t, s.config(nil))
		n := 100
		if soak() {
			n = 3000
		}
		for i := range n {
			other.mustEnqueue(t, message(i))
			if i%10 == 0 {
				err := other.db.Write(t.Context(), func(ctx context.Context, x database.Tx) error {
					_, err := x.Exec(ctx, "DELETE FROM river_job")
					return err
				})
				if err != nil {
					t.Fatal(err)
				}
			}
		}
		eventually(t, 30*time.Second, "all sent", func() bool { m, _ := p.total(); return m == n })
		if m, copies := p.total(); m != n || copies != n {
			t.Errorf("%d messages in %d copies, want %d", m, copies, n)
		}
	})
}

// A graceful stop lets what is under way end and starts nothing new.
func TestRun_gracefulStop(t *testing.T) {
	p := newProvider()
	p.delay = 300 * time.Millisecond
	o := open(t, store{dir: t.TempDir()}.config(p))
	for i := range 20 {
		o.mustEnqueue(t, message(i))
	}
	stop := serve(t, o)
	eventually(t, 5*time.Second, "three under way", func() bool { p.mu.Lock(); defer p.mu.Unlock(); return p.working == 3 })
	stop()
	c, err := o.Count(t.Context(), Filter{})
	if err != nil || c[Processing] != 0 || c[Unknown] != 0 {
		t.Errorf("after the stop: %v, %v", c, err)
	}
	if m, copies := p.total(); m != c[Sent] || copies != m || m < 3 {
		t.Errorf("%d delivered in %d copies, %d sent", m, copies, c[Sent])
	}
}

// A stop that cannot wait gives up what hangs; it is not lost and not lied about.
func TestRun_impatientStop(t *testing.T) {
	p := newProvider()
	p.delay = time.Hour
	cfg := store{dir: t.TempDir()}.config(p)
	cfg.Timing.Stop = 50 * time.Millisecond
	o := open(t, cfg)
	id := o.mustEnqueue(t, message(1))
	stop := serve(t, o)
	eventually(t, 5*time.Second, "under way", func() bool { p.mu.Lock(); defer p.mu.Unlock(); return p.working == 1 })
	stop()
	if m := o.is(t, id, Queued, Recovered); m.Attempts != 0 {
		t.Errorf("it cost %d attempts", m.Attempts)
	}
}

func TestOpen_refusesDamage(t *testing.T) {
	for name, damage := range map[string]string{"not a store": "<html>not found</html>", "": "SQLite format 3\x00 and then nothing that makes sense at all"} {
		dir := t.TempDir()
		writeFile(t, dir, StoreFile, damage)
		_, err := Open(t.Context(), store{dir: dir}.config(nil))
		if !errors.Is(err, database.ErrCorrupt) {
			t.Errorf("%s: %v", name, err)
		}
	}
}
