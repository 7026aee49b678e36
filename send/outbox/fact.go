package outbox

import (
	"errors"

	"reportmail/send/outbox/database"
)

// Facts that a store keeps about itself.
const (
	movedTo   = "moved_to" // where it went
	spoolAt   = "spool"    // Config.Spool of its messages
	clockNote = "clock"    // see followSteps
)

// fact reads what a store keeps about itself; "" is nothing.
func (t tx) fact(name string) (string, error) {
	var value string
	err := t.row("SELECT value FROM meta WHERE name=?", []any{name}, &value)
	if errors.Is(err, database.ErrNoRow) {
		return "", nil
	}
	return value, err
}

func (t tx) setFact(name, value string) error {
	_, err := t.exec("INSERT INTO meta (name, value) VALUES (?,?) ON CONFLICT (name) DO UPDATE SET value=excluded.value", name, value)
	return err
}
