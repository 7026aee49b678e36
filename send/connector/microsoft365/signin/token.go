package signin

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"sync"
	"time"

	"golang.org/x/oauth2"
)

// Store keeps the tokens of users by name, encrypted. Get of a name that is not
// there is an error.
type Store interface {
	Get(name string) (string, error)
	Set(name, secret string) error
}

// Source returns an access token, with renew one that it has not returned
// before. It is what the connectors ask.
type Source = func(ctx context.Context, renew bool) (string, error)

// Save keeps a token that a user has signed in for.
func Save(s Store, name string, t *oauth2.Token) error {
	if t.RefreshToken == "" {
		return errors.New("entra gave no refresh token: the permission offline_access is missing")
	}
	b, err := json.Marshal(t)
	if err != nil {
		return err
	}
	return s.Set(name, string(b))
}

func load(s Store, name string) (*oauth2.Token, error) {
	text, err := s.Get(name)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrNotSignedIn, err)
	}
	var t oauth2.Token
	if json.Unmarshal([]byte(text), &t) != nil || t.RefreshToken == "" {
		return nil, fmt.Errorf("%w: the stored sign-in %s is damaged", ErrNotSignedIn, name)
	}
	return &t, nil
}

// early is how long before its end a token is renewed: longer than a request takes.
const early = 5 * time.Minute

// User returns the tokens of a user who has signed in and whose refresh token
// is in the store under name.
func (a *App) User(s Service, store Store, name string) Source {
	u := &userSource{app: a, service: s, store: store, name: name}
	return u.token
}

type userSource struct {
	app     *App
	service Service
	store   Store
	name    string

	mu  sync.Mutex
	now *oauth2.Token
}

func (u *userSource) token(ctx context.Context, renew bool) (string, error) {
	u.mu.Lock()
	defer u.mu.Unlock()
	if u.now == nil {
		t, err := load(u.store, u.name)
		if err != nil {
			return "", err
		}
		u.now = t
	}
	if !renew && u.now.AccessToken != "" && time.Until(u.now.Expiry) > early {
		return u.now.AccessToken, nil
	}
	t, err := u.refresh(ctx, u.now)
	if errors.Is(err, ErrNotSignedIn) {
		// Another process may have used the refresh token and stored the next one,
		// or somebody has signed in again.
		stored, storedErr := load(u.store, u.name)
		if storedErr == nil && stored.RefreshToken != u.now.RefreshToken {
			t, err = u.refresh(ctx, stored)
		}
	}
	if err != nil {
		return "", err
	}
	u.now = t
	return t.AccessToken, nil
}

// refresh gets a new token (RFC 6749 6) and stores it before it is used: the old
// refresh token may be dead already.
func (u *userSource) refresh(ctx context.Context, old *oauth2.Token) (*oauth2.Token, error) {
	c, err := u.app.config(u.service)
	if err != nil {
		return nil, err
	}
	t, err := c.TokenSource(u.app.client(ctx), &oauth2.Token{RefreshToken: old.RefreshToken}).Token()
	if err != nil {
		return nil, fmt.Errorf("renew the sign-in %s: %w", u.name, explain(err, c.ClientSecret, old.RefreshToken))
	}
	if t.RefreshToken == "" {
		t.RefreshToken = old.RefreshToken
	}
	if err := Save(u.store, u.name, t); err != nil {
		return nil, fmt.Errorf("store the sign-in %s: %w", u.name, err)
	}
	return t, nil
}
