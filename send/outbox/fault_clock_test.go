package outbox

import (
	"context"
	"testing"
	"time"

	"reportmail/send/account"
	"reportmail/send/connector"
)

// machine is a computer whose wall clock is set by hand while time goes on.
type machine struct {
	boot string
	up   time.Duration
	wall time.Time
}

func (m *machine) Now() time.Time { return m.wall }

func (m *machine) uptime() (string, time.Duration, bool) { return m.boot, m.up, true }

func (m *machine) pass(d time.Duration) { m.up, m.wall = m.up+d, m.wall.Add(d) }

// Somebody sets the clock: no more messages leave than the limit allows, and
// nobody waits for longer than a window or two (F12).
func TestFault_clockSteps(t *testing.T) {
	for name, c := range map[string]struct {
		step    time.Duration
		reboot  bool
		atOnce  int // released right after the step
		minutes int // until 30 more are
	}{
		"an hour ahead":                   {step: time.Hour, minutes: 1},
		"an hour back":                    {step: -time.Hour, minutes: 1},
		"a day back":                      {step: -24 * time.Hour, minutes: 1},
		"a little":                        {step: 100 * time.Millisecond, minutes: 1},
		"an hour back with a restart":     {step: -time.Hour, reboot: true, minutes: 1},
		"a minute later, after a restart": {step: time.Minute, reboot: true, atOnce: 30},
	} {
		t.Run(name, func(t *testing.T) {
			m := &machine{boot: "b1", up: time.Hour, wall: time.Date(2026, 11, 25, 8, 0, 0, 0, time.UTC)}
			cfg := store{dir: t.TempDir()}.config(nil)
			cfg.Clock, cfg.uptime = m, m.uptime
			a := cfg.Accounts[0]
			a.Limits = account.Limits{PerMinute: 30, Concurrency: 10}
			nodes := []*Outbox{open(t, cfg), open(t, cfg)}
			for i := range 100 {
				nodes[0].mustEnqueue(t, message(i))
			}
			if got := sendAll(t, nodes, a); got != 30 {
				t.Fatalf("%d released before the step", got)
			}
			m.pass(10 * time.Second)
			m.wall = m.wall.Add(c.step)
			if c.reboot {
				m.boot, m.up = "b2", time.Minute
				for _, o := range nodes {
					o.Close()
				}
				nodes = []*Outbox{open(t, cfg), open(t, cfg)}
			}
			if got := sendAll(t, nodes, a); got != c.atOnce {
				t.Errorf("%d released right after the step, want %d", got, c.atOnce)
			}
			if c.minutes == 0 {
				return
			}
			m.pass(time.Duration(c.minutes) * (time.Minute + time.Millisecond))
			if got := sendAll(t, nodes, a); got != 30 {
				t.Errorf("%d released %d minutes after the step, want 30", got, c.minutes)
			}
		})
	}
}

// sendAll releases and settles through both dispatchers until nothing more may
// go.
func sendAll(t *testing.T, nodes []*Outbox, a account.Account) int {
	t.Helper()
	total := 0
	for idle := 0; idle < 2; {
		o := nodes[total%2]
		var g grant
		err := o.write(t.Context(), func(x tx) (err error) {
			g, err = x.release(a, "n", 1)
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		if len(g.work) == 0 {
			idle++
			nodes[0], nodes[1] = nodes[1], nodes[0]
			continue
		}
		w := &g.work[0]
		if err := o.handover(t.Context(), w, 1, connector.Notice{}); err != nil {
			t.Fatal(err)
		}
		if err := o.settleNow(t, w, a, outcome{handed: true}); err != nil {
			t.Fatal(err)
		}
		total++
	}
	return total
}

// A provider's "not here" is believed when the message had time to settle, not
// when somebody set the clock or the machine started with another one.
func TestFault_clockAndProof(t *testing.T) {
	for name, c := range map[string]struct {
		step   time.Duration
		reboot time.Duration // how long the machine has been running again, 0: it was not started
		want   Phase
		later  time.Duration // when it is believed
	}{
		"nothing":                           {want: Verifying, later: 15 * time.Minute},
		"an hour ahead":                     {step: time.Hour, want: Verifying, later: 15 * time.Minute},
		"an hour back":                      {step: -time.Hour, want: Verifying, later: 15 * time.Minute},
		"a start, hours later by the clock": {step: 5 * time.Hour, reboot: time.Minute, want: Verifying, later: 15 * time.Minute},
		"a start some time ago":             {step: 5 * time.Hour, reboot: 20 * time.Minute, want: Again},
	} {
		t.Run(name, func(t *testing.T) {
			m := &machine{boot: "b1", up: time.Hour, wall: time.Date(2026, 11, 25, 8, 0, 0, 0, time.UTC)}
			p := newProvider()
			p.search = func(connector.Query) (connector.Found, error) { return connector.Found{State: connector.Absent}, nil }
			cfg := store{dir: t.TempDir()}.config(p)
			cfg.Clock, cfg.uptime = m, m.uptime
			o := open(t, cfg)
			id := o.mustEnqueue(t, message(1))
			o.leaveBehind(t, id, Handover)
			o.recoverNow(t)
			m.pass(time.Minute)
			m.wall = m.wall.Add(c.step)
			if c.reboot != 0 {
				m.boot, m.up = "b2", c.reboot
				o.Close()
				o = open(t, cfg)
			}
			o.believeAll(t, cfg.Accounts[0])
			got, err := o.Get(t.Context(), id)
			if err != nil || got.Phase != c.want {
				t.Errorf("%s/%s right after the step, want %s, %v", got.Status, got.Phase, c.want, err)
			}
			if c.later == 0 {
				return
			}
			m.pass(c.later)
			o.believeAll(t, cfg.Accounts[0])
			o.is(t, id, Queued, Again)
		})
	}
}

// believeAll asks a provider that has none of the messages about all of them.
func (o *Outbox) believeAll(t *testing.T, a account.Account) {
	t.Helper()
	open, _, err := o.unverified(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for i := range open {
		if err := o.believe(t.Context(), &open[i], a, connector.Found{State: connector.Absent}); err != nil {
			t.Fatal(err)
		}
	}
}

// A pause that a provider asked for lasts as long as it asked, and a day's quota
// is a day's, whatever happens to the clock.
func TestFault_clockAndPauses(t *testing.T) {
	for _, step := range []time.Duration{time.Hour, -24 * time.Hour} {
		m := &machine{boot: "b1", up: time.Hour, wall: time.Date(2026, 11, 25, 8, 0, 0, 0, time.UTC)}
		cfg := store{dir: t.TempDir()}.config(nil)
		cfg.Clock, cfg.uptime = m, m.uptime
		o := open(t, cfg)
		a := cfg.Accounts[0]
		o.mustEnqueue(t, message(1))
		w := o.leaveBehind(t, 1, Attempting)
		out := outcome{err: &connector.Error{Class: connector.Account, Stage: connector.StageSender, Code: 432, RetryAfter: 5 * time.Minute}}
		if err := o.settleNow(t, w, a, out); err != nil {
			t.Fatal(err)
		}
		m.pass(time.Minute)
		m.wall = m.wall.Add(step)
		if n := sendAll(t, []*Outbox{o, o}, a); n != 0 {
			t.Errorf("step %v: sent within the pause", step)
		}
		m.pass(4*time.Minute + time.Second)
		if n := sendAll(t, []*Outbox{o, o}, a); n != 1 {
			t.Errorf("step %v: %d sent after the pause", step, n)
		}
	}
}

// A machine whose clock is wrong works with PostgreSQL's: it neither hammers the
// store nor leaves early, and keeps the limit.
func TestFault_skewedMachine(t *testing.T) {
	for name, skew := range map[string]time.Duration{"an hour ahead": time.Hour, "an hour behind": -time.Hour} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := store{dir: t.TempDir(), dsn: newPostgres(t)}
			p := newProvider()
			cfg := s.config(p)
			cfg.Clock, cfg.skew = nil, skew
			cfg.Accounts[0].Limits = account.Limits{PerMinute: 5, Concurrency: 3}
			o := open(t, cfg)
			for i := range 7 {
				o.mustEnqueue(t, message(i))
			}
			ctx, cancel := context.WithTimeout(t.Context(), 3*time.Second)
			defer cancel()
			start := time.Now()
			if err := o.Drain(ctx); err == nil || time.Since(start) < 2*time.Second {
				t.Errorf("drained within %v: %v", time.Since(start), err)
			}
			if m, copies := p.total(); m != 5 || copies != 5 {
				t.Errorf("%d messages in %d copies before the minute is over", m, copies)
			}
			var g grant
			err := o.write(t.Context(), func(x tx) (err error) {
				g, err = x.release(cfg.Accounts[0], "n", 1)
				return err
			})
			if wait := moment(g.next).Sub(o.now()); err != nil || wait < 50*time.Second || wait > time.Minute {
				t.Errorf("the gate is asked again in %v, %v", wait, err)
			}
		})
	}
}
