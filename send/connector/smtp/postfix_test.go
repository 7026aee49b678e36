package smtp

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"reportmail/send/connector"
	"reportmail/send/connector/contest"
	"reportmail/send/connector/smtp/smtptest"
)

// postfix is a real server: Postfix with Dovecot's sign-in, which passes
// everything on to a server in process.
type postfix struct {
	cfg     Config // STARTTLS, user and password
	tlsPort int
	sink    *smtptest.Server
	log     string
}

// startPostfix skips the test, saying so, where the servers are not installed.
func startPostfix(t *testing.T, discard bool) *postfix {
	t.Helper()
	for _, tool := range []string{"postfix", "dovecot"} {
		if _, err := exec.LookPath(tool); err != nil {
			t.Skipf("NOT TESTED against a real server: %s is not installed (Debian: apt-get install postfix dovecot-core)", tool)
		}
	}
	if os.Getuid() != 0 {
		t.Skip("NOT TESTED against a real server: Postfix can only be started by root")
	}
	p := &postfix{sink: smtptest.New(t, smtptest.Options{NoTLS: true, Mechanisms: []string{}, UTF8: true, Discard: discard})}
	tokens := httptest.NewServer(http.HandlerFunc(introspect))
	t.Cleanup(tokens.Close)
	// Not t.TempDir: its parent cannot be entered by the users of the servers.
	dir, err := os.MkdirTemp("", "postfix")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.RemoveAll(dir) })
	cert, key, roots := smtptest.PEM(t)
	if err := errors.Join(os.Chmod(dir, 0o755), os.WriteFile(filepath.Join(dir, "cert.pem"), cert, 0o644), os.WriteFile(filepath.Join(dir, "key.pem"), key, 0o600)); err != nil {
		t.Fatal(err)
	}
	port, tlsPort := freePort(t), freePort(t)
	_, introspection, _ := net.SplitHostPort(strings.TrimPrefix(tokens.URL, "http://"))
	run := func(args ...string) error {
		out, err := exec.Command("testdata/postfix/run.sh", args...).CombinedOutput()
		if err != nil {
			return fmt.Errorf("%w: %s", err, out)
		}
		return nil
	}
	t.Cleanup(func() { _ = run("stop", dir) })
	if err := run("start", dir, strconv.Itoa(port), strconv.Itoa(tlsPort), strconv.Itoa(p.sink.Port), introspection); err != nil {
		why, _ := os.ReadFile(filepath.Join(dir, "run.log"))
		t.Skipf("NOT TESTED against a real server: Postfix does not start here: %v\n%s", err, why)
	}
	p.log, p.tlsPort = filepath.Join(dir, "postfix.log"), tlsPort
	p.cfg = Config{Host: "127.0.0.1", Port: port, RootCAs: roots, User: "user", Password: func() (string, error) { return "password", nil }}
	t.Cleanup(func() {
		if t.Failed() {
			log, _ := os.ReadFile(p.log)
			dovecot, _ := os.ReadFile(filepath.Join(dir, "dovecot.log"))
			t.Logf("postfix.log:\n%s\ndovecot.log:\n%s", tail(log), tail(dovecot))
		}
	})
	return p
}

func tail(b []byte) []byte { return b[max(0, len(b)-3000):] }

// introspect answers Dovecot's question about an access token (RFC 7662): it
// is "good:" and the name of the user.
func introspect(w http.ResponseWriter, r *http.Request) {
	user, ok := strings.CutPrefix(r.URL.Query().Get("token"), "good:")
	w.Header().Set("Content-Type", "application/json")
	fmt.Fprintf(w, `{"active": %v, "username": %q}`, ok, user)
}

func freePort(t *testing.T) int {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	return l.Addr().(*net.TCPAddr).Port
}

// arrived waits for n messages at the end of the line.
func (p *postfix) arrived(t *testing.T, n int) []contest.Message {
	t.Helper()
	for range 200 {
		if m := p.sink.Messages(); len(m) >= n {
			return m
		}
		time.Sleep(50 * time.Millisecond)
	}
	t.Fatalf("%d messages arrived, want %d", len(p.sink.Messages()), n)
	return nil
}

func billing(id string, to ...string) connector.Delivery {
	d := small(id, to...)
	d.Envelope.From = "billing@example.com"
	return d
}

// One server serves all the tests: it takes seconds to start.
func TestPostfix(t *testing.T) {
	p := startPostfix(t, false)
	t.Run("delivery", func(t *testing.T) { postfixDelivery(t, p) })
	t.Run("sign in", func(t *testing.T) { postfixSignIn(t, p) })
}

func postfixSignIn(t *testing.T, p *postfix) {
	before := len(p.sink.Messages())
	token := func(s string) func(context.Context, bool) (string, error) {
		return func(context.Context, bool) (string, error) { return s, nil }
	}
	cases := map[string]struct {
		change func(*Config)
		wrong  bool
	}{
		"starttls, auto":         {func(*Config) {}, false},
		"implicit, plain":        {func(c *Config) { c.Security, c.Port, c.Auth = Implicit, p.tlsPort, Plain }, false},
		"login":                  {func(c *Config) { c.Auth = Login }, false},
		"cram-md5":               {func(c *Config) { c.Auth = CramMD5 }, false},
		"scram-sha-1":            {func(c *Config) { c.Auth = ScramSHA1 }, false},
		"scram-sha-256":          {func(c *Config) { c.Auth = ScramSHA256 }, false},
		"no TLS, scram":          {func(c *Config) { c.Security, c.Auth = None, ScramSHA256 }, false},
		"no TLS, plain, allowed": {func(c *Config) { c.Security, c.Auth, c.ClearAuth = None, Plain, true }, false},
		"xoauth2":                {func(c *Config) { c.Auth, c.Token = XOAuth2, token("good:user") }, false},
		"xoauth2, renewed": {func(c *Config) {
			c.Auth, c.Token = XOAuth2, func(_ context.Context, renew bool) (string, error) {
				return map[bool]string{false: "expired", true: "good:user"}[renew], nil
			}
		}, false},
		"xoauth2, wrong":  {func(c *Config) { c.Auth, c.Token = XOAuth2, token("bad") }, true},
		"wrong password":  {func(c *Config) { c.Password = func() (string, error) { return "nope", nil } }, true},
		"not trusted":     {func(c *Config) { c.RootCAs = nil }, true},
		"no TLS, refused": {func(c *Config) { c.Security, c.Auth = None, Plain }, true},
	}
	want := 0
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			cfg := p.cfg
			c.change(&cfg)
			r, err := open(t, cfg).Send(context.Background(), billing(strconv.Itoa(want)+"@example.com"), yes)
			if c.wrong {
				if err == nil {
					t.Error("no error")
				}
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			if want++; r.Ref == "" || r.Enhanced != "2.0.0" {
				t.Errorf("receipt %+v has no queue id", r)
			}
		})
	}
	p.arrived(t, before+want)
}

func postfixDelivery(t *testing.T, p *postfix) {
	c := open(t, p.cfg)
	d := billing("partial@example.com", "missing@example.com", "b@example.com", "busy@example.com")
	r, err := c.Send(context.Background(), d, yes)
	if err != nil {
		t.Fatal(err)
	}
	bad := r.Refused()
	if len(bad) != 2 || bad[0].Class != connector.Permanent || bad[0].Code != 550 || bad[1].Class != connector.Temporary || bad[1].Enhanced != "4.2.1" {
		t.Errorf("refused %+v", bad)
	}
	m := p.arrived(t, 1)[0]
	src, _ := d.Open()
	var sent bytes.Buffer
	_, _ = sent.ReadFrom(src)
	if !bytes.HasSuffix(m.Content, sent.Bytes()) || fmt.Sprint(m.To) != "[b@example.com]" {
		t.Errorf("arrived to %v:\n%s", m.To, m.Content)
	}
	// Send As: the account may not use this sender.
	d = billing("other@example.com")
	d.Envelope.From = "sales@example.com"
	_, err = c.Send(context.Background(), d, yes)
	var e *connector.Error
	if !errors.As(err, &e) || e.Class != connector.Permanent || e.Stage != connector.StageSender || !strings.Contains(err.Error(), "553 5.7.1") {
		t.Errorf("send as another: %v", err)
	}
	// A source that breaks off delivers nothing, and the account goes on.
	d = billing("cut@example.com")
	d.Size += 10
	if _, err = c.Send(context.Background(), d, yes); !errors.Is(err, connector.ErrSize) {
		t.Errorf("cut: %v", err)
	}
	if _, err = c.Send(context.Background(), billing("refused@example.com"), func(context.Context, connector.Notice) error { return errors.New("no") }); !errors.Is(err, connector.ErrNotHandedOver) {
		t.Errorf("refused hand-over: %v", err)
	}
	if _, err = c.Send(context.Background(), billing("utf8@example.com", "grüße@example.com"), yes); err != nil {
		t.Errorf("SMTPUTF8: %v", err)
	}
	time.Sleep(300 * time.Millisecond)
	for _, m := range p.arrived(t, 2) {
		if bytes.Contains(m.Content, []byte("cut@")) || bytes.Contains(m.Content, []byte("refused@")) {
			t.Errorf("delivered: %s", m.Content)
		}
	}
	st, err := c.Check(context.Background())
	if err != nil || st.MaxSize != 157286400 || !strings.Contains(st.Text, "TLS 1.3") {
		t.Errorf("check: %+v, %v", st, err)
	}
}

func TestPostfix_bigMessage(t *testing.T) {
	if testing.Short() {
		t.Skip("137 MB through a real server")
	}
	p := startPostfix(t, true)
	d := contest.BigDelivery("big@example.com", 137<<20)
	start := time.Now()
	if _, err := open(t, p.cfg).Send(context.Background(), d, yes); err != nil {
		t.Fatal(err)
	}
	t.Logf("%d MB to Postfix over TLS in %s", d.Size>>20, time.Since(start).Round(time.Millisecond))
	if m := p.arrived(t, 1)[0]; m.Size < d.Size {
		t.Errorf("%d bytes arrived of %d", m.Size, d.Size)
	}
	d.Size = 151 << 20
	if _, err := open(t, p.cfg).Send(context.Background(), d, yes); connector.ClassOf(err) != connector.Permanent {
		t.Errorf("larger than the server takes: %v", err)
	}
}
