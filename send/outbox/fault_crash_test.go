package outbox

import (
	"fmt"
	"strings"
	"testing"
	"time"
)

// crashPoint is a step of a delivery and what a crash there must lead to.
type crashPoint struct {
	step           string
	asking, silent wanted // whether the provider can be asked
}

// wanted is how a message must end.
type wanted struct {
	delivered int
	status    Status
	phase     Phase
}

var crashPoints = []crashPoint{
	{"released", wanted{1, Sent, Done}, wanted{1, Sent, Done}},
	{"before the hand-over", wanted{1, Sent, Done}, wanted{1, Sent, Done}},
	{"before the dot", wanted{1, Sent, Done}, wanted{0, Unknown, Unresolved}},
	{"after the dot", wanted{1, Sent, Reconciled}, wanted{1, Unknown, Unresolved}},
	{"after the reply", wanted{1, Sent, Reconciled}, wanted{1, Unknown, Unresolved}},
	{"after the result", wanted{1, Sent, Done}, wanted{1, Sent, Done}},
}

// A crash at each numbered point leaves exactly the state it must (F3).
func TestFault_crashPoints(t *testing.T) {
	t.Parallel()
	eachStore(t, func(t *testing.T, s store) {
		for _, p := range crashPoints {
			for _, search := range []bool{true, false} {
				s := s.fresh(t)
				t.Run(fmt.Sprintf("%s, asking %v", p.step, search), func(t *testing.T) {
					t.Parallel()
					want := p.silent
					if search {
						want = p.asking
					}
					crashRounds(t, s, p.step, search, want)
				})
			}
		}
	})
}

func crashRounds(t *testing.T, s store, step string, search bool, want wanted) {
	sink := newSink(t, 0)
	j := s.job(sink, 1)
	j.Search = search
	o := j.fill(t, 0)
	rounds := pick(1, 50)
	for n := range rounds {
		j.add(t, o, n, n+1)
		crashed(t, j, step)
		// The next one to send recovers: this process.
		o.mustDrain(t)
		o.settled(t, 20*time.Second)
		id := message(n).MessageID
		// The dot of a process that is gone may still be on its way.
		eventually(t, 10*time.Second, "delivered", func() bool { return sink.count(id) >= want.delivered })
		if got := sink.count(id); got != want.delivered {
			t.Errorf("delivered %d times, want %d", got, want.delivered)
		}
		number := int64(n + 1)
		o.is(t, number, want.status, want.phase)
		if a, err := o.Attempts(t.Context(), number); err != nil || len(a) == 0 || a[len(a)-1].Ended.IsZero() {
			t.Errorf("attempts %+v, %v", a, err)
		}
	}
	record(t, "F3 crash points", "%d crashes: delivered %d times each, %s/%s", rounds, want.delivered, want.status, want.phase)
}

// crashed runs a worker that kills itself at a step.
func crashed(t *testing.T, j job, step string) {
	t.Helper()
	j.Crash, j.Drain = step, true
	w := startWorker(t, j)
	select {
	case <-w.done:
	case <-time.After(30 * time.Second):
		t.Fatal("the worker did not crash")
	}
	if w.err == nil || !strings.Contains(w.err.Error(), "killed") {
		t.Fatalf("the worker ended with %v", w.err)
	}
}
