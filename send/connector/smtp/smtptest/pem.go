package smtptest

import (
	"crypto/x509"
	"encoding/pem"
	"testing"
)

// PEM makes a certificate of the loopback address and its key as files for
// another server, and the pool that trusts it.
func PEM(t testing.TB) (cert, key []byte, roots *x509.CertPool) {
	t.Helper()
	c, roots := certificate(t)
	der, err := x509.MarshalPKCS8PrivateKey(c.PrivateKey)
	if err != nil {
		t.Fatal(err)
	}
	return pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: c.Certificate[0]}), pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: der}), roots
}
