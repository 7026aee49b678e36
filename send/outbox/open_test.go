package outbox

import (
	"context"
	"slices"
	"sync"
	"testing"

	"reportmail/send/outbox/database"
)

// Several programs open a new outbox at the same moment: one makes the tables,
// and all can work.
func TestOpen_atOnce(t *testing.T) {
	eachStore(t, func(t *testing.T, s store) {
		for range pick(3, 30) {
			s := s.fresh(t)
			var wg sync.WaitGroup
			for i := range 8 {
				wg.Go(func() {
					o, err := Open(t.Context(), s.config(nil))
					if err != nil {
						t.Error(err)
						return
					}
					defer o.Close()
					if _, err := o.Enqueue(t.Context(), message(i)); err != nil {
						t.Error(err)
					}
				})
			}
			wg.Wait()
			if t.Failed() {
				return
			}
		}
	})
}

// firstVersion takes a store back to the first version of its tables.
var firstVersion = []string{"DROP TABLE covered", "DROP INDEX relation_record", "DROP TABLE meta", "ALTER TABLE node DROP COLUMN serves", "DELETE FROM schema_version WHERE version_id > 1"}

// A migration that was interrupted between two versions is finished by the next
// one to open the store, and what it holds is kept.
func TestOpen_halfMigrated(t *testing.T) {
	s := store{dir: t.TempDir()}
	o := open(t, s.config(newProvider()))
	o.mustEnqueue(t, message(1))
	// As it was with version 1, and the engine's tables not there yet.
	undo := slices.Clone(firstVersion)
	err := o.read(t.Context(), func(x tx) error {
		return x.rows("SELECT name FROM sqlite_master WHERE type='table' AND name LIKE 'river%' ORDER BY name DESC", nil, func(scan func(...any) error) error {
			var name string
			err := scan(&name)
			undo = append(undo, "DROP TABLE "+name)
			return err
		})
	})
	if err != nil || len(undo) < 6 {
		t.Fatalf("%v, %v", undo, err)
	}
	for _, q := range undo {
		err := o.db.Write(t.Context(), func(ctx context.Context, x database.Tx) error {
			_, err := x.Exec(ctx, q)
			return err
		})
		if err != nil {
			t.Fatalf("%s: %v", q, err)
		}
	}
	o.Close()
	o = open(t, s.config(newProvider()))
	o.mustDrain(t)
	o.is(t, 1, Sent, Done)
	n, err := o.join(t.Context(), true)
	if err != nil {
		t.Fatal(err)
	}
	defer o.leave(n)
	o.mustEnqueue(t, message(2)) // with a wake-up for the server
	var jobs int
	err = o.read(t.Context(), func(x tx) error { return x.row("SELECT count(*) FROM river_job", nil, &jobs) })
	if err != nil || jobs != 1 {
		t.Errorf("%d wake-ups, %v", jobs, err)
	}
}
