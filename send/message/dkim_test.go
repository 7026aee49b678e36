package message

import (
	"bytes"
	"crypto"
	"crypto/ed25519"
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"encoding/base64"
	"encoding/pem"
	"io"
	"strings"
	"testing"

	"github.com/emersion/go-msgauth/dkim"
)

func TestDKIM_verifies(t *testing.T) {
	rsaKey, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}
	_, edKey, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	var finished bytes.Buffer
	var raw bytes.Buffer
	if err := sample(t)["world"].Write(&raw); err != nil {
		t.Fatal(err)
	}
	if _, err := Finish(&finished, &raw, FinishOptions{}); err != nil {
		t.Fatal(err)
	}
	open := func() (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader(finished.Bytes())), nil }
	for name, key := range map[string]crypto.Signer{"rsa": rsaKey, "ed25519": edKey} {
		d := &DKIM{Domain: "northwind.example.com", Selector: "s1", Key: key}
		if err := d.Check(); err != nil {
			t.Fatal(err)
		}
		var signed bytes.Buffer
		if err := d.Sign(&signed, open); err != nil {
			t.Fatal(err)
		}
		if !bytes.HasSuffix(signed.Bytes(), finished.Bytes()) {
			t.Errorf("%s: the message was changed", name)
		}
		record := dnsRecord(t, name, key)
		verify := func(msg []byte) error {
			v, err := dkim.VerifyWithOptions(bytes.NewReader(msg), &dkim.VerifyOptions{LookupTXT: func(q string) ([]string, error) {
				if q != "s1._domainkey.northwind.example.com" {
					t.Errorf("asked for %s", q)
				}
				return []string{record}, nil
			}})
			if err != nil || len(v) != 1 {
				t.Fatalf("%s: %v, %d signatures", name, err, len(v))
			}
			return v[0].Err
		}
		if err := verify(signed.Bytes()); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		for what, change := range map[string]func(string) string{
			"subject": func(s string) string { return strings.Replace(s, "\r\nSubject:", "\r\nSubject: x", 1) },
			"body":    func(s string) string { return strings.Replace(s, "Dear customer", "Dear robber", 1) },
			"added": func(s string) string {
				return strings.Replace(s, "\r\nFrom:", "\r\nReply-To: evil@example.net\r\nFrom:", 1)
			},
			"second": func(s string) string {
				return strings.Replace(s, "\r\nFrom:", "\r\nFrom: evil@example.net\r\nFrom:", 1)
			},
		} {
			if verify([]byte(change(signed.String()))) == nil {
				t.Errorf("%s: a change of %s is not noticed", name, what)
			}
		}
	}
}

func dnsRecord(t *testing.T, kind string, key crypto.Signer) string {
	t.Helper()
	var pub []byte
	switch k := key.Public().(type) {
	case ed25519.PublicKey:
		pub = k
	default:
		var err error
		if pub, err = x509.MarshalPKIXPublicKey(k); err != nil {
			t.Fatal(err)
		}
	}
	return "v=DKIM1; k=" + kind + "; p=" + base64.StdEncoding.EncodeToString(pub)
}

func TestDKIM_check(t *testing.T) {
	small, err := rsa.GenerateKey(rand.Reader, 1024)
	if err != nil {
		t.Fatal(err)
	}
	for want, d := range map[string]DKIM{
		"1024 bits": {"example.com", "s", small}, "complete domain": {"localhost", "s", small}, "selector": {"example.com", "a b", small}, "RSA or Ed25519": {"example.com", "s", nil},
	} {
		if err := d.Check(); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("error %v, want one with %q", err, want)
		}
	}
}

func TestParseKey_forms(t *testing.T) {
	_, key, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	der, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		t.Fatal(err)
	}
	good := pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: der})
	if k, err := ParseKey(good); err != nil || !key.Equal(k) {
		t.Errorf("%v, %v", k, err)
	}
	for _, bad := range [][]byte{nil, []byte("secret"), pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: []byte("x")}),
		pem.EncodeToMemory(&pem.Block{Type: "ENCRYPTED PRIVATE KEY", Bytes: der})} {
		if k, err := ParseKey(bad); err == nil || strings.Contains(err.Error(), "secret\n") {
			t.Errorf("%q: %v, %v", bad, k, err)
		}
	}
}
