package message

import (
	"bytes"
	"crypto"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"io"
	"math/big"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

func signer(t *testing.T, key crypto.Signer) *SMIME {
	t.Helper()
	tmpl := &x509.Certificate{SerialNumber: big.NewInt(77), Subject: pkix.Name{CommonName: "Billing"}, NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour),
		EmailAddresses: []string{"billing@northwind.example.com"}, ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageEmailProtection}, KeyUsage: x509.KeyUsageDigitalSignature}
	der, err := x509.CreateCertificate(rand.Reader, tmpl, tmpl, key.Public(), key)
	if err != nil {
		t.Fatal(err)
	}
	cert, err := x509.ParseCertificate(der)
	if err != nil {
		t.Fatal(err)
	}
	return &SMIME{Certificate: cert, Key: key, Now: time.Now}
}

func TestSMIME_openssl(t *testing.T) {
	openssl, err := exec.LookPath("openssl")
	if err != nil {
		t.Skip("openssl is not here to verify signatures")
	}
	rsaKey, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}
	ecKey, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	emls := map[string][]byte{}
	for kind, key := range map[string]crypto.Signer{"rsa": rsaKey, "ecdsa": ecKey} {
		s := signer(t, key)
		dir := t.TempDir()
		ca := filepath.Join(dir, "ca.pem")
		if err := os.WriteFile(ca, pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: s.Certificate.Raw}), 0o600); err != nil {
			t.Fatal(err)
		}
		for name, m := range sample(t) {
			var raw, done, signed bytes.Buffer
			if err := m.Write(&raw); err != nil {
				t.Fatal(err)
			}
			if _, err := Finish(&done, &raw, FinishOptions{}); err != nil {
				t.Fatal(err)
			}
			if err := s.Sign(&signed, func() (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader(done.Bytes())), nil }); err != nil {
				t.Fatal(err)
			}
			emls[kind+"-"+name] = signed.Bytes()
			verify := func(eml []byte) error {
				f := filepath.Join(dir, "m.eml")
				if err := os.WriteFile(f, eml, 0o600); err != nil {
					t.Fatal(err)
				}
				out, err := exec.Command(openssl, "cms", "-verify", "-in", f, "-CAfile", ca, "-purpose", "any", "-out", filepath.Join(dir, "out")).CombinedOutput()
				if err != nil {
					t.Logf("%s", out)
				}
				return err
			}
			if err := verify(signed.Bytes()); err != nil {
				t.Errorf("%s %s: %v", kind, name, err)
			}
			if name == "plain" && verify(bytes.Replace(signed.Bytes(), []byte("Dear"), []byte("Deer"), 1)) == nil {
				t.Errorf("%s: a change is not noticed", kind)
			}
			sum, err := Walk(&signed, func(Part) error { return nil })
			if err != nil || sum.Subject != m.Subject || sum.MessageID != m.MessageID {
				t.Errorf("%s %s: %+v, %v", kind, name, sum, err)
			}
		}
	}
	judge(t, emls)
}

func TestSMIME_check(t *testing.T) {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	other, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	from := Address{Address: "Billing@northwind.example.com"}
	if err := signer(t, key).Check(from); err != nil {
		t.Error(err)
	}
	wrong, late := signer(t, key), signer(t, key)
	wrong.Key = other
	late.Now = func() time.Time { return time.Now().AddDate(1, 0, 0) }
	for want, s := range map[string]*SMIME{"belong together": wrong, "valid from": late, "without a certificate": {}} {
		if err := s.Check(from); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("error %v, want one with %q", err, want)
		}
	}
	if err := signer(t, key).Check(Address{Address: "x@example.com"}); err == nil || !strings.Contains(err.Error(), "not for x@") {
		t.Errorf("another sender: %v", err)
	}
	eight := draft + "grüße\r\n"
	err = signer(t, key).Sign(io.Discard, func() (io.ReadCloser, error) { return io.NopCloser(strings.NewReader(eight)), nil })
	if err == nil || !strings.Contains(err.Error(), "7-bit") {
		t.Errorf("8-bit body: %v", err)
	}
}
