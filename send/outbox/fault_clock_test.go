package outbox

import (
	"testing"
	"time"

	"reportmail/send/account"
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
		if err := o.handover(t.Context(), w, 1, ""); err != nil {
			t.Fatal(err)
		}
		if err := o.settleNow(t, w, a, outcome{handed: true}); err != nil {
			t.Fatal(err)
		}
		total++
	}
	return total
}
