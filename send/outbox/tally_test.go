package outbox

import (
	"fmt"
	"strconv"
	"strings"
	"testing"
	"time"
)

// tally compares the outbox with what the sink received.
type tally struct {
	sent, unknown, failed, open int
	lost                        int // nobody has it and nothing will be done about it
	twice                       int
	falselySent                 int // status sent, never delivered
	unknownDelivered            int
	reconciled, again           int // what asking the provider came to
	dishonest                   int // unknown without a reason, see honest
}

func (o *Outbox) tally(t *testing.T, s interface{ count(messageID string) int }) tally {
	t.Helper()
	var r tally
	for after := int64(0); ; {
		list, err := o.List(t.Context(), Filter{OldestFirst: true, Before: after, Limit: 1000})
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range list {
			n := s.count(m.MessageID)
			if n > 1 {
				r.twice++
				tries, err := o.Attempts(t.Context(), m.ID)
				t.Logf("message %d arrived %d times: %+v, %v", m.ID, n, tries, err)
			}
			switch m.Phase {
			case Reconciled:
				r.reconciled++
			case Again:
				r.again++
			}
			switch m.Status {
			case Sent:
				r.sent++
				if n == 0 {
					r.falselySent++
				}
			case Unknown:
				r.unknown++
				if n > 0 {
					r.unknownDelivered++
				}
			case Failed:
				r.failed++
				if n == 0 {
					r.lost++
				}
			default:
				r.open++
			}
			after = m.ID
		}
		if len(list) < 1000 {
			return r
		}
	}
}

// settled waits until nothing moves any more.
func (o *Outbox) settled(t *testing.T, within time.Duration) {
	t.Helper()
	eventually(t, within, "everything is sent or unresolved", func() bool {
		c, err := o.Count(t.Context(), Filter{})
		verifying, err2 := o.Count(t.Context(), Filter{Phases: []Phase{Verifying}})
		return err == nil && err2 == nil && c[Queued]+c[Processing]+verifying[Unknown] == 0
	})
}

// wrong is what may never be, as text; empty when all is well.
func (r tally) wrong() string {
	if r.lost+r.twice+r.falselySent+r.dishonest == 0 {
		return ""
	}
	return fmt.Sprintf("lost %d, twice %d, falsely sent %d, unknown without a reason %d", r.lost, r.twice, r.falselySent, r.dishonest)
}

// honest counts the unknown messages that need not be: whose last attempt was
// not one of a process that was killed after its hand-over was recorded.
func (r *tally) honest(t *testing.T, o *Outbox, killed map[int]time.Time) {
	t.Helper()
	for after := int64(0); ; {
		list, err := o.List(t.Context(), Filter{Statuses: []Status{Unknown}, OldestFirst: true, Before: after, Limit: 1000})
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range list {
			after = m.ID
			tries, err := o.Attempts(t.Context(), m.ID)
			if err != nil || len(tries) == 0 {
				t.Fatalf("message %d is unknown after %d attempts, %v", m.ID, len(tries), err)
			}
			last := tries[len(tries)-1]
			when, ok := killed[pidOf(last.Node)]
			// A commit may be on its way to the disk when the process dies.
			if !ok || last.Handover.IsZero() || last.Handover.After(when.Add(100*time.Millisecond)) || last.Outcome != outcomeUnknown || last.Stage != "hand-over" {
				r.dishonest++
				t.Errorf("message %d is unknown though its process was not killed in the hand-over (killed %v): %+v", m.ID, when, last)
			}
		}
		if len(list) < 1000 {
			return
		}
	}
}

// pidOf reads the process out of the name of a dispatcher.
func pidOf(node string) int {
	parts := strings.Split(node, "-")
	pid, _ := strconv.Atoi(parts[max(len(parts)-2, 0)])
	return pid
}
