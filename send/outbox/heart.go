package outbox

import (
	"context"
	"sync"
	"time"
)

// heart beats for a dispatcher from its start until its last attempt has ended,
// whatever else it waits for: a provider that does not answer, a large message
// on a slow line while the program is stopping. Otherwise the others would take
// it for dead and its places for free.
type heart struct {
	cancel context.CancelFunc
	wg     sync.WaitGroup
}

func (d *Dispatcher) startHeart() {
	ctx, cancel := context.WithCancel(context.WithoutCancel(d.life))
	d.heart.cancel = cancel
	d.heart.wg.Go(func() {
		beat := time.NewTicker(d.o.cfg.Timing.Heartbeat)
		defer beat.Stop()
		for {
			select {
			case <-ctx.Done():
				return
			case <-beat.C:
				d.heartbeat(ctx)
			}
		}
	})
}

func (h *heart) stop() {
	if h.cancel != nil {
		h.cancel()
	}
	h.wg.Wait()
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
