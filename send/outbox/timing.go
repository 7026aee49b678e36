package outbox

import "time"

// Timing are the waits of the outbox.
type Timing struct {
	// Heartbeat is how often a dispatcher says that it lives.
	Heartbeat time.Duration
	// Dead is the age of a heartbeat after which its dispatcher counts as dead.
	Dead time.Duration
	// Settle is how long after a hand-over "the provider does not have it" is
	// believed. It must be longer than a server takes to answer the final dot:
	// 10 minutes (RFC 5321 4.5.3.2.6).
	Settle time.Duration
	// Verify is the wait between two questions to a provider, and GiveUp the age
	// after which it is asked no more.
	Verify, GiveUp time.Duration
	// Attempt is the longest that one attempt may take.
	Attempt time.Duration
	// Stop is how long a stopping dispatcher waits for attempts under way.
	Stop time.Duration
	// Poll is how often the queue is looked at without a wake-up.
	Poll time.Duration
	// Tidy is the time between two housekeepings.
	Tidy time.Duration
	// Patience is how long Drain waits for a message to become due: a bit more
	// than the window of a rate limit.
	Patience time.Duration
}

func (t Timing) withDefaults() Timing {
	set := func(d *time.Duration, to time.Duration) {
		if *d == 0 {
			*d = to
		}
	}
	set(&t.Heartbeat, 5*time.Second)
	set(&t.Dead, 30*time.Second)
	set(&t.Settle, 15*time.Minute)
	set(&t.Verify, time.Minute)
	set(&t.GiveUp, 24*time.Hour)
	set(&t.Attempt, 15*time.Minute)
	set(&t.Stop, 10*time.Minute)
	set(&t.Poll, 5*time.Second)
	set(&t.Tidy, time.Hour)
	set(&t.Patience, 61*time.Second)
	return t
}
