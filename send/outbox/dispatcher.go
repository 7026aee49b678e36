package outbox

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"sync"
	"time"

	"reportmail/send/account"
	"reportmail/send/connector"
)

// Dispatcher sends what is due. Several may work on one outbox.
type Dispatcher struct {
	o    *Outbox
	node *node
	// life is the context of attempts: it outlives the one of Run, so that a
	// stop does not interrupt them, and ends when they are given up.
	life   context.Context
	giveUp context.CancelFunc

	mu         sync.Mutex
	connectors map[string]*connected
	lanes      map[string]*lane
	working    map[holding]bool
	missed     map[holding]bool // see recoverLost
	stopped    bool             // no more releases
	lost       bool             // attempts under way are given up
	asking     bool             // providers are being asked, see ask
	changed    chan struct{}
	wg         sync.WaitGroup
	heart      heart
}

// connected is the connector of an account, made at its first use.
type connected struct {
	mu sync.Mutex // connecting may take a while, and others need Dispatcher.mu
	c  connector.Connector
}

// lane is the dispatcher's view of one account.
type lane struct {
	account account.Account
	next    int64 // when to ask the gate, 0 never
	asked   bool  // a wake-up came
	failed  int   // gate errors in a row
}

// newDispatcher joins the dispatchers of the outbox.
func (o *Outbox) newDispatcher(ctx context.Context, serves bool) (*Dispatcher, error) {
	if o.cfg.Connect == nil {
		return nil, errors.New("outbox: no connectors to dispatch with")
	}
	n, err := o.join(ctx, serves)
	if err != nil {
		return nil, fmt.Errorf("outbox: %w", err)
	}
	d := &Dispatcher{o: o, node: n, connectors: map[string]*connected{}, lanes: map[string]*lane{}, working: map[holding]bool{}, changed: make(chan struct{}, 1)}
	d.life, d.giveUp = context.WithCancel(context.WithoutCancel(ctx))
	for name, a := range o.accounts {
		d.lanes[name] = &lane{account: a, asked: true}
	}
	o.mu.Lock()
	o.dispatchers[d] = true
	o.mu.Unlock()
	d.startHeart()
	return d, nil
}

// step asks the gate for every account that may have something and starts what
// it lets through. It returns when to step again; 0 when nothing is queued.
func (d *Dispatcher) step(ctx context.Context) int64 {
	var next int64
	for _, l := range d.lanes {
		if at := d.stepLane(ctx, l); at != 0 && (next == 0 || at < next) {
			next = at
		}
	}
	return next
}

func (d *Dispatcher) stepLane(ctx context.Context, l *lane) int64 {
	d.mu.Lock()
	due := l.asked || l.next != 0 && l.next <= d.o.now().UnixMilli()
	l.asked = false
	at := l.next
	d.mu.Unlock()
	if !due || d.stopping() {
		return at
	}
	var g grant
	err := d.o.write(ctx, func(t tx) (err error) {
		g, err = t.release(l.account, d.node.id, account.MaxConcurrency)
		return err
	})
	if err != nil {
		l.failed++
		g = grant{} // what it let through was rolled back, or is found by recoverLost
		g.next = d.o.now().Add(min(time.Duration(l.failed)*time.Second, 10*time.Second)).UnixMilli()
		if ctx.Err() == nil {
			d.o.cfg.Log.Error("the queue of an account cannot be read; trying again", "account", l.account.Name, "error", err)
		}
	} else {
		l.failed = 0
		d.o.limited(ctx, l.account.Name, g)
	}
	d.start(l, g)
	return g.next
}

// start runs the attempts of a grant.
func (d *Dispatcher) start(l *lane, g grant) {
	d.mu.Lock()
	l.next = g.next
	for i := range g.work {
		d.working[g.work[i].holding()] = true
	}
	d.mu.Unlock()
	for i := range g.work {
		w := g.work[i]
		d.wg.Go(func() {
			if next, ok := d.attempt(d.life, &w, l.account); ok && !d.stopping() {
				d.start(l, next)
			} else {
				d.poke(l.account.Name)
			}
			// Before and after: who sees no work left must have been told.
			d.signal()
			d.mu.Lock()
			delete(d.working, w.holding())
			d.mu.Unlock()
			d.signal()
		})
	}
}

// poke says that an account may have something to send.
func (d *Dispatcher) poke(name string) {
	d.mu.Lock()
	for _, l := range d.lanes {
		if name == "" || l.account.Name == name {
			l.asked = true
		}
	}
	d.mu.Unlock()
	d.signal()
}

func (d *Dispatcher) signal() {
	select {
	case d.changed <- struct{}{}:
	default:
	}
}

func (d *Dispatcher) busy() bool {
	d.mu.Lock()
	defer d.mu.Unlock()
	return len(d.working) > 0
}

func (d *Dispatcher) isAsking() bool {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.asking
}

func (d *Dispatcher) stopping() bool {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.stopped
}

func (d *Dispatcher) abandoned() bool {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.lost
}

// connector returns the account's connector and makes it at first use.
func (d *Dispatcher) connector(ctx context.Context, a account.Account) (connector.Connector, error) {
	slot := d.slot(a.Name)
	slot.mu.Lock()
	defer slot.mu.Unlock()
	if slot.c != nil {
		return slot.c, nil
	}
	c, err := d.o.cfg.Connect(ctx, a)
	if err == nil {
		slot.c = c
	}
	return c, err
}

func (d *Dispatcher) slot(name string) *connected {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.connectors[name] == nil {
		d.connectors[name] = &connected{}
	}
	return d.connectors[name]
}

// searcher returns the account's connector if its provider can be asked.
func (d *Dispatcher) searcher(a account.Account) (connector.Searcher, bool) {
	slot := d.slot(a.Name)
	slot.mu.Lock()
	defer slot.mu.Unlock()
	s, ok := slot.c.(connector.Searcher)
	return s, ok
}

// close ends the dispatcher: it waits for the attempts under way, gives up what
// takes too long and leaves.
func (d *Dispatcher) close() {
	d.o.mu.Lock()
	delete(d.o.dispatchers, d)
	d.o.mu.Unlock()
	d.mu.Lock()
	d.stopped = true
	d.mu.Unlock()
	done := make(chan struct{})
	go func() { d.wg.Wait(); close(done) }()
	select {
	case <-done:
	case <-time.After(d.o.cfg.Timing.Stop):
		d.mu.Lock()
		d.lost = true
		d.mu.Unlock()
		d.giveUp()
	}
	d.disconnect()
	<-done
	d.giveUp()
	d.heart.stop()
	d.o.leave(d.node)
}

func (d *Dispatcher) disconnect() {
	d.mu.Lock()
	slots := maps.Clone(d.connectors)
	d.mu.Unlock()
	for name, slot := range slots {
		slot.mu.Lock()
		if slot.c != nil {
			if err := slot.c.Close(); err != nil {
				d.o.cfg.Log.Warn("connector did not close cleanly", "account", name, "error", err)
			}
		}
		slot.mu.Unlock()
	}
}
