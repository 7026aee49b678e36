package outbox

import (
	"context"
	"fmt"
	"io"
	"math/rand/v2"
	"net"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"
)

// The server of the store crashes while messages are under way (F6).
func TestFault_postgresRestarts(t *testing.T) {
	t.Parallel()
	c, err := newCluster() // of its own: the other tests want theirs to live
	if err != nil {
		t.Skipf("PostgreSQL is not here: %v", err)
	}
	t.Cleanup(c.stop)
	s := store{dir: t.TempDir(), dsn: c.database(t)}
	restarts, messages := pick(2, 20), pick(300, 6000)
	sink := newSink(t, 40*time.Millisecond)
	j := s.job(sink, 4)
	j.Search = true
	o := j.fill(t, messages)
	startWorker(t, j)
	startWorker(t, j)
	eventually(t, 20*time.Second, "both workers live", func() bool { n, _ := o.Dispatchers(t.Context()); return n == 2 })
	for range restarts {
		time.Sleep(700 * time.Millisecond)
		if err := c.restart(); err != nil {
			t.Fatal(err)
		}
	}
	o.settled(t, 2*time.Minute)
	r := o.tally(t, sink)
	if r.sent != messages || r.twice+r.lost+r.falselySent > 0 {
		t.Errorf("%+v", r)
	}
	record(t, "F6 PostgreSQL stops at once", "%d crashes of the server, %d messages: %d sent (%d by asking), lost %d, twice %d, falsely sent %d, unknown %d",
		restarts, messages, r.sent, r.reconciled, r.lost, r.twice, r.falselySent, r.unknown)
}

// The connections to the store are cut at random, in the middle of commits too,
// whose outcome nobody learns then (F6).
func TestFault_postgresConnectionsCut(t *testing.T) {
	t.Parallel()
	direct := store{dir: t.TempDir(), dsn: newPostgres(t)}
	c, err := startCluster()
	if err != nil {
		t.Skipf("PostgreSQL is not here: %v", err)
	}
	cuts, messages := pick(8, 200), pick(200, 5000)
	sink := newSink(t, 20*time.Millisecond)
	j := direct.job(sink, 4)
	j.Search = true
	o := j.fill(t, messages)
	p := newCutter(t, filepath.Join(c.dir, ".s.PGSQL.5432"))
	j.DSN = p.through(direct.dsn, c.dir)
	startWorker(t, j)
	startWorker(t, j)
	eventually(t, 20*time.Second, "both workers live", func() bool { n, _ := o.Dispatchers(t.Context()); return n == 2 })
	for range cuts {
		time.Sleep(time.Duration(rand.IntN(300)) * time.Millisecond)
		p.cut()
	}
	o.settled(t, 2*time.Minute)
	r := o.tally(t, sink)
	if r.wrong() != "" || r.sent != messages {
		t.Errorf("%+v", r)
	}
	record(t, "F6 connections to PostgreSQL cut", "%d times all of them (%d connections), %d messages: %d sent (%d by asking), lost %d, twice %d, falsely sent %d, unknown %d",
		cuts, p.total, messages, r.sent, r.reconciled, r.lost, r.twice, r.falselySent, r.unknown)
}

// The connections are cut at the very moment when a server has joined the
// dispatchers and looks around: it goes on with new ones, and the engine, too,
// starts after all.
func TestFault_postgresCutAtStart(t *testing.T) {
	t.Parallel()
	c, err := startCluster()
	if err != nil {
		t.Skipf("PostgreSQL is not here: %v", err)
	}
	for name, statement := range map[string]string{
		"messages of accounts that are gone": "SELECT account FROM message WHERE status='queued' AND account>",
		"dispatchers that died":              "SELECT id, host, serves, heartbeat FROM node",
		"start of the engine":                "river_queue",
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			direct := store{dir: t.TempDir(), dsn: newPostgres(t)}
			p := newCutter(t, filepath.Join(c.dir, ".s.PGSQL.5432"))
			through := direct
			through.dsn = p.through(direct.dsn, c.dir)
			provider := newProvider()
			cfg := through.config(provider)
			cfg.Timing.Poll = time.Hour // only the engine tells of new messages
			server, client := open(t, cfg), open(t, direct.config(nil))
			p.cutAt(statement)
			serve(t, server)
			eventually(t, time.Minute, "cut", p.hasCut)
			for i := range 2 { // the first may be found by the first look
				client.mustEnqueue(t, message(i))
				eventually(t, time.Minute, "sent what was queued after the cut", func() bool { return provider.count(fmt.Sprintf("m%d@example.com", i)) == 1 })
			}
		})
	}
}

// A process stops, or its machine vanishes, while it has an account locked: the
// server takes the lock away from it, and the others send.
func TestFault_postgresLockOfTheDead(t *testing.T) {
	t.Parallel()
	s := store{dir: t.TempDir(), dsn: newPostgres(t)}
	p := newProvider()
	o := open(t, s.config(p))
	var standard string
	err := o.read(t.Context(), func(t tx) error { return t.row("SHOW idle_in_transaction_session_timeout", nil, &standard) })
	if err != nil || standard != "20s" {
		t.Errorf("a dead process keeps its locks for %s (%v), want 20s", standard, err)
	}
	u, err := url.Parse(s.dsn)
	if err != nil {
		t.Fatal(err)
	}
	q := u.Query()
	q.Set("idle_in_transaction_session_timeout", "1s")
	u.RawQuery = q.Encode()
	dying := s.config(nil)
	dying.DSN = u.String()
	locked, over := make(chan struct{}), make(chan struct{})
	dead := open(t, dying)
	done := make(chan error)
	go func() {
		done <- dead.write(context.Background(), func(t tx) error {
			if _, err := t.lockAccount("A"); err != nil {
				return err
			}
			close(locked)
			<-over
			return nil
		})
	}()
	<-locked
	id := o.mustEnqueue(t, message(1))
	o.mustDrain(t)
	o.is(t, id, Sent, Done)
	close(over)
	if err := <-done; err == nil {
		t.Error("the transaction whose lock was taken away was committed")
	}
}

// cutter passes connections on to a server until it cuts them all.
type cutter struct {
	dir   string
	mu    sync.Mutex
	conns map[net.Conn]bool
	total int
	at    string // see cutAt
}

func newCutter(t *testing.T, server string) *cutter {
	t.Helper()
	dir, err := os.MkdirTemp("", "cut") // a socket's path must be short
	if err != nil {
		t.Fatal(err)
	}
	l, err := net.Listen("unix", filepath.Join(dir, ".s.PGSQL.5432"))
	if err != nil {
		t.Fatal(err)
	}
	c := &cutter{dir: dir, conns: map[net.Conn]bool{}}
	t.Cleanup(func() { l.Close(); c.cut(); os.RemoveAll(dir) })
	go func() {
		for {
			in, err := l.Accept()
			if err != nil {
				return
			}
			out, err := net.Dial("unix", server)
			if err != nil {
				in.Close()
				continue
			}
			c.pass(in, out)
		}
	}()
	return c
}

func (c *cutter) pass(in, out net.Conn) {
	c.mu.Lock()
	c.conns[in], c.conns[out] = true, true
	c.total++
	c.mu.Unlock()
	for _, d := range [][2]net.Conn{{in, out}, {out, in}} {
		go func() {
			io.Copy(d[0], watched{d[1], c})
			d[0].Close()
			c.mu.Lock()
			delete(c.conns, d[0])
			c.mu.Unlock()
		}()
	}
}

// cutAt makes it cut as soon as a text goes by that a program says to the server.
func (c *cutter) cutAt(text string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.at = text
}

// hasCut reports that the text of cutAt went by.
func (c *cutter) hasCut() bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.at == ""
}

// watched is a connection whose reader looks for the text of cutAt.
type watched struct {
	net.Conn
	c *cutter
}

func (w watched) Read(b []byte) (int, error) {
	n, err := w.Conn.Read(b)
	w.c.mu.Lock()
	found := w.c.at != "" && strings.Contains(string(b[:n]), w.c.at)
	if found {
		w.c.at = ""
	}
	w.c.mu.Unlock()
	if found {
		w.c.cut()
	}
	return n, err
}

// cut ends every connection at once.
func (c *cutter) cut() {
	c.mu.Lock()
	defer c.mu.Unlock()
	for conn := range c.conns {
		conn.Close()
	}
}

// through is the URL of a store by way of the cutter.
func (c *cutter) through(dsn, dir string) string { return strings.Replace(dsn, dir, c.dir, 1) }
