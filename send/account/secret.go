package account

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
)

// Secret is a reference to a secret: env:NAME, file:PATH or store:NAME. The
// secret itself is never part of the set-up.
type Secret string

// The places a secret can be.
const (
	fromEnv   = "env"
	fromFile  = "file"
	fromStore = "store"
)

// ErrNoSecret says that a reference points to nothing.
var ErrNoSecret = errors.New("secret is not there")

// maxSecret bounds a secret file: a private key chain fits many times.
const maxSecret = 64 << 10

// parse splits a reference; ok is false for text that is none.
func (s Secret) parse() (place, name string, ok bool) {
	place, name, ok = strings.Cut(string(s), ":")
	known := place == fromEnv || place == fromFile || place == fromStore
	return place, name, ok && known && name != ""
}

// Resolver finds secrets.
type Resolver struct {
	// Dir is what file references are relative to: the workspace.
	Dir string
	// Env looks up an environment variable; nil is os.LookupEnv.
	Env func(string) (string, bool)
	// Store is the encrypted store, nil when there is none.
	Store *SecretStore
}

// Resolve returns the secret that ref points to; an empty reference is an empty
// secret. Systemd credentials are found as file:$CREDENTIALS_DIRECTORY/NAME.
func (r Resolver) Resolve(ctx context.Context, ref Secret) (string, error) {
	if ref == "" {
		return "", nil
	}
	place, name, ok := ref.parse()
	if !ok {
		return "", fmt.Errorf("secret: %q is no reference; use env:NAME, file:PATH or store:NAME", mask(string(ref)))
	}
	switch place {
	case fromEnv:
		return r.env(name)
	case fromFile:
		return r.file(name)
	}
	if r.Store == nil {
		return "", fmt.Errorf("secret store:%s: %w: there is no store", name, ErrNoSecret)
	}
	return r.Store.Get(name)
}

func (r Resolver) env(name string) (string, error) {
	look := r.Env
	if look == nil {
		look = os.LookupEnv
	}
	v, ok := look(name)
	if !ok {
		return "", fmt.Errorf("secret env:%s: %w: the variable is not set", name, ErrNoSecret)
	}
	return v, nil
}

func (r Resolver) file(name string) (string, error) {
	path := os.Expand(name, func(v string) string { s, _ := r.env(v); return s })
	if !filepath.IsAbs(path) {
		path = filepath.Join(r.Dir, path)
	}
	st, err := os.Stat(path)
	if err != nil {
		return "", fmt.Errorf("secret file:%s: %w: %w", name, ErrNoSecret, err)
	}
	if st.Size() > maxSecret {
		return "", fmt.Errorf("secret file:%s: longer than %d bytes", name, maxSecret)
	}
	data, err := os.ReadFile(path)
	if err != nil {
		return "", fmt.Errorf("secret file:%s: %w", name, err)
	}
	return strings.TrimRight(string(data), "\r\n"), nil
}

// mask shows enough of a text to recognise it and not enough to use it.
func mask(s string) string {
	if len(s) <= 2 {
		return "…"
	}
	return s[:1] + "…"
}

// Secrets are the references to secrets that an account has.
func (a Account) Secrets() []Secret {
	var all []Secret
	add := func(list ...Secret) {
		for _, s := range list {
			if s != "" {
				all = append(all, s)
			}
		}
	}
	oauth := func(o OAuth) { add(o.ClientSecret, o.Certificate, o.RefreshToken) }
	if a.SMTP != nil {
		add(a.SMTP.Password)
		oauth(a.SMTP.OAuth)
	}
	if a.Graph != nil {
		oauth(a.Graph.OAuth)
	}
	if a.DKIM != nil {
		add(a.DKIM.Key)
	}
	return all
}
