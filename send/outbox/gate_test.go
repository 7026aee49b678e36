package outbox

import (
	"fmt"
	"maps"
	"slices"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"reportmail/send/account"
	"reportmail/send/connector"
)

// rateRun sends a backlog through several dispatchers and measures what the
// provider saw. All of it happens in the time of a synctest bubble.
type rateRun struct {
	nodes, accounts, messages int // messages of each account
	limits                    account.Limits
	delay                     time.Duration
}

type rateResult struct {
	worst map[string]int // most messages in any closed minute, by account
	peak  map[string]int // most under way
	took  time.Duration
	total int
}

func (r rateRun) run(t *testing.T, s store) rateResult {
	t.Helper()
	res := rateResult{worst: map[string]int{}, peak: map[string]int{}}
	synctest.Test(t, func(t *testing.T) {
		providers := map[string]*provider{}
		cfg := s.config(nil)
		cfg.Timing.Patience, cfg.Timing.Heartbeat, cfg.Timing.Dead = 48*time.Hour, 10*time.Minute, time.Hour
		cfg.Accounts = nil
		for i := range r.accounts {
			a := testAccount(fmt.Sprintf("A%d", i))
			a.Limits = r.limits
			cfg.Accounts = append(cfg.Accounts, a)
			p := newProvider()
			p.delay = r.delay
			providers[a.Name] = p
		}
		cfg.Connect = func(ctx ctxT, a account.Account) (connector.Connector, error) {
			return providers[a.Name].connect(ctx, a)
		}
		o, err := Open(t.Context(), cfg)
		if err != nil {
			t.Fatal(err)
		}
		err = o.EnqueueAll(t.Context(), func(yield func(Submission, error) bool) {
			for i := range r.messages * r.accounts {
				m := message(i)
				m.Account = fmt.Sprintf("A%d", i%r.accounts)
				if !yield(m, nil) {
					return
				}
			}
		}, func(_ Submission, _ Result, err error) {
			if err != nil {
				t.Error(err)
			}
		})
		if err != nil {
			t.Fatal(err)
		}
		o.Close()
		start := time.Now()
		var wg sync.WaitGroup
		for range r.nodes {
			o, err := Open(t.Context(), cfg)
			if err != nil {
				t.Fatal(err)
			}
			wg.Go(func() {
				if err := o.Drain(t.Context()); err != nil {
					t.Error(err)
				}
				o.Close()
			})
		}
		wg.Wait()
		res.took = time.Since(start)
		for name, p := range providers {
			res.peak[name] = p.peak
			var times []time.Time
			for _, d := range p.delivered {
				res.total += len(d)
				for _, one := range d {
					times = append(times, one.at)
				}
			}
			res.worst[name] = worstMinute(times)
		}
	})
	return res
}

// worstMinute is the largest number of times within any 60 seconds, both ends
// included.
func worstMinute(times []time.Time) int {
	slices.SortFunc(times, time.Time.Compare)
	worst, first := 0, 0
	for i, at := range times {
		for at.Sub(times[first]) > time.Minute {
			first++
		}
		worst = max(worst, i-first+1)
	}
	return worst
}

// One, two and five dispatchers keep the limit of the minute, to the message,
// and do not dawdle (fault test F10; the long run is the soak).
func TestGate_rate(t *testing.T) {
	eachStore(t, func(t *testing.T, s store) {
		counts := []int{1, 2, 5}
		if s.dsn != "" && !soak() {
			counts = []int{2}
		}
		for _, nodes := range counts {
			r := rateRun{nodes: nodes, accounts: 2, messages: 120, limits: account.Limits{PerMinute: 30, Concurrency: 3}, delay: 300 * time.Millisecond}
			if soak() {
				r.accounts, r.messages = 10, 1800
			}
			t.Run(fmt.Sprint(nodes), func(t *testing.T) {
				if soak() {
					t.Parallel() // its minutes are not the machine's
				}
				got := r.run(t, s.fresh(t))
				if got.total != r.accounts*r.messages {
					t.Errorf("%d messages arrived, want %d", got.total, r.accounts*r.messages)
				}
				for name, worst := range got.worst {
					if worst > 30 || got.peak[name] > 3 {
						t.Errorf("%s: %d in the worst minute (limit 30), %d at once (limit 3)", name, worst, got.peak[name])
					}
				}
				// The first 30 go at once, then 30 a minute.
				ideal := time.Duration(r.messages-30) * 2 * time.Second
				if share := ideal.Seconds() / got.took.Seconds(); share < 0.95 {
					t.Errorf("took %v, ideal is %v: %.1f %% of the ideal rate", got.took, ideal, share*100)
				}
				most := slices.Max(slices.Collect(maps.Values(got.worst)))
				record(t, "F10 limit of 30 a minute", "%d dispatchers, %d accounts, %d messages in %v: worst minute %d, %.1f %% of the ideal rate",
					nodes, r.accounts, got.total, got.took.Round(time.Second), most, 100*ideal.Seconds()/got.took.Seconds())
			})
		}
	})
}

// The same between processes, by the clock on the wall (F10): the first 30 go at
// once, then 30 a minute.
func TestGate_rateByTheClock(t *testing.T) {
	if !soak() {
		t.Skip("takes five minutes: make soak")
	}
	const minutes, limit = 5, 30
	eachStore(t, func(t *testing.T, s store) {
		t.Parallel()
		for _, nodes := range []int{1, 2, 5} {
			t.Run(fmt.Sprint(nodes), func(t *testing.T) {
				t.Parallel()
				sink := newSink(t, 300*time.Millisecond)
				j := s.fresh(t).job(sink, 1)
				j.PerMinute = limit
				o := j.fill(t, (minutes+2)*limit)
				for range nodes {
					startWorker(t, j)
				}
				time.Sleep(minutes * time.Minute)
				o.Close()
				sink.mu.Lock()
				defer sink.mu.Unlock()
				n, worst := len(sink.times), worstMinute(sink.times) // in order of time then
				if n < minutes*limit {
					t.Fatalf("%d messages arrived in %d minutes", n, minutes)
				}
				took := sink.times[n-1].Sub(sink.times[0])
				ideal := time.Duration(n-limit) * time.Minute / limit
				share := ideal.Seconds() / took.Seconds()
				if worst > limit || sink.peak > 3 || share < 0.95 || len(sink.copies) != n {
					t.Errorf("worst minute %d of %d, %d at once, %.1f %% of the ideal rate, %d messages arrived %d times", worst, limit, sink.peak, share*100, len(sink.copies), n)
				}
				record(t, "F10 limit of 30 a minute, by the clock on the wall", "%d processes: %d messages in %v, worst minute %d, %d at once at most, %.1f %% of the ideal rate",
					nodes, n, took.Round(time.Second), worst, sink.peak, share*100)
			})
		}
	})
}

func TestGate_concurrency(t *testing.T) {
	for _, limit := range []int{1, 3, 10} {
		r := rateRun{nodes: 3, accounts: 1, messages: 60, limits: account.Limits{Concurrency: limit}, delay: time.Second}
		got := r.run(t, store{dir: t.TempDir()})
		if got.peak["A0"] != limit || got.total != 60 {
			t.Errorf("limit %d: %d at once, %d arrived", limit, got.peak["A0"], got.total)
		}
	}
}

func TestGate_dayAndBytes(t *testing.T) {
	for name, c := range map[string]struct {
		limits account.Limits
		took   time.Duration
	}{
		"recipients in a day": {account.Limits{Concurrency: 3, PerDay: 10}, 2 * account.Day},
		"no limit":            {account.Limits{Concurrency: 3}, 0},
	} {
		r := rateRun{nodes: 2, accounts: 1, messages: 25, limits: c.limits}
		got := r.run(t, store{dir: t.TempDir()})
		if got.total != 25 || got.took.Round(time.Hour) != c.took {
			t.Errorf("%s: %d arrived in %v, want 25 in %v", name, got.total, got.took, c.took)
		}
	}
}

func TestUsage_room(t *testing.T) {
	l := account.Limits{PerDay: 10, MBPer5Minutes: 1}
	for _, c := range []struct {
		u    usage
		m    Message
		want bool
	}{
		{usage{}, Message{Count: 5, Size: 500_000}, true},
		{usage{day: 6}, Message{Count: 5}, false},
		{usage{inFlightTo: 6}, Message{Count: 5}, false},
		{usage{}, Message{Count: 50}, true}, // more than a whole day's: it goes alone
		{usage{bytes: 600_000}, Message{Count: 1, Size: 500_000}, false},
		{usage{inFlightSz: 1}, Message{Count: 1, Size: 2_000_000}, false},
		{usage{}, Message{Count: 1, Size: 2_000_000}, true},
	} {
		if got := c.u.room(l, c.m); got != c.want {
			t.Errorf("%+v has room for %d recipients, %d bytes: %v", c.u, c.m.Count, c.m.Size, got)
		}
	}
}

func TestGate_window(t *testing.T) {
	synctest.Test(t, func(t *testing.T) { // starts on Saturday, 2000-01-01 00:00 UTC
		p := newProvider()
		cfg := store{dir: t.TempDir()}.config(p)
		cfg.Timing.Patience, cfg.Timing.Heartbeat, cfg.Timing.Dead = 100*time.Hour, time.Hour, 3*time.Hour
		cfg.Accounts[0].Window = account.Window{Days: 0b0111110, From: 8 * 60, To: 18 * 60}
		o, err := Open(t.Context(), cfg)
		if err != nil {
			t.Fatal(err)
		}
		defer o.Close()
		o.mustEnqueue(t, message(1))
		o.mustDrain(t)
		if at := p.delivered["m1@example.com"][0].at.UTC(); at.Format("Mon 15:04") != "Mon 08:00" {
			t.Errorf("sent on %v", at)
		}
	})
}

func TestGate_priority(t *testing.T) {
	p := newProvider()
	cfg := store{dir: t.TempDir()}.config(p)
	cfg.Accounts[0].Limits.Concurrency = 1
	o := open(t, cfg)
	var order []string
	p.answer = func(d connector.Delivery, h func(string) error) (connector.Receipt, error) {
		order = append(order, d.MessageID)
		return connector.Receipt{Recipients: connector.AllAccepted(d.Envelope.To)}, h("")
	}
	for i, prio := range []Priority{Low, Normal, High, Normal, High} {
		m := message(i)
		m.Priority = prio
		o.mustEnqueue(t, m)
	}
	o.mustDrain(t)
	if got := fmt.Sprint(order); got != "[m2@example.com m4@example.com m1@example.com m3@example.com m0@example.com]" {
		t.Errorf("order %s", got)
	}
}

// A message that must wait does not hold back one that need not.
func TestGate_notBefore(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := newProvider()
		cfg := store{dir: t.TempDir()}.config(p)
		cfg.Timing.Patience, cfg.Timing.Heartbeat, cfg.Timing.Dead = 2*time.Hour, 10*time.Minute, time.Hour
		o, err := Open(t.Context(), cfg)
		if err != nil {
			t.Fatal(err)
		}
		defer o.Close()
		start := time.Now()
		later := message(1)
		later.NotBefore, later.Priority = start.Add(time.Hour), High
		o.mustEnqueue(t, later)
		o.mustEnqueue(t, message(2))
		o.mustDrain(t)
		if d := p.delivered["m1@example.com"][0].at.Sub(start); d < time.Hour || d > time.Hour+time.Second {
			t.Errorf("held back for %v", d)
		}
		if d := p.delivered["m2@example.com"][0].at.Sub(start); d > time.Second {
			t.Errorf("the other one waited %v", d)
		}
	})
}
