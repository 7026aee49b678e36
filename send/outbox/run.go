package outbox

import (
	"context"
	"fmt"
	"time"

	"reportmail/send/outbox/wake"
)

// Run sends what is due until ctx ends, woken by other processes through the
// engine and by its own timers. Then no more messages start, and those under
// way are waited for.
func (o *Outbox) Run(ctx context.Context) error {
	d, err := o.newDispatcher(ctx, true)
	if err != nil {
		return err
	}
	defer d.close()
	if err := o.recover(ctx); err != nil {
		return err
	}
	stop, err := o.listen(ctx, d)
	if err != nil {
		return err
	}
	defer stop()
	d.loop(ctx)
	return nil
}

// loop sends what is due until ctx ends.
func (d *Dispatcher) loop(ctx context.Context) {
	poll := time.NewTicker(d.o.cfg.Timing.Poll)
	defer poll.Stop()
	for ctx.Err() == nil {
		wait := time.Hour
		if next := earlier(d.step(ctx), d.ask(ctx)); next != 0 {
			wait = min(wait, d.until(next))
		}
		if d.wait(ctx, wait, poll.C) == polled {
			// The engine may have lost a wake-up; look for ourselves.
			d.poke("")
		}
	}
}

// listen starts the engine. Without it messages of other processes are found
// by polling, so its failure is no reason not to send.
func (o *Outbox) listen(ctx context.Context, d *Dispatcher) (stop func(), err error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.engine == nil {
		if o.engine, err = wake.New(ctx, o.db, o.cfg.Log); err != nil {
			return nil, fmt.Errorf("outbox: %w", err)
		}
	}
	err = o.engine.Start(ctx, wake.Handler{Wake: d.poke, Tidy: o.Tidy, Every: o.cfg.Timing.Tidy})
	if err != nil {
		o.cfg.Log.Error("the engine did not start; new messages are found by polling", "error", err)
		return func() {}, nil
	}
	return func() {
		stopping, cancel := context.WithTimeout(context.Background(), 5*time.Second)
		defer cancel()
		if err := o.engine.Stop(stopping); err != nil {
			o.cfg.Log.Warn("the engine did not stop cleanly", "error", err)
		}
	}, nil
}

// earlier is the smaller of two times, where 0 is never.
func earlier(a, b int64) int64 {
	if a == 0 || b != 0 && b < a {
		return b
	}
	return a
}
