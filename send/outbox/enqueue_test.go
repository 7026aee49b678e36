package outbox

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"
	"testing/synctest"
	"time"
)

func TestOutbox_sendsOnce(t *testing.T) {
	eachStore(t, func(t *testing.T, s store) {
		p := newProvider()
		o := open(t, s.config(p))
		id := o.mustEnqueue(t, message(1))
		o.mustDrain(t)
		m := o.is(t, id, Sent, Done)
		if p.count("m1@example.com") != 1 || m.ProviderRef != "q-m1@example.com" || m.Attempts != 1 || m.Finished.IsZero() || m.Handover.IsZero() {
			t.Errorf("delivered %d times, %+v", p.count("m1@example.com"), m.Message)
		}
		if r := m.Recipients[0]; r.State != Accepted || r.Address != "c1@example.net" {
			t.Errorf("recipient: %+v", r)
		}
		if got := p.delivered["m1@example.com"][0].body; !strings.HasSuffix(got, "\r\n\r\nBody 1\r\n") {
			t.Errorf("body %q", got)
		}
		a, err := o.Attempts(t.Context(), id)
		if err != nil || len(a) != 1 || a[0].Outcome != "sent" || a[0].Code != 250 || a[0].Handover.IsZero() {
			t.Errorf("attempts %+v, %v", a, err)
		}
	})
}

// The same key again, in every status.
func TestEnqueue_idempotent(t *testing.T) {
	eachStore(t, func(t *testing.T, s store) {
		o := open(t, s.config(newProvider()))
		for i, c := range []struct {
			status Status
			phase  Phase
			want   Outcome
			after  Status
		}{
			{Queued, Fresh, AlreadyQueued, Queued},
			{Processing, Attempting, AlreadyQueued, Processing},
			{Sent, Done, AlreadySent, Sent},
			{Sent, Partial, AlreadySent, Sent},
			{Unknown, Unresolved, AlreadyUnknown, Unknown},
			{Failed, Permanent, Requeued, Queued},
			{Failed, Cancelled, AlreadyCancelled, Failed},
			{Draft, Editing, Requeued, Queued},
		} {
			first, err := o.Enqueue(t.Context(), message(i))
			if err != nil || first.Outcome != Enqueued {
				t.Fatalf("first: %+v, %v", first, err)
			}
			o.force(t, first.ID, c.status, c.phase)
			again, err := o.Enqueue(t.Context(), message(i))
			if err != nil || again.Outcome != c.want || again.ID != first.ID || again.At.IsZero() {
				t.Errorf("%s/%s: %+v, %v; want %s", c.status, c.phase, again, err, c.want)
			}
			if m, _ := o.Get(t.Context(), first.ID); m.Status != c.after {
				t.Errorf("%s/%s: is %s afterwards, want %s", c.status, c.phase, m.Status, c.after)
			}
		}
	})
}

// force puts a message into a state.
func (o *Outbox) force(t *testing.T, id int64, s Status, p Phase) {
	t.Helper()
	err := o.write(t.Context(), func(x tx) error {
		return x.one(ErrNotFound, "UPDATE message SET status=?, phase=?, finished_at=?, handover_at=?, node='gone' WHERE id=?", s, p, x.now, x.now, id)
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestEnqueue_newContentAfterFailure(t *testing.T) {
	eachStore(t, func(t *testing.T, s store) {
		p := newProvider()
		o := open(t, s.config(p))
		id := o.mustEnqueue(t, message(1))
		o.force(t, id, Failed, Permanent)
		better := message(1)
		better.Recipients = []Recipient{{Kind: To, Address: "right@example.net"}, {Kind: Bcc, Address: "archive@example.com"}}
		o.mustEnqueue(t, better)
		o.mustDrain(t)
		o.is(t, id, Sent, Done)
		if got := p.delivered["m1@example.com"]; len(got) != 1 || strings.Join(got[0].to, " ") != "right@example.net archive@example.com" {
			t.Errorf("delivered %+v", got)
		}
	})
}

func TestEnqueue_resend(t *testing.T) {
	eachStore(t, func(t *testing.T, s store) {
		p := newProvider()
		o := open(t, s.config(p))
		first := o.mustEnqueue(t, message(1))
		o.mustDrain(t)
		again := message(1)
		again.Resend = true
		r, err := o.Enqueue(t.Context(), again)
		if err != nil || r.Outcome != Enqueued || r.ID == first || r.MessageID != "m1.2@example.com" {
			t.Fatalf("%+v, %v", r, err)
		}
		third, err := o.Resend(t.Context(), r.ID, "ann") // a resend of the resend, by the stored message
		if err == nil || !errors.Is(err, ErrState) {
			t.Errorf("a message that was not sent yet was resent: %+v", third)
		}
		o.mustDrain(t)
		if third, err = o.Resend(t.Context(), r.ID, "ann"); err != nil || third.MessageID != "m1.3@example.com" {
			t.Fatalf("%+v, %v", third, err)
		}
		o.mustDrain(t)
		for _, id := range []string{"m1@example.com", "m1.2@example.com", "m1.3@example.com"} {
			d := p.delivered[id]
			if len(d) != 1 || !strings.HasPrefix(d[0].body, "Message-ID: <"+id+">\r\nSubject: Invoice 1\r\n\r\nBody 1") {
				t.Errorf("%s: delivered %+v", id, d)
			}
		}
		if m, _ := o.Get(t.Context(), third.ID); m.ResendOf != first || m.Owner != "ann" || m.Document != "SI-1" {
			t.Errorf("copy: %+v", m.Message)
		}
	})
}

func TestEnqueue_refuses(t *testing.T) {
	o := open(t, store{dir: t.TempDir()}.config(nil))
	for name, change := range map[string]func(*Submission){
		"no such account":                func(s *Submission) { s.Account = "Z" },
		"no recipient":                   func(s *Submission) { s.Recipients = nil },
		"message has no Message-ID":      func(s *Submission) { s.MessageID = "" },
		"message has no envelope sender": func(s *Submission) { s.From = "" },
		"disk on fire":                   func(s *Submission) { s.Content = func(io.Writer) error { return errors.New("disk on fire") } },
	} {
		s := message(1)
		change(&s)
		if _, err := o.Enqueue(t.Context(), s); err == nil || !strings.Contains(err.Error(), name) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if list, _ := o.List(t.Context(), Filter{}); len(list) != 0 {
		t.Errorf("%d messages in the outbox", len(list))
	}
}

func TestEnqueueAll_order(t *testing.T) {
	eachStore(t, func(t *testing.T, s store) {
		o := open(t, s.config(newProvider()))
		const n = chunkSize*2 + 7
		next, failed := 0, 0
		err := o.EnqueueAll(t.Context(), func(yield func(Submission, error) bool) {
			for i := range n {
				m := message(i)
				if i%100 == 50 {
					m.Recipients = nil
				}
				if !yield(m, nil) {
					return
				}
			}
			yield(Submission{}, errors.New("stream ends"))
		}, func(m Submission, r Result, err error) {
			if m.MessageID != fmt.Sprintf("m%d@example.com", next) {
				t.Fatalf("report %d is about %s", next, m.MessageID)
			}
			if err != nil {
				failed++
			}
			next++
		})
		if err == nil || err.Error() != "stream ends" || next != n || failed != 5 {
			t.Errorf("reported %d of %d, %d failed, %v", next, n, failed, err)
		}
		if c, _ := o.Count(t.Context(), Filter{}); c[Queued] != n-5 {
			t.Errorf("queued: %v", c)
		}
	})
}

func TestDraft_lifecycle(t *testing.T) {
	eachStore(t, func(t *testing.T, s store) {
		p := newProvider()
		o := open(t, s.config(p))
		draft := message(1)
		draft.Draft = true
		id := o.mustEnqueue(t, draft)
		draft.Subject = "Changed"
		if got := o.mustEnqueue(t, draft); got != id {
			t.Errorf("saving a draft again made message %d of %d", got, id)
		}
		o.mustDrain(t)
		if m := o.is(t, id, Draft, Editing); m.Subject != "Changed" {
			t.Errorf("subject %q", m.Subject)
		}
		if err := o.Queue(t.Context(), id, "ann"); err != nil {
			t.Fatal(err)
		}
		if err := o.Discard(t.Context(), id, "ann"); !errors.Is(err, ErrState) {
			t.Errorf("a queued message was discarded: %v", err)
		}
		o.mustDrain(t)
		o.is(t, id, Sent, Done)
		other := message(2)
		other.Draft = true
		id = o.mustEnqueue(t, other)
		if err := o.Discard(t.Context(), id, "ann"); err != nil {
			t.Fatal(err)
		}
		if _, err := o.Get(t.Context(), id); !errors.Is(err, ErrNotFound) {
			t.Errorf("a discarded draft is there: %v", err)
		}
	})
}

func TestTidy_forgetsButNotTheKey(t *testing.T) {
	eachStore(t, func(t *testing.T, s store) {
		synctest.Test(t, func(t *testing.T) {
			p := newProvider()
			c := s.config(p)
			c.Keep = Keep{Sent: 8 * 24 * time.Hour, Failed: time.Hour}
			o, err := Open(t.Context(), c)
			if err != nil {
				t.Fatal(err)
			}
			defer o.Close()
			sent := o.mustEnqueue(t, message(1))
			failed := o.mustEnqueue(t, message(2))
			if err := o.Cancel(t.Context(), failed, "ann"); err != nil {
				t.Fatal(err)
			}
			o.mustDrain(t)
			time.Sleep(LeastKeep - time.Minute)
			o.mustTidy(t)
			o.is(t, failed, Failed, Cancelled) // an hour was asked for, a week is the least
			time.Sleep(2 * time.Minute)
			o.mustTidy(t)
			o.is(t, sent, Sent, Done)
			if _, err := o.Get(t.Context(), failed); !errors.Is(err, ErrNotFound) {
				t.Errorf("failed message: %v", err)
			}
			time.Sleep(25 * time.Hour)
			o.mustTidy(t)
			if r, err := o.Enqueue(t.Context(), message(1)); err != nil || r.Outcome != AlreadySent || r.ID != sent || r.At.IsZero() {
				t.Errorf("a forgotten message was queued again: %+v, %v", r, err)
			}
		})
	})
}

func (o *Outbox) mustTidy(t *testing.T) {
	t.Helper()
	if err := o.Tidy(t.Context()); err != nil {
		t.Fatal(err)
	}
}

// A process that is told to stop finishes what it took from the stream, and takes no more.
func TestEnqueueAll_interrupted(t *testing.T) {
	eachStore(t, func(t *testing.T, s store) {
		o := open(t, s.config(newProvider()))
		ctx, cancel := context.WithCancel(t.Context())
		yielded, reported := 0, 0
		err := o.EnqueueAll(ctx, func(yield func(Submission, error) bool) {
			for i := range 50 {
				if i == 10 {
					cancel()
				}
				yielded++
				if !yield(message(i), nil) {
					return
				}
			}
		}, func(m Submission, r Result, err error) {
			reported++
			if err != nil || !r.New() {
				t.Errorf("%s: %s, %v", m.MessageID, r.Outcome, err)
			}
		})
		if !errors.Is(err, context.Canceled) || yielded != 11 || reported != 11 {
			t.Errorf("%d taken, %d reported, %v", yielded, reported, err)
		}
		if c, _ := o.Count(t.Context(), Filter{}); c[Queued] != 11 {
			t.Errorf("queued: %v", c)
		}
	})
}

func TestKnown(t *testing.T) {
	eachStore(t, func(t *testing.T, s store) {
		o := open(t, s.config(newProvider()))
		var keys []string
		for i := range 3 {
			if _, err := o.Enqueue(t.Context(), message(i)); err != nil {
				t.Fatal(err)
			}
			keys = append(keys, message(i).Key)
		}
		for i := range 2*knownAtOnce + 1 {
			keys = append(keys, fmt.Sprint("never ", i))
		}
		known, err := o.Known(t.Context(), keys)
		if err != nil || len(known) != 3 || !known[keys[0]] || !known[keys[2]] {
			t.Errorf("%v, %v", known, err)
		}
	})
}
