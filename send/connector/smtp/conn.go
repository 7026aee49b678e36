package smtp

import (
	"net"
	"sync"
)

// guarded is the connection of a session, which a cancelled context may close
// while it is still being opened.
type guarded struct {
	mu      sync.Mutex
	conn    net.Conn
	aborted bool
}

// set takes the connection over; when the session was ended meanwhile it is
// closed at once.
func (g *guarded) set(c net.Conn) {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.conn = c
	if g.aborted {
		_ = c.Close()
	}
}

// abort closes the connection, now or when it comes.
func (g *guarded) abort() {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.aborted = true
	if g.conn != nil {
		_ = g.conn.Close()
	}
}
