// Package database runs the outbox's SQL on SQLite and on PostgreSQL.
//
// Both get the same statements: question marks for arguments, text and big
// integers only, times in milliseconds. What differs is how a transaction is
// made safe: SQLite commits through one writer with WAL, synchronous=FULL and
// immediate locks, PostgreSQL with row locks; the package hides just that.
//
// A commit that was answered without an error survives a power cut.
package database

import (
	"context"
	"errors"
)

// Errors of the package.
var (
	// ErrNoRow says that a query for one row found none.
	ErrNoRow = errors.New("no such row")
	// ErrCorrupt says that the store file is damaged.
	ErrCorrupt = errors.New("store is damaged")
	// ErrFull says that the disk has no room for a commit.
	ErrFull = errors.New("disk is full")
	// ErrReadOnly says that the store cannot be written.
	ErrReadOnly = errors.New("store cannot be written; is its folder read-only, or another user's?")
	// ErrNewer says that a newer version of the program made the store.
	ErrNewer = errors.New("store belongs to a newer version")
)

// DB is an open store.
type DB interface {
	// Write runs fn in a transaction and commits it; fn's error rolls it back
	// and is returned. Concurrent calls may share one commit. fn may be called
	// again when the transaction has to be repeated, so it must only change
	// what it sets anew each time.
	Write(ctx context.Context, fn func(ctx context.Context, tx Tx) error) error
	// Read runs fn on one consistent state of the store.
	Read(ctx context.Context, fn func(ctx context.Context, tx Tx) error) error
	// Dialect says which SQL the store speaks.
	Dialect() Dialect
	// Close waits for running transactions and closes the store.
	Close() error
}

// Dialect is a kind of store.
type Dialect string

// The dialects.
const (
	SQLite   Dialect = "sqlite"
	Postgres Dialect = "postgres"
)

// Tx is a transaction. It must not be used after the function it was given to
// returned, nor by two goroutines.
type Tx interface {
	// Exec runs a statement and returns how many rows it changed.
	Exec(ctx context.Context, query string, args ...any) (int64, error)
	// Row scans the first row of a query; ErrNoRow when there is none.
	Row(ctx context.Context, query string, args []any, dest ...any) error
	// Rows calls each for every row of a query with a function that scans it.
	Rows(ctx context.Context, query string, args []any, each func(scan func(dest ...any) error) error) error
	// Raw is the transaction of the driver: *sql.Tx or pgx.Tx.
	Raw() any
}

// ForUpdate is the suffix that locks the rows of a SELECT until the commit.
// SQLite needs none: its write transactions exclude each other.
func (d Dialect) ForUpdate() string {
	if d == Postgres {
		return " FOR UPDATE"
	}
	return ""
}
