package outbox

import (
	"errors"
	"testing"
	"time"
)

// What a person may do in which status.
func TestOperate_guards(t *testing.T) {
	eachStore(t, func(t *testing.T, s store) {
		o := open(t, s.config(newProvider()))
		ctx := t.Context()
		ops := map[string]func(id int64) error{
			"retry":   func(id int64) error { return o.Retry(ctx, id, "ann") },
			"cancel":  func(id int64) error { return o.Cancel(ctx, id, "ann") },
			"sent":    func(id int64) error { return o.Resolve(ctx, id, WasSent, "ann") },
			"again":   func(id int64) error { return o.Resolve(ctx, id, SendAgain, "ann") },
			"queue":   func(id int64) error { return o.Queue(ctx, id, "ann") },
			"discard": func(id int64) error { return o.Discard(ctx, id, "ann") },
		}
		allowed := map[string]map[Status]Status{ // operation, status before, status after
			"retry":   {Failed: Queued},
			"cancel":  {Queued: Failed, Draft: Failed},
			"sent":    {Unknown: Sent},
			"again":   {Unknown: Queued},
			"queue":   {Draft: Queued},
			"discard": {Draft: "", Failed: ""},
		}
		phases := map[Status]Phase{Draft: Editing, Queued: Fresh, Processing: Attempting, Sent: Done, Failed: Permanent, Unknown: Unresolved}
		n := 0
		for op, do := range ops {
			for status, phase := range phases {
				n++
				id := o.mustEnqueue(t, message(n))
				o.force(t, id, status, phase)
				err := do(id)
				after, ok := allowed[op][status]
				m, getErr := o.Get(ctx, id)
				switch {
				case ok && err != nil:
					t.Errorf("%s of %s: %v", op, status, err)
				case ok && after == "" && !errors.Is(getErr, ErrNotFound):
					t.Errorf("%s of %s: message is still there", op, status)
				case ok && after != "" && m.Status != after:
					t.Errorf("%s of %s: is %s, want %s", op, status, m.Status, after)
				case !ok && !errors.Is(err, ErrState) && !errors.Is(err, ErrTooLate):
					t.Errorf("%s of %s: error is %v", op, status, err)
				case !ok && m.Status != status:
					t.Errorf("%s of %s changed it to %s", op, status, m.Status)
				}
			}
		}
		if err := o.Retry(ctx, 9999, "ann"); !errors.Is(err, ErrNotFound) {
			t.Errorf("unknown number: %v", err)
		}
	})
}

func TestOperate_tooLateToCancel(t *testing.T) {
	o := open(t, store{dir: t.TempDir()}.config(newProvider()))
	id := o.mustEnqueue(t, message(1))
	o.force(t, id, Processing, Handover)
	if err := o.Cancel(t.Context(), id, "ann"); !errors.Is(err, ErrTooLate) {
		t.Errorf("cancel: %v", err)
	}
}

func TestOperate_audited(t *testing.T) {
	o := open(t, store{dir: t.TempDir()}.config(newProvider()))
	id := o.mustEnqueue(t, message(1))
	if err := o.Cancel(t.Context(), id, "ann"); err != nil {
		t.Fatal(err)
	}
	if err := o.Pause(t.Context(), "A", time.Time{}, "holiday", "bob"); err != nil {
		t.Fatal(err)
	}
	log, err := o.Audit(t.Context(), 0, 10)
	if err != nil || len(log) != 2 || log[0].Who != "bob" || log[0].Action != "pause A" || log[1].Who != "ann" || log[1].Message != id || log[1].Detail != "was queued/new" {
		t.Errorf("audit %+v, %v", log, err)
	}
}

func TestOutbox_failsWhatNobodyServes(t *testing.T) {
	s := store{dir: t.TempDir()}
	c := s.config(newProvider())
	c.Accounts = append(c.Accounts, testAccount("Old"))
	o := open(t, c)
	m := message(1)
	m.Account = "Old"
	id := o.mustEnqueue(t, m)
	if n, err := o.Waiting(t.Context(), "Old"); n != 1 || err != nil {
		t.Errorf("deleting the account would touch %d messages, %v", n, err)
	}
	o.Close()
	o = open(t, s.config(newProvider()))
	o.mustDrain(t)
	o.is(t, id, Failed, Permanent)
}

// sentInPart is a message that a1 has and p1 was refused.
func sentInPart(t *testing.T, o *Outbox, n int) int64 {
	t.Helper()
	m := message(n)
	m.Recipients = []Recipient{{Kind: To, Address: "a1"}, {Kind: To, Address: "p1"}}
	id := o.mustEnqueue(t, m)
	o.mustDrain(t)
	o.is(t, id, Sent, Partial)
	return id
}

// What somebody has stays sent in part, however its second start is ended, and
// nobody gets it twice.
func TestOperate_sentInPartStays(t *testing.T) {
	eachStore(t, func(t *testing.T, s store) {
		p := newProvider()
		p.answer = recipientScript
		o := open(t, s.config(p))
		ctx := t.Context()
		id := sentInPart(t, o, 1)
		if err := errors.Join(o.Retry(ctx, id, "gus"), o.Cancel(ctx, id, "gus")); err != nil {
			t.Fatal(err)
		}
		o.is(t, id, Sent, Partial)
		if err := o.Discard(ctx, id, "gus"); !errors.Is(err, ErrState) {
			t.Errorf("discarded: %v", err)
		}
		if r, err := o.Enqueue(ctx, message(1)); err != nil || r.Outcome != AlreadySent {
			t.Errorf("sent once more: %+v, %v", r, err)
		}

		// A store of before, where it was called failed.
		o.force(t, id, Failed, Permanent)
		if err := o.Discard(ctx, id, "gus"); !errors.Is(err, ErrState) {
			t.Errorf("discarded: %v", err)
		}
		if r, err := o.Enqueue(ctx, message(1)); err != nil || r.Outcome != AlreadySent {
			t.Errorf("sent once more: %+v, %v", r, err)
		}

		// Its deadline passes, or its account goes.
		o.force(t, id, Sent, Partial)
		err := errors.Join(o.Retry(ctx, id, "gus"), o.write(ctx, func(t tx) error {
			_, err := t.exec("UPDATE message SET deadline=1 WHERE id=?", id)
			return err
		}))
		if err != nil {
			t.Fatal(err)
		}
		o.mustDrain(t)
		o.is(t, id, Sent, Partial)
		if err := o.Retry(ctx, id, "gus"); err != nil {
			t.Fatal(err)
		}
		o.Close()
		c := s.config(p)
		c.Accounts[0].Name = "B"
		o = open(t, c)
		o.mustDrain(t)
		o.is(t, id, Sent, Partial)
		if n := p.count("m1@example.com"); n != 1 {
			t.Errorf("delivered %d times", n)
		}
	})
}

// A message that waits again does not tell why it stopped before; its attempts do.
func TestRetry_forgetsTheReason(t *testing.T) {
	eachStore(t, func(t *testing.T, s store) {
		o := open(t, s.config(newProvider()))
		id := o.mustEnqueue(t, message(1))
		if err := errors.Join(o.Cancel(t.Context(), id, "gus"), o.Retry(t.Context(), id, "gus")); err != nil {
			t.Fatal(err)
		}
		if m, err := o.Get(t.Context(), id); err != nil || m.Status != Queued || m.ErrorText != "" {
			t.Errorf("%s: %q, %v", m.Status, m.ErrorText, err)
		}
	})
}
