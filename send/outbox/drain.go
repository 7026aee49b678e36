package outbox

import (
	"context"
	"time"
)

// Drain sends what is due and returns when nothing becomes due soon: it waits
// for rate limits and for attempts under way, not for retries, pauses, quotas
// and send windows that are further off than Timing.Patience, and no longer than
// that for providers that are asked about lost answers.
//
// When ctx ends no more messages start; those under way are waited for.
func (o *Outbox) Drain(ctx context.Context) error {
	d, err := o.newDispatcher(ctx, false)
	if err != nil {
		return err
	}
	defer d.close()
	if err := d.takeStock(ctx); err != nil {
		return err
	}
	var quiet time.Time // since when nothing is left but questions
	for ctx.Err() == nil {
		next, again := d.step(ctx), d.ask(ctx)
		switch {
		case d.busy() || d.patient(next):
			quiet = time.Time{}
		case quiet.IsZero():
			quiet = time.Now()
		case time.Since(quiet) >= o.cfg.Timing.Patience:
			again = 0
		}
		wait, done := d.pause(earlier(next, again))
		if done {
			return nil
		}
		if d.wait(ctx, wait, nil) == timeout && wait > 0 { // 0 is another look, not a wait
			d.poke("") // also when somebody set the clock meanwhile
		}
	}
	return ctx.Err()
}

// pause is how long to wait before the next step, and whether Drain is done.
func (d *Dispatcher) pause(next int64) (time.Duration, bool) {
	if !d.patient(next) && !d.busy() && !d.isAsking() {
		select {
		case <-d.changed: // a result came in between
			return 0, false
		default:
			return 0, true
		}
	}
	const long = time.Minute
	if next == 0 {
		return long, false
	}
	return min(d.until(next), long), false
}

// until is the time to wait for a moment of this process's clock.
func (d *Dispatcher) until(next int64) time.Duration {
	return max(time.UnixMilli(next).Sub(d.o.now()), time.Millisecond)
}

// patient reports whether a moment is worth waiting for; 0 is never.
func (d *Dispatcher) patient(next int64) bool {
	return next != 0 && d.until(next) <= d.o.cfg.Timing.Patience
}

// signalled is what ended a wait.
type signalled int

const (
	timeout signalled = iota
	woken
	polled
)

// wait sleeps until something changes or it is time to look at every queue.
func (d *Dispatcher) wait(ctx context.Context, wait time.Duration, poll <-chan time.Time) signalled {
	timer := time.NewTimer(wait)
	defer timer.Stop()
	select {
	case <-ctx.Done():
	case <-timer.C:
		return timeout
	case <-d.changed:
	case <-poll:
		return polled
	}
	return woken
}
