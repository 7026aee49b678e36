// Package signin gets access tokens of Microsoft Entra ID for the Graph and SMTP
// connectors: a user signs in once, in the browser of this machine (authorization
// code with PKCE on loopback, RFC 7636, 8252) or on any other (device code, RFC
// 8628), and tokens are renewed from then on; an application signs in by itself
// with a secret or a certificate (client credentials, RFC 6749 4.4, 7523).
//
// Refresh tokens are kept in a Store, which must encrypt them. They are replaced
// whenever Entra gives a new one. No token is ever part of an error.
package signin

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"

	"golang.org/x/oauth2"

	"reportmail/send/connector"
)

// Authority is Entra ID of the worldwide cloud.
const Authority = "https://login.microsoftonline.com"

// Scopes that are asked for. Each token is for one service only.
var (
	// graphScopes are the delegated permissions of the Graph connectors.
	graphScopes = []string{"https://graph.microsoft.com/User.Read", "https://graph.microsoft.com/Mail.ReadWrite", "https://graph.microsoft.com/Mail.Send",
		"https://graph.microsoft.com/Mail.Send.Shared", "offline_access"}
	// sharedScopes come on top for the drafts of another mailbox.
	sharedScopes = []string{"https://graph.microsoft.com/Mail.ReadWrite.Shared"}
	// smtpScopes are those of SMTP submission.
	smtpScopes = []string{"https://outlook.office.com/SMTP.Send", "offline_access", "openid"}
)

// Service is what a token is for.
type Service string

// Services.
const (
	Graph Service = "graph"
	// GraphShared is Graph with the drafts of a shared mailbox.
	GraphShared Service = "graph-shared"
	SMTP        Service = "smtp"
)

// Scopes returns what a user consents to for a service.
func (s Service) Scopes() []string {
	switch s {
	case SMTP:
		return slices.Clone(smtpScopes)
	case GraphShared:
		return slices.Concat(graphScopes, sharedScopes)
	}
	return slices.Clone(graphScopes)
}

// ApplicationScope is what an application asks for: all that its administrator
// consented to.
func (s Service) ApplicationScope() string {
	if s == SMTP {
		return "https://outlook.office365.com/.default"
	}
	return "https://graph.microsoft.com/.default"
}

// App is an app registration in Entra ID.
type App struct {
	// Tenant is a tenant id or domain, or "organizations" for users of any.
	Tenant   string
	ClientID string
	// Secret returns the client secret; nil for a public client.
	Secret func() (string, error)
	// Certificate signs an application in instead of a secret.
	Certificate *Certificate

	// Authority is Entra's address; Authority the constant when it is empty.
	Authority string
	// HTTP makes the requests; http.DefaultClient when it is nil.
	HTTP *http.Client
}

// ErrNotSignedIn is the cause of an error for which somebody must sign in (again).
var ErrNotSignedIn = errors.New("sign in again")

// tenantName keeps a tenant from becoming another address.
var tenantName = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9.-]{0,252}$`)

// Check reports everything that is missing in a registration.
func (a *App) Check() error {
	var errs []error
	if !tenantName.MatchString(a.Tenant) {
		errs = append(errs, fmt.Errorf("tenant %q is not a tenant id or domain", a.Tenant))
	}
	if a.ClientID == "" || strings.ContainsAny(a.ClientID, " \r\n") {
		errs = append(errs, fmt.Errorf("client id %q is not one", a.ClientID))
	}
	if u, err := url.Parse(a.authority()); err != nil || u.Host == "" {
		errs = append(errs, fmt.Errorf("authority %q is not an address", a.Authority))
	}
	if a.Certificate != nil {
		errs = append(errs, a.Certificate.check())
	}
	return errors.Join(errs...)
}

func (a *App) authority() string {
	if a.Authority == "" {
		return Authority
	}
	return strings.TrimSuffix(a.Authority, "/")
}

func (a *App) endpoint() oauth2.Endpoint {
	base := a.authority() + "/" + a.Tenant + "/oauth2/v2.0/"
	return oauth2.Endpoint{AuthURL: base + "authorize", TokenURL: base + "token", DeviceAuthURL: base + "devicecode", AuthStyle: oauth2.AuthStyleInParams}
}

// config is golang.org/x/oauth2's for a user of the app.
func (a *App) config(s Service) (*oauth2.Config, error) {
	if err := a.Check(); err != nil {
		return nil, err
	}
	c := &oauth2.Config{ClientID: a.ClientID, Endpoint: a.endpoint(), Scopes: s.Scopes()}
	if a.Secret != nil {
		secret, err := a.Secret()
		if err != nil {
			return nil, fmt.Errorf("client secret: %w", err)
		}
		c.ClientSecret = secret
	}
	return c, nil
}

// client puts the HTTP client where golang.org/x/oauth2 looks for it.
func (a *App) client(ctx context.Context) context.Context {
	if a.HTTP == nil {
		return ctx
	}
	return context.WithValue(ctx, oauth2.HTTPClient, a.HTTP)
}

// Verify asks Entra whether it knows the registration: an application gets
// a token, for a user the sign-in is begun and left.
func (a *App) Verify(ctx context.Context, s Service, application bool) error {
	if application {
		_, err := a.Application(s)(ctx, false)
		return err
	}
	c, err := a.config(s)
	if err != nil {
		return err
	}
	_, err = c.DeviceAuth(a.client(ctx))
	return explain(err, c.ClientSecret)
}

// explain turns an answer of Entra into an error with its code and first line,
// and a word on what to do, without the secrets that were sent. Errors of the
// network stay what they are.
func explain(err error, secrets ...string) error {
	var r *oauth2.RetrieveError
	if !errors.As(err, &r) {
		return err
	}
	text := connector.Mask(r.ErrorDescription, secrets...)
	if i := strings.IndexAny(text, "\r\n"); i >= 0 {
		text = text[:i]
	}
	if r.ErrorCode == "" && r.Response != nil {
		return fmt.Errorf("entra answered %s", r.Response.Status)
	}
	switch r.ErrorCode {
	case "invalid_grant", "interaction_required", "login_required", "consent_required", "expired_token", "access_denied", "authorization_declined":
		return fmt.Errorf("%w: %s: %.500s", ErrNotSignedIn, r.ErrorCode, text)
	}
	return fmt.Errorf("entra refused: %s: %.500s", r.ErrorCode, text)
}
