package database

import (
	"net"
	"time"

	"github.com/jackc/pgx/v5/pgconn"
)

const (
	// dialTimeout is how long a server may take to answer at all, where the URL
	// says nothing.
	dialTimeout = 15 * time.Second
	// silence is how long a connection lives on which nothing comes back: a
	// network that drops packets tells nobody.
	silence = 30 * time.Second
)

// dialer connects so that a silent network ends a statement instead of holding
// it for the quarter of an hour that TCP goes on trying.
func dialer(cfg *pgconn.Config) pgconn.DialFunc {
	d := &net.Dialer{
		Timeout:         dialTimeout,
		KeepAliveConfig: net.KeepAliveConfig{Enable: true, Idle: silence / 3, Interval: silence / 6, Count: 4},
		Control:         endSilence,
	}
	if cfg.ConnectTimeout > 0 {
		d.Timeout = cfg.ConnectTimeout
	}
	return d.DialContext
}
