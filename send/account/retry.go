package account

import "time"

// Retry says when a message that failed for a passing reason is tried again.
type Retry struct {
	// Profile names the shape of the waits; empty is Linear.
	Profile Profile `yaml:"profile"`
	// Attempts is the most attempts in all, 1 to 20; 1 never tries again.
	Attempts int `yaml:"attempts"`
	// GiveUpAfter ends retries that long after the message was queued; 0 never.
	GiveUpAfter time.Duration `yaml:"give_up_after"`
}

// Profile is a shape of waits.
type Profile string

// Profiles. Linear is Business Central's: 90 seconds times the number of the
// attempt, and up to 5 seconds more. Mail doubles from 90 seconds to an hour,
// 20 % up or down, as mail servers do.
const (
	Linear Profile = "linear"
	Mail   Profile = "mail"
)

// Bounds and defaults of retries.
const (
	DefaultAttempts = 10
	MaxAttempts     = 20
	baseWait        = 90 * time.Second
	linearJitter    = 5 * time.Second
	mailCap         = time.Hour
	mailJitter      = 0.2
)

// Wait is the time before attempt n (2 is the first retry). rnd gives numbers
// in [0,1) for the jitter; nil is none.
func (r Retry) Wait(n int, rnd func() float64) time.Duration {
	if r.Profile == Mail {
		return mailWait(n, rnd)
	}
	wait := time.Duration(n) * baseWait
	if rnd != nil {
		wait += time.Duration(rnd() * float64(linearJitter))
	}
	return wait
}

func mailWait(n int, rnd func() float64) time.Duration {
	wait := baseWait
	for i := 2; i < n && wait < mailCap; i++ {
		wait *= 2
	}
	wait = min(wait, mailCap)
	if rnd != nil {
		wait += time.Duration(float64(wait) * mailJitter * (2*rnd() - 1))
	}
	return wait
}
