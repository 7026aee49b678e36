package outbox

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"math/rand/v2"
	"net"
	"strings"
	"sync"
	"testing"
	"time"

	"reportmail/send/connector"
)

// sink is a mail server in the process of the test, for workers in others. It
// takes responsibility when it has read the dot, and answers a little later.
//
//	BODY id   OK
//	DOT       250       delivered
//	HAS id    1 or 0
type sink struct {
	listener  net.Listener
	delay     time.Duration // up to, before the body is answered and after the dot
	mu        sync.Mutex
	copies    map[string]int
	open      map[net.Conn]bool // within a message
	peak      int
	delivered int
	times     []time.Time // of the dots
}

func newSink(t *testing.T, delay time.Duration) *sink {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	s := &sink{listener: l, delay: delay, copies: map[string]int{}, open: map[net.Conn]bool{}}
	t.Cleanup(func() { l.Close() })
	go func() {
		for {
			c, err := l.Accept()
			if err != nil {
				return
			}
			go s.serve(c)
		}
	}()
	return s
}

func (s *sink) pause() {
	if s.delay > 0 {
		time.Sleep(time.Duration(rand.Int64N(int64(s.delay))))
	}
}

func (s *sink) serve(c net.Conn) {
	defer c.Close()
	defer s.within(c, false)
	in := bufio.NewScanner(c)
	id := ""
	for in.Scan() {
		verb, arg, _ := strings.Cut(in.Text(), " ")
		switch verb {
		case "BODY":
			id = arg
			s.within(c, true)
			s.pause()
			fmt.Fprintln(c, "OK")
		case "DOT":
			s.mu.Lock()
			s.copies[id]++
			s.delivered++
			s.times = append(s.times, time.Now())
			s.mu.Unlock()
			s.pause()
			s.within(c, false)
			fmt.Fprintln(c, "250")
		case "HAS":
			s.mu.Lock()
			n := s.copies[arg]
			s.mu.Unlock()
			fmt.Fprintln(c, min(n, 1))
		}
	}
}

func (s *sink) within(c net.Conn, in bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if in {
		s.open[c] = true
		s.peak = max(s.peak, len(s.open))
	} else {
		delete(s.open, c)
	}
}

func (s *sink) count(id string) int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.copies[id]
}

// sinkConn is the connector of the workers.
type sinkConn struct {
	addr string
	// at is called at every step of a delivery, to crash there.
	at func(step string)
	// slow is how long a body takes, unfenced sends the dot whatever the journal
	// says: the mutation that must show duplicates.
	slow     time.Duration
	unfenced bool
}

func (c *sinkConn) dial() (net.Conn, *bufio.Scanner, error) {
	conn, err := net.Dial("tcp", c.addr)
	if err != nil {
		return nil, nil, &connector.Error{Class: connector.Temporary, Stage: connector.StageConnect, Err: err}
	}
	return conn, bufio.NewScanner(conn), nil
}

func ask(conn net.Conn, in *bufio.Scanner, line string) (string, error) {
	if _, err := fmt.Fprintln(conn, line); err != nil {
		return "", err
	}
	if !in.Scan() {
		return "", io.ErrUnexpectedEOF
	}
	return in.Text(), nil
}

func (c *sinkConn) Send(ctx context.Context, d connector.Delivery, handover connector.Handover) (connector.Receipt, error) {
	none := connector.Receipt{}
	r, err := d.Open()
	if err != nil {
		return none, &connector.Error{Class: connector.Temporary, Stage: connector.StageContent, Err: err}
	}
	_, err = io.Copy(io.Discard, r)
	r.Close()
	if err != nil {
		return none, &connector.Error{Class: connector.Temporary, Stage: connector.StageContent, Err: err}
	}
	conn, in, err := c.dial()
	if err != nil {
		return none, err
	}
	defer conn.Close()
	if _, err := ask(conn, in, "BODY "+d.MessageID); err != nil {
		return none, &connector.Error{Class: connector.Temporary, Stage: connector.StageContent, Err: err}
	}
	time.Sleep(c.slow)
	c.at("before the hand-over")
	announced, err := connector.Announce(ctx, handover, connector.Notice{})
	if err != nil && !c.unfenced {
		return none, err
	}
	c.at("before the dot")
	if err := announced.Fresh(); err != nil && !c.unfenced {
		return none, err
	}
	if _, err := fmt.Fprintln(conn, "DOT"); err != nil {
		return none, &connector.Error{Class: connector.Unknown, Stage: connector.StageReply, Err: err}
	}
	c.at("after the dot")
	if !in.Scan() {
		return none, &connector.Error{Class: connector.Unknown, Stage: connector.StageReply, Err: io.ErrUnexpectedEOF}
	}
	c.at("after the reply")
	return connector.Receipt{Code: 250, Recipients: connector.AllAccepted(d.Envelope.To)}, nil
}

func (c *sinkConn) Check(context.Context) (connector.Status, error) { return connector.Status{}, nil }
func (c *sinkConn) Close() error                                    { return nil }

// searchingSink is a sinkConn whose provider can be asked.
type searchingSink struct{ *sinkConn }

func (c searchingSink) Find(_ context.Context, q connector.Query) (connector.Found, error) {
	conn, in, err := c.dial()
	if err != nil {
		return connector.Found{}, err
	}
	defer conn.Close()
	answer, err := ask(conn, in, "HAS "+q.MessageID)
	if err != nil {
		return connector.Found{}, err
	}
	if answer == "1" {
		return connector.Found{State: connector.Sent}, nil
	}
	return connector.Found{State: connector.Absent}, nil
}
