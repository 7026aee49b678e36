// Package smtptest is an SMTP server in process for tests: it listens on
// loopback, keeps what it is given and can misbehave in every way of
// contest.Fault that SMTP has. It delivers nothing to anybody.
package smtptest

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"net"
	"strings"
	"sync"
	"testing"
	"time"

	gosmtp "github.com/emersion/go-smtp"

	"reportmail/send/connector/contest"
)

// Options set the server up; the zero value is a server with STARTTLS that
// takes everything from the user "user" with the password "password".
type Options struct {
	// Implicit: TLS from the first byte. NoTLS: never.
	Implicit, NoTLS bool
	// Mechanisms that are offered; PLAIN and LOGIN when nil, none when empty.
	Mechanisms []string
	// MaxSize in bytes, 0 = no limit.
	MaxSize int64
	// UTF8 offers SMTPUTF8, DSN offers DSN.
	UTF8, DSN bool
	// Discard counts messages instead of keeping their bytes.
	Discard bool
}

// User and Password sign in; Token is the access token for XOAUTH2.
const (
	User     = "user"
	Password = "password"
	Token    = "good-token"
)

// Server is the running server.
type Server struct {
	Host string
	Port int
	// Roots trusts the server's certificate.
	Roots *x509.CertPool

	opt  Options
	stop chan struct{}

	mu        sync.Mutex
	messages  []contest.Message
	fault     contest.Fault
	token     string
	mail      []gosmtp.MailOptions
	rcpt      []gosmtp.RcptOptions
	mechanism string
	silent    net.Listener
	open      map[*gosmtp.Conn]bool
	seen      map[*gosmtp.Conn]bool // STARTTLS begins a second session on one connection
	most      int
}

// New starts a server, which ends with the test.
func New(t testing.TB, opt Options) *Server {
	t.Helper()
	s := &Server{Host: "127.0.0.1", opt: opt, stop: make(chan struct{}), token: Token, open: map[*gosmtp.Conn]bool{}, seen: map[*gosmtp.Conn]bool{}}
	cert, roots := certificate(t)
	s.Roots = roots
	srv := gosmtp.NewServer(gosmtp.BackendFunc(s.session))
	srv.Domain, srv.AllowInsecureAuth = "mail.test", true
	srv.MaxMessageBytes, srv.EnableSMTPUTF8, srv.EnableDSN = opt.MaxSize, opt.UTF8, opt.DSN
	srv.ErrorLog = quiet{}
	conf := &tls.Config{Certificates: []tls.Certificate{cert}}
	if !opt.NoTLS {
		srv.TLSConfig = conf
	}
	l := listen(t)
	s.silent = listen(t)
	s.Port = l.Addr().(*net.TCPAddr).Port
	if opt.Implicit {
		l = tls.NewListener(l, conf)
	}
	done := make(chan error, 1)
	go func() { done <- srv.Serve(l) }()
	t.Cleanup(func() {
		close(s.stop)
		_ = srv.Close()
		_ = l.Close() // Serve may not have got to know its listener yet
		_ = s.silent.Close()
		if err := <-done; err != nil && !errors.Is(err, gosmtp.ErrServerClosed) && !errors.Is(err, net.ErrClosed) {
			t.Errorf("smtptest: %v", err)
		}
	})
	return s
}

func listen(t testing.TB) net.Listener {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	return l
}

type quiet struct{}

func (quiet) Printf(string, ...any) {}
func (quiet) Println(...any)        {}

// Messages are the messages that were taken, in order.
func (s *Server) Messages() []contest.Message {
	s.mu.Lock()
	defer s.mu.Unlock()
	return append([]contest.Message(nil), s.messages...)
}

// Connections is how many connections were made so far, and how many there were at once at most.
func (s *Server) Connections() (all, atOnce int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return len(s.seen), s.most
}

// Mechanism is how the last client signed in.
func (s *Server) Mechanism() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.mechanism
}

// MailOptions are the parameters of every MAIL FROM so far.
func (s *Server) MailOptions() []gosmtp.MailOptions {
	s.mu.Lock()
	defer s.mu.Unlock()
	return append([]gosmtp.MailOptions(nil), s.mail...)
}

// RcptOptions are the parameters of every RCPT TO so far.
func (s *Server) RcptOptions() []gosmtp.RcptOptions {
	s.mu.Lock()
	defer s.mu.Unlock()
	return append([]gosmtp.RcptOptions(nil), s.rcpt...)
}

// SetToken changes the access token that is accepted.
func (s *Server) SetToken(token string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.token = token
}

// CloseAll cuts every open connection, as a server does that restarts.
func (s *Server) CloseAll() {
	s.mu.Lock()
	defer s.mu.Unlock()
	for c := range s.open {
		_ = c.Conn().Close()
	}
}

// Inject makes the server show a fault until another one, or "", is set. It
// reports whether it can.
func (s *Server) Inject(f contest.Fault) bool {
	if f == contest.ContentLater || f == contest.ContentRefused {
		return false // the library answers DATA by itself
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.fault = f
	return true
}

func (s *Server) has(f contest.Fault) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.fault == f
}

// Dial connects to the server, or shows the fault of a connection. It is for
// the Dial of a connector's set-up.
func (s *Server) Dial(ctx context.Context, network, address string) (net.Conn, error) {
	switch {
	case s.has(contest.ConnectRefused):
		l, err := net.Listen("tcp", "127.0.0.1:0")
		if err != nil {
			return nil, err
		}
		address = l.Addr().String()
		_ = l.Close()
	case s.has(contest.ConnectHangs):
		address = s.silent.Addr().String()
	}
	return (&net.Dialer{}).DialContext(ctx, network, address)
}

// session is one client.
type session struct {
	s    *Server
	c    *gosmtp.Conn
	from string
	to   []string
	n    int
}

func (s *Server) session(c *gosmtp.Conn) (gosmtp.Session, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.open[c], s.seen[c] = true, true
	s.most = max(s.most, len(s.open))
	return &session{s: s, c: c}, nil
}

func (x *session) Reset() { x.from, x.to, x.n = "", nil, 0 }

func (x *session) Logout() error {
	x.s.mu.Lock()
	defer x.s.mu.Unlock()
	delete(x.s.open, x.c)
	return nil
}

func reply(code int, enhanced [3]int, text string) error {
	return &gosmtp.SMTPError{Code: code, EnhancedCode: gosmtp.EnhancedCode(enhanced), Message: text}
}

func (x *session) Mail(from string, o *gosmtp.MailOptions) error {
	x.s.mu.Lock()
	x.s.mail = append(x.s.mail, *o)
	x.s.mu.Unlock()
	switch {
	case x.s.has(contest.Throttled):
		return reply(432, [3]int{4, 3, 2}, "Concurrent connections limit exceeded")
	case x.s.has(contest.Closing):
		time.AfterFunc(10*time.Millisecond, func() { _ = x.c.Conn().Close() })
		return reply(421, [3]int{4, 3, 0}, "Service closing transmission channel")
	}
	x.from = from
	return nil
}

func (x *session) Rcpt(to string, o *gosmtp.RcptOptions) error {
	x.s.mu.Lock()
	x.s.rcpt = append(x.s.rcpt, *o)
	x.s.mu.Unlock()
	x.n++
	switch {
	case x.s.has(contest.SenderRefused):
		return reply(553, [3]int{5, 7, 1}, "<"+x.from+">: Sender address rejected: not owned by user "+User)
	case x.s.has(contest.RecipientsRefused), x.s.has(contest.FirstRecipientRefused) && x.n == 1:
		return reply(550, [3]int{5, 1, 1}, "<"+to+">: user unknown")
	case x.s.has(contest.RecipientsLater):
		return reply(450, [3]int{4, 2, 1}, "<"+to+">: mailbox busy")
	}
	x.to = append(x.to, to)
	return nil
}

func (x *session) Data(r io.Reader) error {
	switch {
	case x.s.has(contest.HangInContent):
		_, _ = io.CopyN(io.Discard, r, 1000)
		<-x.s.stop
		return errors.New("over")
	case x.s.has(contest.ResetInContent):
		_, _ = io.CopyN(io.Discard, r, 1000)
		x.reset()
		return errors.New("over")
	}
	m := contest.Message{From: x.from, To: x.to}
	var err error
	if x.s.opt.Discard {
		m.Size, err = io.Copy(io.Discard, r)
	} else {
		m.Content, err = io.ReadAll(r)
		m.Size = int64(len(m.Content))
	}
	if err != nil {
		return err
	}
	return x.end(m)
}

// reset closes the connection with RST instead of FIN.
func (x *session) reset() {
	c := x.c.Conn()
	if tc, ok := c.(*tls.Conn); ok {
		c = tc.NetConn()
	}
	if tcp, ok := c.(*net.TCPConn); ok {
		_ = tcp.SetLinger(0)
	}
	_ = c.Close()
}

// end is what happens after the final dot.
func (x *session) end(m contest.Message) error {
	switch {
	case x.s.has(contest.RefusedLater):
		return reply(452, [3]int{4, 3, 1}, "insufficient system storage")
	case x.s.has(contest.Refused):
		return reply(554, [3]int{5, 6, 0}, "message content rejected")
	case x.s.has(contest.Lost):
		x.reset()
		return errors.New("over")
	case x.s.has(contest.HangAfterHandover):
		<-x.s.stop
		return errors.New("over")
	}
	x.s.mu.Lock()
	x.s.messages = append(x.s.messages, m)
	id := fmt.Sprintf("Q%06d", len(x.s.messages))
	x.s.mu.Unlock()
	if x.s.has(contest.ReplyLost) {
		x.reset()
		return errors.New("over")
	}
	return reply(250, [3]int{2, 0, 0}, "Ok: queued as "+id)
}

func (s *Server) mechanisms() []string {
	if s.opt.Mechanisms != nil {
		return s.opt.Mechanisms
	}
	return strings.Fields("PLAIN LOGIN")
}
