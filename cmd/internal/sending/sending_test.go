package sending

import (
	"bytes"
	"context"
	"crypto/rand"
	"crypto/rsa"
	"crypto/tls"
	"crypto/x509"
	"encoding/base64"
	"encoding/pem"
	"errors"
	"fmt"
	"io"
	"math/big"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/emersion/go-msgauth/dkim"

	"reportmail/cmd/internal/workspace"
	"reportmail/send/account"
	"reportmail/send/connector/microsoft365/graphtest"
	"reportmail/send/connector/microsoft365/signin"
	"reportmail/send/connector/smtp/smtptest"
	"reportmail/send/message"
	"reportmail/send/outbox"
	"reportmail/send/rights"
	"reportmail/send/safemode"
)

// open makes a workspace with a set-up and opens it.
func open(t *testing.T, config string) *workspace.Workspace {
	t.Helper()
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, workspace.ConfigFile), []byte(config), 0o600); err != nil {
		t.Fatal(err)
	}
	w, err := workspace.Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	return w
}

// send takes a message to somebody through a workspace's outbox and answers what became of it.
func send(t *testing.T, w *workspace.Workspace, user, id string, files ...message.File) (outbox.Detail, error) {
	t.Helper()
	u, err := w.Users.Find(user)
	if err != nil {
		return outbox.Detail{}, err
	}
	m := message.Message{To: []message.Address{{Address: "to@customer.example"}}, Subject: "Invoice", Text: "Hello", HTML: "<p>Hello</p>", Date: time.Now(), MessageID: id + "@x.example", Attachments: files}
	var raw bytes.Buffer
	if err := m.Write(&raw); err != nil {
		t.Fatal(err)
	}
	r, err := NewIntake(w, u, time.Now).Take(&raw)
	if err != nil {
		return outbox.Detail{}, err
	}
	defer r.Release()
	box, err := Open(t.Context(), w)
	if err != nil {
		t.Fatal(err)
	}
	defer box.Close()
	res, err := box.Enqueue(t.Context(), r.Submission)
	if err != nil {
		t.Fatal(err)
	}
	return Deliver(t.Context(), box, res.ID)
}

// graph is Microsoft Graph with an Entra ID in front: it takes the tokens of that one.
type graph struct {
	*graphtest.Server
	login *graphtest.Login
	url   string

	mu     sync.Mutex
	tokens map[string]bool
}

func newGraph(t *testing.T, g graphtest.Options, l graphtest.LoginOptions) *graph {
	t.Helper()
	l.Tenant, l.ClientID = "tenant", "client"
	s := &graph{Server: graphtest.New(t, g), login: graphtest.NewLogin(t, l), tokens: map[string]bool{}}
	target, err := url.Parse(s.Server.Endpoint)
	if err != nil {
		t.Fatal(err)
	}
	proxy := httputil.ReverseProxy{Rewrite: func(r *httputil.ProxyRequest) {
		r.Out.URL.Scheme, r.Out.URL.Host = target.Scheme, target.Host
		if token, ok := strings.CutPrefix(r.In.Header.Get("Authorization"), "Bearer access-"); ok {
			s.mu.Lock()
			s.tokens[token] = true
			s.mu.Unlock()
			r.Out.Header.Set("Authorization", "Bearer token-0")
		}
	}}
	srv := httptest.NewServer(&proxy)
	t.Cleanup(srv.Close)
	s.url = srv.URL + "/v1.0"
	return s
}

// accounts is a set-up with one account over this Graph.
func (g *graph) account(more string) string {
	return fmt.Sprintf("accounts:\n  - name: shared\n    graph: {endpoint: %q, %s}\n", g.url, strings.ReplaceAll(more, "AUTHORITY", g.login.Authority))
}

const userRegistration = `sign_in: device_code, oauth: {tenant: tenant, client_id: client, authority: "AUTHORITY"}`

func signIn(t *testing.T, w *workspace.Workspace, g *graph, user string) (string, error) {
	t.Helper()
	g.login.Decide(true)
	u, err := w.Users.Find(user)
	if err != nil {
		t.Fatal(err)
	}
	return NewConnectors(w).SignIn(t.Context(), w.Accounts[0], u, nil, func(signin.Prompt) {})
}

func TestMicrosoft365_signedInByAUser(t *testing.T) {
	g := newGraph(t, graphtest.Options{User: "clerk@x.example", SendAs: []string{"*"}}, graphtest.LoginOptions{})
	w := open(t, g.account(userRegistration)+"    connector: microsoft365\n    address: ar@x.example\n")
	d, err := send(t, w, "", "m1")
	if err != nil || d.Status == outbox.Sent || !strings.Contains(d.ErrorText, `reportmail accounts sign-in "shared"`) {
		t.Errorf("without a sign-in: %v, %s %q", err, d.Status, d.ErrorText)
	}
	who, err := signIn(t, w, g, "")
	if err != nil || who != "clerk@x.example" {
		t.Fatal(who, err)
	}
	box, err := Open(t.Context(), w)
	if err != nil {
		t.Fatal(err)
	}
	if err := box.Resume(t.Context(), "shared", "test"); err != nil {
		t.Fatal(err)
	}
	if err := box.Drain(t.Context()); err != nil {
		t.Fatal(err)
	}
	d, err = box.Get(t.Context(), d.ID)
	box.Close()
	if err != nil || d.Status != outbox.Sent || len(g.Messages()) != 1 || !strings.Contains(string(g.Messages()[0].Content), "ar@x.example") {
		t.Errorf("%v, %s %q, %d messages", err, d.Status, d.ErrorText, len(g.Messages()))
	}
	// Deleting the account leaves no token behind.
	if err := NewConnectors(w).ForgetAccount("shared"); err != nil {
		t.Fatal(err)
	}
	if names, _ := Secrets(w).Store.Names(); len(names) != 0 {
		t.Errorf("left in the store: %v", names)
	}
}

func TestMicrosoft365_application(t *testing.T) {
	cert, key := newCertificate(t)
	g := newGraph(t, graphtest.Options{Mailboxes: []string{"ar@x.example"}}, graphtest.LoginOptions{Secret: "s3cret", Key: &key.PublicKey})
	for name, oauth := range map[string]string{"secret": "client_secret: store:s", "certificate": "certificate: file:cert.pem"} {
		w := open(t, g.account(`sign_in: application, oauth: {tenant: tenant, client_id: client, authority: "AUTHORITY", `+oauth+`}`)+"    connector: microsoft365\n    address: ar@x.example\n")
		if err := Secrets(w).Store.Set("s", "s3cret"); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(w.Path("cert.pem"), cert, 0o600); err != nil {
			t.Fatal(err)
		}
		d, err := send(t, w, "", name)
		if err != nil || d.Status != outbox.Sent {
			t.Errorf("%s: %v, %s %q", name, err, d.Status, d.ErrorText)
		}
	}
}

func newCertificate(t *testing.T) ([]byte, *rsa.PrivateKey) {
	t.Helper()
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}
	tmpl := &x509.Certificate{SerialNumber: big.NewInt(1), NotAfter: time.Now().Add(time.Hour)}
	der, err := x509.CreateCertificate(rand.Reader, tmpl, tmpl, &key.PublicKey, key)
	if err != nil {
		t.Fatal(err)
	}
	pkcs8, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		t.Fatal(err)
	}
	out := pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der})
	return append(out, pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: pkcs8})...), key
}

// Each user signs in and sends as himself; who may not use Graph is refused before any request.
func TestCurrentUser_each(t *testing.T) {
	g := newGraph(t, graphtest.Options{User: "clerk@x.example", SendAs: []string{"*"}}, graphtest.LoginOptions{})
	w := open(t, g.account(userRegistration)+`    connector: currentuser
users:
  - {name: anna, address: anna@x.example, permissions: [Email - Admin]}
  - {name: bob, address: bob@x.example}
  - {name: carl}
  - {name: guest, address: guest@x.example, licence: guest}
`)
	if _, err := send(t, w, "guest", "g"); !errors.Is(err, rights.ErrRefused) {
		t.Errorf("a guest: %v", err)
	}
	if _, err := send(t, w, "carl", "c"); err == nil || !strings.Contains(err.Error(), "accounts sign-in") {
		t.Errorf("a user without an address: %v", err)
	}
	if len(g.Requests()) != 0 {
		t.Errorf("requests before anybody may send: %v", g.Requests())
	}
	for _, user := range []string{"anna", "bob", "carl"} {
		if user == "bob" { // not yet
			continue
		}
		if _, err := signIn(t, w, g, user); err != nil {
			t.Fatal(err)
		}
	}
	// One user who has not signed in does not stop the others.
	if d, err := send(t, w, "bob", "b"); err != nil || d.Status != outbox.Failed || !strings.Contains(d.ErrorText, "sign in again") {
		t.Errorf("bob: %v, %s %q", err, d.Status, d.ErrorText)
	}
	for _, user := range []string{"anna", "carl"} {
		d, err := send(t, w, user, user)
		if err != nil || d.Status != outbox.Sent {
			t.Errorf("%s: %v, %s %q", user, err, d.Status, d.ErrorText)
		}
		// carl's address is what Graph said when he signed in.
		if want := map[string]string{"anna": "anna@x.example", "carl": "clerk@x.example"}[user]; d.Sender != want {
			t.Errorf("%s sends as %s", user, d.Sender)
		}
	}
	if len(g.tokens) < 2 {
		t.Errorf("the users share a token: %v", g.tokens)
	}
	st, err := NewConnectors(w).verify(t.Context(), w.Accounts[0])
	if err != nil || strings.Count(st, "clerk@x.example") != 2 {
		t.Errorf("verify: %q, %v", st, err)
	}
}

// verify is Check of an account.
func (c Connectors) verify(ctx context.Context, a account.Account) (string, error) {
	made, err := c.Make(ctx, a)
	if err != nil {
		return "", err
	}
	defer made.Close()
	st, err := made.Check(ctx)
	return st.Text, err
}

// A sandbox connects to nothing, and what is sent goes to its folder.
func TestSandbox_connectsToNothing(t *testing.T) {
	g := newGraph(t, graphtest.Options{User: "clerk@x.example", SendAs: []string{"*"}}, graphtest.LoginOptions{})
	w := open(t, g.account(userRegistration)+"    connector: microsoft365\n    address: ar@x.example\n    default: true\n  - {name: relay, connector: smtp, address: a@x.example, smtp: {server: 127.0.0.1, port: 9}}\nsafe_mode: folder\n")
	for _, a := range w.Accounts {
		if _, err := NewConnectors(w).verify(t.Context(), a); err == nil {
			t.Errorf("%s answers", a.Name)
		}
	}
	if _, err := signIn(t, w, g, ""); !errors.Is(err, safemode.ErrRefused) {
		t.Errorf("sign-in: %v", err)
	}
	d, err := send(t, w, "", "m")
	if err != nil || d.Status != outbox.Sent || d.Account != SafeAccount || len(g.Requests()) != 0 {
		t.Errorf("%v, %s by %s, requests %v", err, d.Status, d.Account, g.Requests())
	}
}

func TestSMTP_settings(t *testing.T) {
	implicit := smtptest.New(t, smtptest.Options{Implicit: true})
	xoauth := smtptest.New(t, smtptest.Options{Implicit: true, Mechanisms: []string{"XOAUTH2"}})
	clear := smtptest.New(t, smtptest.Options{NoTLS: true})
	tokens := httptest.NewServer(http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) {
		rw.Header().Set("Content-Type", "application/json")
		fmt.Fprintf(rw, `{"access_token":%q,"token_type":"Bearer","expires_in":3600}`, smtptest.Token)
	}))
	defer tokens.Close()
	for name, c := range map[string]struct {
		server *smtptest.Server
		more   string
		want   string // in the message
	}{
		"own certificates, on behalf": {implicit, "security: tls, user: user, password: env:SENDING_PW, ca_file: ca.pem, on_behalf_of: boss@x.example", "From: boss@x.example\r\nSender: a@x.example\r\n"},
		"another provider's tokens":   {xoauth, fmt.Sprintf("security: tls, login: oauth2, user: user, ca_file: ca.pem, oauth: {client_id: c, refresh_token: env:SENDING_PW, token_url: %q}", tokens.URL), "From: a@x.example\r\n"},
		"in the clear, as said":       {clear, "security: none, user: user, password: env:SENDING_PW, sender: current_user", "From: Bob <bob@x.example>\r\n"},
	} {
		t.Setenv("SENDING_PW", smtptest.Password)
		w := open(t, fmt.Sprintf("accounts:\n  - {name: relay, connector: smtp, address: a@x.example, smtp: {server: 127.0.0.1, port: %d, %s}}\nusers:\n  - {name: bob, full_name: Bob, address: bob@x.example, permissions: [Email - Admin]}\n", c.server.Port, c.more))
		if c.server != clear {
			savePeer(t, w.Path("ca.pem"), c.server.Port)
		}
		d, err := send(t, w, "bob", "m")
		if err != nil || d.Status != outbox.Sent {
			t.Errorf("%s: %v, %s %q", name, err, d.Status, d.ErrorText)
			continue
		}
		if got := c.server.Messages(); !strings.Contains(string(got[len(got)-1].Content), c.want) {
			t.Errorf("%s: %s", name, got[len(got)-1].Content)
		}
	}
	w := open(t, "accounts:\n  - {name: relay, connector: smtp, address: a@x.example, smtp: {server: 127.0.0.1, ca_file: reportmail.yaml}}\n")
	if _, err := NewConnectors(w).Make(t.Context(), w.Accounts[0]); err == nil || !strings.Contains(err.Error(), "holds none in PEM") {
		t.Errorf("a file without certificates: %v", err)
	}
}

// savePeer writes the certificate of a server as one to trust.
func savePeer(t *testing.T, path string, port int) {
	t.Helper()
	c, err := tls.Dial("tcp", fmt.Sprintf("127.0.0.1:%d", port), &tls.Config{InsecureSkipVerify: true})
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	block := &pem.Block{Type: "CERTIFICATE", Bytes: c.ConnectionState().PeerCertificates[0].Raw}
	if err := os.WriteFile(path, pem.EncodeToMemory(block), 0o600); err != nil {
		t.Fatal(err)
	}
}

// Limits hold before anything is queued: on the files of a message, and on what the provider takes.
func TestIntake_sizes(t *testing.T) {
	file := func(size int) message.File {
		return message.File{Name: "f.bin", Open: func() (io.ReadCloser, error) { return io.NopCloser(io.LimitReader(rand.Reader, int64(size))), nil }}
	}
	const folder = "accounts: [{name: f, connector: folder, address: a@x.example, limits: {message_mb: %d}}]\nlimits: {attachments_mb: %d}\n"
	for _, c := range []struct {
		wire, files int // limits
		size        int
		want        string
	}{
		{0, 1, 1 << 20, ""},
		{0, 1, 1<<20 + 1, "its attachments have 1.0 MB"},
		{0, 0, 2 << 20, ""},
		{1, 0, 700 << 10, ""},
		{1, 0, 800 << 10, "it has 1.1 MB on the wire, and account f takes 1.0 MB"},
	} {
		w := open(t, fmt.Sprintf(folder, c.wire, c.files))
		_, err := send(t, w, "", "m", file(c.size))
		if (err == nil) != (c.want == "") || err != nil && (!errors.Is(err, ErrTooLarge) || !strings.Contains(err.Error(), c.want)) {
			t.Errorf("%+v: %v", c, err)
		}
	}
}

// What leaves is signed, a resent copy too; the spooled message is not touched.
func TestDKIM_signs(t *testing.T) {
	_, key := newCertificate(t)
	der, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		t.Fatal(err)
	}
	w := open(t, "accounts: [{name: f, connector: folder, address: a@x.example, folder: out, dkim: {domain: x.example, selector: s1, key: file:key.pem}}]\n")
	if err := os.WriteFile(w.Path("key.pem"), pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: der}), 0o600); err != nil {
		t.Fatal(err)
	}
	d, err := send(t, w, "", "m")
	if err != nil || d.Status != outbox.Sent {
		t.Fatalf("%v, %s %q", err, d.Status, d.ErrorText)
	}
	box, err := Open(t.Context(), w)
	if err != nil {
		t.Fatal(err)
	}
	defer box.Close()
	if _, err := box.Resend(t.Context(), d.ID, "test"); err != nil {
		t.Fatal(err)
	}
	if err := box.Drain(t.Context()); err != nil {
		t.Fatal(err)
	}
	files, _ := filepath.Glob(w.Path("out", "*.eml"))
	if len(files) != 2 {
		t.Fatalf("%d files", len(files))
	}
	for _, f := range files {
		data, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		found, err := dkim.VerifyWithOptions(bytes.NewReader(data), &dkim.VerifyOptions{LookupTXT: func(string) ([]string, error) {
			pub, err := x509.MarshalPKIXPublicKey(&key.PublicKey)
			return []string{"v=DKIM1; k=rsa; p=" + base64.StdEncoding.EncodeToString(pub)}, err
		}})
		if err != nil || len(found) != 1 || found[0].Err != nil || found[0].Domain != "x.example" {
			t.Errorf("%s: %v, %v", f, found, err)
		}
	}
	w.Accounts[0].Graph = &account.GraphSettings{}
	if _, err := NewConnectors(w).Make(t.Context(), w.Accounts[0]); err == nil {
		t.Error("a Graph account signs")
	}
}
