package outbox

import (
	"errors"
	"fmt"
	"os"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"reportmail/send/connector"
)

// answers makes a provider's script: what it does with each attempt.
type script func(d connector.Delivery, handover func(string) error) (connector.Receipt, error)

func failing(class connector.Class, afterHandover bool, retryAfter time.Duration) script {
	return func(d connector.Delivery, handover func(string) error) (connector.Receipt, error) {
		if afterHandover {
			if err := handover(""); err != nil {
				return connector.Receipt{}, connector.NotHandedOver(err)
			}
		}
		return connector.Receipt{}, &connector.Error{Class: class, Stage: connector.StageReply, Code: 451, Enhanced: "4.3.0", Text: "no", RetryAfter: retryAfter}
	}
}

// The class table: what each kind of failure does to message and account.
func TestSettle_classes(t *testing.T) {
	for _, c := range []struct {
		name     string
		answer   script
		status   Status
		phase    Phase
		spent    int
		due      time.Duration // after now
		paused   bool
		counted  bool
		outcome  string
		attempts int
	}{
		{"temporary before", failing(connector.Temporary, false, 0), Queued, Backoff, 1, 182500 * time.Millisecond, false, false, "failed", 1},
		{"temporary after the dot", failing(connector.Temporary, true, 0), Queued, Backoff, 1, 182500 * time.Millisecond, false, true, "failed", 1},
		{"temporary with a longer wait", failing(connector.Temporary, false, time.Hour), Queued, Backoff, 1, time.Hour, false, false, "failed", 1},
		{"permanent", failing(connector.Permanent, false, 0), Failed, Permanent, 1, 0, false, false, "failed", 1},
		{"permanent after the dot", failing(connector.Permanent, true, 0), Failed, Permanent, 1, 0, false, true, "failed", 1},
		{"account with a wait", failing(connector.Account, false, time.Hour), Queued, Throttled, 0, 0, true, false, "failed", 1},
		{"account for ever", failing(connector.Account, false, 0), Queued, Throttled, 0, 0, true, false, "failed", 1},
		{"unknown", failing(connector.Unknown, true, 0), Unknown, Unresolved, 1, 0, false, true, "unknown", 1},
		{"panic before", func(connector.Delivery, func(string) error) (connector.Receipt, error) { panic("oops") }, Queued, Backoff, 1, 182500 * time.Millisecond, false, false, "failed", 1},
		{"panic after", func(_ connector.Delivery, h func(string) error) (connector.Receipt, error) { h(""); panic("oops") }, Unknown, Unresolved, 1, 0, false, true, "unknown", 1},
		{"error without a class", func(connector.Delivery, func(string) error) (connector.Receipt, error) {
			return connector.Receipt{}, errors.New("?")
		}, Unknown, Unresolved, 1, 0, false, false, "unknown", 1},
	} {
		t.Run(c.name, func(t *testing.T) {
			p := newProvider()
			p.answer = c.answer
			s := store{dir: t.TempDir()}
			o := open(t, s.config(p))
			id := o.mustEnqueue(t, message(1))
			o.mustDrain(t)
			m := o.is(t, id, c.status, c.phase)
			if m.Attempts != c.spent || m.Tries != 1 {
				t.Errorf("spent %d attempts of %d tries, want %d of 1", m.Attempts, m.Tries, c.spent)
			}
			a, err := o.Attempts(t.Context(), id)
			if err != nil || len(a) != c.attempts || a[0].Outcome != c.outcome {
				t.Fatalf("attempts %+v, %v", a, err)
			}
			if c.due != 0 {
				if got := m.NotBefore.Sub(a[0].Ended); got != c.due {
					t.Errorf("due %v after the attempt, want %v", got, c.due)
				}
			}
			acc, err := o.Account(t.Context(), "A")
			if err != nil || acc.Paused != c.paused || (acc.LastMinute == 1) != c.counted {
				t.Errorf("account %+v, %v; want paused %v, counted %v", acc, err, c.paused, c.counted)
			}
			if n := p.count("m1@example.com"); n != 0 {
				t.Errorf("delivered %d times", n)
			}
		})
	}
}

func TestSettle_retriesThenGivesUp(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := newProvider()
		p.answer = failing(connector.Temporary, false, 0)
		c := store{dir: t.TempDir()}.config(p)
		c.Timing.Patience = time.Hour
		o, err := Open(t.Context(), c)
		if err != nil {
			t.Fatal(err)
		}
		defer o.Close()
		id := o.mustEnqueue(t, message(1))
		start := time.Now()
		o.mustDrain(t)
		m := o.is(t, id, Failed, Exhausted)
		if m.Attempts != 3 || m.ErrorCode != 451 || !strings.Contains(m.ErrorText, "451 4.3.0: no") {
			t.Errorf("%d attempts, error %d %q", m.Attempts, m.ErrorCode, m.ErrorText)
		}
		// 180 s and 270 s, half of the jitter of 5 s each (Rand is 0.5).
		if took := time.Since(start).Round(time.Second); took != 455*time.Second {
			t.Errorf("took %v, want 455 s", took)
		}
		// A person tries again: a fresh count, and it goes through.
		p.answer = nil
		if err := o.Retry(t.Context(), id, "ann"); err != nil {
			t.Fatal(err)
		}
		o.mustDrain(t)
		if m := o.is(t, id, Sent, Done); m.Tries != 4 || m.Attempts != 1 || m.ErrorText != "" {
			t.Errorf("after retry: %+v", m.Message)
		}
	})
}

func TestSettle_pauseEnds(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := newProvider()
		p.answer = failing(connector.Account, false, 10*time.Minute)
		c := store{dir: t.TempDir()}.config(p)
		o, err := Open(t.Context(), c)
		if err != nil {
			t.Fatal(err)
		}
		defer o.Close()
		for i := range 5 {
			o.mustEnqueue(t, message(i))
		}
		o.mustDrain(t)
		a, _ := o.Account(t.Context(), "A")
		if !a.Paused || a.Queued != 5 || a.Until.Sub(time.Now()).Round(time.Minute) != 10*time.Minute || a.Reason == "" {
			t.Fatalf("account %+v", a)
		}
		p.answer = nil
		o.mustDrain(t)
		if n, _ := p.total(); n != 0 {
			t.Errorf("%d messages left during the pause", n)
		}
		time.Sleep(11 * time.Minute)
		o.mustDrain(t)
		if n, copies := p.total(); n != 5 || copies != 5 {
			t.Errorf("%d messages, %d copies after the pause", n, copies)
		}
	})
}

// recipients answers for each address by its first letter: a accepts, t is
// refused for now, p for good.
func recipientScript(d connector.Delivery, handover func(string) error) (connector.Receipt, error) {
	var list []connector.Recipient
	took := false
	for _, to := range d.Envelope.To {
		r := connector.Recipient{Address: to, Accepted: true}
		switch to[0] {
		case 't':
			r = connector.Recipient{Address: to, Class: connector.Temporary, Code: 450, Enhanced: "4.2.1", Text: "busy"}
		case 'p':
			r = connector.Recipient{Address: to, Class: connector.Permanent, Code: 550, Enhanced: "5.1.1", Text: "unknown user"}
		default:
			took = true
		}
		list = append(list, r)
	}
	if !took {
		class := connector.Permanent
		for _, r := range list {
			if r.Class == connector.Temporary {
				class = connector.Temporary
			}
		}
		return connector.Receipt{}, &connector.Error{Class: class, Stage: connector.StageRecipient, Code: list[0].Code, Recipients: list}
	}
	if err := handover(""); err != nil {
		return connector.Receipt{}, connector.NotHandedOver(err)
	}
	return connector.Receipt{Code: 250, Recipients: list}, nil
}

func TestSettle_partial(t *testing.T) {
	eachStore(t, func(t *testing.T, s store) {
		for i, c := range []struct {
			to             string
			status         Status
			phase          Phase
			states         string
			deliveredTo    string
			patience       time.Duration
			deliveredTwice bool
		}{
			{"a1 a2", Sent, Done, "accepted accepted", "a1 a2", 0, false},
			{"a1 p1", Sent, Partial, "accepted refused", "a1", 0, false},
			{"p1 p2", Failed, Permanent, "refused refused", "", 0, false},
			{"a1 t1 p1", Queued, Backoff, "accepted deferred refused", "a1", 0, false},
			{"t1 t2", Queued, Backoff, "deferred deferred", "", 0, false},
			{"t1 p2", Queued, Backoff, "deferred refused", "", 0, false},
		} {
			p := newProvider()
			p.answer = recipientScript
			cfg := s.config(p)
			cfg.Dir = t.TempDir()
			o := open(t, cfg)
			m := message(i)
			m.Recipients = nil
			for to := range strings.FieldsSeq(c.to) {
				m.Recipients = append(m.Recipients, Recipient{Kind: To, Address: to})
			}
			id := o.mustEnqueue(t, m)
			o.mustDrain(t)
			got := o.is(t, id, c.status, c.phase)
			var states []string
			for _, r := range got.Recipients {
				states = append(states, string(r.State))
			}
			if strings.Join(states, " ") != c.states {
				t.Errorf("%s: recipients are %v, want %s", c.to, states, c.states)
			}
			var to []string
			for _, d := range p.delivered[m.MessageID] {
				to = append(to, d.to...)
			}
			if strings.Join(to, " ") != c.deliveredTo {
				t.Errorf("%s: delivered to %v, want %s", c.to, to, c.deliveredTo)
			}
			o.Cancel(t.Context(), id, "test") // out of the way of the next case
		}
	})
}

// What was deferred is tried again, what was accepted is not.
// The answer to the end of the message was lost, not those to its recipients:
// whoever says that it was sent does not say so of those that were refused.
func TestSettle_partialUnknown(t *testing.T) {
	eachStore(t, func(t *testing.T, s store) {
		for i, c := range []struct {
			to, states string
			asked      bool
			phase      Phase
		}{
			{"a1 a2", "accepted accepted", false, Confirmed},
			{"a1 p1", "accepted refused", false, Partial},
			{"a1 t1 p1", "accepted deferred refused", false, Partial},
			{"a1 a2", "accepted accepted", true, Reconciled},
			{"a1 t1", "accepted deferred", true, Partial},
		} {
			p := newProvider()
			p.answer = func(d connector.Delivery, handover func(string) error) (connector.Receipt, error) {
				r, err := recipientScript(d, handover)
				if err != nil {
					return r, err
				}
				return connector.Receipt{}, &connector.Error{Class: connector.Unknown, Stage: connector.StageReply, Recipients: r.Recipients}
			}
			if c.asked {
				p.search = func(connector.Query) (connector.Found, error) { return connector.Found{State: connector.Sent}, nil }
			}
			cfg := s.config(p)
			cfg.Dir = t.TempDir()
			o := open(t, cfg)
			m := message(i)
			m.Recipients = nil
			for to := range strings.FieldsSeq(c.to) {
				m.Recipients = append(m.Recipients, Recipient{Kind: To, Address: to})
			}
			id := o.mustEnqueue(t, m)
			o.mustDrain(t)
			if !c.asked {
				o.is(t, id, Unknown, Unresolved)
				if err := o.Resolve(t.Context(), id, WasSent, "ann"); err != nil {
					t.Fatal(err)
				}
			}
			var states []string
			for _, r := range o.is(t, id, Sent, c.phase).Recipients {
				states = append(states, string(r.State))
			}
			if got := strings.Join(states, " "); got != c.states {
				t.Errorf("%s: recipients are %s, want %s", c.to, got, c.states)
			}
		}
	})
}

// Who was not reached at first and is asked for again in an attempt whose answer
// was lost has the message when a person says so.
func TestSettle_deferredThenUnknown(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := newProvider()
		p.answer = recipientScript
		o, err := Open(t.Context(), store{dir: t.TempDir()}.config(p))
		if err != nil {
			t.Fatal(err)
		}
		defer o.Close()
		m := message(1)
		m.Recipients = []Recipient{{Kind: To, Address: "a1"}, {Kind: To, Address: "t1"}}
		id := o.mustEnqueue(t, m)
		o.mustDrain(t)
		o.is(t, id, Queued, Backoff)
		p.answer = func(d connector.Delivery, handover func(string) error) (connector.Receipt, error) {
			if err := handover(""); err != nil {
				return connector.Receipt{}, connector.NotHandedOver(err)
			}
			return connector.Receipt{}, &connector.Error{Class: connector.Unknown, Stage: connector.StageReply, Recipients: connector.AllAccepted(d.Envelope.To)}
		}
		time.Sleep(time.Hour)
		o.mustDrain(t)
		o.is(t, id, Unknown, Unresolved)
		if err := o.Resolve(t.Context(), id, WasSent, "ann"); err != nil {
			t.Fatal(err)
		}
		if d := o.is(t, id, Sent, Confirmed); d.Recipients[1].State != Accepted {
			t.Errorf("the second recipient is %q", d.Recipients[1].State)
		}
	})
}

func TestSettle_partialLater(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := newProvider()
		p.answer = recipientScript
		c := store{dir: t.TempDir()}.config(p)
		c.Timing.Patience = time.Hour
		o, err := Open(t.Context(), c)
		if err != nil {
			t.Fatal(err)
		}
		defer o.Close()
		m := message(1)
		m.Recipients = []Recipient{{Kind: To, Address: "a1"}, {Kind: To, Address: "t1"}, {Kind: Cc, Address: "p1"}}
		id := o.mustEnqueue(t, m)
		o.mustDrain(t)
		d := o.is(t, id, Sent, Partial)
		if got := p.delivered[m.MessageID]; len(got) != 1 || d.Attempts != 3 {
			t.Errorf("delivered %v in %d attempts", got, d.Attempts)
		}
		// A person retries the rest; the addresses were put right meanwhile.
		p.answer = nil
		if err := o.Retry(t.Context(), id, "ann"); err != nil {
			t.Fatal(err)
		}
		o.mustDrain(t)
		o.is(t, id, Sent, Done)
		if got := fmt.Sprint(p.delivered[m.MessageID][1].to); got != "[t1 p1]" {
			t.Errorf("the retry went to %s", got)
		}
	})
}

func TestSettle_deadline(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := newProvider()
		c := store{dir: t.TempDir()}.config(p)
		o, err := Open(t.Context(), c)
		if err != nil {
			t.Fatal(err)
		}
		defer o.Close()
		late := message(1)
		late.Deadline = time.Now().Add(time.Hour)
		id := o.mustEnqueue(t, late)
		if err := o.Pause(t.Context(), "A", time.Time{}, "holiday", "ann"); err != nil {
			t.Fatal(err)
		}
		time.Sleep(2 * time.Hour)
		if err := o.Resume(t.Context(), "A", "ann"); err != nil {
			t.Fatal(err)
		}
		o.mustDrain(t)
		o.is(t, id, Failed, Expired)
		if n, _ := p.total(); n != 0 {
			t.Error("it was sent after its deadline")
		}
	})
}

// Bytes that changed on disk are not sent.
func TestSettle_damagedSpool(t *testing.T) {
	p := newProvider()
	s := store{dir: t.TempDir()}
	o := open(t, s.config(p))
	id := o.mustEnqueue(t, message(1))
	other := o.mustEnqueue(t, message(2))
	m, _ := o.Get(t.Context(), id)
	for _, f := range s.blobFiles(t) {
		if !strings.HasSuffix(f, m.Blob) {
			continue
		}
		data, _ := os.ReadFile(f)
		data[len(data)-3] ^= 1
		if err := os.WriteFile(f, data, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	o.mustDrain(t)
	if m := o.is(t, id, Failed, Permanent); !strings.Contains(m.ErrorText, "damaged") {
		t.Errorf("error %q", m.ErrorText)
	}
	o.is(t, other, Sent, Done)
	if p.count("m1@example.com") != 0 {
		t.Error("damaged bytes were delivered")
	}
}
