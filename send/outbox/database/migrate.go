package database

import (
	"context"
	"database/sql"
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"path"
	"strconv"
	"strings"

	"github.com/pressly/goose/v3"
	"github.com/riverqueue/river/riverdriver"
	"github.com/riverqueue/river/rivermigrate"
)

//go:embed migrations/*.sql
var migrations embed.FS

const versionTable = "schema_version"

// latest is the version of the newest migration of this program.
func latest() (int64, error) {
	names, err := fs.Glob(migrations, "migrations/*.sql")
	if err != nil {
		return 0, err
	}
	var newest int64
	for _, n := range names {
		number, _, _ := strings.Cut(path.Base(n), "_")
		v, err := strconv.ParseInt(number, 10, 64)
		if err != nil {
			return 0, fmt.Errorf("migration %s: %w", n, err)
		}
		newest = max(newest, v)
	}
	return newest, nil
}

// migrate brings the tables up to date. It asks for the version first, because
// that is all there is to do nearly every time.
func migrate(ctx context.Context, h *sql.DB, dialect goose.Dialect) error {
	want, err := latest()
	if err != nil {
		return err
	}
	var have int64
	err = h.QueryRowContext(ctx, "SELECT max(version_id) FROM "+versionTable).Scan(&have)
	switch {
	case err == nil && have == want:
		return nil
	case err == nil && have > want:
		return fmt.Errorf("%w: it has version %d, this program knows %d; use the newer program", ErrNewer, have, want)
	}
	if code, ok := sqliteCode(err); ok && (code == 11 || code == 26) { // SQLITE_CORRUPT, SQLITE_NOTADB: goose would wait for better times
		return err
	}
	sub, err := fs.Sub(migrations, "migrations")
	if err != nil {
		return err
	}
	p, err := goose.NewProvider(dialect, h, sub, goose.WithTableName(versionTable), goose.WithDisableGlobalRegistry(true))
	if err != nil {
		return fmt.Errorf("migrate: %w", err)
	}
	if _, err := p.Up(ctx); err != nil && !errors.Is(err, goose.ErrNoMigrations) {
		return fmt.Errorf("migrate: %w", err)
	}
	return nil
}

// migrateEngine brings the tables of River up to date, which are its own.
func migrateEngine[T any](ctx context.Context, h *sql.DB, driver riverdriver.Driver[T]) error {
	m, err := rivermigrate.New(driver, &rivermigrate.Config{Logger: slog.New(slog.DiscardHandler)})
	if err != nil {
		return fmt.Errorf("migrate the engine: %w", err)
	}
	all := m.AllVersions()
	var have int
	err = h.QueryRowContext(ctx, "SELECT max(version) FROM river_migration WHERE line = 'main'").Scan(&have)
	if err == nil && have >= all[len(all)-1].Version {
		return nil
	}
	if _, err := m.Migrate(ctx, rivermigrate.DirectionUp, nil); err != nil {
		return fmt.Errorf("migrate the engine: %w", err)
	}
	return nil
}
