package graphtest

import (
	"crypto"
	"crypto/rsa"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync"
	"testing"
)

// Login is an Entra ID for tests: authorization code with PKCE, device code,
// refresh with rotation and client credentials, for one app in one tenant.
type Login struct {
	// Authority is the address for an app registration.
	Authority string

	mu       sync.Mutex
	opt      LoginOptions
	codes    map[string]url.Values // by code: what was asked for
	device   string                // pending, approved, denied
	refresh  string                // the refresh token that is good
	serial   int
	mfa      bool
	requests []url.Values
}

// LoginOptions are the registration.
type LoginOptions struct {
	Tenant, ClientID, Secret string
	// Key verifies the assertions of a certificate.
	Key *rsa.PublicKey
}

// NewLogin starts a login server, which ends with the test.
func NewLogin(t testing.TB, opt LoginOptions) *Login {
	t.Helper()
	l := &Login{opt: opt, codes: map[string]url.Values{}, device: "pending"}
	mux := http.NewServeMux()
	base := "/" + opt.Tenant + "/oauth2/v2.0/"
	mux.HandleFunc("GET "+base+"authorize", l.authorize)
	mux.HandleFunc("POST "+base+"devicecode", l.deviceCode)
	mux.HandleFunc("POST "+base+"token", l.token)
	srv := httptest.NewServer(mux)
	t.Cleanup(srv.Close)
	l.Authority = srv.URL
	return l
}

// Decide ends a pending device sign-in: approved or denied.
func (l *Login) Decide(approved bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.device = map[bool]string{true: "approved", false: "denied"}[approved]
}

// Revoke makes the refresh token worthless; with mfa because a second factor is asked for.
func (l *Login) Revoke(mfa bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.refresh, l.mfa = "", mfa
}

// Requests are the forms that were posted to the token endpoint.
func (l *Login) Requests() []url.Values {
	l.mu.Lock()
	defer l.mu.Unlock()
	return append([]url.Values(nil), l.requests...)
}

func oauthError(w http.ResponseWriter, code, text string) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(http.StatusBadRequest)
	_ = json.NewEncoder(w).Encode(map[string]string{"error": code, "error_description": text + "\r\nTrace ID: 0"})
}

// authorize is the page where a user signs in; this one does it at once.
func (l *Login) authorize(w http.ResponseWriter, r *http.Request) {
	q := r.URL.Query()
	back, err := url.Parse(q.Get("redirect_uri"))
	if err != nil || back.Hostname() != "localhost" || q.Get("client_id") != l.opt.ClientID {
		http.Error(w, "AADSTS50011: the redirect address is not registered", http.StatusBadRequest)
		return
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	l.serial++
	code := fmt.Sprintf("code-%d", l.serial)
	l.codes[code] = q
	v := url.Values{"state": {q.Get("state")}, "code": {code}}
	if l.device == "denied" {
		v = url.Values{"state": {q.Get("state")}, "error": {"access_denied"}, "error_description": {"AADSTS65004: User declined to consent."}}
	}
	back.RawQuery = v.Encode()
	http.Redirect(w, r, back.String(), http.StatusFound)
}

func (l *Login) deviceCode(w http.ResponseWriter, r *http.Request) {
	if r.FormValue("client_id") != l.opt.ClientID {
		oauthError(w, "unauthorized_client", "AADSTS700016: Application was not found in the directory.")
		return
	}
	w.Header().Set("Content-Type", "application/json")
	fmt.Fprint(w, `{"device_code":"dev","user_code":"ABCD-EFGH","verification_uri":"https://login.example/device","expires_in":60,"interval":1}`)
}

func (l *Login) token(w http.ResponseWriter, r *http.Request) {
	if err := r.ParseForm(); err != nil {
		oauthError(w, "invalid_request", err.Error())
		return
	}
	f := r.PostForm
	l.mu.Lock()
	defer l.mu.Unlock()
	l.requests = append(l.requests, f)
	if f.Get("client_id") != l.opt.ClientID {
		oauthError(w, "unauthorized_client", "AADSTS700016: Application was not found in the directory.")
		return
	}
	code, text := l.grant(f)
	if code != "" {
		oauthError(w, code, text)
		return
	}
	l.serial++
	answer := map[string]any{"token_type": "Bearer", "expires_in": 3600, "access_token": fmt.Sprintf("access-%d", l.serial)}
	if f.Get("grant_type") != "client_credentials" {
		l.refresh = fmt.Sprintf("refresh-%d", l.serial)
		answer["refresh_token"] = l.refresh
	}
	w.Header().Set("Content-Type", "application/json")
	_ = json.NewEncoder(w).Encode(answer)
}

// grant checks what the token is asked for with.
func (l *Login) grant(f url.Values) (code, text string) {
	switch f.Get("grant_type") {
	case "authorization_code":
		asked, ok := l.codes[f.Get("code")]
		delete(l.codes, f.Get("code"))
		sum := sha256.Sum256([]byte(f.Get("code_verifier")))
		if !ok || asked.Get("code_challenge_method") != "S256" || asked.Get("code_challenge") != base64.RawURLEncoding.EncodeToString(sum[:]) ||
			asked.Get("redirect_uri") != f.Get("redirect_uri") {
			return "invalid_grant", "AADSTS50148: The code_verifier does not match."
		}
	case "refresh_token":
		switch {
		case l.mfa:
			return "interaction_required", "AADSTS50158: External security challenge not satisfied."
		case l.refresh == "" || f.Get("refresh_token") != l.refresh:
			return "invalid_grant", "AADSTS700082: The refresh token has expired due to inactivity."
		}
	case "urn:ietf:params:oauth:grant-type:device_code":
		switch l.device {
		case "pending":
			return "authorization_pending", "AADSTS70016: pending"
		case "denied":
			return "authorization_declined", "AADSTS70000: declined"
		}
	case "client_credentials":
		if !strings.HasSuffix(f.Get("scope"), "/.default") {
			return "invalid_scope", "AADSTS1002012: The provided value for scope is not valid."
		}
		if a := f.Get("client_assertion"); a != "" {
			if err := l.assertion(a); err != nil {
				return "invalid_client", "AADSTS700027: " + err.Error()
			}
			return "", ""
		}
		if l.opt.Secret == "" || f.Get("client_secret") != l.opt.Secret {
			return "invalid_client", "AADSTS7000215: Invalid client secret provided."
		}
	default:
		return "unsupported_grant_type", f.Get("grant_type")
	}
	return "", ""
}

// assertion verifies the signature and the claims of a JWT.
func (l *Login) assertion(jwt string) error {
	p := strings.Split(jwt, ".")
	if len(p) != 3 || l.opt.Key == nil {
		return fmt.Errorf("not a JWT")
	}
	sig, err := base64.RawURLEncoding.DecodeString(p[2])
	if err != nil {
		return err
	}
	sum := sha256.Sum256([]byte(p[0] + "." + p[1]))
	if err := rsa.VerifyPKCS1v15(l.opt.Key, crypto.SHA256, sum[:], sig); err != nil {
		return err
	}
	b, err := base64.RawURLEncoding.DecodeString(p[1])
	if err != nil {
		return err
	}
	var claims struct {
		Audience string `json:"aud"`
		Issuer   string `json:"iss"`
		Subject  string `json:"sub"`
		ID       string `json:"jti"`
	}
	if err := json.Unmarshal(b, &claims); err != nil {
		return err
	}
	if !strings.HasPrefix(claims.Audience, l.Authority) || claims.Issuer != l.opt.ClientID || claims.Subject != l.opt.ClientID || claims.ID == "" {
		return fmt.Errorf("claims %s", b)
	}
	return nil
}
