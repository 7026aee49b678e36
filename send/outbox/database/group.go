package database

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"
)

// groupSize is how many waiting transactions share one commit at most: an
// fsync costs more than all their statements.
const groupSize = 64

// ErrClosed says that the store was closed.
var ErrClosed = errors.New("store is closed")

type writeRequest struct {
	ctx  context.Context
	fn   func(context.Context, Tx) error
	err  error
	done chan struct{}
}

// Write implements DB. Transactions that wait share a commit.
func (d *SQLiteStore) Write(ctx context.Context, fn func(context.Context, Tx) error) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	r := &writeRequest{ctx: ctx, fn: fn, done: make(chan struct{})}
	d.mu.RLock()
	if d.closed {
		d.mu.RUnlock()
		return ErrClosed
	}
	d.queue <- r
	d.mu.RUnlock()
	// No select on ctx: the answer says whether it was committed, and it comes.
	<-r.done
	return d.explain(r.err)
}

// writer is the only goroutine that writes through d.write.
func (d *SQLiteStore) writer() {
	defer d.done.Done()
	for first := range d.queue {
		group := []*writeRequest{first}
	collect:
		for len(group) < groupSize {
			select {
			case r, ok := <-d.queue:
				if !ok {
					break collect
				}
				group = append(group, r)
			default:
				break collect
			}
		}
		d.commit(group)
	}
}

// commit runs a group in one transaction and answers each of its requests.
func (d *SQLiteStore) commit(group []*writeRequest) {
	err := d.runGroup(group)
	for _, r := range group {
		if err != nil {
			r.err = err
		}
		close(r.done)
	}
	d.written.prepare(context.Background())
}

func (d *SQLiteStore) runGroup(group []*writeRequest) error {
	tx, err := d.begin(group[0].ctx)
	if err != nil {
		return err
	}
	defer tx.Rollback()
	if len(group) == 1 {
		if group[0].err = d.call(group[0], tx); group[0].err != nil {
			return nil
		}
		return d.finish(tx)
	}
	kept := 0
	for _, r := range group {
		if r.err, err = d.runSaved(r, tx); err != nil {
			return err
		}
		if r.err == nil {
			kept++
		}
	}
	if kept == 0 {
		return nil
	}
	return d.finish(tx)
}

// finish commits. A COMMIT that fails can leave its transaction open (disk
// full), which would make every later BEGIN on the connection fail.
func (d *SQLiteStore) finish(tx *sql.Tx) error {
	err := tx.Commit()
	if err != nil {
		d.write.Exec("ROLLBACK")
	}
	return err
}

// runSaved runs one request of a group so that its failure undoes only its own
// changes. The second error ends the whole group.
func (d *SQLiteStore) runSaved(r *writeRequest, tx *sql.Tx) (failed, fatal error) {
	ctx := context.WithoutCancel(r.ctx)
	if _, err := tx.ExecContext(ctx, "SAVEPOINT request"); err != nil {
		return nil, err
	}
	failed = d.call(r, tx)
	if failed != nil {
		if _, err := tx.ExecContext(ctx, "ROLLBACK TO request"); err != nil {
			return failed, err
		}
	}
	_, err := tx.ExecContext(ctx, "RELEASE request")
	return failed, err
}

// call runs a request's function. Its context is not cancelled half-way: an
// interrupted statement would roll back the whole group (SQLite, "interrupt").
func (d *SQLiteStore) call(r *writeRequest, tx *sql.Tx) (err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("store %s: panic in transaction: %v", d.path, p)
		}
	}()
	return r.fn(context.WithoutCancel(r.ctx), sqliteTx{tx, d.written})
}

// begin takes the write lock, waiting for other processes as long as ctx lives.
func (d *SQLiteStore) begin(ctx context.Context) (*sql.Tx, error) {
	for {
		tx, err := d.write.BeginTx(context.WithoutCancel(ctx), nil)
		if err == nil || !busy(err) {
			return tx, err
		}
		if ctx.Err() != nil {
			return nil, err
		}
		time.Sleep(time.Millisecond)
	}
}
