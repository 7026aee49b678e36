package signin

import (
	"context"
	"crypto"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"crypto/x509"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"net/url"
	"sync"
	"time"

	"golang.org/x/oauth2"
	"golang.org/x/oauth2/clientcredentials"
)

// Certificate signs an application in.
type Certificate struct {
	Certificate *x509.Certificate
	// Key is the RSA key of the certificate.
	Key crypto.Signer
}

func (c *Certificate) check() error {
	if c.Certificate == nil || c.Key == nil {
		return errors.New("certificate without its key")
	}
	pub, ok := c.Key.Public().(*rsa.PublicKey)
	if !ok {
		return fmt.Errorf("key of the certificate is a %T, RSA is needed", c.Key.Public())
	}
	if !pub.Equal(c.Certificate.PublicKey) {
		return errors.New("certificate and key do not belong together")
	}
	return nil
}

// Application returns the tokens of the application itself (RFC 6749 4.4).
func (a *App) Application(s Service) Source {
	src := &appSource{app: a, service: s}
	return src.token
}

type appSource struct {
	app     *App
	service Service

	mu  sync.Mutex
	now *oauth2.Token
}

func (a *appSource) token(ctx context.Context, renew bool) (string, error) {
	a.mu.Lock()
	defer a.mu.Unlock()
	if !renew && a.now != nil && time.Until(a.now.Expiry) > early {
		return a.now.AccessToken, nil
	}
	c, err := a.app.credentials(a.service)
	if err != nil {
		return "", err
	}
	t, err := c.Token(a.app.client(ctx))
	if err != nil {
		return "", fmt.Errorf("sign in as an application: %w", explain(err, c.ClientSecret, c.EndpointParams.Get("client_assertion")))
	}
	a.now = t
	return t.AccessToken, nil
}

func (a *App) credentials(s Service) (*clientcredentials.Config, error) {
	if err := a.Check(); err != nil {
		return nil, err
	}
	e := a.endpoint()
	c := &clientcredentials.Config{ClientID: a.ClientID, TokenURL: e.TokenURL, Scopes: []string{s.ApplicationScope()}, AuthStyle: oauth2.AuthStyleInParams}
	switch {
	case a.Certificate != nil:
		assertion, err := a.Certificate.assertion(a.ClientID, e.TokenURL, time.Now())
		if err != nil {
			return nil, fmt.Errorf("sign in with a certificate: %w", err)
		}
		c.EndpointParams = url.Values{"client_assertion_type": {"urn:ietf:params:oauth:client-assertion-type:jwt-bearer"}, "client_assertion": {assertion}}
	case a.Secret != nil:
		secret, err := a.Secret()
		if err != nil {
			return nil, fmt.Errorf("client secret: %w", err)
		}
		c.ClientSecret = secret
	default:
		return nil, errors.New("an application needs a client secret or a certificate")
	}
	return c, nil
}

// assertionTime is how long an assertion is valid: Entra wants a few minutes.
const assertionTime = 10 * time.Minute

// assertion makes the JWT that stands for a secret (RFC 7523 3), signed with RS256
// and named by the certificate's SHA-256 thumbprint.
func (c *Certificate) assertion(clientID, audience string, now time.Time) (string, error) {
	print := sha256.Sum256(c.Certificate.Raw)
	header := map[string]string{"alg": "RS256", "typ": "JWT", "x5t#S256": base64.RawURLEncoding.EncodeToString(print[:])}
	claims := map[string]any{"aud": audience, "iss": clientID, "sub": clientID, "jti": rand.Text(),
		"nbf": now.Add(-time.Minute).Unix(), "exp": now.Add(assertionTime).Unix()}
	var parts string
	for _, v := range []any{header, claims} {
		b, err := json.Marshal(v)
		if err != nil {
			return "", err
		}
		if parts != "" {
			parts += "."
		}
		parts += base64.RawURLEncoding.EncodeToString(b)
	}
	sum := sha256.Sum256([]byte(parts))
	sig, err := c.Key.Sign(rand.Reader, sum[:], crypto.SHA256)
	if err != nil {
		return "", err
	}
	return parts + "." + base64.RawURLEncoding.EncodeToString(sig), nil
}
