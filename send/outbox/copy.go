package outbox

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"reportmail/send/outbox/database"
)

// Errors of moving a store.
var (
	// ErrMoved says that a store was copied to another one, which is the one to
	// use now.
	ErrMoved = errors.New("store was moved")
	// ErrNotEmpty says that the destination of a copy holds messages.
	ErrNotEmpty = errors.New("store is not empty")
	// ErrInUse says that a dispatcher works on the store.
	ErrInUse = errors.New("store is in use")
)

// copied are the tables that make up an outbox. Those of the engine are not
// among them: it holds nothing that matters. Neither are the dispatchers.
var copied = []string{"account", "counter", "message", "recipient", "relation", "attempt", "audit", "forgotten", "covered"}

// Copied says what Copy did.
type Copied struct {
	Rows map[string]int
	// Content is how many messages were copied from one spool to the other.
	Content int
	// Damage are the messages whose content was missing or damaged before.
	Damage []error
}

// Copy copies this outbox into an empty one, in one transaction on both sides,
// and marks this one as moved: it opens no more, so that no message is sent
// from both. where is what people call the destination, for that message. When
// the destination has another spool, the content goes there first.
func (o *Outbox) Copy(ctx context.Context, to *Outbox, where string) (Copied, error) {
	var c Copied
	if err := o.idle(ctx); err != nil {
		return c, fmt.Errorf("outbox: copy: %w", err)
	}
	content := o.moving(to.spool, to.cfg.Spool)
	err := content.most(ctx)
	if err == nil {
		err = o.write(ctx, func(from tx) error {
			if err := content.rest(from); err != nil {
				return err
			}
			err := to.write(ctx, func(into tx) error {
				c.Rows = map[string]int{}
				return copyTables(from, into, c.Rows)
			})
			if err != nil {
				return err
			}
			return from.setFact(movedTo, where)
		})
	}
	if err != nil {
		return Copied{}, fmt.Errorf("outbox: copy: %w", err)
	}
	content.count(&c)
	return c, nil
}

// idle refuses while dispatchers work.
func (o *Outbox) idle(ctx context.Context) error {
	n, err := o.Dispatchers(ctx)
	if err == nil && n > 0 {
		err = fmt.Errorf("%w: %d dispatchers run; stop them first", ErrInUse, n)
	}
	return err
}

func copyTables(from, into tx, rows map[string]int) error {
	var there int
	if err := into.row("SELECT count(*) FROM message", nil, &there); err != nil {
		return err
	}
	if there > 0 {
		return fmt.Errorf("%w: it has %d messages", ErrNotEmpty, there)
	}
	for _, table := range copied {
		n, err := copyTable(from, into, table)
		if err != nil {
			return fmt.Errorf("table %s: %w", table, err)
		}
		rows[table] = n
	}
	return nil
}

// copyBatch rows go into one statement; the widest table has 34 columns, and
// PostgreSQL takes 65,535 arguments.
const copyBatch = 200

func copyTable(from, into tx, table string) (int, error) {
	columns, err := from.columns(table)
	if err != nil {
		return 0, err
	}
	if _, err := into.exec("DELETE FROM " + table); err != nil {
		return 0, err
	}
	b := batch{into: into, table: table, columns: columns}
	err = from.rows("SELECT "+strings.Join(columns, ", ")+" FROM "+table, nil, func(scan func(...any) error) error {
		values, err := scanAny(scan, len(columns))
		if err != nil {
			return err
		}
		return b.add(values)
	})
	if err == nil {
		err = b.flush()
	}
	return b.n, err
}

func scanAny(scan func(...any) error, n int) ([]any, error) {
	values, dest := make([]any, n), make([]any, n)
	for i := range values {
		dest[i] = &values[i]
	}
	return values, scan(dest...)
}

// batch inserts rows many at a time.
type batch struct {
	into    tx
	table   string
	columns []string
	args    []any
	n       int
}

func (b *batch) add(values []any) error {
	b.args = append(b.args, values...)
	b.n++
	if len(b.args) < copyBatch*len(b.columns) {
		return nil
	}
	return b.flush()
}

func (b *batch) flush() error {
	if len(b.args) == 0 {
		return nil
	}
	row := "(" + marks(len(b.columns)) + ")"
	rows := strings.TrimSuffix(strings.Repeat(row+",", len(b.args)/len(b.columns)), ",")
	_, err := b.into.exec("INSERT INTO "+b.table+" ("+strings.Join(b.columns, ", ")+") VALUES "+rows+" ON CONFLICT DO NOTHING", b.args...)
	b.args = b.args[:0]
	return err
}

// columns of a table, in their order.
func (t tx) columns(table string) ([]string, error) {
	query := "SELECT name FROM pragma_table_info(?)"
	if t.o.db.Dialect() == database.Postgres {
		query = "SELECT column_name FROM information_schema.columns WHERE table_name = ? AND table_schema = current_schema() ORDER BY ordinal_position"
	}
	var list []string
	err := t.rows(query, []any{table}, func(scan func(...any) error) error {
		var name string
		err := scan(&name)
		list = append(list, name)
		return err
	})
	if err == nil && len(list) == 0 {
		err = errors.New("no such table")
	}
	return list, err
}
