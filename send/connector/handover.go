package connector

import (
	"context"
	"time"
)

// Handover records, durably and before it returns nil, that the message is
// about to become the provider's, with what the provider said of it so far. An
// error forbids the hand-over.
//
// A process that was stopped between the record and the final dot must not go
// on as if nothing had happened: connectors give up with class Temporary when
// more than HandoverGrace passed since handover returned.
type Handover func(ctx context.Context, n Notice) error

// Notice is what is known of a message when it is handed over. It outlives the
// process, which the answer that comes afterwards may not.
type Notice struct {
	// Ref is the provider's name of the message as far as it has one by now
	// (Graph: the immutable id of the draft), else empty; the outbox keeps it for
	// Searcher.Find.
	Ref string
	// Refused are the recipients that the provider will not deliver to, whatever
	// it answers to the message (RFC 5321 3.3).
	Refused []Recipient
}

// HandoverGrace is how long after a successful Handover the final bytes may
// still be sent in the hands of a process that was paused in between.
const HandoverGrace = 2 * time.Second

// Announced is a hand-over that was recorded: when, by the clock that runs while
// the process does, and by the one on the wall, which goes on while the machine
// sleeps.
type Announced struct{ running, wall time.Time }

// Announce calls handover and notes when it came back. Its error is that of
// NotHandedOver. Every connector goes through it.
func Announce(ctx context.Context, handover Handover, n Notice) (Announced, error) {
	if err := handover(ctx, n); err != nil {
		return Announced{}, NotHandedOver(err)
	}
	now := time.Now()
	return Announced{running: now, wall: now.Round(0)}, nil
}

// Fresh returns an error when HandoverGrace is over, by either clock. To be
// asked directly before the final bytes.
func (a Announced) Fresh() error {
	now := time.Now()
	if late := max(now.Sub(a.running), now.Round(0).Sub(a.wall)); late > HandoverGrace {
		return Stale(late)
	}
	return nil
}
