package outbox

import (
	"context"
	"errors"
	"fmt"
	"time"

	"reportmail/send/outbox/database"
	"reportmail/send/outbox/wake"
)

// Run sends what is due until ctx ends, woken by other processes through the
// engine and by its own timers. Then no more messages start, and those under
// way are waited for. A store that is away for a while is waited for, too, once
// Run has joined the dispatchers.
func (o *Outbox) Run(ctx context.Context) error {
	d, err := o.newDispatcher(ctx, true)
	if err != nil {
		return err
	}
	defer d.close()
	err = persist(ctx, func() (bool, error) {
		err := d.takeStock(ctx)
		switch {
		case ctx.Err() != nil:
			return true, nil // stopped, which is no failure
		case err == nil || errors.Is(err, database.ErrCorrupt):
			return true, err
		}
		o.cfg.Log.Error("the store cannot be read; trying again", "error", err)
		return false, nil
	})
	if err != nil {
		return err
	}
	defer o.listen(ctx, d)()
	d.loop(ctx)
	return nil
}

// takeStock looks after what was left behind before the first step: work of
// dispatchers that died, messages of accounts that are gone.
func (d *Dispatcher) takeStock(ctx context.Context) error {
	if err := d.o.failUnserved(ctx); err != nil {
		return fmt.Errorf("outbox: %w", err)
	}
	return d.o.recover(ctx)
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

// listen keeps the engine running until stop. Without it messages of other
// processes are found by polling, so a start that fails, or hangs, is no reason
// not to send; it is tried again, for the housekeeping hangs on it.
func (o *Outbox) listen(ctx context.Context, d *Dispatcher) (stop func()) {
	ctx, cancel := context.WithCancel(ctx)
	done := make(chan struct{})
	go func() {
		defer close(done)
		if e := o.startEngine(ctx, d); e != nil {
			<-ctx.Done()
			o.stopEngine(e)
		}
	}()
	return func() {
		cancel()
		select {
		case <-done:
		case <-time.After(10 * time.Second):
			o.cfg.Log.Warn("the engine is still starting; not waited for")
		}
	}
}

// startEngine tries until the engine runs; nil when ctx ended before.
func (o *Outbox) startEngine(ctx context.Context, d *Dispatcher) (started wake.Engine) {
	persist(ctx, func() (bool, error) {
		e, err := o.wakeEngine(ctx)
		if err == nil {
			err = e.Start(ctx, wake.Handler{Wake: d.poke, Tidy: o.Tidy, Every: o.cfg.Timing.Tidy})
		}
		if err == nil {
			started = e
		} else if ctx.Err() == nil {
			o.cfg.Log.Error("the engine did not start; trying again, new messages are found by polling meanwhile", "error", err)
		}
		return err == nil, nil
	})
	return started
}

func (o *Outbox) stopEngine(e wake.Engine) {
	stopping, cancel := context.WithTimeout(context.Background(), 5*time.Second)
	defer cancel()
	if err := e.Stop(stopping); err != nil {
		o.cfg.Log.Warn("the engine did not stop cleanly", "error", err)
	}
}

// persist tries until it is done or ctx ends, after waits from a quarter of a
// second up to a quarter of a minute.
func persist(ctx context.Context, try func() (done bool, err error)) error {
	for wait := 250 * time.Millisecond; ; wait = min(2*wait, 15*time.Second) {
		done, err := try()
		if done || err != nil {
			return err
		}
		select {
		case <-ctx.Done():
			return nil
		case <-time.After(wait):
		}
	}
}

// earlier is the smaller of two times, where 0 is never.
func earlier(a, b int64) int64 {
	if a == 0 || b != 0 && b < a {
		return b
	}
	return a
}
