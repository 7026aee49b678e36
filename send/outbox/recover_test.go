package outbox

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"reportmail/send/account"
	"reportmail/send/connector"
)

// leaveBehind puts a message into the state in which a dispatcher that died
// left it.
func (o *Outbox) leaveBehind(t *testing.T, id int64, p Phase) *work {
	t.Helper()
	w := &work{}
	err := o.write(t.Context(), func(x tx) error {
		m, err := x.get(id)
		if err != nil {
			return err
		}
		w.Message = m
		ok, err := x.start(w, "dead-node")
		if !ok {
			t.Fatal("not started")
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	if p == Handover {
		if err := o.handover(t.Context(), w, 1, connector.Notice{Ref: "ref"}); err != nil {
			t.Fatal(err)
		}
	}
	return w
}

// What dead dispatchers leave behind, with providers that can and cannot be
// asked.
func TestRecover_table(t *testing.T) {
	sent := func(connector.Query) (connector.Found, error) {
		return connector.Found{State: connector.Sent, Ref: "found"}, nil
	}
	unsent := func(connector.Query) (connector.Found, error) {
		return connector.Found{State: connector.Unsent}, nil
	}
	for _, c := range []struct {
		name      string
		phase     Phase
		search    func(connector.Query) (connector.Found, error)
		status    Status
		after     Phase
		delivered int // by us, after the recovery
	}{
		{"before the hand-over", Attempting, nil, Sent, Done, 1},
		{"after it, nobody to ask", Handover, nil, Unknown, Unresolved, 0},
		{"after it, the provider has it", Handover, sent, Sent, Reconciled, 0},
		{"after it, it is still a draft there", Handover, unsent, Sent, Done, 1},
	} {
		t.Run(c.name, func(t *testing.T) {
			eachStore(t, func(t *testing.T, s store) {
				p := newProvider()
				p.search = c.search
				o := open(t, s.config(p))
				id := o.mustEnqueue(t, message(1))
				o.leaveBehind(t, id, c.phase)
				o.mustDrain(t)
				m := o.is(t, id, c.status, c.after)
				if n := p.count("m1@example.com"); n != c.delivered {
					t.Errorf("delivered %d times, want %d", n, c.delivered)
				}
				if c.after == Reconciled && (m.ProviderRef != "found" || m.Recipients[0].State != Accepted || m.ErrorText != "") {
					t.Errorf("reconciled: %+v", m)
				}
			})
		})
	}
}

// A dispatcher that died after the hand-over takes nothing with it of what the
// provider said about single recipients.
func TestRecover_refusedBeforeTheHandover(t *testing.T) {
	eachStore(t, func(t *testing.T, s store) {
		o := open(t, s.config(newProvider()))
		m := message(1)
		m.Recipients = nil
		for _, a := range []string{"a1", "p1", "t1"} {
			m.Recipients = append(m.Recipients, Recipient{Kind: To, Address: a})
		}
		id := o.mustEnqueue(t, m)
		w := o.leaveBehind(t, id, Attempting)
		err := o.handover(t.Context(), w, 3, connector.Notice{Refused: []connector.Recipient{
			{Address: "p1", Class: connector.Permanent, Code: 550, Text: "no such user"},
			{Address: "t1", Class: connector.Temporary, Code: 450, Text: "greylisted"},
		}})
		if err != nil {
			t.Fatal(err)
		}
		o.mustDrain(t)
		o.is(t, id, Unknown, Unresolved)
		if err := o.Resolve(t.Context(), id, WasSent, "ann"); err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, r := range o.is(t, id, Sent, Partial).Recipients {
			got = append(got, fmt.Sprint(r.Address, " ", r.State, " ", r.Code))
		}
		if want := []string{"a1 accepted 0", "p1 refused 550", "t1 deferred 450"}; !slices.Equal(got, want) {
			t.Errorf("recipients are %q, want %q", got, want)
		}
	})
}

// "Not here" is believed after the message had time to settle, not before.
func TestVerify_absentSettles(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := newProvider()
		p.search = func(connector.Query) (connector.Found, error) {
			return connector.Found{State: connector.Absent}, nil
		}
		cfg := store{dir: t.TempDir()}.config(p)
		cfg.Timing.Patience, cfg.Timing.Heartbeat = time.Hour, time.Minute
		cfg.Timing.Dead = time.Hour
		o, err := Open(t.Context(), cfg)
		if err != nil {
			t.Fatal(err)
		}
		defer o.Close()
		id := o.mustEnqueue(t, message(1))
		start := time.Now()
		o.leaveBehind(t, id, Handover)
		o.mustDrain(t)
		o.is(t, id, Sent, Done)
		if d := p.delivered["m1@example.com"][0].at.Sub(start); d < 15*time.Minute || d > 17*time.Minute {
			t.Errorf("sent again after %v", d)
		}
	})
}

func TestVerify_givesUpAfterADay(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := newProvider()
		p.search = func(connector.Query) (connector.Found, error) { return connector.Found{}, errors.New("server away") }
		cfg := store{dir: t.TempDir()}.config(p)
		cfg.Timing.Patience, cfg.Timing.Heartbeat, cfg.Timing.Dead, cfg.Timing.Verify = 25*time.Hour, time.Hour, 3*time.Hour, 30*time.Minute
		o, err := Open(t.Context(), cfg)
		if err != nil {
			t.Fatal(err)
		}
		defer o.Close()
		id := o.mustEnqueue(t, message(1))
		o.leaveBehind(t, id, Handover)
		start := time.Now()
		o.mustDrain(t)
		m := o.is(t, id, Unknown, Unresolved)
		if took := time.Since(start); took < 24*time.Hour || !strings.Contains(m.ErrorText, "server away") || p.checks < 48 {
			t.Errorf("given up after %v and %d questions: %q", took, p.checks, m.ErrorText)
		}
		// It does not take a place among the messages under way.
		o.mustEnqueue(t, message(2))
		o.mustDrain(t)
		if p.count("m2@example.com") != 1 {
			t.Error("an unknown message blocks the account")
		}
		if err := o.Resolve(t.Context(), id, WasSent, "ann"); err != nil {
			t.Fatal(err)
		}
		if m := o.is(t, id, Sent, Confirmed); !m.Finished.Equal(m.Handover) {
			t.Errorf("sent at %v, handed over at %v", m.Finished, m.Handover)
		}
	})
}

// A dispatcher that was taken for dead cannot hand over any more, and what it
// still learns about a hand-over counts.
func TestFence_zombie(t *testing.T) {
	eachStore(t, func(t *testing.T, s store) {
		o := open(t, s.config(newProvider()))
		a := testAccount("A")
		t.Run("attempt taken over", func(t *testing.T) {
			id := o.mustEnqueue(t, message(1))
			zombie := o.leaveBehind(t, id, Attempting)
			o.recoverNow(t)
			o.is(t, id, Queued, Recovered)
			if err := o.handover(t.Context(), zombie, 1, connector.Notice{}); !errors.Is(err, errFenced) {
				t.Errorf("hand-over of a queued message: %v", err)
			}
			o.leaveBehind(t, id, Attempting) // the new owner
			if err := o.handover(t.Context(), zombie, 1, connector.Notice{}); !errors.Is(err, errFenced) {
				t.Errorf("hand-over of another's message: %v", err)
			}
			if err := o.settleNow(t, zombie, a, outcome{err: errors.New("x")}); !errors.Is(err, errFenced) {
				t.Errorf("settling another's message: %v", err)
			}
		})
		t.Run("answer comes late", func(t *testing.T) {
			id := o.mustEnqueue(t, message(2))
			zombie := o.leaveBehind(t, id, Handover)
			o.recoverNow(t)
			o.is(t, id, Unknown, Verifying)
			receipt := connector.Receipt{Code: 250, Recipients: connector.AllAccepted([]string{"c2@example.net"})}
			if err := o.settleNow(t, zombie, a, outcome{receipt: receipt, handed: true}); err != nil {
				t.Fatal(err)
			}
			o.is(t, id, Sent, Done)
		})
		t.Run("answer comes after a person decided", func(t *testing.T) {
			id := o.mustEnqueue(t, message(3))
			zombie := o.leaveBehind(t, id, Handover)
			o.recoverNow(t)
			if err := o.Resolve(t.Context(), id, SendAgain, "ann"); err != nil {
				t.Fatal(err)
			}
			if err := o.settleNow(t, zombie, a, outcome{handed: true}); !errors.Is(err, errFenced) {
				t.Errorf("settled: %v", err)
			}
			o.is(t, id, Queued, Again)
		})
	})
}

func (o *Outbox) recoverNow(t *testing.T) {
	t.Helper()
	if err := o.recover(t.Context()); err != nil {
		t.Fatal(err)
	}
}

func (o *Outbox) settleNow(t *testing.T, w *work, a account.Account, out outcome) error {
	t.Helper()
	return o.write(t.Context(), func(x tx) error { return x.settle(w, a, out, false) })
}

// The work of a dispatcher that lives is left alone, that of one whose lock is
// free is taken at once, that of one whose heart stopped after its time.
func TestRecover_liveness(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := store{dir: t.TempDir()}
		o, err := Open(t.Context(), s.config(newProvider()))
		if err != nil {
			t.Fatal(err)
		}
		defer o.Close()
		n, err := o.join(t.Context(), false)
		if err != nil {
			t.Fatal(err)
		}
		id := o.mustEnqueue(t, message(1))
		o.leaveBehind(t, id, Attempting)
		own := func() {
			t.Helper()
			if err := o.write(t.Context(), func(x tx) error {
				return x.one(ErrNotFound, "UPDATE message SET status='processing', phase='attempt', node=? WHERE id=?", n.id, id)
			}); err != nil {
				t.Fatal(err)
			}
		}
		own()
		time.Sleep(29 * time.Second)
		o.recoverNow(t)
		o.is(t, id, Processing, Attempting)
		if alive, _ := o.Dispatchers(t.Context()); alive != 1 {
			t.Errorf("%d dispatchers live", alive)
		}
		time.Sleep(2 * time.Second)
		o.recoverNow(t)
		o.is(t, id, Queued, Recovered)
		// It wakes up, beats again, and dies for good.
		if err := o.beat(t.Context(), n); err != nil {
			t.Fatal(err)
		}
		own()
		o.recoverNow(t)
		o.is(t, id, Processing, Attempting)
		n.lock.f.Close()
		o.recoverNow(t)
		o.is(t, id, Queued, Recovered)
		if alive, _ := o.Dispatchers(t.Context()); alive != 0 {
			t.Errorf("%d dispatchers live", alive)
		}
	})
}
