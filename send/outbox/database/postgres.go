package database

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/jackc/pgx/v5/stdlib"
	"github.com/pressly/goose/v3"
	"github.com/riverqueue/river/riverdriver/riverpgxv5"
)

// PostgresStore is a store on a PostgreSQL server. It implements DB.
type PostgresStore struct {
	pool  *pgxpool.Pool
	where string // without the password
	// queries remembers rewritten statements; there are some dozens.
	queries sync.Map
}

// defaults are settings of a connection that the URL may set otherwise.
var defaults = map[string]string{
	"application_name": "reportmail",
	// A process that is stopped within a transaction, or whose machine lost its
	// power, must not keep an account locked for all others.
	"idle_in_transaction_session_timeout": "20s",
}

// OpenPostgres opens the store that a postgres:// URL names and brings its
// tables up to date.
func OpenPostgres(ctx context.Context, url string) (*PostgresStore, error) {
	cfg, err := pgxpool.ParseConfig(url)
	if err != nil {
		return nil, fmt.Errorf("store: %w", err) // pgx hides the password
	}
	where := fmt.Sprintf("postgres://%s:%d/%s", cfg.ConnConfig.Host, cfg.ConnConfig.Port, cfg.ConnConfig.Database)
	// The journal of hand-overs must survive a power cut (wal_synchronous_commit).
	cfg.ConnConfig.RuntimeParams["synchronous_commit"] = "on"
	for name, value := range defaults {
		if cfg.ConnConfig.RuntimeParams[name] == "" {
			cfg.ConnConfig.RuntimeParams[name] = value
		}
	}
	cfg.ConnConfig.DialFunc = dialer(&cfg.ConnConfig.Config)
	pool, err := pgxpool.NewWithConfig(ctx, cfg)
	if err != nil {
		return nil, fmt.Errorf("store %s: %w", where, err)
	}
	p := &PostgresStore{pool: pool, where: where}
	if err := p.migrate(ctx); err != nil {
		pool.Close()
		return nil, p.explain(err)
	}
	return p, nil
}

// migrationLock keeps two programs from migrating at once ("reportma" in ASCII).
const migrationLock = 0x7265706f72746d61

func (p *PostgresStore) migrate(ctx context.Context) error {
	conn, err := p.pool.Acquire(ctx)
	if err != nil {
		return err
	}
	defer conn.Release()
	if _, err := conn.Exec(ctx, "SELECT pg_advisory_lock($1)", int64(migrationLock)); err != nil {
		return err
	}
	defer conn.Exec(context.WithoutCancel(ctx), "SELECT pg_advisory_unlock($1)", int64(migrationLock))
	h := stdlib.OpenDBFromPool(p.pool)
	defer h.Close()
	if err := migrate(ctx, h, goose.DialectPostgres); err != nil {
		return err
	}
	return migrateEngine(ctx, h, riverpgxv5.New(p.pool))
}

// Pool is the connection pool, for an engine that manages its own transactions.
func (p *PostgresStore) Pool() *pgxpool.Pool { return p.pool }

// Dialect implements DB.
func (p *PostgresStore) Dialect() Dialect { return Postgres }

// Close implements DB.
func (p *PostgresStore) Close() error {
	p.pool.Close()
	return nil
}

// repeats is how often a transaction that another one got in the way of is
// tried again.
const repeats = 20

// Write implements DB.
func (p *PostgresStore) Write(ctx context.Context, fn func(context.Context, Tx) error) error {
	for try := 0; ; try++ {
		err := p.run(ctx, pgx.TxOptions{}, fn)
		if err == nil || try >= repeats || !repeatable(err) {
			return p.explain(err)
		}
		select {
		case <-ctx.Done():
			return p.explain(err)
		case <-time.After(time.Duration(rand.IntN(1+try*5)) * time.Millisecond):
		}
	}
}

// Read implements DB.
func (p *PostgresStore) Read(ctx context.Context, fn func(context.Context, Tx) error) error {
	return p.explain(p.run(ctx, pgx.TxOptions{IsoLevel: pgx.RepeatableRead, AccessMode: pgx.ReadOnly}, fn))
}

func (p *PostgresStore) run(ctx context.Context, opt pgx.TxOptions, fn func(context.Context, Tx) error) error {
	tx, err := p.pool.BeginTx(ctx, opt)
	if err != nil {
		return err
	}
	defer tx.Rollback(context.WithoutCancel(ctx))
	if err := fn(ctx, postgresTx{tx, p}); err != nil {
		return err
	}
	return tx.Commit(ctx)
}

// repeatable reports whether the transaction certainly did not happen and may
// work when repeated: serialization failure, deadlock, or two inserts of one key
// at the same moment, which finds the other's row the next time.
func repeatable(err error) bool {
	var e *pgconn.PgError
	return errors.As(err, &e) && (e.Code == "40001" || e.Code == "40P01" || e.Code == "23505")
}

func (p *PostgresStore) explain(err error) error {
	var e *pgconn.PgError
	if errors.As(err, &e) {
		switch e.Code {
		case "53100", "53200": // disk_full, out_of_memory
			return fmt.Errorf("store %s: %w: %w", p.where, ErrFull, err)
		case "XX001", "XX002": // data_corrupted, index_corrupted
			return fmt.Errorf("store %s: %w: %w", p.where, ErrCorrupt, err)
		}
		return fmt.Errorf("store %s: %w", p.where, err)
	}
	return err
}

type postgresTx struct {
	tx pgx.Tx
	p  *PostgresStore
}

func (t postgresTx) Raw() any { return t.tx }

func (t postgresTx) Exec(ctx context.Context, query string, args ...any) (int64, error) {
	tag, err := t.tx.Exec(ctx, t.p.numbered(query), args...)
	return tag.RowsAffected(), err
}

func (t postgresTx) Row(ctx context.Context, query string, args []any, dest ...any) error {
	err := t.tx.QueryRow(ctx, t.p.numbered(query), args...).Scan(dest...)
	if errors.Is(err, pgx.ErrNoRows) {
		return ErrNoRow
	}
	return err
}

func (t postgresTx) Rows(ctx context.Context, query string, args []any, each func(func(...any) error) error) error {
	rows, err := t.tx.Query(ctx, t.p.numbered(query), args...)
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

// numbered turns question marks into $1, $2… None of our statements has a
// question mark in a literal.
func (p *PostgresStore) numbered(query string) string {
	if q, ok := p.queries.Load(query); ok {
		return q.(string)
	}
	var b strings.Builder
	n := 0
	for part := range strings.SplitSeq(query, "?") {
		if n > 0 {
			b.WriteString("$" + strconv.Itoa(n))
		}
		b.WriteString(part)
		n++
	}
	p.queries.Store(query, b.String())
	return b.String()
}
