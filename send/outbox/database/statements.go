package database

import (
	"context"
	"database/sql"
	"sync"
)

// statements keeps prepared statements of a handle: parsing costs SQLite as
// much as running. A statement is prepared between transactions, never within
// one, which would wait for the connection it holds itself.
type statements struct {
	db     *sql.DB
	mu     sync.Mutex
	ready  map[string]*sql.Stmt
	missed map[string]bool
}

// mostStatements bounds the cache; lists with many filters make many texts.
const mostStatements = 200

func newStatements(db *sql.DB) *statements {
	return &statements{db: db, ready: map[string]*sql.Stmt{}, missed: map[string]bool{}}
}

// get returns the prepared statement, or nil and remembers that it was wanted.
func (s *statements) get(query string) *sql.Stmt {
	s.mu.Lock()
	defer s.mu.Unlock()
	st := s.ready[query]
	if st == nil && len(s.ready)+len(s.missed) < mostStatements {
		s.missed[query] = true
	}
	return st
}

// prepare makes the statements that were missed. Errors are those of the
// statement and come when it runs.
func (s *statements) prepare(ctx context.Context) {
	s.mu.Lock()
	missed := s.missed
	if len(missed) > 0 {
		s.missed = map[string]bool{}
	}
	s.mu.Unlock()
	for query := range missed {
		st, err := s.db.PrepareContext(ctx, query)
		if err != nil {
			continue
		}
		s.mu.Lock()
		if s.ready[query] == nil {
			s.ready[query], st = st, nil
		}
		s.mu.Unlock()
		if st != nil {
			st.Close()
		}
	}
}
