package outbox

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"testing"
	"time"

	"reportmail/send/connector"
)

type recorded struct {
	mu     sync.Mutex
	events []string
}

func (r *recorded) add(format string, args ...any) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.events = append(r.events, fmt.Sprintf(format, args...))
}

func (r *recorded) Attempting(ctx context.Context, m Message) context.Context {
	r.add("attempt %d of %d", m.Tries, m.ID)
	return context.WithValue(ctx, r, m.ID)
}

func (r *recorded) Attempted(ctx context.Context, a Attempted) {
	class := connector.ClassOf(a.Err)
	r.add("%d is %s/%s %s (%v)", a.ID, a.Status, a.Phase, class, ctx.Value(r))
	if a.Status == Queued && a.NotBefore.IsZero() && class == connector.Temporary {
		r.add("no time for the next attempt")
	}
}

func (r *recorded) Limited(_ context.Context, account string, until time.Time) {
	if time.Until(until) > 0 {
		r.add("%s waits", account)
	}
}

// What is observed is what was recorded: the context goes to the connector, and the message comes as the attempt left it.
func TestObserver_tellsWhatWasRecorded(t *testing.T) {
	p := newProvider()
	answers := []error{
		&connector.Error{Class: connector.Temporary, Stage: connector.StageConnect, Err: errors.New("busy")},
		&connector.Error{Class: connector.Permanent, Stage: connector.StageRecipient, Err: errors.New("no")},
		nil,
	}
	n := 0
	p.answer = func(d connector.Delivery, handover func(string) error) (connector.Receipt, error) {
		err := answers[n]
		n++
		if err == nil {
			err = handover("x")
		}
		return connector.Receipt{Recipients: connector.AllAccepted(d.Envelope.To)}, err
	}
	seen := &recorded{}
	c := store{dir: t.TempDir()}.config(p)
	c.Observer = seen
	c.Accounts[0].Limits.PerMinute, c.Accounts[0].Limits.Concurrency = 1, 1
	c.Accounts[0].Retry.Attempts = 1
	o := open(t, c)
	for i := range 3 {
		o.mustEnqueue(t, message(i))
	}
	o.mustEnqueue(t, message(3))
	ctx, cancel := context.WithTimeout(t.Context(), 2*time.Second)
	defer cancel()
	_ = o.Drain(ctx) // the fourth waits for the limit
	want := []string{
		"attempt 1 of 1", "1 is failed/exhausted temporary (1)", "attempt 1 of 2", "2 is failed/permanent permanent (2)", "attempt 1 of 3", "3 is sent/done  (3)", "A waits",
	}
	seen.mu.Lock()
	defer seen.mu.Unlock()
	if len(seen.events) < len(want) {
		t.Fatalf("%q", seen.events)
	}
	for i, w := range want {
		if seen.events[i] != w {
			t.Errorf("event %d: %q, want %q", i, seen.events[i], w)
		}
	}
}
