package smtp

import (
	"context"
	"crypto/tls"
	"fmt"
	"net"
	"strconv"
	"strings"
	"time"

	"github.com/wneessen/go-mail"
	gosmtp "github.com/wneessen/go-mail/smtp"

	"reportmail/send/connector"
)

// session is one connection, signed in.
type session struct {
	cfg    *Config
	client *gosmtp.Client
	// conn is closed to end the session at once: a source that breaks off, a
	// refused hand-over, a cancelled context. Nothing polite is sent, because
	// a polite end would complete the message.
	conn guarded
	auth string
	// secrets are what it signed in with: no reply may show them.
	secrets  []string
	messages int
	idle     time.Time
}

// dial connects and signs in. An access token that was refused is renewed
// once, over a new connection, because the old one is closed by the refusal.
func dial(ctx context.Context, cfg *Config) (*session, error) {
	s, err := observed(ctx, cfg)
	if err != nil {
		return nil, err
	}
	err = s.signIn(ctx, false)
	if refusedToken(cfg, err) {
		s.abort()
		if s, err = observed(ctx, cfg); err != nil {
			return nil, err
		}
		err = s.signIn(ctx, true)
	}
	if cfg.Auth != NoAuth {
		cfg.observe(ctx, Authenticated, err)
	}
	if err != nil {
		s.abort()
		return nil, err
	}
	return s, nil
}

// observed is connect, and tells of it.
func observed(ctx context.Context, cfg *Config) (*session, error) {
	s, err := connect(ctx, cfg)
	cfg.observe(ctx, Connected, err)
	return s, err
}

func (c *Config) observe(ctx context.Context, s Step, err error) {
	if c.Observe != nil {
		c.Observe(ctx, s, err)
	}
}

// connect opens the connection up to EHLO over TLS.
func connect(ctx context.Context, cfg *Config) (*session, error) {
	// Everything but the copying of the message happens under deadlines; the
	// context is minded by closing the connection.
	ctx, cancel := context.WithTimeoutCause(ctx, cfg.Timeouts.Connect, fmt.Errorf("no connection within %s", cfg.Timeouts.Connect))
	defer cancel()
	s := &session{cfg: cfg}
	stage := connector.StageConnect
	client, err := mail.NewClient(cfg.Host, cfg.options(s, &stage)...)
	if err != nil {
		return nil, fail(connector.StageConnect, err)
	}
	unwatch := context.AfterFunc(ctx, func() { s.abort() })
	defer unwatch()
	s.client, err = client.DialToSMTPClientWithContext(ctx)
	if err != nil {
		// go-mail leaves the connection open when EHLO or STARTTLS fails.
		s.abort()
		if ctx.Err() != nil {
			return nil, connector.Interrupted(ctx, stage, false)
		}
		return nil, fail(stage, err)
	}
	return s, nil
}

// options are go-mail's for this account. Sign-in is ours (auth.go).
func (c *Config) options(s *session, stage *connector.Stage) []mail.Option {
	conf := &tls.Config{ServerName: c.Host, MinVersion: tls.VersionTLS12, RootCAs: c.RootCAs}
	policy := map[Security]mail.TLSPolicy{StartTLS: mail.TLSMandatory, Opportunistic: mail.TLSOpportunistic, Implicit: mail.NoTLS, None: mail.NoTLS}
	return []mail.Option{
		mail.WithPort(c.Port), mail.WithTimeout(c.Timeouts.Connect), mail.WithHELO(c.LocalName),
		mail.WithTLSPolicy(policy[c.Security]), mail.WithTLSConfig(conf), mail.WithoutSMTPUTF8(),
		mail.WithDialContextFunc(func(ctx context.Context, network, address string) (net.Conn, error) {
			conn, err := c.Dial(ctx, network, address)
			if err != nil {
				return nil, err
			}
			s.conn.set(conn)
			if c.Security != Implicit {
				if c.Security != None {
					*stage = connector.StageTLS
				}
				return conn, nil
			}
			*stage = connector.StageTLS
			tc := tls.Client(conn, conf)
			if err := tc.HandshakeContext(ctx); err != nil {
				_ = conn.Close()
				return nil, err
			}
			return tc, nil
		}),
	}
}

// tlsState is nil without TLS.
func (s *session) tlsState() *tls.ConnectionState {
	st, err := s.client.GetTLSConnectionState()
	if err != nil {
		return nil
	}
	return st
}

// describe says for people what the session is.
func (s *session) describe() string {
	parts := []string{net.JoinHostPort(s.cfg.Host, strconv.Itoa(s.cfg.Port))}
	if st := s.tlsState(); st != nil {
		parts = append(parts, tls.VersionName(st.Version))
	} else {
		parts = append(parts, "no TLS")
	}
	if s.auth != "" {
		parts = append(parts, "signed in as "+s.cfg.User+" with "+s.auth)
	} else {
		parts = append(parts, "not signed in")
	}
	return strings.Join(parts, ", ")
}

// maxSize is the limit that the server announced (RFC 1870 3), 0 without one.
func (s *session) maxSize() (int64, bool) {
	ok, arg := s.client.Extension("SIZE")
	if !ok {
		return 0, false
	}
	n, err := strconv.ParseInt(strings.TrimSpace(arg), 10, 64)
	if err != nil || n < 0 {
		return 0, true
	}
	return n, true
}

func (s *session) offers(ext string) bool {
	ok, _ := s.client.Extension(ext)
	return ok
}

// abort ends the session at once.
func (s *session) abort() { s.conn.abort() }

// within sets the deadline of what comes next.
func (s *session) within(d time.Duration) error { return s.client.UpdateDeadline(d) }

// alive asks an idle connection whether it still is one.
func (s *session) alive() bool {
	const patience = 10 * time.Second
	if s.within(min(patience, s.cfg.Timeouts.Command)) != nil {
		return false
	}
	return s.client.Noop() == nil
}

// quit ends the session politely, without waiting long.
func (s *session) quit() {
	const patience = 5 * time.Second
	if s.within(min(patience, s.cfg.Timeouts.Command)) == nil {
		_ = s.client.Quit()
	}
	s.abort()
}
