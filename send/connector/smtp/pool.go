package smtp

import (
	"context"
	"sync"
	"time"

	"reportmail/send/connector"
)

// pool holds the idle connections of an account and bounds how many there are.
type pool struct {
	cfg   *Config
	slots chan struct{}

	mu     sync.Mutex
	idle   []*session
	closed bool
	sweep  *time.Timer
}

func newPool(cfg *Config) *pool {
	return &pool{cfg: cfg, slots: make(chan struct{}, cfg.Connections)}
}

// get returns a session for one message: an idle one that still answers, else,
// or when fresh is asked for, a new one. It waits for a free slot.
func (p *pool) get(ctx context.Context, fresh bool) (s *session, reused bool, err error) {
	select {
	case p.slots <- struct{}{}:
	case <-ctx.Done():
		return nil, false, connector.Interrupted(ctx, connector.StageConnect, false)
	}
	for !fresh {
		s := p.take()
		if s == nil {
			break
		}
		unwatch := context.AfterFunc(ctx, s.abort)
		ok := s.alive()
		unwatch()
		if ok {
			return s, true, nil
		}
		s.abort()
	}
	s, err = dial(ctx, p.cfg)
	if err != nil {
		<-p.slots
		return nil, false, err
	}
	return s, false, nil
}

// put gives a session back; one that is not reusable is ended.
func (p *pool) put(s *session, reusable bool) {
	s.messages++
	switch {
	case !reusable:
		s.abort()
	case s.messages >= maxPerConnection || !p.keep(s):
		s.quit()
	}
	<-p.slots
}

// keep makes the session idle, unless the pool is closed.
func (p *pool) keep(s *session) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.closed {
		return false
	}
	s.idle = time.Now()
	p.idle = append(p.idle, s)
	if p.sweep == nil {
		p.sweep = time.AfterFunc(p.cfg.Timeouts.Idle, p.expire)
	}
	return true
}

// take returns the session that was used last and has not been idle too long.
func (p *pool) take() *session {
	p.mu.Lock()
	defer p.mu.Unlock()
	n := len(p.idle)
	if n == 0 || time.Since(p.idle[n-1].idle) > p.cfg.Timeouts.Idle {
		return nil
	}
	s := p.idle[n-1]
	p.idle = p.idle[:n-1]
	return s
}

// expire ends the sessions that were idle too long and sets the alarm for the
// next one.
func (p *pool) expire() {
	p.mu.Lock()
	var old []*session
	for len(p.idle) > 0 && time.Since(p.idle[0].idle) >= p.cfg.Timeouts.Idle {
		old, p.idle = append(old, p.idle[0]), p.idle[1:]
	}
	p.sweep = nil
	if len(p.idle) > 0 {
		p.sweep = time.AfterFunc(p.cfg.Timeouts.Idle-time.Since(p.idle[0].idle), p.expire)
	}
	p.mu.Unlock()
	for _, s := range old {
		s.quit()
	}
}

// close ends all idle sessions; those in use end when they are given back.
func (p *pool) close() {
	p.mu.Lock()
	idle := p.idle
	p.idle, p.closed = nil, true
	if p.sweep != nil {
		p.sweep.Stop()
	}
	p.mu.Unlock()
	for _, s := range idle {
		s.quit()
	}
}
