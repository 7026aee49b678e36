package outbox

import (
	"context"
	"time"
)

// Drain sends what is due and returns when nothing becomes due soon: it waits
// for rate limits and for attempts under way, not for retries, pauses and send
// windows that are further off than Timing.Patience.
//
// When ctx ends no more messages start; those under way are waited for.
func (o *Outbox) Drain(ctx context.Context) error {
	d, err := o.newDispatcher(ctx, false)
	if err != nil {
		return err
	}
	defer d.close()
	if err := o.recover(ctx); err != nil {
		return err
	}
	beat := time.NewTicker(o.cfg.Timing.Heartbeat)
	defer beat.Stop()
	for ctx.Err() == nil {
		wait, done := d.pause(earlier(d.step(ctx), o.verify(ctx, d)))
		if done {
			return nil
		}
		if d.wait(ctx, wait, beat) == timeout && wait > 0 { // 0 is another look, not a wait
			d.poke("") // also when somebody set the clock meanwhile
		}
	}
	return ctx.Err()
}

// pause is how long to wait before the next step, and whether Drain is done.
func (d *Dispatcher) pause(next int64) (time.Duration, bool) {
	const long = time.Minute
	wait := long
	if next != 0 {
		wait = max(time.UnixMilli(next).Sub(d.o.now()), time.Millisecond)
	}
	patient := next != 0 && wait <= d.o.cfg.Timing.Patience
	if !patient && !d.busy() {
		select {
		case <-d.changed: // a result came in between
			return 0, false
		default:
			return 0, true
		}
	}
	return min(wait, long), false
}

// signalled is what ended a wait.
type signalled int

const (
	timeout signalled = iota
	woken
)

// wait sleeps until something changes.
func (d *Dispatcher) wait(ctx context.Context, wait time.Duration, beat *time.Ticker) signalled {
	timer := time.NewTimer(wait)
	defer timer.Stop()
	select {
	case <-ctx.Done():
	case <-timer.C:
		return timeout
	case <-d.changed:
	case <-beat.C:
		d.heartbeat(ctx)
	}
	return woken
}

// heartbeat says that this dispatcher lives and looks after those that do not.
func (d *Dispatcher) heartbeat(ctx context.Context) {
	if err := d.o.beat(ctx, d.node); err != nil {
		d.o.cfg.Log.Warn("heartbeat failed", "error", err)
		return
	}
	if err := d.o.recover(ctx); err != nil {
		d.o.cfg.Log.Warn("recovery failed", "error", err)
	}
	if err := d.recoverLost(ctx); err != nil {
		d.o.cfg.Log.Warn("recovery of own work failed", "error", err)
	}
}
