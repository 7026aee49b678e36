package signin

import (
	"context"
	"crypto/subtle"
	"errors"
	"fmt"
	"net"
	"net/http"
	"time"

	"golang.org/x/oauth2"
)

// browserTime is how long a person has to sign in.
const browserTime = 10 * time.Minute

// Browser signs a user in with the browser of this machine: open is given the
// address to show, and Entra sends the browser back to a port on loopback (RFC 8252
// 7.3). The registration must have the redirect address http://localhost; any
// port and the path / are then allowed.
func (a *App) Browser(ctx context.Context, s Service, open func(address string) error) (*oauth2.Token, error) {
	c, err := a.config(s)
	if err != nil {
		return nil, err
	}
	ctx, cancel := context.WithTimeoutCause(a.client(ctx), browserTime, fmt.Errorf("nobody signed in within %s", browserTime))
	defer cancel()
	l, err := (&net.ListenConfig{}).Listen(ctx, "tcp", "127.0.0.1:0")
	if err != nil {
		return nil, fmt.Errorf("sign in: %w", err)
	}
	c.RedirectURL = fmt.Sprintf("http://localhost:%d/", l.Addr().(*net.TCPAddr).Port)
	// Both are 32 bytes from crypto/rand.
	state, verifier := oauth2.GenerateVerifier(), oauth2.GenerateVerifier()
	back := &landing{state: state, result: make(chan landed, 1)}
	srv := &http.Server{Handler: back, ReadHeaderTimeout: 10 * time.Second}
	go func() { _ = srv.Serve(l) }()
	defer func() {
		// The page that says that it is done is still on its way.
		end, stop := context.WithTimeout(context.WithoutCancel(ctx), 2*time.Second)
		defer stop()
		_ = srv.Shutdown(end)
	}()
	if err := open(c.AuthCodeURL(state, oauth2.S256ChallengeOption(verifier), oauth2.SetAuthURLParam("prompt", "select_account"))); err != nil {
		return nil, fmt.Errorf("open the browser: %w", err)
	}
	select {
	case r := <-back.result:
		if r.err != nil {
			return nil, fmt.Errorf("sign in: %w", r.err)
		}
		t, err := c.Exchange(ctx, r.code, oauth2.VerifierOption(verifier))
		if err != nil {
			return nil, fmt.Errorf("sign in: %w", explain(err, c.ClientSecret))
		}
		return t, nil
	case <-ctx.Done():
		return nil, fmt.Errorf("sign in: %w", context.Cause(ctx))
	}
}

// landing is the page to which the browser comes back.
type landing struct {
	state  string
	result chan landed
}

type landed struct {
	code string
	err  error
}

// ServeHTTP takes the first answer with the right state; everything else may
// come from another page and is refused.
func (l *landing) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	q := r.URL.Query()
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.Header().Set("Cache-Control", "no-store")
	if r.URL.Path != "/" || subtle.ConstantTimeCompare([]byte(q.Get("state")), []byte(l.state)) != 1 {
		w.WriteHeader(http.StatusBadRequest)
		_, _ = w.Write([]byte("<!doctype html><title>reportmail</title><p>This page belongs to another sign-in."))
		return
	}
	var res landed
	switch {
	case q.Get("error") != "":
		res.err = explain(&oauth2.RetrieveError{ErrorCode: q.Get("error"), ErrorDescription: q.Get("error_description")})
	case q.Get("code") == "":
		res.err = errors.New("entra sent no code")
	default:
		res.code = q.Get("code")
	}
	text := "You are signed in. You can close this page."
	if res.err != nil {
		text = "You are not signed in. You can close this page; reportmail says why."
	}
	_, _ = w.Write([]byte("<!doctype html><title>reportmail</title><p>" + text))
	select {
	case l.result <- res:
	default: // the browser asked twice
	}
}
