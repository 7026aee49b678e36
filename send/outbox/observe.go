package outbox

import (
	"context"
	"time"

	"reportmail/send/connector"
)

// Observer is told what becomes of messages, for telemetry: after it was
// recorded, never before. Its methods must return soon.
type Observer interface {
	// Attempting is called when an attempt begins; what it returns is the context
	// of the connector's work.
	Attempting(ctx context.Context, m Message) context.Context
	// Attempted is called when the outcome of the attempt is recorded.
	Attempted(ctx context.Context, a Attempted)
	// Limited is called when messages of an account wait for one of its limits.
	Limited(ctx context.Context, account string, until time.Time)
}

// Attempted is an attempt that has ended.
type Attempted struct {
	// Message is as the attempt left it: Status, Phase and NotBefore tell what
	// comes next.
	Message
	// Err is why it failed, nil when the provider took the message.
	Err error
	// Receipt is what the provider said when it took the message.
	Receipt connector.Receipt
	// Took is how long it was under way.
	Took time.Duration
}

// noticeable is how long a wait for a limit is before it is told: shorter ones are
// the spacing of a busy account.
const noticeable = 2 * time.Second

func (o *Outbox) attempting(ctx context.Context, w *work) context.Context {
	if o.cfg.Observer == nil {
		return ctx
	}
	return o.cfg.Observer.Attempting(ctx, w.Message)
}

func (o *Outbox) attempted(ctx context.Context, w *work, out outcome) {
	if o.cfg.Observer == nil {
		return
	}
	a := Attempted{Message: w.Message, Err: out.err, Receipt: out.receipt, Took: o.now().Sub(w.Started)}
	_ = o.read(ctx, func(t tx) error { // what cannot be read is told as it was
		if m, err := t.get(w.ID); err == nil {
			a.Message = m
		}
		return nil
	})
	o.cfg.Observer.Attempted(ctx, a)
}

func (o *Outbox) limited(ctx context.Context, account string, g grant) {
	if until := moment(g.next); o.cfg.Observer != nil && g.limited && until.Sub(o.now()) > noticeable {
		o.cfg.Observer.Limited(ctx, account, until)
	}
}
