package sending

import (
	"context"
	"crypto"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"sync"
	"time"

	"golang.org/x/oauth2"
	"golang.org/x/oauth2/clientcredentials"

	"reportmail/send/account"
	"reportmail/send/connector/currentuser"
	"reportmail/send/connector/microsoft365/signin"
	"reportmail/send/rights"
)

// SignInName is the name in the secret store of the tokens that somebody signed in for: for an account, and where each
// user signs in for himself, for that user.
func SignInName(a account.Account, user string) string {
	if a.Connector == account.CurrentUser && user != "" {
		return "sign-in/" + a.Name + "/" + user
	}
	return "sign-in/" + a.Name
}

// addressName is the name in the secret store of the address that a user has signed in with.
func addressName(a account.Account, user string) string {
	return "address" + strings.TrimPrefix(SignInName(a, user), "sign-in")
}

// SignIn signs a person in for an account, with the browser of this machine (open) or, where open is nil, with a code
// on another one (show). It answers who signed in.
func (c Connectors) SignIn(ctx context.Context, a account.Account, user rights.User, open func(string) error, show func(signin.Prompt)) (string, error) {
	o, service, application, ok := OAuthOf(a)
	if !ok || application || o.TokenURL != "" {
		return "", fmt.Errorf("account %s signs in by itself: nobody has to", a.Name)
	}
	app, err := c.App(o)
	if err != nil {
		return "", err
	}
	var token *oauth2.Token
	if open != nil {
		token, err = app.Browser(ctx, service, open)
	} else {
		token, err = app.Device(ctx, service, show)
	}
	if err != nil {
		return "", err
	}
	name := c.userName(user)
	if err := signin.Save(c.Secrets.Store, SignInName(a, name), token); err != nil {
		return "", err
	}
	if a.Graph == nil {
		return a.SMTP.User, nil
	}
	cfg, err := c.graph(a, name)
	if err != nil {
		return "", err
	}
	box, err := currentuser.New(cfg)
	if err != nil {
		return "", err
	}
	defer box.Close()
	who, err := box.Address(ctx)
	if err != nil {
		return "", err
	}
	if a.Connector == account.CurrentUser {
		err = c.Secrets.Store.Set(addressName(a, name), who.Address)
	}
	return who.Address, err
}

// userName tells users apart in the secret store; a workspace without users has one sign-in.
func (c Connectors) userName(user rights.User) string {
	if c.Workspace.Users.Open() {
		return ""
	}
	return user.Name
}

// SignOut forgets the tokens of an account; those of one user where each signs in for himself.
func (c Connectors) SignOut(a account.Account, user rights.User) error {
	name := c.userName(user)
	return errors.Join(c.Secrets.Store.Delete(SignInName(a, name)), c.Secrets.Store.Delete(addressName(a, name)))
}

// ForgetAccount forgets all that the store keeps for an account by its name.
func (c Connectors) ForgetAccount(name string) error {
	names, err := c.Secrets.Store.Names()
	for _, n := range names {
		for _, kind := range []string{"sign-in/", "address/"} {
			if n == kind+name || strings.HasPrefix(n, kind+name+"/") {
				err = errors.Join(err, c.Secrets.Store.Delete(n))
			}
		}
	}
	return err
}

// OAuthOf is the registration that an account signs in with, and what for; ok is false for accounts without one.
func OAuthOf(a account.Account) (o account.OAuth, service signin.Service, application, ok bool) {
	switch {
	case a.Graph != nil:
		return a.Graph.OAuth, signin.Graph, a.Graph.SignIn == account.Application, true
	case a.SMTP != nil && a.SMTP.Login == account.OAuth2:
		o = a.SMTP.OAuth
		return o, signin.SMTP, o.ClientSecret != "" || o.Certificate != "", true
	}
	return o, "", false, false
}

// App is the registration as the sign-in wants it.
func (c Connectors) App(o account.OAuth) (*signin.App, error) {
	app := &signin.App{Tenant: o.Tenant, ClientID: o.ClientID, Authority: o.Authority, HTTP: c.http()}
	if app.Tenant == "" {
		app.Tenant = "organizations"
	}
	if o.ClientSecret != "" {
		app.Secret = func() (string, error) { return c.Secrets.Resolve(context.Background(), o.ClientSecret) }
	}
	if o.Certificate != "" {
		pem, err := c.Secrets.Resolve(context.Background(), o.Certificate)
		if err != nil {
			return nil, err
		}
		if app.Certificate, err = certificate([]byte(pem)); err != nil {
			return nil, fmt.Errorf("certificate %s: %w", o.Certificate, err)
		}
	}
	return app, nil
}

// certificate reads a certificate and its key from one PEM text.
func certificate(pem []byte) (*signin.Certificate, error) {
	pair, err := tls.X509KeyPair(pem, pem)
	if err != nil {
		return nil, err
	}
	key, ok := pair.PrivateKey.(crypto.Signer)
	if !ok {
		return nil, errors.New("its key cannot sign")
	}
	leaf, err := x509.ParseCertificate(pair.Certificate[0])
	if err != nil {
		return nil, err
	}
	return &signin.Certificate{Certificate: leaf, Key: key}, nil
}

// tokens is where an account's access tokens come from. user is who signs in where each user does.
func (c Connectors) tokens(a account.Account, user string) (signin.Source, error) {
	o, service, application, ok := OAuthOf(a)
	if !ok {
		return nil, fmt.Errorf("account %s signs in without OAuth", a.Name)
	}
	if o.TokenURL != "" {
		return c.foreign(o), nil
	}
	app, err := c.App(o)
	if err != nil {
		return nil, err
	}
	if application {
		return app.Application(service), nil
	}
	source := app.User(service, c.Secrets.Store, SignInName(a, user))
	return func(ctx context.Context, renew bool) (string, error) {
		token, err := source(ctx, renew)
		if errors.Is(err, signin.ErrNotSignedIn) {
			err = fmt.Errorf("%w: reportmail accounts sign-in %q", err, a.Name)
		}
		return token, err
	}, nil
}

// foreign gets tokens of an identity provider that is not Entra, with a refresh token or as an application.
func (c Connectors) foreign(o account.OAuth) signin.Source {
	var mu sync.Mutex
	var now *oauth2.Token
	return func(ctx context.Context, renew bool) (string, error) {
		mu.Lock()
		defer mu.Unlock()
		if !renew && now != nil && time.Until(now.Expiry) > time.Minute {
			return now.AccessToken, nil
		}
		secret, err := c.Secrets.Resolve(ctx, o.ClientSecret)
		if err != nil {
			return "", err
		}
		refresh, err := c.Secrets.Resolve(ctx, o.RefreshToken)
		if err != nil {
			return "", err
		}
		ctx = context.WithValue(ctx, oauth2.HTTPClient, c.http())
		if refresh != "" {
			cfg := oauth2.Config{ClientID: o.ClientID, ClientSecret: secret, Scopes: o.Scopes, Endpoint: oauth2.Endpoint{TokenURL: o.TokenURL}}
			now, err = cfg.TokenSource(ctx, &oauth2.Token{RefreshToken: refresh}).Token()
		} else {
			cfg := clientcredentials.Config{ClientID: o.ClientID, ClientSecret: secret, Scopes: o.Scopes, TokenURL: o.TokenURL}
			now, err = cfg.Token(ctx)
		}
		if err != nil {
			now = nil
			return "", fmt.Errorf("access token of %s: %w", o.TokenURL, err)
		}
		return now.AccessToken, nil
	}
}

// http makes the requests of sign-ins and connectors; a sandbox makes none.
func (c Connectors) http() *http.Client {
	if c.sandbox() {
		return &http.Client{Transport: blocked{}}
	}
	return &http.Client{Timeout: 5 * time.Minute}
}
