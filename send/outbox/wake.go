package outbox

import (
	"context"
	"fmt"

	"reportmail/send/outbox/wake"
)

// wake tells dispatchers, once the transaction is committed, that an account
// has something new in its queue: those of this process directly, others by
// the engine. Without a server there is nobody to tell; a dispatcher that
// starts later looks at every queue first.
func (t tx) wake(account string) error {
	*t.woken = append(*t.woken, account)
	var others int
	if err := t.row("SELECT count(*) FROM node WHERE serves=1", nil, &others); err != nil || others == 0 {
		return err
	}
	e, err := t.o.wakeEngine(t.ctx)
	if err != nil {
		return err
	}
	return e.Insert(t.ctx, t.Tx, account)
}

// wakeEngine makes the engine at its first use; most runs of the program need
// none.
func (o *Outbox) wakeEngine(ctx context.Context) (wake.Engine, error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.engine == nil {
		e, err := wake.New(ctx, o.db, o.cfg.Log)
		if err != nil {
			return nil, fmt.Errorf("engine: %w", err)
		}
		o.engine = e
	}
	return o.engine, nil
}

// poke passes wake-ups to the dispatchers of this process.
func (o *Outbox) poke(accounts []string) {
	if len(accounts) == 0 {
		return
	}
	o.mu.Lock()
	defer o.mu.Unlock()
	for d := range o.dispatchers {
		for _, name := range accounts {
			d.poke(name)
		}
	}
}
