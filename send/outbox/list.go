package outbox

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"reportmail/send/policy"
)

// Filter chooses messages. Zero fields choose all.
type Filter struct {
	Statuses []Status
	Phases   []Phase
	Account  string
	Scenario string
	Document string
	Owner    string
	// Text is looked for in subject, recipients, document and Message-ID.
	Text string
	// Since and Until bound the time of queueing; Until is not part of it.
	Since, Until time.Time
	// Related chooses the messages about one record.
	Related Relation
	// View hides what its user may not see; the zero View hides nothing.
	View policy.View

	// Before continues a list: only messages with a smaller number.
	Before int64
	// Limit is the most rows, 100 when 0.
	Limit int
	// OldestFirst turns the order, which is by number, newest first; Before is
	// After then.
	OldestFirst bool
}

// DefaultLimit is the length of a list without a limit.
const DefaultLimit = 100

// List returns messages, newest first.
func (o *Outbox) List(ctx context.Context, f Filter) ([]Message, error) {
	where, args := f.where()
	order := " ORDER BY id DESC"
	if f.OldestFirst {
		order = " ORDER BY id"
	}
	limit := f.Limit
	if limit <= 0 {
		limit = DefaultLimit
	}
	var list []Message
	err := o.read(ctx, func(t tx) error {
		list = list[:0]
		return t.rows("SELECT "+messageColumns+" FROM message"+where+order+" LIMIT ?", append(args, limit), func(scan func(...any) error) error {
			m, err := scanMessage(scan)
			list = append(list, m)
			return err
		})
	})
	if err != nil {
		return nil, fmt.Errorf("outbox: list: %w", err)
	}
	return list, nil
}

// Count returns how many messages of each status the filter chooses.
func (o *Outbox) Count(ctx context.Context, f Filter) (map[Status]int, error) {
	f.Before = 0
	where, args := f.where()
	counts := map[Status]int{}
	err := o.read(ctx, func(t tx) error {
		clear(counts)
		return t.rows("SELECT status, count(*) FROM message"+where+" GROUP BY status", args, func(scan func(...any) error) error {
			var s Status
			var n int
			err := scan(&s, &n)
			counts[s] = n
			return err
		})
	})
	if err != nil {
		return nil, fmt.Errorf("outbox: count: %w", err)
	}
	return counts, nil
}

// where is the filter as SQL.
func (f Filter) where() (string, []any) {
	var terms []string
	var args []any
	add := func(term string, values ...any) {
		terms = append(terms, term)
		args = append(args, values...)
	}
	if len(f.Statuses) > 0 {
		add("status IN ("+marks(len(f.Statuses))+")", anys(f.Statuses)...)
	}
	if len(f.Phases) > 0 {
		add("phase IN ("+marks(len(f.Phases))+")", anys(f.Phases)...)
	}
	for _, c := range []struct{ column, value string }{{"account", f.Account}, {"scenario", f.Scenario}, {"owner", f.Owner}} {
		if c.value != "" {
			add(c.column+" = ?", c.value)
		}
	}
	if f.Document != "" { // in a combined message it is one of several
		add("(document = ? OR id IN (SELECT r.message FROM relation r JOIN message m ON m.id = r.message WHERE r.record = ? AND r.entity = m.usage))", f.Document, f.Document)
	}
	if f.Text != "" {
		like := "%" + likeEscape.Replace(strings.ToLower(f.Text)) + "%"
		add(`(lower(subject) LIKE ? ESCAPE '\' OR lower(recipients) LIKE ? ESCAPE '\' OR lower(document) LIKE ? ESCAPE '\' OR lower(message_id) LIKE ? ESCAPE '\')`, like, like, like, like)
	}
	if !f.Since.IsZero() {
		add("created_at >= ?", millis(f.Since))
	}
	if !f.Until.IsZero() {
		add("created_at < ?", millis(f.Until))
	}
	if f.Related.Entity != "" {
		add("id IN (SELECT message FROM relation WHERE entity = ? AND record = ?)", f.Related.Entity, f.Related.Record)
	}
	if term, values := f.View.Where(); term != "" {
		add(term, values...)
	}
	switch {
	case f.Before > 0 && f.OldestFirst:
		add("id > ?", f.Before)
	case f.Before > 0:
		add("id < ?", f.Before)
	}
	if len(terms) == 0 {
		return "", nil
	}
	return " WHERE " + strings.Join(terms, " AND "), args
}

var likeEscape = strings.NewReplacer(`\`, `\\`, `%`, `\%`, `_`, `\_`)

func marks(n int) string { return strings.TrimSuffix(strings.Repeat("?,", n), ",") }

func anys[T any](list []T) []any {
	out := make([]any, len(list))
	for i, v := range list {
		out[i] = v
	}
	return out
}

// Detail is a message with its parts.
type Detail struct {
	Message
	Recipients []Recipient
	Relations  []Relation
}

// Get returns one message.
func (o *Outbox) Get(ctx context.Context, id int64) (Detail, error) {
	var d Detail
	err := o.read(ctx, func(t tx) (err error) {
		d = Detail{}
		if d.Message, err = t.get(id); err != nil {
			return err
		}
		if d.Recipients, err = t.recipients(id); err != nil {
			return err
		}
		d.Relations, err = t.relations(id)
		return err
	})
	if err != nil {
		return Detail{}, fmt.Errorf("outbox: %w", err)
	}
	return d, nil
}

// Known tells which keys the outbox has, also of messages sent so long ago that
// nothing else is left of them.
func (o *Outbox) Known(ctx context.Context, keys []string) (map[string]bool, error) {
	known := map[string]bool{}
	err := o.read(ctx, func(t tx) error {
		for some := range slices.Chunk(keys, knownAtOnce) {
			if err := t.known(some, known); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("outbox: %w", err)
	}
	return known, nil
}

// knownAtOnce is how many keys one question of Known is about.
const knownAtOnce = 500

func (t tx) known(keys []string, known map[string]bool) error {
	args := make([]any, len(keys))
	for i, k := range keys {
		args[i] = k
	}
	list := "(?" + strings.Repeat(", ?", len(keys)-1) + ")"
	query := "SELECT idem_key FROM message WHERE idem_key IN " + list + " UNION SELECT idem_key FROM forgotten WHERE idem_key IN " + list
	return t.rows(query, append(args, args...), func(scan func(...any) error) error {
		var key string
		err := scan(&key)
		known[key] = true
		return err
	})
}

func (t tx) get(id int64) (Message, error) {
	var m Message
	found := false
	err := t.rows("SELECT "+messageColumns+" FROM message WHERE id=?", []any{id}, func(scan func(...any) error) (err error) {
		m, err = scanMessage(scan)
		found = true
		return err
	})
	if err == nil && !found {
		err = fmt.Errorf("message %d: %w", id, ErrNotFound)
	}
	return m, err
}

func (t tx) recipients(id int64) ([]Recipient, error) {
	var list []Recipient
	err := t.rows("SELECT kind, address, state, code, enhanced, reply FROM recipient WHERE message=? ORDER BY ord", []any{id}, func(scan func(...any) error) error {
		var r Recipient
		err := scan(&r.Kind, &r.Address, &r.State, &r.Code, &r.Enhanced, &r.Reply)
		list = append(list, r)
		return err
	})
	return list, err
}

func (t tx) relations(id int64) ([]Relation, error) {
	var list []Relation
	err := t.rows("SELECT entity, record, kind, origin FROM relation WHERE message=? ORDER BY kind, entity, record", []any{id}, func(scan func(...any) error) error {
		var r Relation
		var kind, origin string
		err := scan(&r.Entity, &r.Record, &kind, &origin)
		r.Primary, r.Lookup = kind == "primary", origin == "lookup"
		list = append(list, r)
		return err
	})
	return list, err
}

// Attempt is one try to send a message.
type Attempt struct {
	N        int
	Account  string
	Node     string
	Started  time.Time
	Handover time.Time // zero when it did not get that far
	Ended    time.Time
	Outcome  string
	Class    string
	Stage    string
	Code     int
	Enhanced string
	Reply    string
	Ref      string
}

// Attempts returns the tries of a message, first to last.
func (o *Outbox) Attempts(ctx context.Context, id int64) ([]Attempt, error) {
	var list []Attempt
	err := o.read(ctx, func(t tx) error {
		list = list[:0]
		return t.rows(`SELECT n, account, node, started_at, handover_at, ended_at, outcome, class, stage, code, enhanced, reply, provider_ref
			FROM attempt WHERE message=? ORDER BY n`, []any{id}, func(scan func(...any) error) error {
			var a Attempt
			var started, handover, ended int64
			err := scan(&a.N, &a.Account, &a.Node, &started, &handover, &ended, &a.Outcome, &a.Class, &a.Stage, &a.Code, &a.Enhanced, &a.Reply, &a.Ref)
			a.Started, a.Handover, a.Ended = moment(started), moment(handover), moment(ended)
			list = append(list, a)
			return err
		})
	})
	if err != nil {
		return nil, fmt.Errorf("outbox: attempts of message %d: %w", id, err)
	}
	return list, nil
}
