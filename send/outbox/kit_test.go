package outbox

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"reportmail/send/account"
	"reportmail/send/connector"
)

// provider is a mail server that remembers everything.
type provider struct {
	mu        sync.Mutex
	delivered map[string][]delivery // by Message-ID
	working   int
	peak      int // most messages under way at once
	// answer decides about a message; nil accepts.
	answer func(d connector.Delivery, handover func(ref string) error) (connector.Receipt, error)
	// delay passes before the hand-over.
	delay time.Duration
	// search is what Find answers; nil makes the connector no Searcher.
	search func(connector.Query) (connector.Found, error)
	checks int
}

type delivery struct {
	at   time.Time
	to   []string
	body string
}

func newProvider() *provider { return &provider{delivered: map[string][]delivery{}} }

func (p *provider) connect(context.Context, account.Account) (connector.Connector, error) {
	if p.search != nil {
		return searchingConn{conn{p}}, nil
	}
	return conn{p}, nil
}

func (p *provider) deliver(d connector.Delivery, to []string, body string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.delivered[d.MessageID] = append(p.delivered[d.MessageID], delivery{time.Now(), to, body})
}

func (p *provider) count(id string) int {
	p.mu.Lock()
	defer p.mu.Unlock()
	return len(p.delivered[id])
}

func (p *provider) total() (messages, copies int) {
	p.mu.Lock()
	defer p.mu.Unlock()
	for _, d := range p.delivered {
		messages++
		copies += len(d)
	}
	return messages, copies
}

type conn struct{ p *provider }

func (c conn) Send(ctx context.Context, d connector.Delivery, handover connector.Handover) (connector.Receipt, error) {
	c.p.mu.Lock()
	c.p.working++
	c.p.peak = max(c.p.peak, c.p.working)
	answer, delay := c.p.answer, c.p.delay
	c.p.mu.Unlock()
	defer func() {
		c.p.mu.Lock()
		c.p.working--
		c.p.mu.Unlock()
	}()
	r, err := d.Open()
	if err != nil {
		return connector.Receipt{}, &connector.Error{Class: connector.Temporary, Stage: connector.StageContent, Err: err}
	}
	body, err := io.ReadAll(r)
	r.Close()
	if err != nil {
		return connector.Receipt{}, &connector.Error{Class: connector.Temporary, Stage: connector.StageContent, Err: err}
	}
	if delay > 0 {
		select {
		case <-time.After(delay):
		case <-ctx.Done():
			return connector.Receipt{}, connector.Interrupted(ctx, connector.StageContent, false)
		}
	}
	over := func(ref string) error { return handover(ctx, connector.Notice{Ref: ref}) }
	if answer != nil {
		receipt, err := answer(d, over)
		var accepted []string
		for _, r := range receipt.Recipients {
			if r.Accepted {
				accepted = append(accepted, r.Address)
			}
		}
		if err == nil {
			c.p.deliver(d, accepted, string(body))
		}
		return receipt, err
	}
	if err := over("ref-" + d.MessageID); err != nil {
		return connector.Receipt{}, connector.NotHandedOver(err)
	}
	c.p.deliver(d, d.Envelope.To, string(body))
	return connector.Receipt{Ref: "q-" + d.MessageID, Code: 250, Enhanced: "2.0.0", Reply: "queued", Recipients: connector.AllAccepted(d.Envelope.To)}, nil
}

func (c conn) Check(context.Context) (connector.Status, error) { return connector.Status{}, nil }
func (c conn) Close() error                                    { return nil }

type searchingConn struct{ conn }

func (c searchingConn) Find(_ context.Context, q connector.Query) (connector.Found, error) {
	c.p.mu.Lock()
	c.p.checks++
	c.p.mu.Unlock()
	return c.p.search(q)
}

// store is a place for outboxes to be in, shared by all that are opened in it.
type store struct {
	dir, dsn string
}

// eachStore runs a test on SQLite and on PostgreSQL where that can be started.
func eachStore(t *testing.T, test func(t *testing.T, s store)) {
	t.Helper()
	t.Run("sqlite", func(t *testing.T) { test(t, store{dir: t.TempDir()}) })
	t.Run("postgres", func(t *testing.T) { test(t, store{dir: t.TempDir(), dsn: newPostgres(t)}) })
}

// config is a Config for tests: one account A without limits but three at once.
func (s store) config(p *provider) Config {
	c := Config{Dir: s.dir, DSN: s.dsn, Accounts: []account.Account{testAccount("A")}, Rand: func() float64 { return 0.5 }, Clock: testClock{}}
	if p != nil {
		c.Connect = p.connect
	}
	if testing.Verbose() && os.Getenv("OUTBOX_LOG") != "" {
		c.Log = slog.New(slog.NewTextHandler(os.Stderr, &slog.HandlerOptions{Level: slog.LevelDebug}))
	}
	return c
}

// testClock is the clock of the test process, on PostgreSQL too: it follows the
// time of a synctest bubble.
type testClock struct{}

func (testClock) Now() time.Time { return time.Now() }

func testAccount(name string) account.Account {
	return account.Account{Name: name, Connector: account.Folder, Limits: account.Limits{Concurrency: 3},
		Retry: account.Retry{Profile: account.Linear, Attempts: 3}}
}

func open(t *testing.T, c Config) *Outbox {
	t.Helper()
	o, err := Open(t.Context(), c)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { o.Close() })
	return o
}

func (s store) blobFiles(t *testing.T) []string {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(s.dir, "spool", "sha256", "*", "*"))
	if err != nil {
		t.Fatal(err)
	}
	return files
}

// incoming are the files that are being written, or were when a process died.
func (s store) incoming(t *testing.T) []string {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(s.dir, "spool", "incoming", "*"))
	if err != nil {
		t.Fatal(err)
	}
	return files
}

// message is a submission with the number n.
func message(n int) Submission {
	return Submission{
		Account: "A", Key: fmt.Sprintf("CRONUS/S.Invoice/%d", n), MessageID: fmt.Sprintf("m%d@example.com", n),
		From: "billing@example.com", Subject: fmt.Sprintf("Invoice %d", n), Document: fmt.Sprintf("SI-%d", n), Usage: "S.Invoice", Scenario: "Sales Invoice",
		Recipients: []Recipient{{Kind: To, Address: fmt.Sprintf("c%d@example.net", n)}},
		Content: func(w io.Writer) error {
			_, err := fmt.Fprintf(w, "Message-ID: <m%d@example.com>\r\nSubject: Invoice %d\r\n\r\nBody %d\r\n", n, n, n)
			return err
		},
	}
}

func (o *Outbox) mustEnqueue(t *testing.T, s Submission) int64 {
	t.Helper()
	r, err := o.Enqueue(t.Context(), s)
	if err != nil {
		t.Fatal(err)
	}
	return r.ID
}

func (o *Outbox) mustDrain(t *testing.T) {
	t.Helper()
	if err := o.Drain(t.Context()); err != nil {
		t.Fatal(err)
	}
}

// is checks status and phase of a message and returns it.
func (o *Outbox) is(t *testing.T, id int64, s Status, p Phase) Detail {
	t.Helper()
	m, err := o.Get(t.Context(), id)
	if err != nil {
		t.Fatal(err)
	}
	if m.Status != s || m.Phase != p {
		t.Errorf("message %d is %s/%s, want %s/%s (%s)", id, m.Status, m.Phase, s, p, m.ErrorText)
	}
	return m
}

// ctxT shortens the signatures of connect functions.
type ctxT = context.Context

// fresh is an empty store of the same kind.
func (s store) fresh(t *testing.T) store {
	if s.dsn == "" {
		return store{dir: t.TempDir()}
	}
	return store{dir: t.TempDir(), dsn: newPostgres(t)}
}

func writeFile(t *testing.T, dir, name, content string) {
	t.Helper()
	if err := os.WriteFile(filepath.Join(dir, name), []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
}

// accountT shortens the signatures of connect functions.
type accountT = account.Account
