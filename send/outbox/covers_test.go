package outbox

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"
)

// combined is message i, which stands for documents of their own keys.
func combined(i int, documents ...int) Submission {
	s := message(i)
	for _, d := range documents {
		s.Covers = append(s.Covers, message(d).Key)
	}
	return s
}

// Documents that went out together do not go out again, alone or in other company.
func TestEnqueue_coveredDocuments(t *testing.T) {
	eachStore(t, func(t *testing.T, s store) {
		p := newProvider()
		o := open(t, s.config(p))
		together := o.mustEnqueue(t, combined(100, 1, 2))
		for _, sent := range []bool{false, true} {
			want := AlreadyQueued
			if sent {
				o.mustDrain(t)
				want = AlreadySent
			}
			for name, again := range map[string]Submission{"alone": message(1), "in another order": combined(101, 2, 1), "a part": combined(102, 2)} {
				if r, err := o.Enqueue(t.Context(), again); err != nil || r.Outcome != want || r.ID != together {
					t.Errorf("%s: %+v, %v; want %s", name, r, err, want)
				}
			}
			_, err := o.Enqueue(t.Context(), combined(103, 1, 2, 3))
			var covered *CoveredError
			if !errors.As(err, &covered) || covered.Message != together || !slices.Equal(covered.Held, combined(0, 1, 2).Covers) {
				t.Errorf("one more document: %v", err)
			}
		}
		if _, n := p.total(); n != 1 {
			t.Errorf("%d messages delivered, want 1", n)
		}
		onPurpose := combined(103, 1, 2, 3)
		onPurpose.Resend = true
		o.mustEnqueue(t, onPurpose)
		o.mustEnqueue(t, message(4))
		o.mustDrain(t)
		if _, n := p.total(); n != 3 {
			t.Errorf("%d messages delivered, want 3", n)
		}
		_, err := o.Enqueue(t.Context(), combined(104, 4, 5))
		if want := fmt.Sprintf("queue message m104@example.com: %s is in message 3 already, and would be sent twice; render the other documents without it", message(4).Key); err == nil || !strings.HasSuffix(err.Error(), want) {
			t.Errorf("a document that went alone: %v", err)
		}
	})
}

// A combined message that nobody got keeps its documents: it is sent, or taken
// away.
func TestEnqueue_coveredByWhatFailed(t *testing.T) {
	eachStore(t, func(t *testing.T, s store) {
		o := open(t, s.config(newProvider()))
		failed := o.mustEnqueue(t, combined(100, 1, 2))
		o.force(t, failed, Failed, Permanent)
		var covered *CoveredError
		if _, err := o.Enqueue(t.Context(), message(1)); !errors.As(err, &covered) || covered.Status != Failed || covered.Message != failed {
			t.Errorf("a document of a failed message: %v", err)
		}
		if r, err := o.Enqueue(t.Context(), combined(100, 1, 2)); err != nil || r.Outcome != Requeued || r.ID != failed {
			t.Errorf("the same again: %+v, %v", r, err)
		}
		o.force(t, failed, Failed, Cancelled)
		if r, err := o.Enqueue(t.Context(), message(1)); err != nil || r.Outcome != AlreadyCancelled {
			t.Errorf("a document of a cancelled message: %+v, %v", r, err)
		}
		if err := o.Discard(t.Context(), failed, "ann"); err != nil {
			t.Fatal(err)
		}
		o.mustEnqueue(t, message(1))
	})
}

// What was forgotten keeps the keys of its documents.
func TestTidy_coveredDocuments(t *testing.T) {
	eachStore(t, func(t *testing.T, s store) {
		cfg := s.config(newProvider())
		cfg.Keep.Sent = LeastKeep
		o := open(t, cfg)
		id := o.mustEnqueue(t, combined(100, 1, 2))
		o.mustDrain(t)
		err := o.write(t.Context(), func(x tx) error {
			return x.one(ErrNotFound, "UPDATE message SET finished_at=finished_at-? WHERE id=?", (30 * 24 * time.Hour).Milliseconds(), id)
		})
		if err != nil {
			t.Fatal(err)
		}
		if err := o.Tidy(t.Context()); err != nil {
			t.Fatal(err)
		}
		for name, again := range map[string]Submission{"the same": combined(100, 1, 2), "alone": message(2), "in another order": combined(101, 2, 1)} {
			if r, err := o.Enqueue(t.Context(), again); err != nil || r.Outcome != AlreadySent || r.ID != id {
				t.Errorf("%s: %+v, %v", name, r, err)
			}
		}
	})
}

// Two programs that queue the same documents at the same moment, alone and in different company: each document is in one
// message.
func TestEnqueue_coveredAtOnce(t *testing.T) {
	eachStore(t, func(t *testing.T, s store) {
		a, b := open(t, s.config(nil)), open(t, s.config(nil))
		rounds := pick(30, 300)
		for r := range rounds {
			n := r * 10
			var wg sync.WaitGroup
			for i, sub := range []Submission{combined(100_000+n, n+1, n+2), combined(100_001+n, n+2, n+3), message(n + 1), message(n + 3), combined(100_002+n, n+1, n+3)} {
				o := []*Outbox{a, b}[i%2]
				wg.Go(func() {
					_, err := o.Enqueue(t.Context(), sub)
					var covered *CoveredError
					if err != nil && !errors.As(err, &covered) {
						t.Error(err)
					}
				})
			}
			wg.Wait()
			for d := n + 1; d <= n+3; d++ {
				holders := 0
				err := a.read(t.Context(), func(x tx) error {
					return x.row("SELECT (SELECT count(*) FROM message WHERE idem_key=?) + (SELECT count(*) FROM covered WHERE document=?)", []any{message(d).Key, message(d).Key}, &holders)
				})
				if err != nil || holders > 1 {
					t.Fatalf("document %d is in %d messages, %v", d, holders, err)
				}
			}
		}
		// Every combined message has all its documents.
		var short int
		err := a.read(t.Context(), func(x tx) error {
			return x.row("SELECT count(*) FROM message m WHERE document LIKE 'SI-1000%' AND (SELECT count(*) FROM covered c WHERE c.message = m.id) <> 2", nil, &short)
		})
		if err != nil || short > 0 {
			t.Errorf("%d combined messages whose documents are in others too, %v", short, err)
		}
	})
}
