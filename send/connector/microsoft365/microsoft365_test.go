package microsoft365

import (
	"bytes"
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"reportmail/send/connector"
	"reportmail/send/connector/contest"
	"reportmail/send/connector/microsoft365/graphtest"
	"reportmail/send/message"
)

// impatient are time-outs for tests.
var impatient = Timeouts{Request: 2 * time.Second, Upload: 700 * time.Millisecond, Settle: []time.Duration{10 * time.Millisecond, 20 * time.Millisecond}}

const user = "clerk@example.com"

func config(s *graphtest.Server) Config {
	return Config{Token: s.Token, Endpoint: s.Endpoint, HTTP: s.Client(), Timeouts: Timeouts{Settle: []time.Duration{10 * time.Millisecond, 20 * time.Millisecond}}}
}

func open(t *testing.T, cfg Config) *Connector {
	t.Helper()
	c, err := New(cfg)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = c.Close() })
	return c
}

func TestConnector_contest(t *testing.T) {
	contest.Run(t, func(t *testing.T, o contest.Options) contest.Provider {
		s := graphtest.New(t, graphtest.Options{Discard: o.Discard, User: user, SendAs: []string{"billing@example.com"}, MaxMessage: 200 << 20})
		cfg := config(s)
		if o.Impatient {
			cfg.Timeouts = impatient
		}
		return contest.Provider{Connector: open(t, cfg), Delivered: s.Messages, Inject: s.Inject, Same: same}
	})
}

// same compares what Graph is given of a message with what was sent.
func same(sent, delivered []byte) error {
	a, err := content(sent)
	if err != nil {
		return err
	}
	b, err := content(delivered)
	if err != nil {
		return fmt.Errorf("%w in %.300q", err, delivered)
	}
	if a != b {
		return fmt.Errorf("sent\n%s\ndelivered\n%s", a, b)
	}
	return nil
}

// content lists what arrives through Graph: the HTML, or else the text, and the files.
func content(eml []byte) (string, error) {
	var text, html, files string
	sum, err := message.Walk(bytes.NewReader(eml), func(p message.Part) error {
		b, err := io.ReadAll(p.Content)
		switch {
		case p.Body && p.ContentType == "text/html":
			html = string(b)
		case p.Body:
			text = string(b)
		default:
			files += fmt.Sprintf("%q %s %v <%s> %d %x\n", p.Name, p.ContentType, p.Inline, p.ContentID, len(b), sha256.Sum256(b))
		}
		return err
	})
	if html != "" {
		text = html
	}
	text = strings.ReplaceAll(strings.TrimSpace(text), "\r\n", "\n")
	return fmt.Sprintf("<%s> %s\n%s\n%s", sum.MessageID, sum.Subject, text, files), err
}

// posted is a finished message as a delivery.
func posted(t *testing.T, id string, change func(*message.Message)) (connector.Delivery, []byte) {
	t.Helper()
	m := &message.Message{From: message.Address{Name: "Billing", Address: "billing@example.com"}, To: []message.Address{{Name: "Buyer", Address: "buyer@example.com"}},
		Cc: []message.Address{{Address: "copy@example.com"}}, Bcc: []message.Address{{Address: "hidden@example.com"}}, ReplyTo: []message.Address{{Address: "sales@example.com"}},
		Subject: "Größe 🎉", Date: time.Date(2026, 3, 5, 8, 30, 0, 0, time.UTC), MessageID: id, Text: "plain", HTML: `<p>Größe & <img src="cid:logo@x"></p>`,
		Inline: []message.File{bytesFile("logo.png", "logo@x", 2000)}}
	if change != nil {
		change(m)
	}
	var raw, done bytes.Buffer
	if err := m.Write(&raw); err != nil {
		t.Fatal(err)
	}
	f, err := message.Finish(&done, &raw, message.FinishOptions{})
	if err != nil {
		t.Fatal(err)
	}
	return connector.Delivery{Envelope: connector.Envelope{From: f.EnvelopeFrom, To: f.EnvelopeTo}, MessageID: id, Size: f.Size,
		Open: func() (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader(done.Bytes())), nil }}, done.Bytes()
}

func bytesFile(name, cid string, n int) message.File {
	return message.File{Name: name, ContentID: cid, Open: func() (io.ReadCloser, error) {
		return io.NopCloser(bytes.NewReader(bytes.Repeat([]byte(name[:1]), n))), nil
	}}
}

func yes(context.Context, connector.Notice) error { return nil }

func server(t *testing.T) *graphtest.Server {
	return graphtest.New(t, graphtest.Options{User: user, SendAs: []string{"billing@example.com"}})
}

func TestConnector_messageArrivesWhole(t *testing.T) {
	s := server(t)
	c := open(t, config(s))
	for name, files := range map[string][]int{
		"none": nil, "small": {10, 100_000}, "just embedded": {2_900_000}, "two that do not fit": {2_500_000, 2_500_000},
		"largest in one request": {1, maxPosted}, "one more byte": {1, maxPosted + 1}, "chunks exactly": {2 * chunk}, "chunks and a byte": {2*chunk + 1}, "empty": {0},
	} {
		id := strings.ReplaceAll(name, " ", "-") + "@example.com"
		d, sent := posted(t, id, func(m *message.Message) {
			for i, n := range files {
				m.Attachments = append(m.Attachments, bytesFile(fmt.Sprintf("%d Größe.pdf", i), "", n))
			}
		})
		r, err := c.Send(context.Background(), d, yes)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		all := s.Messages()
		got := all[len(all)-1]
		if err := same(sent, got.Content); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		if fmt.Sprint(got.To) != "[buyer@example.com copy@example.com hidden@example.com]" || got.From != "billing@example.com" {
			t.Errorf("%s: from %s to %v", name, got.From, got.To)
		}
		if r.Ref == "" || r.Code != 202 || len(r.Recipients) != 3 || r.Partial() {
			t.Errorf("%s: receipt %+v", name, r)
		}
	}
	if n := s.Drafts(); n != 0 {
		t.Errorf("%d drafts are left", n)
	}
}

// An ordinary invoice takes three requests.
func TestConnector_fewRequests(t *testing.T) {
	s := server(t)
	d, _ := posted(t, "a@example.com", func(m *message.Message) { m.Attachments = []message.File{bytesFile("Invoice.pdf", "", 200_000)} })
	if _, err := open(t, config(s)).Send(context.Background(), d, yes); err != nil {
		t.Fatal(err)
	}
	if r := s.Requests(); len(r) != 3 {
		t.Errorf("%d requests: %v", len(r), r)
	}
}

func TestConnector_envelopeDecides(t *testing.T) {
	s := server(t)
	d, _ := posted(t, "a@example.com", nil)
	d.Envelope.To = []string{"COPY@example.com", "other@example.com"}
	if _, err := open(t, config(s)).Send(context.Background(), d, yes); err != nil {
		t.Fatal(err)
	}
	if got := s.Messages()[0].To; fmt.Sprint(got) != "[copy@example.com other@example.com]" {
		t.Errorf("sent to %v", got)
	}
}

func TestConnector_application(t *testing.T) {
	s := graphtest.New(t, graphtest.Options{Mailboxes: []string{"billing@example.com"}})
	cfg := config(s)
	cfg.Mailbox = "Billing <billing@example.com>"
	c := open(t, cfg)
	d, _ := posted(t, "a@example.com", nil)
	if _, err := c.Send(context.Background(), d, yes); err != nil || len(s.Messages()) != 1 {
		t.Error(err)
	}
	if st, err := c.Check(context.Background()); err != nil || !strings.Contains(st.Text, "billing@example.com") {
		t.Errorf("check: %+v, %v", st, err)
	}
	cfg.Mailbox = "foreign@example.com"
	if _, err := open(t, cfg).Check(context.Background()); connector.ClassOf(err) != connector.Account {
		t.Errorf("foreign mailbox: %v", err)
	}
}

func TestConnector_faults(t *testing.T) {
	cases := map[contest.Fault]struct {
		class connector.Class // empty: it is sent all the same
		pause time.Duration
		text  string
		sent  int
		draft int
	}{
		graphtest.TokenExpired:    {"", 0, "", 1, 0},
		graphtest.GatewayAfter:    {"", 0, "", 1, 0},
		graphtest.GatewayBefore:   {connector.Unknown, 0, "504", 0, 1},
		graphtest.DraftLost:       {connector.Temporary, 0, "", 0, 0},
		graphtest.DraftVanishes:   {connector.Unknown, 0, "ErrorItemNotFound", 0, 0},
		graphtest.NoMailbox:       {connector.Account, 0, "licence", 0, 0},
		graphtest.AccessDenied:    {connector.Account, 0, "Mail.ReadWrite", 0, 0},
		graphtest.Busy:            {connector.Account, 2 * time.Minute, "busy", 0, 0},
		graphtest.PieceLost:       {"", 0, "", 1, 0},
		graphtest.PieceCut:        {"", 0, "", 1, 0},
		contest.Throttled:         {connector.Account, 90 * time.Second, "429", 0, 0},
		contest.SenderRefused:     {connector.Permanent, 0, "Send As", 0, 0},
		contest.SignInRefused:     {connector.Account, 0, "sign in again", 0, 0},
		contest.RecipientsRefused: {connector.Permanent, 0, "recipient", 0, 0},
		contest.Refused:           {connector.Permanent, 0, "invalid", 0, 0},
		contest.ContentRefused:    {connector.Permanent, 0, "larger", 0, 0},
		contest.ResetInContent:    {connector.Temporary, 0, "", 0, 0},
	}
	for fault, c := range cases {
		t.Run(string(fault), func(t *testing.T) {
			t.Parallel()
			s := server(t)
			s.Inject(fault)
			size := 1000
			if fault == graphtest.PieceLost || fault == graphtest.PieceCut || fault == contest.ResetInContent {
				size = chunk + 1
			}
			d, _ := posted(t, "a@example.com", func(m *message.Message) { m.Attachments = []message.File{bytesFile("big.pdf", "", size)} })
			_, err := open(t, config(s)).Send(context.Background(), d, yes)
			var e *connector.Error
			if (err == nil) != (c.class == "") {
				t.Fatalf("error %v", err)
			}
			if errors.As(err, &e) && (e.Class != c.class || e.RetryAfter != c.pause || !strings.Contains(err.Error(), c.text)) {
				t.Errorf("error %v: %s, pause %s, want %s, %s, %q", err, e.Class, e.RetryAfter, c.class, c.pause, c.text)
			}
			if n := len(s.Messages()); n != c.sent {
				t.Errorf("%d messages sent, want %d", n, c.sent)
			}
			if n := s.Drafts(); n != c.draft {
				t.Errorf("%d drafts are left, want %d", n, c.draft)
			}
			if strings.Contains(fmt.Sprint(err), "token-") {
				t.Errorf("the token is in the error: %v", err)
			}
		})
	}
}

// An attempt that died leaves a draft; the next one removes it and sends once.
func TestConnector_nextAttemptCleansUp(t *testing.T) {
	s := server(t)
	c := open(t, config(s))
	d, _ := posted(t, "a@example.com", nil)
	s.Inject(graphtest.GatewayBefore)
	if _, err := c.Send(context.Background(), d, yes); connector.ClassOf(err) != connector.Unknown {
		t.Fatal(err)
	}
	s.Inject("")
	if _, err := c.Send(context.Background(), d, yes); err != nil {
		t.Fatal(err)
	}
	if s.Drafts() != 0 || len(s.Messages()) != 1 {
		t.Errorf("%d drafts, %d sent", s.Drafts(), len(s.Messages()))
	}
	// What the mailbox has sent already is not sent again.
	r, err := c.Send(context.Background(), d, yes)
	if err != nil || len(s.Messages()) != 1 || !strings.Contains(r.Reply, "before") {
		t.Errorf("receipt %+v, %v, %d sent", r, err, len(s.Messages()))
	}
}

func TestConnector_find(t *testing.T) {
	s := server(t)
	c := open(t, config(s))
	var ref string
	note := func(_ context.Context, n connector.Notice) error { ref = n.Ref; return nil }
	d, _ := posted(t, "a'b@example.com", nil)
	s.Inject(graphtest.GatewayBefore)
	if _, err := c.Send(context.Background(), d, note); err == nil {
		t.Fatal("no error")
	}
	find := func(q connector.Query) connector.State {
		t.Helper()
		f, err := c.Find(context.Background(), q)
		if err != nil {
			t.Fatal(err)
		}
		return f.State
	}
	long, just := time.Now().Add(-time.Hour), time.Now()
	for _, r := range []string{ref, ""} {
		for at, want := range map[time.Time]connector.State{long: connector.Unsent, just: connector.Absent, {}: connector.Absent} {
			if got := find(connector.Query{Ref: r, MessageID: d.MessageID, HandedOver: at}); got != want {
				t.Errorf("a draft, ref %q, handed over %v: %s, want %s", r, at, got, want)
			}
		}
	}
	s.Inject(contest.ReplyLost)
	d, _ = posted(t, "b@example.com", nil)
	s.HideSent(true)
	if _, err := c.Send(context.Background(), d, note); connector.ClassOf(err) != connector.Unknown {
		t.Fatalf("in transport: %v", err)
	}
	s.Inject("")
	if got := find(connector.Query{Ref: ref, MessageID: d.MessageID, HandedOver: long}); got != connector.Absent {
		t.Errorf("in transport: %s", got)
	}
	s.HideSent(false)
	for _, r := range []string{ref, "", "gone"} {
		if got := find(connector.Query{Ref: r, MessageID: d.MessageID}); got != connector.Sent {
			t.Errorf("sent, ref %q: %s", r, got)
		}
	}
	s.Inject(contest.SignInRefused)
	if _, err := c.Find(context.Background(), connector.Query{Ref: ref, MessageID: d.MessageID}); err == nil {
		t.Error("no answer is no error")
	}
	s.Inject(graphtest.NoMailbox)
	if _, err := c.Find(context.Background(), connector.Query{Ref: ref, MessageID: d.MessageID}); err == nil {
		t.Error("no mailbox is no error")
	}
}

func TestConnector_tooLarge(t *testing.T) {
	s := server(t)
	c := open(t, config(s))
	d, _ := posted(t, "a@example.com", func(m *message.Message) { m.HTML, m.Inline = "<p>"+strings.Repeat("\x22 word ", maxBody/5), nil })
	if _, err := c.Send(context.Background(), d, yes); connector.ClassOf(err) != connector.Permanent || len(s.Requests()) > 1 {
		t.Errorf("body: %v, requests %v", err, s.Requests())
	}
	d, _ = posted(t, "b@example.com", func(m *message.Message) { m.Attachments = []message.File{bytesFile("x.pdf", "", 30<<20)} })
	if _, err := c.Send(context.Background(), d, yes); connector.ClassOf(err) != connector.Permanent || !strings.Contains(err.Error(), "larger than the mailbox may send") {
		t.Errorf("message: %v", err)
	}
	if s.Drafts() != 0 {
		t.Errorf("%d drafts are left", s.Drafts())
	}
}

func TestRetryAfter_forms(t *testing.T) {
	date := "Thu, 05 Mar 2026 08:30:00 GMT"
	for v, want := range map[string]time.Duration{"": 0, "7": 7 * time.Second, "-7": 0, "999999999": longestPause, "Thu, 05 Mar 2026 08:32:00 GMT": 2 * time.Minute,
		"Thu, 05 Mar 2026 08:00:00 GMT": 0, "soon": leastPause} {
		if got := retryAfter(http.Header{"Retry-After": {v}, "Date": {date}}); got != want {
			t.Errorf("%q: %s, want %s", v, got, want)
		}
	}
}

func TestNew_refused(t *testing.T) {
	token := func(context.Context, bool) (string, error) { return "", nil }
	for want, cfg := range map[string]Config{"sign-in": {}, "mailbox": {Token: token, Mailbox: "nobody"}, "endpoint": {Token: token, Endpoint: "graph"}} {
		if _, err := New(cfg); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("error %v, want one with %q", err, want)
		}
	}
}

// Whatever Graph answers: a class that is not Unknown, no control characters.
func FuzzFailure(f *testing.F) {
	f.Add(400, `{"error":{"code":"ErrorSendAsDenied","message":"x"}}`, "5")
	f.Add(503, "<html>", "Thu, 05 Mar 2026 08:30:00 GMT")
	f.Fuzz(func(t *testing.T, status int, body, after string) {
		e := failure(connector.StageContent, answer{status: status, body: []byte(body), header: http.Header{"Retry-After": {after}}})
		if e.Class != connector.Temporary && e.Class != connector.Permanent && e.Class != connector.Account {
			t.Fatalf("class %q", e.Class)
		}
		if e.RetryAfter < 0 || e.RetryAfter > longestPause || strings.ContainsAny(e.Error(), "\r\n") {
			t.Fatalf("%q, pause %s", e.Error(), e.RetryAfter)
		}
	})
}
