// Package smtp is the connector that submits finished messages to an SMTP
// server (RFC 5321, 6409) with the connection, TLS and sign-in of
// github.com/wneessen/go-mail.
//
// The bytes of the message go out as they are: nothing is built while it is
// sent, so a message can be refused, but never cut. Every recipient gets his
// own answer. After the final dot only a reply counts; without one the result is
// Unknown, and SMTP has nobody to ask.
//
// Standards: RFC 5321 with 1870 (SIZE), 3207 and 8314 (TLS), 3461 (DSN), 3463
// (enhanced codes), 4954 (AUTH), 6152 (8BITMIME), 6531 (SMTPUTF8, only when an address
// needs it).
package smtp

import (
	"context"
	"crypto/x509"
	"errors"
	"fmt"
	"net"
	"os"
	"slices"
	"strings"
	"time"

	"reportmail/send/connector"
)

// Security says how the connection is protected.
type Security string

// Kinds of protection. The zero value is StartTLS.
const (
	// StartTLS requires STARTTLS and fails without (port 587).
	StartTLS Security = "starttls"
	// Implicit speaks TLS from the first byte (port 465, RFC 8314 3.3).
	Implicit Security = "implicit"
	// Opportunistic uses STARTTLS where it is offered and sends in the clear where it
	// is not: anybody on the way can take the offer away.
	Opportunistic Security = "opportunistic"
	// None never uses TLS.
	None Security = "none"
)

// Mechanism is a way of signing in.
type Mechanism string

// Mechanisms. The zero value is NoAuth when there is no user, else Auto.
const (
	NoAuth      Mechanism = "none"
	Auto        Mechanism = "auto"
	Plain       Mechanism = "plain"
	Login       Mechanism = "login"
	CramMD5     Mechanism = "cram-md5"
	ScramSHA1   Mechanism = "scram-sha-1"
	ScramSHA256 Mechanism = "scram-sha-256"
	NTLM        Mechanism = "ntlm"
	XOAuth2     Mechanism = "xoauth2"
)

// Office365 is the server of Microsoft 365, where signing in with a password
// is about to end.
const Office365 = "smtp.office365.com"

// Config is the set-up of an account.
type Config struct {
	Host string
	// Port is 587 for StartTLS and Opportunistic, 465 for Implicit, 25 for None when it is 0.
	Port     int
	Security Security
	// RootCAs are trusted instead of the system's when set.
	RootCAs *x509.CertPool

	Auth Mechanism
	// User is the name to sign in with; for NTLM "DOMAIN\user" is possible.
	User string
	// Password returns the secret, each time anew; it is not kept.
	Password func() (string, error)
	// Token returns an access token for XOAuth2; with renew it must not be the
	// one returned before.
	Token func(ctx context.Context, renew bool) (string, error)
	// ClearAuth allows passwords and tokens on a connection without TLS.
	ClearAuth bool

	// LocalName is what we call ourselves in EHLO; the machine's name when empty.
	LocalName string
	// Connections is how many are open at once, 1 to 10; 3 when it is 0.
	Connections int
	DSN         DSN
	Timeouts    Timeouts

	// Observe is told of every connection and every sign-in, with the error that it
	// ended in or nil; nil is nobody. It must return soon.
	Observe func(ctx context.Context, s Step, err error)

	// Dial opens the TCP connection; net.Dialer when it is nil.
	Dial func(ctx context.Context, network, address string) (net.Conn, error)
}

// DSN asks for delivery status notifications where the server offers them
// (RFC 3461). The zero value asks for nothing, which means failures only.
type DSN struct {
	// Return is "full" or "hdrs": how much of the message comes back.
	Return string
	// Notify has "never" alone, or some of "success", "failure", "delay".
	Notify []string
}

// Timeouts are how long the connector waits. Zero values are the defaults,
// which follow RFC 5321 4.5.3.2 where waiting is worth it.
type Timeouts struct {
	Connect time.Duration // TCP, TLS and greeting: 1 minute
	Command time.Duration // the reply to a command: 5 minutes
	Block   time.Duration // 32 KB of the message: 3 minutes
	Final   time.Duration // the reply to the final dot: 10 minutes
	Idle    time.Duration // an unused connection is closed: 60 seconds
}

// Step is what Config.Observe is told of.
type Step string

// The steps.
const (
	Connected     Step = "connected"
	Authenticated Step = "authenticated"
)

// maxPerConnection is how many messages go over one connection: servers limit it.
const maxPerConnection = 50

// Connector submits messages of one account. It implements connector.Connector.
type Connector struct {
	cfg    Config
	pool   *pool
	ctx    context.Context
	cancel context.CancelCauseFunc
}

// New checks the set-up and returns a connector that has not connected yet.
func New(cfg Config) (*Connector, error) {
	if err := cfg.complete(); err != nil {
		return nil, fmt.Errorf("smtp account: %w", err)
	}
	ctx, cancel := context.WithCancelCause(context.Background())
	c := &Connector{cfg: cfg, ctx: ctx, cancel: cancel}
	c.pool = newPool(&c.cfg)
	return c, nil
}

// complete fills in defaults and reports everything that is wrong.
func (c *Config) complete() error {
	var errs []error
	c.Host = strings.TrimSpace(c.Host)
	if c.Host == "" || strings.ContainsAny(c.Host, "/ \r\n") {
		errs = append(errs, fmt.Errorf("server %q is not a host name", c.Host))
	}
	def := map[Security]int{StartTLS: 587, Opportunistic: 587, Implicit: 465, None: 25}
	if c.Security == "" {
		c.Security = StartTLS
	}
	if _, ok := def[c.Security]; !ok {
		errs = append(errs, fmt.Errorf("security %q is not one of starttls, implicit, opportunistic, none", c.Security))
	}
	if c.Port == 0 {
		c.Port = def[c.Security]
	}
	if c.Port < 0 || c.Port > 65535 {
		errs = append(errs, fmt.Errorf("port %d is not one", c.Port))
	}
	if c.Connections == 0 {
		c.Connections = 3
	}
	if c.Connections < 1 || c.Connections > 10 {
		errs = append(errs, fmt.Errorf("%d connections, 1 to 10 are possible", c.Connections))
	}
	if c.LocalName == "" {
		c.LocalName = localName()
	}
	if c.Dial == nil {
		c.Dial = (&net.Dialer{}).DialContext
	}
	c.Timeouts.complete()
	return errors.Join(append(errs, c.completeAuth(), c.DSN.check())...)
}

func (c *Config) completeAuth() error {
	if c.Auth == "" {
		c.Auth = NoAuth
		if c.User != "" {
			c.Auth = Auto
		}
	}
	switch c.Auth {
	case NoAuth:
		return nil
	case XOAuth2:
		if c.Token == nil {
			return errors.New("xoauth2 without a source of tokens")
		}
	case Auto, Plain, Login, CramMD5, ScramSHA1, ScramSHA256, NTLM:
		if c.Password == nil {
			return fmt.Errorf("%s without a password", c.Auth)
		}
	default:
		return fmt.Errorf("authentication %q is not known", c.Auth)
	}
	if c.User == "" {
		return fmt.Errorf("%s without a user name", c.Auth)
	}
	return nil
}

func (d *DSN) check() error {
	if d.Return != "" && d.Return != "full" && d.Return != "hdrs" {
		return fmt.Errorf("dsn return %q is not full or hdrs", d.Return)
	}
	for _, n := range d.Notify {
		if !slices.Contains([]string{"never", "success", "failure", "delay"}, n) || (n == "never" && len(d.Notify) > 1) {
			return fmt.Errorf("dsn notify %v is not never alone, or of success, failure, delay", d.Notify)
		}
	}
	return nil
}

func (t *Timeouts) complete() {
	for _, x := range []struct {
		d   *time.Duration
		def time.Duration
	}{{&t.Connect, time.Minute}, {&t.Command, 5 * time.Minute}, {&t.Block, 3 * time.Minute}, {&t.Final, 10 * time.Minute}, {&t.Idle, time.Minute}} {
		if *x.d <= 0 {
			*x.d = x.def
		}
	}
}

func localName() string {
	if n, err := os.Hostname(); err == nil && n != "" && !strings.ContainsAny(n, " \r\n") {
		return n
	}
	return "localhost"
}

// Close closes the connections. What is under way ends.
func (c *Connector) Close() error {
	c.cancel(connector.ErrClosed)
	c.pool.close()
	return nil
}

// Check connects, signs in and disconnects.
func (c *Connector) Check(ctx context.Context) (connector.Status, error) {
	ctx, stop := connector.Join(ctx, c.ctx)
	defer stop()
	s, err := dial(ctx, &c.cfg)
	if err != nil {
		return connector.Status{}, err
	}
	defer s.quit()
	st := connector.Status{Text: s.describe(), Warnings: c.cfg.warnings(s)}
	st.MaxSize, _ = s.maxSize()
	return st, nil
}

// warnings says what works today and should be changed.
func (c *Config) warnings(s *session) []string {
	var w []string
	password := c.Auth != NoAuth && c.Auth != XOAuth2
	if strings.EqualFold(c.Host, Office365) && password {
		w = append(w, "Microsoft 365 ends signing in with a password for SMTP: off by default from the end of 2026, not available to new tenants. "+
			"Use OAuth 2.0 (auth: xoauth2) or a microsoft365 account.")
	}
	if s.tlsState() == nil && c.Auth != NoAuth {
		w = append(w, "The connection is not encrypted: whoever listens can read the messages and take over the session.")
	}
	return w
}
