package database

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"math/rand/v2"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/pressly/goose/v3"
	"github.com/riverqueue/river/riverdriver/riversqlite"
	"modernc.org/sqlite"
)

// WriteMode is what makes a commit durable and keeps writers from locking each
// other out. synchronous=NORMAL would lose every commit since the last
// checkpoint in a power cut, the journal of hand-overs with them; deferred
// locks end in SQLITE_BUSY as soon as two processes write.
const WriteMode = "_pragma=busy_timeout(10000)&_pragma=journal_mode(WAL)&_pragma=synchronous(FULL)&_pragma=foreign_keys(1)&_txlock=immediate"

// ReadMode opens handles for lists.
const ReadMode = "mode=ro&_pragma=busy_timeout(10000)&_pragma=query_only(1)"

// readers is the number of connections for lists.
const readers = 4

// SQLiteStore is a store in a file. It implements DB.
type SQLiteStore struct {
	path  string
	open  Opener
	write *sql.DB
	read  *sql.DB
	// written and listed are the prepared statements of both.
	written, listed *statements
	queue           chan *writeRequest
	done            sync.WaitGroup

	mu     sync.RWMutex
	closed bool
}

// Opener opens a handle on a SQLite file, for writing or for reading only.
type Opener func(path string, write bool) (*sql.DB, error)

// openFile is the Opener of modernc.org/sqlite.
func openFile(path string, write bool) (*sql.DB, error) {
	if write {
		return sql.Open("sqlite", uri(path, WriteMode))
	}
	return sql.Open("sqlite", uri(path, ReadMode))
}

// OpenSQLite opens the store in the file at path, creates it when it is not
// there and brings its tables up to date.
func OpenSQLite(ctx context.Context, path string) (*SQLiteStore, error) {
	return OpenSQLiteWith(ctx, path, openFile)
}

// OpenSQLiteWith is OpenSQLite with another driver for the same file format:
// tests open stores on disks that lose power.
func OpenSQLiteWith(ctx context.Context, path string, opener Opener) (*SQLiteStore, error) {
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return nil, fmt.Errorf("store %s: %w", path, err)
	}
	if err := checkHeader(path); err != nil {
		return nil, err
	}
	d := &SQLiteStore{path: path, open: opener, queue: make(chan *writeRequest, groupSize)}
	var err error
	if d.write, err = d.openHandle(ctx); err != nil {
		return nil, d.explain(err)
	}
	d.write.SetMaxOpenConns(1)
	if err := d.migrate(ctx); err != nil {
		d.write.Close()
		if _, theirs := sqliteCode(err); !theirs {
			err = fmt.Errorf("store %s: %w", path, err)
		}
		return nil, d.explain(err)
	}
	if d.read, err = opener(path, false); err != nil {
		d.write.Close()
		return nil, d.explain(err)
	}
	d.read.SetMaxOpenConns(readers)
	d.read.SetMaxIdleConns(readers)
	d.written, d.listed = newStatements(d.write), newStatements(d.read)
	d.done.Add(1)
	go d.writer()
	return d, nil
}

// openTries is how often a step of opening is tried while another program is at the same: two seconds and more.
const openTries = 60

// meeting runs a step of opening again while its error is one of those that two programs at the same step get.
func meeting(ctx context.Context, codes []int, step func() error) error {
	for try := 1; ; try++ {
		err := step()
		code, ok := sqliteCode(err)
		if !ok || !slices.Contains(codes, code) || try == openTries || ctx.Err() != nil {
			return err
		}
		time.Sleep(time.Duration(20+rand.IntN(20)) * time.Millisecond)
	}
}

// migrate brings the tables up to date. Each step is a transaction, and of two
// programs that take the same one the later fails and looks again.
func (d *SQLiteStore) migrate(ctx context.Context) error {
	// SQLITE_ERROR (the table is there), BUSY, LOCKED, SCHEMA, CONSTRAINT.
	return meeting(ctx, []int{1, 5, 6, 17, 19}, func() error {
		if err := migrate(ctx, d.write, goose.DialectSQLite3); err != nil {
			return err
		}
		return migrateEngine(ctx, d.write, riversqlite.New(d.write))
	})
}

// Path is where the file is.
func (d *SQLiteStore) Path() string { return d.path }

// Handle opens one more connection to the store, for an engine that manages its
// own transactions.
func (d *SQLiteStore) Handle(ctx context.Context) (*sql.DB, error) {
	h, err := d.openHandle(ctx)
	if err != nil {
		return nil, d.explain(err)
	}
	h.SetMaxOpenConns(1)
	return h, nil
}

func (d *SQLiteStore) openHandle(ctx context.Context) (*sql.DB, error) {
	h, err := d.open(d.path, true)
	if err != nil {
		return nil, err
	}
	// The first connection sets the journal mode and reads the file's header. SQLite does not wait for the lock that the
	// journal mode of a new file takes: BUSY and LOCKED come at once.
	var version int64
	err = meeting(ctx, []int{5, 6}, func() error { return h.QueryRowContext(ctx, "PRAGMA schema_version").Scan(&version) })
	if err != nil {
		h.Close()
		return nil, err
	}
	return h, nil
}

func uri(path, mode string) string {
	return "file:" + (&url.URL{Path: filepath.ToSlash(path)}).EscapedPath() + "?" + mode
}

// magic starts every SQLite 3 file (https://www.sqlite.org/fileformat.html 1.3).
const magic = "SQLite format 3\x00"

func checkHeader(path string) error {
	f, err := os.Open(path)
	if errors.Is(err, os.ErrNotExist) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("store %s: %w", path, err)
	}
	defer f.Close()
	head := make([]byte, len(magic))
	switch n, _ := f.Read(head); {
	case n == 0:
		return nil
	case string(head) != magic:
		return fmt.Errorf("store %s: %w: this is not a store file", path, ErrCorrupt)
	}
	return nil
}

// Dialect implements DB.
func (d *SQLiteStore) Dialect() Dialect { return SQLite }

// Read implements DB.
func (d *SQLiteStore) Read(ctx context.Context, fn func(context.Context, Tx) error) error {
	err := d.readOnce(ctx, fn)
	if err == nil {
		d.listed.prepare(ctx)
	}
	return d.explain(err)
}

func (d *SQLiteStore) readOnce(ctx context.Context, fn func(context.Context, Tx) error) error {
	tx, err := d.read.BeginTx(ctx, &sql.TxOptions{ReadOnly: true})
	if err != nil {
		return err
	}
	defer tx.Rollback()
	return fn(ctx, sqliteTx{tx, d.listed})
}

// Close implements DB.
func (d *SQLiteStore) Close() error {
	d.mu.Lock()
	if d.closed {
		d.mu.Unlock()
		return nil
	}
	d.closed = true
	close(d.queue)
	d.mu.Unlock()
	d.done.Wait()
	return errors.Join(d.read.Close(), d.write.Close())
}

// explain names the file and tells the errors that a person has to act upon.
func (d *SQLiteStore) explain(err error) error {
	code, ok := sqliteCode(err)
	if !ok {
		return err
	}
	switch code {
	case 11, 26: // SQLITE_CORRUPT, SQLITE_NOTADB
		return fmt.Errorf("store %s: %w: %w", d.path, ErrCorrupt, err)
	case 8, 14: // SQLITE_READONLY, SQLITE_CANTOPEN
		return fmt.Errorf("store %s: %w: %w", d.path, ErrReadOnly, err)
	case 13: // SQLITE_FULL
		return fmt.Errorf("store %s: %w: %w", d.path, ErrFull, err)
	}
	if strings.Contains(err.Error(), "no space left") {
		return fmt.Errorf("store %s: %w: %w", d.path, ErrFull, err)
	}
	return fmt.Errorf("store %s: %w", d.path, err)
}

// sqliteCode is the primary result code of an error of SQLite's.
func sqliteCode(err error) (int, bool) {
	var e *sqlite.Error
	if !errors.As(err, &e) {
		return 0, false
	}
	return e.Code() & 0xff, true
}

// busy reports whether err says that another process holds the write lock.
func busy(err error) bool {
	code, ok := sqliteCode(err)
	return ok && (code == 5 || code == 6) // SQLITE_BUSY, SQLITE_LOCKED
}

type sqliteTx struct {
	tx    *sql.Tx
	cache *statements
}

func (t sqliteTx) Raw() any { return t.tx }

func (t sqliteTx) Exec(ctx context.Context, query string, args ...any) (int64, error) {
	var r sql.Result
	var err error
	if st := t.cache.get(query); st != nil {
		r, err = t.tx.StmtContext(ctx, st).ExecContext(ctx, args...)
	} else {
		r, err = t.tx.ExecContext(ctx, query, args...)
	}
	if err != nil {
		return 0, err
	}
	return r.RowsAffected()
}

func (t sqliteTx) query(ctx context.Context, query string, args []any) (*sql.Rows, error) {
	if st := t.cache.get(query); st != nil {
		return t.tx.StmtContext(ctx, st).QueryContext(ctx, args...)
	}
	return t.tx.QueryContext(ctx, query, args...)
}

func (t sqliteTx) Row(ctx context.Context, query string, args []any, dest ...any) error {
	found := false
	err := t.Rows(ctx, query, args, func(scan func(...any) error) error {
		if found {
			return nil
		}
		found = true
		return scan(dest...)
	})
	if err == nil && !found {
		return ErrNoRow
	}
	return err
}

func (t sqliteTx) Rows(ctx context.Context, query string, args []any, each func(func(...any) error) error) error {
	rows, err := t.query(ctx, query, args)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		if err := each(rows.Scan); err != nil {
			return err
		}
	}
	return rows.Err()
}
