package smtp

import (
	"context"
	"errors"
	"fmt"
	"net"
	"slices"
	"strings"

	gosmtp "github.com/wneessen/go-mail/smtp"

	"reportmail/send/connector"
)

// mechanism is one way of signing in: its name in the AUTH line of the server
// and how go-mail speaks it. clear tells that the secret crosses the wire.
type mechanism struct {
	name  string
	clear bool
	start func(cfg *Config, secret string) gosmtp.Auth
}

// mechanisms by the name in the set-up.
var mechanisms = map[Mechanism]mechanism{
	Plain: {"PLAIN", true, func(c *Config, secret string) gosmtp.Auth {
		return gosmtp.PlainAuth("", c.User, secret, c.Host, c.ClearAuth)
	}},
	Login: {"LOGIN", true, func(c *Config, secret string) gosmtp.Auth {
		return gosmtp.LoginAuth(c.User, secret, c.Host, c.ClearAuth)
	}},
	CramMD5:     {"CRAM-MD5", false, func(c *Config, secret string) gosmtp.Auth { return gosmtp.CRAMMD5Auth(c.User, secret) }},
	ScramSHA1:   {"SCRAM-SHA-1", false, func(c *Config, secret string) gosmtp.Auth { return gosmtp.ScramSHA1Auth(c.User, secret) }},
	ScramSHA256: {"SCRAM-SHA-256", false, func(c *Config, secret string) gosmtp.Auth { return gosmtp.ScramSHA256Auth(c.User, secret) }},
	NTLM: {"NTLM", false, func(c *Config, secret string) gosmtp.Auth {
		user, domain := c.User, ""
		if d, u, ok := strings.Cut(c.User, `\`); ok {
			user, domain = u, d
		}
		return gosmtp.NTLMAuth(user, secret, domain)
	}},
	XOAuth2: {"XOAUTH2", true, func(c *Config, secret string) gosmtp.Auth { return gosmtp.XOAuth2Auth(c.User, secret) }},
}

// preference is the order of Auto: what does not show the password first. CRAM-MD5
// and NTLM come after the plain ones on a connection with TLS, because
// many servers offer them and cannot check them.
func preference(encrypted, clear bool) []Mechanism {
	switch {
	case encrypted:
		return []Mechanism{ScramSHA256, ScramSHA1, Plain, Login, CramMD5, NTLM}
	case clear:
		return []Mechanism{ScramSHA256, ScramSHA1, CramMD5, NTLM, Plain, Login}
	}
	return []Mechanism{ScramSHA256, ScramSHA1, CramMD5, NTLM}
}

// signIn authenticates the session; with renew the access token must be a new one.
func (s *session) signIn(ctx context.Context, renew bool) error {
	if s.cfg.Auth == NoAuth {
		return nil
	}
	m, err := s.choose()
	if err != nil {
		return &connector.Error{Class: connector.Account, Stage: connector.StageAuth, Err: err}
	}
	secret, err := s.cfg.secret(ctx, renew)
	if err != nil {
		e := &connector.Error{Class: connector.Account, Stage: connector.StageAuth, Err: err}
		var network net.Error
		if errors.As(err, &network) {
			e.Class = connector.Temporary // the token service cannot be reached: nobody needs to sign in
		}
		return e
	}
	s.secrets = s.cfg.shown(secret)
	unwatch := context.AfterFunc(ctx, func() { s.abort() })
	defer unwatch()
	if err := s.within(s.cfg.Timeouts.Command); err != nil {
		return fail(connector.StageAuth, err)
	}
	if err := s.client.Auth(m.start(s.cfg, secret)); err != nil {
		if ctx.Err() != nil {
			return connector.Interrupted(ctx, connector.StageAuth, false)
		}
		e := fail(connector.StageAuth, err)
		if e.Code == 0 && errors.Is(err, gosmtp.ErrUnencrypted) {
			e.Class = connector.Account
		}
		return connector.MaskError(e, s.secrets...)
	}
	s.auth = m.name
	return nil
}

// choose picks the mechanism among those that the server offers.
func (s *session) choose() (mechanism, error) {
	_, arg := s.client.Extension("AUTH")
	offered := strings.Fields(strings.ToUpper(arg))
	if len(offered) == 0 {
		return mechanism{}, fmt.Errorf("%s does not offer to sign in on this connection", s.cfg.Host)
	}
	encrypted := s.tlsState() != nil
	wanted := []Mechanism{s.cfg.Auth}
	if s.cfg.Auth == Auto {
		wanted = preference(encrypted, s.cfg.ClearAuth)
	}
	for _, w := range wanted {
		m := mechanisms[w]
		if !slices.Contains(offered, m.name) {
			continue
		}
		if m.clear && !encrypted && !s.cfg.ClearAuth {
			return mechanism{}, fmt.Errorf("%s would send the secret over a connection without TLS", m.name)
		}
		return m, nil
	}
	return mechanism{}, fmt.Errorf("%s offers %s, and the account is set to %s", s.cfg.Host, strings.Join(offered, " "), s.cfg.Auth)
}

// secret returns the password or the access token.
func (c *Config) secret(ctx context.Context, renew bool) (string, error) {
	if c.Auth == XOAuth2 {
		t, err := c.Token(ctx, renew)
		if err != nil {
			return "", fmt.Errorf("access token for %s: %w", c.User, err)
		}
		return t, nil
	}
	p, err := c.Password()
	if err != nil {
		return "", fmt.Errorf("password of %s: %w", c.User, err)
	}
	return p, nil
}

// shown are the forms in which a secret crosses the wire, besides its own (RFC
// 4616 2, and XOAUTH2's).
func (c *Config) shown(secret string) []string {
	if secret == "" {
		return nil
	}
	return []string{secret, "\x00" + c.User + "\x00" + secret, "user=" + c.User + "\x01auth=Bearer " + secret + "\x01\x01"}
}

// refusedToken reports whether another token is worth a try.
func refusedToken(cfg *Config, err error) bool {
	var e *connector.Error
	return cfg.Auth == XOAuth2 && errors.As(err, &e) && e.Code == 535
}
