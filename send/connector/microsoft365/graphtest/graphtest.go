// Package graphtest is a Microsoft Graph of its own for tests: it knows the
// requests that sending mail needs and enforces the rules of the documents, those
// that are easily broken without notice among them (see Problems). It can
// misbehave in every way of contest.Fault that Graph has, and some more.
// It delivers nothing to anybody.
package graphtest

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"math/rand/v2"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"reportmail/send/connector/contest"
)

// Faults beyond those of the contest.
const (
	// TokenExpired: the first token is refused, a renewed one is taken.
	TokenExpired contest.Fault = "token expired"
	// GatewayAfter: 504 although the message was sent; GatewayBefore: 504 and it was not.
	GatewayAfter  contest.Fault = "504 after commit"
	GatewayBefore contest.Fault = "504 before commit"
	// DraftLost: the draft is made, the answer with its id is lost.
	DraftLost contest.Fault = "answer of the draft lost"
	// DraftVanishes: somebody removes the draft before it is sent.
	DraftVanishes contest.Fault = "draft vanished"
	// NoMailbox: the user has no mailbox with a licence.
	NoMailbox contest.Fault = "mailbox not enabled"
	// AccessDenied: consent is missing.
	AccessDenied contest.Fault = "access denied"
	// Busy: 503 with Retry-After.
	Busy contest.Fault = "busy"
	// PieceLost: a piece of an upload arrives, its answer does not, once.
	PieceLost contest.Fault = "answer of a piece lost"
	// PieceCut: the connection breaks in a piece, once.
	PieceCut contest.Fault = "piece cut"
	// SendBusy: 503 to the request to send, which is not carried out.
	SendBusy contest.Fault = "busy at sending"
	// IDChanged: the message is sent under another id, and the answer is lost.
	IDChanged contest.Fault = "immutable id changed"
)

// Sizes of the documents, in bytes.
const (
	maxRequest  = 4 << 20
	maxPosted   = 3 << 20
	maxUpload   = 150 << 20
	maxMessage  = 35 << 20 // the default of Exchange Online
	maxRequests = 4        // at once in a mailbox
)

// Options set the server up.
type Options struct {
	// Discard: count the bytes of attachments instead of keeping them.
	Discard bool
	// MaxMessage is the largest message in bytes; 35 MB when it is 0.
	MaxMessage int64
	// User is the signed-in user; empty is an application, which has no /me.
	User string
	// Mailboxes are those that the user or the application may use, besides the user's own.
	Mailboxes []string
	// SendAs are the senders that the user may use besides his own address; "*" is any.
	SendAs []string
	// Delay is the longest pause before a request is looked at, and before it is answered.
	Delay time.Duration
}

// Server is the running Graph.
type Server struct {
	// Endpoint is the address for the set-up of a connector.
	Endpoint string

	opt  Options
	http *httptest.Server
	stop chan struct{}

	mu       sync.Mutex
	fault    contest.Fault
	items    map[string]*item
	order    []*item // as sent
	sessions map[string]*session
	token    int // the number of the valid token
	asked    int
	active   map[string]int // requests by mailbox
	count    int
	requests []string
	problems []string
	hidden   bool
}

// New starts a server, which ends with the test. The test fails when a rule
// was broken.
func New(t testing.TB, opt Options) *Server {
	t.Helper()
	if opt.MaxMessage == 0 {
		opt.MaxMessage = maxMessage
	}
	s := &Server{opt: opt, stop: make(chan struct{}), items: map[string]*item{}, sessions: map[string]*session{}, active: map[string]int{}}
	s.http = httptest.NewServer(http.HandlerFunc(s.serve))
	s.Endpoint = s.http.URL + "/v1.0"
	t.Cleanup(func() {
		close(s.stop)
		s.http.CloseClientConnections()
		s.http.Close()
		for _, p := range s.Problems() {
			t.Errorf("graphtest: %s", p)
		}
	})
	return s
}

// Token is the sign-in for the set-up of a connector.
func (s *Server) Token(_ context.Context, renew bool) (string, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.asked++
	if renew {
		s.token++
	}
	return fmt.Sprintf("token-%d", s.token), nil
}

// Client makes the requests; it shows the faults of a connection.
func (s *Server) Client() *http.Client {
	return &http.Client{Transport: transport{s, s.http.Client().Transport}}
}

type transport struct {
	s    *Server
	next http.RoundTripper
}

func (t transport) RoundTrip(r *http.Request) (*http.Response, error) {
	if t.s.has(contest.ConnectRefused) {
		return nil, &net.OpError{Op: "dial", Net: "tcp", Err: syscall.ECONNREFUSED}
	}
	return t.next.RoundTrip(r)
}

func (t transport) CloseIdleConnections() { t.s.http.Client().CloseIdleConnections() }

// Direct makes the requests without a network: in a synctest bubble, where a connection would stop the clock. Faults that
// wait for the client cannot be shown so.
func (s *Server) Direct() *http.Client { return &http.Client{Transport: direct{s}} }

type direct struct{ s *Server }

func (d direct) RoundTrip(r *http.Request) (*http.Response, error) {
	w := &directAnswer{ResponseRecorder: httptest.NewRecorder()}
	in := r.Clone(r.Context())
	in.RequestURI = r.URL.RequestURI()
	d.s.serve(w, in)
	if w.cut {
		return nil, io.ErrUnexpectedEOF
	}
	return w.Result(), nil
}

// directAnswer is an answer that may be cut off.
type directAnswer struct {
	*httptest.ResponseRecorder
	cut bool
}

// Inject makes the server show a fault until another one, or "", is set. It
// reports whether it can.
func (s *Server) Inject(f contest.Fault) bool {
	switch f {
	case contest.FirstRecipientRefused, contest.RecipientsLater, contest.RefusedLater:
		return false // Graph takes all recipients or none, and does not say "later" after the hand-over
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

// once reports whether the fault is set, and ends it.
func (s *Server) once(f contest.Fault) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.fault != f {
		return false
	}
	s.fault = ""
	return true
}

// HideSent keeps what is sent from being found, as while it is in transport.
func (s *Server) HideSent(hide bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.hidden = hide
}

// Drafts is the number of drafts that are in the mailboxes.
func (s *Server) Drafts() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	n := 0
	for _, m := range s.items {
		if m.draft {
			n++
		}
	}
	return n
}

// Sent is how often a message was sent.
func (s *Server) Sent(messageID string) int {
	s.mu.Lock()
	defer s.mu.Unlock()
	n := 0
	for _, m := range s.order {
		if strings.Trim(m.MessageID, "<>") == messageID {
			n++
		}
	}
	return n
}

// Requests lists the requests so far, as method and path.
func (s *Server) Requests() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return append([]string(nil), s.requests...)
}

// Problems are the rules that were broken.
func (s *Server) Problems() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return append([]string(nil), s.problems...)
}

func (s *Server) problem(format string, args ...any) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.problems = append(s.problems, fmt.Sprintf(format, args...))
}

// graphError is an error in Graph's form.
type graphError struct {
	status     int
	code, text string
	retryAfter string
}

func (e *graphError) write(w http.ResponseWriter) {
	if e.retryAfter != "" {
		w.Header().Set("Retry-After", e.retryAfter)
	}
	body, _ := json.Marshal(map[string]any{"error": map[string]any{"code": e.code, "message": e.text, "innerError": map[string]string{"request-id": "0"}}})
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(e.status)
	_, _ = w.Write(body)
}

func refuse(status int, code, text string) *graphError { return &graphError{status, code, text, ""} }

// enter counts a request; it reports false when there are too many at once in a mailbox.
func (s *Server) enter(r *http.Request) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.requests = append(s.requests, r.Method+" "+r.URL.Path)
	s.active[whose(r)]++
	return s.active[whose(r)] <= maxRequests
}

func (s *Server) leave(r *http.Request) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.active[whose(r)]--
}

// whose is the mailbox that a request is about, as its path names it.
func whose(r *http.Request) string {
	path := strings.TrimPrefix(r.URL.Path, "/v1.0/users/")
	mailbox, _, _ := strings.Cut(path, "/")
	return mailbox
}

// pause takes a moment.
func (s *Server) pause() {
	if s.opt.Delay > 0 {
		time.Sleep(time.Duration(rand.Int64N(int64(s.opt.Delay))))
	}
}

// drop cuts the connection without an answer.
func drop(w http.ResponseWriter) {
	if d, ok := w.(*directAnswer); ok {
		d.cut = true
		return
	}
	if c, _, err := http.NewResponseController(w).Hijack(); err == nil {
		if tcp, ok := c.(*net.TCPConn); ok {
			_ = tcp.SetLinger(0)
		}
		_ = c.Close()
	}
}

// hang waits until the client or the test gives up.
func (s *Server) hang(r *http.Request) {
	select {
	case <-r.Context().Done():
	case <-s.stop:
	}
}

func (s *Server) authorized(r *http.Request) *graphError {
	s.mu.Lock()
	defer s.mu.Unlock()
	token := strings.TrimPrefix(r.Header.Get("Authorization"), "Bearer ")
	expired := s.fault == TokenExpired && s.token == 0
	if s.fault == contest.SignInRefused || expired || token != fmt.Sprintf("token-%d", s.token) {
		return refuse(http.StatusUnauthorized, "InvalidAuthenticationToken", "Lifetime validation failed, the token is expired.")
	}
	return nil
}

// now is the clock of the answers.
func now() string { return time.Now().UTC().Format(time.RFC3339) }
