package signin

import (
	"context"
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"crypto/x509/pkix"
	"errors"
	"fmt"
	"io"
	"math/big"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"golang.org/x/oauth2"

	"reportmail/send/connector/microsoft365/graphtest"
)

// memory is a store of a test.
type memory struct {
	mu sync.Mutex
	m  map[string]string
}

func (s *memory) Get(name string) (string, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if v, ok := s.m[name]; ok {
		return v, nil
	}
	return "", errors.New("no such secret")
}

func (s *memory) Set(name, secret string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.m == nil {
		s.m = map[string]string{}
	}
	s.m[name] = secret
	return nil
}

func login(t *testing.T) (*graphtest.Login, *App) {
	l := graphtest.NewLogin(t, graphtest.LoginOptions{Tenant: "contoso.example", ClientID: "client-1", Secret: "s3cret"})
	return l, &App{Tenant: "contoso.example", ClientID: "client-1", Authority: l.Authority}
}

// visit is a browser: it follows the redirects.
func visit(t *testing.T, change func(string) string) func(string) error {
	return func(address string) error {
		go func() {
			res, err := http.Get(change(address))
			if err != nil {
				t.Errorf("browser: %v", err)
				return
			}
			_, _ = io.Copy(io.Discard, res.Body)
			_ = res.Body.Close()
		}()
		return nil
	}
}

func same(s string) string { return s }

func TestApp_browser(t *testing.T) {
	_, app := login(t)
	var asked string
	tok, err := app.Browser(context.Background(), Graph, visit(t, func(s string) string { asked = s; return s }))
	if err != nil || tok.AccessToken == "" || tok.RefreshToken == "" {
		t.Fatal(tok, err)
	}
	u, _ := url.Parse(asked)
	q := u.Query()
	want := "https://graph.microsoft.com/User.Read https://graph.microsoft.com/Mail.ReadWrite https://graph.microsoft.com/Mail.Send https://graph.microsoft.com/Mail.Send.Shared offline_access"
	if q.Get("scope") != want || q.Get("code_challenge_method") != "S256" || !strings.HasPrefix(q.Get("redirect_uri"), "http://localhost:") || len(q.Get("state")) < 40 {
		t.Errorf("asked for %v", q)
	}
}

func TestApp_browserRefused(t *testing.T) {
	l, app := login(t)
	l.Decide(false)
	if _, err := app.Browser(context.Background(), Graph, visit(t, same)); !errors.Is(err, ErrNotSignedIn) || !strings.Contains(err.Error(), "AADSTS65004") {
		t.Errorf("declined: %v", err)
	}
	ctx, cancel := context.WithTimeout(context.Background(), 200*time.Millisecond)
	defer cancel()
	// An answer with another state is not ours: it is refused, and the wait goes on.
	_, err := app.Browser(ctx, Graph, visit(t, func(s string) string {
		u, _ := url.Parse(s)
		back := u.Query().Get("redirect_uri")
		return back + "?code=evil&state=guessed"
	}))
	if !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("foreign state: %v", err)
	}
	cause := errors.New("no browser")
	if _, err := app.Browser(context.Background(), Graph, func(string) error { return cause }); !errors.Is(err, cause) {
		t.Errorf("no browser: %v", err)
	}
}

func TestApp_device(t *testing.T) {
	l, app := login(t)
	tok, err := app.Device(context.Background(), SMTP, func(p Prompt) {
		if p.Code != "ABCD-EFGH" || p.Address == "" || time.Until(p.Until) <= 0 {
			t.Errorf("prompt %+v", p)
		}
		l.Decide(true)
	})
	if err != nil || tok.RefreshToken == "" {
		t.Fatal(tok, err)
	}
	if _, err := app.Device(context.Background(), SMTP, func(Prompt) { l.Decide(false) }); !errors.Is(err, ErrNotSignedIn) {
		t.Errorf("declined: %v", err)
	}
	app.ClientID = "other"
	if _, err := app.Device(context.Background(), SMTP, func(Prompt) { t.Error("prompted") }); err == nil || !strings.Contains(err.Error(), "AADSTS700016") {
		t.Errorf("unknown app: %v", err)
	}
}

func TestApp_userRenewsAndRotates(t *testing.T) {
	l, app := login(t)
	store := &memory{}
	tok, err := app.Browser(context.Background(), Graph, visit(t, same))
	if err != nil {
		t.Fatal(err)
	}
	if err := Save(store, "clerk", tok); err != nil {
		t.Fatal(err)
	}
	ask := func(s Source, renew bool) string {
		t.Helper()
		a, err := s(context.Background(), renew)
		if err != nil {
			t.Fatal(err)
		}
		return a
	}
	one, two := app.User(Graph, store, "clerk"), app.User(Graph, store, "clerk")
	first := ask(one, false)
	if first != tok.AccessToken || ask(two, false) != first {
		t.Error("a good token is not used again")
	}
	second := ask(one, true)
	if second == first || ask(one, false) != second {
		t.Errorf("renewed %s to %s", first, second)
	}
	// The other process still has the old refresh token; the new one is in the store.
	if third := ask(two, true); third == second || third == first {
		t.Errorf("after rotation: %s", third)
	}
	l.Revoke(false)
	if _, err := one(context.Background(), true); !errors.Is(err, ErrNotSignedIn) || !strings.Contains(err.Error(), "AADSTS700082") {
		t.Errorf("revoked: %v", err)
	}
	l.Revoke(true)
	_, err = two(context.Background(), true)
	if !errors.Is(err, ErrNotSignedIn) || !strings.Contains(err.Error(), "AADSTS50158") {
		t.Errorf("second factor: %v", err)
	}
	for _, secret := range []string{"refresh-", "access-"} {
		if strings.Contains(fmt.Sprint(err), secret) {
			t.Errorf("a token is in the error: %v", err)
		}
	}
}

func TestApp_userRenewsInTime(t *testing.T) {
	l, app := login(t)
	tok, err := app.Browser(context.Background(), Graph, visit(t, same))
	if err != nil {
		t.Fatal(err)
	}
	store := &memory{}
	tok.Expiry = time.Now().Add(early / 2)
	if err := Save(store, "clerk", tok); err != nil {
		t.Fatal(err)
	}
	before := len(l.Requests())
	if a, err := app.User(Graph, store, "clerk")(context.Background(), false); err != nil || a == tok.AccessToken || len(l.Requests()) != before+1 {
		t.Errorf("token %s, %v, %d requests", a, err, len(l.Requests())-before)
	}
}

func TestApp_userNotSignedIn(t *testing.T) {
	_, app := login(t)
	store := &memory{m: map[string]string{"damaged": "{", "empty": "{}"}}
	for _, name := range []string{"nobody", "damaged", "empty"} {
		if _, err := app.User(Graph, store, name)(context.Background(), false); !errors.Is(err, ErrNotSignedIn) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if err := Save(store, "x", &oauth2.Token{AccessToken: "a"}); err == nil || !strings.Contains(err.Error(), "offline_access") {
		t.Errorf("no refresh token: %v", err)
	}
}

func TestApp_application(t *testing.T) {
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}
	tmpl := &x509.Certificate{SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "app"}, NotAfter: time.Now().Add(time.Hour)}
	der, err := x509.CreateCertificate(rand.Reader, tmpl, tmpl, key.Public(), key)
	if err != nil {
		t.Fatal(err)
	}
	cert, err := x509.ParseCertificate(der)
	if err != nil {
		t.Fatal(err)
	}
	l := graphtest.NewLogin(t, graphtest.LoginOptions{Tenant: "t-1", ClientID: "client-1", Secret: "s3cret", Key: &key.PublicKey})
	secret := func(s string) func() (string, error) { return func() (string, error) { return s, nil } }
	base := App{Tenant: "t-1", ClientID: "client-1", Authority: l.Authority}
	for name, c := range map[string]struct {
		change func(*App)
		want   string
	}{
		"secret":        {func(a *App) { a.Secret = secret("s3cret") }, ""},
		"certificate":   {func(a *App) { a.Certificate = &Certificate{cert, key} }, ""},
		"wrong secret":  {func(a *App) { a.Secret = secret("wr0ng") }, "AADSTS7000215"},
		"nothing":       {func(*App) {}, "secret or a certificate"},
		"locked secret": {func(a *App) { a.Secret = func() (string, error) { return "", errors.New("locked") } }, "locked"},
		"no key":        {func(a *App) { a.Certificate = &Certificate{cert, nil} }, "without its key"},
	} {
		app := base
		c.change(&app)
		src := app.Application(Graph)
		first, err := src(context.Background(), false)
		if c.want != "" {
			if err == nil || !strings.Contains(err.Error(), c.want) || strings.Contains(err.Error(), "wr0ng") {
				t.Errorf("%s: %v", name, err)
			}
			continue
		}
		again, _ := src(context.Background(), false)
		renewed, err2 := src(context.Background(), true)
		if err != nil || err2 != nil || first != again || renewed == first {
			t.Errorf("%s: %s %s %s, %v %v", name, first, again, renewed, err, err2)
		}
		if err := app.Verify(context.Background(), SMTP, true); err != nil {
			t.Errorf("%s: verify: %v", name, err)
		}
	}
	if r := l.Requests(); r[0].Get("scope") != "https://graph.microsoft.com/.default" {
		t.Errorf("asked for %v", r[0])
	}
}

func TestApp_check(t *testing.T) {
	for want, a := range map[string]App{"tenant": {Tenant: "../x", ClientID: "c"}, "client id": {Tenant: "t"}, "authority": {Tenant: "t", ClientID: "c", Authority: "x"}} {
		if err := a.Check(); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("error %v, want one with %q", err, want)
		}
	}
	_, app := login(t)
	if err := app.Verify(context.Background(), Graph, false); err != nil {
		t.Errorf("verify: %v", err)
	}
	app.ClientID = "other"
	if err := app.Verify(context.Background(), Graph, false); err == nil {
		t.Error("verify of an unknown app: no error")
	}
	app.Authority = "http://127.0.0.1:1"
	var ue *url.Error
	if err := app.Verify(context.Background(), Graph, false); !errors.As(err, &ue) {
		t.Errorf("no network: %v", err)
	}
}
