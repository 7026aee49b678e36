package smtp

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"io"
	"net"
	"strconv"
	"strings"
	"testing"
	"time"

	"reportmail/send/connector"
	"reportmail/send/connector/contest"
	"reportmail/send/connector/smtp/smtptest"
)

// impatient are time-outs for tests.
var impatient = Timeouts{Connect: 2 * time.Second, Command: 2 * time.Second, Block: 2 * time.Second, Final: 2 * time.Second}

func config(s *smtptest.Server) Config {
	return Config{Host: s.Host, Port: s.Port, RootCAs: s.Roots, User: smtptest.User,
		Password: func() (string, error) { return smtptest.Password, nil }, Dial: s.Dial}
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
		s := smtptest.New(t, smtptest.Options{Discard: o.Discard})
		cfg := config(s)
		if o.Impatient {
			cfg.Timeouts = impatient
		}
		return contest.Provider{Connector: open(t, cfg), Delivered: s.Messages, Inject: s.Inject}
	})
}

func small(id string, to ...string) connector.Delivery {
	c := []byte("Date: Thu, 5 Mar 2026 08:30:00 +0100\r\nFrom: a@example.com\r\nMessage-ID: <" + id + ">\r\n\r\nbody\r\n")
	if len(to) == 0 {
		to = []string{"b@example.com"}
	}
	return connector.Delivery{Envelope: connector.Envelope{From: "a@example.com", To: to}, MessageID: id, Size: int64(len(c)),
		Open: func() (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader(c)), nil }}
}

func yes(context.Context, connector.Notice) error { return nil }

func TestConnector_security(t *testing.T) {
	cases := map[string]struct {
		server smtptest.Options
		sec    Security
		change func(*Config)
		want   string // part of the error, empty when it works
		text   string // part of the status
	}{
		"starttls":                      {smtptest.Options{}, StartTLS, nil, "", "TLS 1.3"},
		"starttls not offered":          {smtptest.Options{NoTLS: true}, StartTLS, nil, "STARTTLS", ""},
		"implicit":                      {smtptest.Options{Implicit: true}, Implicit, nil, "", "TLS 1.3"},
		"implicit at a plain port":      {smtptest.Options{}, Implicit, nil, "tls", ""},
		"opportunistic with tls":        {smtptest.Options{}, Opportunistic, nil, "", "TLS 1.3"},
		"opportunistic without":         {smtptest.Options{NoTLS: true}, Opportunistic, func(c *Config) { c.ClearAuth = true }, "", "no TLS"},
		"none":                          {smtptest.Options{NoTLS: true}, None, func(c *Config) { c.Auth = NoAuth }, "", "not signed in"},
		"none with a password":          {smtptest.Options{NoTLS: true}, None, nil, "sign in", ""},
		"none with a password, allowed": {smtptest.Options{NoTLS: true}, None, func(c *Config) { c.ClearAuth = true }, "", "PLAIN"},
		"unknown certificate":           {smtptest.Options{}, StartTLS, func(c *Config) { c.RootCAs = nil }, "certificate", ""},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := smtptest.New(t, c.server)
			cfg := config(s)
			cfg.Security = c.sec
			if c.change != nil {
				c.change(&cfg)
			}
			con := open(t, cfg)
			st, err := con.Check(context.Background())
			if c.want != "" {
				if err == nil || !strings.Contains(err.Error(), c.want) {
					t.Fatalf("error %v, want one with %q", err, c.want)
				}
				if n := len(s.Messages()); n != 0 {
					t.Errorf("%d messages", n)
				}
				return
			}
			if err != nil || !strings.Contains(st.Text, c.text) {
				t.Fatalf("status %+v, %v, want %q in it", st, err, c.text)
			}
			if _, err := con.Send(context.Background(), small("a@example.com"), yes); err != nil {
				t.Fatal(err)
			}
		})
	}
}

func TestConnector_mechanisms(t *testing.T) {
	all := []string{"PLAIN", "LOGIN", "CRAM-MD5", "SCRAM-SHA-1", "SCRAM-SHA-256", "NTLM", "XOAUTH2"}
	cases := map[string]struct {
		offered []string
		auth    Mechanism
		user    string
		want    string
	}{
		"plain":         {all, Plain, "", "PLAIN"},
		"login":         {all, Login, "", "LOGIN"},
		"cram-md5":      {all, CramMD5, "", "CRAM-MD5"},
		"scram-sha-1":   {all, ScramSHA1, "", "SCRAM-SHA-1"},
		"scram-sha-256": {all, ScramSHA256, "", "SCRAM-SHA-256"},
		"ntlm":          {all, NTLM, smtptest.Domain + `\` + smtptest.User, "NTLM"},
		"xoauth2":       {all, XOAuth2, "", "XOAUTH2"},
		"auto":          {all, Auto, "", "SCRAM-SHA-256"},
		"auto of plain": {[]string{"LOGIN", "PLAIN", "CRAM-MD5"}, "", "", "PLAIN"},
		"auto of login": {[]string{"LOGIN"}, "", "", "LOGIN"},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := smtptest.New(t, smtptest.Options{Mechanisms: c.offered})
			cfg := config(s)
			cfg.Auth = c.auth
			cfg.Token = func(context.Context, bool) (string, error) { return smtptest.Token, nil }
			if c.user != "" {
				cfg.User = c.user
			}
			if _, err := open(t, cfg).Send(context.Background(), small("a@example.com"), yes); err != nil {
				t.Fatal(err)
			}
			if got := s.Mechanism(); got != c.want {
				t.Errorf("signed in with %s, want %s", got, c.want)
			}
			if c.auth == XOAuth2 {
				return
			}
			cfg.Password = func() (string, error) { return "wrong", nil }
			_, err := open(t, cfg).Send(context.Background(), small("a@example.com"), yes)
			var e *connector.Error
			if !errors.As(err, &e) || e.Class != connector.Account || e.Stage != connector.StageAuth {
				t.Errorf("wrong password: %v", err)
			}
			if err != nil && strings.Contains(err.Error(), "wrong") {
				t.Errorf("the password is in the error: %v", err)
			}
		})
	}
}

func TestConnector_tokenRenewedOnce(t *testing.T) {
	s := smtptest.New(t, smtptest.Options{Mechanisms: []string{"XOAUTH2"}})
	var asked []bool
	cfg := config(s)
	cfg.Auth = XOAuth2
	cfg.Token = func(_ context.Context, renew bool) (string, error) {
		asked = append(asked, renew)
		if renew {
			return smtptest.Token, nil
		}
		return "old-token", nil
	}
	if _, err := open(t, cfg).Send(context.Background(), small("a@example.com"), yes); err != nil {
		t.Fatal(err)
	}
	if len(asked) != 2 || asked[0] || !asked[1] {
		t.Errorf("asked for tokens with renew = %v, want false, true", asked)
	}
	asked = nil
	s.SetToken("another")
	_, err := open(t, cfg).Send(context.Background(), small("b@example.com"), yes)
	if connector.ClassOf(err) != connector.Account || len(asked) != 2 {
		t.Errorf("error %v after asking %v", err, asked)
	}
	if err != nil && strings.Contains(err.Error(), "token") && strings.Contains(err.Error(), smtptest.Token) {
		t.Errorf("the token is in the error: %v", err)
	}
}

func TestConnector_poolReusesAndReplaces(t *testing.T) {
	s := smtptest.New(t, smtptest.Options{})
	c := open(t, config(s))
	send := func(id string) {
		t.Helper()
		if _, err := c.Send(context.Background(), small(id), yes); err != nil {
			t.Fatal(err)
		}
	}
	for range maxPerConnection {
		send("a@example.com")
	}
	if n, _ := s.Connections(); n != 1 {
		t.Errorf("%d connections for %d messages, want 1", n, maxPerConnection)
	}
	send("b@example.com")
	if n, _ := s.Connections(); n != 2 {
		t.Errorf("%d connections after the most that one takes, want 2", n)
	}
	s.CloseAll()
	send("c@example.com")
	if n := len(s.Messages()); n != maxPerConnection+2 {
		t.Errorf("%d messages, want %d", n, maxPerConnection+2)
	}
}

func TestConnector_idleIsClosed(t *testing.T) {
	s := smtptest.New(t, smtptest.Options{})
	cfg := config(s)
	cfg.Timeouts.Idle = 50 * time.Millisecond
	c := open(t, cfg)
	for range 2 {
		if _, err := c.Send(context.Background(), small("a@example.com"), yes); err != nil {
			t.Fatal(err)
		}
		time.Sleep(150 * time.Millisecond)
	}
	if n, _ := s.Connections(); n != 2 {
		t.Errorf("%d connections, want 2", n)
	}
	if n := len(c.pool.idle); n != 0 {
		t.Errorf("%d idle connections are kept", n)
	}
}

func TestConnector_parameters(t *testing.T) {
	s := smtptest.New(t, smtptest.Options{UTF8: true, DSN: true})
	cfg := config(s)
	cfg.DSN = DSN{Return: "hdrs", Notify: []string{"failure", "delay"}}
	c := open(t, cfg)
	ascii, utf8 := small("a+b@example.com", "b+c@example.com"), small("u@example.com", "grüße@example.com")
	for _, d := range []connector.Delivery{ascii, utf8} {
		if _, err := c.Send(context.Background(), d, yes); err != nil {
			t.Fatal(err)
		}
	}
	m, r := s.MailOptions(), s.RcptOptions()
	if m[0].UTF8 || !m[1].UTF8 {
		t.Errorf("SMTPUTF8 %v, %v, want it only where an address needs it", m[0].UTF8, m[1].UTF8)
	}
	if m[0].Size != ascii.Size || string(m[0].Return) != "HDRS" || m[0].EnvelopeID != "a+b@example.com" {
		t.Errorf("MAIL parameters %+v", m[0])
	}
	if len(r[0].Notify) != 2 || r[0].OriginalRecipient != "b+c@example.com" {
		t.Errorf("RCPT parameters %+v", r[0])
	}
}

func TestConnector_refusedEarly(t *testing.T) {
	s := smtptest.New(t, smtptest.Options{MaxSize: 1000})
	c := open(t, config(s))
	big := small("a@example.com")
	big.Size = 1001
	utf8 := small("b@example.com", "grüße@example.com")
	bad := small("c@example.com", "a@example.com> SIZE=1")
	none := small("d@example.com")
	none.Envelope.To = nil
	for name, d := range map[string]connector.Delivery{"takes at most 1000": big, "SMTPUTF8": utf8, "cannot be sent": bad, "no recipient": none} {
		_, err := c.Send(context.Background(), d, func(context.Context, connector.Notice) error { t.Error("handed over"); return nil })
		if connector.ClassOf(err) != connector.Permanent || !strings.Contains(err.Error(), name) {
			t.Errorf("error %v, want a permanent one with %q", err, name)
		}
	}
	if len(s.MailOptions()) != 0 {
		t.Errorf("MAIL was said %d times", len(s.MailOptions()))
	}
	if st, err := c.Check(context.Background()); err != nil || st.MaxSize != 1000 {
		t.Errorf("check: %+v, %v", st, err)
	}
}

func TestConnector_pausedProcess(t *testing.T) {
	s := smtptest.New(t, smtptest.Options{})
	cfg := config(s)
	if err := cfg.complete(); err != nil {
		t.Fatal(err)
	}
	ctx := context.Background()
	x, err := dial(ctx, &cfg)
	if err != nil {
		t.Fatal(err)
	}
	d := small("a@example.com")
	r, _ := d.Open()
	tr := transaction{s: x, d: d, src: bufio.NewReader(r)}
	w, err := tr.data()
	if err == nil {
		t.Fatal("DATA without a sender was accepted")
	}
	if err := tr.envelope(); err != nil {
		t.Fatal(err)
	}
	if w, err = tr.data(); err != nil {
		t.Fatal(err)
	}
	if err := tr.content(ctx, w); err != nil {
		t.Fatal(err)
	}
	// The zero hand-over was recorded long ago.
	if _, err = tr.dot(w, connector.Announced{}); connector.ClassOf(err) != connector.Temporary {
		t.Errorf("error %v, want a temporary one", err)
	}
	x.abort()
	time.Sleep(50 * time.Millisecond)
	if n := len(s.Messages()); n != 0 {
		t.Errorf("%d messages delivered after the pause", n)
	}
}

func TestConnector_office365Warning(t *testing.T) {
	s := smtptest.New(t, smtptest.Options{NoTLS: true, Mechanisms: []string{"PLAIN", "XOAUTH2"}})
	cfg := config(s)
	// The name is only a name: the connection goes to the server of the test.
	cfg.Host, cfg.Security, cfg.ClearAuth = Office365, None, true
	cfg.Dial = func(ctx context.Context, network, _ string) (net.Conn, error) {
		return s.Dial(ctx, network, net.JoinHostPort(s.Host, strconv.Itoa(s.Port)))
	}
	st, err := open(t, cfg).Check(context.Background())
	if err != nil || len(st.Warnings) != 2 || !strings.Contains(st.Warnings[0], "Microsoft 365") || !strings.Contains(st.Warnings[1], "not encrypted") {
		t.Errorf("password: %+v, %v", st, err)
	}
	cfg.Auth, cfg.Token = XOAuth2, func(context.Context, bool) (string, error) { return smtptest.Token, nil }
	if st, err = open(t, cfg).Check(context.Background()); err != nil || len(st.Warnings) != 1 {
		t.Errorf("token: %+v, %v", st, err)
	}
}

func TestConfig_refused(t *testing.T) {
	for name, cfg := range map[string]Config{
		"host name":       {Host: "https://mail.example.com"},
		"security":        {Host: "mail.example.com", Security: "tls"},
		"port":            {Host: "mail.example.com", Port: 70000},
		"connections":     {Host: "mail.example.com", Connections: 11},
		"without a pass":  {Host: "mail.example.com", User: "u"},
		"source of token": {Host: "mail.example.com", User: "u", Auth: XOAuth2},
		"not known":       {Host: "mail.example.com", Auth: "kerberos"},
		"dsn notify":      {Host: "mail.example.com", DSN: DSN{Notify: []string{"never", "delay"}}},
		"dsn return":      {Host: "mail.example.com", DSN: DSN{Return: "all"}},
	} {
		if _, err := New(cfg); err == nil || !strings.Contains(err.Error(), name) {
			t.Errorf("error %v, want one with %q", err, name)
		}
	}
}
