package outbox

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	_ "modernc.org/sqlite" // the driver "sqlite"

	"reportmail/send/outbox/database"
	"reportmail/send/outbox/spool"
)

// Rescued says what could be read of a damaged store.
type Rescued struct {
	Rows map[string]int
	// Missing are numbers of messages that left a gap: they were deleted, or
	// their rows could not be read.
	Missing int
	// Damage are the errors met, one a table and direction.
	Damage []error
}

// Rescue reads what can be read of a damaged store file into this empty outbox.
// Every table is read from both ends up to the damage. What was being sent
// becomes Unknown or goes back to the queue, as after a crash. A message whose
// row is lost may be sent again when its document is submitted again.
func (o *Outbox) Rescue(ctx context.Context, file string) (Rescued, error) {
	r := Rescued{Rows: map[string]int{}}
	h, err := sql.Open("sqlite", "file:"+file+"?mode=ro&_pragma=query_only(1)")
	if err != nil {
		return r, fmt.Errorf("outbox: rescue %s: %w", file, err)
	}
	defer h.Close()
	err = o.write(ctx, func(t tx) error {
		r = Rescued{Rows: map[string]int{}}
		var there int
		if err := t.row("SELECT count(*) FROM message", nil, &there); err != nil {
			return err
		}
		if there > 0 {
			return fmt.Errorf("%w: it has %d messages", ErrNotEmpty, there)
		}
		for _, table := range copied {
			if err := r.table(t, h, table); err != nil {
				return err
			}
		}
		return t.afterRescue(&r)
	})
	if err != nil {
		return Rescued{}, fmt.Errorf("outbox: rescue %s: %w", file, err)
	}
	return r, nil
}

// RescueFile puts a new store file with what can be read of the damaged one in
// its place, and returns where the damaged one is kept. Nothing may work on the
// store meanwhile; when a dispatcher does, the error is ErrInUse.
func RescueFile(ctx context.Context, cfg Config) (r Rescued, kept string, err error) {
	path := filepath.Join(cfg.Dir, StoreFile)
	if file, ok := strings.CutPrefix(cfg.DSN, "sqlite:"); ok {
		path = file
	} else if cfg.DSN != "" {
		return r, "", errors.New("outbox: rescue: the store is a database server's; restore it from its backup")
	}
	if _, err := os.Stat(path); err != nil {
		return r, "", fmt.Errorf("outbox: rescue: %w", err)
	}
	locks, _ := filepath.Glob(filepath.Join(filepath.Dir(path), "nodes", "*.lock"))
	for _, l := range locks {
		if !released(l) {
			return r, "", fmt.Errorf("outbox: rescue %s: %w: %s runs; stop it first", path, ErrInUse, strings.TrimSuffix(filepath.Base(l), ".lock"))
		}
	}
	fresh := path + ".rescued"
	removeStore(fresh)
	cfg.DSN = "sqlite:" + fresh
	o, err := Open(ctx, cfg)
	if err != nil {
		return r, "", err
	}
	r, err = o.Rescue(ctx, path)
	if err = errors.Join(err, o.Close()); err != nil {
		removeStore(fresh)
		return r, "", err
	}
	kept = path + ".damaged-" + time.Now().UTC().Format("20060102T150405Z")
	if err := moveStore(path, kept); err != nil {
		removeStore(fresh)
		return r, "", fmt.Errorf("outbox: rescue: %w", err)
	}
	if err := moveStore(fresh, path); err != nil {
		return r, kept, fmt.Errorf("outbox: rescue: the damaged store is %s, what was rescued is %s: %w", kept, fresh, err)
	}
	return r, kept, nil
}

// storeFiles are what SQLite keeps beside a store file, the file itself last:
// without it the others are nothing.
var storeFiles = []string{"-wal", "-shm", ""}

func removeStore(path string) {
	for _, part := range storeFiles {
		os.Remove(path + part)
	}
}

func moveStore(from, to string) error {
	for _, part := range storeFiles {
		if err := os.Rename(from+part, to+part); err != nil && (part == "" || !errors.Is(err, os.ErrNotExist)) {
			return err
		}
	}
	return nil
}

// table reads a table forwards, and backwards when that ended at damage.
func (r *Rescued) table(t tx, from *sql.DB, table string) error {
	columns, err := t.columns(table)
	if err != nil {
		return err
	}
	for _, order := range []string{"", " DESC"} {
		b := batch{into: t, table: table, columns: columns}
		broken, err := b.readFrom(from, order)
		if err != nil {
			return err
		}
		if broken == nil {
			break
		}
		r.Damage = append(r.Damage, fmt.Errorf("table %s: %w", table, broken))
	}
	var n int
	if err := t.row("SELECT count(*) FROM "+table, nil, &n); err != nil {
		return err
	}
	r.Rows[table] = n
	return nil
}

// readFrom copies rows until the end or until the source cannot be read.
func (b *batch) readFrom(from *sql.DB, order string) (broken, err error) {
	rows, broken := from.QueryContext(b.into.ctx, "SELECT "+strings.Join(b.columns, ", ")+" FROM "+b.table+" ORDER BY rowid"+order)
	if broken != nil {
		return broken, nil
	}
	defer rows.Close()
	for rows.Next() {
		values, broken := scanAny(rows.Scan, len(b.columns))
		if broken != nil {
			return broken, b.flush()
		}
		if err := b.add(values); err != nil {
			return nil, err
		}
	}
	return rows.Err(), b.flush()
}

// afterRescue sets the counters behind what is there and takes over what was
// under way.
func (t tx) afterRescue(r *Rescued) error {
	for _, c := range []string{"message", "audit"} {
		var last int64
		if err := t.row("SELECT coalesce(max(id),0) FROM "+c, nil, &last); err != nil {
			return err
		}
		_, err := t.exec(`INSERT INTO counter (name, next) VALUES (?,?) ON CONFLICT (name) DO UPDATE
			SET next = CASE WHEN counter.next > excluded.next THEN counter.next ELSE excluded.next END`, c, last+1)
		if err != nil {
			return err
		}
	}
	var next, have int
	if err := t.row("SELECT next FROM counter WHERE name='message'", nil, &next); err != nil {
		return err
	}
	if err := t.row("SELECT count(*) FROM message", nil, &have); err != nil {
		return err
	}
	r.Missing = next - 1 - have
	if err := t.takeOver("node <> ?", "nobody"); err != nil {
		return err
	}
	// A message that would go to a part of its recipients, or to nobody.
	_, err := t.exec(`UPDATE message SET status='failed', phase='permanent', finished_at=?, error_class='permanent',
		error_text='its recipients were lost with the damaged store; submit it again'
		WHERE status IN ('draft','queued') AND rcpt_count > (SELECT count(*) FROM recipient WHERE recipient.message = message.id)`, t.now)
	return err
}

// Check looks for damage: in the store file, and in the content of every
// message that may still be sent. It returns one error for each thing it found.
func (o *Outbox) Check(ctx context.Context) ([]error, error) {
	var found []error
	var open []Message
	err := o.read(ctx, func(t tx) error {
		found, open = nil, nil
		if t.o.db.Dialect() == database.SQLite {
			err := t.rows("PRAGMA integrity_check(20)", nil, func(scan func(...any) error) error {
				var line string
				err := scan(&line)
				if line != "ok" {
					found = append(found, fmt.Errorf("%w: %s", database.ErrCorrupt, line))
				}
				return err
			})
			if err != nil {
				found = append(found, err)
			}
		}
		return t.rows("SELECT "+messageColumns+" FROM message WHERE status IN ('draft','queued','processing','unknown') ORDER BY id", nil, func(scan func(...any) error) error {
			m, err := scanMessage(scan)
			open = append(open, m)
			return err
		})
	})
	if err != nil {
		return found, fmt.Errorf("outbox: check: %w", err)
	}
	for _, m := range open {
		if err := spool.Verify(ctx, o.spool, spool.Blob{Sum: m.Blob, Size: m.Size}); err != nil {
			found = append(found, fmt.Errorf("message %d: %w", m.ID, err))
		}
	}
	return found, nil
}
