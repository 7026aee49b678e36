package outbox

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"reportmail/send/outbox/database"
)

// node is a dispatcher as the others see it: a row with a heartbeat, and on
// this machine a lock file that the system lets go of when the process dies.
type node struct {
	id     string
	serves bool // it stays; others end when nothing is due
	lock   *lockFile
}

// lockDir is beside the store file, where every process that opens it finds it.
func (o *Outbox) lockDir() string {
	if s, ok := o.db.(*database.SQLiteStore); ok {
		return filepath.Join(filepath.Dir(s.Path()), "nodes")
	}
	return filepath.Join(o.cfg.Dir, "nodes")
}

// join enters this process into the list of dispatchers. The lock comes before
// the row, or another process could take a node for dead that is being born.
func (o *Outbox) join(ctx context.Context, serves bool) (*node, error) {
	if err := os.MkdirAll(o.lockDir(), 0o700); err != nil {
		return nil, fmt.Errorf("join the dispatchers: %w", err)
	}
	host, err := os.Hostname()
	if err != nil {
		host = "localhost"
	}
	var random [6]byte
	rand.Read(random[:]) // never fails
	n := &node{serves: serves, id: fmt.Sprintf("%s-%d-%s", host, os.Getpid(), hex.EncodeToString(random[:]))}
	if n.lock, err = lockPath(o.lockPath(n.id)); err != nil {
		return nil, fmt.Errorf("join the dispatchers: %w", err)
	}
	err = o.write(ctx, func(t tx) error {
		return t.enter(n, host)
	})
	if err != nil {
		n.lock.remove()
		return nil, fmt.Errorf("join the dispatchers: %w", err)
	}
	return n, nil
}

func (o *Outbox) lockPath(node string) string { return filepath.Join(o.lockDir(), node+".lock") }

// beat renews the heartbeat, and the row when another dispatcher took this one
// for dead: its attempts are fenced then, but it may start new ones.
func (o *Outbox) beat(ctx context.Context, n *node) error {
	return o.write(ctx, func(t tx) error {
		host, _ := os.Hostname()
		return t.enter(n, host)
	})
}

func (t tx) enter(n *node, host string) error {
	_, err := t.exec(`INSERT INTO node (id, host, pid, started_at, heartbeat, serves) VALUES (?,?,?,?,?,?)
		ON CONFLICT (id) DO UPDATE SET heartbeat=excluded.heartbeat`, n.id, host, os.Getpid(), t.now, t.now, oneIf(n.serves))
	return err
}

// leave takes the dispatcher off the list. Nothing of it is at work any more:
// what the store says otherwise (an outcome that could not be written, a
// release that came with the stop) is where recovery would put it.
func (o *Outbox) leave(n *node) {
	ctx, cancel := context.WithTimeout(context.Background(), 5*time.Second)
	defer cancel()
	err := o.write(ctx, func(t tx) error {
		if err := t.takeOver("node=?", n.id); err != nil {
			return err
		}
		_, err := t.exec("DELETE FROM node WHERE id=?", n.id)
		return err
	})
	if err != nil {
		o.cfg.Log.Warn("could not leave the list of dispatchers", "error", err)
	}
	n.lock.remove()
}

// Dispatchers returns how many dispatchers live, this process's own included.
func (o *Outbox) Dispatchers(ctx context.Context) (int, error) {
	return o.alive(ctx, func(otherNode) bool { return true })
}

// Servers returns how many dispatchers live that stay: what is queued now will
// be sent by them.
func (o *Outbox) Servers(ctx context.Context) (int, error) {
	return o.alive(ctx, func(n otherNode) bool { return n.serves })
}

func (o *Outbox) alive(ctx context.Context, counts func(otherNode) bool) (int, error) {
	nodes, err := o.nodes(ctx)
	if err != nil {
		return 0, fmt.Errorf("outbox: list of dispatchers: %w", err)
	}
	alive := 0
	for _, n := range nodes {
		if counts(n) && !o.dead(n) {
			alive++
		}
	}
	return alive, nil
}

// otherNode is a dispatcher read from the list.
type otherNode struct {
	id, host string
	serves   bool
	age      time.Duration // of its heartbeat
}

func (o *Outbox) nodes(ctx context.Context) ([]otherNode, error) {
	var list []otherNode
	err := o.read(ctx, func(t tx) error {
		list = list[:0]
		if err := t.readClock(); err != nil {
			return err
		}
		return t.rows("SELECT id, host, serves, heartbeat FROM node", nil, func(scan func(...any) error) error {
			var n otherNode
			var serves, beat int64
			err := scan(&n.id, &n.host, &serves, &beat)
			n.serves = serves == 1
			n.age = time.Duration(t.now-beat) * time.Millisecond
			list = append(list, n)
			return err
		})
	})
	return list, err
}

// dead reports whether a dispatcher is gone: the system gave its lock back, or
// its heartbeat stopped.
func (o *Outbox) dead(n otherNode) bool {
	return o.gone(n) || n.age > o.cfg.Timing.Dead
}

// gone reports that a dispatcher's lock is free. A lock file that is not there
// says the same if it would have to be: on this machine, beside a store file.
func (o *Outbox) gone(n otherNode) bool {
	path := o.lockPath(n.id)
	if released(path) {
		return true
	}
	host, _ := os.Hostname()
	if o.db.Dialect() != database.SQLite || host != n.host {
		return false
	}
	_, err := os.Stat(path)
	return errors.Is(err, fs.ErrNotExist)
}
