package outbox

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"reportmail/send/connector"
	"reportmail/send/outbox/database"
)

// everyState fills an outbox with a message in every state and returns what a
// copy must show.
func everyState(t *testing.T, o *Outbox) []Message {
	t.Helper()
	n := 0
	for _, s := range []struct {
		status Status
		phase  Phase
	}{{Draft, Editing}, {Queued, Fresh}, {Queued, Backoff}, {Processing, Attempting}, {Processing, Handover}, {Sent, Done}, {Sent, Partial}, {Failed, Permanent}, {Unknown, Unresolved}, {Unknown, Verifying}} {
		n++
		m := message(n)
		m.Relations = []Relation{{Entity: "Customer", Record: fmt.Sprint(n)}, {Entity: "Sales Invoice Header", Record: m.Document, Primary: true}}
		o.force(t, o.mustEnqueue(t, m), s.status, s.phase)
	}
	if err := o.Note(t.Context(), "ann", "looked", 1, ""); err != nil {
		t.Fatal(err)
	}
	list, err := o.List(t.Context(), Filter{})
	if err != nil {
		t.Fatal(err)
	}
	return list
}

func TestCopy_sqliteToPostgres(t *testing.T) {
	to := store{dir: t.TempDir(), dsn: newPostgres(t)}
	from := store{dir: t.TempDir()}
	p := newProvider()
	p.search = func(connector.Query) (connector.Found, error) { return connector.Found{State: connector.Sent}, nil }
	old := open(t, from.config(p))
	want := everyState(t, old)
	cfg := to.config(p)
	cfg.Dir = from.dir // the spool stays where it is
	moved := open(t, cfg)
	c, err := old.Copy(t.Context(), moved, "postgres://db/reportmail")
	if err != nil || c.Rows["message"] != len(want) || c.Rows["relation"] != 2*len(want) {
		t.Fatalf("%+v, %v", c, err)
	}
	got, err := moved.List(t.Context(), Filter{})
	if err != nil || fmt.Sprint(got) != fmt.Sprint(want) {
		t.Errorf("copy differs:\n%v\n%v, %v", got, want, err)
	}
	// The old one opens no more, the new one goes on.
	old.Close()
	if _, err := Open(t.Context(), from.config(p)); !errors.Is(err, ErrMoved) {
		t.Errorf("the old store opens: %v", err)
	}
	if r, err := moved.Enqueue(t.Context(), message(6)); err != nil || r.Outcome != AlreadySent {
		t.Errorf("known message: %+v, %v", r, err)
	}
	if id := moved.mustEnqueue(t, message(99)); id != int64(len(want)+1) {
		t.Errorf("the next message got number %d", id)
	}
	moved.mustDrain(t)
	moved.is(t, 2, Sent, Done)
	moved.is(t, 4, Sent, Done)       // was an attempt
	moved.is(t, 5, Sent, Reconciled) // was handed over
	if _, copies := p.total(); copies != 4 {
		t.Errorf("%d copies delivered, want 4: numbers 2, 3, 4 and the new one", copies)
	}
	if _, err := moved.Copy(t.Context(), moved, ""); !errors.Is(err, ErrNotEmpty) {
		t.Errorf("copied into a store that is not empty: %v", err)
	}
}

func TestCopy_refusesWhileInUse(t *testing.T) {
	o := open(t, store{dir: t.TempDir()}.config(newProvider()))
	stop := serve(t, o)
	eventually(t, 5e9, "the server lives", func() bool { n, _ := o.Servers(t.Context()); return n == 1 })
	if _, err := o.Copy(t.Context(), o, ""); !errors.Is(err, ErrInUse) {
		t.Errorf("copied under a running server: %v", err)
	}
	stop()
}

// A file with a hole in it: refused or checked, and rescued as far as it goes.
func TestRescue_damagedFile(t *testing.T) {
	from, to := store{dir: t.TempDir()}, store{dir: t.TempDir()}
	o := open(t, from.config(nil))
	const n = 600
	err := o.EnqueueAll(t.Context(), func(yield func(Submission, error) bool) {
		for i := range n {
			if !yield(message(i), nil) {
				return
			}
		}
	}, func(Submission, Result, error) {})
	if err != nil {
		t.Fatal(err)
	}
	if found, err := o.Check(t.Context()); len(found) > 0 || err != nil {
		t.Errorf("a sound store: %v, %v", found, err)
	}
	o.Close()
	file := filepath.Join(from.dir, StoreFile)
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	middle := len(data) / 2 &^ 4095
	for i := range 16 * 4096 {
		data[middle+i] = 0xAA
	}
	writeFile(t, from.dir, StoreFile, string(data))

	damaged, err := Open(t.Context(), from.config(nil))
	if err == nil {
		found, err := damaged.Check(t.Context())
		if len(found) == 0 || err == nil && !errors.Is(found[0], database.ErrCorrupt) {
			t.Errorf("Check found %v, %v", found, err)
		}
		damaged.Close()
	} else if !errors.Is(err, database.ErrCorrupt) {
		t.Errorf("Open: %v", err)
	}
	fresh := open(t, to.config(nil))
	r, err := fresh.Rescue(t.Context(), file)
	if err != nil {
		t.Fatal(err)
	}
	t.Logf("%d of %d messages, %d missing, %d recipients; %v", r.Rows["message"], n, r.Missing, r.Rows["recipient"], r.Damage)
	if got := r.Rows["message"]; got < n/2 || got+r.Missing != n || len(r.Damage) == 0 {
		t.Errorf("rescued %d messages, %d missing, damage %v", got, r.Missing, r.Damage)
	}
	list, err := fresh.List(t.Context(), Filter{Limit: n})
	if err != nil || len(list) != r.Rows["message"] {
		t.Errorf("%d messages in the new store, %v", len(list), err)
	}
	for _, m := range list {
		d, err := fresh.Get(t.Context(), m.ID)
		if err != nil || len(d.Recipients) != 1 && d.Status != Failed {
			t.Fatalf("message %d is %s with %d recipients, %v", m.ID, d.Status, len(d.Recipients), err)
		}
	}
}

func TestCheck_missingContent(t *testing.T) {
	s := store{dir: t.TempDir()}
	o := open(t, s.config(nil))
	o.mustEnqueue(t, message(1))
	for _, f := range s.blobFiles(t) {
		os.Remove(f)
	}
	if found, err := o.Check(t.Context()); err != nil || len(found) != 1 {
		t.Errorf("%v, %v", found, err)
	}
}

// A store of the first version of the tables goes on under this program, with a
// message in every state (F19).
func TestOpen_upgrades(t *testing.T) {
	eachStore(t, func(t *testing.T, s store) {
		o := open(t, s.config(newProvider()))
		want := everyState(t, o)
		err := o.db.Write(t.Context(), func(ctx context.Context, x database.Tx) error {
			for _, q := range firstVersion {
				if _, err := x.Exec(ctx, q); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
		o.Close()
		o = open(t, s.config(newProvider()))
		if got, err := o.List(t.Context(), Filter{}); err != nil || fmt.Sprint(got) != fmt.Sprint(want) {
			t.Errorf("after the upgrade:\n%v\n%v, %v", got, want, err)
		}
		o.mustDrain(t)
	})
}

func TestOpen_refusesNewerStores(t *testing.T) {
	s := store{dir: t.TempDir()}
	o := open(t, s.config(nil))
	err := o.db.Write(t.Context(), func(ctx context.Context, x database.Tx) error {
		_, err := x.Exec(ctx, "INSERT INTO schema_version (version_id, is_applied) VALUES (999, 1)")
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	o.Close()
	if _, err := Open(t.Context(), s.config(nil)); !errors.Is(err, database.ErrNewer) {
		t.Errorf("a newer store opens: %v", err)
	}
}
