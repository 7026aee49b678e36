package outbox

import (
	"context"
	"fmt"
	"testing"
	"testing/synctest"
	"time"

	"reportmail/send/account"
	"reportmail/send/connector"
	"reportmail/send/connector/contest"
	"reportmail/send/connector/microsoft365"
	"reportmail/send/connector/microsoft365/graphtest"
)

// graphSink counts what the mailboxes of a Graph have sent.
type graphSink struct{ *graphtest.Server }

func (s graphSink) count(messageID string) int { return s.Sent(messageID) }

// graphMailboxes are those of the accounts A0 to A3.
var graphMailboxes = []string{"a0@example.com", "a1@example.com", "a2@example.com", "a3@example.com"}

// graphConnector sends from the mailbox of an account. Its token is the first one that the server takes.
func graphConnector(endpoint, mailbox string, change func(*microsoft365.Config)) (connector.Connector, error) {
	cfg := microsoft365.Config{Endpoint: endpoint, Mailbox: mailbox, OwnSender: true, Token: func(context.Context, bool) (string, error) { return "token-0", nil },
		Timeouts: microsoft365.Timeouts{Settle: []time.Duration{10 * time.Millisecond}}}
	if change != nil {
		change(&cfg)
	}
	return microsoft365.New(cfg)
}

// kill -9 of workers that send over Graph, which can always be asked: nothing is
// lost, twice or unknown (F1 over Graph).
func TestFault_killGraph(t *testing.T) {
	t.Parallel()
	eachStore(t, func(t *testing.T, s store) {
		g := graphtest.New(t, graphtest.Options{Mailboxes: graphMailboxes, Discard: true, Delay: 10 * time.Millisecond})
		j := job{Dir: s.dir, DSN: s.dsn, Spool: s.dir + "/spool", Graph: g.Endpoint, Accounts: len(graphMailboxes), Concurrency: 1, Dead: 30 * time.Second}
		o := j.fill(t, 80)
		_, messages := j.killing(t, o, pick(4, 100), 80, 80)
		o.settled(t, 5*time.Minute)
		r := o.tally(t, graphSink{g})
		if r.wrong() != "" || r.failed+r.open+r.unknown > 0 || r.sent != messages {
			t.Errorf("of %d messages: %s, failed %d, open %d, unknown %d", messages, r.wrong(), r.failed, r.open, r.unknown)
		}
		if n := g.Drafts(); n > 0 {
			t.Errorf("%d drafts are left in the mailboxes", n)
		}
		record(t, "F1 kill -9 over Graph", "%d kills, %d messages: %d sent (%d by asking), lost %d, twice %d, falsely sent %d, unknown %d", pick(4, 100), messages, r.sent, r.reconciled, r.lost, r.twice, r.falselySent, r.unknown)
	})
}

// What Graph does to a message, and what must come of it (F21). The fault ends
// after a while; the time is that of a synctest bubble.
func TestFault_graph(t *testing.T) {
	for name, c := range map[string]struct {
		fault    contest.Fault
		hide     bool // what was sent cannot be found while the fault lasts
		lasts    time.Duration
		attempts int // spent on a message at most
	}{
		"a storm of 429":              {fault: contest.Throttled, lasts: 5 * time.Minute, attempts: 0},
		"a storm of 503":              {fault: graphtest.Busy, lasts: 5 * time.Minute, attempts: 0},
		"503 at sending":              {fault: graphtest.SendBusy, lasts: 10 * time.Minute, attempts: 2},
		"504 at sending, not sent":    {fault: graphtest.GatewayBefore, lasts: 10 * time.Minute, attempts: 2},
		"504 at sending, sent":        {fault: graphtest.GatewayAfter, lasts: 10 * time.Minute, attempts: 0},
		"the draft vanished":          {fault: graphtest.DraftVanishes, lasts: 10 * time.Minute, attempts: 2},
		"no answer, shown 10 min on":  {fault: contest.ReplyLost, hide: true, lasts: 10 * time.Minute, attempts: 0},
		"no answer, immutable id new": {fault: graphtest.IDChanged, lasts: 10 * time.Minute, attempts: 0},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			g := graphtest.New(t, graphtest.Options{Mailboxes: graphMailboxes, Discard: true})
			synctest.Test(t, func(t *testing.T) {
				cfg := store{dir: t.TempDir()}.config(nil)
				cfg.Timing = Timing{Heartbeat: time.Minute, Dead: 5 * time.Minute, Poll: time.Minute} // many hours pass
				cfg.Accounts[0].Retry = account.Retry{Profile: account.Linear, Attempts: 10}
				cfg.Connect = func(context.Context, account.Account) (connector.Connector, error) {
					return graphConnector(g.Endpoint, graphMailboxes[0], func(c *microsoft365.Config) { c.HTTP = g.Direct() })
				}
				o := open(t, cfg)
				g.Inject(c.fault)
				g.HideSent(c.hide)
				const messages = 12
				for i := range messages {
					o.mustEnqueue(t, message(i))
				}
				stop := runFor(t, o)
				time.Sleep(c.lasts)
				g.Inject("")
				g.HideSent(false)
				time.Sleep(35 * time.Minute)
				stop()
				r := o.tally(t, graphSink{g})
				if r.wrong() != "" || r.sent != messages {
					t.Errorf("of %d messages: %s, sent %d, failed %d, open %d, unknown %d", messages, r.wrong(), r.sent, r.failed, r.open, r.unknown)
				}
				list, err := o.List(t.Context(), Filter{})
				if err != nil {
					t.Fatal(err)
				}
				for _, m := range list {
					if spent := m.Attempts - 1; spent > c.attempts && m.Phase != Reconciled {
						t.Errorf("message %d: %d attempts beyond the one that sent it, at most %d", m.ID, spent, c.attempts)
					}
				}
				if n := g.Drafts(); n > 0 {
					t.Errorf("%d drafts are left", n)
				}
			})
		})
	}
}

// runFor runs the outbox until stop is called.
func runFor(t *testing.T, o *Outbox) (stop func()) {
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan error, 1)
	go func() { done <- o.Run(ctx) }()
	return func() {
		cancel()
		if err := <-done; err != nil {
			t.Error(fmt.Errorf("run: %w", err))
		}
	}
}
