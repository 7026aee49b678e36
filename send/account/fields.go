package account

import (
	"time"

	"go.yaml.in/yaml/v4"
)

var limitFields = map[string]field[Limits]{
	"per_minute":       func(r *reader, v *yaml.Node, l *Limits) { r.count(v, &l.PerMinute) },
	"concurrency":      func(r *reader, v *yaml.Node, l *Limits) { r.count(v, &l.Concurrency) },
	"per_day":          func(r *reader, v *yaml.Node, l *Limits) { r.count(v, &l.PerDay) },
	"mb_per_5_minutes": func(r *reader, v *yaml.Node, l *Limits) { r.count(v, &l.MBPer5Minutes) },
	"message_mb":       func(r *reader, v *yaml.Node, l *Limits) { r.count(v, &l.MessageMB) },
}

var retryFields = map[string]field[Retry]{
	"profile":       func(r *reader, v *yaml.Node, t *Retry) { oneOf(r, v, &t.Profile, Linear, Mail) },
	"attempts":      func(r *reader, v *yaml.Node, t *Retry) { r.count(v, &t.Attempts) },
	"give_up_after": func(r *reader, v *yaml.Node, t *Retry) { r.duration(v, &t.GiveUpAfter) },
}

var folderFields = map[string]field[FolderSettings]{
	"path": func(r *reader, v *yaml.Node, f *FolderSettings) { r.text(v, &f.Path) },
}

var smtpFields = map[string]field[SMTPSettings]{
	"server":        func(r *reader, v *yaml.Node, s *SMTPSettings) { r.server(v, s) },
	"port":          func(r *reader, v *yaml.Node, s *SMTPSettings) { r.port(v, &s.Port) },
	"security":      func(r *reader, v *yaml.Node, s *SMTPSettings) { oneOf(r, v, &s.Security, StartTLS, TLS, Auto, NoTLS) },
	"login":         func(r *reader, v *yaml.Node, s *SMTPSettings) { oneOf(r, v, &s.Login, logins...) },
	"user":          func(r *reader, v *yaml.Node, s *SMTPSettings) { r.text(v, &s.User) },
	"password":      func(r *reader, v *yaml.Node, s *SMTPSettings) { r.secret(v, &s.Password) },
	"oauth":         func(r *reader, v *yaml.Node, s *SMTPSettings) { mapping(r, v, &s.OAuth, oauthFields) },
	"sender":        func(r *reader, v *yaml.Node, s *SMTPSettings) { oneOf(r, v, &s.Sender, SpecificUser, AsUser) },
	"on_behalf_of":  func(r *reader, v *yaml.Node, s *SMTPSettings) { r.address(v, &s.OnBehalfOf) },
	"envelope_from": func(r *reader, v *yaml.Node, s *SMTPSettings) { r.address(v, &s.EnvelopeFrom) },
	"hello":         func(r *reader, v *yaml.Node, s *SMTPSettings) { r.text(v, &s.Hello) },
	"ca_file":       func(r *reader, v *yaml.Node, s *SMTPSettings) { r.text(v, &s.CAFile) },
	"dsn": func(r *reader, v *yaml.Node, s *SMTPSettings) {
		r.texts(v, &s.DSN, "never", "success", "failure", "delay")
	},
}

var logins = []Login{NoLogin, Password, Plain, LoginSMTP, CRAMMD5, SCRAM, NTLM, OAuth2}

var oauthFields = map[string]field[OAuth]{
	"tenant":        func(r *reader, v *yaml.Node, o *OAuth) { r.text(v, &o.Tenant) },
	"client_id":     func(r *reader, v *yaml.Node, o *OAuth) { r.text(v, &o.ClientID) },
	"client_secret": func(r *reader, v *yaml.Node, o *OAuth) { r.secret(v, &o.ClientSecret) },
	"certificate":   func(r *reader, v *yaml.Node, o *OAuth) { r.secret(v, &o.Certificate) },
	"refresh_token": func(r *reader, v *yaml.Node, o *OAuth) { r.secret(v, &o.RefreshToken) },
	"authority":     func(r *reader, v *yaml.Node, o *OAuth) { r.url(v, &o.Authority) },
	"token_url":     func(r *reader, v *yaml.Node, o *OAuth) { r.url(v, &o.TokenURL) },
	"scopes":        func(r *reader, v *yaml.Node, o *OAuth) { r.texts(v, &o.Scopes) },
}

var graphFields = map[string]field[GraphSettings]{
	"oauth": func(r *reader, v *yaml.Node, g *GraphSettings) { mapping(r, v, &g.OAuth, oauthFields) },
	"sign_in": func(r *reader, v *yaml.Node, g *GraphSettings) {
		oneOf(r, v, &g.SignIn, Browser, DeviceCode, Application)
	},
	"endpoint": func(r *reader, v *yaml.Node, g *GraphSettings) { r.url(v, &g.Endpoint) },
}

var dkimFields = map[string]field[DKIMSettings]{
	"domain":   func(r *reader, v *yaml.Node, d *DKIMSettings) { r.text(v, &d.Domain) },
	"selector": func(r *reader, v *yaml.Node, d *DKIMSettings) { r.text(v, &d.Selector) },
	"key":      func(r *reader, v *yaml.Node, d *DKIMSettings) { r.secret(v, &d.Key) },
}

// Ports of mail submission.
const (
	submission  = 587 // RFC 6409 3.1
	submissions = 465 // RFC 8314 3.3
	relay       = 25
)

// setDefaults fills in what the file leaves open.
func (a *Account) setDefaults() {
	if a.Limits.PerMinute < 0 {
		a.Limits.PerMinute = DefaultPerMinute(a.Connector)
	}
	if a.Limits.MessageMB < 0 {
		a.Limits.MessageMB = a.defaultMessageMB()
	}
	if a.Limits.Concurrency == 0 {
		a.Limits.Concurrency = DefaultConcurrency
	}
	if a.Retry.Attempts == 0 {
		a.Retry.Attempts = DefaultAttempts
	}
	if a.Retry.Profile == "" {
		a.Retry.Profile = Linear
	}
	if a.Retry.Profile == Mail && a.Retry.GiveUpAfter == 0 {
		a.Retry.GiveUpAfter = 24 * time.Hour
	}
	if a.Connector == Folder && (a.Folder == nil || a.Folder.Path == "") {
		a.Folder = &FolderSettings{Path: "sent"}
	}
	if a.Connector == Microsoft365 || a.Connector == CurrentUser {
		if a.Graph == nil {
			a.Graph = &GraphSettings{}
		}
		if a.Graph.SignIn == "" {
			a.Graph.SignIn = Browser
		}
	}
	if a.SMTP != nil {
		a.SMTP.setDefaults()
	}
}

func (s *SMTPSettings) setDefaults() {
	if s.Sender == "" {
		s.Sender = SpecificUser
	}
	if s.Login == "" {
		s.Login = NoLogin
		if s.User != "" || s.Password != "" {
			s.Login = Password
		}
	}
	if s.Security == "" {
		switch {
		case s.Port == submissions:
			s.Security = TLS
		case s.Port == relay && s.Login == NoLogin:
			s.Security = Auto
		default:
			s.Security = StartTLS
		}
	}
	if s.Port == 0 {
		s.Port = map[Security]int{TLS: submissions, StartTLS: submission, Auto: relay, NoTLS: relay}[s.Security]
	}
}

// defaultMessageMB is the provider's limit where it is known.
func (a *Account) defaultMessageMB() int {
	if a.Connector == Microsoft365 || a.Connector == CurrentUser || a.SMTP != nil && a.SMTP.Server == Microsoft365Server {
		return ExchangeMessageMB
	}
	return 0
}

// DefaultPerMinute is the rate limit a new account of a connector starts with.
func DefaultPerMinute(k Kind) int {
	if k == Microsoft365 || k == CurrentUser {
		return GraphPerMinute
	}
	return 0
}
